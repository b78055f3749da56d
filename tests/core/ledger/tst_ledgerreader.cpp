#include <QTest>

#include "ledgersupport.h"

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

constexpr int kRows = 50'000;   // Several slices.

}   // namespace

class TestLedgerReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void pagesNewestFirstWithoutGaps();
    void filters_data();
    void filters();
    void deliversPartsWhileScanning();
    void jumpsToAMoment();
    void findsByAnyOfThreeIds();
    void breaksDownByTwoDimensions();
    void breaksDownByThreeDimensions();
    void passesOverAndCounts();
    void givesTheDaysOfOneName();
    void dropsCancelledQuestions();
    void saysThatThereIsNoLedger();
    void diesWithQuestionsWaiting();

private:
    QTemporaryDir m_folder;
    std::unique_ptr<LedgerReader> m_reader;
};

void TestLedgerReader::initTestCase()
{
    Ledger ledger(Ledger::Options{.folder = m_folder.path().toStdString(), .workers = 1, .gatewayId = "g"});
    QVERIFY(ledger.start().ok());
    for (std::uint64_t i = 0; i < kRows; ++i) {
        // One a second.
        OpenRecord open = openRecord(i, kNoonUs + static_cast<std::int64_t>(i) * 1'000'000);
        if (i == 17)
            open.teamId = "rare";
        if (i == 23)
            open.callId = "my-call";
        ledger.journal(0).open(open);
        CloseRecord close = closeRecord(open, static_cast<std::int64_t>(i));
        if (i % 1000 == 0) {
            close.outcome = Outcome::UpstreamError;
            close.httpStatus = 502;
        }
        ledger.journal(0).close(close);
    }
    ledger.stop();
    m_reader = std::make_unique<LedgerReader>(m_folder.path().toStdString());
}

void TestLedgerReader::pagesNewestFirstWithoutGaps()
{
    std::optional<Cursor> before;
    std::int64_t expected = kRows;
    for (int i = 0; i < 5; ++i) {
        const Page page = pageOf(*m_reader, {.filter = {}, .before = before, .limit = 77});
        QCOMPARE(page.rows.size(), 77u);
        for (const Row &row : page.rows)
            QCOMPARE(row.close.costPico, --expected);
        before = page.next;
        QVERIFY(before.has_value());
    }
    // The last page says that it is one.
    const Page end =
        pageOf(*m_reader, {.filter = {}, .before = Cursor::at(kNoonUs + 10'000'000), .limit = 100});
    QCOMPARE(end.rows.size(), 10u);
    QVERIFY(!end.next);
}

void TestLedgerReader::filters_data()
{
    QTest::addColumn<int>("index");
    QTest::addColumn<int>("expected");
    QTest::newRow("key") << 0 << kRows / 3;
    QTest::newRow("model") << 1 << kRows / 2;
    QTest::newRow("failed") << 2 << kRows / 1000;
    QTest::newRow("succeeded") << 3 << kRows - kRows / 1000;
    QTest::newRow("status") << 4 << kRows / 1000;
    QTest::newRow("a single row far back") << 5 << 1;
    QTest::newRow("a name never seen") << 6 << 0;
    QTest::newRow("from and until") << 7 << 10;
    QTest::newRow("cost between") << 8 << 11;
    QTest::newRow("several at once") << 9 << kRows / 2000;
    QTest::newRow("the empty name") << 10 << kRows;
}

