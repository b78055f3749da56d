#include "core/postgres/connection.h"
#include "tests/support/postgresserver.h"

#include <QTest>

#include <thread>

using namespace gw;
using namespace gw::postgres;

namespace {

std::unique_ptr<Connection> opened(const Settings &settings)
{
    auto made = Connection::open(settings, "test");
    if (!made.ok())
        qFatal("%s", made.error().message.c_str());
    return std::move(made).value();
}

}   // namespace

class TestConnection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void givesRows();
    void keepsTextsAsTheyAre();
    void copiesLines();
    void namesTheStateOfRefusals();
    void rollsBackWhatFails();
    void hearsNotifications();
    void saysWhyItIsNotLetIn();
    void failsWhenTheServerIsSilent();
    void isGoneWhenTheServerStops();
    void stopsWaitingWhenTold();

private:
    test::PostgresServer m_server;
};

void TestConnection::initTestCase()
{
    if (!test::PostgresServer::installed())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(m_server.start());
}

void TestConnection::givesRows()
{
    const auto connection = opened(m_server.settings());
    const auto rows =
        connection->query("SELECT g, g * 2.5, NULLIF(g, 2), g = 3 FROM generate_series(1, $1::int) g", {3});
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 3);
    QCOMPARE(rows.value().integer(2, 0), 3);
    QCOMPARE(rows.value().string(1, 1), std::string("5.0"));
    QVERIFY(rows.value().isNull(1, 2));
    QVERIFY(!rows.value().isNull(0, 2));
    QVERIFY(rows.value().flag(2, 3) && !rows.value().flag(1, 3));
}

void TestConnection::keepsTextsAsTheyAre()
{
    const auto connection = opened(m_server.settings());
    const std::vector<std::string> texts{"", "a\"b\\c", "{x,y}", "NULL", "tab\tline\nend", "Grüße 日本"};
    const auto rows = connection->query("SELECT unnest($1::text[]), $2::text", {arrayOf(texts), texts[1]});
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), static_cast<int>(texts.size()));
    for (int row = 0; row < rows.value().size(); ++row)
        QCOMPARE(rows.value().string(row, 0), texts[static_cast<std::size_t>(row)]);
    QCOMPARE(rows.value().string(0, 1), texts[1]);
    QCOMPARE(quoted("a\"b"), std::string("\"a\"\"b\""));
}

void TestConnection::copiesLines()
{
    const auto connection = opened(m_server.settings());
    QVERIFY(connection->script("CREATE TABLE copied (n bigint, t text)").ok());
    std::string lines;
    constexpr int kRows = 200'000;
    for (int i = 0; i < kRows; ++i)
        lines += std::to_string(i) + "\t" + copyField("a\tb\nc\\" + std::to_string(i)) + "\n";
    QVERIFY(connection->copyIn("COPY copied FROM STDIN", lines).ok());
    const auto rows =
        connection->query("SELECT count(*), sum(n), max(t) FROM copied WHERE t LIKE E'a\\tb\\nc%'");
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().integer(0, 0), kRows);
    QCOMPARE(rows.value().integer(0, 1), std::int64_t{kRows} * (kRows - 1) / 2);
    QCOMPARE(rows.value().string(0, 2), std::string("a\tb\nc\\99999"));
    const auto refused = connection->copyIn("COPY copied FROM STDIN", "no number\tx\n");
    QVERIFY(!refused.ok());
    QVERIFY(connection->query("SELECT 1").ok());
}

void TestConnection::namesTheStateOfRefusals()
{
    const auto connection = opened(m_server.settings());
    QVERIFY(connection->script("CREATE TABLE once (id int PRIMARY KEY); INSERT INTO once VALUES (1)").ok());
    const auto again = connection->run("INSERT INTO once VALUES (1)");
    QVERIFY(!again.ok());
    QCOMPARE(again.error().upstreamCode, std::string(kUniqueViolation));
    QVERIFY(again.error().code == ErrorCode::Internal);
    QVERIFY(connection->alive());
    const auto changed = connection->query("UPDATE once SET id = 2");
    QVERIFY(changed.ok());
    QCOMPARE(changed.value().affected(), 1);
}

