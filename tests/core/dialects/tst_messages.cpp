#include "core/base/base64.h"

#include <random>

#include "dialectsupport.h"

using namespace gw;
using namespace gw::dialects;
using chat::Message;
using chat::Part;

class TestMessages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsSystemWithItsMarks();
    void putsResultsOfToolsFirst();
    void keepsTheOrderOfBlocks();
    void readsPicturesAndDocuments();
    void translatesParameters();
    void leavesChoicesOutWithoutTools();
    void keepsToolsOfAnthropicWhole();
    void knowsWhoAsks();
    void countsInsteadOfAnswering();
    void namesWhatIsWrong_data();
    void namesWhatIsWrong();
    void writesBlocksInOrder();
    void closesArgumentsThatWereCut();
    void saysWhyItStopped_data();
    void saysWhyItStopped();
    void splitsTheInputByCaches();
    void streamsBlockByBlock();
    void holdsBackInterleavedCalls();
    void waitsForTheNameOfACall();
    void endsAnEmptyAnswerWithAText();
    void neverBreaksAStream();
    void showsErrorsInAnthropicsShape_data();
    void showsErrorsInAnthropicsShape();
};

void TestMessages::readsSystemWithItsMarks()
{
    const auto call = decoded("messages", R"({"model":"m","max_tokens":9,"system":[
        {"type":"text","text":"x-anthropic-billing-header: cc_version=1"},
        {"type":"text","text":"You are kind.","cache_control":{"type":"ephemeral","ttl":"1h"}}],
        "messages":[{"role":"user","content":"hi"}]})");
    QVERIFY(call.ok());
    QVERIFY(call.value().shape == chat::Shape::AnthropicMessages);
    QCOMPARE(call.value().maxOutput, std::int64_t{9});
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{2});
    const Message &system = request.messages[0];
    QVERIFY(system.role == Message::Role::System);
    QCOMPARE(system.parts.size(), std::size_t{1});
    QCOMPARE(system.parts[0].text, std::string("You are kind."));
    QCOMPARE(at(system.parts[0].extras, "cache_control.ttl"), std::string("1h"));
    QVERIFY(request.messages[1].form == Message::Form::String);
}

void TestMessages::putsResultsOfToolsFirst()
{
    const auto call = decoded("messages", R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"text","text":"look"},
        {"type":"tool_result","tool_use_id":"t1","is_error":true,"content":"broken","cache_control":{"type":"ephemeral"}},
        {"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"a"},
            {"type":"image","source":{"type":"url","url":"https://x/y.png"}}]}]}]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(request.messages.size(), std::size_t{3});
    QVERIFY(request.messages[0].role == Message::Role::Tool);
    QCOMPARE(request.messages[0].toolCallId, std::string("t1"));
    QVERIFY(request.messages[0].isError);
    QCOMPARE(request.messages[0].text(), std::string("broken"));
    QVERIFY(request.messages[0].extras.contains("cache_control"));
    QVERIFY(!request.messages[1].isError);
    QCOMPARE(request.messages[1].parts.size(), std::size_t{2});
    QVERIFY(request.messages[1].parts[1].kind == Part::Kind::Image);
    QVERIFY(request.messages[2].role == Message::Role::User);
    QCOMPARE(request.messages[2].text(), std::string("look"));
}

void TestMessages::keepsTheOrderOfBlocks()
{
    const auto call = decoded("messages", R"({"model":"m","messages":[{"role":"assistant","content":[
        {"type":"thinking","thinking":"hm","signature":"s1"},
        {"type":"redacted_thinking","data":"zzz"},
        {"type":"text","text":"first"},
        {"type":"tool_use","id":"t1","name":"f","input":{"b":1,"a":[2]}},
        {"type":"text","text":"second"},
        {"type":"server_tool_use","id":"srv","name":"web_search","input":{}},
        {"type":"tool_use","id":"t2","name":"g","input":{}}]}]})");
    const Message &message = chatOf(call.value()).messages.at(0);
    QCOMPARE(message.parts.size(), std::size_t{5});
    QVERIFY(message.parts[0].kind == Part::Kind::Thinking);
    QCOMPARE(message.parts[0].signature, std::string("s1"));
    QVERIFY(message.parts[1].kind == Part::Kind::RedactedThinking);
    QCOMPARE(message.parts[1].text, std::string("zzz"));
    QVERIFY(message.parts[4].kind == Part::Kind::Other);
    QCOMPARE(message.toolCalls.size(), std::size_t{2});
    QCOMPARE(message.toolCalls[0].partsBefore, std::size_t{3});
    QCOMPARE(message.toolCalls[0].arguments, std::string(R"({"b":1,"a":[2]})"));
    QCOMPARE(message.toolCalls[1].partsBefore, std::size_t{5});
    QCOMPARE(message.toolCalls[1].id, std::string("t2"));
}

