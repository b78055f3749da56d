#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "ui/framework/application.h"
#include "ui/framework/controls.h"
#include "ui/framework/mainwindow.h"
#include "ui/models/timerange.h"
#include "ui/models/trafficmodel.h"
#include "ui/pages/traffic/facts.h"
#include "ui/pages/traffic/filterfield.h"
#include "ui/pages/traffic/inspector.h"
#include "ui/pages/traffic/jumpto.h"
#include "ui/pages/traffic/trafficview.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QCompleter>
#include <QContextMenuEvent>
#include <QDateTimeEdit>
#include <QFileDialog>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QStandardPaths>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRequests = 1'000;

}   // namespace

class TestTraffic final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void showsRequestsAndSums();
    void opensARequestByKeysAlone();
    void showsTheArithmetic();
    void namesParametersLeftOut();
    void filtersWhileOneTypes();
    void saysWhatIsWrongWithAFilter();
    void completesWhatOneTypes();
    void chipsGoWithTheFilter();
    void clearsAFilterThatLetsNothingThrough();
    void saysThatNothingHasCome();
    void keepsNewRowsInABar();
    void followsUntilOneChooses();
    void keepsItsPlaceWhenRowsComeAbove();
    void settlesTheChosenRequest();
    void copiesACommandWithoutKey();
    void narrowsToWhatARowHas();
    void asksTheLedgerForLostEnds();
    void exportsAndCancels();
    void remembersTheTimeRange();
    void goesToATime();
    void keepsTheListWhenTheLedgerFails();
    void saysThatTheGatewayIsOff();

private:
    void open();
    ui::TrafficView *list() const { return m_window->findChild<ui::TrafficView *>(); }
    ui::FilterField *filter() const { return m_window->findChild<ui::FilterField *>(); }
    ui::Inspector *inspector() const { return m_window->findChild<ui::Inspector *>(); }
    QAbstractButton *button(const QString &text) const { return test::buttonNamed(*m_window, text); }
    QString cell(int row, int column) const { return list()->model()->index(row, column).data().toString(); }
    void type(const QString &text);
    std::vector<events::Event> happening(int count, bool end) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestTraffic::initTestCase()
{
    QStandardPaths::setTestModeEnabled(true);
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
}

void TestTraffic::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_settings->setValue(u"window/timeRange"_s, u"All"_s);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillRequests(m_client->requests, kRequests);
}

void TestTraffic::cleanup()
{
    m_window.reset();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestTraffic::open()
{
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->openPage(u"traffic"_s);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QApplication::setActiveWindow(m_window.get());
    QCoreApplication::processEvents();
}

void TestTraffic::type(const QString &text)
{
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    QTest::keyClicks(filter(), text);
    QTest::keyClick(filter(), Qt::Key_Return);
}

// Requests that begin now, one a millisecond.
std::vector<events::Event> TestTraffic::happening(int count, bool end) const
{
    std::vector<events::Event> batch;
    const std::int64_t now = QDateTime::currentMSecsSinceEpoch() * 1000;
    for (int i = 0; i < count; ++i) {
        const auto row = test::requestAt(now + i * 1000LL, 50'000 + std::uint64_t(i));
        batch.push_back(test::startedEvent(row));
        if (end)
            batch.push_back(test::finishedEvent(row));
    }
    return batch;
}

void TestTraffic::showsRequestsAndSums()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QCOMPARE(cell(0, 2), u"claude-cli/2.0.14 · work"_s);
    QCOMPARE(cell(0, 8), u"$0.0355"_s);
    QTRY_VERIFY(test::says(*m_window, u"$11.96 · 10M tokens in, 611k out"_s));
    QVERIFY(list()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(u"answered"_s));
    QVERIFY(test::says(*m_window, u"Choose a request to see where it went, what it cost and why."_s));
    QCOMPARE(button(u"Errors"_s)->accessibleDescription(), u"250"_s);
}

void TestTraffic::opensARequestByKeysAlone()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    QTest::keyClick(filter(), Qt::Key_Escape);
    QTRY_COMPARE(m_window->focusWidget(), list());
    QTest::keyClick(list(), Qt::Key_J);
    QTest::keyClick(list(), Qt::Key_J);
    QTest::keyClick(list(), Qt::Key_K);
    QTest::keyClick(list(), Qt::Key_Down);
    QCOMPARE(list()->chosenRow(), 1);
    QCOMPARE(inspector()->request(), m_client->requests.rows[1].request);
    QTRY_VERIFY(test::says(*inspector(), u"gpt-5.1-codex · openai"_s));
    QTest::keyClick(list(), Qt::Key_End);
    QCOMPARE(list()->chosenRow(), kRequests - 1);
    QTRY_VERIFY(list()->indexAt(list()->viewport()->rect().bottomLeft() - QPoint(0, 20)).isValid());
    QTest::keyClick(list(), Qt::Key_Home);
    QCOMPARE(list()->chosenRow(), 0);
    QTest::keyClick(list(), Qt::Key_Escape);
    QVERIFY(!inspector()->isVisible());
    QCOMPARE(list()->chosenRow(), -1);
    QTest::keyClick(list(), Qt::Key_J);
    QTest::keyClick(list(), Qt::Key_Return);
    QVERIFY(inspector()->isVisible());
}

