#include "core/wire/query.h"

#include "dialectsupport.h"

using namespace gw;
using namespace gw::dialects;
using chat::Message;
using chat::Part;

class TestGemini final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBothSpellings_data();
    void readsBothSpellings();
    void readsParts();
    void pairsResultsWithCalls();
    void readsTools();
    void choosesTools_data();
    void choosesTools();
    void translatesTheGenerationConfig();
    void readsThinking_data();
    void readsThinking();
    void readsEmbeddings();
    void countsInsteadOfAnswering();
    void streamsAsTheQuerySays();
    void writesCandidates();
    void countsThoughtsApart();
    void streamsChunks();
    void writesOneArray();
    void endsTheArrayBehindAnError();
    void writesVectors();
    void showsErrorsInGooglesShape();
};

void TestGemini::readsBothSpellings_data()
{
    QTest::addColumn<QString>("body");
    QTest::newRow("camel case")
        << R"({"systemInstruction":{"parts":[{"text":"be kind"}]},"contents":[{"role":"user","parts":[
           {"inlineData":{"mimeType":"image/png","data":"AAAA"}}]}],"generationConfig":{"maxOutputTokens":5,
           "topP":0.5,"stopSequences":["x"]}})";
    QTest::newRow("snake case") << R"({"system_instruction":{"parts":{"text":"be kind"}},"contents":{"parts":
           {"inline_data":{"mime_type":"image/png","data":"AAAA"}}},"generation_config":{"max_output_tokens":5,
           "top_p":0.5,"stop_sequences":["x"]}})";
}

namespace {

Result<chat::Call> gemini(std::string body, std::string_view action = "generate", std::string_view query = {})
{
    const wire::Query parsed(query);
    return Dialects::all()["gemini"].decode(
        {.pathModel = "gem/ini", .action = action, .query = &parsed, .body = std::move(body)});
}

}   // namespace

void TestGemini::readsBothSpellings()
{
    QFETCH(QString, body);
    const auto call = gemini(body.toStdString());
    QVERIFY2(call.ok(), call.ok() ? "" : call.error().message.c_str());
    QCOMPARE(call.value().model, std::string("gem/ini"));
    QCOMPARE(call.value().maxOutput, std::int64_t{5});
    QVERIFY(!call.value().stream);
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{2});
    QVERIFY(request.messages[0].role == Message::Role::System);
    QCOMPARE(request.messages[0].text(), std::string("be kind"));
    QCOMPARE(request.messages[1].parts.at(0).url, std::string("data:image/png;base64,AAAA"));
    QCOMPARE(paramOf(request, "max_tokens"), std::string("5"));
    QCOMPARE(paramOf(request, "top_p"), std::string("0.5"));
    QCOMPARE(paramOf(request, "stop"), std::string(R"(["x"])"));
}

void TestGemini::readsParts()
{
    const auto call = gemini(R"({"contents":[{"role":"user","parts":[{"text":"hi"},
        {"inlineData":{"mimeType":"audio/mpeg","data":"SU_z"}},
        {"inlineData":{"mimeType":"application/pdf","data":"JV-_BA"}},
        {"fileData":{"mimeType":"video/mp4","fileUri":"https://y/v"},"videoMetadata":{"fps":1}},
        {"executableCode":{"code":"1"}}]},
        {"role":"model","parts":[{"text":"h","thought":true},{"text":"m","thought":true,"thoughtSignature":"S"},
        {"text":"ok","thoughtSignature":"T"}]}]})");
    const auto &user = chatOf(call.value()).messages.at(0).parts;
    QCOMPARE(user.size(), std::size_t{5});
    QVERIFY(user[1].kind == Part::Kind::Audio);
    QCOMPARE(user[1].format, std::string("mp3"));
    QCOMPARE(user[1].data, std::string("SU/z"));
    QCOMPARE(user[2].data, std::string("data:application/pdf;base64,JV+/BA=="));
    QCOMPARE(user[3].url, std::string("https://y/v"));
    QCOMPARE(at(user[3].innerExtras, "format"), std::string("video/mp4"));
    QCOMPARE(at(user[3].extras, "videoMetadata.fps"), std::string("1"));
    QVERIFY(user[4].kind == Part::Kind::Other);
    const auto &model = chatOf(call.value()).messages.at(1).parts;
    QCOMPARE(model.size(), std::size_t{2});
    QVERIFY(model[0].kind == Part::Kind::Thinking);
    QCOMPARE(model[0].text, std::string("hm"));
    QCOMPARE(model[0].signature, std::string("S"));
    QCOMPARE(model[1].signature, std::string("T"));
}

