#include "core/base/clock.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <ctime>
#include <filesystem>
#include <thread>

#include "ledgersupport.h"

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define GW_TEST_SANITIZED
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define GW_TEST_SANITIZED
#endif
#ifdef GW_TEST_SANITIZED
constexpr double kLeastRowsPerSecond = 500;
#else
constexpr double kLeastRowsPerSecond = 10'000;
#endif

WriterOptions optionsFor(const QTemporaryDir &folder, int workers = 1)
{
    return {
        .folder = folder.path().toStdString(), .workers = workers, .segmentBytes = 64 << 10, .drainMs = 5};
}

void record(Journal &journal, const OpenRecord &open, std::int64_t costPico = 1'000'000)
{
    journal.open(open);
    journal.close(closeRecord(open, costPico));
}

QList<QList<QVariant>> query(const QTemporaryDir &folder, const QString &sql)
{
    QList<QList<QVariant>> rows;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("check"));
        database.setDatabaseName(folder.filePath(QStringLiteral("ledger.db")));
        if (database.open()) {
            QSqlQuery result(database);
            result.exec(sql);
            while (result.next()) {
                QList<QVariant> row;
                for (int i = 0; !result.value(i).isNull() && i < 20; ++i)
                    row << result.value(i);
                rows << row;
            }
        }
        database.close();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("check"));
    return rows;
}

qlonglong count(const QTemporaryDir &folder, const QString &table)
{
    const auto rows = query(folder, QStringLiteral("SELECT COUNT(*) FROM ") + table);
    return rows.isEmpty() ? -1 : rows.first().first().toLongLong();
}

// Copies the journal files as a killed process would leave them.
void copyJournals(const QTemporaryDir &from, const QTemporaryDir &to)
{
    QDir(to.path()).mkpath(QStringLiteral("journal"));
    const QDir source(from.filePath(QStringLiteral("journal")));
    for (const QString &name : source.entryList({QStringLiteral("*.seg")}))
        QFile::copy(source.filePath(name), to.filePath(QStringLiteral("journal/") + name));
}

}   // namespace

class TestLedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void deletesOldRowsAndKeepsSums();
    void replaysNothingThatWasDeleted();
    void writesAClosedAttempt();
    void keepsEveryField();
    void countsWhatIsWaiting();
    void breaksWhatIsOpenAtTheEnd();
    void replaysJournalsOfAnEarlierRun();
    void replaysTwiceWithoutDoubling();
    void remembersAttemptsThatOutliveTheirSegment();
    void keepsMoneyWhoseOpeningIsLost();
    void writesManyRowsOfOneCallId();
    void writesEveryAttemptOfARequest();
    void rollUpsEqualARecount();
    void sumsAreRightBehindAFailedWrite();
    void syncsJournalsDuringALongWrite();
    void sumsByMemberAndByModelOfAKey();
    void separatesDaysAtMidnight();
    void sumsBeyondInt64();
    void takesRecordsOfManyWorkers();
    void takesADatabaseOfTheFirstVersion();
    void refusesADatabaseOfTheFuture();
    void saysWhenTheFolderCannotBeUsed();
    void writesQuickly();
};

void TestLedger::writesAClosedAttempt()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    record(ledger.journal(0), openRecord(1));
    flushed(ledger);
    QCOMPARE(count(folder, QStringLiteral("attempts")), 1);
    const Counters counters = ledger.counters();
    QCOMPARE(counters.opened, 1u);
    QCOMPARE(counters.closed, 1u);
    QCOMPARE(counters.broken, 0u);
    QCOMPARE(counters.waiting, 0u);
    ledger.stop();
    QVERIFY(QDir(folder.filePath(QStringLiteral("journal"))).entryList({QStringLiteral("*.seg")}).isEmpty());
}

