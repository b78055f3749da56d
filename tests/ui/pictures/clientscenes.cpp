#include "tests/ui/pictures/clientscenes.h"

#include "tests/support/guiclient.h"
#include "ui/framework/mainwindow.h"

#include <QAbstractButton>
#include <QApplication>
#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillClients(client.clientsArea);
}

void settle()
{
    QElapsedTimer time;
    time.start();
    while (time.elapsed() < 100)
        QApplication::processEvents(QEventLoop::AllEvents, 20);
}

// A button on the line of a tool: the number of those that are shown there.
std::function<void(GuiClient &, ui::MainWindow &)> press(const QString &tool, int number)
{
    return [=](GuiClient &, ui::MainWindow &window) {
        settle();
        if (auto *line = window.findChild<QWidget *>(tool))
            line->findChildren<QAbstractButton *>().value(number)->click();
        settle();
    };
}

}   // namespace

QList<WindowScene> clientScenes()
{
    const auto with = [](std::function<void(FakeClients &)> change) {
        return [change](GuiClient &client) {
            filled(client);
            change(client.clientsArea);
        };
    };
    return {
        {u"clients"_s, u"clients"_s, &filled, {}},
        {u"clients-loading"_s, u"clients"_s, with([](FakeClients &clients) { clients.answers = false; }), {}},
        {u"clients-empty"_s,
         u"clients"_s,
         with([](FakeClients &clients) {
             for (client::Tool &tool : clients.list.tools)
                 tool.state = client::ToolState::Missing;
         }),
         {}},
        {u"clients-elsewhere"_s,
         u"clients"_s,
         with([](FakeClients &clients) {
             clients.list = {{}, true, u"This works only on the gateway's own computer."_s};
         }),
         {}},
        {u"clients-configure"_s, u"clients"_s, &filled, press(u"gemini-cli"_s, 1)},
        {u"clients-refused"_s, u"clients"_s, with([](FakeClients &clients) {
             clients.planned_ = {.problem =
                                     u"~/.gemini/settings.json, line 2, column 11: a name is missing"_s};
         }),
         press(u"gemini-cli"_s, 1)},
        {u"clients-compare"_s, u"clients"_s, &filled, press(u"codex"_s, 0)},
        {u"clients-undo"_s, u"clients"_s,
         with([](FakeClients &clients) { clients.change = {.drifts = clients.list.tools[1].drifts}; }),
         press(u"claude-code"_s, 1)},
        {u"clients-by-hand"_s, u"clients"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             settle();
             for (QAbstractButton *each : window.findChildren<QAbstractButton *>())
                 if (each->text() == QCoreApplication::translate("gw::ui::ClientsPage", "Connect by hand…") &&
                     each->isVisible()) {
                     each->click();
                     break;
                 }
             settle();
         }},
        {u"clients-steps"_s, u"clients"_s, &filled, press(u"jetbrains"_s, 0)},
        {u"clients-why"_s, u"clients"_s, &filled, press(u"cursor"_s, 0)},
    };
}

}   // namespace gw::test
