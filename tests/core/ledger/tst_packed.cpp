#include "core/ledger/pairs.h"
#include "core/ledger/sumpack.h"
#include "tests/support/filledledger.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <map>

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

constexpr FillPlan kPlan{.rows = 1500, .spanUs = 40 * kDayUs, .keys = 30};
constexpr DayRange kAll{INT32_MIN, INT32_MAX};

using Sum = std::pair<Dimension, std::string>;

std::map<Sum, Totals> sumsOf(const std::vector<Row> &rows, DayRange days = kAll)
{
    std::map<Sum, Totals> sums;
    for (const Row &row : rows) {
        if (const Day day = dayOf(row.open.startedUs); day < days.from || day > days.to)
            continue;
        eachSum(row.open, [&](Dimension dimension, const std::string &name) {
            sums[{dimension, name}] += totalsOf(row);
        });
    }
    return sums;
}

std::map<Sum, Totals> sumsIn(LedgerReader &reader, DayRange days = kAll)
{
    std::map<Sum, Totals> sums;
    for (int i = 0; i < static_cast<int>(Dimension::Route); ++i) {
        const auto dimension = static_cast<Dimension>(i);
        const auto named = ask<std::vector<NamedTotals>>(
            [&](auto callback) { reader.totals(dimension, days, std::move(callback)); });
        for (const NamedTotals &one : named.value())
            sums[{dimension, one.name}] += one.totals;
    }
    return sums;
}

std::vector<Row> filledRows(const FillPlan &plan)
{
    std::vector<Row> rows;
    for (std::int64_t i = 0; i < plan.rows; ++i)
        rows.push_back(filledRow(plan, i));
    return rows;
}

std::int64_t oldHash(const std::string &text)
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;   // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return static_cast<std::int64_t>(hash);
}

}   // namespace

// Sums and ids as they lie in the database: in a log at first, in larger pieces then, and in tables and
// indexes of an earlier version.
class TestPacked : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void sumsComeOutAsTheyWentIn();
    void sumsThatAreCutShortAreDamaged();
    void pairsAreMadeOfTheirNames();
    void groupsComeOutAsTheyWentIn();
    void sumsAreExactAfterEveryBatch();
    void sumsOfManyNamesAreExact();
    void lateRowsGoIntoDaysAndSpans();
    void chartsAreExact();
    void findsRowsByTheirIds();
    void findsAllRowsOfOneId();
    void forgetsIdsOfRowsThatAreGone();
    void takesALedgerOfTheSeventhVersion();

private:
    std::string path() const { return m_folder->path().toStdString() + "/ledger.db"; }
    void open();
    void write(std::span<const Row> rows);
    std::int64_t number(const char *sql) const;
    void run(const QString &sql, const QVariantList &values = {}) const;
    std::vector<Row> found(const std::string &id);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::unique_ptr<LedgerReader> m_reader;
};

void TestPacked::init()
{
    m_store.reset();
    m_reader.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    open();
}

void TestPacked::open()
{
    m_store.reset();
    auto opened = Store::open(path());
    QVERIFY2(opened.ok(), opened.ok() ? "" : opened.error().message.c_str());
    m_store = std::move(opened).value();
    m_reader = std::make_unique<LedgerReader>(m_folder->path().toStdString());
}

void TestPacked::write(std::span<const Row> rows)
{
    const auto written = m_store->write({.rows = rows, .pending = {}, .settled = {}});
    QVERIFY2(written.ok(), written.ok() ? "" : written.error().message.c_str());
    QCOMPARE(written.value().closed, rows.size());
}

std::int64_t TestPacked::number(const char *sql) const
{
    std::int64_t result = -1;
    {
        QSqlDatabase database =
            QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("number"));
        database.setDatabaseName(QString::fromStdString(path()));
        QSqlQuery query(database.open() ? database : QSqlDatabase());
        if (query.exec(QLatin1String(sql)) && query.next())
            result = query.value(0).toLongLong();
    }
    QSqlDatabase::removeDatabase(QStringLiteral("number"));
    return result;
}

void TestPacked::run(const QString &sql, const QVariantList &values) const
{
    QSqlQuery query(QSqlDatabase::database(QStringLiteral("old")));
    QVERIFY(query.prepare(sql));
    for (const QVariant &value : values)
        query.addBindValue(value);
    QVERIFY2(query.exec(), qPrintable(sql));
}

