#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// Gemini on AI Studio and Vertex AI, against the shapes of Google's documentation.
class TestGoogle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesRequests_data();
    void writesRequests();
    void refusesWhatGoogleHasNot();
    void wantsForeignMediaOnly();
    void addressesVertexByLocation_data();
    void addressesVertexByLocation();
    void asksClaudeOnVertex();
    void signsTokenRequests();
    void saysWhatCredentialsAreMissing();
    void readsAnswersInAnyCut_data();
    void readsAnswersInAnyCut();
    void tellsACutStreamFromAWholeOne();
    void readsErrors_data();
    void readsErrors();
    void embeds();
    void ranksOnVertex();
    void refusesRankings_data();
    void refusesRankings();
};

namespace {

json::Value bodyFor(const std::string &model, const std::string &request)
{
    const config::Deployment row = deployment("gemini/" + model);
    const providers::Target to = target(row);
    const auto wire = adapter("gemini").encode(call("openaichat", request), to, {});
    if (!wire.ok())
        return json::Value(wire.error().message);
    return parsed(wire.value().body);
}

std::string sse(const std::vector<std::string> &chunks)
{
    std::string out;
    for (const std::string &chunk : chunks)
        out += "data: " + chunk + "\r\n\r\n";
    return out;
}

const std::vector<std::string> kChunks{
    R"({"candidates":[{"content":{"role":"model","parts":[{"text":"Hm","thought":true}]},"index":0}],"responseId":"r1","modelVersion":"gemini-x"})",
    R"({"candidates":[{"content":{"role":"model","parts":[{"text":"Grüß "}]},"index":0}]})",
    R"({"candidates":[{"content":{"role":"model","parts":[{"text":"dich"},{"functionCall":{"name":"f","args":{"a":"é"}},"thoughtSignature":"sig"},{"functionCall":{"name":"g"}}]},"index":0}],"usageMetadata":{"promptTokenCount":5,"totalTokenCount":5}})",
    R"({"candidates":[{"content":{"role":"model","parts":[{"text":""}]},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":50,"cachedContentTokenCount":20,"candidatesTokenCount":7,"thoughtsTokenCount":3,"totalTokenCount":60}})"};

}   // namespace

void TestGoogle::writesRequests_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char *name, const char *model, const char *request, const char *wanted) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(request) << QByteArray(wanted);
    };
    row("systems go together to the front", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"system","content":"a"},{"role":"user","content":"x"},{"role":"developer","content":"b"}]})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"systemInstruction":{"parts":[{"text":"a"},{"text":"b"}]}})");
    row("a picture is inline", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}]})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"},{"inlineData":{"mimeType":"image/png","data":"QUJD"}}]}]})");
    row("calls and their results in one turn each", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","content":null,"tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"2","type":"function","function":{"name":"g","arguments":""}}]},{"role":"tool","tool_call_id":"1","content":"{\"ok\":true}"},{"role":"tool","tool_call_id":"2","content":"plain"}]})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}},{"functionCall":{"name":"g","args":{}}}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"ok":true}}},{"functionResponse":{"name":"g","response":{"result":"plain"}}}]}]})");
    row("newer models want ids and a signature", "gemini-3-pro",
        R"({"model":"m","messages":[{"role":"user","content":"x"},{"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"2","type":"function","provider_specific_fields":{"thought_signature":"s2"},"function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"r"}]})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]},{"role":"model","parts":[{"functionCall":{"name":"f","args":{},"id":"1"},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"name":"f","args":{},"id":"2"},"thoughtSignature":"s2"}]},{"role":"user","parts":[{"functionResponse":{"name":"f","id":"1","response":{"result":"r"}}}]}]})");
    row("tools, a forced one and an odd name", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"a b","description":"d","parameters":{"type":"object","properties":{"q":{"type":"string"}}}}},{"type":"function","function":{"name":"none","parameters":{"type":"object","properties":{}}}}],"tool_choice":{"type":"function","function":{"name":"a b"}}})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["a_b"]}},"tools":[{"functionDeclarations":[{"name":"a_b","description":"d","parametersJsonSchema":{"type":"object","properties":{"q":{"type":"string"}}}},{"name":"none"}]}]})");
    row("limits, sampling and a schema", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"max_completion_tokens":9,"temperature":0.5,"top_p":1,"top_k":3,"stop":"s","seed":7,"n":2,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}},"user":"u"})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"maxOutputTokens":9,"temperature":0.5,"topP":1,"topK":3,"stopSequences":["s"],"seed":7,"candidateCount":2,"responseMimeType":"application/json","responseJsonSchema":{"type":"object"}}})");
    row("effort is a budget on 2.5", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"low"})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":1024}}})");
    row("the large one cannot do without thinking", "gemini-2.5-pro",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"none"})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":false,"thinkingBudget":128}}})");
    row("effort is a level on 3", "gemini-3-flash-preview",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"reasoning_effort":"xhigh"})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"high"}}})");
    row("a budget becomes a level on 4", "gemini-4-argon",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"thinking":{"type":"enabled","budget_tokens":5000}})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"medium"}}})");
    row("an empty turn has a space", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"user","content":""}]})",
        R"({"contents":[{"role":"user","parts":[{"text":" "}]}]})");
    row("a search", "gemini-2.5-flash",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"web_search_options":{},"safety_settings":[{"category":"c"}]})",
        R"({"contents":[{"role":"user","parts":[{"text":"x"}]}],"safetySettings":[{"category":"c"}],"tools":[{"googleSearch":{}}]})");
}

