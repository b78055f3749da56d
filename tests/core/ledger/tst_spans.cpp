#include "tests/support/filledledger.h"

#include <QTest>

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

constexpr FillPlan kPlan{.rows = 4000, .spanUs = 100 * kDayUs, .keys = 30};

Totals sumOf(const std::vector<Row> &rows, const std::string &key, DayRange days)
{
    Totals sum;
    for (const Row &row : rows) {
        const Day day = dayOf(row.open.startedUs);
        if (row.open.keyHash == key && day >= days.from && day <= days.to)
            sum += totalsOf(row);
    }
    return sum;
}

}   // namespace

// Roll-ups of several days, and rows that wait to be told of.
class TestSpans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void chooseTheLongestThatFit();
    void sumTheSameAsDays_data();
    void sumTheSameAsDays();
    void takeLateRows();
    void rowsWaitUntilTheyAreTold();
    void rowsWaitNoLongerThanTheyMay();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Store> m_store;
    std::vector<Row> m_rows;
};

void TestSpans::init()
{
    m_store.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    auto opened = Store::open(m_folder->path().toStdString() + "/ledger.db");
    QVERIFY(opened.ok());
    m_store = std::move(opened).value();
    m_rows.clear();
    for (std::int64_t i = 0; i < kPlan.rows; ++i)
        m_rows.push_back(filledRow(kPlan, i));
    QVERIFY(m_store->write({.rows = m_rows, .pending = {}, .settled = {}, .fed = true}).ok());
}

void TestSpans::chooseTheLongestThatFit()
{
    const std::set<Span> made{{4, 0}, {4, 4}, {4, 8}, {4, 12}, {16, 0}, {4, 16}, {4, -4}};
    const Pieces pieces = piecesOf({-3, 21}, made);
    QCOMPARE(pieces.spans.size(), std::size_t(2));
    QVERIFY((pieces.spans[0] == Span{16, 0}));
    QVERIFY((pieces.spans[1] == Span{4, 16}));
    QCOMPARE(pieces.days.size(), std::size_t(2));
    QCOMPARE(pieces.days[0].from, -3);
    QCOMPARE(pieces.days[0].to, -1);
    QCOMPARE(pieces.days[1].from, 20);
    QCOMPARE(pieces.days[1].to, 21);
    QVERIFY((spanAt(4, -1) == Span{4, -4}));
    QCOMPARE(piecesOf({5, 4}, made).days.size(), std::size_t(0));
}

void TestSpans::sumTheSameAsDays_data()
{
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to");
    const int last = dayOf(kPlan.newestUs);
    QTest::newRow("thirty days") << last - 29 << last;
    QTest::newRow("all days there can be") << INT32_MIN << INT32_MAX;
    QTest::newRow("one day") << last - 40 << last - 40;
    QTest::newRow("days in the middle") << last - 77 << last - 13;
    QTest::newRow("days before there was anything") << 3 << 900;
}

void TestSpans::sumTheSameAsDays()
{
    QFETCH(const int, from);
    QFETCH(const int, to);
    LedgerReader reader(m_folder->path().toStdString());
    const DayRange days{from, to};
    const Totals before = totalsBy(reader, Dimension::Key, filledKey(0), days);
    QVERIFY(before == sumOf(m_rows, filledKey(0), days));
    QVERIFY(makeSpans(*m_store, kPlan).ok());
    QVERIFY(totalsBy(reader, Dimension::Key, filledKey(0), days) == before);
}

void TestSpans::takeLateRows()
{
    QVERIFY(makeSpans(*m_store, kPlan).ok());
    Row late = filledRow(kPlan, 100);
    late.open.request.low ^= 0xabcdefULL << 32;
    late.close.request = late.open.request;
    QVERIFY(m_store->write({.rows = {&late, 1}, .pending = {}, .settled = {}}).ok());
    m_rows.push_back(late);
    LedgerReader reader(m_folder->path().toStdString());
    const DayRange all{INT32_MIN, INT32_MAX};
    QVERIFY(totalsBy(reader, Dimension::Key, late.open.keyHash, all) ==
            sumOf(m_rows, late.open.keyHash, all));
}

void TestSpans::rowsWaitUntilTheyAreTold()
{
    constexpr int kTold = 1000;
    const auto oldest = m_store->oldestUntold(kTold);
    QVERIFY(oldest.ok() && oldest.value());
    QVERIFY(*oldest.value() == m_rows[kTold].open.request);
    const Store::Untold untold{.oldest = *oldest.value()};
    const auto deleted = m_store->prune(kPlan.newestUs, 100'000, untold);
    QVERIFY(deleted.ok());
    QCOMPARE(deleted.value(), kTold);
    const auto lost = m_store->forgetPruned(kTold);
    QVERIFY(lost.ok());
    QCOMPARE(lost.value(), 0);
}

void TestSpans::rowsWaitNoLongerThanTheyMay()
{
    constexpr int kTold = 1000;
    const auto oldest = m_store->oldestUntold(kTold);
    const Store::Untold untold{.oldest = *oldest.value(), .waitedUs = m_rows[1500].open.startedUs};
    const auto deleted = m_store->prune(kPlan.newestUs, 100'000, untold);
    QVERIFY(deleted.ok());
    QVERIFY(deleted.value() > kTold);
    QVERIFY(deleted.value() <= 1500);
    const auto lost = m_store->forgetPruned(kTold);
    QVERIFY(lost.ok());
    QCOMPARE(lost.value(), deleted.value() - kTold);
    // Counted once.
    QCOMPARE(m_store->forgetPruned(kTold).value(), 0);
}

QTEST_GUILESS_MAIN(TestSpans)
#include "tst_spans.moc"
