#include "core/base/resources.h"
#include "core/pricing/cost.h"
#include "core/pricing/pricetable.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>

using namespace gw;
using namespace gw::pricing;

namespace {

// 2026-11-21 12:00:00 UTC.
constexpr std::int64_t kNow = 1'795'262'400'000'000;
constexpr std::int64_t kHour = 3'600'000'000;
constexpr std::int64_t kDay = 24 * kHour;

std::string rateOf(const std::optional<Price> &price, Unit unit)
{
    if (!price)
        return "no price";
    const auto &rate = price->standard().rates[static_cast<std::size_t>(unit)];
    return rate ? toText(*rate) : "unknown";
}

// JSON with single quotes: moc 6.4 loses the class below after a raw string.
std::string smallTable()
{
    std::string text =
        "{'version':'t1','free_when_local':['ollama'],'lifecycle':["
        "{'provider':'p','shutdown':'2027-01-01','models':['m-1'],'replacement':'m-2'}],'unit_prices':[],"
        "'providers':["
        "{'id':'p','gateway_providers':['p'],'url':'https://p\\\\.example','fallback':['q'],'models':["
        "{'id':'any','match':{'any':[{'is':'a'},{'prefix':'b-'},{'suffix':'-c'},{'has':'ddd'}]},'price':{'"
        "input':'1','output':'1'}},"
        "{'id':'all','match':{'all':[{'prefix':'x'},{'regex':'^x[0-9]+$'}]},'price':{'input':'2','output':'2'"
        "}},"
        "{'id':'bad','match':{'regex':'('},'price':{'input':'9'}},"
        "{'id':'in','match':{'in':['m-1','m-2']},'price':{'input':'3','output':'3'}},"
        "{'id':'second','match':{'prefix':'m-'},'price':{'input':'4','output':'4'}},"
        "{'id':'clock','match':{'is':'clock'},'price':{'input':'7'},'variants':["
        "{'default':true,'rate':{'input':'1'}},{'utc_from':'22:00:00','utc_until':'06:00:00','rate':{'input':"
        "'2'}},"
        "{'from_date':'2027-01-01','rate':{'input':'3'}}]}]},"
        "{'id':'q','gateway_providers':['q'],'url':'https://q\\\\.example','fallback':['r'],'models':["
        "{'id':'only-q','match':{'is':'only-q'},'price':{'input':'5'}}]},"
        "{'id':'r','gateway_providers':['r'],'url':'https://r\\\\.example','models':["
        "{'id':'only-r','match':{'is':'only-r'},'price':{'input':'6'}}]}]}";
    std::replace(text.begin(), text.end(), '\'', '"');
    return text;
}

}   // namespace

class TestPriceTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void lookup_data();
    void lookup();
    void matches_data();
    void matches();
    void choosesVariantByTime_data();
    void choosesVariantByTime();
    void choosesListByHost();
    void pricesBuiltinFlagships();
    void pricesWhatIsNoToken_data();
    void pricesWhatIsNoToken();
    void leavesUnknownModelsUnpriced();
    void makesLocalModelsFreeUntilPriced();
    void keepsTiersOfTheTable();
    void overridesOneRateOnly();
    void tellsFacts();
    void listsModelsOfAProvider();
    void refusesATableItCannotRead();
    void loadsQuickly();

private:
    std::optional<PriceTable> m_table;
    std::optional<PriceTable> m_small;
};

void TestPriceTable::initTestCase()
{
    auto table = PriceTable::builtin();
    QVERIFY(table.ok());
    m_table.emplace(std::move(table).value());
    auto small = PriceTable::load(smallTable());
    QVERIFY(small.ok());
    m_small.emplace(std::move(small).value());
}

void TestPriceTable::lookup_data()
{
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char *name, const char *provider, const char *model, const char *source) {
        QTest::newRow(name) << QByteArray(provider) << QByteArray(model) << QByteArray(source);
    };
    row("exact name", "openai", "gpt-4o", "openai:gpt-4o");
    row("with the provider's prefix", "openai", "openai/gpt-4o", "openai:gpt-4o");
    row("upper case", "openai", "GPT-4o", "openai:gpt-4o");
    row("flagship before its older prefix", "anthropic", "claude-opus-5-5", "anthropic:claude-opus-5-5");
    row("dated name", "anthropic", "claude-sonnet-4-5-20250929", "anthropic:claude-sonnet-4-5");
    row("Azure falls back to OpenAI", "azure", "gpt-5.6-sol", "openai:gpt-5.6-sol");
    row("Vertex's own row for Claude", "vertex_ai", "claude-opus-5-5", "google:claude-opus-5-5");
    row("Vertex falls back to Anthropic", "vertex_ai", "claude-haiku-4-5@20251001",
        "anthropic:claude-haiku-4-5");
    row("version after an at sign", "openai", "gpt-4o@001", "openai:gpt-4o");
    row("version unknown to the table", "openai", "gpt-4o-2031-01-31", "openai:gpt-4o");
    row("slashes in the model", "openrouter", "anthropic/claude-sonnet-5",
        "openrouter:anthropic/claude-sonnet-5");
    row("Bedrock region prefix", "bedrock", "eu.anthropic.claude-sonnet-5-v1:0",
        "aws:regional.anthropic.claude-sonnet-5-v1:0");
}

