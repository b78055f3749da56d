#include "core/providers/adapters/anthropic/claudemodel.h"
#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

namespace {

// The body that model is sent for a chat request with these members.
Result<providers::WireRequest> encode(const std::string &model, const std::string &request,
                                      const providers::EncodeContext &context = {})
{
    const config::Deployment row = deployment("anthropic/" + model);
    const chat::Call made = call("openaichat", request);
    return adapter("anthropic").encode(made, target(row), context);
}

constexpr const char *kOpus48 = "claude-opus-4-8";
constexpr const char *kSonnet45 = "claude-sonnet-4-5";
constexpr const char *kSonnet4 = "claude-sonnet-4-20250514";

}   // namespace

class TestAnthropicRequest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesARepeatWithoutThinking();
    void repeatsOnlyAboutThinking_data();
    void repeatsOnlyAboutThinking();
    void leavesOutReasoningSealedByOthers();
    void knowsModels_data();
    void knowsModels();
    void writesMessages_data();
    void writesMessages();
    void writesParameters_data();
    void writesParameters();
    void refusesAudio();
    void addsHeaders();
    void sendsTokensAsBearer_data();
    void sendsTokensAsBearer();
    void appendsNoPathTwice_data();
    void appendsNoPathTwice();
    void splicesMessages();
    void splicesDefaults();
    void turnsBudgetsIntoEfforts();
    void takesUnsignedThinkingOut();
    void countsWithoutLimits();
    void readsCounts();
    void findsClaudeOnAzure_data();
    void findsClaudeOnAzure();
};

void TestAnthropicRequest::knowsModels_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<int>("version");
    QTest::addColumn<bool>("adaptive");
    QTest::addColumn<bool>("sampling");
    QTest::addColumn<bool>("formats");
    QTest::newRow("dated") << QByteArray("claude-opus-4-5-20251101") << 45 << false << true << true;
    QTest::newRow("a date behind one number")
        << QByteArray("claude-sonnet-4-20250514") << 40 << false << true << false;
    QTest::newRow("numbers first") << QByteArray("claude-3-7-sonnet@20250219") << 37 << false << true
                                   << false;
    QTest::newRow("numbers with a dot") << QByteArray("claude-4.6-opus") << 46 << true << true << true;
    QTest::newRow("a Bedrock profile")
        << QByteArray("us.anthropic.claude-sonnet-4-5-20250929-v1:0") << 45 << false << true << true;
    QTest::newRow("a Bedrock model of one number")
        << QByteArray("global.anthropic.claude-sonnet-5-v1:0") << 50 << true << false << true;
    QTest::newRow("Opus 4.7") << QByteArray("claude-opus-4-7") << 47 << true << false << true;
    QTest::newRow("Sonnet 4.6") << QByteArray("claude-sonnet-4-6") << 46 << true << true << true;
    QTest::newRow("Opus 4.1") << QByteArray("claude-opus-4-1-20250805") << 41 << false << true << true;
    QTest::newRow("Claude 3") << QByteArray("claude-3-opus-latest") << 30 << false << true << false;
    QTest::newRow("Claude 2.1") << QByteArray("claude-2.1") << 21 << false << true << false;
    QTest::newRow("another maker's") << QByteArray("minimax-m2.5") << 0 << false << true << false;
}

void TestAnthropicRequest::knowsModels()
{
    QFETCH(QByteArray, name);
    const providers::anthropic::ClaudeModel model(name.toStdString());
    QTEST(model.version(), "version");
    QTEST(model.thinksAdaptively(), "adaptive");
    QTEST(!model.refusesSampling(), "sampling");
    QTEST(model.hasOutputFormat(), "formats");
}