void TestTraffic::showsTheArithmetic()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      list()->visualRect(list()->model()->index(0, 3)).center());
    QCOMPARE(inspector()->request(), m_client->requests.rows[0].request);
    auto *tabs = inspector()->findChild<QTabBar *>();
    QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(ui::Inspector::Cost).center());
    QTRY_VERIFY(inspector()->findChild<ui::CostSheet *>());
    QCOMPARE(
        inspector()->findChild<ui::CostSheet *>()->accessibleDescription(),
        u"Input, not cached: 2,915 × $3.00 = 0.008745; Input, read from cache: 38,100 × $0.30 = 0.011430; "
        "Input, written to cache: 0 × $3.75 = 0.000000; Output: 1,021 × $15.00 = 0.015315; "
        "Total: $0.035490"_s);
    QVERIFY(test::says(*inspector(), u"2026-11-18"_s));
    tabs->setCurrentIndex(ui::Inspector::Timing);
    QTRY_VERIFY(inspector()->findChild<ui::TimingBars *>());
    tabs->setCurrentIndex(ui::Inspector::Route);
    QTRY_VERIFY(test::says(*inspector(), u"openrouter · claude-sonnet-4-5"_s));
}

void TestTraffic::namesParametersLeftOut()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    const std::vector<client::TrafficRow> &rows = m_client->requests.rows;
    const auto retried = std::ranges::find(rows, 2, &client::TrafficRow::attempts);
    QVERIFY(retried != rows.end());
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      list()->visualRect(list()->model()->index(int(retried - rows.begin()), 3)).center());
    inspector()->setTab(ui::Inspector::Route);
    QTRY_VERIFY(test::says(*inspector(),
                           u"Attempt 1: azure does not take logit_bias and seed; left out (drop_params)."_s));
    QVERIFY(!test::says(*inspector(), u"Attempt 2:"_s));
    QVERIFY(test::says(*inspector(), u"least busy"_s));
    QVERIFY(test::says(*inspector(), u"retry 1, least busy"_s));
    QVERIFY(test::says(*inspector(), u"350 ms"_s));
    inspector()->setTab(ui::Inspector::Timing);
    QTRY_VERIFY(test::says(*inspector(), u"Waited in line"_s));
    QVERIFY(test::says(*inspector(), u"120 ms"_s));
}

void TestTraffic::filtersWhileOneTypes()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    // Without Return: after a pause.
    QTest::keyClicks(filter(), u"model:sonnet status>=400"_s);
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 8);
    QCOMPARE(cell(0, 4), u"529"_s);
    QTRY_COMPARE(button(u"All"_s)->accessibleDescription(), u"125"_s);
    QTest::keyClick(filter(), Qt::Key_Escape);
    if (m_window->focusWidget() != list())
        QTest::keyClick(filter(), Qt::Key_Escape);
    QTRY_COMPARE(m_window->focusWidget(), list());
}

void TestTraffic::saysWhatIsWrongWithAFilter()
{
    open();
    type(u"is:error"_s);
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 4);
    QTest::keyClicks(filter(), u" modle:x"_s);
    QTest::keyClick(filter(), Qt::Key_Return);
    QTRY_VERIFY(test::says(*m_window, u"There is no field “modle”. Is “model” meant?"_s));
    // What was right before stays in force.
    QCOMPARE(list()->model()->rowCount(), kRequests / 4);
    for (int i = 0; i < 8; ++i)
        QTest::keyClick(filter(), Qt::Key_Backspace);
    QTRY_VERIFY(!test::says(*m_window, u"There is no field “modle”. Is “model” meant?"_s));
    QTest::keyClicks(filter(), u" duration>5"_s);
    QTest::keyClick(filter(), Qt::Key_Return);
    QTRY_VERIFY(test::says(*m_window, u"“5” has no unit. Write 5s for seconds or 5ms for thousandths."_s));
}

