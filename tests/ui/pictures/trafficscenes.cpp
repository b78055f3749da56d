#include "tests/ui/pictures/trafficscenes.h"

#include "tests/support/guifinders.h"
#include "ui/framework/mainwindow.h"
#include "ui/models/timerange.h"
#include "ui/pages/traffic/exportline.h"
#include "ui/pages/traffic/filterfield.h"
#include "ui/pages/traffic/inspector.h"
#include "ui/pages/traffic/trafficview.h"

#include <QApplication>

using namespace Qt::StringLiterals;

namespace gw::test {

namespace {

constexpr int kRequests = 1'204;
constexpr int kLong = 300;   // Longer than the filter's pause.

void filled(GuiClient &client)
{
    fillProviders(client);
    fillTraffic(client);
    fillRequests(client.requests, kRequests);
}

ui::TrafficView *list(ui::MainWindow &window)
{
    return window.findChild<ui::TrafficView *>();
}

void press(QWidget *widget, Qt::Key key, int times = 1)
{
    // The first page may come a little later.
    if (const auto *view = qobject_cast<QAbstractItemView *>(widget))
        static_cast<void>(QTest::qWaitFor([&] { return view->model()->rowCount() > 0; }, 2'000));
    for (int i = 0; widget && i < times; ++i)
        QTest::keyClick(widget, key);
}

void type(ui::MainWindow &window, const QString &text)
{
    auto *filter = window.findChild<ui::FilterField *>();
    filter->setFocus();
    QTest::keyClicks(filter, text);
    QTest::qWait(kLong);
}

std::function<void(GuiClient &, ui::MainWindow &)> tab(int row, int index)
{
    return [row, index](GuiClient &, ui::MainWindow &window) {
        press(list(window), Qt::Key_J, row + 1);
        window.findChild<ui::Inspector *>()->setTab(ui::Inspector::Tab(index));
        QTest::qWait(kLong);
    };
}

// Some end and two run on.
void happen(GuiClient &client)
{
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch() * 1000;
    std::vector<events::Event> batch;
    for (std::uint64_t i = 0; i < 37; ++i) {
        const client::TrafficRow row = requestAt(now - (37 - std::int64_t(i)) * 400'000, 5'000 + i);
        batch.push_back(startedEvent(row));
        if (i == 35)
            batch.emplace_back(events::ExchangeProgressed{row.request, 810, 600'000, 5'000'000'000});
        else if (i != 33 && i != 36)
            batch.push_back(finishedEvent(row));
    }
    Q_EMIT client.happened(batch);
    QTest::qWait(kLong);
}

}   // namespace

QList<TrafficScene> trafficScenes()
{
    return {
        {u"traffic-choose"_s, &filled, {}},
        {u"traffic-summary"_s, &filled, tab(0, ui::Inspector::Summary)},
        {u"traffic-route"_s, &filled, tab(1, ui::Inspector::Route)},
        {u"traffic-cost"_s, &filled, tab(0, ui::Inspector::Cost)},
        {u"traffic-cost-failed"_s, &filled, tab(2, ui::Inspector::Cost)},
        {u"traffic-timing"_s, &filled, tab(1, ui::Inspector::Timing)},
        {u"traffic-new"_s, &filled,
         [](GuiClient &client, ui::MainWindow &window) {
             press(list(window), Qt::Key_J);
             happen(client);
         }},
        {u"traffic-follow"_s, &filled, [](GuiClient &client, ui::MainWindow &) { happen(client); }},
        {u"traffic-completing"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { type(window, u"status>=400 model:so"_s); }},
        {u"traffic-filtered"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { type(window, u"model:sonnet status>=400"_s); }},
        {u"traffic-range"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             if (QAbstractButton *range =
                     buttonNamed(window, ui::TimeRange::title(ui::TimeRange::Kind::Today)))
                 QTest::mouseClick(range, Qt::LeftButton);
             QTest::qWait(kLong);
         }},
        {u"traffic-jump"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             QTest::keyClick(&window, Qt::Key_G, Qt::ControlModifier);
             QTest::qWait(kLong);
         }},
        {u"traffic-row-menu"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) {
             press(list(window), Qt::Key_J, 2);
             Q_EMIT list(window)->customContextMenuRequested({300, 40});
             QTest::qWait(kLong);
         }},
        {u"traffic-bad-filter"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { type(window, u"app:claude modle:sonnet"_s); }},
        {u"traffic-no-match"_s, &filled,
         [](GuiClient &, ui::MainWindow &window) { type(window, u"app:nobody"_s); }},
        {u"traffic-empty"_s,
         [](GuiClient &client) {
             fillProviders(client);
             client.state.state = client::EngineState::Running;
             client.state.url = u"http://localhost:4000/v1"_s;
         },
         {}},
        {u"traffic-loading"_s,
         [](GuiClient &client) {
             filled(client);
             client.requests.answers = false;
         },
         {}},
        {u"traffic-ledger-error"_s,
         [](GuiClient &client) {
             filled(client);
             client.requests.problem = u"ledger: database disk image is malformed"_s;
         },
         {}},
        {u"traffic-ledger-lost"_s, &filled,
         [](GuiClient &client, ui::MainWindow &window) {
             client.requests.problem = u"ledger: disk I/O error"_s;
             type(window, u"is:error"_s);
         }},
        {u"traffic-switched-off"_s,
         [](GuiClient &client) {
             filled(client);
             client.state.state = client::EngineState::Stopped;
         },
         {}},
        {u"traffic-exporting"_s, &filled,
         [](GuiClient &client, ui::MainWindow &window) {
             window.findChild<ui::ExportLine *>()->start({}, client::ExportFormat::Csv,
                                                         u"/home/me/requests.csv"_s);
             Q_EMIT client.requests.exportMoved(client.requests.lastExport, {412, 1204, false, {}});
             QTest::qWait(kLong);
         }},
        {u"traffic-exported"_s, &filled,
         [](GuiClient &client, ui::MainWindow &window) {
             window.findChild<ui::ExportLine *>()->start({}, client::ExportFormat::Csv,
                                                         u"/home/me/requests.csv"_s);
             Q_EMIT client.requests.exportMoved(client.requests.lastExport, {1204, 1204, true, {}});
             QTest::qWait(kLong);
         }},
    };
}

}   // namespace gw::test
