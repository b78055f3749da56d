#include "core/base/json.h"
#include "core/client/filterlanguage.h"
#include "core/localclient/localtraffic.h"
#include "tests/support/bulkledger.h"

#include <QDir>
#include <QSignalSpy>
#include <QTest>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr int kRequests = 20'000;

}   // namespace

class TestLocalTraffic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { m_traffic = std::make_unique<LocalTraffic>(m_folder.path().toStdString()); }
    void cleanup() { m_traffic.reset(); }
    void finds_data();
    void finds();
    void agreesWithTheLanguage_data();
    void agreesWithTheLanguage();
    void tellsARequestsAttempts();
    void sums();
    void knowsNames();
    void answersNothingAfterCancel();
    void isEmptyWithoutALedger();
    void exports_data();
    void exports();
    void quotesWhatASpreadsheetWouldRun();
    void leavesNoFileWhenCancelled();
    void saysWhyItCannotExport();

private:
    std::vector<TrafficSpan> outlineOf(const TrafficFilter &filter);
    std::vector<TrafficRow> rowsOf(const TrafficFilter &filter, const TrafficSpan &span);
    static TrafficFilter filterOf(const QString &text)
    {
        const ParsedFilter parsed = parseFilter(text);
        return parsed.ok() ? TrafficFilter{.terms = parsed.terms} : TrafficFilter{.fromUs = INT64_MAX};
    }

    QTemporaryDir m_folder;
    std::unique_ptr<LocalTraffic> m_traffic;
};

void TestLocalTraffic::initTestCase()
{
    QVERIFY(ledger::test::makeBulkLedger(m_folder.path(), kRequests, ledger::test::kNoonUs));
}