void TestGoogle::writesRequests()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, wanted);
    QCOMPARE(difference(bodyFor(model.toStdString(), request.toStdString()), parsed(wanted.toStdString())),
             std::string());
}

void TestGoogle::refusesWhatGoogleHasNot()
{
    const config::Deployment row = deployment("gemini/gemini-2.5-flash");
    const providers::Target to = target(row);
    const auto wire = adapter("gemini").encode(
        call(
            "openaichat",
            R"({"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"mcp","server":"s"}]})"),
        to, {});
    QVERIFY(!wire.ok());
    QVERIFY(wire.error().code == ErrorCode::BadRequest);
    QCOMPARE(wire.error().param, std::string("tools"));
}

void TestGoogle::wantsForeignMediaOnly()
{
    const auto made = call(
        "openaichat",
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://e.org/a.png"}},{"type":"image_url","image_url":{"url":"https://youtu.be/x"}},{"type":"image_url","image_url":{"url":"data:image/png;base64,QQ=="}}]}]})");
    const config::Deployment studio = deployment("gemini/gemini-2.5-flash");
    QCOMPARE(adapter("gemini").mediaWanted(made, target(studio)),
             std::vector<std::string>{"https://e.org/a.png"});
    const config::Deployment vertex = deployment("vertex_ai/gemini-2.5-flash");
    QVERIFY(adapter("vertex").mediaWanted(made, target(vertex)).empty());
    const providers::MediaByUrl media{{"https://e.org/a.png", {"image/png", "ABC"}}};
    providers::EncodeContext context;
    context.media = &media;
    const auto wire = adapter("gemini").encode(made, target(studio), context);
    QVERIFY(wire.ok());
    QVERIFY(wire.value().body.find(R"({"inlineData":{"mimeType":"image/png","data":"QUJD"}})") !=
            std::string::npos);
}

void TestGoogle::addressesVertexByLocation_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("host");
    QTest::newRow("a region") << QByteArray("europe-west4")
                              << QByteArray("europe-west4-aiplatform.googleapis.com");
    QTest::newRow("global") << QByteArray("global") << QByteArray("aiplatform.googleapis.com");
    QTest::newRow("a multi-region") << QByteArray("eu") << QByteArray("aiplatform.eu.rep.googleapis.com");
    QTest::newRow("none said") << QByteArray() << QByteArray("us-central1-aiplatform.googleapis.com");
}