void TestMessages::readsPicturesAndDocuments()
{
    const auto call = decoded("messages", R"({"model":"m","messages":[{"role":"user","content":[
        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
        {"type":"document","title":"t.pdf","source":{"type":"base64","media_type":"application/pdf","data":"BBBB"}},
        {"type":"document","source":{"type":"text","media_type":"text/plain","data":"plain words"}},
        {"type":"document","source":{"type":"url","url":"https://x/a.pdf"},"citations":{"enabled":true}},
        {"type":"search_result","title":"s"}]}]})");
    const auto &parts = chatOf(call.value()).messages.at(0).parts;
    QCOMPARE(parts.size(), std::size_t{5});
    QCOMPARE(parts[0].url, std::string("data:image/png;base64,AAAA"));
    QVERIFY(parts[1].kind == Part::Kind::File);
    QCOMPARE(parts[1].data, std::string("data:application/pdf;base64,BBBB"));
    QCOMPARE(parts[1].fileName, std::string("t.pdf"));
    QCOMPARE(parts[2].data, "data:text/plain;base64," + toBase64("plain words"));
    QCOMPARE(parts[3].url, std::string("https://x/a.pdf"));
    QVERIFY(parts[3].extras.contains("citations"));
    QVERIFY(parts[4].kind == Part::Kind::Other);
    QCOMPARE(at(parts[4].raw.get_object(), "title"), std::string("s"));
}

void TestMessages::translatesParameters()
{
    const auto call = decoded("messages", R"({"model":"m","max_tokens":5000,"temperature":0.3,"top_k":7,
        "stop_sequences":["a","b"],"thinking":{"type":"enabled","budget_tokens":2048},
        "output_config":{"effort":"max","format":{"type":"json_schema","schema":{"type":"object"}},"task_budget":{"total":1}},
        "service_tier":"standard_only","tools":[{"name":"f","description":"d","input_schema":{"type":"object"},
        "cache_control":{"type":"ephemeral"},"strict":true}],
        "tool_choice":{"type":"tool","name":"f","disable_parallel_tool_use":true},"messages":[]})");
    const chat::Request &request = chatOf(call.value());
    QCOMPARE(paramOf(request, "max_tokens"), std::string("5000"));
    QCOMPARE(paramOf(request, "temperature"), std::string("0.3"));
    QCOMPARE(paramOf(request, "top_k"), std::string("7"));
    QCOMPARE(paramOf(request, "stop"), std::string(R"(["a","b"])"));
    QCOMPARE(paramOf(request, "thinking"), std::string(R"({"type":"enabled","budget_tokens":2048})"));
    QCOMPARE(paramOf(request, "reasoning_effort"), std::string("\"max\""));
    QCOMPARE(at(request.params, "response_format.json_schema.name"), std::string("structured_output"));
    QCOMPARE(at(request.params, "response_format.json_schema.schema.type"), std::string("object"));
    QCOMPARE(at(request.params, "output_config.task_budget.total"), std::string("1"));
    QCOMPARE(paramOf(request, "service_tier"), std::string("\"default\""));
    QCOMPARE(at(request.params, "tool_choice.function.name"), std::string("f"));
    QCOMPARE(paramOf(request, "parallel_tool_calls"), std::string("false"));
    QCOMPARE(request.tools.size(), std::size_t{1});
    QCOMPARE(request.tools[0].description.value(), std::string("d"));
    QCOMPARE(json::serialize(request.tools[0].parameters.value()), std::string(R"({"type":"object"})"));
    QVERIFY(request.tools[0].extras.contains("cache_control"));
    QCOMPARE(at(request.tools[0].functionExtras, "strict"), std::string("true"));
}