void TestAnthropicRequest::writesMessages_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("messages");
    QTest::addColumn<QByteArray>("wanted");   // system and messages
    QTest::newRow("a system prompt and a question")
        << QByteArray(kSonnet45)
        << QByteArray(R"([{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}])")
        << QByteArray(
               R"({"system":"Be brief.","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]})");
    QTest::newRow("cache marks stay on system and text")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"system","content":[{"type":"text","text":"A"},{"type":"text","text":"B","cache_control":{"type":"ephemeral","ttl":"1h"}}]},
                  {"role":"developer","content":"C"},
                  {"role":"user","content":[{"type":"text","text":"Q","cache_control":{"type":"ephemeral"}}]}])")
        << QByteArray(
               R"({"system":[{"type":"text","text":"A"},{"type":"text","text":"B","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"C"}],
                  "messages":[{"role":"user","content":[{"type":"text","text":"Q","cache_control":{"type":"ephemeral"}}]}]})");
    QTest::newRow("results of several tools come as one turn, with what the user adds")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":"Q"},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"call.1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},
                   {"id":"b","type":"function","function":{"name":"g","arguments":""}}]},
                  {"role":"tool","tool_call_id":"call.1","content":"one"},
                  {"role":"tool","tool_call_id":"b","content":[{"type":"text","text":"two"},{"type":"image_url","image_url":{"url":"data:image/jpg;base64,AAAA"}}]},
                  {"role":"user","content":"go on"}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"text","text":"Q"}]},
                  {"role":"assistant","content":[{"type":"tool_use","id":"call_1","name":"f","input":{"a":1}},{"type":"tool_use","id":"b","name":"g","input":{}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_1","content":"one"},
                   {"type":"tool_result","tool_use_id":"b","content":[{"type":"text","text":"two"},{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AAAA"}}]},
                   {"type":"text","text":"go on"}]}]})");
    QTest::newRow("signed and redacted thinking stands in front, unsigned goes")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":"Q"},
                  {"role":"assistant","content":"A","thinking_blocks":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"thinking","thinking":"lost"}]},
                  {"role":"assistant","content":"B","reasoning_content":"r"},
                  {"role":"user","content":"R"}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"text","text":"Q"}]},
                  {"role":"assistant","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"A"}]},
                  {"role":"assistant","content":[{"type":"text","text":"B"}]},
                  {"role":"user","content":[{"type":"text","text":"R"}]}]})");
    QTest::newRow("pictures and documents")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://e.org/a.png","detail":"high"}},
                  {"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}},
                  {"type":"file","file":{"file_data":"data:text/plain;base64,aGk="}},
                  {"type":"file","file":{"file_id":"file_1"}},{"type":"file","file":{"file_id":"https://e.org/b.pdf"}},
                  {"type":"text","text":"  "}]}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://e.org/a.png"}},
                  {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBE"},"title":"a.pdf"},
                  {"type":"document","source":{"type":"text","media_type":"text/plain","data":"hi"}},
                  {"type":"document","source":{"type":"file","file_id":"file_1"}},{"type":"document","source":{"type":"url","url":"https://e.org/b.pdf"}}]}]})");
    QTest::newRow("a later system message is a reminder for older models, behind the results it would part")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":"Q"},
                  {"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
                  {"role":"system","content":"Hurry."},{"role":"tool","tool_call_id":"a","content":"one"}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"text","text":"Q"}]},
                  {"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f","input":{}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"one"},{"type":"text","text":"<system-reminder>\nHurry.\n</system-reminder>"}]}]})");
    QTest::newRow("a later system message keeps its role where the model knows it")
        << QByteArray(kOpus48)
        << QByteArray(R"([{"role":"user","content":"Q"},{"role":"system","content":"Hurry."}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"text","text":"Q"}]},{"role":"system","content":[{"type":"text","text":"Hurry."}]}]})");
    QTest::newRow("what shall be continued ends without white space, broken arguments are wrapped")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":"Q"},{"role":"assistant","content":"x","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{bro"}}]},
                  {"role":"tool","tool_call_id":"a","content":""},{"role":"assistant","content":"The answer: \n"}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"text","text":"Q"}]},
                  {"role":"assistant","content":[{"type":"text","text":"x"},{"type":"tool_use","id":"a","name":"f","input":{"_raw":"{bro"}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":""}]},
                  {"role":"assistant","content":[{"type":"text","text":"The answer:"}]}]})");
    QTest::newRow("functions of the older kind")
        << QByteArray(kSonnet45)
        << QByteArray(
               R"([{"role":"user","content":"Q"},{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}},
                  {"role":"function","name":"f","content":"one"}])")
        << QByteArray(
               R"({"messages":[{"role":"user","content":[{"type":"text","text":"Q"}]},
                  {"role":"assistant","content":[{"type":"tool_use","id":"call_f","name":"f","input":{"a":1}}]},
                  {"role":"user","content":[{"type":"tool_result","tool_use_id":"call_f","content":"one"}]}]})");
}