void TestLedger::keepsEveryField()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    OpenRecord open = openRecord(1);
    open.attempt = 2;
    open.callId = "client's own";
    open.endUser = "Zoë";
    CloseRecord close = closeRecord(open, 123'456'789);
    close.ending = Ending::Estimated;
    close.outcome = Outcome::ClientGone;
    close.unpriced = true;
    close.savedPico = 5;
    close.usage.cacheWrite = 7;
    close.usage.webSearches = 2;
    close.error = "client left";
    ledger.journal(0).open(open);
    ledger.journal(0).close(close);
    flushed(ledger);
    LedgerReader reader(folder.path().toStdString());
    const Page page = pageOf(reader, {});
    QCOMPARE(page.rows.size(), 1u);
    const Row &row = page.rows[0];
    QVERIFY(row.open.request == open.request);
    QCOMPARE(row.open.attempt, 2);
    QCOMPARE(row.open.startedUs, open.startedUs);
    QCOMPARE(row.open.callId, open.callId);
    QCOMPARE(row.open.route, open.route);
    QCOMPARE(row.open.requestedModel, open.requestedModel);
    QCOMPARE(row.open.modelGroup, open.modelGroup);
    QCOMPARE(row.open.deploymentId, open.deploymentId);
    QCOMPARE(row.open.provider, open.provider);
    QCOMPARE(row.open.upstreamModel, open.upstreamModel);
    QCOMPARE(row.open.keyHash, open.keyHash);
    QCOMPARE(row.open.keyAlias, open.keyAlias);
    QCOMPARE(row.open.userId, open.userId);
    QCOMPARE(row.open.teamId, open.teamId);
    QCOMPARE(row.open.endUser, open.endUser);
    QCOMPARE(row.open.client, open.client);
    QCOMPARE(row.open.tags, open.tags);
    QCOMPARE(row.open.sessionId, open.sessionId);
    QCOMPARE(row.open.priceVersion, open.priceVersion);
    QCOMPARE(row.open.dropped, open.dropped);
    QCOMPARE(row.open.reason, open.reason);
    QCOMPARE(row.open.waitedUs, open.waitedUs);
    QCOMPARE(row.open.queuedUs, open.queuedUs);
    QCOMPARE(row.open.estimatedInput, open.estimatedInput);
    QCOMPARE(row.open.estimatedCostPico, open.estimatedCostPico);
    QCOMPARE(row.open.stream, true);
    QVERIFY(row.close.ending == close.ending && row.close.outcome == close.outcome);
    QVERIFY(row.close.usage == close.usage);
    QCOMPARE(row.close.endedUs, close.endedUs);
    QCOMPARE(row.close.httpStatus, 200);
    QCOMPARE(row.close.upstreamStatus, 200);
    QCOMPARE(row.close.costPico, 123'456'789);
    QCOMPARE(row.close.savedPico, 5);
    QCOMPARE(row.close.unpriced, true);
    QCOMPARE(row.close.priceInput, close.priceInput);
    QCOMPARE(row.close.priceOutput, close.priceOutput);
    QCOMPARE(row.close.priceCacheRead, -1);
    QCOMPARE(row.close.firstByteUs, 900);
    QCOMPARE(row.close.overheadUs, 80);
    QCOMPARE(row.close.durationUs, 5000);
    QCOMPARE(row.close.providerId, close.providerId);
    QCOMPARE(row.close.error, close.error);
}

void TestLedger::countsWhatIsWaiting()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    const OpenRecord open = openRecord(1);
    ledger.journal(0).open(open);
    flushed(ledger);
    QCOMPARE(ledger.counters().waiting, 1u);
    QCOMPARE(count(folder, QStringLiteral("attempts")), 0);
    ledger.journal(0).close(closeRecord(open));
    // Nobody asks for a flush: the row comes by itself.
    QTRY_COMPARE(ledger.counters().waiting, 0u);
    QCOMPARE(count(folder, QStringLiteral("attempts")), 1);
}

