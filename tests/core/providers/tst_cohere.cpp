#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// Cohere v2, against the shapes of its documentation.
class TestCohere final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesRequests_data();
    void writesRequests();
    void readsWholeAnswers();
    void takesNoCountsThatAreNone();
    void readsStreamsInAnyCut();
    void wantsAnEnd();
    void embeds();
};

namespace {

const config::Deployment &row()
{
    static const config::Deployment deployment = providertest::deployment("cohere/command-r");
    return deployment;
}

chat::Call chatCall(const std::string &more)
{
    return call("openaichat", R"({"model":"m","messages":[{"role":"user","content":"x"}])" + more + "}");
}

std::string sse(const std::vector<std::string> &events)
{
    std::string out;
    for (const std::string &event : events)
        out += "event: e\ndata: " + event + "\n\n";
    return out;
}

const std::vector<std::string> kEvents{
    R"({"type":"message-start","id":"i","delta":{"message":{"role":"assistant"}}})",
    R"({"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I will "}}})",
    R"({"type":"tool-plan-delta","delta":{"message":{"tool_plan":"call"}}})",
    R"({"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"a","type":"function","function":{"name":"f","arguments":""}}}}})",
    R"({"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{\"q\":"}}}}})",
    R"({"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"\"é\"}"}}}}})",
    R"({"type":"tool-call-end","index":0})",
    R"({"type":"tool-call-start","index":1,"delta":{"message":{"tool_calls":{"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}}}})",
    R"({"type":"tool-call-end","index":1})",
    R"({"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":5,"output_tokens":4},"tokens":{"input_tokens":50,"output_tokens":8},"cached_tokens":16}}})"};

}   // namespace

void TestCohere::writesRequests_data()
{
    QTest::addColumn<QByteArray>("more");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char *name, const char *more, const char *wanted) {
        QTest::newRow(name) << QByteArray(more) << QByteArray(wanted);
    };
    row("sampling by its own names", R"(,"top_p":0.5,"top_k":3,"stop":"s","max_tokens":9,"user":"u")",
        R"({"p":0.5,"k":3,"stop_sequences":["s"],"max_tokens":9})");
    row("a tool that must be used",
        R"(,"tools":[{"type":"function","function":{"name":"f"}},{"type":"function","function":{"name":"g"}}],"tool_choice":{"type":"function","function":{"name":"g"}})",
        R"({"tools":[{"type":"function","function":{"name":"g"}}],"tool_choice":"REQUIRED"})");
    row("no tool at all", R"(,"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none")",
        R"({"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"NONE"})");
    row("a schema",
        R"(,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"}}})",
        R"({"response_format":{"type":"json_object","json_schema":{"type":"object"}}})");
    row("thinking by effort", R"(,"reasoning_effort":"none")", R"({"thinking":{"type":"disabled"}})");
    row("thinking by budget", R"(,"thinking":{"type":"enabled","budget_tokens":99})",
        R"({"thinking":{"type":"enabled","token_budget":99}})");
}

void TestCohere::writesRequests()
{
    QFETCH(QByteArray, more);
    QFETCH(QByteArray, wanted);
    const auto wire = adapter("cohere").encode(chatCall(more.toStdString()), target(row()), {});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(wire.value().url, std::string("https://api.cohere.com/v2/chat"));
    json::Object expected = parsed(wanted.toStdString()).as_object();
    expected["model"] = "command-r";
    expected["messages"] = json::Array{json::Object{{"role", "user"}, {"content", "x"}}};
    expected["stream"] = false;
    QCOMPARE(difference(parsed(wire.value().body), expected), std::string());
}