void TestAnthropicRequest::writesMessages()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, messages);
    QFETCH(QByteArray, wanted);
    const auto wire = encode(model.toStdString(),
                             R"({"model":"m","max_tokens":5,"messages":)" + messages.toStdString() + "}");
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    json::Value body = parsed(wire.value().body);
    QVERIFY(json::stringOr(body.get_object(), "model") == model.toStdString());
    body.get_object().erase("model");
    body.get_object().erase("max_tokens");
    QCOMPARE(difference(body, parsed(wanted.toStdString())), std::string());
}

void TestAnthropicRequest::writesParameters_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("request");   // Beside model and messages.
    QTest::addColumn<QByteArray>("wanted");    // Beside the same.
    QTest::addColumn<QByteArray>("dropped");
    const auto row = [](const char *name, const char *model, const char *request, const char *wanted,
                        const char *dropped = "") {
        QTest::newRow(name) << QByteArray(model) << QByteArray(request) << QByteArray(wanted)
                            << QByteArray(dropped);
    };
    row("the model's own limit where the client has none", kSonnet4, "{}", R"({"max_tokens":64000})");
    row("the newer name of the limit", kSonnet4, R"({"max_completion_tokens":7})", R"({"max_tokens":7})");
    row("stops, without those of white space", kSonnet4,
        R"({"max_tokens":5,"stop":["END"," \n"],"temperature":1.5,"top_k":3})",
        R"({"max_tokens":5,"stop_sequences":["END"],"temperature":1,"top_k":3})");
    row("newer models take one of temperature and top_p", kSonnet45,
        R"({"max_tokens":5,"temperature":0.5,"top_p":0.9})", R"({"max_tokens":5,"temperature":0.5})",
        "top_p");
    row("the newest take neither", kOpus48, R"({"max_tokens":5,"temperature":0.5,"top_p":0.9,"top_k":3})",
        R"({"max_tokens":5})", "temperature,top_p,top_k");
    row("the user, but no mail address", kSonnet4, R"({"max_tokens":5,"user":"u-1"})",
        R"({"max_tokens":5,"metadata":{"user_id":"u-1"}})");
    row("no mail address", kSonnet4, R"({"max_tokens":5,"user":"a@example.org"})", R"({"max_tokens":5})");
    row("no phone number", kSonnet4, R"({"max_tokens":5,"user":"+49 30 1234567"})", R"({"max_tokens":5})");
    row("an effort is a budget for older models, above which the limit is raised", kSonnet4,
        R"({"max_tokens":1000,"reasoning_effort":"medium","temperature":0.5})",
        R"({"max_tokens":3048,"thinking":{"type":"enabled","budget_tokens":2048}})", "temperature");
    row("an effort of none", kSonnet4, R"({"max_tokens":5,"reasoning_effort":"none"})",
        R"({"max_tokens":5,"thinking":{"type":"disabled"}})");
    row("an effort for newer models", kOpus48, R"({"max_tokens":5,"reasoning_effort":"xhigh"})",
        R"({"max_tokens":5,"thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"}})");
    row("an effort that the model does not know", "claude-sonnet-4-6",
        R"({"max_tokens":5,"reasoning_effort":"xhigh"})",
        R"({"max_tokens":5,"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}})");
    row("thinking cannot be turned off", "claude-opus-5-5", R"({"max_tokens":5,"reasoning_effort":"none"})",
        R"({"max_tokens":5,"output_config":{"effort":"low"}})");
    row("no thinking in models before it", "claude-3-5-sonnet-latest",
        R"({"max_tokens":5,"reasoning_effort":"high"})", R"({"max_tokens":5})", "reasoning_effort");
    row("thinking as the client says it", kSonnet4,
        R"({"max_tokens":5000,"thinking":{"type":"enabled","budget_tokens":4000},"temperature":1})",
        R"({"max_tokens":5000,"thinking":{"type":"enabled","budget_tokens":4000},"temperature":1})");
    row("a budget for models that refuse it", kOpus48,
        R"({"max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":8000}})",
        R"({"max_tokens":9000,"thinking":{"type":"adaptive"},"output_config":{"effort":"medium"}})");
    row("tools and a choice", kSonnet45,
        R"({"max_tokens":5,"tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{"type":"integer"}}},"strict":true},"cache_control":{"type":"ephemeral"}},
          {"type":"function","function":{"name":"g"}},{"type":"bash_20250124","name":"bash"}],"tool_choice":{"type":"function","function":{"name":"f"}}})",
        R"({"max_tokens":5,"tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"a":{"type":"integer"}}},"strict":true,"cache_control":{"type":"ephemeral"}},
          {"name":"g","input_schema":{"type":"object","properties":{}}},{"type":"bash_20250124","name":"bash"}],"tool_choice":{"type":"tool","name":"f"}})");
    row("one call at a time needs a choice", kSonnet45,
        R"({"max_tokens":5,"tools":[{"type":"function","function":{"name":"g"}}],"parallel_tool_calls":false})",
        R"({"max_tokens":5,"tools":[{"name":"g","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"auto","disable_parallel_tool_use":true}})");
    row("required", kSonnet45,
        R"({"max_tokens":5,"tools":[{"type":"function","function":{"name":"g"}}],"tool_choice":"required"})",
        R"({"max_tokens":5,"tools":[{"name":"g","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"any"}})");
    row("a choice without tools", kSonnet45,
        R"({"max_tokens":5,"tool_choice":"auto","parallel_tool_calls":true})", R"({"max_tokens":5})");
    row("no budget where a tool is forced", kSonnet4,
        R"({"max_tokens":5,"reasoning_effort":"low","tools":[{"type":"function","function":{"name":"g"}}],"tool_choice":"required"})",
        R"({"max_tokens":5,"tools":[{"name":"g","input_schema":{"type":"object","properties":{}}}],"tool_choice":{"type":"any"}})",
        "reasoning_effort");
    row("a schema by the API's own means", kSonnet45,
        R"({"max_tokens":5,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"type":"integer","minimum":1,"description":"A"},"minimum":{"type":"string"}}}}}})",
        R"x({"max_tokens":5,"output_config":{"format":{"type":"json_schema","schema":{"type":"object","additionalProperties":false,"properties":{"a":{"type":"integer","description":"A (minimum: 1)"},"minimum":{"type":"string"}}}}}})x");
    row("a schema by a tool", kSonnet4,
        R"({"max_tokens":5,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"type":"integer"}}}}}})",
        R"({"max_tokens":5,"tools":[{"name":"json_tool_call","input_schema":{"type":"object","properties":{"a":{"type":"integer"}}}}],"tool_choice":{"type":"tool","name":"json_tool_call"}})");
    row("any object by asking for it", kSonnet4,
        R"({"max_tokens":5,"response_format":{"type":"json_object"}})",
        R"({"max_tokens":5,"system":[{"type":"text","text":"Answer with one JSON object and nothing else: no Markdown fence and no text around it."}]})");
    row("a search of the web", kSonnet45,
        R"({"max_tokens":5,"web_search_options":{"search_context_size":"low"}})",
        R"({"max_tokens":5,"tools":[{"type":"web_search_20250305","name":"web_search","max_uses":1}]})");
    row("what OpenAI does not know goes on, what Anthropic cannot use stays", kSonnet45,
        R"({"max_tokens":5,"container":"c1","context_management":{"edits":[]},"verbosity":"low","service_tier":"default","store":false,"n":1,"stream":true})",
        R"({"max_tokens":5,"container":"c1","context_management":{"edits":[]},"service_tier":"standard_only","stream":true})",
        "store,verbosity");
}