void TestLedger::breaksWhatIsOpenAtTheEnd()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    const OpenRecord open = openRecord(1);
    OpenRecord silent = openRecord(2);
    silent.estimatedCostPico = -1;
    ledger.journal(0).open(open);
    ledger.journal(0).open(silent);
    ledger.journal(0).progress(
        {.request = open.request, .attempt = 0, .outputSoFar = 33, .inputSoFar = 120, .costPicoSoFar = 900});
    ledger.stop();
    const Counters counters = ledger.counters();
    QCOMPARE(counters.opened, 2u);
    QCOMPARE(counters.broken, 2u);
    QCOMPARE(counters.waiting, 0u);
    LedgerReader reader(folder.path().toStdString());
    const Page page = pageOf(reader, {});
    QCOMPARE(page.rows.size(), 2u);
    QVERIFY(page.rows[0].close.ending == Ending::Broken);
    QVERIFY2(page.rows[0].close.unpriced, "an unknown estimate is not free");
    QCOMPARE(page.rows[1].close.usage.input, 120);
    QCOMPARE(page.rows[1].close.usage.output, 33);
    QCOMPARE(page.rows[1].close.costPico, 900);
    QVERIFY(!page.rows[1].close.unpriced);
}

void TestLedger::replaysJournalsOfAnEarlierRun()
{
    QTemporaryDir first;
    QTemporaryDir second;
    Ledger ledger(optionsFor(first));
    QVERIFY(ledger.start().ok());
    for (std::uint64_t i = 0; i < 50; ++i)
        record(ledger.journal(0), openRecord(i));
    ledger.journal(0).open(openRecord(50));
    copyJournals(first, second);
    Ledger next(optionsFor(second));
    QVERIFY(next.start().ok());
    QCOMPARE(count(second, QStringLiteral("attempts")), 51);
    QCOMPARE(count(second, QStringLiteral("attempts WHERE ending = 3")), 1);
    const Counters counters = next.counters();
    QCOMPARE(counters.opened, 51u);
    QCOMPARE(counters.closed, 50u);
    QCOMPARE(counters.broken, 1u);
    QCOMPARE(counters.waiting, 0u);
}

void TestLedger::replaysTwiceWithoutDoubling()
{
    QTemporaryDir first;
    QTemporaryDir second;
    Ledger ledger(optionsFor(first));
    QVERIFY(ledger.start().ok());
    for (std::uint64_t i = 0; i < 20; ++i)
        record(ledger.journal(0), openRecord(i), 3);
    ledger.journal(0).open(openRecord(20));
    for (int round = 0; round < 2; ++round) {
        copyJournals(first, second);
        Ledger next(optionsFor(second));
        QVERIFY(next.start().ok());
        QCOMPARE(next.counters().opened, round == 0 ? 21u : 0u);
    }
    QCOMPARE(count(second, QStringLiteral("attempts")), 21);
    LedgerReader reader(second.path().toStdString());
    const Totals totals = totalsBy(reader, Dimension::All, "");
    QCOMPARE(totals.attempts, 21);
    QVERIFY(totals.costPico == 20 * 3 + 700);
}