void TestPriceTable::lookup()
{
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, source);
    const std::string providerText = provider.toStdString();
    const std::string modelText = model.toStdString();
    const auto price = m_table->lookup({providerText, modelText, "", kNow});
    QVERIFY(price.has_value());
    QCOMPARE(QByteArray::fromStdString(price->source), source);
    QCOMPARE(price->version, m_table->version());
}

void TestPriceTable::matches_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("source");
    const auto row = [](const char *name, const char *model, const char *source) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(source);
    };
    row("is", "a", "p:any");
    row("prefix", "b-9", "p:any");
    row("suffix", "z-c", "p:any");
    row("has", "1ddd2", "p:any");
    row("all hold", "x12", "p:all");
    row("one of all fails", "xy", "");
    row("in comes first", "m-1", "p:in");
    row("second rule", "m-3", "p:second");
    row("one step of fallback", "only-q", "q:only-q");
    row("no second step of fallback", "only-r", "");
    row("nothing matches", "zzz", "");
    row("empty name", "", "");
}

void TestPriceTable::matches()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, source);
    const std::string text = model.toStdString();
    const auto price = m_small->lookup({"p", text, "", kNow});
    QCOMPARE(QByteArray::fromStdString(price ? price->source : ""), source);
}

void TestPriceTable::choosesVariantByTime_data()
{
    QTest::addColumn<qint64>("at");
    QTest::addColumn<QByteArray>("rate");
    QTest::newRow("noon is the default") << qint64(kNow) << QByteArray("0.000001");
    QTest::newRow("night begins") << qint64(kNow + 10 * kHour) << QByteArray("0.000002");
    QTest::newRow("night goes past midnight") << qint64(kNow + 17 * kHour) << QByteArray("0.000002");
    QTest::newRow("night ends") << qint64(kNow + 18 * kHour) << QByteArray("0.000001");
    QTest::newRow("last second of the year")
        << qint64(kNow + 40 * kDay + 12 * kHour - 1'000'000) << QByteArray("0.000002");
    QTest::newRow("first second of the new year")
        << qint64(kNow + 40 * kDay + 12 * kHour) << QByteArray("0.000003");
}

void TestPriceTable::choosesVariantByTime()
{
    QFETCH(qint64, at);
    QFETCH(QByteArray, rate);
    QCOMPARE(QByteArray::fromStdString(rateOf(m_small->lookup({"p", "clock", "", at}), Unit::Input)), rate);
}

void TestPriceTable::choosesListByHost()
{
    const auto world = m_table->lookup({"zai", "glm-5.2", "https://api.z.ai/api/paas/v4", kNow});
    const auto china = m_table->lookup({"zai", "glm-5.2", "https://open.bigmodel.cn/api/paas/v4", kNow});
    QVERIFY(world.has_value() && china.has_value());
    QCOMPARE(world->source, std::string("zai:GLM-5.2"));
    QCOMPARE(china->source, std::string("zhipuai:GLM-5.2"));
    // An OpenAI row pointed at another service costs what that service asks.
    const auto groq =
        m_table->lookup({"openai", "llama-3.3-70b-versatile", "https://api.groq.com/openai/v1", kNow});
    QVERIFY(groq.has_value());
    QVERIFY(groq->source.starts_with("groq:"));
    const auto routed = m_table->lookup({"huggingface", "together/deepseek-ai/DeepSeek-R1", "", kNow});
    QVERIFY(routed.has_value());
    QVERIFY(routed->source.starts_with("huggingface_together:"));
}