void TestAnthropicRequest::writesParameters()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, wanted);
    QFETCH(QByteArray, dropped);
    json::Object asked = parsed(request.toStdString()).get_object();
    asked["model"] = "m";
    asked["messages"] = parsed(R"([{"role":"user","content":"Hi"}])");
    const auto wire = encode(model.toStdString(), json::serialize(asked));
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    json::Value body = parsed(wire.value().body);
    body.get_object().erase("model");
    body.get_object().erase("messages");
    QCOMPARE(difference(body, parsed(wanted.toStdString())), std::string());
    std::string names;
    for (const std::string &name : wire.value().dropped)
        names += (names.empty() ? "" : ",") + name;
    QCOMPARE(names, dropped.toStdString());
}

void TestAnthropicRequest::refusesAudio()
{
    const auto wire = encode(
        kSonnet45,
        R"({"model":"m","messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"AA","format":"wav"}}]}]})");
    QVERIFY(!wire.ok());
    QVERIFY(wire.error().code == ErrorCode::BadRequest);
}

void TestAnthropicRequest::addsHeaders()
{
    config::Deployment row = deployment("anthropic/claude-sonnet-4-5", "key-1");
    row.params.extraHeaders = {{"anthropic-beta", "b-2, b-1"}, {"x-team", "t"}};
    const wire::Headers client{{"anthropic-beta", "b-1,b-3"}, {"anthropic-version", "2099-01-01"}};
    const chat::Call made = call(
        "openaichat",
        R"({"model":"m","messages":[{"role":"user","content":"Hi"}],"mcp_servers":[{"type":"url"}],"anthropic_beta":["b-4"]})");
    const auto wire = adapter("anthropic").encode(made, target(row), {.clientHeaders = &client});
    QVERIFY(wire.ok());
    const wire::Headers &headers = wire.value().headers;
    QVERIFY(headers.valueOr("x-api-key") == "key-1");
    QVERIFY(!headers.contains("authorization"));
    QVERIFY(headers.valueOr("anthropic-version") == "2099-01-01");
    QVERIFY(headers.valueOr("anthropic-beta") == "b-1,b-3,b-2,b-4,mcp-client-2025-04-04");
    QVERIFY(headers.valueOr("x-team") == "t");
    QVERIFY(!parsed(wire.value().body).get_object().contains("anthropic_beta"));
    QVERIFY(wire.value().url == "https://api.anthropic.com/v1/messages");
}

