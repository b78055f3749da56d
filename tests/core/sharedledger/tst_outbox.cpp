#include "core/postgres/schema.h"
#include "core/sharedledger/outbox.h"
#include "core/sharedledger/sharedreader.h"
#include "core/sinks/watch.h"
#include "tests/core/ledger/ledgersupport.h"
#include "tests/support/postgresserver.h"

#include <QTest>

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;
using gw::sharedledger::Outbox;
using gw::sharedledger::SharedReader;

namespace {

constexpr std::uint64_t kRows = 50;
constexpr DayRange kAll{0, 1'000'000};
const postgres::Link::Job kPrepare = [](postgres::Connection &connection) {
    return postgres::bringUpToDate(connection, postgres::schemaSteps(), {});
};

// One gateway: a ledger and who brings it to the database.
struct Gateway
{
    Gateway(const QString &folder, const std::string &name, const postgres::Settings &settings)
        : ledger(Ledger::Options{folder.toStdString(), 1, name})
        , watch(folder.toStdString(), ledger, [](const std::string &) { return std::nullopt; })
        , outbox({.ledgerFolder = folder.toStdString(),
                  .gateway = name,
                  .settings = settings,
                  .backupFolder = folder.toStdString(),
                  .batchRows = 7})
    {
        watch.follow(outbox);
        watch.expect({});
        started = ledger.start().ok();
        outbox.start();
    }
    ~Gateway()
    {
        ledger.stop();
        outbox.stop();
    }
    void record(const OpenRecord &open, std::int64_t costPico = 1'000'000)
    {
        ledger.journal(0).open(open);
        ledger.journal(0).close(closeRecord(open, costPico));
    }
    // Everything is in the database, or that is away.
    void settle()
    {
        flushed(ledger);
        std::promise<void> done;
        outbox.settle([&done] { done.set_value(); });
        done.get_future().wait();
    }

    Ledger ledger;
    sinks::Watch watch;
    Outbox outbox;
    bool started = false;
};

}   // namespace

// The ledger's way into a real PostgreSQL, and what is read of it.
class TestOutbox : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void rowsComeBackAsTheyWere();
    void textsComeBackAsTheyWere();
    void rowsOfBothAreTold();
    void rowsArriveOnceWhateverBreaks();
    void rowsFromBeforeArrive();
    void aCorrectionMovesRowAndSums();

private:
    bool up(SharedReader &reader)
    {
        return QTest::qWaitFor([&reader] { return reader.up(); }, 20'000);
    }
    QString folder(const char *name)
    {
        QDir(m_folder->path()).mkpath(QLatin1String(name));
        return m_folder->filePath(QLatin1String(name));
    }
    Page all(SharedReader &reader)
    {
        PageQuery query;
        query.limit = 10'000;
        const auto page = ask<Page>([&](auto callback) { reader.page(query, std::move(callback)); });
        return page.ok() ? page.value() : Page();
    }
    Totals sum(SharedReader &reader, Dimension dimension, const std::string &name)
    {
        const auto rows = ask<std::vector<NamedTotals>>(
            [&](auto callback) { reader.totals(dimension, kAll, std::move(callback)); });
        for (const NamedTotals &row : rows.ok() ? rows.value() : std::vector<NamedTotals>()) {
            if (row.name == name)
                return row.totals;
        }
        return {};
    }

    gw::test::PostgresServer m_server;
    postgres::Settings m_settings;
    std::unique_ptr<QTemporaryDir> m_folder;
    int m_databases = 0;
};

void TestOutbox::initTestCase()
{
    if (!gw::test::PostgresServer::installed())
        QSKIP("PostgreSQL is not installed");
    QVERIFY(m_server.start());
}

void TestOutbox::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const std::string name = "ledger" + std::to_string(++m_databases);
    auto connection = postgres::Connection::open(m_server.settings(), "test");
    QVERIFY(connection.ok());
    QVERIFY(connection.value()->run("CREATE DATABASE " + name).ok());
    m_settings = m_server.settings(name);
}

