#include "core/base/base64.h"
#include "core/pricing/cost.h"
#include "core/wire/eventstream.h"
#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

namespace {

using Frame = std::pair<std::string, std::string>;   // Event type and payload.

std::string streamOf(const std::vector<Frame> &frames)
{
    std::string out;
    for (const auto &[type, payload] : frames)
        wire::appendEventStream(
            out, {{":event-type", type}, {":content-type", "application/json"}, {":message-type", "event"}},
            payload);
    return out;
}

const std::vector<Frame> kFrames{
    {"messageStart", R"({"p":"abc","role":"assistant"})"},
    {"contentBlockDelta",
     R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Let me "}},"p":"a"})"},
    {"contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"see."}}})"},
    {"contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"sig"}}})"},
    {"contentBlockStop", R"({"contentBlockIndex":0})"},
    {"contentBlockDelta",
     R"({"contentBlockIndex":1,"delta":{"reasoningContent":{"redactedContent":"ZA=="}}})"},
    {"contentBlockStop", R"({"contentBlockIndex":1})"},
    {"contentBlockDelta", R"({"contentBlockIndex":2,"delta":{"text":"Hé"}})"},
    {"contentBlockDelta", R"({"contentBlockIndex":2,"delta":{"text":"llo"}})"},
    {"contentBlockStop", R"({"contentBlockIndex":2})"},
    {"contentBlockStart",
     R"({"contentBlockIndex":3,"start":{"toolUse":{"toolUseId":"tooluse_1","name":"f"}}})"},
    {"contentBlockDelta", "{\"contentBlockIndex\":3,\"delta\":{\"toolUse\":{\"input\":\"{\\\"a\\\":\"}}}"},
    {"contentBlockDelta", R"({"contentBlockIndex":3,"delta":{"toolUse":{"input":"1}"}}})"},
    {"contentBlockStop", R"({"contentBlockIndex":3})"},
    {"contentBlockStart",
     R"({"contentBlockIndex":4,"start":{"toolUse":{"toolUseId":"tooluse_2","name":"g"}}})"},
    {"contentBlockStop", R"({"contentBlockIndex":4})"},
    {"messageStop", R"({"stopReason":"tool_use"})"},
    {"metadata",
     R"({"usage":{"inputTokens":3,"outputTokens":121,"totalTokens":2072,"cacheReadInputTokens":1712,"cacheWriteInputTokens":236,"cacheDetails":[{"inputTokens":200,"ttl":"5m"},{"inputTokens":36,"ttl":"1h"}]},"metrics":{"latencyMs":5}})"}};

constexpr const char *kWhole =
    R"({"metrics":{"latencyMs":1},"output":{"message":{"role":"assistant","content":[)"
    R"({"reasoningContent":{"reasoningText":{"text":"Let me see.","signature":"sig"}}},{"reasoningContent":{"redactedContent":"ZA=="}},)"
    R"({"text":"Héllo"},{"toolUse":{"toolUseId":"tooluse_1","name":"f","input":{"a":1}}},{"toolUse":{"toolUseId":"tooluse_2","name":"g","input":{}}}]}},)"
    R"("stopReason":"tool_use","usage":{"inputTokens":3,"outputTokens":121,"totalTokens":2072,"cacheReadInputTokens":1712,"cacheWriteInputTokens":236,)"
    R"("cacheDetails":[{"inputTokens":200,"ttl":"5m"},{"inputTokens":36,"ttl":"1h"}]}})";

Read answer(const std::string &bytes, bool stream, const std::vector<std::size_t> &cuts = {},
            const std::string &model = "us.anthropic.claude-sonnet-4-5", const char *more = "")
{
    const config::Deployment row = deployment("bedrock/" + model);
    const providers::Target to = target(row);
    const chat::Call made = call("openaichat", std::string(R"({"model":"m","messages":[])") + more + "}");
    return readAnswer(*adapter("bedrock").newDecoder(made, to, stream), bytes, cuts);
}

}   // namespace

