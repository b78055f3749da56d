#include <QTest>

#include "ledgersupport.h"

using namespace gw;
using namespace gw::ledger;
using namespace gw::ledger::test;

namespace {

constexpr int kRequests = 25'000;   // More than one slice.
constexpr std::int64_t kStepUs = 1'000'000;

Term text(TermField field, const std::string &value, TermCompare compare = TermCompare::Contains)
{
    return {.field = field, .compare = compare, .text = value};
}

Term number(TermField field, TermCompare compare, std::int64_t value)
{
    return {.field = field, .compare = compare, .number = value};
}

Term no(Term term)
{
    term.negated = true;
    return term;
}

}   // namespace

Q_DECLARE_METATYPE(gw::ledger::RequestFilter)

class TestRequestReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void outlinesWithoutGaps();
    void readsASpan();
    void outlinesWhatIsNewer();
    void filters_data();
    void filters();
    void countsEveryAttemptsCost();
    void tellsAllAttempts();
    void sumsAFilter();
    void stopsWhenCancelled();
    void knowsNames();
    void saysThatThereIsNoLedger();

private:
    Outline outlineOf(const RequestFilter &filter, const RequestSpan &within = {});
    std::vector<RequestRow> rowsOf(const RequestFilter &filter, const RequestSpan &span, int limit);

    QTemporaryDir m_folder;
    std::unique_ptr<LedgerReader> m_reader;
};

// Request i started i seconds after noon and cost i. Every 100th was retried; every 500th failed at last.
void TestRequestReader::initTestCase()
{
    Ledger ledger(Ledger::Options{.folder = m_folder.path().toStdString(), .workers = 1, .gatewayId = "g"});
    QVERIFY(ledger.start().ok());
    for (std::uint64_t i = 0; i < kRequests; ++i) {
        OpenRecord open = openRecord(i, kNoonUs + static_cast<std::int64_t>(i) * kStepUs);
        open.client = i % 4 == 0 ? "claude-cli/2.0" : "100%_pure";
        open.sessionId = i == 77 ? "a session" : "s1";
        open.callId = i == 23 ? "my-call" : open.callId;
        open.stream = i % 2 == 0;
        CloseRecord close = closeRecord(open, static_cast<std::int64_t>(i));
        close.usage.input = static_cast<std::int64_t>(i);
        close.usage.cacheRead = i % 10 == 0 ? 5 : -1;
        close.firstByteUs = i % 3 == 0 ? -1 : 900;
        close.unpriced = i % 1000 == 1;
        if (i % 100 == 0) {
            CloseRecord failed = close;
            failed.ending = Ending::Failed;
            failed.outcome = Outcome::UpstreamError;
            failed.httpStatus = 503;
            failed.costPico = 1'000'000;
            failed.error = "server_error";
            ledger.journal(0).open(open);
            ledger.journal(0).close(failed);
            open.attempt = 1;
            close.attempt = 1;
            open.upstreamModel = "Second-Model";
        }
        if (i % 500 == 0) {
            close.outcome = Outcome::UpstreamError;
            close.httpStatus = 429;
            close.error = "rate_limit_error: slow down";
        }
        ledger.journal(0).open(open);
        ledger.journal(0).close(close);
    }
    ledger.stop();
    m_reader = std::make_unique<LedgerReader>(m_folder.path().toStdString());
}

Outline TestRequestReader::outlineOf(const RequestFilter &filter, const RequestSpan &within)
{
    std::promise<void> promise;
    Outline whole;
    m_reader->outline({filter, within, 200}, [&](QueryToken, const Result<Outline> &part) {
        if (part.ok())
            whole.spans.insert(whole.spans.end(), part.value().spans.begin(), part.value().spans.end());
        if (!part.ok() || part.value().done)
            promise.set_value();
    });
    promise.get_future().wait();
    return whole;
}

std::vector<RequestRow> TestRequestReader::rowsOf(const RequestFilter &filter, const RequestSpan &span,
                                                  int limit)
{
    const auto rows = ask<std::vector<RequestRow>>([&](auto callback) {
        m_reader->requests({filter, span, limit}, std::move(callback));
    });
    return rows.ok() ? rows.value() : std::vector<RequestRow>();
}

void TestRequestReader::outlinesWithoutGaps()
{
    const Outline outline = outlineOf({});
    int count = 0;
    for (std::size_t i = 0; i < outline.spans.size(); ++i) {
        const OutlineSpan &span = outline.spans[i];
        QVERIFY(span.oldest <= span.newest);
        QVERIFY(i == 0 || span.newest < outline.spans[i - 1].oldest);
        count += span.count;
    }
    QCOMPARE(count, kRequests);
}

