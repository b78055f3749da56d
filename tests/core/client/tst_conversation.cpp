#include "core/client/conversation.h"

#include <QTest>

using namespace gw::client;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(std::string)

namespace {

// "role: part | part" a message; the answer's begin with ">".
QString inShort(const Conversation &said)
{
    using Kind = SaidPart::Kind;
    QStringList lines;
    for (const SaidMessage &message : said.messages) {
        QStringList parts;
        for (const SaidPart &part : message.parts) {
            switch (part.kind) {
            case Kind::Text:
                parts << part.text;
                break;
            case Kind::Thinking:
                parts << u"(%1)"_s.arg(part.text);
                break;
            case Kind::Image:
                parts << u"image %1%2 %3"_s.arg(part.name, part.mediaType).arg(part.bytes.size());
                break;
            case Kind::Attachment:
                parts << u"file %1 %2"_s.arg(part.name, part.mediaType);
                break;
            case Kind::ToolCall:
                parts << u"call %1#%2 %3"_s.arg(part.name, part.id, part.text);
                break;
            case Kind::ToolResult:
                parts << u"result #%1 %2"_s.arg(part.id, part.text);
                break;
            case Kind::Refusal:
                parts << u"refused: %1"_s.arg(part.text);
                break;
            case Kind::Unknown:
                parts << u"? %1"_s.arg(part.text);
                break;
            }
        }
        lines << (message.answer ? u"> "_s : QString()) + message.role + u": "_s + parts.join(u" | "_s);
    }
    return lines.join(u'\n');
}

}   // namespace

class TestConversation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsDialects_data();
    void readsDialects();
    void readsAnswers_data();
    void readsAnswers();
    void knowsToolsAndTheEnd();
    void saysWhatItCannotRead();
    void splitsStreams();
    void writesJsonOnLines();
};

void TestConversation::readsDialects_data()
{
    QTest::addColumn<std::string>("request");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *request, const char *expected) {
        QTest::newRow(name) << std::string(request) << QString::fromUtf8(expected);
    };
    row("OpenAI chat",
        R"({"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]})",
        "system: Be brief.\nuser: Hi");
    row("OpenAI chat with a picture and a file",
        R"({"messages":[{"role":"user","content":[{"type":"text","text":"Look"},)"
        R"({"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},)"
        R"({"type":"image_url","image_url":{"url":"https://x/y.png"}},)"
        R"({"type":"file","file":{"filename":"a.pdf"}}]}]})",
        "user: Look | image image/png 3 | image https://x/y.png 0 | file a.pdf file");
    row("OpenAI chat with a tool and its result",
        R"({"messages":[{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function",)"
        R"("function":{"name":"read","arguments":"{\"p\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"ok"}]})",
        "assistant: call read#c1 {\"p\":1}\ntool: result #c1 ok");
    row("OpenAI chat with what it thought before",
        R"({"messages":[{"role":"assistant","reasoning_content":"hm","content":"yes"}]})",
        "assistant: (hm) | yes");
    row("Anthropic", R"({"system":[{"type":"text","text":"S"}],"messages":[{"role":"user","content":"Hi"}]})",
        "system: S\nuser: Hi");
    row("Anthropic with thinking, tools and a picture",
        R"({"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"x"},)"
        R"({"type":"tool_use","id":"t1","name":"ls","input":{"a":1}}]},)"
        R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"one"},)"
        R"({"type":"text","text":"two"}]},)"
        R"({"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AAAA"}}]}]})",
        "assistant: (hm) | call ls#t1 {\"a\":1}\nuser: result #t1 one\ntwo | image image/jpeg 3");
    row("Responses with a text", R"({"instructions":"Be brief.","input":"Hi"})",
        "system: Be brief.\nuser: Hi");
    row("Responses with items",
        R"({"input":[{"role":"user","content":[{"type":"input_text","text":"Hi"},)"
        R"({"type":"input_image","image_url":"https://x/y.png"}]},)"
        R"({"type":"reasoning","summary":[{"type":"summary_text","text":"hm"}]},)"
        R"({"type":"function_call","call_id":"c1","name":"ls","arguments":"{}"},)"
        R"({"type":"function_call_output","call_id":"c1","output":"one"}]})",
        "user: Hi | image https://x/y.png 0\nassistant: (hm)\nassistant: call ls#c1 {}\ntool: result #c1 "
        "one");
    row("Gemini",
        R"({"systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","parts":[{"text":"Hi"},)"
        R"({"inlineData":{"mimeType":"image/png","data":"AAAA"}}]},)"
        R"({"role":"model","parts":[{"functionCall":{"name":"ls","args":{"a":1}}}]},)"
        R"({"role":"user","parts":[{"functionResponse":{"name":"ls","response":{"r":2}}}]}]})",
        "system: S\nuser: Hi | image image/png 3\nmodel: call ls#ls {\"a\":1}\nuser: result #ls {\"r\":2}");
    row("a prompt", R"({"prompt":"Once"})", "user: Once");
    row("embeddings", R"({"input":["one","two"]})", "user: one\nuser: two");
    row("a part that nobody knows", R"({"messages":[{"role":"user","content":[{"type":"hologram"}]}]})",
        R"(user: ? {"type":"hologram"})");
}

void TestConversation::readsDialects()
{
    QFETCH(std::string, request);
    QFETCH(QString, expected);
    const Conversation said = readConversation(request, {});
    QVERIFY(said.requestRead);
    QCOMPARE(inShort(said), expected);
}