class TestBedrockAnswer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsStreams();
    void readsWhateverTheCuts();
    void readsWholeAnswersAlike();
    void endsWithoutCounts();
    void failsWithoutEnd();
    void failsWithExceptions_data();
    void failsWithExceptions();
    void failsWithSpoiltFrames();
    void mapsStops_data();
    void mapsStops();
    void keepsServersBlocks();
    void answersByTool();
    void readsInvokedClaude();
    void readsErrors_data();
    void readsErrors();
    void billsCachesApart();
    void readsEmbeddings_data();
    void readsEmbeddings();
};

void TestBedrockAnswer::readsStreams()
{
    const Read read = answer(streamOf(kFrames), true);
    QCOMPARE(read.error, std::string());
    const chat::Choice &choice = read.response.choices.at(0);
    QCOMPARE(*choice.text, std::string("Héllo"));
    QCOMPARE(*choice.reasoning, std::string("Let me see."));
    QCOMPARE(choice.signature, std::string("sig"));
    QCOMPARE(choice.blocks.size(), std::size_t(5));
    QVERIFY(choice.blocks[1].kind == chat::Block::Kind::RedactedThinking);
    QCOMPARE(choice.blocks[1].text, std::string("ZA=="));
    // Calls are counted apart from other blocks.
    QCOMPARE(choice.toolCalls.at(0).id, std::string("tooluse_1"));
    QCOMPARE(choice.toolCalls.at(0).arguments, std::string(R"({"a":1})"));
    QCOMPARE(choice.toolCalls.at(1).name, std::string("g"));
    QCOMPARE(choice.toolCalls.at(1).arguments, std::string("{}"));
    QVERIFY(choice.finish->reason == chat::Stop::ToolCalls);
    const chat::Usage &usage = read.response.usage->usage;
    QCOMPARE(usage.input, std::int64_t(3 + 1712 + 236));
    QCOMPARE(usage.cacheRead, std::int64_t(1712));
    QCOMPARE(usage.cacheWrite, std::int64_t(200));
    QCOMPARE(usage.cacheWrite1h, std::int64_t(36));
    QCOMPARE(usage.total, std::int64_t(2072));
    QVERIFY(read.response.ended);
}

void TestBedrockAnswer::readsWhateverTheCuts()
{
    const std::string bytes = streamOf(kFrames);
    const std::string whole = summary(answer(bytes, true));
    for (const auto &cuts : cuttings(bytes.size()))
        QCOMPARE(summary(answer(bytes, true, cuts)), whole);
}

void TestBedrockAnswer::readsWholeAnswersAlike()
{
    QCOMPARE(summary(answer(kWhole, false)), summary(answer(streamOf(kFrames), true)));
}

void TestBedrockAnswer::endsWithoutCounts()
{
    std::vector<Frame> frames = kFrames;
    frames.pop_back();
    const Read read = answer(streamOf(frames), true);
    QCOMPARE(read.error, std::string());
    QVERIFY(read.response.ended);
    QVERIFY(!read.response.usage);
}

void TestBedrockAnswer::failsWithoutEnd()
{
    const std::vector<Frame> open(kFrames.begin(), kFrames.end() - 2);
    const std::string whole = streamOf(kFrames);
    for (const std::string &bytes : {streamOf(open), std::string(), whole.substr(0, whole.size() - 1)}) {
        const Read read = answer(bytes, true);
        QVERIFY(read.code == ErrorCode::UpstreamConnection);
        QVERIFY(read.error.find("ended before") != std::string::npos);
        QVERIFY(!read.response.ended);
    }
}

