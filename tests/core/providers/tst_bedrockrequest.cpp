#include "core/providers/adapters/bedrock/blocks.h"
#include "core/providers/adapters/bedrock/requestwriter.h"
#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

namespace {

constexpr const char *kSonnet45 = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
constexpr const char *kNova = "us.amazon.nova-pro-v1:0";
constexpr const char *kLlama = "us.meta.llama4-maverick-17b-instruct-v1:0";

config::Deployment rowFor(const std::string &model)
{
    config::Deployment row = deployment("bedrock/" + model, "");
    row.params.credentials.emplace("aws_access_key_id", Secret(std::string("AK")));
    row.params.credentials.emplace("aws_secret_access_key", Secret(std::string("secret")));
    row.params.credentials.emplace("aws_region_name", Secret(std::string("eu-west-1")));
    return row;
}

Result<providers::WireRequest> encode(const std::string &model, const std::string &request,
                                      std::string_view dialect = "openaichat",
                                      const providers::EncodeContext &context = {})
{
    const config::Deployment row = rowFor(model);
    const chat::Call made = call(dialect, request);
    return adapter("bedrock").encode(made, target(row), context);
}

// The text of a request with these members, each a JSON object's inside.
std::string requestOf(const QByteArray &messages, const QByteArray &more)
{
    return R"({"model":"m","messages":)" + messages.toStdString() + (more.isEmpty() ? "" : ",") +
           more.toStdString() + "}";
}

}   // namespace

class TestBedrockRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesMessages_data();
    void writesMessages();
    void writesParameters_data();
    void writesParameters();
    void goesToTheModelsUrl_data();
    void goesToTheModelsUrl();
    void sendsKeysAsBearer();
    void asksForMedia();
    void refusesWhatItCannotFetch();
    void namesDocumentsApart();
    void leavesClientsOfMessagesTheirUser();
    void invokesClaude();
    void knowsBetas();
    void counts();
    void embeds_data();
    void embeds();
    void embedsOneTextAtATime();
};

void TestBedrockRequest::writesMessages_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<QByteArray>("wanted");
    QTest::newRow("a system prompt with its cache point")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"system","content":[{"type":"text","text":"S","cache_control":{"type":"ephemeral","ttl":"1h"}}]},{"role":"user","content":[{"type":"text","text":"Q","cache_control":{"type":"ephemeral"}},{"type":"text","text":"R"}]}])")
        << QByteArray(
               R"({"system":[{"text":"S"},{"cachePoint":{"type":"default","ttl":"1h"}}],"messages":[{"role":"user","content":[{"text":"Q"},{"cachePoint":{"type":"default"}},{"text":"R"}]}]})");
    QTest::newRow("calls, their results in one turn, and the tools that were called")
        << QByteArray(kNova)
        << QByteArray(
               R"([{"role":"user","content":"Q"},{"role":"assistant","content":"x","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"b","type":"function","function":{"name":"f","arguments":""}}]},{"role":"tool","tool_call_id":"a","content":"one"},{"role":"tool","tool_call_id":"b","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"text":"Q"}]},{"role":"assistant","content":[{"text":"x"},{"toolUse":{"toolUseId":"a","name":"f","input":{"a":1}}},{"toolUse":{"toolUseId":"b","name":"f","input":{}}}]},{"role":"user","content":[{"toolResult":{"toolUseId":"a","content":[{"text":"one"}]}},{"toolResult":{"toolUseId":"b","content":[{"image":{"format":"png","source":{"bytes":"AAAA"}}}]}}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}}]}})");
    QTest::newRow("signed thinking, neighbours of one role together")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":"Q"},{"role":"user","content":"R"},{"role":"assistant","content":"A","thinking_blocks":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"ZA=="}]},{"role":"user","content":"S"}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"text":"Q"},{"text":"R"}]},{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"t","signature":"s"}}},{"reasoningContent":{"redactedContent":"ZA=="}},{"text":"A"}]},{"role":"user","content":[{"text":"S"}]}]})");
    QTest::newRow("a document alone gets a text beside it")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":[{"type":"file","file":{"filename":"My report_v1.pdf","file_data":"data:application/pdf;base64,JVBE"}}]}])")
        << QByteArray(
               R"x({"messages":[{"role":"user","content":[{"document":{"format":"pdf","source":{"bytes":"JVBE"},"name":"My report v1 pdf"}},{"text":"(document)"}]}]})x");
}