std::vector<TrafficSpan> TestLocalTraffic::outlineOf(const TrafficFilter &filter)
{
    std::vector<TrafficSpan> spans;
    bool done = false;
    const QObject scope;
    Token token = 0;
    connect(m_traffic.get(), &TrafficClient::outlineReady, &scope,
            [&](Token answered, const TrafficOutline &part) {
                if (answered != token)
                    return;
                spans.insert(spans.end(), part.spans.begin(), part.spans.end());
                done = part.done;
            });
    token = m_traffic->requestOutline(filter, {});
    return QTest::qWaitFor([&] { return done; }, 20'000) ? spans : std::vector<TrafficSpan>();
}

std::vector<TrafficRow> TestLocalTraffic::rowsOf(const TrafficFilter &filter, const TrafficSpan &span)
{
    std::optional<std::vector<TrafficRow>> result;
    const QObject scope;
    connect(m_traffic.get(), &TrafficClient::rowsReady, &scope,
            [&](Token, const std::vector<TrafficRow> &rows, const QString &) { result = rows; });
    m_traffic->requestRows(filter, span);
    return QTest::qWaitFor([&] { return result.has_value(); }, 20'000) ? *result : std::vector<TrafficRow>();
}

void TestLocalTraffic::finds_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("expected");
    QTest::newRow("everything") << u""_s << kRequests + 4;
    QTest::newRow("failures") << u"is:error"_s << kRequests / 50;
    QTest::newRow("retried") << u"is:retried"_s << kRequests / 1000;
    QTest::newRow("a program") << u"app:codex"_s << 6669;
    QTest::newRow("nothing") << u"app:nobody"_s << 0;
}

void TestLocalTraffic::finds()
{
    QFETCH(const QString, filter);
    QFETCH(const int, expected);
    int count = 0;
    for (const TrafficSpan &span : outlineOf(filterOf(filter)))
        count += span.count;
    QCOMPARE(count, expected);
}

void TestLocalTraffic::agreesWithTheLanguage_data()
{
    QTest::addColumn<QString>("filter");
    for (const char *filter :
         {"model:gpt-5", "model:RARE",   "model=fast",   "-model:gpt-4o", "app:claude status>=400",
          "status:4xx",  "-status:2xx",  "cost>0.001",   "cost<=0.00101", "tokens>20k",
          "in<1500",     "out>=1000",    "is:cached",    "-is:cached",    "duration>5s",
          "ttft<300ms",  "overhead<1ms", "key:alias",    "key=key0",      "provider:open",
          "route:chat",  "session:s1",   "error:rate",   "-error:rate",   "is:stream",
          "-is:stream",  "is:retried",   "attempts=2",   "rate_limit",    "\"limit_error\" app:codex",
          "is:mock",     "is:unpriced",  "is:estimated", "is:broken"})
        QTest::newRow(filter) << QString::fromUtf8(filter);
}

// The window decides about what happens now, the ledger about what did: the same rows must match.
void TestLocalTraffic::agreesWithTheLanguage()
{
    QFETCH(const QString, filter);
    static const std::vector<TrafficRow> all = [this] {
        std::vector<TrafficRow> rows;
        for (const TrafficSpan &span : outlineOf({})) {
            const auto part = rowsOf({}, span);
            rows.insert(rows.end(), part.begin(), part.end());
        }
        return rows;
    }();
    QCOMPARE(all.size(), std::size_t(kRequests + 4));
    const TrafficFilter wanted = filterOf(filter);
    QVERIFY(wanted.fromUs != INT64_MAX);
    int count = 0;
    for (const TrafficSpan &span : outlineOf(wanted))
        count += span.count;
    QCOMPARE(count, int(std::count_if(all.begin(), all.end(),
                                      [&](const TrafficRow &row) { return matches(wanted, row); })));
}

void TestLocalTraffic::tellsARequestsAttempts()
{
    const auto spans = outlineOf(filterOf(u"is:retried"_s));
    QVERIFY(!spans.empty());
    QSignalSpy told(m_traffic.get(), &TrafficClient::detailReady);
    const Token token = m_traffic->requestDetail(spans[0].newest);
    QVERIFY(told.wait());
    QCOMPARE(told[0][0].value<Token>(), token);
    const auto detail = told[0][1].value<TrafficDetail>();
    QCOMPARE(detail.request, spans[0].newest);
    QCOMPARE(detail.keyAlias, u"alias"_s);
    QCOMPARE(detail.attempts.size(), 2u);
    QCOMPARE(detail.attempts[0].error, u"server_error"_s);
    QCOMPARE(detail.attempts[1].number, 1);
    QCOMPARE(detail.attempts[1].priceInput, 2'500'000);
    QCOMPARE(detail.attempts[1].priceVersion, u"2026-11-21"_s);
}

void TestLocalTraffic::sums()
{
    QSignalSpy told(m_traffic.get(), &TrafficClient::sumsReady);
    m_traffic->requestSums({});
    QTRY_VERIFY(!told.isEmpty() && told.last()[1].value<TrafficSums>().done);
    const auto sums = told.last()[1].value<TrafficSums>();
    QCOMPARE(sums.requests, kRequests + 4);
    QCOMPARE(sums.failed, kRequests / 50);
    QCOMPARE(sums.costPico, std::int64_t(kRequests) * 1'000'000'000 +
                                std::int64_t(kRequests) * (kRequests - 1) / 2 + 4 * 1'000'000);
}

void TestLocalTraffic::knowsNames()
{
    QSignalSpy told(m_traffic.get(), &TrafficClient::namesReady);
    m_traffic->requestNames();
    QVERIFY(told.wait());
    const auto names = told[0][1].value<TrafficNames>();
    QVERIFY(names.models.contains(u"rare-model"_s) && names.models.contains(u"fast"_s));
    QCOMPARE(names.providers, QStringList{u"openai"_s});
}

void TestLocalTraffic::answersNothingAfterCancel()
{
    QSignalSpy told(m_traffic.get(), &TrafficClient::outlineReady);
    const Token first = m_traffic->requestOutline({}, {});
    // Its answers may be under way already.
    QTest::qSleep(50);
    m_traffic->cancel(first);
    const Token second = m_traffic->requestOutline({}, {});
    QTRY_VERIFY(!told.isEmpty() && told.last()[1].value<TrafficOutline>().done);
    for (const auto &answer : told)
        QCOMPARE(answer[0].value<Token>(), second);
}

void TestLocalTraffic::isEmptyWithoutALedger()
{
    QTemporaryDir empty;
    LocalTraffic traffic(empty.path().toStdString());
    QSignalSpy told(&traffic, &TrafficClient::outlineReady);
    traffic.requestOutline({}, {});
    QVERIFY(told.wait());
    const auto part = told[0][1].value<TrafficOutline>();
    QVERIFY(part.done && part.spans.empty());
    QCOMPARE(part.problem, QString());
}

void TestLocalTraffic::exports_data()
{
    QTest::addColumn<ExportFormat>("format");
    QTest::newRow("CSV") << ExportFormat::Csv;
    QTest::newRow("JSON lines") << ExportFormat::JsonLines;
}

void TestLocalTraffic::exports()
{
    QFETCH(const ExportFormat, format);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"out"_s);
    QSignalSpy told(m_traffic.get(), &TrafficClient::exportMoved);
    m_traffic->startExport(filterOf(u"is:error"_s), format, path);
    QTRY_VERIFY(!told.isEmpty() && told.last()[1].value<ExportState>().done);
    const auto state = told.last()[1].value<ExportState>();
    QCOMPARE(state.problem, QString());
    QCOMPARE(state.written, kRequests / 50);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    const bool csv = format == ExportFormat::Csv;
    QCOMPARE(lines.size(), kRequests / 50 + (csv ? 1 : 0));
    if (csv) {
        QVERIFY(lines[0].startsWith("time,request_id,call_id,app,key,route,"));
        QVERIFY(lines[1].contains(",429,") && lines[1].contains("rate_limit_error"));
        QCOMPARE(lines[1].count(','), lines[0].count(','));
        return;
    }
    const auto value = json::parse(lines[0].toStdString());
    QVERIFY(value.ok());
    const json::Object &object = value.value().get_object();
    QCOMPARE(json::findInt(object, "status").value_or(0), 429);
    QCOMPARE(json::stringOr(object, "cost_usd"), "0.001000019999");
    QCOMPARE(json::stringOr(object, "time"), "2026-11-21T12:00:00.000Z");
}