void TestBedrockAnswer::failsWithExceptions_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, ErrorCode code) {
        QTest::newRow(name) << QByteArray(name) << static_cast<int>(code);
    };
    row("throttlingException", ErrorCode::UpstreamRateLimit);
    row("validationException", ErrorCode::UpstreamBadRequest);
    row("modelStreamErrorException", ErrorCode::UpstreamInternal);
    row("modelTimeoutException", ErrorCode::UpstreamTimeout);
    row("internalServerException", ErrorCode::UpstreamInternal);
    row("serviceUnavailableException", ErrorCode::UpstreamUnavailable);
    row("somethingNew", ErrorCode::UpstreamInternal);
}

void TestBedrockAnswer::failsWithExceptions()
{
    QFETCH(QByteArray, name);
    QFETCH(int, code);
    std::string bytes = streamOf({kFrames[0], kFrames[7]});
    wire::appendEventStream(bytes, {{":exception-type", name.toStdString()}, {":message-type", "exception"}},
                            R"({"message":"slow down"})");
    Read read = answer(bytes, true, std::vector<std::size_t>(bytes.size(), 1));
    QCOMPARE(read.error, std::string("slow down"));
    QCOMPARE(static_cast<int>(read.code), code);
    QCOMPARE(*read.response.choices.at(0).text, std::string("Hé"));
    // Errors of the stream itself say themselves in headers.
    bytes.clear();
    wire::appendEventStream(
        bytes, {{":message-type", "error"}, {":error-code", name.toStdString()}, {":error-message", "gone"}},
        "");
    read = answer(bytes, true);
    QCOMPARE(read.error, std::string("gone"));
    QCOMPARE(static_cast<int>(read.code), code);
}

void TestBedrockAnswer::failsWithSpoiltFrames()
{
    std::string bytes = streamOf(kFrames);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    const Read read = answer(bytes, true);
    QVERIFY(read.code == ErrorCode::UpstreamMalformed);
    QVERIFY(!read.response.ended);
    QVERIFY(answer(streamOf({{"messageStart", "no JSON"}}), true).code == ErrorCode::UpstreamMalformed);
    QVERIFY(answer("[]", false).code == ErrorCode::UpstreamMalformed);
    QVERIFY(answer("{}", false).code == ErrorCode::UpstreamMalformed);
}

void TestBedrockAnswer::mapsStops_data()
{
    QTest::addColumn<QByteArray>("native");
    QTest::addColumn<QByteArray>("name");
    const auto row = [](const char *native, const char *name) {
        QTest::newRow(native) << QByteArray(native) << QByteArray(name);
    };
    row("end_turn", "stop");
    row("stop_sequence", "stop");
    row("max_tokens", "length");
    row("model_context_window_exceeded", "length");
    row("guardrail_intervened", "content_filter");
    row("content_filtered", "content_filter");
    row("malformed_tool_use", "stop");
}

void TestBedrockAnswer::mapsStops()
{
    QFETCH(QByteArray, native);
    QFETCH(QByteArray, name);
    const Read read = answer(R"({"output":{"message":{"content":[{"text":"x"}]}},"stopReason":")" +
                                 native.toStdString() + R"("})",
                             false);
    const chat::Choice &choice = read.response.choices.at(0);
    QVERIFY(chat::stopName(choice.finish->reason) == name.toStdString());
    QCOMPARE(choice.finish->native, native.toStdString());
}

void TestBedrockAnswer::keepsServersBlocks()
{
    const Read read = answer(
        R"({"output":{"message":{"content":[{"toolUse":{"toolUseId":"t","name":"nova_code_interpreter","input":{"s":"1"},"type":"server_tool_use"}},)"
        R"({"toolResult":{"toolUseId":"t","content":[{"json":{"stdOut":"1"}}]}},{"citationsContent":{"content":[{"text":"It is "},{"text":"one."}],"citations":[{"title":"d"}]}}]}},)"
        R"("stopReason":"end_turn","trace":{"guardrail":{}}})",
        false);
    const chat::Choice &choice = read.response.choices.at(0);
    QVERIFY(choice.toolCalls.empty());
    QCOMPARE(*choice.text, std::string("It is one."));
    const json::Value wanted = parsed(
        R"({"server_tool_use":[{"type":"server_tool_use","id":"t","name":"nova_code_interpreter","input":{"s":"1"}}],)"
        R"("tool_results":[{"type":"tool_result","toolResult":{"toolUseId":"t","content":[{"json":{"stdOut":"1"}}]}}],)"
        R"("citations":[[{"title":"d"}]],"trace":{"guardrail":{}}})");
    QCOMPARE(difference(choice.extras.at("provider_specific_fields"), wanted), std::string());
}

