#include "core/billing/reconciling.h"

#include <QTest>

using namespace gw;
using namespace gw::billing;

namespace {

// 2026-11-21.
constexpr ledger::Day kDay = 20'778;
constexpr ledger::Int128 kUsd = 1'000'000'000'000;

ledger::BreakdownRow row(ledger::Day day, const std::string &model, std::int64_t requests, std::int64_t input,
                         std::int64_t output, ledger::Int128 cost)
{
    ledger::BreakdownRow out{.day = day, .first = model, .second = {}, .totals = {}};
    out.totals.attempts = requests;
    out.totals.input = input;
    out.totals.output = output;
    out.totals.costPico = cost;
    return out;
}

}   // namespace

class TestReconciling : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsExports_data();
    void readsExports();
    void namesWhatCannotBeRead_data();
    void namesWhatCannotBeRead();
    void takesDatesOffModels();
    void tellsWhatDiffers();
};

void TestReconciling::readsExports_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<qint64>("requests");
    QTest::addColumn<qint64>("input");
    QTest::addColumn<qint64>("output");
    QTest::addColumn<qint64>("cents");
    QTest::newRow("OpenAI's usage")
        << QByteArray("start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,model,"
                      "input_tokens,output_tokens,input_cached_tokens\n"
                      "1795219200,1795305600,2026-11-21T00:00:00+00:00,2026-11-22T00:00:00+00:00,proj,3,"
                      "gpt-4o-2024-08-06,3000,1500,100\n"
                      "1795219200,1795305600,2026-11-21T00:00:00+00:00,2026-11-22T00:00:00+00:00,proj2,1,"
                      "gpt-4o-2024-08-06,1000,500,0\n")
        << qint64(4) << qint64(4000) << qint64(2000) << qint64(-1);
    QTest::newRow("OpenAI's usage without times as text")
        << QByteArray("start_time,model,num_model_requests\n1795219200,gpt-4o,2\n") << qint64(2) << qint64(-1)
        << qint64(-1) << qint64(-1);
    QTest::newRow("OpenAI's costs")
        << QByteArray("start_time_iso,amount_value,amount_currency,line_item\r\n"
                      "2026-11-21T00:00:00+00:00,0.03,usd,\"gpt-4o-2024-08-06, input\"\r\n"
                      "2026-11-21T00:00:00+00:00,1.2e-1,usd,\"gpt-4o-2024-08-06, output\"\r\n")
        << qint64(-1) << qint64(-1) << qint64(-1) << qint64(15);
    QTest::newRow("Anthropic's usage")
        << QByteArray("\xef\xbb\xbfusage_date_utc,model_version,api_key,usage_input_tokens_no_cache,"
                      "usage_input_tokens_cache_write_5m,usage_input_tokens_cache_read,usage_output_tokens\n"
                      "2026-11-21,gpt-4o-20240806,key,100,20,3,40\n")
        << qint64(-1) << qint64(123) << qint64(40) << qint64(-1);
    QTest::newRow("any names, with quotes and thousands")
        << QByteArray(
               "Date,Model,Input Tokens,Cost (USD)\n2026-11-21,\"gpt-4o\",\"1,234\",$0.50\n,,\"9,999\",\n")
        << qint64(-1) << qint64(1234) << qint64(-1) << qint64(50);
}

void TestReconciling::readsExports()
{
    QFETCH(const QByteArray, csv);
    QFETCH(const qint64, requests);
    QFETCH(const qint64, input);
    QFETCH(const qint64, output);
    QFETCH(const qint64, cents);
    const auto usages = readExport(csv.toStdString());
    QVERIFY2(usages.ok(), usages.ok() ? "" : usages.error().message.c_str());
    QCOMPARE(usages.value().size(), std::size_t(1));
    const auto &[key, used] = *usages.value().begin();
    QCOMPARE(key.first, kDay);
    QCOMPARE(key.second, "gpt-4o");
    QCOMPARE(used.requests.value_or(-1), requests);
    QCOMPARE(used.input.value_or(-1), input);
    QCOMPARE(used.output.value_or(-1), output);
    QCOMPARE(static_cast<qint64>(used.costPico ? *used.costPico / (kUsd / 100) : -1), cents);
}