void TestLocalTraffic::quotesWhatASpreadsheetWouldRun()
{
    ledger::RequestRow row;
    row.last.open.client = "=HYPERLINK(\"http://x\",\"y\")";
    row.last.open.requestedModel = "a\nb";
    const std::string line = csvLine(row);
    QVERIFY(line.find(",\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",") != std::string::npos);
    QVERIFY(line.find(",\"a\nb\",") != std::string::npos);
}

void TestLocalTraffic::leavesNoFileWhenCancelled()
{
    QTemporaryDir folder;
    QSignalSpy told(m_traffic.get(), &TrafficClient::exportMoved);
    const Token token = m_traffic->startExport({}, ExportFormat::Csv, folder.filePath(u"out.csv"_s));
    QTRY_VERIFY(!told.isEmpty());
    QVERIFY(!told.last()[1].value<ExportState>().done);
    m_traffic->cancel(token);
    const qsizetype answers = told.size();
    QTest::qWait(50);
    QCOMPARE(told.size(), answers);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList());
}

void TestLocalTraffic::saysWhyItCannotExport()
{
    QTemporaryDir folder;
    QSignalSpy told(m_traffic.get(), &TrafficClient::exportMoved);
    m_traffic->startExport({}, ExportFormat::Csv, folder.filePath(u"no/such/folder.csv"_s));
    QTRY_VERIFY(!told.isEmpty() && told.last()[1].value<ExportState>().done);
    QVERIFY(!told.last()[1].value<ExportState>().problem.isEmpty());
}

QTEST_GUILESS_MAIN(TestLocalTraffic)
#include "tst_localtraffic.moc"
