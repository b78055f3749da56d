#include "core/dialects/reasoningseal.h"
#include "core/dialects/responsesanswer.h"

#include <random>

#include "dialectsupport.h"

using namespace gw;
using namespace gw::dialects;
using chat::Message;
using chat::Part;

class TestResponses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTextAndInstructions();
    void readsParts();
    void gathersCallsOnOneMessage();
    void givesReasoningToWhatFollows();
    void opensSealedReasoning();
    void pairsEveryCallWithAResult();
    void saysCustomToolsAsFunctions();
    void joinsNamespaces();
    void takesToolsOutOfTheInput();
    void translatesParameters();
    void allowsSomeToolsOnly();
    void refusesUnknownPreviousAnswers();
    void continuesKeptAnswers();
    void resolvesReferences();
    void countsInsteadOfAnswering();
    void compacts();
    void answersWithEveryField();
    void tellsWhyAnAnswerIsIncomplete_data();
    void tellsWhyAnAnswerIsIncomplete();
    void streamsEveryEventInOrder();
    void letsCallsInterleave();
    void givesCustomToolsBack();
    void givesToolsOfTheInputBack();
    void failsWithoutUsableCalls();
    void showsErrorsInStreams();
    void keepsOnlyWhatMayBeKept();
    void answersUnderThePromisedId();
    void neverBreaksAStream();
};

void TestResponses::readsTextAndInstructions()
{
    const auto call =
        decoded("responses", R"({"model":"m","instructions":"be kind","input":"hi","stream":true,
        "max_output_tokens":20})");
    QVERIFY(call.value().shape == chat::Shape::OpenAiResponses);
    QVERIFY(call.value().stream);
    QCOMPARE(call.value().maxOutput, std::int64_t{20});
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{2});
    QVERIFY(request.messages[0].role == Message::Role::System);
    QCOMPARE(request.messages[0].text(), std::string("be kind"));
    QVERIFY(request.messages[1].role == Message::Role::User);
    QCOMPARE(request.messages[1].text(), std::string("hi"));
}

void TestResponses::readsParts()
{
    const auto call = decoded("responses", R"({"model":"m","input":[{"role":"developer","content":"d"},
        {"role":"user","content":[{"type":"input_text","text":"a"},
        {"type":"input_image","image_url":"https://x/y.png","detail":"low"},
        {"type":"input_file","filename":"f.pdf","file_data":"data:application/pdf;base64,AA"},
        {"type":"input_audio","input_audio":{"data":"BB","format":"wav"}}]},
        {"type":"message","role":"assistant","content":[{"type":"output_text","text":"ok","annotations":[]},
        {"type":"refusal","refusal":"no"}]}]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{3});
    QVERIFY(request.messages[0].role == Message::Role::Developer);
    const auto &parts = request.messages[1].parts;
    QCOMPARE(parts.size(), std::size_t{4});
    QCOMPARE(parts[1].url, std::string("https://x/y.png"));
    QCOMPARE(parts[1].detail, std::string("low"));
    QCOMPARE(parts[2].fileName, std::string("f.pdf"));
    QCOMPARE(parts[2].data, std::string("data:application/pdf;base64,AA"));
    QCOMPARE(parts[3].format, std::string("wav"));
    QVERIFY(request.messages[2].role == Message::Role::Assistant);
    QVERIFY(request.messages[2].parts.at(1).kind == Part::Kind::Refusal);
}

void TestResponses::gathersCallsOnOneMessage()
{
    const auto call = decoded("responses", R"({"model":"m","input":[{"role":"user","content":"go"},
        {"role":"assistant","content":[{"type":"output_text","text":"two calls"}]},
        {"type":"function_call","id":"fc_1","call_id":"c1","name":"f","arguments":"{\"a\":1}"},
        {"type":"local_shell_call","call_id":"c2","action":{"type":"exec","command":["ls"]}},
        {"type":"function_call_output","call_id":"c1","output":"one"},
        {"type":"local_shell_call_output","call_id":"c2","output":[{"type":"input_text","text":"two"}]}]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{4});
    const Message &assistant = request.messages[1];
    QCOMPARE(assistant.text(), std::string("two calls"));
    QCOMPARE(assistant.toolCalls.size(), std::size_t{2});
    QCOMPARE(assistant.toolCalls[0].id, std::string("c1"));
    QCOMPARE(assistant.toolCalls[0].arguments, std::string(R"({"a":1})"));
    QCOMPARE(assistant.toolCalls[0].partsBefore, std::size_t{1});
    QCOMPARE(assistant.toolCalls[1].name, std::string("local_shell"));
    QCOMPARE(assistant.toolCalls[1].arguments, std::string(R"({"command":["ls"]})"));
    QCOMPARE(request.messages[2].text(), std::string("one"));
    QCOMPARE(request.messages[3].toolCallId, std::string("c2"));
    QCOMPARE(request.messages[3].text(), std::string("two"));
}