void TestGoogle::addressesVertexByLocation()
{
    QFETCH(QByteArray, location);
    QFETCH(QByteArray, host);
    config::Deployment row = deployment("vertex_ai/gemini-2.5-flash", "ya29.token");
    row.params.other["vertex_project"] = "p";
    if (!location.isEmpty())
        row.params.other["vertex_location"] = location.toStdString();
    const auto wire = adapter("vertex").encode(
        call("openaichat", R"({"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]})"),
        target(row), {});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    const std::string place = location.isEmpty() ? "us-central1" : location.toStdString();
    QCOMPARE(wire.value().url,
             "https://" + host.toStdString() + "/v1/projects/p/locations/" + place +
                 "/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse");
    QCOMPARE(std::string(wire.value().headers.valueOr("authorization")), std::string("Bearer ya29.token"));
}

void TestGoogle::asksClaudeOnVertex()
{
    config::Deployment row = deployment("vertex_ai/claude-sonnet-4-5@20250929", "ya29.token");
    row.params.other["vertex_project"] = "p";
    row.params.other["vertex_location"] = "global";
    const providers::Target to = target(row);
    const auto native = call("messages", R"({"model":"m","max_tokens":5,"stream":true,"messages":[]})");
    const auto wire = adapter("vertex").encode(native, to, {});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(
        wire.value().url,
        std::string("https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic/"
                    "models/claude-sonnet-4-5@20250929:streamRawPredict"));
    QCOMPARE(wire.value().body,
             std::string(
                 R"({"max_tokens":5,"stream":true,"messages":[],"anthropic_version":"vertex-2023-10-16"})"));
    QCOMPARE(std::string(wire.value().headers.valueOr("authorization")), std::string("Bearer ya29.token"));
    QVERIFY(!wire.value().headers.contains("x-api-key"));
    QVERIFY(adapter("vertex").newRelay(native, to, {}) != nullptr);
    const auto translated = adapter("vertex").encode(
        call("openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}]})"), to, {});
    QVERIFY(translated.ok());
    const json::Value body = parsed(translated.value().body);
    QVERIFY(body.at("anthropic_version") == json::Value("vertex-2023-10-16"));
    QVERIFY(!body.as_object().contains("model"));
    const auto counted = adapter("vertex").encodeCount(native, to, {});
    QVERIFY(counted.ok() && counted.value());
    QVERIFY(counted.value()->url.ends_with("/models/count-tokens:rawPredict"));
    QVERIFY(adapter("vertex").readError(404, {}, R"([{"error":{"code":404,"message":"no"}}])", to).code ==
            ErrorCode::UpstreamNotFound);
}

void TestGoogle::signsTokenRequests()
{
    config::Deployment row = deployment("vertex_ai/gemini-2.5-flash", "");
    row.params.credentials.insert_or_assign(
        "vertex_credentials",
        Secret(R"({"type":"authorized_user","client_id":"c","client_secret":"s&","refresh_token":"r"})"));
    const providers::Target to = target(row);
    QVERIFY(!adapter("vertex").tokenKey(to).empty());
    QVERIFY(adapter("vertex").tokenKey(to).find("s&") == std::string::npos);
    const auto request = adapter("vertex").tokenRequest(to, 1000);
    QVERIFY(request.ok());
    QCOMPARE(request.value().wire.url, std::string("https://oauth2.googleapis.com/token"));
    QCOMPARE(request.value().wire.body,
             std::string("grant_type=refresh_token&client_id=c&client_secret=s%26&refresh_token=r"));
    const auto token = adapter("vertex").readToken(200, R"({"access_token":"t","expires_in":3599})");
    QVERIFY(token.ok());
    QCOMPARE(token.value().value.reveal(), std::string("t"));
    QCOMPARE(token.value().lifeS, std::int64_t{3599});
    QVERIFY(!adapter("vertex").readToken(400, R"({"error":"invalid_grant"})").ok());
}

void TestGoogle::saysWhatCredentialsAreMissing()
{
    config::Deployment row = deployment("vertex_ai/gemini-2.5-flash", "");
    row.params.other["vertex_credentials"] = "/nowhere/key.json";
    const auto request = adapter("vertex").tokenRequest(target(row), 1000);
    QVERIFY(!request.ok());
    QVERIFY(request.error().code == ErrorCode::SecretAway);
}

void TestGoogle::readsAnswersInAnyCut_data()
{
    QTest::addColumn<QList<int>>("cuts");
    QTest::newRow("whole") << QList<int>();
    QTest::newRow("byte by byte") << QList<int>(4000, 1);
    QTest::newRow("in sevens") << QList<int>(600, 7);
}

