#include "tests/support/bulkledger.h"

#include <QElapsedTimer>

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

constexpr std::int64_t kRequests = 1'000'000;
constexpr std::int64_t kNewestUs = kNoonUs;
// On a machine with other work a figure may be this many times the one that is promised.
constexpr int kSlack = 3;

Term textTerm(TermField field, const std::string &text)
{
    return {.field = field, .text = text};
}

}   // namespace

// How long answers take in a ledger of a million requests. Figures are printed; bounds are generous.
class TestRequestSpeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void findsFirstMatches_data();
    void findsFirstMatches();
    void showsTheFirstPage();
    void jumpsByTime();
    void turnsAPage();
    void walksOverAll();
    void sumsAll();

private:
    // The whole outline; firstMs: until its first part.
    Outline outlineOf(const RequestFilter &filter, double *firstMs = nullptr);
    std::vector<RequestRow> rowsOf(const RequestFilter &filter, const OutlineSpan &span);

    QTemporaryDir m_folder;
    std::unique_ptr<LedgerReader> m_reader;
};

void TestRequestSpeed::initTestCase()
{
    QElapsedTimer timer;
    timer.start();
    QVERIFY(makeBulkLedger(m_folder.path(), kRequests, kNewestUs));
    qInfo("FIGURE building %lld requests: %.1f s", static_cast<long long>(kRequests),
          static_cast<double>(timer.elapsed()) / 1000);
    m_reader = std::make_unique<LedgerReader>(m_folder.path().toStdString());
    // Opens the connection.
    QVERIFY(ask<KnownNames>([&](auto callback) { m_reader->names(std::move(callback)); }).ok());
}

Outline TestRequestSpeed::outlineOf(const RequestFilter &filter, double *firstMs)
{
    QElapsedTimer timer;
    timer.start();
    std::promise<void> promise;
    Outline whole;
    m_reader->outline({filter, {}, 200}, [&](QueryToken, const Result<Outline> &part) {
        if (firstMs && whole.spans.empty())
            *firstMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
        if (part.ok()) {
            whole.spans.insert(whole.spans.end(), part.value().spans.begin(), part.value().spans.end());
            whole.scanned = part.value().scanned;
        }
        if (!part.ok() || part.value().done)
            promise.set_value();
    });
    promise.get_future().wait();
    return whole;
}

std::vector<RequestRow> TestRequestSpeed::rowsOf(const RequestFilter &filter, const OutlineSpan &span)
{
    const auto rows = ask<std::vector<RequestRow>>([&](auto callback) {
        m_reader->requests({filter, {span.newest, span.oldest}, span.count}, std::move(callback));
    });
    return rows.ok() ? rows.value() : std::vector<RequestRow>();
}