void TestResponses::givesReasoningToWhatFollows()
{
    const auto call = decoded("responses", R"({"model":"m","input":[
        {"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"plan"}],
            "content":[{"type":"reasoning_text","text":"plan"}]},
        {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
        {"type":"function_call_output","call_id":"c1","output":"x"},
        {"type":"reasoning","id":"rs_2","summary":[{"type":"summary_text","text":"late"}]},
        {"role":"user","content":"next"}]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{3});
    const auto &parts = request.messages[0].parts;
    QCOMPARE(parts.size(), std::size_t{2});
    QVERIFY(parts[0].kind == Part::Kind::Thinking);
    QCOMPARE(parts[0].text, std::string("plan"));
    QCOMPARE(parts[1].text, std::string("late"));   // Never across the user's turn.
    QVERIFY(request.messages[2].role == Message::Role::User);
    QCOMPARE(request.messages[2].parts.size(), std::size_t{1});
}

void TestResponses::opensSealedReasoning()
{
    Part thought;
    thought.kind = Part::Kind::Thinking;
    thought.text = "whole";
    thought.signature = "sig";
    const auto call = decoded("responses", R"({"model":"m","input":[{"type":"reasoning","summary":[],
        "encrypted_content":")" + sealReasoning({thought}) +
                                               R"("},{"role":"assistant","content":"hi"}]})");
    const auto &parts = chatOf(call.value()).messages.at(0).parts;
    QCOMPARE(parts.size(), std::size_t{2});
    QCOMPARE(parts[0].text, std::string("whole"));
    QCOMPARE(parts[0].signature, std::string("sig"));
    QCOMPARE(parts[1].text, std::string("hi"));
}

void TestResponses::pairsEveryCallWithAResult()
{
    const auto call = decoded("responses", R"({"model":"m","input":[
        {"type":"function_call","call_id":"c1","name":"f","arguments":"{}"},
        {"type":"function_call","call_id":"c2","name":"g","arguments":"{}"},
        {"role":"user","content":"wait"},
        {"type":"function_call_output","call_id":"c2","output":"late"},
        {"type":"function_call_output","call_id":"c9","output":"orphan"}]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{5});
    QCOMPARE(request.messages[0].toolCalls.size(), std::size_t{2});
    QVERIFY(request.messages[0].form == Message::Form::Null);
    QCOMPARE(request.messages[1].toolCallId, std::string("c1"));
    QCOMPARE(request.messages[1].text(), std::string("aborted"));
    QCOMPARE(request.messages[2].toolCallId, std::string("c2"));
    QCOMPARE(request.messages[2].text(), std::string("late"));
    QCOMPARE(request.messages[3].text(), std::string("wait"));
    QVERIFY(request.messages[4].role == Message::Role::User);
    QCOMPARE(request.messages[4].text(), std::string("orphan"));
}

void TestResponses::saysCustomToolsAsFunctions()
{
    const auto call = decoded("responses", R"({"model":"m","tools":[{"type":"custom","name":"apply_patch",
        "description":"edits","format":{"type":"grammar","syntax":"lark","definition":"start: X"}}],
        "tool_choice":{"type":"custom","name":"apply_patch"},"input":[
        {"type":"custom_tool_call","call_id":"c1","name":"apply_patch","input":"*** \"x\""},
        {"type":"custom_tool_call_output","call_id":"c1","output":"done"}]})");
    const chat::Request &request = chatOf(call.value());
    const chat::Tool &tool = request.tools.at(0);
    QCOMPARE(tool.name, std::string("apply_patch"));
    QVERIFY(!tool.raw);
    QVERIFY(tool.description->find("edits") == 0);
    QVERIFY(tool.description->find("start: X") != std::string::npos);
    QCOMPARE(at(tool.parameters->get_object(), "properties.input.type"), std::string("string"));
    QCOMPARE(at(request.params, "tool_choice.function.name"), std::string("apply_patch"));
    QCOMPARE(request.messages[0].toolCalls.at(0).arguments, std::string(R"({"input":"*** \"x\""})"));
    QCOMPARE(request.messages[1].text(), std::string("done"));
}