void TestMessages::leavesChoicesOutWithoutTools()
{
    const auto call = decoded("messages", R"({"model":"m","tools":[],
        "tool_choice":{"type":"any","disable_parallel_tool_use":true},"messages":[]})");
    const chat::Request &request = chatOf(call.value());
    QVERIFY(!request.hasTools);
    QCOMPARE(paramOf(request, "tool_choice"), std::string());
    QCOMPARE(paramOf(request, "parallel_tool_calls"), std::string());
}

void TestMessages::keepsToolsOfAnthropicWhole()
{
    const auto call = decoded("messages", R"({"model":"m","tools":[{"type":"web_search_20250305",
        "name":"web_search","max_uses":3},{"type":"custom","name":"f"}],
        "tool_choice":{"type":"any"},"messages":[]})");
    const chat::Request &request = chatOf(call.value());
    QVERIFY(request.tools[0].raw.has_value());
    QVERIFY(chat::isWebSearch(request.tools[0]));
    QCOMPARE(at(request.tools[0].raw->get_object(), "max_uses"), std::string("3"));
    QVERIFY(!request.tools[1].raw.has_value());
    QCOMPARE(paramOf(request, "tool_choice"), std::string("\"required\""));
}

void TestMessages::knowsWhoAsks()
{
    const auto call = decoded("messages", R"({"model":"m","stream":true,"messages":[],
        "metadata":{"user_id":"user_1_account_2_session_3-4"}})");
    QCOMPARE(call.value().endUser, std::string("user_1_account_2_session_3-4"));
    QCOMPARE(call.value().gateway.sessionId, std::string("3-4"));
    QVERIFY(call.value().stream);
    QCOMPARE(paramOf(chatOf(call.value()), "user"), std::string("\"user_1_account_2_session_3-4\""));
    QCOMPARE(paramOf(chatOf(call.value()), "metadata"), std::string());
}

void TestMessages::countsInsteadOfAnswering()
{
    const auto call = decoded("messages", R"({"model":"m","stream":true,"messages":[]})", "count");
    QVERIFY(call.value().operation == chat::Operation::CountTokens);
    QVERIFY(!call.value().stream);
    QCOMPARE(Dialects::all()["messages"].encodeCount(12), std::string(R"({"input_tokens":12})"));
}

void TestMessages::namesWhatIsWrong_data()
{
    QTest::addColumn<QString>("body");
    QTest::addColumn<QString>("param");
    QTest::newRow("a message that is no object") << R"({"model":"m","messages":[7]})"
                                                 << "messages.0";
    QTest::newRow("a role that nobody knows")
        << R"({"model":"m","messages":[{"role":"user","content":"a"},{"role":"cat","content":"b"}]})"
        << "messages.1.role";
    QTest::newRow("a content that is a number") << R"({"model":"m","messages":[{"role":"user","content":1}]})"
                                                << "messages.0.content";
    QTest::newRow("a system prompt that is a number") << R"({"model":"m","system":1,"messages":[]})"
                                                      << "system";
    QTest::newRow("messages that are no list") << R"({"model":"m","messages":{}})"
                                               << "messages";
}

void TestMessages::namesWhatIsWrong()
{
    QFETCH(QString, body);
    QFETCH(QString, param);
    const auto call = decoded("messages", body.toStdString());
    QVERIFY(call.ok());
    const auto canonical = call.value().canonical();
    QVERIFY(!canonical.ok());
    QVERIFY(canonical.error().code == ErrorCode::BadRequest);
    QCOMPARE(QString::fromStdString(canonical.error().param), param);
}

