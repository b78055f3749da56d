#include "core/pricing/cost.h"
#include "core/pricing/pricetable.h"
#include "core/providers/adapters/anthropic/usage.h"
#include "tests/core/providers/providersupport.h"

#include <QTest>

using namespace gw;
using namespace gw::providertest;

namespace {

// A stream of the Messages API out of its events' data.
std::string streamOf(const std::vector<std::string> &events)
{
    std::string out;
    for (const std::string &data : events) {
        const json::Value value = parsed(data);
        out += "event: " + std::string(json::stringOr(value.get_object(), "type")) + "\ndata: " + data +
               "     \n\n";
    }
    return out;
}

const std::vector<std::string> kEvents{
    R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"usage":{"input_tokens":3,"cache_creation_input_tokens":12304,"cache_read_input_tokens":7,"cache_creation":{"ephemeral_5m_input_tokens":12000,"ephemeral_1h_input_tokens":304},"output_tokens":1}}})",
    R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
    R"({"type":"ping"})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me "}})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"see."}})",
    R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig1"}})",
    R"({"type":"content_block_stop","index":0})",
    R"({"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"","signature":""}})",
    R"({"type":"content_block_delta","index":1,"delta":{"type":"signature_delta","signature":"sig2"}})",
    R"({"type":"content_block_stop","index":1})",
    R"({"type":"content_block_start","index":2,"content_block":{"type":"redacted_thinking","data":"xyz"}})",
    R"({"type":"content_block_stop","index":2})",
    R"({"type":"content_block_start","index":3,"content_block":{"type":"text","text":""}})",
    R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"Caf\u00e9 "}})",
    R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"ok. "}})",
    R"({"type":"content_block_stop","index":3})",
    R"({"type":"content_block_start","index":4,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}})",
    "{\"type\":\"content_block_delta\",\"index\":4,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
    "\"{\\\"query\\\":\"}}",
    "{\"type\":\"content_block_delta\",\"index\":4,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
    "\"\\\"x\\\"}\"}}",
    R"({"type":"content_block_stop","index":4})",
    R"({"type":"content_block_start","index":5,"content_block":{"type":"text","text":"","citations":[]}})",
    R"({"type":"content_block_delta","index":5,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://e.org","title":"E","cited_text":"c"}}})",
    R"({"type":"content_block_delta","index":5,"delta":{"type":"text_delta","text":"Cited"}})",
    R"({"type":"content_block_stop","index":5})",
    R"({"type":"content_block_start","index":6,"content_block":{"type":"tool_use","id":"toolu_1","name":"f","input":{}}})",
    R"({"type":"content_block_delta","index":6,"delta":{"type":"input_json_delta","partial_json":""}})",
    "{\"type\":\"content_block_delta\",\"index\":6,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
    "\"{\\\"a\\\": \\\"\\\\u00\"}}",
    "{\"type\":\"content_block_delta\",\"index\":6,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":"
    "\"e9\\\"}\"}}",
    R"({"type":"content_block_stop","index":6})",
    R"({"type":"content_block_start","index":7,"content_block":{"type":"tool_use","id":"toolu_2","name":"g","input":{}}})",
    R"({"type":"content_block_stop","index":7})",
    R"({"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"input_tokens":3,"output_tokens":550,"output_tokens_details":{"thinking_tokens":20},"server_tool_use":{"web_search_requests":2}}})",
    R"({"type":"message_stop"})"};