void TestRequestReader::readsASpan()
{
    const Outline outline = outlineOf({});
    const OutlineSpan &span = outline.spans[3];
    const auto rows = rowsOf({}, {span.newest, span.oldest}, 1000);
    QCOMPARE(rows.size(), static_cast<std::size_t>(span.count));
    QVERIFY(rows.front().last.open.request == span.newest);
    QVERIFY(rows.back().last.open.request == span.oldest);
}

void TestRequestReader::outlinesWhatIsNewer()
{
    const Id128 middle = idAt(kNoonUs + 100 * kStepUs, 100);
    const Outline newer = outlineOf({}, {.oldest = middle});
    int count = 0;
    for (const OutlineSpan &span : newer.spans)
        count += span.count;
    QCOMPARE(count, kRequests - 100);
    const Outline between = outlineOf({}, {.newest = idAt(kNoonUs + 109 * kStepUs, 109), .oldest = middle});
    QCOMPARE(between.spans.size(), 1u);
    QCOMPARE(between.spans[0].count, 10);
}

void TestRequestReader::filters_data()
{
    using F = TermField;
    using C = TermCompare;
    QTest::addColumn<RequestFilter>("filter");
    QTest::addColumn<int>("expected");
    const auto row = [](const char *name, int expected, std::vector<Term> terms) {
        QTest::newRow(name) << RequestFilter{.terms = std::move(terms)} << expected;
    };
    row("nothing asked", kRequests, {});
    row("part of a served model's name in other letters", kRequests / 100, {text(F::Model, "second")});
    row("an asked model", kRequests, {text(F::Model, "fast", C::Equal)});
    row("a whole name is not a part of one", 0, {text(F::Model, "fas", C::Equal)});
    row("a program", kRequests / 4, {text(F::Client, "claude")});
    row("not a program", kRequests - kRequests / 4, {no(text(F::Client, "claude"))});
    row("wildcards are letters", kRequests - kRequests / 4, {text(F::Client, "100%_")});
    row("wildcards match no other letters", 0, {text(F::Client, "c%i")});
    row("a name never met", 0, {text(F::Provider, "nobody")});
    row("all but a name never met", kRequests, {no(text(F::Provider, "nobody"))});
    row("a key by its alias", kRequests, {text(F::Key, "ali")});
    row("a key by its hash", kRequests / 3, {text(F::Key, "key2")});
    row("a session with a blank", 1, {text(F::Session, "a session")});
    row("an error", kRequests / 500, {text(F::Error, "SLOW down")});
    row("no error of that kind", kRequests - kRequests / 500, {no(text(F::Error, "rate_limit"))});
    row("an error of an earlier attempt is not the request's", 0, {text(F::Error, "server_error")});
    row("free text in an error", kRequests / 500, {text(F::Anything, "rate_limit")});
    row("free text that is a call id", 1, {text(F::Anything, "my-call")});
    row("free text that is an answer's id", 1, {text(F::Anything, "chatcmpl-9223372036854775831")});
    row("free text that is a request's id", 1,
        {text(F::Anything, idAt(kNoonUs + 5 * kStepUs, 5).toString())});
    row("a status", kRequests / 500, {number(F::Status, C::Equal, 429)});
    row("a class of status", kRequests / 500, {number(F::Status, C::Contains, 4)});
    row("from a status on", kRequests / 500, {number(F::Status, C::AtLeast, 400)});
    row("retried", kRequests / 100, {number(F::Attempts, C::Greater, 1)});
    row("failed at last", kRequests / 500, {{.field = F::Failed}});
    row("streams", kRequests / 2, {{.field = F::Stream}});
    row("no streams", kRequests / 2, {no({.field = F::Stream})});
    row("unpriced", kRequests / 1000, {{.field = F::Unpriced}});
    row("mock", 0, {{.field = F::Mock}});
    row("cached", kRequests / 10, {number(F::CacheRead, C::Greater, 0)});
    row("few tokens", 11, {number(F::Input, C::AtMost, 10)});
    row("read and written", 10, {number(F::Tokens, C::Less, 30)});
    row("an unknown time is not short", kRequests - (kRequests + 2) / 3,
        {number(F::FirstByteUs, C::Less, 1'000'000)});
    row("the cost of all attempts", kRequests / 100, {number(F::CostPico, C::AtLeast, 1'000'000)});
    row("several at once", kRequests / 500,
        {{.field = F::Stream}, {.field = F::Failed}, text(F::Model, "Second")});
    QTest::newRow("from and until") << RequestFilter{.fromUs = kNoonUs + 10 * kStepUs,
                                                     .untilUs = kNoonUs + 20 * kStepUs}
                                    << 10;
}