void TestReconciling::namesWhatCannotBeRead_data()
{
    QTest::addColumn<QByteArray>("csv");
    QTest::addColumn<QByteArray>("problem");
    QTest::newRow("nothing") << QByteArray() << QByteArray("the export is empty");
    QTest::newRow("no day") << QByteArray("model,cost\na,1\n")
                            << QByteArray("the export has no column with the day");
    QTest::newRow("no model") << QByteArray("date,cost\n2026-11-21,1\n")
                              << QByteArray("the export has no column with the model");
    QTest::newRow("nothing to compare")
        << QByteArray("date,model\n2026-11-21,a\n")
        << QByteArray("the export has no column with the requests, tokens or costs");
    QTest::newRow("a day that is none") << QByteArray("date,model,cost\nsoon,a,1\n")
                                        << QByteArray("line 2 of the export has no day that can be read");
    QTest::newRow("a number that is none")
        << QByteArray("date,model,requests\n2026-11-21,a,many\n")
        << QByteArray("line 2 of the export has no numbers that can be read");
}

void TestReconciling::namesWhatCannotBeRead()
{
    QFETCH(const QByteArray, csv);
    QFETCH(const QByteArray, problem);
    const auto usages = readExport(csv.toStdString());
    QVERIFY(!usages.ok());
    QCOMPARE(usages.error().message, problem.toStdString());
}

void TestReconciling::takesDatesOffModels()
{
    QCOMPARE(bareModel("openai/gpt-4o-2024-08-06"), "gpt-4o");
    QCOMPARE(bareModel("claude-3-5-sonnet-20241022"), "claude-3-5-sonnet");
    QCOMPARE(bareModel("claude-3-7-sonnet-latest"), "claude-3-7-sonnet");
    QCOMPARE(bareModel("gpt-4.1"), "gpt-4.1");
    QCOMPARE(bareModel("text-embedding-3-small"), "text-embedding-3-small");
}

void TestReconciling::tellsWhatDiffers()
{
    const Usages ledger =
        usagesOf({row(kDay, "gpt-4o-2024-08-06", 100, 100'000, 5000, 3 * kUsd),
                  row(kDay, "ours-alone", 1, 10, 10, kUsd), row(kDay, "failed-alone", 0, 0, 0, 0),
                  row(kDay + 1, "gpt-4o", 10, 1000, 0, kUsd)});
    Usages provider;
    provider[{kDay, "gpt-4o"}] = {.requests = 100, .input = 100'400, .output = 5000};
    provider[{kDay, "theirs-alone"}] = {.requests = 2};
    provider[{kDay + 1, "gpt-4o"}] = {.requests = 10, .costPico = 2 * kUsd};
    const std::vector<Difference> all = reconcile(provider, ledger, 0.005);
    QCOMPARE(all.size(), std::size_t(4));
    QCOMPARE(all[0].key.second, "gpt-4o");
    QVERIFY2(all[0].matches, "0.4 % are within 0.5 %, and the costs were not said");
    QCOMPARE(all[1].key.second, "ours-alone");
    QVERIFY(!all[1].matches && !all[1].provider);
    QCOMPARE(all[2].key.second, "theirs-alone");
    QVERIFY(!all[2].matches && !all[2].ledger);
    QVERIFY2(!all[3].matches, "one dollar is none of two");
    QVERIFY(!reconcile(provider, ledger, 0.001)[0].matches);
    const std::string text = toText(all);
    QVERIFY(text.ends_with("1 matched, 1 missing in the ledger, 1 missing in the export, 1 differing\n"));
    QVERIFY(text.find("2026-11-22  gpt-4o") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestReconciling)
#include "tst_reconciling.moc"