constexpr const char *kWhole =
    R"({"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[)"
    R"({"type":"thinking","thinking":"Let me see.","signature":"sig1"},{"type":"thinking","thinking":"","signature":"sig2"},{"type":"redacted_thinking","data":"xyz"},)"
    R"({"type":"text","text":"Café ok. "},{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}},)"
    R"({"type":"text","text":"Cited","citations":[{"type":"web_search_result_location","url":"https://e.org","title":"E","cited_text":"c"}]},)"
    R"({"type":"tool_use","id":"toolu_1","name":"f","input":{"a":"é"}},{"type":"tool_use","id":"toolu_2","name":"g","input":{}}],)"
    R"("stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":3,"cache_creation_input_tokens":12304,"cache_read_input_tokens":7,)"
    R"("cache_creation":{"ephemeral_5m_input_tokens":12000,"ephemeral_1h_input_tokens":304},"output_tokens":550,"output_tokens_details":{"thinking_tokens":20},"server_tool_use":{"web_search_requests":2}}})";

Read readStream(const std::string &bytes, const std::vector<std::size_t> &cuts = {},
                const std::string &model = "claude-sonnet-4-5", const char *more = "")
{
    const config::Deployment row = deployment("anthropic/" + model);
    const providers::Target to = target(row);
    const chat::Call made =
        call("openaichat", std::string(R"({"model":"m","stream":true,"messages":[])") + more + "}");
    return readAnswer(*adapter("anthropic").newDecoder(made, to, true), bytes, cuts);
}

Read readWhole(const std::string &bytes, const std::string &model = "claude-sonnet-4-5",
               const char *more = "")
{
    const config::Deployment row = deployment("anthropic/" + model);
    const providers::Target to = target(row);
    const chat::Call made = call("openaichat", std::string(R"({"model":"m","messages":[])") + more + "}");
    return readAnswer(*adapter("anthropic").newDecoder(made, to, false), bytes);
}

constexpr const char *kFormat =
    R"(,"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object","properties":{"a":{"type":"integer"}}}}})";

// What a relay passes on, in pieces of these sizes.
std::string relayed(const std::string &bytes, const std::vector<std::size_t> &cuts, bool stream,
                    providers::AnswerFacts *facts, std::string *error)
{
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const providers::Target to = target(row);
    const chat::Call made =
        call("messages", stream ? R"({"model":"m","max_tokens":1,"stream":true,"messages":[]})"
                                : R"({"model":"m","max_tokens":1,"messages":[]})");
    auto relay = adapter("anthropic").newRelay(made, to, {.model = "m"});
    std::string out;
    std::string_view rest(bytes);
    const auto note = [&](const Result<void> &result) {
        if (!result.ok() && error->empty())
            *error = result.error().message;
        return result.ok();
    };
    bool fine = true;
    for (const std::size_t size : cuts) {
        fine = fine && note(relay->feed(rest.substr(0, size), out));
        rest.remove_prefix(std::min(size, rest.size()));
    }
    if (fine && note(relay->feed(rest, out)))
        note(relay->finish(out));
    *facts = relay->facts();
    return out;
}

}   // namespace

class TestAnthropicAnswer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsStreams();
    void readsWhateverTheCuts();
    void readsWholeAnswersAlike();
    void mapsStops_data();
    void mapsStops();
    void answersByTool();
    void failsWithoutEnd();
    void failsWithErrors_data();
    void failsWithErrors();
    void readsErrors_data();
    void readsErrors();
    void countsUsage_data();
    void countsUsage();
    void billsCacheWritesApart();
    void relaysStreams();
    void relaysWholeAnswers();
    void relaysNoErrors();
    void relaysOnlyMessages();
};