namespace {

json::Object whole(const chat::Events &events)
{
    static const auto call = decoded("messages", R"({"model":"m","messages":[]})");
    AnswerOptions options;
    options.model = "asked";
    return objectOf(Dialects::all()["messages"].encodeWhole(call.value(), folded(events), options));
}

std::string stream(const chat::Events &events)
{
    static const auto call = decoded("messages", R"({"model":"m","messages":[]})");
    AnswerOptions options;
    options.model = "asked";
    options.estimatedInput = 11;
    return streamed(*Dialects::all()["messages"].newStreamEncoder(call.value(), options), events);
}

}   // namespace

void TestMessages::writesBlocksInOrder()
{
    const json::Object message = whole(
        {startEvent("chatcmpl-1"), thoughtEvent("hm"), thoughtEvent("", "sig"), textEvent("Hel"),
         textEvent("lo"), callEvent(0, "c1", "f", R"({"a":)"), callEvent(0, "", "", "1}"),
         chat::Finish{0, chat::Stop::Stop, "stop"}, usageEvent({.input = 3, .output = 4}), chat::End()});
    QVERIFY(at(message, "id").starts_with("msg_"));
    QCOMPARE(at(message, "type"), std::string("message"));
    QCOMPARE(at(message, "role"), std::string("assistant"));
    QCOMPARE(at(message, "model"), std::string("asked"));
    QCOMPARE(at(message, "stop_reason"), std::string("tool_use"));   // A call forces it.
    const json::Array &content = message.at("content").as_array();
    QCOMPARE(content.size(), std::size_t{3});
    QCOMPARE(at(content[0].as_object(), "thinking"), std::string("hm"));
    QCOMPARE(at(content[0].as_object(), "signature"), std::string("sig"));
    QCOMPARE(at(content[1].as_object(), "text"), std::string("Hello"));
    QCOMPARE(at(content[2].as_object(), "id"), std::string("c1"));
    QCOMPARE(at(content[2].as_object(), "input"), std::string(R"({"a":1})"));
}

void TestMessages::closesArgumentsThatWereCut()
{
    const json::Object message = whole({callEvent(0, "c", "f", R"({"path":"a/b","lines":[1,2)"),
                                        chat::Finish{0, chat::Stop::Length, "length"}, chat::End()});
    QCOMPARE(at(message.at("content").as_array()[0].as_object(), "input"),
             std::string(R"({"path":"a/b","lines":[1,2]})"));
    QCOMPARE(at(message, "stop_reason"), std::string("max_tokens"));
    const json::Object other = whole({callEvent(0, "c", "f", "not json"), chat::End()});
    QCOMPARE(at(other.at("content").as_array()[0].as_object(), "input"), std::string("{}"));
}

void TestMessages::saysWhyItStopped_data()
{
    QTest::addColumn<int>("stop");
    QTest::addColumn<QString>("native");
    QTest::addColumn<QString>("sequence");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a plain end") << int(chat::Stop::Stop) << "stop"
                                 << ""
                                 << "end_turn";
    QTest::newRow("the limit") << int(chat::Stop::Length) << "length"
                               << ""
                               << "max_tokens";
    QTest::newRow("a filter") << int(chat::Stop::ContentFilter) << "content_filter"
                              << ""
                              << "refusal";
    QTest::newRow("a pause") << int(chat::Stop::Pause) << ""
                             << ""
                             << "pause_turn";
    QTest::newRow("a stop sequence") << int(chat::Stop::Stop) << "stop"
                                     << "END"
                                     << "stop_sequence";
    QTest::newRow("Anthropic's own word") << int(chat::Stop::Length) << "model_context_window_exceeded"
                                          << ""
                                          << "model_context_window_exceeded";
}

void TestMessages::saysWhyItStopped()
{
    QFETCH(int, stop);
    QFETCH(QString, native);
    QFETCH(QString, sequence);
    QFETCH(QString, reason);
    const chat::Events events{
        textEvent("x"),
        chat::Finish{0, static_cast<chat::Stop>(stop), native.toStdString(), sequence.toStdString()},
        chat::End()};
    const json::Object message = whole(events);
    QCOMPARE(at(message, "stop_reason"), reason.toStdString());
    QCOMPARE(at(message, "stop_sequence"), sequence.isEmpty() ? "null" : sequence.toStdString());
    for (const Sent &sent : readStream(stream(events))) {
        if (sent.event == "message_delta")
            QCOMPARE(at(sent.data, "delta.stop_reason"), reason.toStdString());
    }
}