void TestGemini::pairsResultsWithCalls()
{
    const auto call = gemini(R"({"contents":[
        {"role":"model","parts":[{"text":"x"},{"functionCall":{"name":"f","args":{"b":1,"a":2}},"thoughtSignature":"S"},
            {"functionCall":{"name":"f"}},{"functionCall":{"id":"own","name":"g","args":{}}}]},
        {"role":"user","parts":[{"functionResponse":{"id":"own","name":"g","response":{"a":1}}},
            {"functionResponse":{"name":"f","response":{"output":"one"}}},
            {"functionResponse":{"name":"f","response":{"error":"two"}}},{"text":"go on"}]}]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{5});
    const auto &calls = request.messages[0].toolCalls;
    QCOMPARE(calls.size(), std::size_t{3});
    QCOMPARE(calls[0].arguments, std::string(R"({"b":1,"a":2})"));
    QCOMPARE(calls[0].signature, std::string("S"));
    QCOMPARE(calls[0].partsBefore, std::size_t{1});
    QCOMPARE(calls[1].arguments, std::string("{}"));
    QVERIFY(calls[0].id.starts_with("call_"));
    QVERIFY(calls[0].id != calls[1].id);
    QCOMPARE(request.messages[1].toolCallId, std::string("own"));
    QCOMPARE(request.messages[1].text(), std::string(R"({"a":1})"));
    QCOMPARE(request.messages[2].toolCallId, calls[0].id);
    QCOMPARE(request.messages[2].text(), std::string("one"));
    QCOMPARE(request.messages[3].toolCallId, calls[1].id);
    QVERIFY(request.messages[3].isError);
    QVERIFY(request.messages[4].role == Message::Role::User);
    QCOMPARE(request.messages[4].text(), std::string("go on"));
}

void TestGemini::readsTools()
{
    const auto call = gemini(R"({"contents":[],"tools":[{"functionDeclarations":[
        {"name":"f","description":"d","parameters":{"type":"OBJECT","properties":{"type":{"type":"STRING","nullable":true},
            "n":{"type":"ARRAY","items":{"type":"INTEGER"}}}}},
        {"name":"g","parametersJsonSchema":{"type":"object","additionalProperties":false}}]},{"googleSearch":{}}]})");
    const auto &tools = chatOf(call.value()).tools;
    QCOMPARE(tools.size(), std::size_t{3});
    QCOMPARE(json::serialize(tools[0].parameters.value()),
             std::string(R"({"type":"object","properties":{"type":{"type":["string","null"]},)"
                         R"("n":{"type":"array","items":{"type":"integer"}}}})"));
    QCOMPARE(json::serialize(tools[1].parameters.value()),
             std::string(R"({"type":"object","additionalProperties":false})"));
    QVERIFY(chat::isWebSearch(tools[2]));
}

void TestGemini::choosesTools_data()
{
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("choice");
    QTest::addColumn<int>("tools");
    QTest::newRow("any") << R"({"mode":"ANY"})"
                         << "\"required\"" << 2;
    QTest::newRow("one by name") << R"({"mode":"ANY","allowedFunctionNames":["f"]})"
                                 << R"({"type":"function","function":{"name":"f"}})" << 2;
    QTest::newRow("some by name") << R"({"mode":"VALIDATED","allowedFunctionNames":["g"]})"
                                  << "\"auto\"" << 1;
    QTest::newRow("none") << R"({"mode":"NONE"})"
                          << "\"none\"" << 2;
}