void TestCohere::readsWholeAnswers()
{
    const providers::Target to = target(row());
    const Read read = readAnswer(
        *adapter("cohere").newDecoder(chatCall(""), to, false),
        R"({"id":"i","finish_reason":"MAX_TOKENS","message":{"role":"assistant","content":[{"type":"thinking","thinking":"hm"},{"type":"text","text":"Hi"}],"citations":[{"start":0,"end":2,"text":"Hi","sources":[{"type":"document","id":"d","document":{"title":"T","url":"https://e.org"}}]}]},"usage":{"billed_units":{"input_tokens":1,"output_tokens":9},"tokens":{"input_tokens":496,"output_tokens":11}}})");
    QCOMPARE(read.error, std::string());
    const chat::Choice &choice = read.response.choices.at(0);
    QCOMPARE(*choice.text, std::string("Hi"));
    QCOMPARE(*choice.reasoning, std::string("hm"));
    QVERIFY(choice.finish->reason == chat::Stop::Length);
    const json::Value &citation = choice.extras.at("annotations").at(0).at("url_citation");
    QVERIFY(citation.at("url") == json::Value("https://e.org"));
    const chat::Usage &usage = read.response.usage->usage;
    QCOMPARE(usage.input, std::int64_t{496});
    QCOMPARE(usage.output, std::int64_t{11});
    QCOMPARE(usage.billedInput, std::int64_t{1});
    QCOMPARE(usage.billedOutput, std::int64_t{9});
}

void TestCohere::takesNoCountsThatAreNone()
{
    const providers::Target to = target(row());
    const Read read = readAnswer(
        *adapter("cohere").newDecoder(chatCall(""), to, false),
        R"({"id":"i","finish_reason":"COMPLETE","message":{"role":"assistant","content":[{"type":"text","text":"Hi"}]},"usage":{"tokens":{"input_tokens":5.66667e+93,"output_tokens":-3}}})");
    QCOMPARE(read.error, std::string());
    QCOMPARE(*read.response.choices.at(0).text, std::string("Hi"));
    QVERIFY(!read.response.usage || read.response.usage->usage.input == -1);
    QVERIFY(!read.response.usage || read.response.usage->usage.output == -1);
}

void TestCohere::readsStreamsInAnyCut()
{
    const providers::Target to = target(row());
    const std::string bytes = sse(kEvents);
    std::string first;
    for (const std::vector<std::size_t> &cuts : cuttings(bytes.size())) {
        const Read read =
            readAnswer(*adapter("cohere").newDecoder(chatCall(R"(,"stream":true)"), to, true), bytes, cuts);
        QCOMPARE(read.error, std::string());
        const chat::Choice &choice = read.response.choices.at(0);
        QCOMPARE(*choice.reasoning, std::string("I will call"));
        QCOMPARE(choice.toolCalls.at(0).arguments, std::string(R"({"q":"é"})"));
        QCOMPARE(choice.toolCalls.at(1).name, std::string("g"));
        QVERIFY(choice.finish->reason == chat::Stop::ToolCalls);
        QCOMPARE(read.response.usage->usage.cacheRead, std::int64_t{16});
        if (first.empty())
            first = summary(read);
        QCOMPARE(summary(read), first);
    }
}

void TestCohere::wantsAnEnd()
{
    const providers::Target to = target(row());
    const auto made = chatCall(R"(,"stream":true)");
    const Read cut = readAnswer(*adapter("cohere").newDecoder(made, to, true), sse({kEvents[0], kEvents[1]}));
    QVERIFY(cut.code == ErrorCode::UpstreamConnection);
    const Read broken = readAnswer(*adapter("cohere").newDecoder(made, to, true),
                                   sse({R"({"type":"message-end","delta":{"finish_reason":"ERROR"}})"}));
    QVERIFY(broken.code == ErrorCode::UpstreamInternal);
}

void TestCohere::embeds()
{
    const config::Deployment model = deployment("cohere/embed-v4.0");
    const providers::Target to = target(model);
    const auto made = call("openaiembeddings", R"({"model":"m","input":"a","input_type":"search_query"})");
    const auto wire = adapter("cohere").encode(made, to, {});
    QVERIFY(wire.ok());
    QCOMPARE(
        difference(
            parsed(wire.value().body),
            parsed(
                R"({"model":"embed-v4.0","texts":["a"],"input_type":"search_query","embedding_types":["float"]})")),
        std::string());
    const Read read =
        readAnswer(*adapter("cohere").newDecoder(made, to, false),
                   R"({"id":"i","embeddings":{"float":[[1,2]]},"meta":{"billed_units":{"input_tokens":4}}})");
    QCOMPARE(json::findArray(read.response.annotations, "data")->size(), std::size_t{1});
    QCOMPARE(read.response.usage->usage.input, std::int64_t{4});
}

QTEST_GUILESS_MAIN(TestCohere)
#include "tst_cohere.moc"