void TestMessages::splitsTheInputByCaches()
{
    const json::Object usage = whole({textEvent("x"),
                                      usageEvent({.input = 100,
                                                  .cacheRead = 60,
                                                  .cacheWrite = 10,
                                                  .cacheWrite1h = 5,
                                                  .output = 7,
                                                  .webSearches = 2}),
                                      chat::End()})
                                   .at("usage")
                                   .as_object();
    QCOMPARE(at(usage, "input_tokens"), std::string("25"));
    QCOMPARE(at(usage, "cache_creation_input_tokens"), std::string("15"));
    QCOMPARE(at(usage, "cache_read_input_tokens"), std::string("60"));
    QCOMPARE(at(usage, "cache_creation.ephemeral_1h_input_tokens"), std::string("5"));
    QCOMPARE(at(usage, "cache_creation.ephemeral_5m_input_tokens"), std::string("10"));
    QCOMPARE(at(usage, "output_tokens"), std::string("7"));
    QCOMPARE(at(usage, "server_tool_use.web_search_requests"), std::string("2"));
    const json::Object plain = whole({textEvent("x"), usageEvent({.input = 9, .output = 1}), chat::End()});
    QCOMPARE(at(plain, "usage.input_tokens"), std::string("9"));
    QCOMPARE(at(plain, "usage.cache_creation_input_tokens"), std::string("0"));
    QCOMPARE(at(plain, "usage.cache_read_input_tokens"), std::string("0"));
}

void TestMessages::streamsBlockByBlock()
{
    const std::vector<Sent> sent = readStream(
        stream({startEvent("msg_up"), textEvent(""), thoughtEvent("a"), thoughtEvent("b"),
                thoughtEvent("", "sig"), textEvent("T"), callEvent(0, "c0", "f", ""),
                callEvent(0, "", "", R"({"x":1})"), chat::Finish{0, chat::Stop::ToolCalls, "tool_calls"},
                usageEvent({.input = 20, .cacheRead = 5, .output = 6}), chat::End()}));
    const std::vector<std::string> wanted{"message_start",       "ping",
                                          "content_block_start", "content_block_delta",
                                          "content_block_delta", "content_block_delta",
                                          "content_block_stop",  "content_block_start",
                                          "content_block_delta", "content_block_stop",
                                          "content_block_start", "content_block_delta",
                                          "content_block_stop",  "message_delta",
                                          "message_stop"};
    QVERIFY(eventNames(sent) == wanted);
    QCOMPARE(at(sent[0].data, "message.id"), std::string("msg_up"));
    QCOMPARE(at(sent[0].data, "message.usage.input_tokens"), std::string("11"));
    QCOMPARE(at(sent[0].data, "message.usage.cache_read_input_tokens"), std::string("0"));
    QCOMPARE(at(sent[2].data, "content_block.type"), std::string("thinking"));
    QCOMPARE(at(sent[5].data, "delta.signature"), std::string("sig"));
    QCOMPARE(at(sent[8].data, "delta.text"), std::string("T"));
    QCOMPARE(at(sent[10].data, "content_block.name"), std::string("f"));
    QCOMPARE(at(sent[10].data, "index"), std::string("2"));
    QCOMPARE(at(sent[11].data, "delta.partial_json"), std::string(R"({"x":1})"));
    QCOMPARE(at(sent[13].data, "delta.stop_reason"), std::string("tool_use"));
    QCOMPARE(at(sent[13].data, "usage.input_tokens"), std::string("15"));
    QCOMPARE(at(sent[13].data, "usage.output_tokens"), std::string("6"));
}

void TestMessages::holdsBackInterleavedCalls()
{
    std::map<std::string, std::string> input;
    std::string open;
    for (const Sent &sent :
         readStream(stream({callEvent(0, "a", "f", "{\"x\":"), callEvent(1, "b", "g", "{\"y\":"),
                            callEvent(0, "", "", "1}"), callEvent(1, "", "", "2}"), chat::End()}))) {
        if (sent.event == "content_block_start")
            open = at(sent.data, "content_block.id");
        if (sent.event == "content_block_delta")
            input[open] += at(sent.data, "delta.partial_json");
    }
    QCOMPARE(input.size(), std::size_t{2});
    QCOMPARE(input["a"], std::string(R"({"x":1})"));
    QCOMPARE(input["b"], std::string(R"({"y":2})"));
}