std::vector<Row> TestPacked::found(const std::string &id)
{
    return ask<std::vector<Row>>([&](auto callback) { m_reader->find(id, std::move(callback)); }).value();
}

void TestPacked::sumsComeOutAsTheyWentIn()
{
    std::string bytes;
    SumPacker packer(bytes);
    std::vector<NamedSum> sums;
    for (std::int64_t i = 0; i < 300; ++i) {
        NamedSum sum{.name = 1 + i * i * i * 1'000'003, .totals = {}};
        const std::int64_t sign = i % 3 == 0 ? -1 : 1;
        sum.totals = {.requests = i,
                      .attempts = i * 2,
                      .failures = i % 5,
                      .estimated = i % 2,
                      .broken = i % 7,
                      .unpriced = -(i % 4),
                      .input = INT64_MAX - i,
                      .cacheRead = INT64_MIN + i,
                      .cacheWrite = i << 30,
                      .output = 127 + i,
                      .reasoning = 16'383 + i,
                      .durationUs = sign * (i << 40),
                      .costPico = sign * (Int128{i} << (i % 90)),
                      .savedPico = Int128{sign} << 126};
        sums.push_back(sum);
        packer.add(sum.name, sum.totals);
    }
    SumUnpacker unpacker(bytes);
    NamedSum out;
    for (const NamedSum &sum : sums) {
        QVERIFY(unpacker.next(out));
        QCOMPARE(out.name, sum.name);
        QVERIFY(out.totals == sum.totals);
    }
    QVERIFY(!unpacker.next(out));
    QVERIFY(!unpacker.damaged());
}