void TestTraffic::completesWhatOneTypes()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(filter()->hasFocus());
    QTest::keyClicks(filter(), u"mod"_s);
    auto *popup = filter()->findChild<QCompleter *>()->popup();
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QCOMPARE(filter()->text(), u"model:"_s);
    // Its values are offered at once.
    QTRY_VERIFY(popup->isVisible());
    QTest::keyClick(popup, Qt::Key_Down);
    QTest::keyClick(popup, Qt::Key_Return);
    QCOMPARE(filter()->text(), u"model:sonnet "_s);
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 4);
}

void TestTraffic::chipsGoWithTheFilter()
{
    open();
    type(u"app:claude"_s);
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 8 * 3);
    test::click(button(u"Errors"_s));
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 8);
    QVERIFY(!button(u"All"_s)->isChecked());
    // The counts of chips are those of the typed filter.
    QCOMPARE(button(u"All"_s)->accessibleDescription(), u"375"_s);
    test::click(button(u"All"_s));
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 8 * 3);
    QVERIFY(!button(u"Errors"_s)->isChecked());
}

void TestTraffic::clearsAFilterThatLetsNothingThrough()
{
    open();
    type(u"app:nobody"_s);
    QTRY_VERIFY(test::says(*m_window, u"No request matches"_s));
    QVERIFY(!button(u"Export…"_s)->isEnabled());
    QVERIFY(!inspector()->isVisible());
    test::click(button(u"Clear the filter"_s));
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QCOMPARE(filter()->text(), QString());
    QVERIFY(list()->isVisible());
}

void TestTraffic::saysThatNothingHasCome()
{
    m_client->requests.rows.clear();
    m_client->requests.names = {};
    m_client->state.opened = 0;
    open();
    QTRY_VERIFY(test::says(*m_window, u"Nothing has come in yet"_s));
    test::click(button(u"Copy the address"_s));
    QCOMPARE(QApplication::clipboard()->text(), u"http://localhost:4000/v1"_s);
    // The first request shows up by itself.
    Q_EMIT m_client->happened(happening(1, false));
    QTRY_VERIFY(list()->isVisible());
    QCOMPARE(list()->model()->rowCount(), 1);
}

void TestTraffic::keepsNewRowsInABar()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QTest::keyClick(list(), Qt::Key_J);
    const QString chosen = cell(0, 1);
    Q_EMIT m_client->happened(happening(37, true));
    QCOMPARE(list()->model()->rowCount(), kRequests);
    QCOMPARE(cell(0, 1), chosen);
    QPushButton *bar = nullptr;
    for (QPushButton *push : m_window->findChildren<QPushButton *>())
        bar = push->text().startsWith(u"37 new"_s) ? push : bar;
    QVERIFY(bar && bar->isVisible());
    test::click(bar);
    QCOMPARE(list()->model()->rowCount(), kRequests + 37);
    QVERIFY(!bar->isVisible());
    QCOMPARE(list()->verticalScrollBar()->value(), 0);
    // The chosen request is still the chosen one.
    QCOMPARE(list()->chosenRow(), 37);
}

void TestTraffic::followsUntilOneChooses()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QAbstractButton *follow = button(u"Follow"_s);
    QVERIFY(follow->isChecked());
    Q_EMIT m_client->happened(happening(3, true));
    QCOMPARE(list()->model()->rowCount(), kRequests + 3);
    list()->setFocus();
    QTest::keyClick(list(), Qt::Key_J);
    QVERIFY(!follow->isChecked());
    QTest::keyClick(list(), Qt::Key_F);
    QVERIFY(follow->isChecked());
    list()->verticalScrollBar()->setValue(5);
    QVERIFY(!follow->isChecked());
}