void TestGemini::choosesTools()
{
    QFETCH(QString, config);
    QFETCH(QString, choice);
    QFETCH(int, tools);
    const auto call = gemini(R"({"contents":[],"tools":[{"functionDeclarations":[{"name":"f"},{"name":"g"}]}],
        "toolConfig":{"functionCallingConfig":)" +
                             config.toStdString() + "}}");
    QCOMPARE(paramOf(chatOf(call.value()), "tool_choice"), choice.toStdString());
    QCOMPARE(chatOf(call.value()).tools.size(), static_cast<std::size_t>(tools));
}

void TestGemini::translatesTheGenerationConfig()
{
    const auto call =
        gemini(R"({"contents":[],"generationConfig":{"topK":3,"candidateCount":2,"seed":7228414683750928000,
        "responseLogprobs":true,"logprobs":4,"responseMimeType":"application/json","responseSchema":{"type":"STRING"},
        "responseModalities":["TEXT","AUDIO"],"imageConfig":{"imageSize":"1K"}},
        "safetySettings":[{"category":"c"}],"cachedContent":"cachedContents/1"})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(paramOf(request, "top_k"), std::string("3"));
    QCOMPARE(paramOf(request, "n"), std::string("2"));
    QCOMPARE(paramOf(request, "seed"), std::string("7228414683750928000"));
    QCOMPARE(paramOf(request, "logprobs"), std::string("true"));
    QCOMPARE(paramOf(request, "top_logprobs"), std::string("4"));
    QCOMPARE(at(request.params, "response_format.type"), std::string("json_schema"));
    QCOMPARE(at(request.params, "response_format.json_schema.schema.type"), std::string("string"));
    QCOMPARE(paramOf(request, "modalities"), std::string(R"(["text","audio"])"));
    QCOMPARE(at(request.params, "image_config.imageSize"), std::string("1K"));
    QCOMPARE(paramOf(request, "safety_settings"), std::string(R"([{"category":"c"}])"));
    QCOMPARE(paramOf(request, "cached_content"), std::string("\"cachedContents/1\""));
}

void TestGemini::readsThinking_data()
{
    QTest::addColumn<QString>("config");
    QTest::addColumn<QString>("thinking");
    QTest::addColumn<QString>("effort");
    QTest::newRow("a budget") << R"({"thinkingBudget":2048})"
                              << R"({"type":"enabled","budget_tokens":2048})"
                              << "";
    QTest::newRow("none") << R"({"thinkingBudget":0})"
                          << R"({"type":"disabled"})"
                          << "";
    QTest::newRow("as the model likes") << R"({"thinkingBudget":-1,"includeThoughts":true})"
                                        << ""
                                        << "";
    QTest::newRow("a level") << R"({"thinkingLevel":"HIGH"})"
                             << ""
                             << "\"high\"";
}

void TestGemini::readsThinking()
{
    QFETCH(QString, config);
    QFETCH(QString, thinking);
    QFETCH(QString, effort);
    const auto call =
        gemini(R"({"contents":[],"generationConfig":{"thinkingConfig":)" + config.toStdString() + "}}");
    QCOMPARE(paramOf(chatOf(call.value()), "thinking"), thinking.toStdString());
    QCOMPARE(paramOf(chatOf(call.value()), "reasoning_effort"), effort.toStdString());
}

void TestGemini::readsEmbeddings()
{
    const auto one =
        gemini(R"({"content":{"parts":[{"text":"a"},{"text":"b"}]},"outputDimensionality":8})", "embed");
    const auto single = one.value().canonical();
    QVERIFY(single.ok());
    const auto &request = std::get<chat::EmbeddingRequest>(*single.value());
    QCOMPARE(json::serialize(request.input), std::string("\"ab\""));
    QCOMPARE(at(request.params, "dimensions"), std::string("8"));
    const auto many = gemini(
        R"({"requests":[{"content":{"parts":[{"text":"a"}]},"taskType":"X"},{"content":{"parts":[{"text":"b"}]}}]})",
        "batchEmbed");
    const auto batch = many.value().canonical();
    QCOMPARE(json::serialize(std::get<chat::EmbeddingRequest>(*batch.value()).input),
             std::string(R"(["a","b"])"));
}