void TestResponses::joinsNamespaces()
{
    const auto call = decoded("responses", R"({"model":"m","input":[{"type":"function_call","call_id":"c1",
        "namespace":"mail","name":"send","arguments":"{}"}],"tools":[{"type":"namespace","name":"mail","tools":[
        {"type":"function","name":"send","parameters":{"type":"object"},"strict":true}]},{"type":"web_search"}]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.tools.size(), std::size_t{2});
    QCOMPARE(request.tools[0].name, std::string("mail__send"));
    QCOMPARE(at(request.tools[0].functionExtras, "strict"), std::string("true"));
    QVERIFY(chat::isWebSearch(request.tools[1]));
    QCOMPARE(request.messages[0].toolCalls.at(0).name, std::string("mail__send"));
}

void TestResponses::takesToolsOutOfTheInput()
{
    const auto call =
        decoded("responses", R"({"model":"m","input":[{"type":"additional_tools","role":"developer",
        "tools":[{"type":"namespace","name":"functions","tools":[{"type":"custom","name":"exec"},
        {"type":"function","name":"wait","parameters":{"type":"object"}}]}]},{"role":"user","content":"go"}],
        "tools":[{"type":"function","name":"own"}],"tool_choice":"auto","parallel_tool_calls":false})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{1});
    QCOMPARE(request.tools.size(), std::size_t{3});
    QCOMPARE(request.tools[0].name, std::string("own"));
    QCOMPARE(request.tools[1].name, std::string("functions__exec"));
    QCOMPARE(request.tools[2].name, std::string("functions__wait"));
    QVERIFY(request.hasTools);
    QCOMPARE(at(request.params, "parallel_tool_calls"), std::string("false"));
}

void TestResponses::translatesParameters()
{
    const auto call = decoded("responses", R"({"model":"m","input":"x","max_output_tokens":99,
        "reasoning":{"effort":"high","summary":"auto"},"text":{"verbosity":"low","format":{"type":"json_schema",
        "name":"n","schema":{"type":"object"},"strict":true}},"temperature":0.5,"top_logprobs":2,"store":true,
        "include":["reasoning.encrypted_content"],"truncation":"auto","background":false,"metadata":{"a":"b"},
        "client_metadata":{},"prompt_cache_key":"k","tool_choice":"auto","parallel_tool_calls":true,"user":"u"})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(paramOf(request, "max_tokens"), std::string("99"));
    QCOMPARE(paramOf(request, "reasoning_effort"), std::string("\"high\""));
    QCOMPARE(paramOf(request, "verbosity"), std::string("\"low\""));
    QCOMPARE(at(request.params, "response_format.json_schema.name"), std::string("n"));
    QCOMPARE(at(request.params, "response_format.json_schema.strict"), std::string("true"));
    QCOMPARE(paramOf(request, "logprobs"), std::string("true"));
    QCOMPARE(paramOf(request, "top_logprobs"), std::string("2"));
    QCOMPARE(paramOf(request, "prompt_cache_key"), std::string("\"k\""));
    QCOMPARE(paramOf(request, "user"), std::string("\"u\""));
    for (const char *key : {"store", "include", "truncation", "background", "metadata", "client_metadata",
                            "tool_choice", "parallel_tool_calls", "text", "reasoning"})
        QVERIFY2(!request.params.contains(key), key);
}

void TestResponses::allowsSomeToolsOnly()
{
    const auto call =
        decoded("responses", R"({"model":"m","input":"x","tools":[{"type":"function","name":"f"},
        {"type":"function","name":"g"}],"tool_choice":{"type":"allowed_tools","mode":"required",
        "tools":[{"type":"function","name":"g"}]}})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.tools.size(), std::size_t{1});
    QCOMPARE(request.tools[0].name, std::string("g"));
    QCOMPARE(paramOf(request, "tool_choice"), std::string("\"required\""));
}

void TestResponses::refusesUnknownPreviousAnswers()
{
    Stores stores;
    const auto call =
        decoded("responses", R"({"model":"m","input":"x","previous_response_id":"resp_up"})", {}, &stores);
    QVERIFY(call.ok());
    // A provider that keeps answers itself may know it.
    QCOMPARE(call.value().memberText("previous_response_id"), std::string_view("\"resp_up\""));
    const auto canonical = call.value().canonical();
    QVERIFY(!canonical.ok());
    QCOMPARE(canonical.error().upstreamCode, std::string("previous_response_not_found"));
}