void TestMessages::waitsForTheNameOfACall()
{
    const std::vector<Sent> sent =
        readStream(stream({callEvent(0, "a", "", "{\"x\""), callEvent(0, "", "late", ":1}"),
                           callEvent(1, "b", "", ""), chat::End()}));
    QCOMPARE(at(sent[2].data, "content_block.name"), std::string("late"));
    QCOMPARE(at(sent[3].data, "delta.partial_json"), std::string(R"({"x":1})"));
    QCOMPARE(sent.back().event, std::string("message_stop"));
    QCOMPARE(sent.size(), std::size_t{7});   // The call without a name is none.
}

void TestMessages::endsAnEmptyAnswerWithAText()
{
    const std::vector<std::string> wanted{"message_start",      "ping",          "content_block_start",
                                          "content_block_stop", "message_delta", "message_stop"};
    QVERIFY(eventNames(readStream(stream({chat::End()}))) == wanted);
    const json::Object message = whole({chat::End()});
    QCOMPARE(at(message.at("content").as_array()[0].as_object(), "type"), std::string("text"));
}

namespace {

// Reads a stream as Anthropic's own clients do; an empty string when all is in order.
class StreamJudge
{
public:
    std::string judge(const std::vector<Sent> &stream)
    {
        for (const Sent &sent : stream) {
            if (std::string wrong = step(sent); !wrong.empty())
                return wrong;
        }
        return m_stopped ? std::string() : "no message_stop";
    }
    std::map<std::string, std::string> inputs;   // By the call's id.
    std::string text;
    std::string thinking;

private:
    std::string step(const Sent &sent)
    {
        const std::string type = at(sent.data, "type");
        if (type != sent.event)
            return "event line and type differ";
        if (m_stopped)
            return type + " behind the end";
        if (type == "message_start")
            return m_started++ == 0 ? "" : "a second message_start";
        if (m_started == 0)
            return type + " before message_start";
        if (type == "ping")
            return {};
        if (type == "message_delta")
            return m_open.empty() && m_deltas++ == 0 ? "" : "message_delta out of place";
        if (type == "message_stop") {
            m_stopped = m_deltas == 1;
            return m_stopped ? "" : "message_stop without message_delta";
        }
        return block(type, sent.data);
    }

    std::string block(const std::string &type, const json::Object &data)
    {
        if (at(data, "index") != std::to_string(m_index))
            return "index " + at(data, "index") + " instead of " + std::to_string(m_index);
        if (type == "content_block_start") {
            if (!m_open.empty())
                return "a block opens inside another";
            m_open = at(data, "content_block.type");
            m_id = at(data, "content_block.id");
            return {};
        }
        if (m_open.empty())
            return type + " without an open block";
        if (type == "content_block_stop") {
            m_open.clear();
            ++m_index;
            return {};
        }
        return delta(at(data, "delta.type"), data);
    }

    std::string delta(const std::string &kind, const json::Object &data)
    {
        const std::string wanted = m_open == "text"       ? "text_delta"
                                   : m_open == "thinking" ? "thinking_delta"
                                   : m_open == "tool_use" ? "input_json_delta"
                                                          : "";
        if (kind != wanted && !(m_open == "thinking" && kind == "signature_delta"))
            return kind + " in a block of " + m_open;
        if (kind == "text_delta")
            text += at(data, "delta.text");
        else if (kind == "thinking_delta")
            thinking += at(data, "delta.thinking");
        else if (kind == "input_json_delta")
            inputs[m_id] += at(data, "delta.partial_json");
        return {};
    }

    std::string m_open;
    std::string m_id;
    int m_index = 0;
    int m_started = 0;
    int m_deltas = 0;
    bool m_stopped = false;
};

}   // namespace

