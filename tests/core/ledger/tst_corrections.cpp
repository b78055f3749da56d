#include "core/ledger/feed.h"
#include "tests/core/ledger/ledgersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

constexpr std::int64_t kCost = 2'500'000'000'000'123;   // Above 2,000 USD: both parts of a sum move.

Row unpriced(std::uint64_t number, const std::string &model, std::int64_t startedUs = kNoonUs)
{
    Row row;
    row.open = openRecord(number, startedUs);
    row.open.modelGroup = model;
    row.close = closeRecord(row.open, 0);
    row.close.unpriced = true;
    return row;
}

std::optional<Amount> priced(const Row &row)
{
    if (row.open.modelGroup == "unknown")
        return std::nullopt;
    return Amount{.costPico = kCost, .priceInput = 7, .priceOutput = 8, .priceVersion = "2026-11-27"};
}

}   // namespace

// Amounts that are set after the row was written.
class TestCorrections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void rowsAndSumsChangeTogether();
    void aDryRunChangesNothing();
    void onlyWhatWasAskedForChanges();
    void everySliceIsLookedAt();

private:
    Repriced reprice(RepriceQuery query);
    Totals sum(const std::string &model) { return totalsBy(*m_reader, Dimension::ModelGroup, model); }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<LedgerReader> m_reader;
    std::unique_ptr<Store> m_store;
    std::vector<Correction> m_corrections;
    int m_slices = 0;
};

void TestCorrections::init()
{
    m_reader.reset();
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = Store::open(m_folder->path().toStdString() + "/ledger.db");
    QVERIFY(opened.ok());
    m_store = std::move(opened).value();
    m_reader = std::make_unique<LedgerReader>(m_folder->path().toStdString());
    std::vector<Row> rows{unpriced(1, "fast"), unpriced(2, "unknown"), unpriced(3, "fast", kNoonUs + kDayUs),
                          unpriced(4, "slow")};
    rows.push_back(unpriced(5, "fast"));
    rows.back().close.unpriced = false;
    rows.back().close.costPico = 42;
    QVERIFY(m_store->write({.rows = rows, .pending = {}, .settled = {}, .fed = true}).ok());
}

Repriced TestCorrections::reprice(RepriceQuery query)
{
    m_corrections.clear();
    m_slices = 0;
    Repriced sum;
    Cursor cursor;
    for (bool more = true; more; ++m_slices) {
        const auto slice = m_store->reprice(query, &priced, true, cursor, m_corrections, sum);
        if (!slice.ok())
            return {};
        more = slice.value();
    }
    return sum;
}

void TestCorrections::rowsAndSumsChangeTogether()
{
    QCOMPARE(sum("fast").unpriced, 2);
    const Repriced repriced = reprice({});
    QCOMPARE(repriced.unpriced, 4);
    QCOMPARE(repriced.priced, 3);
    QCOMPARE(repriced.differencePico, 3 * kCost);
    QCOMPARE(m_corrections.size(), std::size_t(3));
    QCOMPARE(m_corrections[0].differencePico, kCost);
    QCOMPARE(sum("fast").unpriced, 0);
    QVERIFY(sum("fast").costPico == Int128{2} * kCost + 42);
    QCOMPARE(sum("fast").attempts, 3);
    QCOMPARE(sum("unknown").unpriced, 1);
    const Page page = pageOf(*m_reader, {});
    QCOMPARE(page.rows.size(), std::size_t(5));
    const Row &row = page.rows.front();   // The newest, of the day after.
    QCOMPARE(row.close.costPico, kCost);
    QVERIFY(!row.close.unpriced);
    QCOMPARE(row.close.priceInput, 7);
    QCOMPARE(row.open.priceVersion, "2026-11-27");
    // Whoever is told of rows is told again.
    FeedReader feed(m_folder->path().toStdString());
    const auto told = feed.read(5, 100);
    QVERIFY(told.ok());
    QCOMPARE(told.value().size(), std::size_t(3));
    QCOMPARE(told.value()[0].row.close.costPico, kCost);
    // Once.
    QCOMPARE(reprice({}).priced, 0);
    QVERIFY(sum("fast").costPico == Int128{2} * kCost + 42);
}

void TestCorrections::aDryRunChangesNothing()
{
    const Repriced repriced = reprice({.sinceUs = 0, .model = {}, .dryRun = true});
    QCOMPARE(repriced.priced, 3);
    QCOMPARE(repriced.differencePico, 3 * kCost);
    QVERIFY(m_corrections.empty());
    QCOMPARE(sum("fast").unpriced, 2);
    QVERIFY(sum("fast").costPico == 42);
    QCOMPARE(reprice({}).priced, 3);
}

void TestCorrections::onlyWhatWasAskedForChanges()
{
    QCOMPARE(reprice({.sinceUs = kNoonUs + kDayUs, .model = {}}).unpriced, 1);
    QCOMPARE(reprice({.sinceUs = 0, .model = "slow"}).priced, 1);
    QCOMPARE(reprice({.sinceUs = 0, .model = "none"}).unpriced, 0);
    QCOMPARE(reprice({}).priced, 1);
}

void TestCorrections::everySliceIsLookedAt()
{
    std::vector<Row> rows;
    for (std::uint64_t i = 0; i < 45'000; ++i)
        rows.push_back(unpriced(100 + i, i % 1000 == 0 ? "many" : "unknown",
                                kNoonUs + static_cast<std::int64_t>(i) * 1000));
    QVERIFY(m_store->write({.rows = rows, .pending = {}, .settled = {}}).ok());
    QCOMPARE(reprice({.sinceUs = 0, .model = "many"}).priced, 45);
    QCOMPARE(m_slices, 3);
}

QTEST_GUILESS_MAIN(TestCorrections)
#include "tst_corrections.moc"
