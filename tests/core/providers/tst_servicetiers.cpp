#include "core/pricing/price.h"
#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// What answers say of their bill beside tokens: the service tier that has answered, money, searches.
class TestServiceTiers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatAnswered_data();
    void readsWhatAnswered();
    void asksVertexByAHeader();
    void readsTheMoneyThatIsNamed_data();
    void readsTheMoneyThatIsNamed();
    void readsWhatARerankingCosts();
};

namespace {

constexpr std::string_view kChat =
    R"({"model":"m","service_tier":"priority","messages":[{"role":"user","content":"x"}]})";
constexpr std::string_view kMessages =
    R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"}]})";
constexpr std::string_view kGemini = R"({"contents":[{"role":"user","parts":[{"text":"x"}]}]})";

QByteArray claude(const char *tier)
{
    return QByteArray(
               R"({"id":"i","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2)") +
           tier + "}}";
}

QByteArray gemini(const char *tier)
{
    return QByteArray(
               R"({"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3)") +
           tier + "}}";
}

}   // namespace

void TestServiceTiers::readsWhatAnswered_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("native");   // The dialect whose clients get the provider's bytes.
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("tier");
    const auto row = [](const char *name, const char *model, const char *native, QByteArray body,
                        const char *tier) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(native) << body << QByteArray(tier);
    };
    row("Anthropic's priority", "anthropic/claude-sonnet-4-5", "messages",
        claude(R"(,"service_tier":"priority")"), "priority");
    row("Anthropic's batch", "anthropic/claude-sonnet-4-5", "messages", claude(R"(,"service_tier":"batch")"),
        "batch");
    row("Anthropic says none", "anthropic/claude-sonnet-4-5", "messages", claude(""), "standard");
    row("AI Studio's flex", "gemini/gemini-2.5-flash", "gemini", gemini(R"(,"serviceTier":"flex")"), "flex");
    row("AI Studio's batch", "gemini/gemini-2.5-flash", "gemini", gemini(R"(,"serviceTier":"BATCH")"),
        "batch");
    row("Vertex' priority", "vertex_ai/gemini-2.5-flash", "gemini",
        gemini(R"(,"trafficType":"ON_DEMAND_PRIORITY")"), "priority");
    row("Vertex on demand", "vertex_ai/gemini-2.5-flash", "gemini", gemini(R"(,"trafficType":"ON_DEMAND")"),
        "standard");
    row("Bedrock's flex", "bedrock/amazon.nova-pro-v1:0", "",
        R"({"output":{"message":{"role":"assistant","content":[{"text":"a"}]}},"stopReason":"end_turn","serviceTier":{"type":"flex"},"usage":{"inputTokens":1,"outputTokens":2,"totalTokens":3}})",
        "flex");
}

void TestServiceTiers::readsWhatAnswered()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, native);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, tier);
    const config::Deployment row = deployment(model.toStdString());
    const providers::Target to = target(row);
    const providers::Adapter &speaks = adapter(to.row->adapter);
    const Read read =
        readAnswer(*speaks.newDecoder(call("openaichat", std::string(kChat)), to, false), body.toStdString());
    QCOMPARE(read.error, std::string());
    QCOMPARE(read.response.usage->billed.serviceTier, tier.toStdString());
    QCOMPARE(read.response.usage->usage.output, std::int64_t{2});
    if (native.isEmpty())
        return;
    auto decoded = native == "gemini"
                       ? dialects::Dialects::all()["gemini"].decode(
                             {.pathModel = "m", .action = "generateContent", .body = std::string(kGemini)})
                       : Result<chat::Call>(call("messages", std::string(kMessages)));
    QVERIFY2(decoded.ok(), decoded.ok() ? "" : decoded.error().message.c_str());
    const chat::Call asked = std::move(decoded).value();
    const auto relay = speaks.newRelay(asked, to, {});
    QVERIFY(relay);
    std::string out;
    QVERIFY(relay->feed(body.toStdString(), out).ok());
    QVERIFY(relay->finish(out).ok());
    QCOMPARE(relay->facts().billed.serviceTier, tier.toStdString());
}

void TestServiceTiers::asksVertexByAHeader()
{
    const config::Deployment row = deployment("vertex_ai/gemini-2.5-flash");
    const auto asked = adapter("vertex").encode(call("openaichat", std::string(kChat)), target(row), {});
    QVERIFY(asked.ok());
    QCOMPARE(asked.value().headers.valueOr("x-vertex-ai-llm-shared-request-type"),
             std::string_view("priority"));
    const auto studio = adapter("gemini").encode(call("openaichat", std::string(kChat)),
                                                 target(deployment("gemini/gemini-2.5-flash")), {});
    QVERIFY(!studio.value().headers.contains("x-vertex-ai-llm-shared-request-type"));
}

