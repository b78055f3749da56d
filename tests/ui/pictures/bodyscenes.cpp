#include "tests/ui/pictures/bodyscenes.h"

#include "tests/support/fakebodies.h"
#include "tests/support/guifinders.h"
#include "ui/framework/controls.h"
#include "ui/framework/fold.h"
#include "ui/framework/mainwindow.h"
#include "ui/pages/traffic/inspector.h"
#include "ui/pages/traffic/keepingbutton.h"
#include "ui/pages/traffic/rawview.h"
#include "ui/pages/traffic/trafficview.h"

#include <QSplitter>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

constexpr int kLong = 300;

void kept(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillRequests(client.requests, 1'204);
    const Id128 first = client.requests.rows[0].request;
    const Id128 second = client.requests.rows[1].request;
    client.requests.said[first] = agentTurn(first);
    client.requests.said[second] = failedOver(second);
    client.requests.keeping = {
        .on = true, .days = 7, .limitBytes = 2'000'000'000, .bytes = 312'000'000, .requests = 8'412};
    client.requests.keeping.oldestUs = client.requests.rows[0].startedUs - 500'000'000'000;
    client.requests.keeping.path = u"/home/me/.local/share/portico/bodies.db"_s;
}

void notKept(GuiClient &client)
{
    kept(client);
    client.requests.said.clear();
    client.requests.keeping.on = false;
}

std::function<void(GuiClient &, ui::MainWindow &)> tab(int row, ui::Inspector::Tab index, int body = 0)
{
    return [row, index, body](GuiClient &, ui::MainWindow &window) {
        auto *list = window.findChild<ui::TrafficView *>();
        static_cast<void>(QTest::qWaitFor([&] { return list->model()->rowCount() > 0; }, 2'000));
        for (int i = 0; i <= row; ++i)
            QTest::keyClick(list, Qt::Key_J);
        window.findChild<ui::Inspector *>()->setTab(index);
        QTest::qWait(kLong);
        if (auto *raw = window.findChild<ui::RawView *>())
            raw->findChild<ui::Segmented *>()->setCurrentIndex(body);
        for (ui::Fold *fold : window.findChildren<ui::Fold *>())
            fold->setOpen(body == 9);
        // More room for what one looks at.
        for (QSplitter *split : window.findChildren<QSplitter *>())
            if (split->orientation() == Qt::Vertical)
                split->setSizes({200, 450});
        QTest::qWait(kLong);
    };
}

std::function<void(GuiClient &, ui::MainWindow &)> replay(bool asked)
{
    return [asked](GuiClient &client, ui::MainWindow &window) {
        fillReplay(client.requests);
        auto *list = window.findChild<ui::TrafficView *>();
        static_cast<void>(QTest::qWaitFor([&] { return list->model()->rowCount() > 0; }, 2'000));
        QTest::keyClick(list, Qt::Key_J);
        QTest::keyClick(list, Qt::Key_R, asked ? Qt::NoModifier : Qt::ShiftModifier);
        QTest::qWait(3 * kLong);
    };
}

void openDialog(GuiClient &, ui::MainWindow &window)
{
    window.findChild<ui::KeepingButton *>()->click();
    QTest::qWait(kLong);
}

}   // namespace

QList<TrafficScene> bodyScenes()
{
    return {
        {u"bodies-messages"_s, &kept, tab(0, ui::Inspector::Messages)},
        {u"bodies-messages-open"_s, &kept, tab(0, ui::Inspector::Messages, 9)},
        {u"bodies-raw"_s, &kept, tab(1, ui::Inspector::Raw, 2)},
        {u"bodies-raw-stream"_s, &kept, tab(0, ui::Inspector::Raw, 1)},
        {u"bodies-replay"_s, &kept, replay(true)},
        {u"bodies-replay-before"_s, &kept, replay(false)},
        {u"bodies-replay-none"_s, &notKept, replay(false)},
        {u"bodies-none"_s, &notKept, tab(0, ui::Inspector::Messages)},
        {u"bodies-none-on"_s, &kept, tab(4, ui::Inspector::Messages)},
        {u"bodies-dialog"_s, &kept, &openDialog},
        {u"bodies-dialog-off"_s, &notKept, &openDialog},
        {u"bodies-dialog-delete"_s, &kept,
         [](GuiClient &client, ui::MainWindow &window) {
             openDialog(client, window);
             for (QPushButton *button : window.findChildren<QPushButton *>())
                 if (button->isVisible() && button->window() != &window && button->icon().isNull() == false)
                     button->click();
             QTest::qWait(kLong);
         }},
    };
}

}   // namespace gw::test
