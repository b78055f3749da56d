#include "core/postgres/link.h"
#include "tests/support/postgresserver.h"

#include <QTest>

using namespace gw;
using namespace gw::postgres;

class TestLink final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void turnsDownAtOnceWhileNobodyListens();
    void runsJobsInOrder();
    void comesBackAfterARestart();
    void isAwayWhenTheServerStalls();
    void staysAwayWhenItCannotPrepare();
    void passesNotificationsOn();
    void endsWhileAJobRuns();

private:
    Settings settings() const
    {
        Settings out = m_server.settings();
        out.firstPauseMs = 20;
        out.lastPauseMs = 100;
        return out;
    }

    test::PostgresServer m_server;
};

void TestLink::initTestCase()
{
    if (!test::PostgresServer::installed())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(m_server.start());
}

void TestLink::turnsDownAtOnceWhileNobodyListens()
{
    Settings closed = settings();
    closed.ports = "1";
    Link link(closed, {});
    link.waitForFirst(5000);
    QVERIFY(!link.up());
    QVERIFY(!link.problem().empty());
    QElapsedTimer time;
    time.start();
    const auto refused = link.call([](Connection &) { return Result<void>(); });
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().code == ErrorCode::DatabaseAway);
    QVERIFY(time.elapsed() < 100);
}

void TestLink::runsJobsInOrder()
{
    Link link(settings(), {.prepare = [](Connection &connection) {
                  return connection.script("CREATE TEMPORARY TABLE orders (id serial, n int)");
              }});
    link.waitForFirst(5000);
    QVERIFY(link.up());
    constexpr int kJobs = 200;
    int done = 0;
    for (int i = 0; i < kJobs; ++i)
        link.post(
            [i](Connection &connection) { return connection.run("INSERT INTO orders (n) VALUES ($1)", {i}); },
            [&done](const Result<void> &outcome) { done += outcome.ok() ? 1 : 0; });
    std::int64_t outOfOrder = -1;
    const auto counted = link.call([&](Connection &connection) -> Result<void> {
        GW_TRY(const Rows rows, connection.query("SELECT count(*) FROM orders WHERE id <> n + 1"));
        outOfOrder = rows.integer(0, 0);
        return {};
    });
    QVERIFY(counted.ok());
    QCOMPARE(outOfOrder, 0);
    QCOMPARE(done, kJobs);
}

void TestLink::comesBackAfterARestart()
{
    std::atomic<int> ups{0};
    std::atomic<int> downs{0};
    Link link(settings(), {.changed = [&](bool up) { ++(up ? ups : downs); }});
    QTRY_VERIFY(link.up());
    m_server.kill();
    QTRY_VERIFY(!link.up());
    QTRY_COMPARE(downs.load(), 1);
    QVERIFY(!link.call([](Connection &) { return Result<void>(); }).ok());
    QVERIFY(m_server.start());
    QTRY_VERIFY(link.up());
    QTRY_COMPARE(ups.load(), 2);
    QVERIFY(link.call([](Connection &connection) { return connection.run("SELECT 1"); }).ok());
    QVERIFY(link.problem().empty());
}

void TestLink::isAwayWhenTheServerStalls()
{
    Settings short_ = settings();
    short_.answerMs = 300;
    short_.connectMs = 300;
    Link link(short_, {});
    QTRY_VERIFY(link.up());
    m_server.stall();
    const auto silent = link.call([](Connection &connection) { return connection.run("SELECT 1"); });
    const bool upThen = link.up();
    m_server.goOn();
    QVERIFY(!silent.ok());
    QVERIFY(!upThen);
    QTRY_VERIFY(link.up());
}

void TestLink::staysAwayWhenItCannotPrepare()
{
    std::atomic<bool> good{false};
    Link link(settings(), {.prepare = [&](Connection &) {
                  return good ? Result<void>() : Result<void>(Error{.message = "tables missing"});
              }});
    link.waitForFirst(5000);
    QVERIFY(!link.up());
    QCOMPARE(link.problem(), std::string("tables missing"));
    good = true;
    QTRY_VERIFY(link.up());
}

void TestLink::passesNotificationsOn()
{
    std::mutex mutex;
    std::vector<std::string> heard;
    Link listener(settings(), {.channels = {"news"}, .notified = [&](const Notification &one) {
                                   const std::lock_guard lock(mutex);
                                   heard.push_back(one.payload);
                               }});
    Link speaker(settings(), {});
    QTRY_VERIFY(listener.up() && speaker.up());
    for (const char *text : {"one", "two"})
        QVERIFY(speaker
                    .call([text](Connection &connection) {
                        return connection.run("SELECT pg_notify('news', $1)", {text});
                    })
                    .ok());
    const std::vector<std::string> expected{"one", "two"};
    QTRY_VERIFY((std::lock_guard(mutex), heard == expected));
}

void TestLink::endsWhileAJobRuns()
{
    QElapsedTimer time;
    std::atomic<int> failed{0};
    {
        Link link(settings(), {});
        QTRY_VERIFY(link.up());
        std::atomic<bool> begun{false};
        const auto count = [&](const Result<void> &outcome) { failed += outcome.ok() ? 0 : 1; };
        link.post(
            [&](Connection &connection) {
                begun = true;
                return connection.run("SELECT pg_sleep(8)");
            },
            count);
        link.post([](Connection &) { return Result<void>(); }, count);
        QTRY_VERIFY(begun.load());
        time.start();
    }
    QVERIFY(time.elapsed() < 3000);
    QCOMPARE(failed.load(), 2);
}

QTEST_GUILESS_MAIN(TestLink)
#include "tst_link.moc"