void TestServiceTiers::readsTheMoneyThatIsNamed_data()
{
    QTest::addColumn<QByteArray>("cost");
    QTest::addColumn<QByteArray>("stated");
    QTest::newRow("OpenRouter") << QByteArray(R"(,"cost":0.00014,"is_byok":false)") << QByteArray("0.00014");
    QTest::newRow("with a key of one's own")
        << QByteArray(R"(,"cost":0.1,"is_byok":true,"cost_details":{"upstream_inference_cost":0.2})")
        << QByteArray("0.1 0.2");
    QTest::newRow("Perplexity") << QByteArray(
                                       R"(,"cost":{"currency":"USD","input_cost":0.1,"total_cost":0.3})")
                                << QByteArray("0.3");
    QTest::newRow("none") << QByteArray() << QByteArray();
    QTest::newRow("no number") << QByteArray(R"(,"cost":"much")") << QByteArray();
}

void TestServiceTiers::readsTheMoneyThatIsNamed()
{
    QFETCH(QByteArray, cost);
    QFETCH(QByteArray, stated);
    const config::Deployment row = deployment("openrouter/a/b");
    const providers::Target to = target(row);
    const config::Deployment relayed = deployment("openai/gpt-x");   // OpenRouter's reasoning is translated.
    const providers::Target further = target(relayed);
    const providers::Adapter &speaks = adapter("openai");
    const std::string usage =
        R"("usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3)" + cost.toStdString() + "}";
    const std::string whole =
        R"({"id":"i","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}],)" +
        usage + "}";
    const std::string stream =
        R"(data: {"id":"i","choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]})"
        "\n\ndata: "
        R"({"id":"i","choices":[],)" +
        usage + "}\n\ndata: [DONE]\n\n";
    const std::string responses =
        R"({"id":"i","object":"response","status":"completed","output":[],)" + usage + "}";
    for (const bool streamed : {false, true}) {
        const std::string &body = streamed ? stream : whole;
        const chat::Call asked = call("openaichat", std::string(kChat.substr(0, kChat.size() - 1)) +
                                                        (streamed ? R"(,"stream":true})" : "}"));
        const Read read = readAnswer(*speaks.newDecoder(asked, to, streamed), body);
        QCOMPARE(read.error, std::string());
        QCOMPARE(read.response.usage->billed.statedCost, stated.toStdString());
        const auto relay = speaks.newRelay(asked, further, {});
        QVERIFY(relay);
        std::string out;
        QVERIFY(relay->feed(body, out).ok());
        QVERIFY(relay->finish(out).ok());
        QCOMPARE(relay->facts().billed.statedCost, stated.toStdString());
    }
    const chat::Call asked = call("responses", R"({"model":"m","input":"x"})");
    const auto relay = speaks.newRelay(asked, further, {});
    QVERIFY(relay);
    std::string out;
    QVERIFY(relay->feed(responses, out).ok());
    QVERIFY(relay->finish(out).ok());
    QCOMPARE(relay->facts().billed.statedCost, stated.toStdString());
}

void TestServiceTiers::readsWhatARerankingCosts()
{
    const providers::Adapter &cohere = adapter("cohere");
    QVERIFY(!cohere.newOwnDecoder("https://api.cohere.com/v1/models", false));
    for (
        const auto &[answer, units] :
        {std::pair<std::string, std::int64_t>(
             R"({"id":"i","results":[{"index":0,"relevance_score":0.5}],"meta":{"billed_units":{"search_units":3}}})",
             3),
         std::pair<std::string, std::int64_t>(R"({"id":"i","results":[]})", 0)}) {
        const auto decoder = cohere.newOwnDecoder("https://api.cohere.com/v2/rerank", false);
        QVERIFY(decoder);
        const Read read = readAnswer(*decoder, answer);
        QCOMPARE(read.error, std::string());
        QCOMPARE(read.response.usage->billed.searchUnits, units);
    }
    QVERIFY(!readAnswer(*cohere.newOwnDecoder("https://api.cohere.com/v2/rerank", false), "[").error.empty());
}

QTEST_GUILESS_MAIN(TestServiceTiers)
#include "tst_servicetiers.moc"