namespace {

json::Object whole(const chat::Call &call, const chat::Events &events, Stores *stores = nullptr)
{
    AnswerOptions options;
    options.model = "asked";
    options.stores = stores;
    return objectOf(Dialects::all()["responses"].encodeWhole(call, folded(events), options));
}

std::vector<Sent> stream(const chat::Call &call, const chat::Events &events)
{
    AnswerOptions options;
    options.model = "asked";
    return readStream(streamed(*Dialects::all()["responses"].newStreamEncoder(call, options), events));
}

}   // namespace

void TestResponses::continuesKeptAnswers()
{
    Stores stores;
    const auto first =
        decoded("responses", R"({"model":"m","input":"one","instructions":"old"})", {}, &stores);
    const json::Object answer = whole(
        first.value(),
        {thoughtEvent("hm", "sig"), textEvent("two"), chat::Finish{0, chat::Stop::Stop, "stop"}, chat::End()},
        &stores);
    const std::string id = at(answer, "id");
    const std::string body =
        R"({"model":"m","input":[{"role":"user","content":"three"}],"previous_response_id":")" + id + "\"}";
    const auto second = decoded("responses", body, {}, &stores);
    const chat::Request &request = chatOf(second.value());
    QCOMPARE(request.messages.size(), std::size_t{3});
    QCOMPARE(request.messages[0].text(), std::string("one"));
    QCOMPARE(request.messages[1].parts.at(0).signature, std::string("sig"));
    QCOMPARE(request.messages[1].text(), std::string("two"));
    QCOMPARE(request.messages[2].text(), std::string("three"));
    const json::Object next = whole(second.value(), {textEvent("four"), chat::End()}, &stores);
    QCOMPARE(at(next, "previous_response_id"), id);
    // The third turn knows all before it.
    const auto third = decoded(
        "responses", R"({"model":"m","input":"five","previous_response_id":")" + at(next, "id") + "\"}", {},
        &stores);
    QCOMPARE(chatOf(third.value()).messages.size(), std::size_t{5});
    const auto stranger = decoded("responses", body, {}, &stores, "somebody else");
    QVERIFY(!stranger.value().canonical().ok());
}

void TestResponses::resolvesReferences()
{
    Stores stores;
    const auto first = decoded("responses", R"({"model":"m","input":"one"})", {}, &stores);
    const json::Object answer =
        whole(first.value(), {callEvent(0, "c1", "f", R"({"a":1})"), chat::End()}, &stores);
    const std::string item = at(answer.at("output").as_array().at(0).as_object(), "id");
    const auto second = decoded("responses",
                                R"({"model":"m","input":[{"type":"item_reference","id":")" + item +
                                    R"("},{"type":"function_call_output","call_id":"c1","output":"x"}]})",
                                {}, &stores);
    const chat::Request &request = chatOf(second.value());
    QCOMPARE(request.messages.size(), std::size_t{2});
    QCOMPARE(request.messages[0].toolCalls.at(0).arguments, std::string(R"({"a":1})"));
    QCOMPARE(request.messages[1].text(), std::string("x"));
}

void TestResponses::countsInsteadOfAnswering()
{
    const auto call = decoded("responses", R"({"model":"m","input":"x","stream":true})", "count");
    QVERIFY(call.value().operation == chat::Operation::CountTokens);
    QVERIFY(!call.value().stream);
    QCOMPARE(Dialects::all()["responses"].encodeCount(3),
             std::string(R"({"object":"response.input_tokens","input_tokens":3})"));
}

void TestResponses::compacts()
{
    Stores stores;
    const auto call = decoded("responses", R"({"model":"m","input":"long talk","tools":[{"type":"function",
        "name":"f"}],"stream":true})",
                              "compact", &stores);
    QVERIFY(!call.value().stream);
    QVERIFY(call.value().own);
    QCOMPARE(call.value().own->path, std::string("responses/compact"));
    QCOMPARE(at(json::parse(call.value().own->body).value().as_object(), "input"), std::string("long talk"));
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{2});
    QVERIFY(!request.hasTools);
    QVERIFY(request.messages[1].text().find("Summarize") == 0);
    const json::Object answer =
        whole(call.value(),
              {thoughtEvent("hm"), textEvent("short"), usageEvent({.input = 5, .output = 1}), chat::End()},
              &stores);
    QCOMPARE(at(answer, "object"), std::string("response.compaction"));
    const json::Array &output = answer.at("output").as_array();
    QCOMPARE(output.size(), std::size_t{1});
    QCOMPARE(at(output[0].as_object().at("content").as_array()[0].as_object(), "text"), std::string("short"));
    QCOMPARE(at(answer, "usage.input_tokens"), std::string("5"));
    QCOMPARE(stores.responses.bytes(), std::size_t{0});
}