void TestGoogle::readsAnswersInAnyCut()
{
    QFETCH(QList<int>, cuts);
    const config::Deployment row = deployment("gemini/gemini-2.5-flash");
    const providers::Target to = target(row);
    const auto made = call("openaichat", R"({"model":"m","stream":true,"messages":[]})");
    const Read read = readAnswer(*adapter("gemini").newDecoder(made, to, true), sse(kChunks),
                                 std::vector<std::size_t>(cuts.begin(), cuts.end()));
    QCOMPARE(read.error, std::string());
    const chat::Choice &choice = read.response.choices.at(0);
    QCOMPARE(*choice.text, std::string("Grüß dich"));
    QCOMPARE(*choice.reasoning, std::string("Hm"));
    QCOMPARE(choice.toolCalls.size(), std::size_t{2});
    QCOMPARE(choice.toolCalls.at(0).signature, std::string("sig"));
    QCOMPARE(choice.toolCalls.at(0).arguments, std::string(R"({"a":"é"})"));
    QCOMPARE(choice.toolCalls.at(1).arguments, std::string("{}"));
    QVERIFY(choice.finish->reason == chat::Stop::ToolCalls);
    const chat::Usage &usage = read.response.usage->usage;
    QCOMPARE(usage.input, std::int64_t{50});
    QCOMPARE(usage.cacheRead, std::int64_t{20});
    QCOMPARE(usage.output, std::int64_t{10});
    QCOMPARE(usage.reasoning, std::int64_t{3});
    QVERIFY(read.response.ended);
}

void TestGoogle::tellsACutStreamFromAWholeOne()
{
    const config::Deployment row = deployment("gemini/gemini-2.5-flash");
    const providers::Target to = target(row);
    const auto made = call("openaichat", R"({"model":"m","stream":true,"messages":[]})");
    const Read read =
        readAnswer(*adapter("gemini").newDecoder(made, to, true), sse({kChunks[0], kChunks[1]}));
    QVERIFY(read.code == ErrorCode::UpstreamConnection);
    const Read blocked = readAnswer(*adapter("gemini").newDecoder(made, to, true),
                                    sse({R"({"promptFeedback":{"blockReason":"SAFETY"}})"}));
    QCOMPARE(blocked.error, std::string());
    QVERIFY(blocked.response.choices.at(0).finish->reason == chat::Stop::ContentFilter);
}

void TestGoogle::readsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("retryMs");
    QTest::newRow("a bad key is no bad request")
        << 400
        << QByteArray(
               R"({"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}})")
        << static_cast<int>(ErrorCode::UpstreamAuthentication) << -1;
    QTest::newRow("a quota says how long")
        << 429
        << QByteArray(
               R"({"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"23.5s"}]}})")
        << static_cast<int>(ErrorCode::UpstreamRateLimit) << 23500;
    QTest::newRow("in a list") << 404 << QByteArray(R"([{"error":{"code":404,"message":"no model"}}])")
                               << static_cast<int>(ErrorCode::UpstreamNotFound) << -1;
    QTest::newRow("no JSON") << 502 << QByteArray("<html>") << static_cast<int>(ErrorCode::UpstreamBadGateway)
                             << -1;
}

void TestGoogle::readsErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    QFETCH(int, retryMs);
    const config::Deployment row = deployment("gemini/gemini-2.5-flash");
    const Error error = adapter("gemini").readError(status, {}, body.toStdString(), target(row));
    QCOMPARE(static_cast<int>(error.code), code);
    QCOMPARE(error.retryAfterMs, retryMs);
    QVERIFY(!error.message.empty());
}