void TestAnthropicRequest::sendsTokensAsBearer_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("bearer");
    QTest::newRow("a key") << QByteArray("ANTHROPIC_API_KEY") << QByteArray("sk-ant-api") << false;
    QTest::newRow("a token") << QByteArray("ANTHROPIC_AUTH_TOKEN") << QByteArray("abc") << true;
    QTest::newRow("a subscription's token")
        << QByteArray("ANTHROPIC_API_KEY") << QByteArray("sk-ant-oat01") << true;
}

void TestAnthropicRequest::sendsTokensAsBearer()
{
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, key);
    QFETCH(bool, bearer);
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5", "");
    const chat::Call made = call("openaichat", R"({"model":"m","messages":[]})");
    const auto wire =
        adapter("anthropic").encode(made, target(row, {{variable.toStdString(), key.toStdString()}}), {});
    QVERIFY(wire.ok());
    const std::string_view name = bearer ? "authorization" : "x-api-key";
    QVERIFY(wire.value().headers.valueOr(name) == (bearer ? "Bearer " : "") + key.toStdString());
    QVERIFY(!wire.value().headers.contains(bearer ? "x-api-key" : "authorization"));
}

void TestAnthropicRequest::appendsNoPathTwice_data()
{
    QTest::addColumn<QByteArray>("base");
    QTest::newRow("a host") << QByteArray("http://127.0.0.1:9/a");
    QTest::newRow("with a slash") << QByteArray("http://127.0.0.1:9/a/");
    QTest::newRow("with the version") << QByteArray("http://127.0.0.1:9/a/v1");
    QTest::newRow("whole") << QByteArray("http://127.0.0.1:9/a/v1/messages");
}