void TestResponses::answersWithEveryField()
{
    const auto call = decoded("responses", R"({"model":"m","input":"x","temperature":0.2,"metadata":{"a":"b"},
        "tools":[{"type":"function","name":"f"}],"store":false,"max_output_tokens":7})");
    const json::Object answer =
        whole(call.value(),
              {startEvent("chatcmpl-1"), thoughtEvent("why"), textEvent("because"),
               callEvent(0, "c1", "f", R"({"a":1})"), chat::Finish{0, chat::Stop::ToolCalls, "tool_calls"},
               usageEvent({.input = 10, .cacheRead = 4, .output = 6, .reasoning = 2}), chat::End()});
    for (const char *key : {"id",
                            "object",
                            "created_at",
                            "completed_at",
                            "status",
                            "error",
                            "incomplete_details",
                            "instructions",
                            "output",
                            "usage",
                            "background",
                            "frequency_penalty",
                            "max_tool_calls",
                            "parallel_tool_calls",
                            "previous_response_id",
                            "prompt_cache_key",
                            "reasoning",
                            "service_tier",
                            "store",
                            "temperature",
                            "text",
                            "tool_choice",
                            "tools",
                            "top_logprobs",
                            "top_p",
                            "truncation",
                            "user",
                            "metadata",
                            "model"})
        QVERIFY2(answer.contains(key), key);
    QVERIFY(at(answer, "id").starts_with("resp_"));
    QCOMPARE(at(answer, "status"), std::string("completed"));
    QCOMPARE(at(answer, "model"), std::string("asked"));
    QCOMPARE(at(answer, "temperature"), std::string("0.2"));
    QCOMPARE(at(answer, "metadata.a"), std::string("b"));
    QCOMPARE(at(answer, "store"), std::string("false"));
    QCOMPARE(at(answer, "max_output_tokens"), std::string("7"));
    QCOMPARE(at(answer, "usage.input_tokens"), std::string("10"));
    QCOMPARE(at(answer, "usage.input_tokens_details.cached_tokens"), std::string("4"));
    QCOMPARE(at(answer, "usage.output_tokens_details.reasoning_tokens"), std::string("2"));
    QCOMPARE(at(answer, "usage.total_tokens"), std::string("16"));
    const json::Array &output = answer.at("output").as_array();
    QCOMPARE(output.size(), std::size_t{3});
    QCOMPARE(at(output[0].as_object().at("summary").as_array()[0].as_object(), "text"), std::string("why"));
    QCOMPARE(at(output[1].as_object().at("content").as_array()[0].as_object(), "text"),
             std::string("because"));
    QCOMPARE(at(output[2].as_object(), "type"), std::string("function_call"));
    QCOMPARE(at(output[2].as_object(), "call_id"), std::string("c1"));
    QCOMPARE(at(output[2].as_object(), "arguments"), std::string(R"({"a":1})"));
}

void TestResponses::tellsWhyAnAnswerIsIncomplete_data()
{
    QTest::addColumn<int>("stop");
    QTest::addColumn<QString>("status");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("event");
    QTest::newRow("the limit") << int(chat::Stop::Length) << "incomplete"
                               << "max_output_tokens"
                               << "response.incomplete";
    QTest::newRow("a filter") << int(chat::Stop::ContentFilter) << "incomplete"
                              << "content_filter"
                              << "response.incomplete";
    QTest::newRow("nothing") << int(chat::Stop::Stop) << "completed"
                             << "(none)"
                             << "response.completed";
}

void TestResponses::tellsWhyAnAnswerIsIncomplete()
{
    QFETCH(int, stop);
    QFETCH(QString, status);
    QFETCH(QString, reason);
    QFETCH(QString, event);
    const auto call = decoded("responses", R"({"model":"m","input":"x"})");
    const chat::Events events{textEvent("a"), chat::Finish{0, static_cast<chat::Stop>(stop), ""},
                              chat::End()};
    const json::Object answer = whole(call.value(), events);
    QCOMPARE(at(answer, "status"), status.toStdString());
    QCOMPARE(at(answer, "incomplete_details.reason"), reason.toStdString());
    QCOMPARE(stream(call.value(), events).back().event, event.toStdString());
}