void TestPriceTable::pricesBuiltinFlagships()
{
    const auto opus = m_table->lookup({"anthropic", "claude-opus-5-5", "", kNow});
    QCOMPARE(rateOf(opus, Unit::Input), std::string("0.000004"));
    QCOMPARE(rateOf(opus, Unit::Output), std::string("0.00002"));
    QCOMPARE(rateOf(opus, Unit::CacheRead), std::string("0.0000002"));
    QCOMPARE(rateOf(opus, Unit::CacheWrite1h), std::string("0.000008"));
    QCOMPARE(rateOf(opus, Unit::WebSearch), std::string("0.01"));
    // 1000 in, 200 out, 1 search: 1000 * 4,000,000 + 200 * 20,000,000 + 10^10 pico.
    QCOMPARE(cost({.input = 1000, .output = 200, .webSearches = 1}, *opus).pico, 18'000'000'000);
    const auto whisper = m_table->lookup({"openai", "whisper-1", "", kNow});
    QCOMPARE(rateOf(whisper, Unit::SecondIn), std::string("0.0001"));
    const auto speech = m_table->lookup({"openai", "tts-1", "", kNow});
    QCOMPARE(rateOf(speech, Unit::CharacterIn), std::string("0.000015"));
    const auto rerank = m_table->lookup({"cohere", "rerank-v3.5", "", kNow});
    QCOMPARE(rateOf(rerank, Unit::Query), std::string("0.002"));
    const auto picture = m_table->lookup({"openai", "dall-e-2", "", kNow});
    QVERIFY(picture.has_value());
    QCOMPARE(cost({}, *picture, {.images = 2, .imageKind = "512x512"}).pico, 36'000'000'000);
    // Gemini 4 Argon: the launch price ends on 2026-11-30.
    QCOMPARE(rateOf(m_table->lookup({"gemini", "gemini-4-argon", "", kNow}), Unit::Input),
             std::string("0.000002"));
    QCOMPARE(rateOf(m_table->lookup({"gemini", "gemini-4-argon", "", kNow + 11 * kDay}), Unit::Input),
             std::string("0.000004"));
}

void TestPriceTable::pricesWhatIsNoToken_data()
{
    QTest::addColumn<QByteArray>("provider");
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<int>("characters");
    QTest::addColumn<int>("queries");
    QTest::addColumn<QByteArray>("imageKind");   // Three pictures of it, or none.
    QTest::addColumn<qint64>("pico");
    const auto row = [](const char *name, const char *provider, const char *model, int seconds,
                        int characters, int queries, const char *kind, qint64 pico) {
        QTest::newRow(name) << QByteArray(provider) << QByteArray(model) << seconds << characters << queries
                            << QByteArray(kind) << pico;
    };
    // 60 * 0.0001 USD
    row("a minute for Whisper", "openai", "whisper-1", 60, 0, 0, "", 6'000'000'000);
    // 500 * 15 USD / 1,000,000
    row("five hundred characters spoken", "openai", "tts-1", 0, 500, 0, "", 7'500'000'000);
    // 2 * 0.002 USD
    row("two searches at Cohere", "cohere", "rerank-v3.5", 0, 0, 2, "", 4'000'000'000);
    // 3 * 0.04 USD
    row("three pictures of DALL-E 3", "openai", "dall-e-3", 0, 0, 0, "1024x1024 standard", 120'000'000'000);
    // 3 * 0.018 USD, whatever the quality
    row("three of DALL-E 2 by size", "openai", "dall-e-2", 0, 0, 0, "512x512 standard", 54'000'000'000);
}

void TestPriceTable::pricesWhatIsNoToken()
{
    QFETCH(QByteArray, provider);
    QFETCH(QByteArray, model);
    QFETCH(int, seconds);
    QFETCH(int, characters);
    QFETCH(int, queries);
    QFETCH(QByteArray, imageKind);
    QFETCH(qint64, pico);
    const std::string providerText = provider.toStdString();
    const std::string modelText = model.toStdString();
    const auto price = m_table->lookup({providerText, modelText, "", kNow});
    QVERIFY(price.has_value());
    CostOptions options;
    options.secondsMilliIn = std::int64_t{1000} * seconds;
    options.charactersIn = characters;
    options.queries = queries;
    options.imageKind = imageKind.toStdString();
    options.images = imageKind.isEmpty() ? 0 : 3;
    const Cost result = cost({}, *price, options);
    QCOMPARE(result.pico, pico);
    QVERIFY(!result.unpriced);
}

void TestPriceTable::leavesUnknownModelsUnpriced()
{
    QVERIFY(!m_table->lookup({"openai", "no-such-model", "", kNow}));
    QVERIFY(!m_table->lookup({"deepinfra", "meta-llama/Llama-3", "", kNow}));
    QVERIFY(!m_table->lookup({"", "", "", kNow}));
    // Listed without a price is not free; named free is.
    const auto listed = m_table->lookup({"gemini", "gemma-3", "", kNow});
    QVERIFY(listed && cost({.input = 1, .output = 1}, *listed).unpriced);
    const auto named = m_table->lookup({"openrouter", "qwen/qwen3-coder:free", "", kNow});
    QVERIFY(named && !cost({.input = 1, .output = 1}, *named).unpriced);
    QCOMPARE(cost({.input = 1, .output = 1}, *named).pico, 0);
}

void TestPriceTable::makesLocalModelsFreeUntilPriced()
{
    const auto local = m_table->lookup({"ollama_chat", "qwen3:8b", "http://localhost:11434", kNow});
    QVERIFY(local.has_value());
    QVERIFY(local->free);
    QCOMPARE(cost({.input = 100, .output = 100}, *local).pico, 0);
    QVERIFY(!cost({.input = 100, .output = 100}, *local).unpriced);
    const auto priced = withOverrides(*local, {{"output_cost_per_token", "1e-06"}});
    QVERIFY(priced.ok());
    QCOMPARE(cost({.input = 100, .output = 100}, priced.value()).pico, 100'000'000);
}

void TestPriceTable::keepsTiersOfTheTable()
{
    const auto sonnet = m_table->lookup({"anthropic", "claude-sonnet-4-5", "", kNow});
    QVERIFY(sonnet.has_value());
    // 200,000 * 3,000,000; one more: 200,001 * 6,000,000.
    QCOMPARE(cost({.input = 200'000, .output = 0}, *sonnet).pico, 600'000'000'000);
    QCOMPARE(cost({.input = 200'001, .output = 0}, *sonnet).pico, 1'200'006'000'000);
}

void TestPriceTable::overridesOneRateOnly()
{
    const auto base = m_table->lookup({"openai", "gpt-4o", "", kNow});
    QVERIFY(base.has_value());
    const auto price = withOverrides(*base, {{"input_cost_per_token", "1e-06"}});
    QVERIFY(price.ok());
    QCOMPARE(rateOf(price.value(), Unit::Input), std::string("0.000001"));
    QCOMPARE(rateOf(price.value(), Unit::Output), rateOf(base, Unit::Output));
    QCOMPARE(price.value().source, std::string("openai:gpt-4o+config"));
}

void TestPriceTable::tellsFacts()
{
    const auto facts = m_table->facts({"anthropic", "claude-sonnet-4-5-20250929", "", kNow});
    QVERIFY(facts.has_value());
    QCOMPARE(facts->name, std::string("Claude Sonnet 4.5"));
    QCOMPARE(facts->contextWindow, 1'000'000);
    QCOMPARE(facts->shutdown, std::string("2026-11-30"));
    QCOMPARE(facts->replacement, std::string("claude-sonnet-5-5"));
    QVERIFY(!m_table->facts({"openai", "no-such-model", "", kNow}));
}

void TestPriceTable::listsModelsOfAProvider()
{
    QCOMPARE(m_table->models("anthropic").size(), 25u);
    QVERIFY(m_table->models("nobody").empty());
    const auto small = m_small->models("p");
    QCOMPARE(small.size(), 6u);
    QCOMPARE(small[0].id, std::string("any"));
    QCOMPARE(small[0].mode, std::string("chat"));
}

void TestPriceTable::refusesATableItCannotRead()
{
    QVERIFY(!PriceTable::load("").ok());
    QVERIFY(!PriceTable::load("[]").ok());
    QVERIFY(!PriceTable::load("{\"providers\":[]}").ok());
    QVERIFY(!PriceTable::load("{\"providers\":[").ok());
}

void TestPriceTable::loadsQuickly()
{
    constexpr int rounds = 20;
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < rounds; ++i)
        QVERIFY(PriceTable::builtin().ok());
    const double each = static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds;
    timer.restart();
    for (int i = 0; i < rounds; ++i)
        QVERIFY(m_table->lookup({"openrouter", "z-ai/glm-4.5", "", kNow}));
    qInfo("load %.3f ms, look-up among 691 models %.3f ms", each,
          static_cast<double>(timer.nsecsElapsed()) / 1e6 / rounds);
    // Far above what it takes (3 ms is the aim), so that a busy machine does not fail it.
    QVERIFY(each < 60);
}

QTEST_MAIN(TestPriceTable)
#include "tst_pricetable.moc"