void TestAnthropicRequest::appendsNoPathTwice()
{
    QFETCH(QByteArray, base);
    config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    row.params.apiBase = base.toStdString();
    const chat::Call made = call("openaichat", R"({"model":"m","messages":[]})");
    const auto wire = adapter("anthropic").encode(made, target(row), {});
    QVERIFY(wire.ok());
    QCOMPARE(wire.value().url, std::string("http://127.0.0.1:9/a/v1/messages"));
}

void TestAnthropicRequest::splicesMessages()
{
    const std::string text =
        R"({"model" : "m", "max_tokens":32000,"messages":[{"role":"user","content":"x\u00e9"}], "future":{"z":1,"a":12345678901234567890},"fallbacks":["n"],"metadata":{"user_id":"u"}})";
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const chat::Call made = call("messages", text);
    const auto wire = adapter("anthropic").encode(made, target(row), {});
    QVERIFY(wire.ok());
    QVERIFY(wire.value().spliced);
    QVERIFY(
        wire.value().body ==
        R"({"model" : "claude-sonnet-4-5","max_tokens":32000,"messages":[{"role":"user","content":"x\u00e9"}],"future":{"z":1,"a":12345678901234567890},"metadata":{"user_id":"u"}})");
    // Through the hub the same is said.
    const auto hub = adapter("anthropic").encode(made, target(row), {.hubOnly = true});
    QVERIFY(hub.ok());
    QVERIFY(!hub.value().spliced);
    json::Value spliced = parsed(wire.value().body);
    spliced.get_object()["messages"] =
        parsed(R"([{"role":"user","content":[{"type":"text","text":"x\u00e9"}]}])");
    QCOMPARE(difference(parsed(hub.value().body), spliced), std::string());
}

void TestAnthropicRequest::splicesDefaults()
{
    config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    row.params.defaults = {{"temperature", 0.5}, {"max_tokens", 10}, {"seed", 1}};
    row.params.extraBody = {{"inference_geo", "eu"}};
    row.params.additionalDropParams = {"top_k"};
    const chat::Call made = call("messages", R"({"model":"m","max_tokens":7,"top_k":1,"messages":[]})");
    const auto wire = adapter("anthropic").encode(made, target(row), {});
    QVERIFY(wire.ok());
    QVERIFY(wire.value().spliced);
    QCOMPARE(
        difference(
            parsed(wire.value().body),
            parsed(
                R"({"model":"claude-sonnet-4-5","max_tokens":7,"messages":[],"temperature":0.5,"inference_geo":"eu"})")),
        std::string());
    // A default in OpenAI's words has to be translated.
    row.params.defaults = {{"stop", "END"}};
    const auto hub = adapter("anthropic").encode(made, target(row), {});
    QVERIFY(hub.ok());
    QVERIFY(!hub.value().spliced);
    QCOMPARE(difference(parsed(hub.value().body).get_object().at("stop_sequences"), parsed(R"(["END"])")),
             std::string());
}

void TestAnthropicRequest::turnsBudgetsIntoEfforts()
{
    const config::Deployment row = deployment("anthropic/claude-opus-5");
    const chat::Call made = call(
        "messages",
        R"({"model":"m","max_tokens":7,"messages":[],"thinking":{"type":"enabled","budget_tokens":20000},"output_config":{"format":{"type":"json_schema"}}})");
    const auto wire = adapter("anthropic").encode(made, target(row), {});
    QVERIFY(wire.ok());
    QVERIFY(wire.value().spliced);
    const json::Value body = parsed(wire.value().body);
    QCOMPARE(difference(body.at("thinking"), parsed(R"({"type":"adaptive"})")), std::string());
    QCOMPARE(
        difference(body.at("output_config"), parsed(R"({"format":{"type":"json_schema"},"effort":"high"})")),
        std::string());
}