void TestResponses::streamsEveryEventInOrder()
{
    const auto call = decoded("responses", R"({"model":"m","input":"x","stream":true})");
    const std::vector<Sent> sent =
        stream(call.value(), {startEvent("x"), thoughtEvent("h"), thoughtEvent("m"), textEvent("He"),
                              textEvent("y"), callEvent(0, "c1", "f", "{"), callEvent(0, "", "", "}"),
                              chat::Finish{0, chat::Stop::ToolCalls, ""},
                              usageEvent({.input = 1, .output = 2}), chat::End()});
    const std::vector<std::string> wanted{"response.created",
                                          "response.in_progress",
                                          "response.output_item.added",
                                          "response.reasoning_summary_part.added",
                                          "response.reasoning_summary_text.delta",
                                          "response.reasoning_summary_text.delta",
                                          "response.reasoning_summary_text.done",
                                          "response.reasoning_summary_part.done",
                                          "response.output_item.done",
                                          "response.output_item.added",
                                          "response.content_part.added",
                                          "response.output_text.delta",
                                          "response.output_text.delta",
                                          "response.output_text.done",
                                          "response.content_part.done",
                                          "response.output_item.done",
                                          "response.output_item.added",
                                          "response.function_call_arguments.delta",
                                          "response.function_call_arguments.delta",
                                          "response.function_call_arguments.done",
                                          "response.output_item.done",
                                          "response.completed"};
    QVERIFY(eventNames(sent) == wanted);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        QCOMPARE(at(sent[i].data, "type"), sent[i].event);
        QCOMPARE(at(sent[i].data, "sequence_number"), std::to_string(i));
    }
    QCOMPARE(at(sent[0].data, "response.status"), std::string("in_progress"));
    QCOMPARE(at(sent[6].data, "text"), std::string("hm"));
    QCOMPARE(at(sent[13].data, "text"), std::string("Hey"));
    QCOMPARE(at(sent[13].data, "output_index"), std::string("1"));
    QCOMPARE(at(sent[15].data, "item.status"), std::string("completed"));
    QCOMPARE(at(sent[16].data, "item.arguments"), std::string());
    QCOMPARE(at(sent[19].data, "arguments"), std::string("{}"));
    QCOMPARE(at(sent[20].data, "item.call_id"), std::string("c1"));
    const json::Value *output = json::findPath(sent.back().data, "response.output");
    QCOMPARE(output->as_array().size(), std::size_t{3});
    QCOMPARE(at(output->as_array()[2].as_object(), "id"), at(sent[20].data, "item.id"));
    QCOMPARE(at(sent.back().data, "response.usage.total_tokens"), std::string("3"));
    QCOMPARE(at(sent.back().data, "response.id"), at(sent[0].data, "response.id"));
}

void TestResponses::letsCallsInterleave()
{
    const auto call = decoded("responses", R"({"model":"m","input":"x"})");
    std::map<std::string, std::string> deltas;
    json::Object last;
    for (const Sent &sent :
         stream(call.value(), {callEvent(0, "a", "f", "{\"x\":"), callEvent(1, "b", "", "{\"y\""),
                               callEvent(0, "", "", "1}"), callEvent(1, "", "g", ":2}"), chat::End()})) {
        if (sent.event == "response.function_call_arguments.delta")
            deltas[at(sent.data, "output_index")] += at(sent.data, "delta");
        last = sent.data;
    }
    QCOMPARE(deltas["0"], std::string(R"({"x":1})"));
    QCOMPARE(deltas["1"], std::string(R"({"y":2})"));
    const json::Array &output = json::findPath(last, "response.output")->as_array();
    QCOMPARE(at(output[1].as_object(), "name"), std::string("g"));
    QCOMPARE(at(output[1].as_object(), "arguments"), std::string(R"({"y":2})"));
}

void TestResponses::givesCustomToolsBack()
{
    const auto call =
        decoded("responses", R"({"model":"m","input":"x","tools":[{"type":"custom","name":"patch"},
        {"type":"local_shell"},{"type":"namespace","name":"mail","tools":[{"type":"function","name":"send"}]}]})");
    const std::vector<Sent> sent =
        stream(call.value(), {callEvent(0, "a", "patch", R"({"input":"*** \n"})"),
                              callEvent(1, "b", "local_shell", R"({"command":["ls"],"timeout_ms":5})"),
                              callEvent(2, "c", "mail__send", "{}"), chat::End()});
    const json::Array &output = json::findPath(sent.back().data, "response.output")->as_array();
    QCOMPARE(output.size(), std::size_t{3});
    QCOMPARE(at(output[0].as_object(), "type"), std::string("custom_tool_call"));
    QCOMPARE(at(output[0].as_object(), "input"), std::string("*** \n"));
    QCOMPARE(at(output[1].as_object(), "type"), std::string("local_shell_call"));
    QCOMPARE(at(output[1].as_object(), "action.command"), std::string(R"(["ls"])"));
    QCOMPARE(at(output[1].as_object(), "action.type"), std::string("exec"));
    QCOMPARE(at(output[2].as_object(), "name"), std::string("send"));
    QCOMPARE(at(output[2].as_object(), "namespace"), std::string("mail"));
    const auto names = eventNames(sent);
    QVERIFY(std::ranges::find(names, "response.custom_tool_call_input.done") != names.end());
}

