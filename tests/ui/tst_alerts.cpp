#include "tests/support/guiclient.h"
#include "tests/support/guifinders.h"
#include "tests/support/noticeserver.h"
#include "ui/framework/alerts.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"
#include "ui/models/spendpace.h"

#include <QApplication>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr std::int64_t kDollar = 1'000'000'000'000;
constexpr std::int64_t kMinuteUs = 60'000'000;

events::ExchangeFinished finished(std::int64_t costPico, const char *program = "claude-cli/2.0")
{
    events::ExchangeFinished event;
    event.client = program;
    event.costPico = costPico;
    return event;
}

}   // namespace

// Budgets that interrupt, on a bus of the test's own.
class TestAlerts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void knowsWhatIsPassed_data();
    void knowsWhatIsPassed();
    void tellsOnceForEachStepAndWindow();
    void tellsAgainAfterARaise();
    void blocksFromTheNotice();
    void raisesFromTheNotice();
    void knowsWhatCouldAnswerForLess_data();
    void knowsWhatCouldAnswerForLess();
    void changesToACheaperModelAndBack();
    void opensTheKeyFromTheNotice();
    void pausesAllForTheWholeGateway();
    void showsBannersWhereTheDesktopShowsNone();
    void noticesSuddenSpend();
    void leavesSteadySpendAlone_data();
    void leavesSteadySpendAlone();

private:
    BudgetState &budget() const { return m_client->keysArea.budgets.front(); }
    void open(bool withDesktop = true);
    void again();
    void closeDesktop();
    test::NoticeServer::Shown last() const
    {
        return m_desktop->shown.isEmpty() ? test::NoticeServer::Shown() : m_desktop->shown.last();
    }

    QProcess m_daemon;
    QString m_address;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<test::GuiClient> m_client;
    std::unique_ptr<test::NoticeServer> m_desktop;
    std::unique_ptr<ui::MainWindow> m_window;
};

void TestAlerts::initTestCase()
{
    m_daemon.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
    if (!m_daemon.waitForStarted())
        QSKIP("there is no dbus-daemon");
    QTRY_VERIFY(m_daemon.canReadLine());
    m_address = QString::fromLatin1(m_daemon.readLine()).trimmed();
    // Before anybody asks for the session's bus.
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_address.toLatin1());
    auto &app = *qobject_cast<QApplication *>(QCoreApplication::instance());
    ui::setUpApplication(app);
    ui::loadTranslation(app, QLocale(QLocale::English, QLocale::UnitedStates));
}

void TestAlerts::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(u"desktop"_s);
    m_daemon.terminate();
    m_daemon.waitForFinished();
}

void TestAlerts::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_client = std::make_unique<test::GuiClient>();
    test::fillProviders(*m_client);
    test::fillTraffic(*m_client);
    test::fillKeys(m_client->keysArea);
    m_client->keysArea.budgets = {{.level = LimitLine::Level::Key,
                                   .id = u"hash-claude"_s,
                                   .name = u"claude"_s,
                                   .spentPico = 0,
                                   .limitPico = 10 * kDollar,
                                   .window = u"1d"_s,
                                   .resetS = 2'000'000'000,
                                   .mayRaise = true,
                                   .mayBlock = true}};
}

void TestAlerts::cleanup()
{
    m_window.reset();
    closeDesktop();
    m_client.reset();
    m_settings.reset();
    m_folder.reset();
}

void TestAlerts::closeDesktop()
{
    if (!m_desktop)
        return;
    QDBusConnection bus(u"desktop"_s);
    bus.unregisterService(u"org.freedesktop.Notifications"_s);
    bus.unregisterObject(u"/org/freedesktop/Notifications"_s);
    m_desktop.reset();
}

// Another start of the window, and an empty desktop.
void TestAlerts::again()
{
    m_window.reset();
    closeDesktop();
    open();
}

void TestAlerts::open(bool withDesktop)
{
    if (withDesktop) {
        m_desktop = std::make_unique<test::NoticeServer>();
        QVERIFY(m_desktop->start(QDBusConnection::connectToBus(m_address, u"desktop"_s)));
    }
    m_window = std::make_unique<ui::MainWindow>(*m_client, *m_settings);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    // What it looked at when it began.
    QTest::qWait(50);
}

