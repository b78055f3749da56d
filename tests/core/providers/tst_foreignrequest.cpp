#include "core/chat/opaquestore.h"
#include "core/dialects/dialect.h"
#include "core/providers/adapters/openai/foreignrequest.h"
#include "core/providers/registry.h"

#include <QTest>

using namespace gw;
using namespace gw::providers;

// What clients of other dialects ask of OpenAI-shaped providers, seen in the body that is sent.
class TestForeignRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThinkingAsTheModelCan_data();
    void saysThinkingAsTheModelCan();
    void dropsWhatOnlyOthersKnow();
    void keepsMarksWhereTheyAreKnown();
    void givesReasoningBackWhereItIsWanted();
    void restoresReasoningFromTheStore();
    void carriesWhatOpenRouterHasSigned();
    void sendsPicturesOfToolsBehindTheResults();
    void marksFailedTools();
    void joinsSystemMessages();
    void letsTheAssistantSpeakBehindTools();
    void saysDocuments();
    void shortensToolNames();
    void asksForUsageInStreams();
    void dropsWhatTheRowRefuses();
    void limitsTheOutput();
    void saysRequestsForTheResponsesApi();
};

namespace {

struct Sending
{
    config::Deployment deployment;
    Target target;
    json::Object body;
    WireRequest wire;
};

// Sends a request of a client through the row of model ("groq/llama").
std::unique_ptr<Sending> sent(std::string_view dialect, std::string body, const std::string &model,
                              const chat::OpaqueStore *opaque = nullptr, std::optional<int> maxOutput = {})
{
    static const Adapters adapters;
    auto sending = std::make_unique<Sending>();
    sending->deployment.params.model = model;
    sending->deployment.params.apiKey = Secret(std::string("sk-test"));
    sending->deployment.info.maxOutputTokens = maxOutput;
    sending->target = resolveTarget(Catalog::builtIn(), sending->deployment, false,
                                    [](std::string_view) { return std::nullopt; });
    if (!sending->target.problem.empty())
        qFatal("%s", sending->target.problem.c_str());
    auto call = dialects::Dialects::all()[dialect].decode({.body = std::move(body)});
    if (!call.ok())
        qFatal("%s", call.error().message.c_str());
    EncodeContext context;
    context.opaque = opaque;
    context.unixS = 1000;
    const Adapter *adapter = adapters.find(sending->target.row->adapter);
    auto wire = adapter->encode(call.value(), sending->target, context);
    if (!wire.ok())
        qFatal("%s", wire.error().message.c_str());
    sending->wire = std::move(wire).value();
    sending->body = json::parse(sending->wire.body).value().get_object();
    return sending;
}

std::string at(const json::Object &object, std::string_view path)
{
    const json::Value *value = json::findPath(object, path);
    return value ? json::serialize(*value) : "(none)";
}

const json::Object &message(const Sending &sending, std::size_t index)
{
    return sending.body.at("messages").as_array().at(index).as_object();
}

}   // namespace

void TestForeignRequest::saysThinkingAsTheModelCan_data()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("thinking");
    QTest::addColumn<QString>("effort");
    QTest::addColumn<QString>("own");
    const QString small = QStringLiteral(R"({"type":"enabled","budget_tokens":1024})");
    const QString large = QStringLiteral(R"({"type":"enabled","budget_tokens":31999})");
    QTest::newRow("a small budget") << "openai/gpt-5-mini" << small << "\"minimal\""
                                    << "(none)";
    QTest::newRow("a large budget") << "openai/gpt-5-mini" << large << "\"high\""
                                    << "(none)";
    QTest::newRow("a model without minimal") << "openai/gpt-6-astra" << small << "\"low\""
                                             << "(none)";
    QTest::newRow("a model that does not think") << "openai/gpt-4.1" << large << "(none)"
                                                 << "(none)";
    QTest::newRow("a row with a word of its own") << "deepseek/deepseek-v4-flash" << large << "(none)"
                                                  << R"({"type":"enabled"})";
    QTest::newRow("switched off there") << "deepseek/deepseek-v4-flash"
                                        << R"({"type":"disabled"})"
                                        << "(none)"
                                        << R"({"type":"disabled"})";
    QTest::newRow("switched off elsewhere") << "openai/gpt-5-mini"
                                            << R"({"type":"disabled"})"
                                            << "(none)"
                                            << "(none)";
}

void TestForeignRequest::saysThinkingAsTheModelCan()
{
    QFETCH(QString, model);
    QFETCH(QString, thinking);
    QFETCH(QString, effort);
    QFETCH(QString, own);
    const auto sending = sent("messages",
                              R"({"model":"m","messages":[{"role":"user","content":"x"}],"thinking":)" +
                                  thinking.toStdString() + "}",
                              model.toStdString());
    QCOMPARE(at(sending->body, "reasoning_effort"), effort.toStdString());
    QCOMPARE(at(sending->body, "thinking"), own.toStdString());
}

