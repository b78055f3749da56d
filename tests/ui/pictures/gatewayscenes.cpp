#include "tests/ui/pictures/gatewayscenes.h"

#include "tests/support/fakeplaces.h"
#include "tests/support/guifinders.h"
#include "ui/dialogs/gatewaychoice.h"
#include "ui/framework/forms.h"
#include "ui/framework/mainwindow.h"

#include <QListWidget>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

using Reach = client::Place::Reach;

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
}

std::function<void(GuiClient &)> elsewhere(Reach reach, const QString &problem = {})
{
    return [=](GuiClient &client) {
        filled(client);
        putElsewhere(client, reach, problem);
    };
}

// Row: 0 this computer, 1 the office, 2 a new one.
std::function<void(GuiClient &, ui::MainWindow &)> choosing(int row, const client::PlaceTest *found = nullptr)
{
    return [=](GuiClient &client, ui::MainWindow &window) {
        auto *places = new FakePlaces(client, client);
        places->setParent(&window);
        places->shared = &client.databaseArea;
        places->places = {office(),
                          {.id = u"home"_s, .address = u"https://nas.home.example:8443"_s, .hasKey = true}};
        auto *dialog = new ui::GatewayChoice(*places, &window);
        dialog->open();
        auto *list = dialog->findChild<QListWidget *>();
        list->setCurrentRow(row < 0 ? list->count() - 1 : row);
        if (!found)
            return;
        for (QAbstractButton *each : dialog->findChildren<QAbstractButton *>())
            if (each->objectName() == u"test"_s)
                each->click();
        Q_EMIT places->tested(places->last, *found);
    };
}

}   // namespace

QList<WindowScene> gatewayScenes()
{
    static const client::PlaceTest good{
        .version = u"0.1.0"_s, .computer = u"office-server"_s, .deployments = 12, .tookMs = 14};
    static const client::PlaceTest bad{
        .problem =
            u"The connection is not safe, so it was not made: The certificate is self-signed, and untrusted"_s};
    return {
        {u"gateways-here"_s, u"home"_s, &filled, choosing(0)},
        {u"gateways-found"_s, u"home"_s, &filled, choosing(2, &good)},
        {u"gateways-failed"_s, u"home"_s, &filled, choosing(2, &bad)},
        {u"gateways-new"_s, u"home"_s, &filled, choosing(-1)},
        {u"elsewhere-home"_s, u"home"_s, elsewhere(Reach::Connected)},
        {u"elsewhere-spend"_s, u"spend"_s,
         [](GuiClient &client) {
             filled(client);
             fillSpend(client.spendArea);
             client.spendArea.others = true;
             putElsewhere(client, Reach::Connected);
         }},
        {u"elsewhere-lost"_s, u"traffic"_s,
         elsewhere(Reach::Lost, u"The connection to the gateway was cut."_s)},
        {u"elsewhere-refused"_s, u"keys"_s,
         elsewhere(Reach::Refused, u"The gateway does not know this key."_s)},
    };
}

}   // namespace gw::test