void TestLedger::remembersAttemptsThatOutliveTheirSegment()
{
    QTemporaryDir folder;
    QTemporaryDir copy;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    const OpenRecord slow = openRecord(100'000);
    const OpenRecord slower = openRecord(100'001);
    ledger.journal(0).open(slow);
    ledger.journal(0).open(slower);
    ledger.journal(0).progress({.request = slower.request, .attempt = 0, .outputSoFar = 77});
    // Enough to use each segment several times over.
    for (std::uint64_t i = 0; i < 2000; ++i) {
        record(ledger.journal(0), openRecord(i));
        if (i % 100 == 0)
            flushed(ledger);
    }
    flushed(ledger);
    QCOMPARE(count(folder, QStringLiteral("pending")), 2);
    // Killed now: both are known to the next run.
    copyJournals(folder, copy);
    QVERIFY(QFile::copy(folder.filePath(QStringLiteral("ledger.db")),
                        copy.filePath(QStringLiteral("ledger.db"))));
    QFile::copy(folder.filePath(QStringLiteral("ledger.db-wal")),
                copy.filePath(QStringLiteral("ledger.db-wal")));
    {
        Ledger next(optionsFor(copy));
        QVERIFY(next.start().ok());
        QCOMPARE(count(copy, QStringLiteral("attempts WHERE ending = 3")), 2);
        QCOMPARE(count(copy, QStringLiteral("attempts WHERE ending = 3 AND output = 77")), 1);
        QCOMPARE(count(copy, QStringLiteral("pending")), 0);
        QCOMPARE(count(copy, QStringLiteral("attempts")), 2002);
    }
    // Not killed: it closes as any other.
    ledger.journal(0).close(closeRecord(slow));
    flushed(ledger);
    QCOMPARE(count(folder, QStringLiteral("pending")), 1);
    QCOMPARE(count(folder, QStringLiteral("attempts WHERE model_id <> 0 AND ending = 0")), 2001);
    ledger.stop();
    QCOMPARE(count(folder, QStringLiteral("pending")), 0);
    const Counters counters = ledger.counters();
    QCOMPARE(counters.opened, counters.closed + counters.broken);
    QCOMPARE(counters.broken, 1u);
}

void TestLedger::keepsMoneyWhoseOpeningIsLost()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    ledger.journal(0).close(closeRecord(openRecord(1), 42));
    flushed(ledger);
    LedgerReader reader(folder.path().toStdString());
    const Page page = pageOf(reader, {});
    QCOMPARE(page.rows.size(), 1u);
    QCOMPARE(page.rows[0].close.costPico, 42);
    QCOMPARE(page.rows[0].open.startedUs, kNoonUs);
}

void TestLedger::writesManyRowsOfOneCallId()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    for (std::uint64_t i = 0; i < 1000; ++i) {
        OpenRecord open = openRecord(i);
        open.callId = "always-the-same";
        ledger.journal(0).open(open);
        CloseRecord close = closeRecord(open);
        close.providerId = "chatcmpl-same";
        ledger.journal(0).close(close);
    }
    flushed(ledger);
    QCOMPARE(count(folder, QStringLiteral("attempts")), 1000);
    LedgerReader reader(folder.path().toStdString());
    for (const char *text : {"always-the-same", "chatcmpl-same"}) {
        const auto rows =
            ask<std::vector<Row>>([&](auto callback) { reader.find(text, std::move(callback)); });
        QVERIFY(rows.ok());
        QCOMPARE(rows.value().size(), 1000u);
    }
}

void TestLedger::writesEveryAttemptOfARequest()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    OpenRecord open = openRecord(1);
    for (std::uint16_t attempt = 0; attempt < 3; ++attempt) {
        open.attempt = attempt;
        ledger.journal(0).open(open);
        CloseRecord close = closeRecord(open);
        close.outcome = attempt < 2 ? Outcome::UpstreamError : Outcome::Success;
        ledger.journal(0).close(close);
    }
    flushed(ledger);
    LedgerReader reader(folder.path().toStdString());
    const auto rows = ask<std::vector<Row>>(
        [&](auto callback) { reader.find(open.request.toString(), std::move(callback)); });
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 3u);
    QCOMPARE(rows.value()[0].open.attempt, 2);
    const Totals totals = totalsBy(reader, Dimension::All, "");
    QCOMPARE(totals.requests, 1);
    QCOMPARE(totals.attempts, 3);
    QCOMPARE(totals.failures, 2);
}