void TestLedgerReader::filters()
{
    QFETCH(int, index);
    QFETCH(int, expected);
    std::vector<Filter> filters(11);
    filters[0].key = "key2";
    filters[1].model = "gpt-5";
    filters[2].failed = true;
    filters[3].failed = false;
    filters[4].httpStatus = 502;
    filters[5].team = "rare";
    filters[6].user = "nobody";
    filters[7].fromUs = kNoonUs + 100'000'000;
    filters[7].untilUs = kNoonUs + 110'000'000;
    filters[8].minCostPico = 20;
    filters[8].maxCostPico = 30;
    filters[9].outcome = Outcome::UpstreamError;
    filters[9].httpStatus = 502;
    filters[9].minCostPico = 25'000;
    filters[10].endUser = "";
    const Page page = pageOf(
        *m_reader, {.filter = filters[static_cast<std::size_t>(index)], .before = {}, .limit = kRows + 1});
    QVERIFY(std::abs(static_cast<int>(page.rows.size()) - expected) <= (index == 0 ? 1 : 0));
    for (std::size_t i = 1; i < page.rows.size(); ++i)
        QVERIFY(page.rows[i].open.request < page.rows[i - 1].open.request);
    QVERIFY(!page.next);
}

void TestLedgerReader::deliversPartsWhileScanning()
{
    std::promise<int> parts;
    int count = 0;
    std::int64_t scanned = 0;
    Filter filter;
    filter.team = "rare";
    m_reader->page({.filter = filter, .before = {}, .limit = 10}, [&](QueryToken, Result<Page> page) {
        ++count;
        const bool forward = page.ok() && page.value().scanned >= scanned;
        scanned = forward ? page.value().scanned : -1;
        if (!forward || page.value().done)
            parts.set_value(count);
    });
    QVERIFY(parts.get_future().get() > 2);
    QCOMPARE(scanned, kRows);
}

void TestLedgerReader::jumpsToAMoment()
{
    const Page page =
        pageOf(*m_reader, {.filter = {}, .before = Cursor::at(kNoonUs + 1'000'000'000), .limit = 1});
    QCOMPARE(page.rows.size(), 1u);
    QCOMPARE(page.rows[0].close.costPico, 999);
}

void TestLedgerReader::findsByAnyOfThreeIds()
{
    const auto find = [this](const std::string &text) {
        return ask<std::vector<Row>>([&](auto callback) { m_reader->find(text, std::move(callback)); });
    };
    const auto byCall = find("my-call");
    QVERIFY(byCall.ok());
    QCOMPARE(byCall.value().size(), 1u);
    const Row &row = byCall.value()[0];
    QCOMPARE(row.close.costPico, 23);
    for (const std::string &text : {row.open.request.toString(), row.close.providerId}) {
        const auto rows = find(text);
        QVERIFY(rows.ok());
        QCOMPARE(rows.value().size(), 1u);
        QVERIFY(rows.value()[0].open.request == row.open.request);
    }
    QVERIFY(find("").value().empty());
    QVERIFY(find("unknown").value().empty());
}

void TestLedgerReader::breaksDownByTwoDimensions()
{
    Filter filter;
    filter.failed = false;
    const auto rows = ask<std::vector<BreakdownRow>>([&](auto callback) {
        m_reader->breakdown({.filter = filter, .first = Dimension::Key, .second = Dimension::Model},
                            std::move(callback));
    });
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 6u);
    std::int64_t attempts = 0;
    for (const BreakdownRow &row : rows.value()) {
        QVERIFY(row.first.starts_with("key") && row.second.starts_with("gpt-"));
        attempts += row.totals.attempts;
    }
    QCOMPARE(attempts, kRows - kRows / 1000);
}

void TestLedgerReader::dropsCancelledQuestions()
{
    std::promise<void> blocked;
    std::promise<void> release;
    const auto hold = release.get_future().share();
    m_reader->find("x", [&](QueryToken, Result<std::vector<Row>>) {
        blocked.set_value();
        hold.wait();
    });
    blocked.get_future().wait();
    std::atomic<bool> answered{false};
    const QueryToken token =
        m_reader->totals(Dimension::All, {0, 1'000'000}, [&](QueryToken, auto) { answered = true; });
    m_reader->cancel(token);
    release.set_value();
    // Questions are answered in order: the next answer comes after the cancelled one would have.
    QCOMPARE(totalsBy(*m_reader, Dimension::All, "").attempts, kRows);
    QVERIFY(!answered);
}

void TestLedgerReader::saysThatThereIsNoLedger()
{
    QTemporaryDir empty;
    LedgerReader reader(empty.path().toStdString());
    const auto answer = ask<std::vector<Row>>([&](auto callback) { reader.find("x", std::move(callback)); });
    QVERIFY(!answer.ok());
    QVERIFY(answer.error().code == ErrorCode::NotFound);
}

void TestLedgerReader::diesWithQuestionsWaiting()
{
    LedgerReader reader(m_folder.path().toStdString());
    for (int i = 0; i < 100; ++i)
        reader.totals(Dimension::Model, {0, 1'000'000}, [](QueryToken, auto) {});
}

void TestLedgerReader::breaksDownByThreeDimensions()
{
    const BreakdownQuery query{{}, Dimension::Key, Dimension::Model, false, Dimension::Route};
    const auto rows = ask<std::vector<BreakdownRow>>(
        [&](auto callback) { m_reader->breakdown(query, std::move(callback)); });
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), std::size_t{6});
    Totals sum;
    for (const BreakdownRow &row : rows.value()) {
        QCOMPARE(row.third, std::string("/v1/chat/completions"));
        sum += row.totals;
    }
    QCOMPARE(sum.attempts, std::int64_t{kRows});
    QCOMPARE(static_cast<std::int64_t>(sum.costPico), std::int64_t{kRows} * (kRows - 1) / 2);
    BreakdownQuery small = query;
    small.limit = 5;
    QVERIFY(!ask<std::vector<BreakdownRow>>([&](auto callback) {
                 m_reader->breakdown(small, std::move(callback));
             }).ok());
}