void TestOutbox::rowsComeBackAsTheyWere()
{
    Gateway one(folder("one"), "one", m_settings);
    QVERIFY(one.started);
    for (std::uint64_t i = 0; i < kRows; ++i)
        one.record(openRecord(i, kNoonUs + static_cast<std::int64_t>(i) * 1'000'000));
    one.settle();
    SharedReader reader(m_settings, kPrepare);
    QVERIFY(up(reader));
    LedgerReader local(folder("one").toStdString());
    PageQuery query;
    query.limit = 1000;
    const Page mine = pageOf(local, query);
    const Page theirs = all(reader);
    QCOMPARE(theirs.rows.size(), std::size_t(kRows));
    for (std::size_t i = 0; i < kRows; ++i) {
        const Row &a = mine.rows[i];
        const Row &b = theirs.rows[i];
        QVERIFY(a.open.request == b.open.request);
        QCOMPARE(b.gateway, "one");
        QCOMPARE(b.open.startedUs, a.open.startedUs);
        QCOMPARE(b.open.tags, a.open.tags);
        QCOMPARE(b.open.keyHash, a.open.keyHash);
        QCOMPARE(b.open.reason, a.open.reason);
        QCOMPARE(b.open.queuedUs, a.open.queuedUs);
        QCOMPARE(b.open.trace, a.open.trace);
        QCOMPARE(b.open.stream, a.open.stream);
        QCOMPARE(b.open.priceVersion, a.open.priceVersion);
        QVERIFY(b.close.usage == a.close.usage);
        QCOMPARE(b.close.costPico, a.close.costPico);
        QCOMPARE(b.close.priceOutput, a.close.priceOutput);
        QCOMPARE(b.close.providerId, a.close.providerId);
        QCOMPARE(b.close.firstByteUs, a.close.firstByteUs);
    }
    for (const Dimension dimension : {Dimension::All, Dimension::Key, Dimension::Tag, Dimension::Member,
                                      Dimension::Model, Dimension::Provider}) {
        const auto names = ask<std::vector<NamedTotals>>(
            [&](auto callback) { local.totals(dimension, kAll, std::move(callback)); });
        QVERIFY(names.ok() && !names.value().empty());
        for (const NamedTotals &name : names.value())
            QVERIFY(sum(reader, dimension, name.name) == name.totals);
    }
    const auto found = ask<std::vector<Row>>(
        [&](auto callback) { reader.find(mine.rows[3].close.providerId, std::move(callback)); });
    QVERIFY(found.ok());
    QCOMPARE(found.value().size(), std::size_t(1));
    BreakdownQuery breakdown{
        .filter = {}, .first = Dimension::Key, .second = Dimension::Model, .byDay = true};
    const auto parts = [&](Questions &asked) {
        return ask<std::vector<BreakdownRow>>(
            [&](auto callback) { asked.breakdown(breakdown, std::move(callback)); });
    };
    const auto mineParts = parts(local);
    const auto theirParts = parts(reader);
    QVERIFY(mineParts.ok() && theirParts.ok());
    QCOMPARE(theirParts.value().size(), mineParts.value().size());
    for (std::size_t i = 0; i < mineParts.value().size(); ++i) {
        QCOMPARE(theirParts.value()[i].first, mineParts.value()[i].first);
        QCOMPARE(theirParts.value()[i].day, mineParts.value()[i].day);
        QVERIFY(theirParts.value()[i].totals == mineParts.value()[i].totals);
    }
}

void TestOutbox::textsComeBackAsTheyWere()
{
    Gateway one(folder("one"), "one", m_settings);
    OpenRecord open = openRecord(1);
    open.endUser = "tab\tline\nback\\slash \\N 'quote' \"double\" \xc3\xa9\xf0\x9f\x98\x80";
    open.userId = std::string("zero\0inside", 11);
    open.sessionId = "no \xff utf";
    one.record(open);
    one.settle();
    SharedReader reader(m_settings, kPrepare);
    QVERIFY(up(reader));
    const Page page = all(reader);
    QCOMPARE(page.rows.size(), std::size_t(1));
    QCOMPARE(page.rows[0].open.endUser, open.endUser);
    QVERIFY(page.rows[0].open.userId.starts_with("zero"));
    QVERIFY(page.rows[0].open.sessionId.starts_with("no "));
    QCOMPARE(one.outbox.state().lost, std::uint64_t(0));
}