void TestConversation::readsAnswers_data()
{
    QTest::addColumn<std::string>("answer");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *answer, const char *expected) {
        QTest::newRow(name) << std::string(answer) << QString::fromUtf8(expected);
    };
    row("OpenAI chat",
        R"({"choices":[{"message":{"role":"assistant","reasoning":"hm","content":"Hi","tool_calls":[{"id":"c",)"
        R"("function":{"name":"f","arguments":"{}"}}]},"finish_reason":"stop"}]})",
        "> assistant: (hm) | Hi | call f#c {}");
    row("OpenAI chat as a stream",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"He\"}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"llo\"}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":"
        "{\"name\":\"f\",\"arguments\":\"\"}}]}}]}\n\n"
        "data: "
        "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}"
        "\"}}]}}]}\n\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: "
        "[DONE]\n\n",
        "> assistant: Hello | call f#c {}");
    row("a stream that was cut", "data: {\"choices\":[{\"delta\":{\"content\":\"He\"}}]}\n\ndata: {\"cho",
        "> assistant: He");
    row("completions as a stream",
        "data: {\"choices\":[{\"text\":\"a\"}]}\n\ndata: {\"choices\":[{\"text\":\"b\"}]}\n\n",
        "> assistant: ab");
    row("Anthropic",
        R"({"type":"message","role":"assistant","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn"})",
        "> assistant: Hi");
    row("Anthropic as a stream",
        "event: content_block_start\ndata: "
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":"
        "\"thinking\",\"thinking\":\"\"}}\n\n"
        "data: "
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":"
        "\"hm\"}}\n\n"
        "data: "
        "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"
        "\n\n"
        "data: "
        "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}"
        "\n\n"
        "data: "
        "{\"type\":\"content_block_start\",\"index\":2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\","
        "\"name\":\"ls\",\"input\":{}}}\n\n"
        "data: "
        "{\"type\":\"content_block_delta\",\"index\":2,\"delta\":{\"type\":\"input_json_delta\",\"partial_"
        "json\":"
        "\"{\\\"a\\\":1}\"}}\n\n"
        "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"}}\n\n",
        "> assistant: (hm) | Hi | call ls#t {\"a\":1}");
    row("Responses",
        R"({"status":"completed","output":[{"type":"reasoning","summary":[]},{"type":"message","role":"assistant",)"
        R"("content":[{"type":"output_text","text":"Hi"}]}]})",
        "> assistant: ()\n> assistant: Hi");
    row("Responses as a stream",
        "event: response.output_text.delta\ndata: "
        "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"H\"}\n\n"
        "data: "
        "{\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":[{\"type\":"
        "\"message\","
        "\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hi\"}]}]}}\n\n",
        "> assistant: Hi");
    row("Responses as a stream that was cut",
        "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"H\"}\n\n"
        "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"i\"}\n\n",
        "> assistant: Hi");
    row("Gemini",
        R"({"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Hi"}]}}]})",
        "> assistant: (hm) | Hi");
    row("Gemini as a stream",
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"H\"}]}}]}\r\n\r\n"
        "data: "
        "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"i\"}]},\"finishReason\":\"STOP\"}]}\r\n\r\n",
        "> assistant: Hi");
    row("Gemini as a list",
        R"([{"candidates":[{"content":{"parts":[{"text":"H"}]}}]},{"candidates":[{"content":{"parts":[{"text":"i"}]}}]}])",
        "> assistant: Hi");
}

void TestConversation::readsAnswers()
{
    QFETCH(std::string, answer);
    QFETCH(QString, expected);
    const Conversation said = readConversation({}, answer);
    QVERIFY(said.answerRead);
    QCOMPARE(inShort(said), expected);
}

void TestConversation::knowsToolsAndTheEnd()
{
    const Conversation openai = readConversation(
        R"({"messages":[],"tools":[{"type":"function","function":{"name":"a"}},{"name":"b"},{"type":"web_search"}]})",
        R"({"choices":[{"message":{"content":"x"},"finish_reason":"length"}]})");
    QCOMPARE(openai.tools, QStringList({u"a"_s, u"b"_s, u"web_search"_s}));
    QCOMPARE(openai.finish, u"length"_s);
    const Conversation gemini =
        readConversation(R"({"contents":[],"tools":[{"functionDeclarations":[{"name":"c"}]}]})", {});
    QCOMPARE(gemini.tools, QStringList({u"c"_s}));
    const Conversation failed = readConversation({}, R"({"error":{"message":"No such model","code":400}})");
    QCOMPARE(failed.error, u"No such model"_s);
    QVERIFY(failed.messages.empty());
}

void TestConversation::saysWhatItCannotRead()
{
    const Conversation cut = readConversation(R"({"messages":[{"role":"us)", R"({"choices":[{"mess)");
    QVERIFY(!cut.requestRead);
    QVERIFY(!cut.answerRead);
    QVERIFY(cut.messages.empty());
    QVERIFY(!readConversation(R"({"query":"a"})", {}).requestRead);
}

void TestConversation::splitsStreams()
{
    const auto events = streamEvents("event: a\ndata: {\"x\":1}\n\ndata: [DONE]\n\n");
    QCOMPARE(events.size(), 2);
    QCOMPARE(events[0].name, u"a"_s);
    QCOMPARE(events[0].text, u"{\n  \"x\": 1\n}"_s);
    QCOMPARE(events[1].text, u"[DONE]"_s);
    QVERIFY(streamEvents("{\"x\":1}").empty());
}

void TestConversation::writesJsonOnLines()
{
    QCOMPARE(
        prettyJson(R"({"b":[1,{}],"a":"x\ny","n":12345678901234567890,"e":[]})"),
        u"{\n  \"b\": [\n    1,\n    {}\n  ],\n  \"a\": \"x\\ny\",\n  \"n\": 12345678901234567890,\n  \"e\": []\n}"_s);
    QCOMPARE(prettyJson("no JSON"), u"no JSON"_s);
}

QTEST_APPLESS_MAIN(TestConversation)
#include "tst_conversation.moc"