void TestForeignRequest::dropsWhatOnlyOthersKnow()
{
    const auto sending = sent("messages",
                              R"({"model":"m","max_tokens":5,"top_k":3,"container":"c",
        "context_management":{},"output_config":{"task_budget":{"total":1}},"cache_control":{"type":"ephemeral"},
        "metadata":{"user_id":")" +
                                  std::string(80, 'u') + R"("},
        "system":[{"type":"text","text":"a","cache_control":{"type":"ephemeral"}},{"type":"text","text":"b"}],
        "tools":[{"type":"web_search_20250305","name":"web_search"},
            {"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"},"defer_loading":true}],
        "messages":[{"role":"user","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}]},
            {"role":"assistant","content":[{"type":"thinking","thinking":"secret","signature":"s"},
            {"type":"server_tool_use","id":"s","name":"web_search","input":{}},{"type":"text","text":"y"}]}]})",
                              "openai/gpt-4.1");
    for (const char *key : {"top_k", "container", "context_management", "output_config", "cache_control"})
        QVERIFY2(!sending->body.contains(key), key);
    QVERIFY(sending->wire.body.find("cache_control") == std::string::npos);
    QVERIFY(sending->wire.body.find("secret") == std::string::npos);
    QVERIFY(sending->wire.body.find("web_search") == std::string::npos);
    QVERIFY(sending->wire.body.find("defer_loading") == std::string::npos);
    QCOMPARE(sending->body.at("user").as_string().size(), std::size_t{64});
    QCOMPARE(at(message(*sending, 0), "content"), std::string(R"("a\n\nb")"));
    QCOMPARE(at(message(*sending, 1), "content"), std::string("\"x\""));
    QCOMPARE(at(message(*sending, 2), "content"), std::string("\"y\""));
    QCOMPARE(sending->body.at("tools").as_array().size(), std::size_t{1});
}

void TestForeignRequest::keepsMarksWhereTheyAreKnown()
{
    const std::string body = R"({"model":"m","top_k":3,"system":[{"type":"text","text":"a",
        "cache_control":{"type":"ephemeral"}}],"messages":[{"role":"user","content":"x"}]})";
    const auto claude = sent("messages", body, "openrouter/anthropic/claude-sonnet-5");
    const json::Array &content = message(*claude, 0).at("content").as_array();
    QCOMPARE(at(content[0].as_object(), "cache_control.type"), std::string("\"ephemeral\""));
    QCOMPARE(at(claude->body, "top_k"), std::string("3"));
    const auto other = sent("messages", body, "openrouter/meta/llama");
    QCOMPARE(at(message(*other, 0), "content"), std::string("\"a\""));
}

void TestForeignRequest::givesReasoningBackWhereItIsWanted()
{
    const std::string body = R"({"model":"m","messages":[{"role":"user","content":"x"},
        {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":""},
        {"type":"tool_use","id":"t","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}]})";
    const auto wants = sent("messages", body, "deepseek/deepseek-v4-flash");
    QCOMPARE(at(message(*wants, 1), "reasoning_content"), std::string("\"hm\""));
    QCOMPARE(at(message(*wants, 1), "content"), std::string("null"));
    const auto refuses = sent("messages", body, "openai/gpt-4.1");
    QCOMPARE(at(message(*refuses, 1), "reasoning_content"), std::string("(none)"));
}

void TestForeignRequest::restoresReasoningFromTheStore()
{
    chat::OpaqueStore store;
    chat::Opaque opaque;
    opaque.scope = "deepseek/deepseek-v4-flash";
    chat::Part &part = opaque.thinking.emplace_back();
    part.kind = chat::Part::Kind::Thinking;
    part.text = "kept";
    store.keep("t", opaque, 990);
    const std::string body = R"({"contents":[{"role":"user","parts":[{"text":"x"}]},
        {"role":"model","parts":[{"functionCall":{"id":"t","name":"f","args":{}}}]},
        {"role":"user","parts":[{"functionResponse":{"id":"t","name":"f","response":{"a":1}}}]}],"model":"m"})";
    const auto same = sent("gemini", body, "deepseek/deepseek-v4-flash", &store);
    QCOMPARE(at(message(*same, 1), "reasoning_content"), std::string("\"kept\""));
    const auto other = sent("gemini", body, "deepseek/another-model", &store);
    QCOMPARE(at(message(*other, 1), "reasoning_content"), std::string("(none)"));
}