void TestBedrockRequest::writesMessages()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, messages);
    QFETCH(QByteArray, wanted);
    const auto wire = encode(model.toStdString(), requestOf(messages, {}));
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(difference(parsed(wire.value().body), parsed(wanted.toStdString())), std::string());
}

void TestBedrockRequest::writesParameters_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char *name, const char *model, const char *request, const char *wanted,
                        const char *dropped = "") {
        QTest::newRow(name) << QByteArray(model) << QByteArray(request) << QByteArray(wanted)
                            << QByteArray(dropped);
    };
    row("nothing is added", kNova, "", "{}");
    row("what Converse has names for", kLlama, R"("max_tokens":5,"temperature":0,"top_p":0.5,"stop":"END")",
        R"({"inferenceConfig":{"maxTokens":5,"temperature":0,"topP":0.5,"stopSequences":["END"]}})");
    row("top_k for Claude", kSonnet45, R"("top_k":3)", R"({"additionalModelRequestFields":{"top_k":3}})");
    row("top_k for Nova", kNova, R"("top_k":3)",
        R"({"additionalModelRequestFields":{"inferenceConfig":{"topK":3}}})");
    row("a budget for Claude", kSonnet45, R"("max_tokens":1000,"reasoning_effort":"low")",
        R"({"inferenceConfig":{"maxTokens":2024},"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024}}})");
    row("an effort for newer Claudes", "us.anthropic.claude-opus-4-8", R"("reasoning_effort":"max")",
        R"({"additionalModelRequestFields":{"thinking":{"type":"adaptive"},"output_config":{"effort":"max"}}})");
    row("an effort for Qwen", "qwen.qwen3-32b-v1:0", R"("reasoning_effort":"high")",
        R"({"additionalModelRequestFields":{"reasoning_config":"high"}})");
    row("an effort for gpt-oss", "openai.gpt-oss-120b-1:0", R"("reasoning_effort":"high")",
        R"({"additionalModelRequestFields":{"reasoning_effort":"high"}})");
    row("an effort for Nova 2", "us.amazon.nova-2-lite-v1:0", R"("reasoning_effort":"medium")",
        R"({"additionalModelRequestFields":{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"medium"}}})");
    row("an effort for a model without", kLlama, R"("reasoning_effort":"high")", "{}", "reasoning_effort");
    row("tools and their choice", kSonnet45,
        R"("tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{}}},"cache_control":{"type":"ephemeral"}}],"tool_choice":"required")",
        R"({"toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d","inputSchema":{"json":{"type":"object","properties":{}}}}},{"cachePoint":{"type":"default"}}],"toolChoice":{"any":{}}}})");
    row("a named tool", kNova,
        R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":{"type":"function","function":{"name":"f"}})",
        R"({"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}}],"toolChoice":{"tool":{"name":"f"}}}})");
    row("no tools when none may be called", kNova,
        R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none")", "{}");
    row("no force where the model knows none", kLlama,
        R"("tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required")",
        R"({"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object","properties":{}}}}}]}})",
        "tool_choice");
    row("a schema by a tool", kNova,
        R"("response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"type":"integer"}}}}})",
        R"({"toolConfig":{"tools":[{"toolSpec":{"name":"json_tool_call","inputSchema":{"json":{"type":"object","properties":{"a":{"type":"integer"}}}}}}],"toolChoice":{"tool":{"name":"json_tool_call"}}}})");
    row("Converse's own words and the model's", kSonnet45,
        R"("guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1"},"performanceConfig":{"latency":"optimized"},"service_tier":"priority","inferenceConfig":{"maxTokens":9},"additionalModelRequestFields":{"a":1},"novel":2)",
        R"({"guardrailConfig":{"guardrailIdentifier":"g","guardrailVersion":"1"},"performanceConfig":{"latency":"optimized"},"serviceTier":{"type":"priority"},"inferenceConfig":{"maxTokens":9},"additionalModelRequestFields":{"a":1,"novel":2}})");
    row("the user stays here", kNova, R"("user":"u","store":false)", "{}", "user,store");
}