void TestConnection::rollsBackWhatFails()
{
    const auto connection = opened(m_server.settings());
    QVERIFY(connection->script("CREATE TABLE undone (id int)").ok());
    const auto failed = connection->transaction([&]() -> Result<void> {
        GW_CHECK(connection->run("INSERT INTO undone VALUES (1)"));
        return Error{.message = "no"};
    });
    QVERIFY(!failed.ok());
    const auto kept =
        connection->transaction([&] { return connection->run("INSERT INTO undone VALUES (2)"); });
    QVERIFY(kept.ok());
    const auto rows = connection->query("SELECT id FROM undone");
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 1);
    QCOMPARE(rows.value().integer(0, 0), 2);
}

void TestConnection::hearsNotifications()
{
    const auto listener = opened(m_server.settings());
    const auto speaker = opened(m_server.settings());
    QVERIFY(listener->run("LISTEN \"a b\"").ok());
    QVERIFY(speaker->run("SELECT pg_notify('a b', '42')").ok());
    std::vector<Notification> heard;
    const auto hear = [&] {
        for (Notification &one : listener->notifications())
            heard.push_back(std::move(one));
        return !heard.empty();
    };
    QTRY_VERIFY(hear());
    QCOMPARE(heard.size(), std::size_t{1});
    QCOMPARE(heard[0].channel, std::string("a b"));
    QCOMPARE(heard[0].payload, std::string("42"));
}

void TestConnection::saysWhyItIsNotLetIn()
{
    const auto missing = Connection::open(m_server.settings("not_there"), "test");
    QVERIFY(!missing.ok());
    QVERIFY(missing.error().code == ErrorCode::DatabaseAway);
    QCOMPARE(missing.error().upstreamCode, std::string(kNoDatabase));
    Settings nobody = m_server.settings();
    nobody.username = "nobody_here";
    const auto refused = Connection::open(nobody, "test");
    QVERIFY(!refused.ok());
    QCOMPARE(refused.error().upstreamCode, std::string("28000"));
    Settings closed = m_server.settings();
    closed.ports = "1";
    const auto unreachable = Connection::open(closed, "test");
    QVERIFY(!unreachable.ok());
    QCOMPARE(unreachable.error().upstreamCode, std::string());
}

void TestConnection::failsWhenTheServerIsSilent()
{
    Settings settings = m_server.settings();
    settings.answerMs = 500;
    settings.connectMs = 500;
    const auto connection = opened(settings);
    m_server.stall();
    QElapsedTimer time;
    time.start();
    const auto silent = connection->query("SELECT 1");
    const auto second = Connection::open(settings, "test");
    const qint64 took = time.elapsed();
    m_server.goOn();
    QVERIFY(!silent.ok());
    QVERIFY(silent.error().code == ErrorCode::DatabaseAway);
    QVERIFY(!connection->alive());
    QVERIFY(!second.ok());
    QVERIFY2(took < 3000, std::to_string(took).c_str());
}

void TestConnection::isGoneWhenTheServerStops()
{
    const auto connection = opened(m_server.settings());
    m_server.stop();
    const auto gone = connection->query("SELECT 1");
    QVERIFY(!gone.ok());
    QVERIFY(gone.error().code == ErrorCode::DatabaseAway);
    QVERIFY(!connection->alive());
    QVERIFY(m_server.start());
}

void TestConnection::stopsWaitingWhenTold()
{
    std::atomic<bool> stop{false};
    auto made = Connection::open(m_server.settings(), "test", &stop);
    QVERIFY(made.ok());
    std::thread later([&] {
        QThread::msleep(100);
        stop = true;
    });
    QElapsedTimer time;
    time.start();
    const auto ended = made.value()->query("SELECT pg_sleep(8)");
    later.join();
    QVERIFY(!ended.ok());
    QVERIFY(time.elapsed() < 2000);
}

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