void TestRequestReader::filters()
{
    QFETCH(const RequestFilter, filter);
    QFETCH(const int, expected);
    int outlined = 0;
    for (const OutlineSpan &span : outlineOf(filter).spans) {
        const auto rows = rowsOf(filter, {span.newest, span.oldest}, 1000);
        QCOMPARE(rows.size(), static_cast<std::size_t>(span.count));
        outlined += span.count;
    }
    QCOMPARE(outlined, expected);
}

void TestRequestReader::countsEveryAttemptsCost()
{
    const Id128 id = idAt(kNoonUs + 100 * kStepUs, 100);
    const auto rows = rowsOf({}, {id, id}, 10);
    QCOMPARE(rows.size(), 1u);
    QCOMPARE(rows[0].last.open.attempt, 1);
    QCOMPARE(rows[0].last.close.costPico, 100);
    QCOMPARE(rows[0].costPico, 1'000'100);
}

void TestRequestReader::tellsAllAttempts()
{
    const auto rows = ask<std::vector<Row>>(
        [&](auto callback) { m_reader->attempts(idAt(kNoonUs + 100 * kStepUs, 100), std::move(callback)); });
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 2u);
    QCOMPARE(rows.value()[0].close.error, "server_error");
    QCOMPARE(rows.value()[1].open.upstreamModel, "Second-Model");
    const auto none = ask<std::vector<Row>>([&](auto callback) {
        m_reader->attempts({1, 1}, std::move(callback));
    });
    QVERIFY(none.ok() && none.value().empty());
}

void TestRequestReader::sumsAFilter()
{
    std::promise<RequestSums> promise;
    m_reader->sums({{.terms = {{.field = TermField::Stream}}}, 1},
                   [&](QueryToken, const Result<RequestSums> &sums) {
                       if (sums.ok() && sums.value().done)
                           promise.set_value(sums.value());
                   });
    const RequestSums sums = promise.get_future().get();
    QCOMPARE(sums.requests, kRequests / 2);
    QCOMPARE(sums.streams, kRequests / 2);
    QCOMPARE(sums.failed, kRequests / 500);
    QCOMPARE(sums.retried, kRequests / 100);
    QCOMPARE(sums.cached, kRequests / 10);
    QCOMPARE(sums.slow, kRequests / 2);
    QCOMPARE(sums.unpriced, 0);
    // Every second number below kRequests, and a first attempt of 10^6 for every 100th.
    const std::int64_t half = kRequests / 2;
    QCOMPARE(sums.input, half * (half - 1));
    QCOMPARE(sums.costPico, half * (half - 1) + kRequests / 100 * 1'000'000);
}

void TestRequestReader::stopsWhenCancelled()
{
    std::promise<void> begun;
    std::promise<void> release;
    const auto hold = release.get_future().share();
    std::atomic<int> answers{0};
    const QueryToken token = m_reader->outline({}, [&](QueryToken, const Result<Outline> &) {
        if (++answers == 1) {
            begun.set_value();
            hold.wait();
        }
    });
    begun.get_future().wait();
    m_reader->cancel(token);
    release.set_value();
    // Answered only after the walk has ended.
    QCOMPARE(rowsOf({}, {}, 1).size(), 1u);
    QCOMPARE(answers.load(), 1);
}

void TestRequestReader::knowsNames()
{
    const auto names = ask<KnownNames>([&](auto callback) { m_reader->names(std::move(callback)); });
    QVERIFY(names.ok());
    QCOMPARE(names.value().clients, (std::vector<std::string>{"100%_pure", "claude-cli/2.0"}));
    QVERIFY(std::ranges::find(names.value().models, "Second-Model") != names.value().models.end());
    QCOMPARE(names.value().providers, (std::vector<std::string>{"openai"}));
}

void TestRequestReader::saysThatThereIsNoLedger()
{
    QTemporaryDir empty;
    LedgerReader reader(empty.path().toStdString());
    const auto answer = ask<Outline>([&](auto callback) { reader.outline({}, std::move(callback)); });
    QVERIFY(!answer.ok());
    QVERIFY(answer.error().code == ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestRequestReader)
#include "tst_requestreader.moc"