void TestGemini::countsInsteadOfAnswering()
{
    const auto call = gemini(
        R"({"generateContentRequest":{"model":"models/x","contents":[{"parts":[{"text":"hi"}]}]}})", "count");
    QVERIFY(call.ok());
    QVERIFY(call.value().operation == chat::Operation::CountTokens);
    QCOMPARE(chatOf(call.value()).messages.at(0).text(), std::string("hi"));
    QCOMPARE(Dialects::all()["gemini"].encodeCount(7), std::string(R"({"totalTokens":7})"));
}

void TestGemini::streamsAsTheQuerySays()
{
    const Dialect &dialect = Dialects::all()["gemini"];
    const auto events = gemini(R"({"contents":[]})", "stream", "alt=sse");
    QVERIFY(events.value().stream);
    QVERIFY(events.value().relayable);
    QVERIFY(dialect.streamContentType(events.value()).starts_with("text/event-stream"));
    const auto array = gemini(R"({"contents":[]})", "stream");
    QVERIFY(!array.value().relayable);
    QVERIFY(dialect.streamContentType(array.value()).starts_with("application/json"));
}

namespace {

json::Object whole(const chat::Events &events)
{
    static const auto call = gemini(R"({"contents":[]})");
    AnswerOptions options;
    options.model = "asked";
    return objectOf(Dialects::all()["gemini"].encodeWhole(call.value(), folded(events), options));
}

std::unique_ptr<StreamEncoder> encoder(bool array)
{
    static const auto events = gemini(R"({"contents":[]})", "stream", "alt=sse");
    static const auto list = gemini(R"({"contents":[]})", "stream");
    AnswerOptions options;
    options.model = "asked";
    return Dialects::all()["gemini"].newStreamEncoder(array ? list.value() : events.value(), options);
}

chat::Events answer()
{
    return {startEvent("r1"),
            thoughtEvent("hm"),
            textEvent("Hel"),
            textEvent("lo"),
            callEvent(0, "c0", "f", R"({"a":)"),
            callEvent(0, "", "", "1}"),
            chat::Finish{0, chat::Stop::ToolCalls, "tool_calls"},
            usageEvent({.input = 10, .cacheRead = 4, .output = 9, .reasoning = 3}),
            chat::End()};
}

}   // namespace

void TestGemini::writesCandidates()
{
    chat::Events events = answer();
    std::get<chat::Delta>(events[4]).toolCalls[0].signature = "S";
    const json::Object body = whole(events);
    const json::Object &candidate = body.at("candidates").as_array().at(0).as_object();
    QCOMPARE(at(candidate, "finishReason"), std::string("STOP"));
    QCOMPARE(at(candidate, "content.role"), std::string("model"));
    const json::Array &parts = candidate.at("content").as_object().at("parts").as_array();
    QCOMPARE(parts.size(), std::size_t{3});
    QCOMPARE(json::serialize(parts[0]), std::string(R"({"text":"hm","thought":true})"));
    QCOMPARE(json::serialize(parts[1]), std::string(R"({"text":"Hello"})"));
    QCOMPARE(at(parts[2].as_object(), "functionCall.args"), std::string(R"({"a":1})"));
    QCOMPARE(at(parts[2].as_object(), "functionCall.id"), std::string("c0"));
    QCOMPARE(at(parts[2].as_object(), "thoughtSignature"), std::string("S"));
    QCOMPARE(at(body, "modelVersion"), std::string("asked"));
    QCOMPARE(at(body, "responseId"), std::string("r1"));
}

void TestGemini::countsThoughtsApart()
{
    const json::Object body = whole(answer());
    QCOMPARE(at(body, "usageMetadata.promptTokenCount"), std::string("10"));
    QCOMPARE(at(body, "usageMetadata.cachedContentTokenCount"), std::string("4"));
    QCOMPARE(at(body, "usageMetadata.candidatesTokenCount"), std::string("6"));
    QCOMPARE(at(body, "usageMetadata.thoughtsTokenCount"), std::string("3"));
    QCOMPARE(at(body, "usageMetadata.totalTokenCount"), std::string("19"));
}