void TestAnthropicAnswer::readsStreams()
{
    const Read read = readStream(streamOf(kEvents));
    QCOMPARE(read.error, std::string());
    QCOMPARE(read.response.start.id, std::string("msg_1"));
    QCOMPARE(read.response.start.model, std::string("claude-x"));
    const chat::Choice &choice = read.response.choices.at(0);
    QCOMPARE(*choice.text, std::string("Café ok. Cited"));
    QCOMPARE(*choice.reasoning, std::string("Let me see."));
    QCOMPARE(choice.toolCalls.size(), std::size_t(2));
    QCOMPARE(choice.toolCalls.at(0).id, std::string("toolu_1"));
    QCOMPARE(choice.toolCalls.at(0).name, std::string("f"));
    QCOMPARE(difference(parsed(choice.toolCalls.at(0).arguments), parsed(R"({"a":"é"})")), std::string());
    QCOMPARE(choice.toolCalls.at(1).arguments, std::string("{}"));
    using Kind = chat::Block::Kind;
    const std::vector<std::tuple<Kind, std::string, std::string>> blocks{
        {Kind::Thinking, "Let me see.", "sig1"},
        {Kind::Thinking, "", "sig2"},
        {Kind::RedactedThinking, "xyz", ""},
        {Kind::Text, "Café ok. ", ""},
        {Kind::Text, "Cited", ""},
        {Kind::ToolCall, "", ""},
        {Kind::ToolCall, "", ""}};
    QCOMPARE(choice.blocks.size(), blocks.size());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        const auto &[kind, text, signature] = blocks[i];
        QVERIFY(choice.blocks[i].kind == kind);
        QCOMPARE(choice.blocks[i].text, text);
        QCOMPARE(choice.blocks[i].signature, signature);
    }
    QVERIFY(choice.finish->reason == chat::Stop::ToolCalls);
    // Positions count characters, not bytes.
    const json::Value annotations = parsed(
        R"([{"type":"url_citation","url_citation":{"url":"https:\u002f/e.org","title":"E","start_index":9,"end_index":14}}])");
    QCOMPARE(difference(choice.extras.at("annotations"), annotations), std::string());
    const json::Value specific = parsed(
        R"({"server_tool_use":[{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}}],)"
        R"("citations":[[{"type":"web_search_result_location","url":"https:\u002f/e.org","title":"E","cited_text":"c"}]]})");
    QCOMPARE(difference(choice.extras.at("provider_specific_fields"), specific), std::string());
    const chat::Usage &usage = read.response.usage->usage;
    QCOMPARE(usage.input, std::int64_t(3 + 12304 + 7));
    QCOMPARE(usage.cacheWrite, std::int64_t(12000));
    QCOMPARE(usage.cacheWrite1h, std::int64_t(304));
    QCOMPARE(usage.cacheRead, std::int64_t(7));
    QCOMPARE(usage.output, std::int64_t(550));
    QCOMPARE(usage.reasoning, std::int64_t(20));
    QCOMPARE(usage.webSearches, std::int64_t(2));
}

void TestAnthropicAnswer::readsWhateverTheCuts()
{
    const std::string bytes = streamOf(kEvents);
    const std::string whole = summary(readStream(bytes));
    for (const auto &cuts : cuttings(bytes.size()))
        QCOMPARE(summary(readStream(bytes, cuts)), whole);
}

void TestAnthropicAnswer::readsWholeAnswersAlike()
{
    const Read whole = readWhole(kWhole);
    Read stream = readStream(streamOf(kEvents));
    // Whole answers write the input anew, streams keep the model's own spaces.
    stream.response.choices.at(0).toolCalls.at(0).arguments = R"({"a":"é"})";
    QCOMPARE(summary(whole), summary(stream));
}

void TestAnthropicAnswer::mapsStops_data()
{
    QTest::addColumn<QByteArray>("native");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("told");
    const auto row = [](const char *native, const char *name, bool told) {
        QTest::newRow(native) << QByteArray(native) << QByteArray(name) << told;
    };
    row("end_turn", "stop", false);
    row("stop_sequence", "stop", false);
    row("max_tokens", "length", false);
    row("model_context_window_exceeded", "length", true);
    row("refusal", "content_filter", true);
    row("pause_turn", "stop", true);
    row("compaction", "stop", true);
}