void TestAlerts::knowsWhatIsPassed_data()
{
    QTest::addColumn<std::int64_t>("spent");
    QTest::addColumn<std::int64_t>("limit");
    QTest::addColumn<int>("percent");
    QTest::newRow("nothing") << std::int64_t(0) << 10 * kDollar << 0;
    QTest::newRow("a cent below half") << 499 * kDollar / 100 << 10 * kDollar << 0;
    QTest::newRow("half") << 5 * kDollar << 10 * kDollar << 50;
    QTest::newRow("four fifths") << 8 * kDollar << 10 * kDollar << 80;
    QTest::newRow("one unit below all") << 10 * kDollar - 1 << 10 * kDollar << 80;
    QTest::newRow("all") << 10 * kDollar << 10 * kDollar << 100;
    QTest::newRow("more than all") << 30 * kDollar << 10 * kDollar << 100;
    QTest::newRow("the largest amounts") << INT64_MAX << INT64_MAX << 100;
    QTest::newRow("a budget of nothing") << kDollar << std::int64_t(0) << 0;
}

void TestAlerts::knowsWhatIsPassed()
{
    QFETCH(const std::int64_t, spent);
    QFETCH(const std::int64_t, limit);
    QTEST(ui::passedPercent(spent, limit), "percent");
}

void TestAlerts::tellsOnceForEachStepAndWindow()
{
    budget().spentPico = 5 * kDollar;
    open();
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    QCOMPARE(last().title, u"Key “claude”: half of the budget is spent"_s);
    QCOMPARE(last().text, u"$5.00 of $10.00 a day."_s);
    QCOMPARE(last().urgency, 1);
    // Another look, and another start.
    again();
    QTest::qWait(200);
    QCOMPARE(m_desktop->shown.size(), 0);
    budget().spentPico = 9 * kDollar;
    again();
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    QCOMPARE(last().title, u"Key “claude”: 80 % of the budget are spent"_s);
    // The budget is given anew.
    budget().resetS += 86'400;
    budget().spentPico = 10 * kDollar;
    again();
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    QCOMPARE(last().title, u"Key “claude”: the budget is spent"_s);
    QCOMPARE(last().urgency, 2);
    QVERIFY(last().text.contains(u"Its requests are refused until"_s));
}

void TestAlerts::tellsAgainAfterARaise()
{
    ui::BudgetWatch watch(m_client->keysArea, *m_settings);
    QList<int> told;
    connect(&watch, &ui::BudgetWatch::passed, this,
            [&told](const BudgetState &, int percent) { told << percent; });
    const auto look = [&](std::int64_t spent, std::int64_t limit) {
        budget().spentPico = spent;
        budget().limitPico = limit;
        ui::BudgetWatch again(m_client->keysArea, *m_settings);
        connect(&again, &ui::BudgetWatch::passed, this,
                [&told](const BudgetState &, int percent) { told << percent; });
        QTest::qWait(20);
    };
    look(10 * kDollar, 10 * kDollar);
    QCOMPARE(told.last(), 100);
    const qsizetype before = told.size();
    look(10 * kDollar, 15 * kDollar);
    QCOMPARE(told.size(), before);
    look(12 * kDollar, 15 * kDollar);
    QCOMPARE(told.last(), 80);
    look(15 * kDollar, 15 * kDollar);
    QCOMPARE(told.last(), 100);
}

void TestAlerts::blocksFromTheNotice()
{
    budget().spentPico = 8 * kDollar;
    open();
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    QCOMPARE(last().actions, (QStringList{u"default"_s, u"Open Portico"_s, u"pause"_s, u"Block the key"_s,
                                          u"raise"_s, u"Raise to $15.00"_s, u"show"_s, u"Show"_s}));
    // Of somebody else's notice.
    m_desktop->press(last().number + 1, u"pause"_s);
    QTest::qWait(50);
    QVERIFY(m_client->keysArea.calls.isEmpty());
    m_desktop->press(last().number, u"pause"_s);
    QTRY_COMPARE(m_client->keysArea.calls, QStringList{u"setBlocked 1 hash-claude"_s});
}