void TestAnthropicRequest::takesUnsignedThinkingOut()
{
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const std::string before =
        R"({"model":"m","max_tokens":7,"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":[{"type":"thinking","thinking":"t","signature" :)";
    const std::string behind = R"(},{"type":"text","text":"A"}]},{"role":"user","content":"R"}]})";
    for (const auto &[signature, blocks] :
         {std::pair(std::string(R"("")"), 1), std::pair(std::string(R"("s")"), 2)}) {
        const chat::Call made = call("messages", before + signature + behind);
        const auto wire = adapter("anthropic").encode(made, target(row), {});
        QVERIFY(wire.ok());
        QCOMPARE(wire.value().spliced, blocks == 2);
        const json::Value content = parsed(wire.value().body).at("messages").at(1).at("content");
        QCOMPARE(content.get_array().size(), std::size_t(blocks));
        // The answer needs no translation either way.
        QVERIFY(adapter("anthropic").newRelay(made, target(row), {}));
    }
}

void TestAnthropicRequest::countsWithoutLimits()
{
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const std::string text =
        R"({"model":"m","max_tokens":7,"stream":true,"temperature":0,"messages":[{"role":"user","content":"Hi"}],"tools":[]})";
    const chat::Call made = call("messages", text, "count");
    const auto wire = adapter("anthropic").encodeCount(made, target(row), {});
    QVERIFY(wire.ok() && wire.value());
    QVERIFY(wire.value()->url == "https://api.anthropic.com/v1/messages/count_tokens");
    QVERIFY(wire.value()->body ==
            R"({"model":"claude-sonnet-4-5","messages":[{"role":"user","content":"Hi"}],"tools":[]})");
    const chat::Call other =
        call("openaichat",
             R"({"model":"m","max_tokens":7,"temperature":0,"messages":[{"role":"user","content":"Hi"}]})");
    const auto written = adapter("anthropic").encodeCount(other, target(row), {});
    QVERIFY(written.ok() && written.value());
    QCOMPARE(
        difference(
            parsed(written.value()->body),
            parsed(
                R"({"model":"claude-sonnet-4-5","messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]})")),
        std::string());
}

void TestAnthropicRequest::readsCounts()
{
    QVERIFY(adapter("anthropic").readCount(R"({"input_tokens":641})") == 641);
    QVERIFY(!adapter("anthropic").readCount(R"({"type":"error"})"));
    QVERIFY(!adapter("anthropic").readCount("<html>"));
}

void TestAnthropicRequest::findsClaudeOnAzure_data()
{
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("base");
    QTest::addColumn<QByteArray>("url");
    const auto row = [](const char *name, const char *model, const char *base, const char *url) {
        QTest::newRow(name) << QByteArray(model) << QByteArray(base) << QByteArray(url);
    };
    row("a host", "claude-opus-4-8",
        "http:/"
        "/127.0.0.1:9",
        "http:/"
        "/127.0.0.1:9/anthropic/v1/messages");
    row("the place of other models", "claude-opus-4-8",
        "http:/"
        "/127.0.0.1:9/models",
        "http:/"
        "/127.0.0.1:9/anthropic/v1/messages");
    row("its own place", "claude-opus-4-8",
        "http:/"
        "/127.0.0.1:9/anthropic",
        "http:/"
        "/127.0.0.1:9/anthropic/v1/messages");
    row("another maker's", "grok-4",
        "http:/"
        "/127.0.0.1:9",
        "http:/"
        "/127.0.0.1:9/models/chat/completions?api-version=2024-05-01-preview");
}

