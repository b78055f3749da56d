#include "tests/core/providers/providersupport.h"
#include "tests/core/providers/responsesevents.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// OpenAI's Responses API as an upstream: for clients that speak it, and for models that answer nowhere else.
class TestResponsesUpstream final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesTheApi_data();
    void choosesTheApi();
    void writesChatsAsResponses();
    void refusesWhatHasNoCounterpart();
    void compactsWhereTheProviderDoes_data();
    void compactsWhereTheProviderDoes();
    void readsStreamsInAnyCut();
    void readsWholeAnswers_data();
    void readsWholeAnswers();
    void givesReasoningBackSealed();
    void passesBytesOnButForTheModel();
    void leavesAClientsRequestAlone();
};

namespace {

std::string urlOf(const std::string &model, const chat::Call &made, bool chatOnly = false)
{
    config::Deployment row = deployment(model);
    row.params.useChatCompletionsApi = chatOnly;
    const auto wire = adapter("openai").encode(made, target(row), {});
    return wire.ok() ? wire.value().url : wire.error().message;
}

chat::Call chatCall(const std::string &more = {})
{
    return call("openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}])" + more + "}");
}

std::string sse(const std::vector<std::string> &events)
{
    std::string out;
    for (const std::string &event : events) {
        const json::Value value = parsed(event);
        out +=
            "event: " + std::string(json::stringOr(value.get_object(), "type")) + "\ndata: " + event + "\n\n";
    }
    return out;
}

}   // namespace

void TestResponsesUpstream::choosesTheApi_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("dialect");
    QTest::addColumn<bool>("chatOnly");
    QTest::addColumn<QByteArray>("url");
    const auto row = [](const char *name, const char *model, const char *dialect, bool chatOnly,
                        const char *url) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(dialect) << chatOnly << QByteArray(url);
    };
    row("a chat of a chat model", "openai/gpt-4o", "openaichat", false,
        "https://api.openai.com/v1/chat/completions");
    row("a chat of a model that answers on Responses alone", "openai/gpt-5-pro", "openaichat", false,
        "https://api.openai.com/v1/responses");
    row("a prefix asks for it", "openai/responses/gpt-4o", "openaichat", false,
        "https://api.openai.com/v1/responses");
    row("a client that speaks it", "openai/gpt-4o", "responses", false,
        "https://api.openai.com/v1/responses");
    row("unless the config says chat", "openai/gpt-4o", "responses", true,
        "https://api.openai.com/v1/chat/completions");
    row("a provider without it", "cerebras/llama", "responses", false,
        "https://api.cerebras.ai/v1/chat/completions");
    row("a provider that recommends it", "xai/grok-4", "openaichat", false, "https://api.x.ai/v1/responses");
}

void TestResponsesUpstream::choosesTheApi()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, dialect);
    QFETCH(bool, chatOnly);
    QFETCH(QByteArray, url);
    const chat::Call made =
        dialect == "responses" ? call("responses", R"({"model":"m","input":"x"})") : chatCall();
    QCOMPARE(urlOf(model.toStdString(), made, chatOnly), url.toStdString());
}

void TestResponsesUpstream::writesChatsAsResponses()
{
    const config::Deployment row = deployment("openai/gpt-5-pro");
    const auto made = call(
        "openaichat",
        R"({"model":"m","stream":true,"max_tokens":20,"reasoning_effort":"low","verbosity":"low","messages":[{"role":"system","content":"be"},{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"https://e.org/a.png","detail":"low"}}]},{"role":"assistant","content":"t","tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"r"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"},"strict":true}}],"tool_choice":{"type":"function","function":{"name":"f"}},"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}}})");
    const auto wire = adapter("openai").encode(made, target(row), {});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    const json::Value wanted = parsed(
        R"({"model":"gpt-5-pro","instructions":"be","stream":true,"store":false,"include":["reasoning.encrypted_content"],"max_output_tokens":20,"reasoning":{"effort":"low","summary":"auto"},"text":{"verbosity":"low","format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true}},"input":[{"role":"user","content":[{"type":"input_text","text":"x"},{"type":"input_image","image_url":"https://e.org/a.png","detail":"low"}]},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"t","annotations":[]}]},{"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"r"}],"tools":[{"type":"function","name":"f","parameters":{"type":"object"},"strict":true}],"tool_choice":{"type":"function","name":"f"}})");
    QCOMPARE(difference(parsed(wire.value().body), wanted), std::string());
}

