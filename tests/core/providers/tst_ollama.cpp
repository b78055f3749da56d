#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

// Ollama's own API, against the shapes of its documentation.
class TestOllama final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesRequests_data();
    void writesRequests();
    void readsStreamsInAnyCut();
    void wantsAnEnd();
    void readsErrorsInsideAnAnswer();
    void embeds();
};

namespace {

const config::Deployment &row()
{
    static const config::Deployment deployment = providertest::deployment("ollama_chat/qwen3", "");
    return deployment;
}

const std::string kLines =
    R"({"model":"qwen3","message":{"role":"assistant","content":"","thinking":"Hm"},"done":false})"
    "\n"
    R"({"model":"qwen3","message":{"role":"assistant","content":"","thinking":"m"},"done":false})"
    "\n"
    R"({"model":"qwen3","message":{"role":"assistant","content":"Grüß"},"done":false})"
    "\n"
    R"({"model":"qwen3","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}},{"function":{"name":"g","arguments":{}}}]},"done":false})"
    "\n"
    R"({"model":"qwen3","message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":12,"eval_count":5})"
    "\n";

}   // namespace

void TestOllama::writesRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("wanted");
    const auto row = [](const char *name, const char *request, const char *wanted) {
        QTest::newRow(name) << QByteArray(request) << QByteArray(wanted);
    };
    row("options, a format and an explicit stream",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":9,"temperature":0.5,"stop":"s","num_ctx":4096,"response_format":{"type":"json_object"},"keep_alive":"5m"})",
        R"({"model":"qwen3","messages":[{"role":"user","content":"x"}],"format":"json","keep_alive":"5m","options":{"num_predict":9,"temperature":0.5,"stop":["s"],"num_ctx":4096},"stream":false})");
    row("a picture without its data prefix",
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"},{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD"}}]}]})",
        R"({"model":"qwen3","messages":[{"role":"user","content":"x","images":["QUJD"]}],"stream":false})");
    row("calls with objects and results with names",
        R"({"model":"m","stream":true,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"","reasoning_content":"hm","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"1","content":"r"}],"tools":[{"type":"function","function":{"name":"f","description":"d"}}]})",
        R"({"model":"qwen3","messages":[{"role":"user","content":"x"},{"role":"assistant","content":"","thinking":"hm","tool_calls":[{"function":{"name":"f","arguments":{"a":1}}}]},{"role":"tool","content":"r","tool_name":"f"}],"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{}}}}],"stream":true})");
    row("no tools when none may be used",
        R"({"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"none","reasoning_effort":"high"})",
        R"({"model":"qwen3","messages":[{"role":"user","content":"x"}],"think":true,"stream":false})");
}

void TestOllama::writesRequests()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, wanted);
    const auto wire = adapter("ollama").encode(call("openaichat", request.toStdString()), target(row()), {});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(wire.value().url, std::string("http://localhost:11434/api/chat"));
    QCOMPARE(difference(parsed(wire.value().body), parsed(wanted.toStdString())), std::string());
}

void TestOllama::readsStreamsInAnyCut()
{
    const providers::Target to = target(row());
    const auto made = call("openaichat", R"({"model":"m","stream":true,"messages":[]})");
    for (const std::vector<std::size_t> &cuts : cuttings(kLines.size())) {
        const Read read = readAnswer(*adapter("ollama").newDecoder(made, to, false), kLines, cuts);
        QCOMPARE(read.error, std::string());
        const chat::Choice &choice = read.response.choices.at(0);
        QCOMPARE(*choice.text, std::string("Grüß"));
        QCOMPARE(*choice.reasoning, std::string("Hmm"));
        QCOMPARE(choice.toolCalls.size(), std::size_t{2});
        QVERIFY(choice.toolCalls.at(0).id.starts_with("call_"));
        QVERIFY(choice.toolCalls.at(0).id != choice.toolCalls.at(1).id);
        QCOMPARE(choice.toolCalls.at(0).arguments, std::string(R"({"a":1})"));
        QVERIFY(choice.finish->reason == chat::Stop::ToolCalls);
        QCOMPARE(read.response.usage->usage.input, std::int64_t{12});
        QCOMPARE(read.response.usage->usage.output, std::int64_t{5});
        QVERIFY(read.response.ended);
    }
}

void TestOllama::wantsAnEnd()
{
    const providers::Target to = target(row());
    const auto made = call("openaichat", R"({"model":"m","stream":true,"messages":[]})");
    const std::string cut = kLines.substr(0, kLines.find("\"done\":true"));
    QVERIFY(!readAnswer(*adapter("ollama").newDecoder(made, to, false), cut).error.empty());
    const std::string between = kLines.substr(0, kLines.find('\n') + 1);
    QVERIFY(readAnswer(*adapter("ollama").newDecoder(made, to, false), between).code ==
            ErrorCode::UpstreamConnection);
}

void TestOllama::readsErrorsInsideAnAnswer()
{
    const providers::Target to = target(row());
    const auto made = call("openaichat", R"({"model":"m","stream":true,"messages":[]})");
    const Read read =
        readAnswer(*adapter("ollama").newDecoder(made, to, false), R"({"error":"out of memory"})");
    QCOMPARE(read.error, std::string("out of memory"));
    const Error missing = adapter("ollama").readError(
        404, {}, R"({"error":"model \"x\" not found, try pulling it first"})", to);
    QVERIFY(missing.code == ErrorCode::UpstreamNotFound);
}

void TestOllama::embeds()
{
    const providers::Target to = target(row());
    const auto made = call("openaiembeddings", R"({"model":"m","input":["a","b"]})");
    const auto wire = adapter("ollama").encode(made, to, {});
    QVERIFY(wire.ok());
    QCOMPARE(wire.value().url, std::string("http://localhost:11434/api/embed"));
    const Read read = readAnswer(*adapter("ollama").newDecoder(made, to, false),
                                 R"({"model":"x","embeddings":[[1],[2]],"prompt_eval_count":3})");
    QCOMPARE(json::findArray(read.response.annotations, "data")->size(), std::size_t{2});
    QCOMPARE(read.response.usage->usage.input, std::int64_t{3});
}

QTEST_GUILESS_MAIN(TestOllama)
#include "tst_ollama.moc"