// The details come in pieces, go to the client as a signature and come back as they were.
void TestForeignRequest::carriesWhatOpenRouterHasSigned()
{
    const std::string first = R"({"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]})";
    const auto sending = sent("messages", first, "openrouter/anthropic/claude-sonnet-5");
    const Adapters adapters;
    const auto call = dialects::Dialects::all()["messages"].decode({.body = first});
    const auto decoder = adapters.find("openai")->newDecoder(call.value(), sending->target, true);
    std::string bytes;
    for (
        const char *delta :
        {R"({"role":"assistant","content":"","reasoning":"h","reasoning_details":[{"type":"reasoning.text","text":"h","index":0}]})",
         R"({"content":"","reasoning":"m","reasoning_details":[{"type":"reasoning.text","text":"m","index":0}]})",
         R"({"content":"","reasoning_details":[{"type":"reasoning.text","signature":"SIG","format":"f","index":0}]})",
         R"({"content":"hi"})"})
        bytes += std::string(R"(data: {"id":"g","choices":[{"index":0,"delta":)") + delta + "}]}\n\n";
    bytes += "data: {\"id\":\"g\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
             "data: [DONE]\n\n";
    auto events = decoder->feed(bytes);
    QVERIFY(events.ok());
    chat::Response response;
    for (chat::Event &event : events.value())
        response.fold(std::move(event));
    const std::string &signature = response.choices.at(0).blocks.at(0).signature;
    QCOMPARE(response.choices.at(0).blocks.at(0).text, std::string("hm"));
    QCOMPARE(response.choices.at(0).blocks.at(1).text, std::string("hi"));

    json::Object block{{"type", "thinking"}, {"thinking", "hm"}, {"signature", signature}};
    const json::Object next{
        {"model", "m"},
        {"messages",
         json::Array{json::Object{
             {"role", "assistant"},
             {"content", json::Array{std::move(block), json::Object{{"type", "text"}, {"text", "hi"}}}}}}}};
    const auto back = sent("messages", json::serialize(next), "openrouter/anthropic/claude-sonnet-5");
    QCOMPARE(
        json::serialize(message(*back, 0).at("reasoning_details")),
        std::string(R"([{"type":"reasoning.text","text":"hm","index":0,"signature":"SIG","format":"f"}])"));
    QVERIFY(!message(*back, 0).contains("reasoning"));
}

void TestForeignRequest::sendsPicturesOfToolsBehindTheResults()
{
    const auto sending = sent("messages", R"({"model":"m","messages":[
        {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}},
            {"type":"tool_use","id":"b","name":"f","input":{}}]},
        {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[{"type":"text","text":"one"},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}]},
            {"type":"tool_result","tool_use_id":"b","content":"two"},{"type":"text","text":"see"}]}]})",
                              "openai/gpt-4.1");
    QCOMPARE(sending->body.at("messages").as_array().size(), std::size_t{5});
    QCOMPARE(at(message(*sending, 1), "content"), std::string("\"one\""));
    QCOMPARE(at(message(*sending, 2), "tool_call_id"), std::string("\"b\""));
    QCOMPARE(at(message(*sending, 3), "role"), std::string("\"user\""));
    const json::Array &shown = message(*sending, 3).at("content").as_array();
    QCOMPARE(at(shown[1].as_object(), "image_url.url"), std::string("\"data:image/png;base64,AA==\""));
    QCOMPARE(at(message(*sending, 4), "content"), std::string("\"see\""));
}

void TestForeignRequest::marksFailedTools()
{
    const auto sending = sent("messages", R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"tool_result","tool_use_id":"a","is_error":true,"content":"no such file"}]}]})",
                              "groq/llama");
    QCOMPARE(at(message(*sending, 0), "content"), std::string("\"Error: no such file\""));
}

void TestForeignRequest::joinsSystemMessages()
{
    const std::string body = R"({"model":"m","instructions":"a","input":[{"role":"developer","content":"b"},
        {"role":"user","content":"x"}]})";
    const auto one = sent("responses", body, "cerebras/llama");
    QCOMPARE(at(message(*one, 0), "content"), std::string(R"("a\n\nb")"));
    QCOMPARE(at(message(*one, 1), "role"), std::string("\"user\""));
}

void TestForeignRequest::letsTheAssistantSpeakBehindTools()
{
    const std::string body = R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"tool_result","tool_use_id":"a","content":"r"},{"type":"text","text":"go"}]}]})";
    const auto mistral = sent("messages", body, "mistral/mistral-large");
    QCOMPARE(at(message(*mistral, 1), "role"), std::string("\"assistant\""));
    QCOMPARE(at(message(*mistral, 2), "content"), std::string("\"go\""));
    const auto other = sent("messages", body, "groq/llama");
    QCOMPARE(at(message(*other, 1), "content"), std::string("\"go\""));
}