void TestBedrockAnswer::answersByTool()
{
    const char *format =
        R"(,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{}}}}})";
    const char *whole =
        R"({"output":{"message":{"content":[{"toolUse":{"toolUseId":"t","name":"json_tool_call","input":{"a":1}}}]}},"stopReason":"tool_use"})";
    const Read read = answer(whole, false, {}, "us.amazon.nova-pro-v1:0", format);
    QCOMPARE(*read.response.choices.at(0).text, std::string(R"({"a":1})"));
    QVERIFY(read.response.choices.at(0).finish->reason == chat::Stop::Stop);
    // The model has formats of its own: the call is a call.
    QCOMPARE(answer(whole, false, {}, "us.anthropic.claude-sonnet-4-5", format)
                 .response.choices.at(0)
                 .toolCalls.size(),
             std::size_t(1));
}

void TestBedrockAnswer::readsInvokedClaude()
{
    const std::vector<std::string> events{
        R"({"type":"message_start","message":{"id":"msg_1","model":"claude","usage":{"input_tokens":5,"output_tokens":1}}})",
        R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})",
        R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}})",
        R"({"type":"content_block_stop","index":0})",
        R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}})",
        R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":5}})"};
    std::vector<Frame> frames;
    for (const std::string &event : events)
        frames.emplace_back("chunk", R"({"bytes":")" + toBase64(event) + R"(","p":"abcd"})");
    const std::string bytes = streamOf(frames);
    for (const auto &cuts : cuttings(bytes.size())) {
        const Read read = answer(bytes, true, cuts, "invoke/us.anthropic.claude-sonnet-4-5");
        QCOMPARE(read.error, std::string());
        QCOMPARE(*read.response.choices.at(0).text, std::string("Hi"));
        QCOMPARE(read.response.start.id, std::string("msg_1"));
        QCOMPARE(read.response.usage->usage.input, std::int64_t(5));
        QCOMPARE(read.response.usage->usage.output, std::int64_t(2));
    }
    const Read whole = answer(
        R"({"id":"msg_1","type":"message","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":2}})",
        false, {}, "invoke/us.anthropic.claude-sonnet-4-5");
    QCOMPARE(*whole.response.choices.at(0).text, std::string("Hi"));
}

void TestBedrockAnswer::readsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("exception");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, int status, const char *exception, const char *body,
                        ErrorCode code) {
        QTest::newRow(name) << status << QByteArray(exception) << QByteArray(body) << static_cast<int>(code);
    };
    row("a bad model", 400,
        "ValidationException:http:/"
        "/internal/",
        R"({"message":"The provided model identifier is invalid."})", ErrorCode::UpstreamBadRequest);
    row("throttled with the wrong status", 400, "ThrottlingException", R"({"message":"Too many requests"})",
        ErrorCode::UpstreamRateLimit);
    row("too long", 400, "ValidationException", R"({"message":"Input is too long for requested model."})",
        ErrorCode::UpstreamContextWindow);
    row("no access", 403, "AccessDeniedException", R"({"Message":"no access"})",
        ErrorCode::UpstreamPermission);
    row("a wrong key", 403, "UnrecognizedClientException", R"({"message":"The security token is invalid"})",
        ErrorCode::UpstreamAuthentication);
    row("not ready", 429, "ModelNotReadyException", R"({"message":"wait"})", ErrorCode::UpstreamUnavailable);
    row("the model failed", 424, "ModelErrorException", R"({"message":"failed"})",
        ErrorCode::UpstreamInternal);
    row("no exception named", 404, "", R"({"message":"gone"})", ErrorCode::UpstreamNotFound);
}