void TestGoogle::embeds()
{
    const config::Deployment row = deployment("gemini/text-embedding-004");
    const providers::Target to = target(row);
    const auto made = call("openaiembeddings", R"({"model":"m","input":["a","b"],"dimensions":8})");
    const auto wire = adapter("gemini").encode(made, to, {});
    QVERIFY(wire.ok());
    QVERIFY(wire.value().url.ends_with("/models/text-embedding-004:batchEmbedContents"));
    const json::Value body = parsed(wire.value().body);
    QCOMPARE(body.at("requests").as_array().size(), std::size_t{2});
    QCOMPARE(json::toInt(body.at("requests").at(1).at("outputDimensionality")).value_or(0), std::int64_t{8});
    const Read read = readAnswer(*adapter("gemini").newDecoder(made, to, false),
                                 R"({"embeddings":[{"values":[1,2]},{"values":[3,4]}]})");
    const json::Array &data = *json::findArray(read.response.annotations, "data");
    QCOMPARE(data.size(), std::size_t{2});
    QCOMPARE(json::toDouble(data[1].at("embedding").at(0)).value_or(0), 3.0);
}

void TestGoogle::ranksOnVertex()
{
    config::Deployment row = deployment("vertex_ai/semantic-ranker-default@latest", "ya29.token");
    row.params.other["vertex_project"] = "p";
    const providers::Target to = target(row);
    const auto asked = call(
        "rerank",
        R"({"model":"m","query":"q","documents":["a",{"title":"t","text":"b"},{"x":1}],"top_n":2,"return_documents":true,"max_tokens_per_doc":9,"userLabels":{"k":"v"}})");
    QVERIFY(adapter("vertex").takes(asked, to).ok());
    const auto wire = adapter("vertex").encode(asked, to, {});
    QVERIFY(wire.ok());
    QCOMPARE(
        wire.value().url,
        std::string("https://discoveryengine.googleapis.com/v1/projects/p/locations/global/rankingConfigs/"
                    "default_ranking_config:rank"));
    QCOMPARE(wire.value().headers.valueOr("authorization"), std::string_view("Bearer ya29.token"));
    QCOMPARE(wire.value().headers.valueOr("x-goog-user-project"), std::string_view("p"));
    const std::string body =
        R"({"model":"semantic-ranker-default@latest","query":"q","records":[{"id":"0","content":"a"},{"id":"1","content":"b","title":"t"},{"id":"2","content":"{\"x\":1}"}],"topN":2,"ignoreRecordDetailsInResponse":true,"userLabels":{"k":"v"}})";
    QCOMPARE(difference(parsed(wire.value().body), parsed(body)), std::string());
    const std::string bytes = R"({"records":[{"id":"1","score":0.98},{"id":"0"}]})";
    for (const auto &sizes : cuttings(bytes.size())) {
        const Read read = readAnswer(*adapter("vertex").newDecoder(asked, to, false), bytes, sizes);
        QCOMPARE(read.error, std::string());
        QVERIFY(read.response.ended);
        QCOMPARE(read.response.usage->billed.searchUnits, 1);
        QCOMPARE(
            difference(
                json::Value(read.response.annotations),
                parsed(
                    R"({"results":[{"index":1,"relevance_score":0.98,"document":{"title":"t","text":"b"}},{"index":0,"relevance_score":0.0,"document":{"text":"a"}}],"meta":{"billed_units":{"search_units":1}}})")),
            std::string());
    }
    // Express mode has no project.
    const config::Deployment express = deployment("vertex_ai/semantic-ranker-default@latest", "AIza");
    QVERIFY(!adapter("vertex").encode(asked, target(express), {}).ok());
}

void TestGoogle::refusesRankings_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("no records") << QByteArray("{}");
    QTest::newRow("a record of nobody") << QByteArray(R"({"records":[{"id":"x","score":1}]})");
    QTest::newRow("half an answer") << QByteArray(R"({"records":[{"id":"1","sco)");
    QTest::newRow("an error inside a 200") << QByteArray(R"({"error":{"code":503,"message":"busy"}})");
}

void TestGoogle::refusesRankings()
{
    QFETCH(QByteArray, answer);
    const config::Deployment row = deployment("vertex_ai/semantic-ranker-default@latest", "ya29.token");
    const auto asked = call("rerank", R"({"model":"m","query":"q","documents":["a"]})");
    const providers::Target to = target(row);
    const Read read = readAnswer(*adapter("vertex").newDecoder(asked, to, false), answer.toStdString());
    QVERIFY(!read.error.empty());
    QVERIFY(!read.response.ended);
}

QTEST_GUILESS_MAIN(TestGoogle)
#include "tst_google.moc"