void TestForeignRequest::saysDocuments()
{
    const auto sending = sent("messages", R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"document","source":{"type":"text","media_type":"text/plain","data":"words"}},
        {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AA"}}]}]})",
                              "openai/gpt-4.1");
    const json::Array &content = message(*sending, 0).at("content").as_array();
    QCOMPARE(at(content[0].as_object(), "text"), std::string("\"words\""));
    QCOMPARE(at(content[1].as_object(), "file.file_data"),
             std::string("\"data:application/pdf;base64,AA==\""));
    QCOMPARE(at(content[1].as_object(), "file.filename"), std::string("\"document.pdf\""));
}

void TestForeignRequest::shortensToolNames()
{
    const std::string name = "mcp__" + std::string(70, 'x');
    QCOMPARE(openai::toolNameFor("plain_name-1"), std::string("plain_name-1"));
    const std::string said = openai::toolNameFor(name);
    QCOMPARE(said.size(), std::size_t{64});
    QVERIFY(said != openai::toolNameFor(name + "y"));
    QVERIFY(openai::toolNameFor("a.b").starts_with("a_b_"));

    const std::string body = R"({"model":"m","tools":[{"name":")" + name +
                             R"(","input_schema":{"type":"object"}}],"tool_choice":{"type":"tool","name":")" +
                             name + R"("},"messages":[{"role":"user","content":"x"}]})";
    const auto sending = sent("messages", body, "openai/gpt-4.1");
    const json::Object &tool = sending->body.at("tools").as_array()[0].as_object();
    QCOMPARE(at(tool, "function.name"), "\"" + said + "\"");
    QCOMPARE(at(sending->body, "tool_choice.function.name"), "\"" + said + "\"");

    const Adapters adapters;
    const auto call = dialects::Dialects::all()["messages"].decode({.body = body});
    const auto decoder = adapters.find("openai")->newDecoder(call.value(), sending->target, false);
    QVERIFY(decoder
                ->feed(R"({"id":"x","choices":[{"message":{"role":"assistant","content":null,"tool_calls":[
        {"id":"c","type":"function","function":{"name":")" +
                       said + R"(","arguments":"{}"}}]}}]})")
                .ok());
    chat::Response response;
    auto events = decoder->finish();
    QVERIFY(events.ok());
    for (chat::Event &event : events.value())
        response.fold(std::move(event));
    QCOMPARE(response.choices.at(0).toolCalls.at(0).name, name);
}

void TestForeignRequest::asksForUsageInStreams()
{
    const auto sending = sent("responses", R"({"model":"m","stream":true,"input":"x"})", "cerebras/llama");
    QCOMPARE(at(sending->body, "stream"), std::string("true"));
    QCOMPARE(at(sending->body, "stream_options.include_usage"), std::string("true"));
    QVERIFY(sending->wire.askedUsage);
}

void TestForeignRequest::dropsWhatTheRowRefuses()
{
    // Chat clients get an error for it; who speaks another dialect never asked for this parameter.
    const auto sending = sent("messages", R"({"model":"m","metadata":{"user_id":"u"},"messages":[
        {"role":"user","content":"x"}]})",
                              "mistral/mistral-large");
    QVERIFY(!sending->body.contains("user"));
    QVERIFY(sending->wire.dropped == std::vector<std::string>{"user"});
}

void TestForeignRequest::limitsTheOutput()
{
    const auto sending = sent("messages", R"({"model":"m","max_tokens":64000,"messages":[
        {"role":"user","content":"x"}]})",
                              "groq/llama", nullptr, 8192);
    QCOMPARE(at(sending->body, "max_completion_tokens"), std::string("8192"));
    QVERIFY(!sending->body.contains("max_tokens"));
}

void TestForeignRequest::saysRequestsForTheResponsesApi()
{
    const auto sending = sent("messages", R"({"model":"m","max_tokens":64000,"top_k":1,
        "thinking":{"type":"enabled","budget_tokens":6000},"tools":[{"type":"web_search_20250305","name":"web_search"}],
        "messages":[{"role":"user","content":"x"},{"role":"assistant","content":[
        {"type":"server_tool_use","id":"s","name":"web_search","input":{}},{"type":"text","text":"y"}]}]})",
                              "openai/gpt-5-codex");
    QVERIFY(sending->wire.url.ends_with("/responses"));
    QCOMPARE(at(sending->body, "reasoning.effort"), std::string("\"medium\""));
    QCOMPARE(at(sending->body, "max_output_tokens"), std::string("64000"));
    QCOMPARE(json::serialize(sending->body.at("tools")), std::string(R"([{"type":"web_search"}])"));
    QCOMPARE(sending->body.at("input").as_array().size(), std::size_t{2});
    QVERIFY(!sending->body.contains("thinking"));
    QVERIFY(!sending->body.contains("top_k"));
}

QTEST_GUILESS_MAIN(TestForeignRequest)
#include "tst_foreignrequest.moc"