void TestAnthropicRequest::findsClaudeOnAzure()
{
    QFETCH(QByteArray, model);
    QFETCH(QByteArray, base);
    QFETCH(QByteArray, url);
    config::Deployment row = deployment("azure_ai/" + model.toStdString(), "key-1");
    row.params.apiBase = base.toStdString();
    const chat::Call made =
        call("openaichat", R"({"model":"m","max_tokens":5,"messages":[{"role":"user","content":"Hi"}]})");
    const auto wire = adapter("azureai").encode(made, target(row), {});
    QVERIFY2(wire.ok(), wire.ok() ? "" : wire.error().message.c_str());
    QCOMPARE(wire.value().url, url.toStdString());
    QVERIFY(wire.value().headers.valueOr("api-key") == "key-1");
    QVERIFY(!wire.value().headers.contains("x-api-key"));
    const bool claude = model.startsWith("claude");
    QCOMPARE(wire.value().headers.contains("anthropic-version"), claude);
    const json::Value content = parsed(wire.value().body).at("messages").at(0).at("content");
    QCOMPARE(content.is_array(), claude);
}

void TestAnthropicRequest::leavesOutReasoningSealedByOthers()
{
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const providers::Target to = target(row);
    const auto made = call(
        "messages",
        R"({"model":"m","max_tokens":5,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"openai-reasoning:{}"},{"type":"text","text":"t"}]},{"role":"user","content":"y"}]})");
    const auto wire = adapter("anthropic").encode(made, to, {});
    QVERIFY(wire.ok());
    QVERIFY(!wire.value().spliced);
    const json::Value body = parsed(wire.value().body);
    const json::Array &content = body.at("messages").at(1).at("content").as_array();
    QCOMPARE(content.size(), std::size_t{1});
    QVERIFY(content[0].at("type") == json::Value("text"));
}

void TestAnthropicRequest::writesARepeatWithoutThinking()
{
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const chat::Call asked = call(
        "messages",
        R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"x"},{"role":"assistant","content":[{"type":"thinking","thinking":"Hm","signature":"of another"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"a"},{"type":"tool_use","id":"t","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"r"}]}],"tools":[{"name":"f","input_schema":{"type":"object"}}]})");
    providers::EncodeContext context;
    context.withoutThinking = true;
    const auto repeated = adapter("anthropic").encode(asked, target(row), context);
    QVERIFY(repeated.ok());
    const json::Value body = parsed(repeated.value().body);
    const json::Array &content = body.at("messages").at(1).at("content").as_array();
    QCOMPARE(content.size(), std::size_t{2});
    QVERIFY(content[0].at("type") == json::Value("text"));
    QVERIFY(content[1].at("type") == json::Value("tool_use"));
    QVERIFY(adapter("anthropic").encode(asked, target(row), {}).value().body.find("of another") !=
            std::string::npos);
}

void TestAnthropicRequest::repeatsOnlyAboutThinking_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("repeats");
    const auto row = [](const char *message, bool repeats, int status = 400) {
        QTest::newRow(message) << QByteArray(message) << status << repeats;
    };
    row("messages.1.content.0: Invalid `signature` in `thinking` block", true);
    row("Expected `thinking`, but found `tool_use`: a final `assistant` message must start with a thinking "
        "block",
        true);
    row("`thinking` or `redacted_thinking` blocks in the latest assistant message cannot be modified", true);
    row("messages.1.content.0.thinking.signature: Field required", true);
    row("messages.1.content.0.text.signature: Extra inputs are not permitted", true);
    row("messages.1.content.0.text.foo: Extra inputs are not permitted", false);
    row("max_tokens: Field required", false);
    row("Invalid signature: try again later", false, 429);
}

void TestAnthropicRequest::repeatsOnlyAboutThinking()
{
    QFETCH(QByteArray, message);
    QFETCH(int, status);
    QFETCH(bool, repeats);
    const json::Object body{
        {"type", "error"},
        {"error", json::Object{{"type", "invalid_request_error"}, {"message", message.toStdString()}}}};
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const Error error = adapter("anthropic").readError(status, {}, json::serialize(body), target(row));
    for (const char *id : {"anthropic", "bedrock", "vertex", "azureai"})
        QCOMPARE(adapter(id).repeatsWithoutThinking(error), repeats);
    QVERIFY(!adapter("openai").repeatsWithoutThinking(error));
}

QTEST_GUILESS_MAIN(TestAnthropicRequest)
#include "tst_anthropicrequest.moc"