// Random answers in random pieces: the stream is always one that a client can read, and nothing gets lost.
void TestMessages::neverBreaksAStream()
{
    std::mt19937 random(20261127);
    const auto pick = [&](int count) { return static_cast<int>(random() % static_cast<unsigned>(count)); };
    for (int round = 0; round < 3000; ++round) {
        chat::Events events;
        if (pick(4) > 0)
            events.emplace_back(startEvent("x"));
        std::string text;
        std::string thinking;
        std::map<std::string, std::string> rests;   // Of calls that have begun: what is still to come.
        std::map<std::string, std::string> inputs;
        const int steps = pick(14);
        for (int i = 0; i < steps; ++i) {
            const std::string piece(1, static_cast<char>('a' + pick(26)));
            chat::Delta delta;
            delta.newBlock = pick(5) == 0;
            switch (pick(7)) {
            case 0:
            case 1:
                delta.text = piece;
                text += piece;
                break;
            case 2:
                delta.reasoning = piece;
                thinking += piece;
                break;
            case 3:
                delta.signature = piece;
                break;
            case 4:
                delta.redacted = piece;
                break;
            default: {
                const int index = pick(4);
                const std::string id = "call" + std::to_string(index);
                chat::ToolCallDelta &call = delta.toolCalls.emplace_back();
                call.index = index;
                const auto [rest, begins] = rests.try_emplace(id, R"({"k":"}\"{","n":[1,{}]})");
                if (begins) {
                    call.id = id;
                    call.name = "f";
                }
                const auto size = static_cast<std::size_t>(pick(static_cast<int>(rest->second.size()) + 1));
                call.arguments = rest->second.substr(0, size);
                inputs[id] += call.arguments;
                rest->second.erase(0, size);
            }
            }
            events.emplace_back(std::move(delta));
        }
        if (pick(3) > 0)
            events.emplace_back(chat::Finish{0, chat::Stop::Stop, "stop"});
        events.emplace_back(chat::End());
        std::erase_if(inputs, [](const auto &entry) { return entry.second.empty(); });

        StreamJudge judge;
        const std::string wrong = judge.judge(readStream(stream(events)));
        QVERIFY2(wrong.empty(), ("round " + std::to_string(round) + ": " + wrong).c_str());
        QCOMPARE(judge.text, text);
        QCOMPARE(judge.thinking, thinking);
        QVERIFY(judge.inputs == inputs);
    }
}

void TestMessages::showsErrorsInAnthropicsShape_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("type");
    QTest::newRow("bad key") << int(ErrorCode::UnknownKey) << 401 << "authentication_error";
    QTest::newRow("unknown model") << int(ErrorCode::UnknownModel) << 404 << "not_found_error";
    QTest::newRow("rate limit") << int(ErrorCode::UpstreamRateLimit) << 429 << "rate_limit_error";
    QTest::newRow("overloaded") << int(ErrorCode::UpstreamOverloaded) << 529 << "overloaded_error";
    QTest::newRow("context") << int(ErrorCode::UpstreamContextWindow) << 400 << "invalid_request_error";
}

void TestMessages::showsErrorsInAnthropicsShape()
{
    QFETCH(int, code);
    QFETCH(int, status);
    QFETCH(QString, type);
    const Error error{.code = static_cast<ErrorCode>(code), .message = "why"};
    const ErrorReply reply = Dialects::all()["messages"].encodeError(error);
    QCOMPARE(reply.status, status);
    const json::Object body = objectOf(reply.body);
    QCOMPARE(at(body, "type"), std::string("error"));
    QCOMPARE(at(body, "error.type"), type.toStdString());
    QVERIFY(at(body, "request_id").starts_with("req_"));
    const bool tooLong = error.code == ErrorCode::UpstreamContextWindow;
    QCOMPARE(at(body, "error.message"), std::string(tooLong ? "prompt is too long: why" : "why"));
    const auto sent = readStream(Dialects::all()["messages"].encodeStreamError(error, {}));
    QCOMPARE(sent.size(), std::size_t{1});
    QCOMPARE(sent[0].event, std::string("error"));
    QCOMPARE(at(sent[0].data, "error.type"), type.toStdString());
}

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"