void TestLedgerReader::passesOverAndCounts()
{
    PageQuery query;
    query.limit = 3;
    query.skip = 10;
    QCOMPARE(pageOf(*m_reader, query).rows.front().close.costPico, std::int64_t{kRows - 11});
    // A filter whose matches lie in several slices.
    query.filter.failed = true;
    query.skip = 30;
    const Page page = pageOf(*m_reader, query);
    QCOMPARE(page.rows.size(), std::size_t{3});
    QCOMPARE(page.rows.front().close.costPico, std::int64_t{19'000});
    QCOMPARE(page.rows.back().close.costPico, std::int64_t{17'000});
    query.skip = 49;
    QCOMPARE(pageOf(*m_reader, query).rows.size(), std::size_t{1});
    query.skip = 50;
    QVERIFY(pageOf(*m_reader, query).rows.empty());
    const auto count = [this](const Filter &filter) {
        return ask<std::int64_t>([&](auto callback) { m_reader->count(filter, std::move(callback)); })
            .value();
    };
    QCOMPARE(count({}), std::int64_t{kRows});
    QCOMPARE(count(query.filter), std::int64_t{50});
    Filter nobody;
    nobody.team = "never seen";
    QCOMPARE(count(nobody), std::int64_t{0});
    Filter alias;
    alias.keyAlias = "alias";
    alias.deployment = "d1";
    alias.upstreamStatus = 200;
    alias.team = "rare";
    QCOMPARE(count(alias), std::int64_t{1});
}

void TestLedgerReader::givesTheDaysOfOneName()
{
    const auto of = [this](const std::string &name) {
        return ask<std::vector<DayTotals>>([&](auto callback) {
                   m_reader->series(Dimension::Model, name, {0, 1'000'000}, std::move(callback));
               })
            .value();
    };
    Totals sum;
    for (const DayTotals &day : of("gpt-4o")) {
        QCOMPARE(day.name, std::string("gpt-4o"));
        sum += day.totals;
    }
    QCOMPARE(sum.attempts, std::int64_t{kRows / 2});
    QVERIFY(of("never seen").empty());
}

QTEST_GUILESS_MAIN(TestLedgerReader)
#include "tst_ledgerreader.moc"