void TestResponsesUpstream::refusesWhatHasNoCounterpart()
{
    config::Deployment row = deployment("openai/gpt-5-pro");
    const auto refused = adapter("openai").encode(chatCall(R"(,"seed":1)"), target(row), {});
    QVERIFY(!refused.ok());
    QVERIFY(refused.error().code == ErrorCode::UnsupportedParam);
    QCOMPARE(refused.error().param, std::string("seed"));
    row.params.dropParams = true;
    const auto dropped = adapter("openai").encode(chatCall(R"(,"seed":1)"), target(row), {});
    QVERIFY(dropped.ok());
    QCOMPARE(dropped.value().dropped, std::vector<std::string>{"seed"});
}

void TestResponsesUpstream::compactsWhereTheProviderDoes_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<bool>("itself");
    QTest::newRow("OpenAI") << QByteArray("openai/gpt-5") << QByteArray()
                            << QByteArray("https://api.openai.com/v1/responses/compact") << true;
    QTest::newRow("another gateway") << QByteArray("litellm_proxy/x") << QByteArray("http://gate:4000/v1")
                                     << QByteArray("http://gate:4000/v1/responses/compact") << true;
    QTest::newRow("another server behind OpenAI's row")
        << QByteArray("openai/gpt-5") << QByteArray("http://here/v1")
        << QByteArray("http://here/v1/responses") << false;
    QTest::newRow("a provider that answers on Responses")
        << QByteArray("groq/x") << QByteArray() << QByteArray("https://api.groq.com/openai/v1/responses")
        << false;
}

void TestResponsesUpstream::compactsWhereTheProviderDoes()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, url);
    QFETCH(bool, itself);
    const config::Deployment row = deployment(model.toStdString());
    providers::Target to = target(row);
    if (!base.isEmpty())
        to.baseUrl = base.toStdString();
    dialects::Stores stores;
    const auto made = dialects::Dialects::all()["responses"].decode(
        {.action = "compact",
         .stores = &stores,
         .body = R"({"model":"m","input":"x","prompt_cache_key":"k","litellm_session_id":"s"})"});
    QVERIFY(made.ok());
    const auto wire = adapter("openai").encode(made.value(), to, {});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(wire.value().url, url.toStdString());
    const auto relay = adapter("openai").newRelay(made.value(), to, {});
    QCOMPARE(relay != nullptr, itself);
    if (!itself) {
        QVERIFY(wire.value().body.find("Summarize") != std::string::npos);
        return;
    }
    QCOMPARE(
        difference(parsed(wire.value().body), parsed(QByteArray(R"({"model":")" + model.split('/').last() +
                                                                R"(","input":"x","prompt_cache_key":"k"})")
                                                         .toStdString())),
        std::string());
    std::string told;
    const std::string answer =
        R"({"id":"resp_1","object":"response.compaction","output":[{"type":"compaction","encrypted_content":"e"}],"usage":{"input_tokens":9,"output_tokens":2,"total_tokens":11}})";
    QVERIFY(relay->feed(answer, told).ok() && relay->finish(told).ok());
    QCOMPARE(told, answer);
    QCOMPARE(relay->facts().usage.output, 2);
}

void TestResponsesUpstream::readsStreamsInAnyCut()
{
    const config::Deployment row = deployment("openai/gpt-5-pro");
    const providers::Target to = target(row);
    const std::string bytes = sse(kEvents);
    for (const std::vector<std::size_t> &cuts : cuttings(bytes.size())) {
        const Read read =
            readAnswer(*adapter("openai").newDecoder(chatCall(R"(,"stream":true)"), to, true), bytes, cuts);
        QCOMPARE(read.error, std::string());
        const chat::Choice &choice = read.response.choices.at(0);
        QCOMPARE(*choice.text, std::string("Grüß"));
        QCOMPARE(*choice.reasoning, std::string("Hm\n\nso"));
        QVERIFY(choice.signature.find("enc") != std::string::npos);
        QCOMPARE(choice.toolCalls.at(0).arguments, std::string(R"({"a":1})"));
        QCOMPARE(choice.toolCalls.at(1).type, std::string("custom"));
        QCOMPARE(choice.toolCalls.at(1).arguments, std::string("***"));
        QVERIFY(choice.finish->reason == chat::Stop::ToolCalls);
        QCOMPARE(choice.extras.at("annotations").as_array().size(), std::size_t{1});
        QCOMPARE(read.response.usage->usage.cacheRead, std::int64_t{30});
        QCOMPARE(read.response.usage->usage.reasoning, std::int64_t{4});
    }
    const Read cut = readAnswer(*adapter("openai").newDecoder(chatCall(R"(,"stream":true)"), to, true),
                                sse({kEvents.begin(), kEvents.end() - 1}));
    QVERIFY(cut.code == ErrorCode::UpstreamConnection);
}