void TestBedrockRequest::writesParameters()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, wanted);
    QFETCH(QByteArray, dropped);
    const auto wire = encode(model.toStdString(), requestOf(R"([{"role":"user","content":"Hi"}])", request));
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    json::Value body = parsed(wire.value().body);
    body.get_object().erase("messages");
    QCOMPARE(difference(body, parsed(wanted.toStdString())), std::string());
    std::string names;
    for (const std::string &name : wire.value().dropped)
        names += (names.empty() ? "" : ",") + name;
    QCOMPARE(names, dropped.toStdString());
}

void TestBedrockRequest::goesToTheModelsUrl_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("endpoint");
    QTest::addColumn<bool>("stream");
    QTest::addColumn<QByteArray>("url");
    const auto row = [](const char *name, const char *model, const char *endpoint, bool stream,
                        const char *url) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(endpoint) << stream << QByteArray(url);
    };
    const char *host = "https:/"
                       "/bedrock-runtime.eu-west-1.amazonaws.com/model/";
    row("whole", "amazon.nova-lite-v1:0", "", false,
        (std::string(host) + "amazon.nova-lite-v1%3A0/converse").c_str());
    row("streamed", "converse/amazon.nova-lite-v1:0", "", true,
        (std::string(host) + "amazon.nova-lite-v1%3A0/converse-stream").c_str());
    row("invoked", "invoke/anthropic.claude-opus-4-8", "", false,
        (std::string(host) + "anthropic.claude-opus-4-8/invoke").c_str());
    row("invoked and streamed", "invoke/anthropic.claude-opus-4-8", "", true,
        (std::string(host) + "anthropic.claude-opus-4-8/invoke-with-response-stream").c_str());
    row("an endpoint of the config", "arn:aws:bedrock:us-east-1:0:x/y",
        "http:/"
        "/127.0.0.1:9/a/",
        false,
        "http:/"
        "/127.0.0.1:9/a/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A0%3Ax%2Fy/converse");
}

void TestBedrockRequest::goesToTheModelsUrl()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, endpoint);
    QFETCH(bool, stream);
    QFETCH(QByteArray, url);
    config::Deployment row = rowFor(model.toStdString());
    if (!endpoint.isEmpty())
        row.params.credentials.emplace("aws_bedrock_runtime_endpoint", Secret(endpoint.toStdString()));
    const chat::Call made = call(
        "openaichat", requestOf(R"([{"role":"user","content":"Hi"}])", stream ? R"("stream":true)" : ""));
    // An environment of another region is not asked.
    const auto wire =
        adapter("bedrock").encode(made, target(row, {{"AWS_REGION", "us-east-2"}}), {.unixS = 1'767'323'045});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(wire.value().url, url.toStdString());
    const std::string authorization(wire.value().headers.valueOr("authorization"));
    QVERIFY(authorization.starts_with(
        "AWS4-HMAC-SHA256 Credential=AK/20260102/eu-west-1/bedrock/aws4_request, "));
    QVERIFY(authorization.find("secret") == std::string::npos);
}

void TestBedrockRequest::sendsKeysAsBearer()
{
    const config::Deployment row = deployment("bedrock/amazon.nova-lite-v1:0", "bedrock-key");
    const chat::Call made = call("openaichat", requestOf("[]", {}));
    const auto wire = adapter("bedrock").encode(made, target(row), {});
    QVERIFY(wire.ok());
    QVERIFY(wire.value().headers.valueOr("authorization") == "Bearer bedrock-key");
    QVERIFY(!wire.value().headers.contains("x-amz-date"));
    QVERIFY(wire.value().url.find(".us-west-2.") != std::string::npos);
}

void TestBedrockRequest::asksForMedia()
{
    const std::string url = "http:/"
                            "/127.0.0.1:9/a.png";
    const std::string text =
        requestOf(QByteArray::fromStdString(
                      R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":")" + url +
                      R"("}},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}])"),
                  {});
    const config::Deployment row = rowFor(kNova);
    const chat::Call made = call("openaichat", text);
    const std::vector<std::string> wanted = adapter("bedrock").mediaWanted(made, target(row));
    QCOMPARE(wanted.size(), std::size_t(1));
    QCOMPARE(wanted.front(), url);
    const providers::MediaByUrl media{{url, {"image/jpeg", "abc"}}};
    const auto wire = encode(kNova, text, "openaichat", {.media = &media});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    const json::Value content = parsed(wire.value().body).at("messages").at(0).at("content");
    const json::Value picture = parsed(R"({"image":{"format":"jpeg","source":{"bytes":"YWJj"}}})");
    QCOMPARE(difference(content.at(0), picture), std::string());
}