void TestAnthropicAnswer::mapsStops()
{
    QFETCH(QByteArray, native);
    QFETCH(QByteArray, name);
    QFETCH(bool, told);
    const Read read =
        readWhole(R"({"type":"message","content":[{"type":"text","text":"x"}],"stop_reason":")" +
                  native.toStdString() + R"(","stop_sequence":"END"})");
    QCOMPARE(read.error, std::string());
    const chat::Choice &choice = read.response.choices.at(0);
    QVERIFY(chat::stopName(choice.finish->reason) == name.toStdString());
    QCOMPARE(choice.finish->native, native.toStdString());
    QCOMPARE(choice.finish->stopSequence, std::string("END"));
    QCOMPARE(choice.extras.contains("provider_specific_fields"), told);
    QVERIFY(!read.response.usage);
}

void TestAnthropicAnswer::answersByTool()
{
    const std::string whole =
        R"({"type":"message","content":[{"type":"tool_use","id":"t","name":"json_tool_call","input":{"a":1}}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}})";
    const std::string stream = streamOf(
        {R"({"type":"message_start","message":{}})",
         R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"json_tool_call","input":{}}})",
         "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_"
         "json\":\"{\\\"a\\\"\"}}",
         R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":":1}"}})",
         R"({"type":"content_block_stop","index":0})",
         R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":2}})",
         R"({"type":"message_stop"})"});
    for (const Read &read : {readWhole(whole, "claude-sonnet-4-0", kFormat),
                             readStream(stream, {}, "claude-sonnet-4-0", kFormat)}) {
        const chat::Choice &choice = read.response.choices.at(0);
        QCOMPARE(*choice.text, std::string(R"({"a":1})"));
        QVERIFY(choice.toolCalls.empty());
        QVERIFY(choice.finish->reason == chat::Stop::Stop);
    }
    // Where the format is the API's own, a tool of that name is the client's.
    QCOMPARE(readWhole(whole, "claude-sonnet-4-5", kFormat).response.choices.at(0).toolCalls.size(),
             std::size_t(1));
}

void TestAnthropicAnswer::failsWithoutEnd()
{
    const std::string bytes = streamOf(kEvents);
    const std::size_t stop = bytes.rfind("event: message_stop");
    for (const std::size_t size : {std::size_t(0), std::size_t(10), stop / 2, stop, bytes.size() - 2}) {
        const Read read = readStream(bytes.substr(0, size));
        QVERIFY(read.error.find("message_stop") != std::string::npos);
        QVERIFY(read.code == ErrorCode::UpstreamConnection);
    }
}

void TestAnthropicAnswer::failsWithErrors_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<int>("code");
    const auto row = [](const char *type, ErrorCode code) {
        QTest::newRow(type) << QByteArray(type) << static_cast<int>(code);
    };
    row("overloaded_error", ErrorCode::UpstreamOverloaded);
    row("rate_limit_error", ErrorCode::UpstreamRateLimit);
    row("invalid_request_error", ErrorCode::UpstreamBadRequest);
    row("authentication_error", ErrorCode::UpstreamAuthentication);
    row("api_error", ErrorCode::UpstreamInternal);
    row("something_new", ErrorCode::UpstreamInternal);
}

void TestAnthropicAnswer::failsWithErrors()
{
    QFETCH(QByteArray, type);
    QFETCH(int, code);
    const std::string error =
        R"({"type":"error","error":{"type":")" + type.toStdString() + R"(","message":"why"}})";
    const Read read = readStream(streamOf({kEvents[0], kEvents[1], error}));
    QCOMPARE(read.error, std::string("why"));
    QCOMPARE(static_cast<int>(read.code), code);
    const Read whole = readWhole(error);
    QCOMPARE(whole.error, std::string("why"));
    QCOMPARE(static_cast<int>(whole.code), code);
}