void TestPacked::sumsThatAreCutShortAreDamaged()
{
    std::string bytes;
    SumPacker(bytes).add(77'777, {.requests = 1, .attempts = 300, .costPico = Int128{1} << 80});
    for (std::size_t size = 1; size < bytes.size(); ++size) {
        SumUnpacker unpacker(std::string_view(bytes).substr(0, size));
        NamedSum out;
        QVERIFY(!unpacker.next(out));
        QVERIFY(unpacker.damaged());
        QVERIFY(!unpacker.next(out));
    }
}

void TestPacked::pairsAreMadeOfTheirNames()
{
    constexpr std::int64_t kMostFirst = (std::int64_t{1} << 38) - 1;
    constexpr std::int64_t kMostSecond = (std::int64_t{1} << 24) - 1;
    for (const std::int64_t first : {std::int64_t{1}, std::int64_t{70'000}, kMostFirst}) {
        for (const std::int64_t second : {std::int64_t{1}, std::int64_t{70'000}, kMostSecond}) {
            const auto pair = pairOf(first, second);
            QVERIFY(pair && isPair(*pair));
            QCOMPARE(firstOf(*pair), first);
            QCOMPARE(secondOf(*pair), second);
        }
        QVERIFY(!isPair(first));
        QVERIFY(!pairOf(first, kMostSecond + 1));
    }
    QVERIFY(!pairOf(kMostFirst + 1, 1));
    QVERIFY(!pairOf(-1, 1));
}

void TestPacked::groupsComeOutAsTheyWentIn()
{
    std::string bytes;
    packGroup(bytes, {Dimension::Deployment, INT32_MIN, "abc"});
    packGroup(bytes, {Dimension::All, INT32_MAX, {}});
    std::string_view rest = bytes;
    SumGroup group;
    QVERIFY(takeGroup(rest, group));
    QVERIFY(group.dimension == Dimension::Deployment);
    QCOMPARE(group.day, INT32_MIN);
    QCOMPARE(std::string(group.sums), std::string("abc"));
    QVERIFY(takeGroup(rest, group));
    QCOMPARE(group.day, INT32_MAX);
    QVERIFY(group.sums.empty() && rest.empty());
    for (std::size_t size = 0; size < 4; ++size) {
        rest = std::string_view(bytes).substr(0, size);
        QVERIFY(!takeGroup(rest, group));
    }
}

// So many that the log is merged on the way, and is begun anew by a store that has found it.
void TestPacked::sumsAreExactAfterEveryBatch()
{
    const std::vector<Row> rows = filledRows(kPlan);
    std::vector<Row> written;
    bool merged = false;
    std::int64_t logged = 0;
    for (const Row &row : rows) {
        write({&row, 1});
        written.push_back(row);
        if (written.size() == 700 || written.size() == 1200)
            open();
        const std::int64_t batches = number("SELECT COUNT(*) FROM sum_log");
        const bool now = batches < logged;
        merged = merged || now;
        if (now || written.size() % 250 == 0) {
            QVERIFY(sumsIn(*m_reader) == sumsOf(written));
            const DayRange some{dayOf(kPlan.newestUs) - 33, dayOf(kPlan.newestUs) - 20};
            QVERIFY(sumsIn(*m_reader, some) == sumsOf(written, some));
        }
        logged = batches;
    }
    QVERIFY(merged);
    QVERIFY(logged > 0);
}

void TestPacked::sumsOfManyNamesAreExact()
{
    const FillPlan plan{.rows = 60'000, .spanUs = 3 * kDayUs, .keys = 20'000};
    const std::vector<Row> rows = filledRows(plan);
    for (std::size_t at = 0; at < rows.size(); at += 5000)
        write(std::span(rows).subspan(at, 5000));
    // Merged at least once.
    QVERIFY(number("SELECT COUNT(*) FROM packed_sums WHERE dimension = 1") > 100);
    QVERIFY(number("SELECT MAX(LENGTH(packed)) FROM packed_sums") <= 950);
    QVERIFY(sumsIn(*m_reader) == sumsOf(rows));
}

void TestPacked::lateRowsGoIntoDaysAndSpans()
{
    std::vector<Row> rows = filledRows(kPlan);
    for (const Row &row : rows)
        write({&row, 1});
    QVERIFY(makeSpans(*m_store, kPlan).ok());
    QVERIFY(number("SELECT COUNT(*) FROM spans") > 5);
    QVERIFY(sumsIn(*m_reader) == sumsOf(rows));
    for (std::int64_t i = 0; i < 1500; ++i) {
        Row late = filledRow(kPlan, i);
        late.open.request.low ^= 0xabcdefULL << 32;
        late.close.request = late.open.request;
        write({&late, 1});
        rows.push_back(late);
        if (i % 300 == 0)
            QVERIFY(sumsIn(*m_reader) == sumsOf(rows));
    }
    QVERIFY(sumsIn(*m_reader) == sumsOf(rows));
}

void TestPacked::chartsAreExact()
{
    const std::vector<Row> rows = filledRows(kPlan);
    for (const Row &row : rows)
        write({&row, 1});
    const DayRange days{dayOf(kPlan.newestUs) - 29, dayOf(kPlan.newestUs)};
    std::map<std::pair<Day, std::string>, Totals> expected;
    for (const Row &row : rows)
        if (const Day day = dayOf(row.open.startedUs); day >= days.from && day <= days.to)
            expected[{day, row.open.keyHash}] += totalsOf(row);
    const auto all = ask<std::vector<DayTotals>>(
        [&](auto callback) { m_reader->series(Dimension::Key, days, std::move(callback)); });
    QCOMPARE(all.value().size(), expected.size());
    Day last = 0;
    for (const DayTotals &one : all.value()) {
        QVERIFY(one.totals == expected.at({one.day, one.name}));
        QVERIFY(one.day >= last);
        last = one.day;
    }
    const auto charts = ask<std::vector<NamedChart>>(
        [&](auto callback) { m_reader->chart(Dimension::Key, days, std::move(callback)); });
    const auto plain = ask<std::vector<NamedChart>>(
        [&](auto callback) { m_reader->Questions::chart(Dimension::Key, days, std::move(callback)); });
    QCOMPARE(charts.value().size(), plain.value().size());
    for (const NamedChart &chart : plain.value()) {
        const auto same = std::ranges::find(charts.value(), chart.name, &NamedChart::name);
        QVERIFY(same != charts.value().end());
        QVERIFY(same->totals == chart.totals);
        QVERIFY(same->costByDay == chart.costByDay);
        for (int day = days.from; day <= days.to; ++day) {
            const auto sum = expected.find({day, chart.name});
            QVERIFY(chart.costByDay[static_cast<std::size_t>(day - days.from)] ==
                    (sum == expected.end() ? 0 : sum->second.costPico));
        }
    }
    const auto one = ask<std::vector<DayTotals>>(
        [&](auto callback) { m_reader->series(Dimension::Key, filledKey(0), days, std::move(callback)); });
    QVERIFY(one.value().size() > 20);
    for (const DayTotals &day : one.value())
        QVERIFY(day.totals == expected.at({day.day, filledKey(0)}));
    QCOMPARE(std::erase_if(expected, [](const auto &entry) { return entry.first.second == filledKey(0); }),
             one.value().size());
}

void TestPacked::findsRowsByTheirIds()
{
    // Enough for a piece, and some that stay in the log.
    const FillPlan plan{.rows = 90'000, .spanUs = kDayUs, .keys = 10};
    QVERIFY(fill(*m_store, plan, 0, plan.rows).ok());
    QCOMPARE(number("SELECT COUNT(*) FROM id_pieces"), 1);
    QVERIFY(number("SELECT COUNT(*) FROM id_log") > 0);
    for (std::int64_t i = 0; i < plan.rows; i += i < plan.rows - 50 ? 811 : 1) {
        const Row row = filledRow(plan, i);
        for (const std::string &id : {row.close.providerId, row.open.callId, row.open.request.toString()}) {
            const std::vector<Row> rows = found(id);
            QCOMPARE(rows.size(), std::size_t(id.empty() ? 0 : 1));
            if (!id.empty())
                QVERIFY(rows[0].open.request == row.open.request);
        }
    }
    QVERIFY(found("chatcmpl-none").empty());
}

void TestPacked::findsAllRowsOfOneId()
{
    constexpr std::int64_t kSame = 500;
    FillPlan plan{.rows = 80'000, .spanUs = kDayUs, .keys = 10};
    std::vector<Row> rows = filledRows(plan);
    for (std::int64_t i = 0; i < kSame; ++i)
        rows[static_cast<std::size_t>(i * 150)].open.callId = "again and again";
    write(rows);
    QCOMPARE(number("SELECT COUNT(*) FROM id_log"), 1);
    const Row late = filledRow({.rows = 1, .newestUs = kPlan.newestUs + kDayUs}, 0);
    write({&late, 1});
    plan.newestUs += 2 * kDayUs;
    std::vector<Row> more = filledRows(plan);
    write(more);
    QVERIFY(number("SELECT COUNT(*) FROM id_pieces") > 0);
    const std::vector<Row> same = found("again and again");
    QCOMPARE(same.size(), std::size_t(kSame));
    for (std::size_t i = 1; i < same.size(); ++i)
        QVERIFY(same[i].open.request < same[i - 1].open.request);
}

void TestPacked::forgetsIdsOfRowsThatAreGone()
{
    const FillPlan plan{.rows = 180'000, .spanUs = 2 * kDayUs, .keys = 10};
    QVERIFY(fill(*m_store, plan, 0, plan.rows).ok());
    const std::int64_t pieces = number("SELECT COUNT(*) FROM id_pieces");
    QVERIFY(pieces > 1);
    const auto pruned = m_store->prune(plan.newestUs - kDayUs / 2, 200'000);
    QVERIFY(pruned.ok() && pruned.value() > 100'000);
    QCOMPARE(number("SELECT COUNT(*) FROM id_pieces"), pieces - 1);
    QCOMPARE(number("SELECT COUNT(DISTINCT piece) FROM id_blocks"), pieces - 1);
    QVERIFY(found(filledRow(plan, 1000).close.providerId).empty());
    QCOMPARE(found(filledRow(plan, plan.rows - 10).close.providerId).size(), std::size_t(1));
}

// Pairs of names have a name, sums lie a row each in rollups and span_rollups, and SQLite finds rows by two
// indexes.
void TestPacked::takesALedgerOfTheSeventhVersion()
{
    std::vector<Row> rows = filledRows(kPlan);
    write(rows);
    m_store.reset();
    {
        QSqlDatabase old = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("old"));
        old.setDatabaseName(QString::fromStdString(path()));
        QVERIFY(old.open());
        QVERIFY(old.transaction());
        for (const char *table : {"packed_sums", "sum_log", "id_pieces", "id_blocks", "id_log"})
            run(QStringLiteral("DROP TABLE ") + QLatin1String(table));
        run(QStringLiteral("DELETE FROM schema_version WHERE version > 7"));
        for (const char *kind : {"call", "answer"})
            run(QStringLiteral(
                    "CREATE INDEX attempts_%1 ON attempts (id_high >> 42, %1_hash) WHERE %1_hash IS "
                    "NOT NULL")
                    .arg(QLatin1String(kind)));
        std::map<std::tuple<Dimension, Day, std::string>, Totals> sums;
        const Span span = spanAt(4, dayOf(kPlan.newestUs) - 20);
        for (const Row &row : rows) {
            const Day day = dayOf(row.open.startedUs);
            eachSum(row.open, [&](Dimension dimension, const std::string &name) {
                sums[{dimension, day, name}] += totalsOf(row);
                // The first day of all stands for the span.
                if (spanAt(4, day) == span)
                    sums[{dimension, INT32_MIN, name}] += totalsOf(row);
            });
            for (const auto &[kind, id] :
                 {std::pair("call", row.open.callId == row.open.request.toString() ? "" : row.open.callId),
                  std::pair("answer", row.close.providerId)}) {
                if (!id.empty())
                    run(QStringLiteral("UPDATE attempts SET %1_hash = ? WHERE id_high = ? AND id_low = ?")
                            .arg(QLatin1String(kind)),
                        {qlonglong(oldHash(id)), qlonglong(row.open.request.high),
                         qlonglong(storedLow(row.open.request))});
            }
        }
        run(QStringLiteral("INSERT INTO spans VALUES (%1, %2)").arg(span.days).arg(span.first));
        for (const auto &[place, sum] : sums) {
            const auto &[dimension, day, name] = place;
            const bool ofSpan = day == INT32_MIN;
            QVariantList values{static_cast<int>(dimension)};
            if (ofSpan)
                values << span.days << span.first;
            else
                values << day;
            values << QString::fromStdString(name);
            for (const std::int64_t count :
                 {sum.requests, sum.attempts, sum.failures, sum.estimated, sum.broken, sum.unpriced,
                  sum.input, sum.cacheRead, sum.cacheWrite, sum.output, sum.reasoning, sum.durationUs,
                  static_cast<std::int64_t>(sum.costPico / kPicoPerUsd),
                  static_cast<std::int64_t>(sum.costPico % kPicoPerUsd), std::int64_t{0}, std::int64_t{0}})
                values << qlonglong(count);
            run(QStringLiteral("INSERT OR IGNORE INTO names (text) VALUES (?)"),
                {QString::fromStdString(name)});
            run(QStringLiteral("INSERT INTO %1, (SELECT id FROM names WHERE text = ?)%2)")
                    .arg(ofSpan ? QStringLiteral("span_rollups VALUES (?, ?, ?")
                                : QStringLiteral("rollups VALUES (?, ?"),
                         QStringLiteral(", ?").repeated(16)),
                values);
        }
        QVERIFY(old.commit());
    }
    QSqlDatabase::removeDatabase(QStringLiteral("old"));
    open();
    QVERIFY(number("SELECT COUNT(*) FROM names WHERE instr(text, char(31)) > 0") > 50);
    QCOMPARE(number("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'attempts_%'"), 0);
    for (const std::size_t i : {0, 3, 700, 1499}) {
        QCOMPARE(found(rows[i].close.providerId).size(),
                 std::size_t(rows[i].close.providerId.empty() ? 0 : 1));
        QCOMPARE(found(rows[i].open.callId).size(), std::size_t(1));
    }
    const auto check = [&] {
        QVERIFY(sumsIn(*m_reader) == sumsOf(rows));
        const DayRange days{dayOf(kPlan.newestUs) - 30, dayOf(kPlan.newestUs) - 10};
        QVERIFY(sumsIn(*m_reader, days) == sumsOf(rows, days));
        const auto one = ask<std::vector<DayTotals>>([&](auto callback) {
            m_reader->series(Dimension::Key, filledKey(0), days, std::move(callback));
        });
        Totals sum;
        for (const DayTotals &day : one.value())
            sum += day.totals;
        QVERIFY(sum == sumsOf(rows, days).at({Dimension::Key, filledKey(0)}));
        const std::string pair = pairName("team-0", "user-0");
        const auto ofPair = ask<std::vector<DayTotals>>(
            [&](auto callback) { m_reader->series(Dimension::Member, pair, days, std::move(callback)); });
        sum = {};
        for (const DayTotals &day : ofPair.value())
            sum += day.totals;
        QVERIFY(sum == sumsOf(rows, days).at({Dimension::Member, pair}));
    };
    check();
    // Rows of days that lie there still.
    FillPlan later = kPlan;
    later.newestUs += 100'000;
    for (const Row &row : filledRows(later)) {
        write({&row, 1});
        rows.push_back(row);
    }
    check();
    QVERIFY(m_store->tidySums(dayOf(kPlan.newestUs)).value());
    check();
    QVERIFY(makeSpans(*m_store, kPlan).ok());
    QCOMPARE(number("SELECT COUNT(*) FROM rollups"), 0);
    QCOMPARE(number("SELECT COUNT(*) FROM span_rollups"), 0);
    check();
}

QTEST_GUILESS_MAIN(TestPacked)
#include "tst_packed.moc"