void TestAlerts::raisesFromTheNotice()
{
    budget().spentPico = 10 * kDollar;
    open();
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    m_desktop->press(last().number, u"raise"_s);
    QTRY_COMPARE(m_client->keysArea.calls, QStringList{u"raise 15000000000000 hash-claude"_s});
}

namespace {

ModelGroup offer(const char *name, std::int64_t dollars, const QStringList &abilities = {u"tools"_s})
{
    DeploymentRow row;
    row.group = QString::fromLatin1(name);
    row.input = dollars * kDollar;
    row.output = dollars * kDollar;
    row.abilities = abilities;
    return {row.group, {}, {row}};
}

}   // namespace

void TestAlerts::knowsWhatCouldAnswerForLess_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<QString>("to");
    QTest::newRow("the dearest that costs at most half") << QString() << u"haiku"_s;
    QTest::newRow("not one that cannot what the other can") << u"haiku has no tools"_s << u"mini"_s;
    QTest::newRow("not one that is paused") << u"haiku is paused"_s << u"mini"_s;
    QTest::newRow("not one whose price nobody knows") << u"haiku has no price"_s << u"mini"_s;
    QTest::newRow("not one of another kind") << u"haiku embeds"_s << u"mini"_s;
    QTest::newRow("nothing where the price in use is unknown") << u"opus has no price"_s << QString();
    QTest::newRow("nothing for a key that has paid nothing") << u"another key"_s << QString();
}

void TestAlerts::knowsWhatCouldAnswerForLess()
{
    QFETCH(const QString, change);
    QFETCH(const QString, to);
    std::vector<ModelGroup> groups{offer("opus", 30), offer("sonnet", 16), offer("haiku", 5),
                                   offer("mini", 1)};
    DeploymentRow &haiku = groups[2].deployments.front();
    if (change.endsWith(u"no tools"_s))
        haiku.abilities.clear();
    haiku.paused = change.endsWith(u"paused"_s);
    if (change.endsWith(u"no price"_s))
        groups[change.startsWith(u"opus"_s) ? 0 : 2].deployments.front().output = -1;
    if (change.endsWith(u"embeds"_s))
        haiku.mode = u"embedding"_s;
    ui::CheaperModels models;
    const auto pay = [&models](const char *model, std::int64_t pico) {
        events::ExchangeFinished event = finished(pico);
        event.keyAlias = "claude";
        event.requestedModel = model;
        models.add(event);
    };
    pay("sonnet", 2 * kDollar);
    pay("opus", kDollar);
    pay("opus", 2 * kDollar);
    const auto instead = models.of(change == u"another key"_s ? u"other"_s : u"claude"_s, groups);
    QCOMPARE(instead ? instead->to : QString(), to);
    if (instead)
        QCOMPARE(instead->from, u"opus"_s);
}

void TestAlerts::changesToACheaperModelAndBack()
{
    open();
    m_client->modelsArea.rows = {offer("opus", 30), offer("haiku", 5)};
    events::ExchangeFinished event = finished(8 * kDollar);
    event.keyAlias = "claude";
    event.requestedModel = "opus";
    budget().spentPico = 8 * kDollar;
    Q_EMIT m_client->happened({event});
    // The next look is soon, not at once.
    QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 1, 2 * ui::BudgetWatch::kEveryMs);
    QVERIFY(last().actions.contains(u"Use haiku instead of opus"_s));
    m_desktop->press(last().number, u"instead"_s);
    QTRY_COMPARE(m_client->keysArea.calls, QStringList{u"useInstead opus haiku hash-claude"_s});
    QTRY_COMPARE(m_desktop->shown.size(), 2);
    QCOMPARE(last().title, u"Key “claude” uses haiku now"_s);
    QVERIFY(last().actions.contains(u"Back to opus"_s));
    m_desktop->press(last().number, u"back"_s);
    QTRY_COMPARE(m_client->keysArea.calls.last(), u"useInstead opus  hash-claude"_s);
    // What cannot be done is told.
    m_client->keysArea.problem = u"no"_s;
    budget().spentPico = 10 * kDollar;
    Q_EMIT m_client->happened({event});
    QTRY_COMPARE_WITH_TIMEOUT(m_desktop->shown.size(), 3, 2 * ui::BudgetWatch::kEveryMs);
    m_desktop->press(last().number, u"instead"_s);
    QTRY_COMPARE(m_desktop->shown.size(), 4);
    QCOMPARE(last().title, u"Key “claude” could not be changed"_s);
    QCOMPARE(last().text, u"no"_s);
}