void TestResponses::givesToolsOfTheInputBack()
{
    const auto call =
        decoded("responses", R"({"model":"m","input":[{"type":"additional_tools","role":"developer",
        "tools":[{"type":"namespace","name":"functions","tools":[{"type":"custom","name":"exec"}]}]}]})");
    const std::vector<Sent> sent =
        stream(call.value(), {callEvent(0, "a", "functions__exec", R"({"input":"1 + 1"})"), chat::End()});
    const json::Array &output = json::findPath(sent.back().data, "response.output")->as_array();
    QCOMPARE(output.size(), std::size_t{1});
    QCOMPARE(at(output[0].as_object(), "type"), std::string("custom_tool_call"));
    QCOMPARE(at(output[0].as_object(), "name"), std::string("exec"));
    QCOMPARE(at(output[0].as_object(), "namespace"), std::string("functions"));
    QCOMPARE(at(output[0].as_object(), "input"), std::string("1 + 1"));
}

void TestResponses::failsWithoutUsableCalls()
{
    const auto call = decoded("responses", R"({"model":"m","input":"x"})");
    const auto sent = stream(
        call.value(), {callEvent(0, "a", "", "{}"), chat::Finish{0, chat::Stop::ToolCalls, ""}, chat::End()});
    QCOMPARE(sent.back().event, std::string("response.failed"));
    QCOMPARE(at(sent.back().data, "response.error.code"), std::string("server_error"));
}

void TestResponses::showsErrorsInStreams()
{
    const auto call = decoded("responses", R"({"model":"m","input":"x"})");
    const auto encoder = Dialects::all()["responses"].newStreamEncoder(call.value(), {});
    std::string bytes = streamed(*encoder, {textEvent("a")});
    encoder->encodeError({.code = ErrorCode::UpstreamRateLimit, .message = "try again in 3s"}, bytes);
    encoder->encode(chat::End(), bytes);
    const auto sent = readStream(bytes);
    QCOMPARE(sent.back().event, std::string("response.failed"));
    QCOMPARE(at(sent.back().data, "response.status"), std::string("failed"));
    QCOMPARE(at(sent.back().data, "response.error.code"), std::string("rate_limit_exceeded"));
    QCOMPARE(at(sent.back().data, "response.error.message"), std::string("try again in 3s"));
    QCOMPARE(at(sent.back().data, "sequence_number"), std::to_string(sent.size() - 1));
    const auto relayed = readStream(Dialects::all()["responses"].encodeStreamError(
        {.code = ErrorCode::UpstreamContextWindow, .message = "x"}, {.id = "resp_7", .events = 4}));
    QCOMPARE(at(relayed.at(0).data, "response.error.code"), std::string("context_length_exceeded"));
    QCOMPARE(at(relayed.at(0).data, "response.id"), std::string("resp_7"));
    QCOMPARE(at(relayed.at(0).data, "sequence_number"), std::string("4"));
}

void TestResponses::keepsOnlyWhatMayBeKept()
{
    Stores stores;
    const auto refuses = decoded("responses", R"({"model":"m","input":"x","store":false})", {}, &stores);
    whole(refuses.value(), {textEvent("a"), chat::End()}, &stores);
    QCOMPARE(stores.responses.bytes(), std::size_t{0});
    const auto allows = decoded("responses", R"({"model":"m","input":"x"})", {}, &stores);
    const json::Object answer = whole(allows.value(), {textEvent("a"), chat::End()}, &stores);
    const auto kept = stores.responses.find(at(answer, "id"), "me", 0);
    QVERIFY(kept.has_value());
    QVERIFY(objectOf(kept->response) == answer);
}