void TestBedrockRequest::refusesWhatItCannotFetch()
{
    const auto wire = encode(
        kNova,
        requestOf(R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"ftp:x"}}]}])", {}));
    QVERIFY(!wire.ok());
    QVERIFY(wire.error().code == ErrorCode::BadRequest);
}

void TestBedrockRequest::namesDocumentsApart()
{
    providers::bedrock::BlockWriter writer(nullptr);
    json::Array blocks;
    for (const char *title : {"a.pdf", "a.pdf", "", "", "\xc3\xa9/b  (1)"})
        blocks.emplace_back(json::Object{
            {"type", "document"},
            {"title", title},
            {"source",
             json::Object{{"type", "base64"}, {"media_type", "application/pdf"}, {"data", "AAAA"}}}});
    const auto written = writer.write(blocks);
    QVERIFY(written.ok());
    std::vector<std::string> names;
    for (const json::Value &block : written.value()) {
        if (const json::Object *document = json::findObject(block.get_object(), "document"))
            names.emplace_back(json::stringOr(*document, "name"));
    }
    const std::vector<std::string> wanted{"a pdf", "a pdf 2", "Document 1", "Document 2", "b (1)"};
    QVERIFY(names == wanted);
}

void TestBedrockRequest::leavesClientsOfMessagesTheirUser()
{
    const auto wire = encode(
        kSonnet45,
        R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}],"metadata":{"user_id":"u"},"thinking":{"type":"enabled","budget_tokens":2000}})",
        "messages");
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    json::Value body = parsed(wire.value().body);
    const json::Value wanted = parsed(
        R"({"messages":[{"role":"user","content":[{"text":"Hi"}]}],"inferenceConfig":{"maxTokens":9},"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000}}})");
    QCOMPARE(difference(body, wanted), std::string());
}

void TestBedrockRequest::invokesClaude()
{
    const wire::Headers client{{"anthropic-beta", "context-1m-2025-08-07, unknown-beta"}};
    const auto wire =
        encode("invoke/us.anthropic.claude-sonnet-4-5",
               requestOf(R"([{"role":"user","content":"Hi"}])", R"("max_tokens":5,"stream":true)"),
               "openaichat", {.clientHeaders = &client});
    QVERIFY(wire.ok());
    const json::Value wanted = parsed(
        R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":5,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}],"anthropic_beta":["context-1m-2025-08-07"]})");
    QCOMPARE(difference(parsed(wire.value().body), wanted), std::string());
}