void TestTraffic::keepsItsPlaceWhenRowsComeAbove()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    list()->verticalScrollBar()->setValue(300);
    QTRY_VERIFY(cell(300, 1) != u"…"_s);
    const QString top = cell(300, 1);
    QCOMPARE(list()->rowAt(2), 300);
    // Taken out of their order only to see the view alone: shown without going to the top.
    Q_EMIT m_client->happened(happening(20, true));
    auto *model = qobject_cast<QAbstractItemModel *>(list()->model());
    QMetaObject::Connection watch;
    int inserted = 0;
    watch = connect(model, &QAbstractItemModel::rowsInserted, this,
                    [&](const QModelIndex &, int first, int last) { inserted += last - first + 1; });
    qobject_cast<ui::TrafficModel *>(model)->showNew();
    disconnect(watch);
    QCOMPARE(inserted, 20);
    QCOMPARE(list()->rowAt(2), 320);
    QCOMPARE(cell(320, 1), top);
}

void TestTraffic::settlesTheChosenRequest()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    const auto row = test::requestAt(QDateTime::currentMSecsSinceEpoch() * 1000, 8'000);
    Q_EMIT m_client->happened({test::startedEvent(row)});
    QTest::keyClick(list(), Qt::Key_J);
    QCOMPARE(inspector()->request(), row.request);
    QTRY_VERIFY(inspector()->findChildren<QWidget *>().size() > 4);
    inspector()->setTab(ui::Inspector::Cost);
    QTRY_VERIFY(test::says(*inspector(), u"It still runs. This is known when it has ended."_s));
    // The ledger is told a little later than the window.
    Q_EMIT m_client->happened({test::finishedEvent(row)});
    QCOMPARE(cell(0, 4), u"200"_s);
    QTRY_VERIFY(test::says(*inspector(), u"loading…"_s));
    client::TrafficDetail detail = m_client->requests.details.begin()->second;
    detail.request = row.request;
    detail.attempts.resize(1);
    m_client->requests.details[row.request] = detail;
    QTRY_VERIFY(!test::says(*inspector(), u"loading…"_s));
    QVERIFY(test::says(*inspector(), u"Price table"_s));
}

void TestTraffic::copiesACommandWithoutKey()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QTest::keyClick(list(), Qt::Key_J);
    QTest::keyClick(list(), Qt::Key_C);
    QCOMPARE(QApplication::clipboard()->text(),
             u"curl 'http://localhost:4000/v1/chat/completions' \\\n"
             "  -H 'Content-Type: application/json' \\\n"
             "  -H \"Authorization: Bearer $LITELLM_MASTER_KEY\" \\\n"
             "  -d '{\"model\":\"sonnet\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],"
             "\"stream\":true}'\n"_s);
    QVERIFY(test::says(*m_window, u"Copied. What was said is not kept: an example stands in its place."_s));
}

void TestTraffic::narrowsToWhatARowHas()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    type(u"is:error"_s);
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 4);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {},
                      list()->visualRect(list()->model()->index(1, 3)).center());
    const QPoint place = list()->visualRect(list()->model()->index(1, 3)).center();
    QContextMenuEvent asked(QContextMenuEvent::Keyboard, place, list()->viewport()->mapToGlobal(place));
    QApplication::sendEvent(list()->viewport(), &asked);
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = m_window->findChild<QMenu *>()) && menu->isVisible());
    QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    QCOMPARE(filter()->text(), u"is:error app=claude-cli/2.0.14"_s);
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 8);
    // The chosen request is in the new list, and chosen there.
    QCOMPARE(list()->chosenRow(), 0);
}

void TestTraffic::asksTheLedgerForLostEnds()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    client::TrafficRow row = test::requestAt(QDateTime::currentMSecsSinceEpoch() * 1000 - 9'000'000, 8'000);
    Q_EMIT m_client->happened({test::startedEvent(row)});
    QCOMPARE(cell(0, 4), u"…"_s);
    m_client->requests.rows.insert(m_client->requests.rows.begin(), row);
    m_client->state.closed = m_client->state.opened;
    Q_EMIT m_client->statusChanged();
    QTRY_COMPARE(cell(0, 4), u"200"_s);
    QCOMPARE(list()->model()->rowCount(), kRequests + 1);
}