// Random answers: numbers rise by one, every item is opened and closed once, deltas add up to what the last
// event says.
void TestResponses::answersUnderThePromisedId()
{
    Stores stores;
    const auto ask = [&](std::string body) {
        return Dialects::all()["responses"].decode(
            {.stores = &stores, .owner = "me", .answerId = "resp_mine", .body = std::move(body)});
    };
    const auto call = ask(R"({"model":"m","input":"one","background":true,"stream":true})");
    QVERIFY(!call.value().relayable);
    const json::Object queued = queuedResponse(call.value());
    QCOMPARE(at(queued, "id"), std::string("resp_mine"));
    QCOMPARE(at(queued, "status"), std::string("queued"));
    QCOMPARE(at(queued, "model"), std::string("m"));
    QCOMPARE(at(queued, "background"), std::string("true"));
    QCOMPARE(at(queued, "output"), std::string("[]"));
    const auto sent = stream(call.value(), {textEvent("two"), chat::End()});
    QCOMPARE(eventNames({sent.begin(), sent.begin() + 3}),
             (std::vector<std::string>{"response.created", "response.queued", "response.in_progress"}));
    QCOMPARE(at(sent[0].data, "response.status"), std::string("queued"));
    QCOMPARE(at(sent[2].data, "response.status"), std::string("in_progress"));
    for (std::size_t i = 0; i < sent.size(); ++i)
        QCOMPARE(at(sent[i].data, "sequence_number"), std::to_string(i));
    QCOMPARE(at(sent.back().data, "response.id"), std::string("resp_mine"));
    // While it runs there is nothing to go on from.
    KeptResponse kept;
    kept.id = "resp_mine";
    kept.owner = "me";
    kept.response = json::serialize(queued);
    stores.responses.keep(std::move(kept), std::time(nullptr));
    const std::string more = R"({"model":"m","input":"three","previous_response_id":"resp_mine"})";
    QVERIFY(!decoded("responses", more, {}, &stores).value().canonical().ok());
    whole(call.value(), {textEvent("two"), chat::End()}, &stores);
    const auto next = decoded("responses", more, {}, &stores);
    QCOMPARE(chatOf(next.value()).messages.size(), std::size_t{3});
}

void TestResponses::neverBreaksAStream()
{
    std::mt19937 random(20261127);
    const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
    const auto call = decoded("responses", R"({"model":"m","input":"x"})");
    for (int round = 0; round < 1500; ++round) {
        chat::Events events;
        for (int i = pick(12); i > 0; --i) {
            const std::string piece(1, static_cast<char>('a' + pick(26)));
            chat::Delta delta;
            delta.newBlock = pick(4) == 0;
            switch (pick(6)) {
            case 0:
            case 1:
                delta.text = piece;
                break;
            case 2:
                delta.reasoning = piece;
                break;
            case 3:
                delta.refusal = piece;
                break;
            case 4:
                delta.redacted = piece;
                break;
            default: {
                chat::ToolCallDelta &part = delta.toolCalls.emplace_back();
                part.index = pick(3);
                part.id = "c" + std::to_string(part.index);
                part.name = "f";
                part.arguments = piece;
            }
            }
            events.emplace_back(std::move(delta));
        }
        events.emplace_back(chat::End());
        const std::vector<Sent> sent = stream(call.value(), events);
        std::map<std::string, int> state;   // By output_index: 1 open, 2 closed.
        std::map<std::string, std::string> said;
        for (std::size_t i = 0; i < sent.size(); ++i) {
            const json::Object &data = sent[i].data;
            QCOMPARE(at(data, "sequence_number"), std::to_string(i));
            const std::string index = at(data, "output_index");
            if (index == "(none)")
                continue;
            if (sent[i].event == "response.output_item.added")
                QCOMPARE(state[index]++, 0);
            else
                QCOMPARE(state[index], 1);
            if (sent[i].event == "response.output_item.done")
                state[index] = 2;
            if (sent[i].event.ends_with(".delta"))
                said[index] += at(data, "delta");
        }
        const json::Array &output = json::findPath(sent.back().data, "response.output")->as_array();
        QCOMPARE(output.size(), state.size());
        for (std::size_t i = 0; i < output.size(); ++i) {
            const json::Object &item = output[i].as_object();
            QCOMPARE(state[std::to_string(i)], 2);
            std::string text = item.contains("arguments") ? at(item, "arguments") : "";
            for (const char *key : {"content", "summary"}) {
                const json::Array *parts = json::findArray(item, key);
                for (std::size_t k = 0; parts && k < parts->size(); ++k) {
                    const json::Object &part = (*parts)[k].as_object();
                    text += at(part, part.contains("refusal") ? "refusal" : "text");
                }
            }
            QCOMPARE(said[std::to_string(i)], text);
        }
    }
}

QTEST_GUILESS_MAIN(TestResponses)
#include "tst_responses.moc"