void TestGemini::streamsChunks()
{
    const std::vector<Sent> sent = readStream(streamed(*encoder(false), answer()));
    QCOMPARE(sent.size(), std::size_t{4});
    const auto part = [&](std::size_t i) {
        const json::Object &candidate = sent[i].data.at("candidates").as_array().at(0).as_object();
        return json::serialize(candidate.at("content").as_object().at("parts").as_array().at(0));
    };
    QCOMPARE(part(0), std::string(R"({"text":"hm","thought":true})"));
    QCOMPARE(part(1), std::string(R"({"text":"Hel"})"));
    QCOMPARE(part(3), std::string(R"({"functionCall":{"id":"c0","name":"f","args":{"a":1}}})"));
    QVERIFY(!sent[2].data.contains("usageMetadata"));
    QCOMPARE(at(sent[3].data, "usageMetadata.totalTokenCount"), std::string("19"));
    for (const Sent &chunk : sent)
        QCOMPARE(at(chunk.data, "responseId"), std::string("r1"));
    const json::Object &last = sent[3].data.at("candidates").as_array().at(0).as_object();
    QCOMPARE(at(last, "finishReason"), std::string("STOP"));
}

void TestGemini::writesOneArray()
{
    const std::string bytes = streamed(*encoder(true), answer());
    const auto value = json::parse(bytes);
    QVERIFY(value.ok());
    QCOMPARE(value.value().as_array().size(), std::size_t{4});
    const auto nothing = json::parse(streamed(*encoder(true), {chat::End()}));
    QCOMPARE(nothing.value().as_array().size(), std::size_t{1});
}

void TestGemini::endsTheArrayBehindAnError()
{
    const auto stream = encoder(true);
    std::string bytes = streamed(*stream, {textEvent("a")});
    stream->encodeError({.code = ErrorCode::UpstreamRateLimit, .message = "slow"}, bytes);
    stream->encode(textEvent("b"), bytes);
    const auto value = json::parse(bytes);
    QVERIFY(value.ok());
    QCOMPARE(value.value().as_array().size(), std::size_t{2});
    QCOMPARE(at(value.value().as_array()[1].as_object(), "error.status"), std::string("RESOURCE_EXHAUSTED"));
}

void TestGemini::writesVectors()
{
    chat::Response response;
    response.annotations = objectOf(R"({"data":[{"embedding":[0.5,1]},{"embedding":[2]}]})");
    const Dialect &dialect = Dialects::all()["gemini"];
    const auto one = gemini(R"({"content":{}})", "embed");
    QCOMPARE(dialect.encodeWhole(one.value(), response, {}),
             std::string(R"({"embedding":{"values":[0.5,1]}})"));
    const auto many = gemini(R"({"requests":[]})", "batchEmbed");
    QCOMPARE(dialect.encodeWhole(many.value(), response, {}),
             std::string(R"({"embeddings":[{"values":[0.5,1]},{"values":[2]}]})"));
}

void TestGemini::showsErrorsInGooglesShape()
{
    const Dialect &dialect = Dialects::all()["gemini"];
    const ErrorReply limited =
        dialect.encodeError({.code = ErrorCode::UpstreamRateLimit, .message = "slow", .retryAfterMs = 4200});
    QCOMPARE(limited.status, 429);
    const json::Object body = objectOf(limited.body);
    QCOMPARE(at(body, "error.code"), std::string("429"));
    QCOMPARE(at(body, "error.status"), std::string("RESOURCE_EXHAUSTED"));
    const json::Value *details = json::findPath(body, "error.details");
    QVERIFY(details);
    QCOMPARE(at(details->as_array()[0].as_object(), "retryDelay"), std::string("5s"));
    QCOMPARE(dialect.encodeError({.code = ErrorCode::UnknownModel, .message = "x"}).status, 404);
    QCOMPARE(dialect.encodeError({.code = ErrorCode::UpstreamTimeout, .message = "x"}).status, 504);
}

QTEST_GUILESS_MAIN(TestGemini)
#include "tst_gemini.moc"