void TestBedrockAnswer::readsErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, exception);
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    const config::Deployment row = deployment("bedrock/us.anthropic.claude-sonnet-4-5");
    wire::Headers headers;
    if (!exception.isEmpty())
        headers.add("x-amzn-ErrorType", exception.toStdString());
    const Error error = adapter("bedrock").readError(status, headers, body.toStdString(), target(row));
    QCOMPARE(static_cast<int>(error.code), code);
    QVERIFY(!error.message.empty());
    QVERIFY(body.toStdString().find(error.message) != std::string::npos);
    // Users can only repair this one when they are told how.
    const Error profile = adapter("bedrock").readError(
        400, {}, R"({"message":"Invocation of model ID x with on-demand throughput isn't supported."})",
        target(row));
    QVERIFY(profile.message.find("inference profile") != std::string::npos);
}

void TestBedrockAnswer::billsCachesApart()
{
    pricing::Price price;
    const auto rate = [&](pricing::Unit unit, const char *perMillion) {
        price.tariffs[0].rates[static_cast<std::size_t>(unit)] = pricing::parseAmount(perMillion, -6).value();
    };
    rate(pricing::Unit::Input, "3");
    rate(pricing::Unit::Output, "15");
    rate(pricing::Unit::CacheWrite, "3.75");
    rate(pricing::Unit::CacheWrite1h, "6");
    rate(pricing::Unit::CacheRead, "0.3");
    const Read read = answer(streamOf(kFrames), true);
    // 3 plain, 1,712 read, 200 for five minutes, 36 for an hour, 121 out; hundredths of a dollar a million.
    QCOMPARE(pricing::cost(read.response.usage->usage, price).pico,
             std::int64_t((3 * 300 + 1712 * 30 + 200 * 375 + 36 * 600 + 121 * 1500) * 10'000LL));
}

void TestBedrockAnswer::readsEmbeddings_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("vectors");
    QTest::addColumn<int>("tokens");
    const auto row = [](const char *name, const char *body, const char *vectors, int tokens) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(vectors) << tokens;
    };
    row("Titan", R"({"embedding":[0.5,-1e-7],"inputTextTokenCount":5})", "[[0.5,-1e-7]]", 5);
    row("Cohere", R"({"embeddings":[[1,2],[3,4]],"id":"x","texts":["a","b"]})", "[[1,2],[3,4]]", -1);
    row("Cohere by format", R"({"embeddings":{"float":[[1,2]]}})", "[[1,2]]", -1);
    row("Nova", R"({"embeddings":[{"embeddingType":"TEXT","embedding":[1]}]})", "[[1]]", -1);
}

void TestBedrockAnswer::readsEmbeddings()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, vectors);
    QFETCH(int, tokens);
    const config::Deployment row = deployment("bedrock/amazon.titan-embed-text-v2:0");
    const providers::Target to = target(row);
    const chat::Call made = call("openaiembeddings", R"({"model":"m","input":"a"})");
    const std::string bytes = body.toStdString();
    for (const auto &cuts : cuttings(bytes.size())) {
        const Read read = readAnswer(*adapter("bedrock").newDecoder(made, to, false), bytes, cuts);
        QCOMPARE(read.error, std::string());
        json::Array got;
        for (const json::Value &item : read.response.annotations.at("data").get_array())
            got.push_back(item.at("embedding"));
        QCOMPARE(difference(got, parsed(vectors.toStdString())), std::string());
        QCOMPARE(read.response.usage ? read.response.usage->usage.input : -1, std::int64_t(tokens));
    }
    const Read none = readAnswer(*adapter("bedrock").newDecoder(made, to, false), "{}");
    QVERIFY(none.code == ErrorCode::UpstreamMalformed);
}

QTEST_GUILESS_MAIN(TestBedrockAnswer)
#include "tst_bedrockanswer.moc"