void TestLedger::rollUpsEqualARecount()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    std::map<std::string, Int128> byKey;
    std::map<std::string, Int128> byTag;
    for (std::uint64_t i = 0; i < 3000; ++i) {
        const OpenRecord open = openRecord(i, kNoonUs + static_cast<std::int64_t>(i % 5) * kDayUs);
        const auto cost = static_cast<std::int64_t>(i * 999'999'937);
        record(ledger.journal(0), open, cost);
        byKey[open.keyHash] += cost;
        byTag["b"] += cost;
        if (i % 2 == 0)
            byTag["a"] += cost;
        if (i % 500 == 0)
            flushed(ledger);
    }
    flushed(ledger);
    LedgerReader reader(folder.path().toStdString());
    for (const auto &[key, cost] : byKey) {
        const Totals totals = totalsBy(reader, Dimension::Key, key);
        QCOMPARE(totals.attempts, 1000);
        QCOMPARE(totals.input, 100'000);
        QCOMPARE(totals.cacheRead, 40'000);
        QVERIFY(totals.costPico == cost);
    }
    for (const auto &[tag, cost] : byTag)
        QVERIFY(totalsBy(reader, Dimension::Tag, tag).costPico == cost);
    // A sum over the rows themselves says the same, for every dimension and day.
    for (const Dimension dimension : {Dimension::All, Dimension::Key, Dimension::Model, Dimension::Client}) {
        const auto series = ask<std::vector<DayTotals>>([&](auto callback) {
            reader.series(dimension, {0, 1'000'000}, std::move(callback));
        });
        const auto recount = ask<std::vector<BreakdownRow>>([&](auto callback) {
            reader.breakdown({.filter = {}, .first = dimension, .byDay = true}, std::move(callback));
        });
        QVERIFY(series.ok() && recount.ok());
        QCOMPARE(series.value().size(), recount.value().size());
        std::map<std::pair<Day, std::string>, Totals> sums;
        for (const DayTotals &entry : series.value())
            sums[{entry.day, entry.name}] = entry.totals;
        for (const BreakdownRow &row : recount.value())
            QVERIFY((sums[{row.day, row.first}] == row.totals));
    }
}

void TestLedger::sumsAreRightBehindAFailedWrite()
{
    QTemporaryDir folder;
    const auto store = Store::open(folder.filePath(QStringLiteral("ledger.db")).toStdString());
    QVERIFY(store.ok());
    const auto rowsOf = [](std::uint64_t from, const std::string &user) {
        std::vector<Row> rows;
        for (std::uint64_t i = from; i < from + 50; ++i) {
            Row row{.open = openRecord(i), .close = {}};
            row.open.userId = user;
            row.close = closeRecord(row.open, static_cast<std::int64_t>(i) * 999'999'937);
            rows.push_back(std::move(row));
        }
        return rows;
    };
    const std::vector<Row> first = rowsOf(1, "anna");
    const std::vector<Row> second = rowsOf(100, "bert");
    const std::vector<Store::Pending> pending{{.open = openRecord(500), .progress = {}}};
    QVERIFY(store.value()->write({.rows = first, .pending = {}, .settled = {}}).ok());
    // The last step of a batch fails: names, rows and sums of it are void.
    query(folder,
          QStringLiteral("CREATE TRIGGER no BEFORE INSERT ON pending BEGIN SELECT RAISE(ABORT, 'no'); END"));
    QVERIFY(!store.value()->write({.rows = second, .pending = pending, .settled = {}}).ok());
    QCOMPARE(count(folder, QStringLiteral("attempts")), 50);
    query(folder, QStringLiteral("DROP TRIGGER no"));
    const std::vector<Row> third = rowsOf(200, "carla");
    QVERIFY(store.value()->write({.rows = third, .pending = {}, .settled = {}}).ok());
    QVERIFY(store.value()->write({.rows = second, .pending = pending, .settled = {}}).ok());
    LedgerReader reader(folder.path().toStdString());
    const auto isSumOf = [](const Totals &totals, std::initializer_list<const std::vector<Row> *> lists) {
        Totals sum;
        for (const std::vector<Row> *rows : lists)
            for (const Row &row : *rows)
                sum += totalsOf(row);
        return totals == sum;
    };
    QVERIFY(isSumOf(totalsBy(reader, Dimension::All, ""), {&first, &second, &third}));
    QVERIFY(isSumOf(totalsBy(reader, Dimension::User, "anna"), {&first}));
    QVERIFY(isSumOf(totalsBy(reader, Dimension::User, "bert"), {&second}));
    QVERIFY(isSumOf(totalsBy(reader, Dimension::User, "carla"), {&third}));
    QCOMPARE(count(folder, QStringLiteral("attempts")), 150);
    QCOMPARE(count(folder, QStringLiteral("names WHERE text IN ('anna', 'bert', 'carla')")), 3);
}

void TestLedger::syncsJournalsDuringALongWrite()
{
    QTemporaryDir folder;
    const auto store = Store::open(folder.filePath(QStringLiteral("ledger.db")).toStdString());
    QVERIFY(store.ok());
    std::vector<Row> rows;
    for (std::uint64_t i = 0; i < 5000; ++i) {
        rows.push_back({.open = openRecord(i), .close = {}});
        rows.back().close = closeRecord(rows.back().open);
    }
    int times = 0;
    QVERIFY(store.value()
                ->write({.rows = rows, .pending = {}, .settled = {}, .meanwhile = [&] { ++times; }})
                .ok());
    QCOMPARE(times, 5);
}

void TestLedger::sumsByMemberAndByModelOfAKey()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    const std::string hash(64, 'a');
    OpenRecord open = openRecord(1);
    open.keyHash = hash;
    open.keyAlias = "mine";
    open.userId = "u";
    open.teamId = "t";
    open.modelGroup = "gpt";
    record(ledger.journal(0), open, 5);
    open = openRecord(2);
    open.keyHash = hash;
    open.keyAlias = std::string(kMasterAlias);
    open.userId = "u";
    open.teamId = {};
    open.modelGroup = "gpt";
    record(ledger.journal(0), open, 7);
    flushed(ledger);
    LedgerReader reader(folder.path().toStdString());
    QVERIFY(totalsBy(reader, Dimension::Member, pairName("t", "u")).costPico == 5);
    QVERIFY(totalsBy(reader, Dimension::KeyModel, pairName(hash, "gpt")).costPico == 5);
    QVERIFY(totalsBy(reader, Dimension::Key, hash).costPico == 12);
}