void TestTraffic::exportsAndCancels()
{
    open();
    type(u"is:error"_s);
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 4);
    const auto choose = [this](const QString &name) {
        QTest::keyClick(m_window.get(), Qt::Key_E, Qt::ControlModifier);
        QFileDialog *dialog = nullptr;
        QTRY_VERIFY((dialog = m_window->findChild<QFileDialog *>()) && dialog->isVisible());
        QVERIFY(dialog->testOption(QFileDialog::DontUseNativeDialog) ||
                QCoreApplication::testAttribute(Qt::AA_DontUseNativeDialogs));
        auto *line = dialog->findChild<QLineEdit *>();
        line->setText(m_folder->filePath(name));
        QTest::keyClick(line, Qt::Key_Return);
    };
    choose(u"errors.csv"_s);
    auto &requests = m_client->requests;
    QTRY_VERIFY(requests.calls.contains(u"export"_s));
    QCOMPARE(requests.exportPath, m_folder->filePath(u"errors.csv"_s));
    QCOMPARE(int(requests.exportFormat), int(client::ExportFormat::Csv));
    QCOMPARE(requests.lastFilter.terms.size(), 1u);
    Q_EMIT requests.exportMoved(requests.lastExport, {100, 250, false, {}});
    QTRY_VERIFY(test::says(*m_window, u"100 of 250 requests are in errors.csv"_s));
    const client::Token running = requests.lastExport;
    test::click(button(u"Cancel export"_s));
    QVERIFY(requests.calls.contains(u"cancel %1"_s.arg(running)));
    QVERIFY(test::says(*m_window, u"The export was cancelled; no file was left."_s));
    choose(u"errors.jsonl"_s);
    QTRY_VERIFY(requests.lastExport != running);
    QCOMPARE(int(requests.exportFormat), int(client::ExportFormat::JsonLines));
    Q_EMIT requests.exportMoved(requests.lastExport, {250, 250, true, {}});
    QVERIFY(button(u"Open folder"_s));
    test::click(button(u"OK"_s));
    QVERIFY(!button(u"Open folder"_s));
}

void TestTraffic::remembersTheTimeRange()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    test::click(button(u"All time"_s));
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = m_window->findChild<QMenu *>()) && menu->isVisible());
    for (int i = 0; i < 2; ++i)
        QTest::keyClick(menu, Qt::Key_Down);
    QTest::keyClick(menu, Qt::Key_Return);
    // One every 7.3 seconds, the newest 20 seconds old.
    QTRY_COMPARE(list()->model()->rowCount(), (3600 * 10 - 200) / 73 + 1);
    QVERIFY(button(u"Last hour"_s));
    m_window.reset();
    open();
    QVERIFY(button(u"Last hour"_s));
}

void TestTraffic::goesToATime()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    QTest::keyClick(list(), Qt::Key_G, Qt::ControlModifier);
    ui::JumpTo *dialog = nullptr;
    QTRY_VERIFY((dialog = m_window->findChild<ui::JumpTo *>()) && dialog->isVisible());
    const std::int64_t wanted = m_client->requests.rows[700].startedUs;
    dialog->findChild<QDateTimeEdit *>()->setDateTime(QDateTime::fromMSecsSinceEpoch(wanted / 1000));
    test::click(test::buttonNamed(*dialog, u"Go"_s));
    QTRY_COMPARE(list()->chosenRow(), 700);
    QTRY_COMPARE(list()->rowAt(2), 700);
    QTRY_COMPARE(inspector()->request(), m_client->requests.rows[700].request);
}

void TestTraffic::keepsTheListWhenTheLedgerFails()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    m_client->requests.problem = u"disk I/O error"_s;
    type(u"is:error"_s);
    QTRY_VERIFY(test::says(*m_window, u"The ledger cannot be read"_s));
    QCOMPARE(list()->model()->rowCount(), kRequests);
    QVERIFY(list()->isVisible());
    m_client->requests.problem.clear();
    test::click(button(u"Try again"_s));
    QTRY_COMPARE(list()->model()->rowCount(), kRequests / 4);
    QVERIFY(!test::says(*m_window, u"The ledger cannot be read"_s));
}

void TestTraffic::saysThatTheGatewayIsOff()
{
    open();
    QTRY_COMPARE(list()->model()->rowCount(), kRequests);
    m_client->state.state = client::EngineState::Stopped;
    Q_EMIT m_client->statusChanged();
    QTRY_VERIFY(test::says(*m_window, u"The gateway is switched off"_s));
    QVERIFY(list()->isVisible());
    m_client->state.state = client::EngineState::Running;
    Q_EMIT m_client->statusChanged();
    QTRY_VERIFY(!test::says(*m_window, u"The gateway is switched off"_s));
}

QTEST_MAIN(TestTraffic)
#include "tst_traffic.moc"