void TestBedrockRequest::knowsBetas()
{
    const std::vector<std::string> known =
        providers::bedrock::knownBetas({"oauth-2025-04-20", "advanced-tool-use-2025-11-20",
                                        "tool-search-tool-2025-10-19", "claude-code-20250219"});
    QVERIFY(known == std::vector<std::string>{"tool-search-tool-2025-10-19"});
}

void TestBedrockRequest::counts()
{
    const config::Deployment row = rowFor(kSonnet45);
    const chat::Call made = call(
        "messages",
        R"({"model":"m","messages":[{"role":"user","content":"Hi"}],"tools":[{"name":"f","input_schema":{"type":"object"}}],"thinking":{"type":"enabled","budget_tokens":1024}})",
        "count");
    const auto wire = adapter("bedrock").encodeCount(made, target(row), {});
    QVERIFY(wire.ok() && wire.value());
    QVERIFY(wire.value()->url.ends_with("/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens"));
    const json::Value wanted = parsed(
        R"({"input":{"converse":{"messages":[{"role":"user","content":[{"text":"Hi"}]}],"toolConfig":{"tools":[{"toolSpec":{"name":"f","inputSchema":{"json":{"type":"object"}}}}]}}}})");
    QCOMPARE(difference(parsed(wire.value()->body), wanted), std::string());
    QVERIFY(adapter("bedrock").readCount(R"({"inputTokens":18})") == 18);
    QVERIFY(!adapter("bedrock").readCount(R"({"message":"no"})"));
    // Other makers' models are not counted there.
    const config::Deployment nova = rowFor(kNova);
    const auto none = adapter("bedrock").encodeCount(made, target(nova), {});
    QVERIFY(none.ok() && !none.value());
}

void TestBedrockRequest::embeds_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char *name, const char *model, const char *request, const char *wanted) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(request) << QByteArray(wanted);
    };
    row("Titan", "amazon.titan-embed-text-v2:0",
        R"({"model":"m","input":"a","dimensions":256,"normalize":true,"encoding_format":"base64","user":"u"})",
        R"({"inputText":"a","dimensions":256,"normalize":true})");
    row("Cohere", "cohere.embed-v4:0",
        R"({"model":"m","input":["a","b"],"dimensions":512,"truncate":"NONE","input_type":"search_query"})",
        R"({"texts":["a","b"],"input_type":"search_query","output_dimension":512,"truncate":"NONE"})");
    row("Cohere without a type", "cohere.embed-english-v3", R"({"model":"m","input":"a"})",
        R"({"texts":["a"],"input_type":"search_document"})");
    row("Nova", "amazon.nova-2-multimodal-embeddings-v1:0",
        R"({"model":"m","input":["a"],"dimensions":256,"truncationMode":"START"})",
        R"({"taskType":"SINGLE_EMBEDDING","singleEmbeddingParams":{"embeddingPurpose":"GENERIC_INDEX","embeddingDimension":256,"text":{"truncationMode":"START","value":"a"}}})");
}

void TestBedrockRequest::embeds()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, wanted);
    const auto wire = encode(model.toStdString(), request.toStdString(), "openaiembeddings");
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(difference(parsed(wire.value().body), parsed(wanted.toStdString())), std::string());
    QVERIFY(wire.value().url.ends_with("/invoke"));
}

void TestBedrockRequest::embedsOneTextAtATime()
{
    const auto many =
        encode("amazon.titan-embed-text-v2:0", R"({"model":"m","input":["a","b"]})", "openaiembeddings");
    QVERIFY(!many.ok());
    QVERIFY(many.error().code == ErrorCode::BadRequest);
    QVERIFY(many.error().param == "input");
    QVERIFY(!encode("cohere.embed-v4:0", R"({"model":"m","input":[1,2]})", "openaiembeddings").ok());
    const auto other = encode("meta.x", R"({"model":"m","input":"a"})", "openaiembeddings");
    QVERIFY(other.error().code == ErrorCode::NotImplemented);
}

QTEST_GUILESS_MAIN(TestBedrockRequest)
#include "tst_bedrockrequest.moc"