void TestLedger::separatesDaysAtMidnight()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    const std::int64_t midnight = kNoonUs + kDayUs / 2;
    record(ledger.journal(0), openRecord(1, midnight - 1), 1);
    record(ledger.journal(0), openRecord(2, midnight), 10);
    record(ledger.journal(0), openRecord(3, midnight + kDayUs - 1), 100);
    record(ledger.journal(0), openRecord(4, midnight + kDayUs), 1000);
    flushed(ledger);
    LedgerReader reader(folder.path().toStdString());
    const Day day = dayOf(kNoonUs);
    const auto series = ask<std::vector<DayTotals>>([&](auto callback) {
        reader.series(Dimension::All, {day, day + 1}, std::move(callback));
    });
    QVERIFY(series.ok());
    QCOMPARE(series.value().size(), 2u);
    QVERIFY(series.value()[0].day == day && series.value()[0].totals.costPico == 1);
    QVERIFY(series.value()[1].day == day + 1 && series.value()[1].totals.costPico == 110);
    QVERIFY(totalsBy(reader, Dimension::All, "", {day + 1, day + 2}).costPico == 1110);
    QCOMPARE(dayOf(-1), -1);
    QCOMPARE(dayOf(0), 0);
    QCOMPARE(dayOf(kDayUs - 1), 0);
}

void TestLedger::sumsBeyondInt64()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    // 9.2 million USD in each of ten rows.
    for (std::uint64_t i = 0; i < 10; ++i)
        record(ledger.journal(0), openRecord(i), INT64_MAX - static_cast<std::int64_t>(i));
    flushed(ledger);
    const Int128 expected = static_cast<Int128>(INT64_MAX) * 10 - 45;
    LedgerReader reader(folder.path().toStdString());
    QVERIFY(totalsBy(reader, Dimension::All, "").costPico == expected);
    QVERIFY(totalsBy(reader, Dimension::Provider, "openai").costPico == expected);
    const auto rows =
        ask<std::vector<BreakdownRow>>([&](auto callback) { reader.breakdown({}, std::move(callback)); });
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 1u);
    QVERIFY(rows.value()[0].totals.costPico == expected);
}