void TestAlerts::opensTheKeyFromTheNotice()
{
    budget().spentPico = 10 * kDollar;
    open();
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    m_desktop->press(last().number, u"default"_s);
    QTRY_COMPARE(m_window->currentPage(), u"keys"_s);
    QTRY_VERIFY(test::says(*m_window, u"What holds it back"_s));
}

void TestAlerts::pausesAllForTheWholeGateway()
{
    budget() = {
        .level = LimitLine::Level::Proxy, .id = {}, .name = {}, .spentPico = kDollar, .limitPico = kDollar};
    open();
    QTRY_COMPARE(m_desktop->shown.size(), 1);
    QCOMPARE(last().title, u"Everything together: the budget is spent"_s);
    QVERIFY(last().actions.contains(u"Pause all traffic"_s));
    QVERIFY(!last().actions.contains(u"raise"_s));
    m_desktop->press(last().number, u"pause"_s);
    QTRY_COMPARE(m_client->calls, QStringList{u"setPaused 1"_s});
}

void TestAlerts::showsBannersWhereTheDesktopShowsNone()
{
    budget().spentPico = 10 * kDollar;
    open(false);
    QTRY_VERIFY(test::says(*m_window, u"Key “claude”: the budget is spent"_s));
    test::click(test::buttonNamed(*m_window, u"Raise to $15.00"_s));
    QCOMPARE(m_client->keysArea.calls, QStringList{u"raise 15000000000000 hash-claude"_s});
    QTRY_VERIFY(!test::says(*m_window, u"Key “claude”: the budget is spent"_s));
    QVERIFY(!m_window->findChild<ui::Alerts *>()->isVisible());
}

void TestAlerts::noticesSuddenSpend()
{
    ui::SpendPace pace;
    std::int64_t now = 1'800'000'000'000'000;
    // An hour at ten cents in five minutes.
    for (int minute = 0; minute < 60; minute += 5, now += 5 * kMinuteUs)
        QVERIFY(!pace.add(finished(kDollar / 10), now));
    QVERIFY(!pace.add(finished(9 * kDollar / 10), now));
    const auto sudden = pace.add(finished(kDollar / 5), now + kMinuteUs);
    QVERIFY(sudden);
    QCOMPARE(sudden->program, u"claude-cli"_s);
    QCOMPARE(sudden->pico, 11 * kDollar / 10);
    QVERIFY(sudden->times >= 5);
    // Told once an hour.
    QVERIFY(!pace.add(finished(5 * kDollar), now + 2 * kMinuteUs));
}

void TestAlerts::leavesSteadySpendAlone_data()
{
    QTest::addColumn<std::int64_t>("everyFive");
    QTest::addColumn<int>("minutes");
    QTest::addColumn<std::int64_t>("now");
    QTest::newRow("four times the mean") << kDollar << 60 << 4 * kDollar;
    QTest::newRow("much, but cents") << kDollar / 1000 << 60 << kDollar / 2;
    QTest::newRow("known for ten minutes") << kDollar / 10 << 10 << 20 * kDollar;
    QTest::newRow("the first request ever") << std::int64_t(0) << 0 << 20 * kDollar;
}

void TestAlerts::leavesSteadySpendAlone()
{
    QFETCH(const std::int64_t, everyFive);
    QFETCH(const int, minutes);
    QFETCH(const std::int64_t, now);
    ui::SpendPace pace;
    std::int64_t at = 1'800'000'000'000'000;
    for (int minute = 0; minute < minutes; minute += 5, at += 5 * kMinuteUs)
        QVERIFY(!pace.add(finished(everyFive), at));
    QVERIFY(!pace.add(finished(now), at));
}

QTEST_MAIN(TestAlerts)
#include "tst_alerts.moc"