void TestOutbox::rowsOfBothAreTold()
{
    Gateway one(folder("one"), "one", m_settings);
    Gateway two(folder("two"), "two", m_settings);
    OpenRecord untold = openRecord(1);
    untold.untold = true;
    one.record(untold);
    two.record(openRecord(2));
    two.record(openRecord(3));
    one.settle();
    two.settle();
    SharedReader reader(m_settings, kPrepare);
    QVERIFY(up(reader));
    QCOMPARE(all(reader).rows.size(), std::size_t(3));
    QCOMPARE(sum(reader, Dimension::All, "").requests, 3);
    Filter filter;
    filter.gateway = "two";
    const auto counted = ask<std::int64_t>([&](auto callback) { reader.count(filter, std::move(callback)); });
    QVERIFY(counted.ok());
    QCOMPARE(counted.value(), 2);
}

void TestOutbox::rowsArriveOnceWhateverBreaks()
{
    std::uint64_t number = 0;
    for (int round = 0; round < 3; ++round) {
        Gateway one(folder("one"), "one", m_settings);
        for (int i = 0; i < 20; ++i)
            one.record(openRecord(number++));
        flushed(one.ledger);
        m_server.kill();
        for (int i = 0; i < 20; ++i)
            one.record(openRecord(number++));
        flushed(one.ledger);
        QTRY_VERIFY_WITH_TIMEOUT(!one.outbox.state().problem.empty(), 20'000);
        QVERIFY(m_server.start());
        if (round == 2)
            QTRY_COMPARE_WITH_TIMEOUT(one.outbox.state().backlog, std::int64_t(0), 30'000);
    }
    SharedReader reader(m_settings, kPrepare);
    QVERIFY(up(reader));
    QCOMPARE(all(reader).rows.size(), std::size_t(number));
    QCOMPARE(sum(reader, Dimension::All, "").attempts, static_cast<std::int64_t>(number));
    QVERIFY(sum(reader, Dimension::All, "").costPico ==
            Int128{1'000'000} * static_cast<std::int64_t>(number));
}

void TestOutbox::rowsFromBeforeArrive()
{
    {
        Ledger ledger(Ledger::Options{folder("one").toStdString(), 1, "one"});
        QVERIFY(ledger.start().ok());
        for (std::uint64_t i = 0; i < kRows; ++i) {
            ledger.journal(0).open(openRecord(i));
            ledger.journal(0).close(closeRecord(openRecord(i)));
        }
        ledger.stop();
    }
    Gateway one(folder("one"), "one", m_settings);
    one.record(openRecord(kRows));
    SharedReader reader(m_settings, kPrepare);
    QVERIFY(up(reader));
    QTRY_COMPARE_WITH_TIMEOUT(all(reader).rows.size(), std::size_t(kRows + 1), 20'000);
    QCOMPARE(sum(reader, Dimension::All, "").attempts, static_cast<std::int64_t>(kRows + 1));
}

void TestOutbox::aCorrectionMovesRowAndSums()
{
    Gateway one(folder("one"), "one", m_settings);
    const OpenRecord open = openRecord(1);
    CloseRecord close = closeRecord(open, 0);
    close.unpriced = true;
    one.ledger.journal(0).open(open);
    one.ledger.journal(0).close(close);
    one.record(openRecord(2), 5);
    one.settle();
    std::promise<Result<Repriced>> repriced;
    one.ledger.reprice({.query = {},
                        .price = [](const Row &) { return Amount{.costPico = 77, .priceVersion = "new"}; },
                        .corrected = [](const std::vector<Correction> &) {},
                        .done = [&](Result<Repriced> outcome) { repriced.set_value(std::move(outcome)); }});
    const auto outcome = repriced.get_future().get();
    QVERIFY(outcome.ok());
    QCOMPARE(outcome.value().priced, 1);
    one.settle();
    SharedReader reader(m_settings, kPrepare);
    QVERIFY(up(reader));
    const Page page = all(reader);
    QCOMPARE(page.rows.size(), std::size_t(2));
    QCOMPARE(page.rows[1].close.costPico, 77);
    QVERIFY(!page.rows[1].close.unpriced);
    QCOMPARE(page.rows[1].open.priceVersion, "new");
    const Totals totals = sum(reader, Dimension::All, "");
    QCOMPARE(totals.attempts, 2);
    QCOMPARE(totals.unpriced, 0);
    QVERIFY(totals.costPico == 82);
}

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"