void TestRequestSpeed::findsFirstMatches_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("errors") << 0 << qint64(20'000);
    QTest::newRow("a word in a model's name") << 1 << qint64(100);
    QTest::newRow("free text") << 2 << qint64(20'001);
    QTest::newRow("cost and tokens") << 3 << qint64(-1);
    QTest::newRow("retried") << 4 << qint64(1'000);
    QTest::newRow("an id that is not there") << 5 << qint64(0);
}

void TestRequestSpeed::findsFirstMatches()
{
    QFETCH(const int, number);
    QFETCH(const qint64, expected);
    const std::vector<std::vector<Term>> all{
        {{.field = TermField::Failed}},
        {textTerm(TermField::Model, "rare")},
        {textTerm(TermField::Anything, "RATE_limit")},
        {{.field = TermField::CostPico, .compare = TermCompare::Greater, .number = 1'000'900'000},
         {.field = TermField::Tokens, .compare = TermCompare::AtLeast, .number = 20'000}},
        {{.field = TermField::Attempts, .compare = TermCompare::Greater, .number = 1}},
        {textTerm(TermField::Anything, "chatcmpl-none")}};
    const RequestFilter filter{.terms = all[static_cast<std::size_t>(number)]};
    QElapsedTimer timer;
    timer.start();
    std::promise<OutlineSpan> promise;
    bool told = false;
    std::int64_t count = 0;
    std::promise<void> end;
    m_reader->outline({filter, {}, 200}, [&](QueryToken, const Result<Outline> &part) {
        for (const OutlineSpan &span : part.value().spans)
            count += span.count;
        if (!std::exchange(told, told || !part.value().spans.empty() || part.value().done) && told)
            promise.set_value(part.value().spans.empty() ? OutlineSpan() : part.value().spans.front());
        if (part.value().done)
            end.set_value();
    });
    const OutlineSpan first = promise.get_future().get();
    const double firstMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    end.get_future().wait();
    const double allMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    timer.restart();
    const std::size_t shown = first.count > 0 ? rowsOf(filter, first).size() : 0;
    const double rowsMs = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    QCOMPARE(shown, static_cast<std::size_t>(first.count));
    qInfo("FIGURE %s: first matches after %.1f ms, their rows in %.1f ms more, all %lld after %.0f ms",
          QTest::currentDataTag(), firstMs, rowsMs, static_cast<long long>(count), allMs);
    if (expected >= 0)
        QCOMPARE(count, expected);
    if (count > 0)
        QVERIFY(firstMs + rowsMs < 100 * kSlack);
}

void TestRequestSpeed::showsTheFirstPage()
{
    double firstMs = 0;
    const Outline outline = outlineOf({}, &firstMs);
    QElapsedTimer timer;
    timer.start();
    const auto rows = rowsOf({}, outline.spans.front());
    const double ms = firstMs + static_cast<double>(timer.nsecsElapsed()) / 1e6;
    qInfo("FIGURE first page of 200 rows: %.1f ms", ms);
    QCOMPARE(rows.size(), 200u);
    QVERIFY(ms < 100 * kSlack);
}

void TestRequestSpeed::jumpsByTime()
{
    const std::int64_t moment = kNewestUs - kRequests / 2 * kBulkStepUs;
    QElapsedTimer timer;
    timer.start();
    const auto rows = ask<std::vector<RequestRow>>([&](auto callback) {
        m_reader->requests({{.untilUs = moment}, {}, 200}, std::move(callback));
    });
    const double ms = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    qInfo("FIGURE jump by time to the middle: %.1f ms", ms);
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 200u);
    QVERIFY(rows.value()[0].last.open.request.unixMs() * 1000 < moment);
    QVERIFY(rows.value()[0].last.open.request.unixMs() * 1000 >= moment - kBulkStepUs - 1000);
    QVERIFY(ms < 100 * kSlack);
}

void TestRequestSpeed::turnsAPage()
{
    const RequestFilter rare{.terms = {textTerm(TermField::Model, "rare")}};
    double most = 0;
    for (const RequestFilter &filter : {RequestFilter(), rare}) {
        const Outline outline = outlineOf(filter);
        for (std::size_t i = 0; i < outline.spans.size(); i += outline.spans.size() / 20) {
            QElapsedTimer timer;
            timer.start();
            const auto rows = rowsOf(filter, outline.spans[i]);
            most = std::max(most, static_cast<double>(timer.nsecsElapsed()) / 1e6);
            QCOMPARE(rows.size(), static_cast<std::size_t>(outline.spans[i].count));
        }
    }
    qInfo("FIGURE page switch, slowest of 40: %.1f ms", most);
    QVERIFY(most < 50 * kSlack);
}

void TestRequestSpeed::walksOverAll()
{
    QElapsedTimer timer;
    timer.start();
    const Outline outline = outlineOf({});
    qInfo("FIGURE outline of everything: %lld ms, %zu spans", static_cast<long long>(timer.elapsed()),
          outline.spans.size());
    std::int64_t count = 0;
    for (const OutlineSpan &span : outline.spans)
        count += span.count;
    QCOMPARE(count, kRequests + 4);
    QCOMPARE(outline.scanned, kRequests + 4 + kRequests / 1000);
}

void TestRequestSpeed::sumsAll()
{
    QElapsedTimer timer;
    timer.start();
    std::promise<RequestSums> promise;
    m_reader->sums({}, [&](QueryToken, const Result<RequestSums> &sums) {
        if (sums.ok() && sums.value().done)
            promise.set_value(sums.value());
    });
    const RequestSums sums = promise.get_future().get();
    qInfo("FIGURE sums of everything: %lld ms", static_cast<long long>(timer.elapsed()));
    QCOMPARE(sums.requests, kRequests + 4);
    QCOMPARE(sums.failed, kRequests / 50);
    QCOMPARE(sums.retried, kRequests / 1000);
}

QTEST_GUILESS_MAIN(TestRequestSpeed)
#include "tst_requestspeed.moc"