void TestResponsesUpstream::readsWholeAnswers_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("stop");
    QTest::addColumn<QByteArray>("error");
    QTest::newRow("complete")
        << QByteArray(
               R"({"id":"r","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"output_text","text":"b"}]}]})")
        << QByteArray("ab") << static_cast<int>(chat::Stop::Stop) << QByteArray();
    QTest::newRow("cut by the limit")
        << QByteArray(
               R"({"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[{"type":"message","content":[{"type":"output_text","text":"a"}]}]})")
        << QByteArray("a") << static_cast<int>(chat::Stop::Length) << QByteArray();
    QTest::newRow("cut by a filter")
        << QByteArray(
               R"({"id":"r","status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]})")
        << QByteArray() << static_cast<int>(chat::Stop::ContentFilter) << QByteArray();
    QTest::newRow("failed")
        << QByteArray(
               R"({"id":"r","status":"failed","error":{"code":"rate_limit_exceeded","message":"slow"},"output":[]})")
        << QByteArray() << -1 << QByteArray("slow");
}

void TestResponsesUpstream::readsWholeAnswers()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, text);
    QFETCH(int, stop);
    QFETCH(QByteArray, error);
    const config::Deployment row = deployment("openai/gpt-5-pro");
    const providers::Target to = target(row);
    const Read read = readAnswer(*adapter("openai").newDecoder(chatCall(), to, false), body.toStdString());
    QCOMPARE(read.error, error.toStdString());
    if (!error.isEmpty()) {
        QVERIFY(read.code == ErrorCode::UpstreamRateLimit);
        return;
    }
    const chat::Choice &choice = read.response.choices.at(0);
    QCOMPARE(choice.text.value_or(""), text.toStdString());
    QCOMPARE(static_cast<int>(choice.finish->reason), stop);
}

void TestResponsesUpstream::givesReasoningBackSealed()
{
    const config::Deployment row = deployment("openai/gpt-5-pro");
    const providers::Target to = target(row);
    const Read read =
        readAnswer(*adapter("openai").newDecoder(chatCall(R"(,"stream":true)"), to, true), sse(kEvents));
    json::Object message{{"role", "assistant"}, {"content", "t"}};
    message["thinking_blocks"] = json::Array{json::Object{
        {"type", "thinking"}, {"thinking", "Hm"}, {"signature", read.response.choices.at(0).signature}}};
    json::Object request{{"model", "m"}, {"messages", json::Array{message}}};
    const auto wire = adapter("openai").encode(call("openaichat", json::serialize(request)), to, {});
    QVERIFY(wire.ok());
    const json::Value body = parsed(wire.value().body);
    QVERIFY(body.at("input").at(0).at("type") == json::Value("reasoning"));
    QVERIFY(body.at("input").at(0).at("encrypted_content") == json::Value("enc"));
}

void TestResponsesUpstream::passesBytesOnButForTheModel()
{
    const config::Deployment row = deployment("openai/gpt-5-pro");
    const providers::Target to = target(row);
    const auto made = call("responses", R"({"model":"mine","input":"x","stream":true})");
    const std::string bytes = sse(kEvents);
    std::string expected = bytes;
    for (std::size_t at = 0; (at = expected.find("\"gpt-5-pro\"", at)) != std::string::npos;)
        expected.replace(at, 11, "\"mine\"");
    for (const std::vector<std::size_t> &cuts : cuttings(bytes.size())) {
        auto relay = adapter("openai").newRelay(made, to, {.model = "mine"});
        QVERIFY(relay != nullptr);
        std::string out;
        std::string_view rest(bytes);
        for (const std::size_t size : cuts) {
            QVERIFY(relay->feed(rest.substr(0, size), out).ok());
            rest.remove_prefix(std::min(size, rest.size()));
        }
        QVERIFY(relay->feed(rest, out).ok());
        QVERIFY(relay->finish(out).ok());
        QCOMPARE(out, expected);
        QCOMPARE(relay->facts().usage.input, std::int64_t{40});
        QCOMPARE(relay->facts().providerId, std::string("resp_1"));
        QVERIFY(relay->facts().ended);
    }
}

void TestResponsesUpstream::leavesAClientsRequestAlone()
{
    config::Deployment row = deployment("openai/gpt-5-pro");
    row.params.defaults["max_tokens"] = 50;
    const auto made = call(
        "responses",
        R"({"model":"mine","input":[{"role":"user","content":"x"}],"zzz":12345678901234567890,"metadata":{"tags":["a"]},"num_retries":2})");
    const auto wire = adapter("openai").encode(made, target(row), {});
    QVERIFY(wire.ok());
    QCOMPARE(
        wire.value().body,
        std::string(
            R"({"model":"gpt-5-pro","input":[{"role":"user","content":"x"}],"zzz":12345678901234567890,"max_output_tokens":50})"));
}

QTEST_GUILESS_MAIN(TestResponsesUpstream)
#include "tst_responsesupstream.moc"