void TestLedger::takesRecordsOfManyWorkers()
{
    QTemporaryDir folder;
    constexpr int workers = 4;
    constexpr std::uint64_t each = 500;
    Ledger ledger(optionsFor(folder, workers));
    QVERIFY(ledger.start().ok());
    std::vector<std::thread> threads;
    for (int worker = 0; worker < workers; ++worker) {
        threads.emplace_back([&ledger, worker] {
            for (std::uint64_t i = 0; i < each; ++i)
                record(ledger.journal(worker), openRecord(static_cast<std::uint64_t>(worker) * each + i));
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    ledger.stop();
    QCOMPARE(count(folder, QStringLiteral("attempts")), qlonglong(workers * each));
    const Counters counters = ledger.counters();
    QCOMPARE(counters.closed, workers * each);
    QCOMPARE(counters.opened, counters.closed + counters.broken);
}

void TestLedger::takesADatabaseOfTheFirstVersion()
{
    QTemporaryDir folder;
    {
        Ledger ledger(optionsFor(folder));
        QVERIFY(ledger.start().ok());
        record(ledger.journal(0), openRecord(1));
        flushed(ledger);
    }
    for (const char *column : {"dropped", "reason_id", "waited_us", "queued_us", "trace"})
        query(folder, QStringLiteral("ALTER TABLE attempts DROP COLUMN ") + QLatin1String(column));
    for (const char *table : {"feed", "span_rollups", "spans", "corrections", "facts", "packed_sums",
                              "sum_log", "id_pieces", "id_blocks", "id_log"})
        query(folder, QStringLiteral("DROP TABLE ") + QLatin1String(table));
    for (const char *column : {"call", "answer"}) {
        const QString name = QLatin1String(column);
        query(folder, QStringLiteral("CREATE INDEX attempts_%1 ON attempts (%1_hash)").arg(name));
    }
    query(folder, QStringLiteral("DELETE FROM schema_version WHERE version > 1"));
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    record(ledger.journal(0), openRecord(2));
    flushed(ledger);
    LedgerReader reader(folder.path().toStdString());
    const Page page = pageOf(reader, {});
    QCOMPARE(page.rows.size(), 2u);
    QCOMPARE(page.rows[0].open.dropped, "logit_bias,seed");
    QCOMPARE(page.rows[1].open.dropped, "");
    QCOMPARE(page.rows[0].open.reason, "retry 1, least-busy");
    QCOMPARE(page.rows[1].open.reason, "");
    QCOMPARE(page.rows[0].open.waitedUs, 1'250'000);
    QCOMPARE(page.rows[1].open.waitedUs, 0);
    QVERIFY(page.rows[0].open.trace.ends_with(" mine"));
    QCOMPARE(page.rows[1].open.trace, "");
}

void TestLedger::refusesADatabaseOfTheFuture()
{
    QTemporaryDir folder;
    {
        Ledger ledger(optionsFor(folder));
        QVERIFY(ledger.start().ok());
    }
    query(folder, QStringLiteral("INSERT INTO schema_version VALUES (99)"));
    Ledger ledger(optionsFor(folder));
    const auto started = ledger.start();
    QVERIFY(!started.ok());
    QVERIFY(started.error().message.find("newer version") != std::string::npos);
}

void TestLedger::saysWhenTheFolderCannotBeUsed()
{
    Ledger ledger(WriterOptions{.folder = "/proc/portico-ledger"});
    QVERIFY(!ledger.start().ok());
}

void TestLedger::writesQuickly()
{
    QTemporaryDir folder;
    WriterOptions options = optionsFor(folder);
    options.segmentBytes = 4 << 20;
    options.drainMs = 50;
    Ledger ledger(options);
    QVERIFY(ledger.start().ok());
    constexpr std::uint64_t rows = 60'000;
    std::vector<std::pair<OpenRecord, CloseRecord>> records;
    for (std::uint64_t i = 0; i < rows; ++i) {
        const OpenRecord open = openRecord(i, kNoonUs + static_cast<std::int64_t>(i) * 50);
        records.emplace_back(open, closeRecord(open));
    }
    QElapsedTimer timer;
    timer.start();
    timespec before{};
    timespec after{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
    for (const auto &[open, close] : records) {
        ledger.journal(0).open(open);
        ledger.journal(0).close(close);
    }
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
    const double journal = static_cast<double>(after.tv_sec - before.tv_sec) +
                           static_cast<double>(after.tv_nsec - before.tv_nsec) / 1e9;
    const std::clock_t cpu = std::clock();
    flushed(ledger);
    const double seconds = static_cast<double>(timer.elapsed()) / 1000;
    const double writer = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    qInfo("%.0f rows/s; CPU-s per 10k rows: journal %.4f, writer about %.3f", rows / seconds,
          journal / rows * 10'000, writer / rows * 10'000);
    QCOMPARE(count(folder, QStringLiteral("attempts")), qlonglong(rows));
    // A loose bound for a debug build on a busy machine; sanitizers cost ten times that.
    QVERIFY(rows / seconds > kLeastRowsPerSecond);
}

void TestLedger::deletesOldRowsAndKeepsSums()
{
    QTemporaryDir folder;
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    const std::int64_t nowUs = SystemClock().unixUs();
    for (std::uint64_t i = 0; i < 10; ++i)
        record(ledger.journal(0), openRecord(i, nowUs - (i < 7 ? 40 : 20) * kDayUs));
    flushed(ledger);
    ledger.setRetention({.keepS = 30 * 86'400, .batchRows = 3, .batches = 2});
    const auto count = [&] {
        return query(folder, QStringLiteral("SELECT COUNT(*) FROM attempts"))[0][0].toInt();
    };
    // Two batches now, the rest a minute later, or when the wish changes.
    QTRY_COMPARE(count(), 4);
    ledger.setRetention({.keepS = 30 * 86'400});
    QTRY_COMPARE(count(), 3);
    ledger.setRetention({});
    record(ledger.journal(0), openRecord(20, nowUs - 40 * kDayUs));
    flushed(ledger);
    QCOMPARE(count(), 4);
    LedgerReader reader(folder.path().toStdString());
    QCOMPARE(totalsBy(reader, Dimension::All, "").attempts, std::int64_t{11});
    ledger.stop();
}

void TestLedger::replaysNothingThatWasDeleted()
{
    QTemporaryDir folder;
    QTemporaryDir copy;
    const std::string path = folder.path().toStdString();
    const auto saved = copy.path().toStdString() + "/journal";
    const std::int64_t nowUs = SystemClock().unixUs();
    {
        Ledger ledger(optionsFor(folder));
        QVERIFY(ledger.start().ok());
        for (std::uint64_t i = 0; i < 5; ++i)
            record(ledger.journal(0), openRecord(i, nowUs - (i < 3 ? 40 : 20) * kDayUs));
        flushed(ledger);
        ledger.setRetention({.keepS = 30 * 86'400});
        QTRY_COMPARE(query(folder, QStringLiteral("SELECT COUNT(*) FROM attempts"))[0][0].toInt(), 2);
        // What a kill at this moment would leave.
        std::filesystem::copy(path + "/journal", saved);
        ledger.stop();
    }
    std::filesystem::remove_all(path + "/journal");
    std::filesystem::copy(saved, path + "/journal");
    Ledger ledger(optionsFor(folder));
    QVERIFY(ledger.start().ok());
    ledger.stop();
    LedgerReader reader(path);
    QCOMPARE(totalsBy(reader, Dimension::All, "").attempts, std::int64_t{5});
    QCOMPARE(query(folder, QStringLiteral("SELECT COUNT(*) FROM attempts"))[0][0].toInt(), 2);
}

QTEST_GUILESS_MAIN(TestLedger)
#include "tst_ledger.moc"