void TestAnthropicAnswer::readsErrors_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("message");
    const auto row = [](const char *name, int status, const char *body, ErrorCode code, const char *message) {
        QTest::newRow(name) << status << QByteArray(body) << static_cast<int>(code) << QByteArray(message);
    };
    row("no such model", 404,
        R"({"type":"error","error":{"type":"not_found_error","message":"model: x"},"request_id":"req_1"})",
        ErrorCode::UpstreamNotFound, "model: x");
    row("a prompt that is too long", 400,
        R"({"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}})",
        ErrorCode::UpstreamContextWindow, "prompt is too long: 210000 tokens > 200000 maximum");
    row("overloaded", 529, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
        ErrorCode::UpstreamOverloaded, "Overloaded");
    row("a proxy's page", 502, "<html>bad</html>", ErrorCode::UpstreamBadGateway, "<html>bad</html>");
}

void TestAnthropicAnswer::readsErrors()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(int, code);
    QFETCH(QByteArray, message);
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const Error error = adapter("anthropic").readError(status, {}, body.toStdString(), target(row));
    QCOMPARE(static_cast<int>(error.code), code);
    QCOMPARE(error.message, message.toStdString());
    QCOMPARE(error.upstreamStatus, status);
}

void TestAnthropicAnswer::countsUsage_data()
{
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<QList<int>>("counts");   // input, read, write, write 1h, output, total
    QTest::newRow("a cache written in full")
        << QByteArray(
               R"({"input_tokens":3,"cache_creation_input_tokens":12304,"cache_read_input_tokens":0,"output_tokens":550})")
        << QList<int>{12307, 0, 12304, -1, 550, 12857};
    QTest::newRow("no cache") << QByteArray(R"({"input_tokens":10,"output_tokens":5})")
                              << QList<int>{10, -1, -1, -1, 5, 15};
    QTest::newRow("a breakdown that leaves a rest")
        << QByteArray(
               R"({"input_tokens":1,"cache_creation_input_tokens":100,"cache_read_input_tokens":50,"cache_creation":{"ephemeral_1h_input_tokens":30},"output_tokens":2})")
        << QList<int>{151, 50, 70, 30, 2, 153};
    QTest::newRow("iterations are the bill")
        << QByteArray(
               R"({"input_tokens":181,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"output_tokens":8,"iterations":[)"
               R"({"input_tokens":100,"output_tokens":83,"cache_read_input_tokens":55096,"cache_creation_input_tokens":0,"type":"compaction"},)"
               R"({"input_tokens":181,"output_tokens":8,"cache_read_input_tokens":0,"cache_creation_input_tokens":0,"type":"message"}]})")
        << QList<int>{55377, 55096, 0, -1, 91, 55468};
    QTest::newRow("nothing") << QByteArray("{}") << QList<int>{-1, -1, -1, -1, -1, -1};
}

void TestAnthropicAnswer::countsUsage()
{
    QFETCH(QByteArray, usage);
    QFETCH(QList<int>, counts);
    const chat::Usage read = providers::anthropic::readUsage(parsed(usage.toStdString()).get_object());
    const std::vector<std::int64_t> got{read.input,        read.cacheRead, read.cacheWrite,
                                        read.cacheWrite1h, read.output,    read.total};
    for (std::size_t i = 0; i < got.size(); ++i)
        QCOMPARE(got[i], std::int64_t(counts[static_cast<qsizetype>(i)]));
}

void TestAnthropicAnswer::billsCacheWritesApart()
{
    // 3 / 15 / 3.75 / 6 / 0.30 dollars a million: input, output, writes of five minutes and of an hour,
    // reads.
    pricing::Price price;
    const auto rate = [&](pricing::Unit unit, const char *perMillion) {
        price.tariffs[0].rates[static_cast<std::size_t>(unit)] = pricing::parseAmount(perMillion, -6).value();
    };
    rate(pricing::Unit::Input, "3");
    rate(pricing::Unit::Output, "15");
    rate(pricing::Unit::CacheWrite, "3.75");
    rate(pricing::Unit::CacheWrite1h, "6");
    rate(pricing::Unit::CacheRead, "0.3");
    const auto cost = [&](const char *usage) {
        return pricing::cost(providers::anthropic::readUsage(parsed(usage).get_object()), price).pico;
    };
    // The console's figure for the same line is 0.05439 dollars.
    QCOMPARE(
        cost(
            R"({"input_tokens":3,"cache_creation_input_tokens":12304,"cache_read_input_tokens":0,"output_tokens":550})"),
        std::int64_t(54'399'000'000));
    // 100 plain, 1,000 for five minutes, 2,000 for an hour, 10,000 read, 10 out.
    QCOMPARE(
        cost(
            R"({"input_tokens":100,"cache_creation_input_tokens":3000,"cache_read_input_tokens":10000,"cache_creation":{"ephemeral_5m_input_tokens":1000,"ephemeral_1h_input_tokens":2000},"output_tokens":10})"),
        std::int64_t((100 * 300 + 1000 * 375 + 2000 * 600 + 10000 * 30 + 10 * 1500) * 10'000LL));
}

void TestAnthropicAnswer::relaysStreams()
{
    const std::string bytes = streamOf(kEvents);
    std::string wanted = bytes;
    wanted.replace(wanted.find("claude-x"), 8, "m");
    for (const auto &cuts : cuttings(bytes.size())) {
        providers::AnswerFacts facts;
        std::string error;
        const std::string out = relayed(bytes, cuts, true, &facts, &error);
        QCOMPARE(error, std::string());
        QVERIFY(out == wanted);
        QVERIFY(facts.ended && facts.finished && facts.toolCalls && facts.contentStarted);
        QCOMPARE(facts.providerId, std::string("msg_1"));
        QCOMPARE(facts.model, std::string("claude-x"));
        QCOMPARE(facts.usage.input, std::int64_t(12314));
        QCOMPARE(facts.usage.output, std::int64_t(550));
        QCOMPARE(facts.usage.webSearches, std::int64_t(2));
        QVERIFY(facts.textBytes > 20);
    }
    providers::AnswerFacts facts;
    std::string error;
    const std::string half = bytes.substr(0, bytes.rfind("event: message_delta"));
    relayed(half, {}, true, &facts, &error);
    QVERIFY(error.find("message_stop") != std::string::npos);
    QVERIFY(!facts.ended);
    // What was read is known from the first event on.
    QCOMPARE(facts.usage.input, std::int64_t(12314));
}

void TestAnthropicAnswer::relaysWholeAnswers()
{
    std::string wanted = kWhole;
    wanted.replace(wanted.find("claude-x"), 8, "m");
    for (const auto &cuts : cuttings(std::string_view(kWhole).size())) {
        providers::AnswerFacts facts;
        std::string error;
        const std::string out = relayed(kWhole, cuts, false, &facts, &error);
        QCOMPARE(error, std::string());
        QCOMPARE(difference(parsed(out), parsed(wanted)), std::string());
        QVERIFY(facts.ended && facts.toolCalls);
        QCOMPARE(facts.usage.input, std::int64_t(12314));
    }
}

void TestAnthropicAnswer::relaysNoErrors()
{
    const std::string error = R"({"type":"error","error":{"type":"overloaded_error","message":"why"}})";
    for (const bool stream : {true, false}) {
        providers::AnswerFacts facts;
        std::string said;
        const std::string out = relayed(stream ? streamOf({error}) : error, {}, stream, &facts, &said);
        QCOMPARE(said, std::string("why"));
        QCOMPARE(out, std::string());
    }
}

void TestAnthropicAnswer::relaysOnlyMessages()
{
    const config::Deployment row = deployment("anthropic/claude-sonnet-4-5");
    const chat::Call made = call("openaichat", R"({"model":"m","messages":[]})");
    QVERIFY(!adapter("anthropic").newRelay(made, target(row), {}));
}

QTEST_GUILESS_MAIN(TestAnthropicAnswer)
#include "tst_anthropicanswer.moc"
