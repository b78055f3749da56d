#include "core/sinks/formats.h"

#include <QTest>

#include "sinksupport.h"

using namespace gw;
using namespace gw::sinks;
using namespace gw::sinks::test;

namespace {

json::Value written(const FormatPtr &format, const std::vector<Event> &events)
{
    auto value = json::parse(format->write(events));
    return value.ok() ? std::move(value).value() : json::Value("not JSON");
}

// A value by its path; lists by index.
json::Value at(const json::Value &value, std::initializer_list<std::string> path)
{
    const json::Value *here = &value;
    for (const std::string &step : path) {
        const json::Value *next = nullptr;
        if (const json::Object *object = here->if_object())
            next = json::find(*object, step);
        else if (const json::Array *array = here->if_array(); array && std::stoul(step) < array->size())
            next = &(*array)[std::stoul(step)];
        if (!next)
            return json::Value("absent: " + step);
        here = next;
    }
    return *here;
}

json::Value attribute(const json::Value &span, std::string_view key)
{
    for (const json::Value &item : span.at("attributes").as_array()) {
        if (item.at("key").as_string() == key)
            return item.at("value").as_object().begin()->value();
    }
    return nullptr;
}

std::string idOf(const Event &event)
{
    return event.row.open.request.toString();
}

}   // namespace

class TestFormats final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void recordHoldsTheRow();
    void recordOfAFailure();
    void contentOfStreams_data();
    void contentOfStreams();
    void contentThatIsCutIsNull();
    void tracesOfClients_data();
    void tracesOfClients();
    void keysTellAttemptsApart();
    void langfuseMakesTwoItems();
    void langfuseReadsItemByItem();
    void langsmithMakesRuns();
    void otelMakesSpansOfAttemptsAndOfTheRequest();
    void otelReadsWhatWasRejected();
};

void TestFormats::recordHoldsTheRow()
{
    const json::Object record = standardPayload(eventOf(successRow()));
    QCOMPARE(record.at("id"), json::Value(idOf(eventOf(successRow()))));
    QCOMPARE(record.at("status"), json::Value("success"));
    QCOMPARE(record.at("response_cost"), json::Value(0.00125));
    QCOMPARE(record.at("prompt_tokens"), json::Value(1000));
    QCOMPARE(record.at("total_tokens"), json::Value(1500));
    QCOMPARE(record.at("request_tags"), (json::Value(json::Array{"a", "b"})));
    QCOMPARE(record.at("response_time"), json::Value(2.5));
    QVERIFY(std::abs(record.at("completionStartTime").as_double() - record.at("startTime").as_double() -
                     0.4) < 1e-5);
    QCOMPARE(json::find(record.at("metadata").as_object(), "user_api_key_hash")->as_string(), "key0");
    QCOMPARE(*json::findPath(record, "metadata.usage_object.prompt_tokens_details.cached_tokens"),
             json::Value(400));
    QCOMPARE(*json::findPath(record, "hidden_params.litellm_model_name"), json::Value("openai/gpt-4o"));
    QCOMPARE(record.at("messages"), json::Value(nullptr));
    QCOMPARE(record.at("error_information"), json::Value(nullptr));
    // Cached tokens have a price of their own: no split that does not add up.
    QCOMPARE(record.at("cost_breakdown"), (json::Value(json::Object{{"total_cost", 0.00125}})));
    const json::Object said = standardPayload(withContent(eventOf(successRow())));
    QCOMPARE(at(said.at("messages"), {"0", "content"}), json::Value("Hi"));
    QCOMPARE(said.at("model_parameters"),
             (json::Value(json::Object{{"temperature", 0.25}, {"max_tokens", 9}})));
}

void TestFormats::recordOfAFailure()
{
    const json::Object record = standardPayload(eventOf(failureRow(0, true)));
    QCOMPARE(record.at("status"), json::Value("failure"));
    QCOMPARE(record.at("error_str"), json::Value("RateLimitError"));
    QCOMPARE(*json::findPath(record, "error_information.error_code"), json::Value("429"));
    QCOMPARE(*json::findPath(record, "metadata.attempt_follows"), json::Value(true));
    QCOMPARE(record.at("prompt_tokens"), json::Value(0));
}

void TestFormats::contentOfStreams_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("chat") << QByteArray(
        "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"
        "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"
        "data: {\"choices\":[{\"delta\":{\"content\":\"lo\"}}]}\n\ndata: [DONE]\n\n");
    QTest::newRow("completions") << QByteArray("data: {\"choices\":[{\"text\":\"Hello\"}]}\n\n");
    QTest::newRow("messages") << QByteArray(
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":"
        "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}}\n\n"
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"delta\":"
        "{\"type\":\"text_delta\",\"text\":\"Hello\"}}\n\n");
    QTest::newRow("responses") << QByteArray(
        "data: {\"type\":\"response.output_text.delta\",\"delta\":\"Hello\"}\n\n"
        "data: {\"type\":\"response.completed\"}\n\n");
    QTest::newRow("gemini") << QByteArray(
        "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hel\"},{\"text\":\"lo\"}]}}]}\n\n");
}

void TestFormats::contentOfStreams()
{
    QFETCH(const QByteArray, answer);
    ledger::KeptBodies kept;
    kept.bodies.push_back({.part = ledger::BodyPart::UpstreamAnswer, .bytes = answer.toStdString()});
    QCOMPARE(contentOf(kept).response,
             (json::Value(json::Object{{"role", "assistant"}, {"content", "Hello"}})));
}

void TestFormats::contentThatIsCutIsNull()
{
    ledger::KeptBodies kept;
    kept.bodies.push_back(
        {.part = ledger::BodyPart::ClientRequest, .bytes = "{\"messages\":[{\"ro", .cut = true});
    kept.bodies.push_back({.part = ledger::BodyPart::ClientAnswer, .bytes = "{\"choices\":", .cut = true});
    const Content content = contentOf(kept);
    QVERIFY(content.messages.is_null() && content.response.is_null() && content.parameters.empty());
}

void TestFormats::tracesOfClients_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<QByteArray>("trace");
    QTest::addColumn<QByteArray>("parent");
    QTest::addColumn<QByteArray>("named");
    const QByteArray trace("0af7651916cd43dd8448eb211c80319c");
    const QByteArray parent("b7ad6b7169203331");
    const QByteArray own = QByteArray::fromStdString(successRow().open.request.toString()).replace('-', "");
    QTest::newRow("nothing is said") << QByteArray() << own << QByteArray() << QByteArray();
    QTest::newRow("a traceparent") << "00-" + trace + '-' + parent + "-01" << trace << parent << QByteArray();
    QTest::newRow("an id of the body") << QByteArray(" mine") << own << QByteArray() << QByteArray("mine");
    QTest::newRow("both") << "00-" + trace + '-' + parent + "-01 mine" << trace << parent
                          << QByteArray("mine");
    QTest::newRow("zeros are no trace")
        << "00-" + QByteArray(32, '0') + '-' + parent + "-01" << own << QByteArray() << QByteArray();
    QTest::newRow("no hexadecimal digits")
        << "00-" + QByteArray(32, 'x') + '-' + parent + "-01" << own << QByteArray() << QByteArray();
    QTest::newRow("too short") << QByteArray("00-" + trace + "-b7") << own << QByteArray() << QByteArray();
}

void TestFormats::tracesOfClients()
{
    QFETCH(const QByteArray, said);
    QFETCH(const QByteArray, trace);
    QFETCH(const QByteArray, parent);
    QFETCH(const QByteArray, named);
    ledger::Row row = successRow();
    row.open.trace = said.toStdString();
    QCOMPARE(traceOf(row).trace, trace.toStdString());
    QCOMPARE(traceOf(row).parent, parent.toStdString());
    QCOMPARE(std::string(namedTrace(row)), named.toStdString());
}

void TestFormats::keysTellAttemptsApart()
{
    ledger::Row row = successRow();
    const std::string first = keyOf(row);
    row.open.attempt = 2;
    QCOMPARE(first, row.open.request.toString());
    QCOMPARE(keyOf(row), first + "-2");
}

void TestFormats::langfuseMakesTwoItems()
{
    const FormatPtr format = langfuseFormat({.release = "r1", .defaultTags = {"model_group"}});
    const Event event = withContent(eventOf(successRow()));
    const json::Value batch = at(written(format, {event}), {"batch"});
    QCOMPARE(batch.as_array().size(), std::size_t(2));
    QCOMPARE(at(batch, {"0", "id"}), json::Value(idOf(event) + "-trace"));
    const json::Value trace = at(batch, {"0", "body"});
    QCOMPARE(at(trace, {"userId"}), json::Value("u9"));
    QCOMPARE(at(trace, {"sessionId"}), json::Value("s1"));
    QCOMPARE(at(trace, {"release"}), json::Value("r1"));
    QCOMPARE(at(trace, {"tags"}), (json::Value(json::Array{"a", "b", "model_group:fast"})));
    QCOMPARE(at(trace, {"output"}), json::Value("redacted-by-litellm"));
    const json::Value generation = at(batch, {"1", "body"});
    QCOMPARE(at(generation, {"id"}), json::Value(idOf(event)));
    QCOMPARE(at(generation, {"traceId"}), at(trace, {"id"}));
    QCOMPARE(at(generation, {"name"}), json::Value("step"));
    QCOMPARE(at(generation, {"usageDetails"}),
             (json::Value(json::Object{
                 {"input", 600}, {"output", 500}, {"total", 1500}, {"cache_read_input_tokens", 400}})));
    QCOMPARE(at(generation, {"modelParameters", "temperature"}), json::Value(0.25));
    QCOMPARE(at(generation, {"input", "0", "content"}), json::Value("Hi"));
    const json::Value failed = at(written(format, {eventOf(failureRow())}), {"batch", "1", "body"});
    QCOMPARE(at(failed, {"level"}), json::Value("ERROR"));
    QCOMPARE(at(failed, {"statusMessage"}), json::Value("RateLimitError"));
    QCOMPARE(at(failed, {"input"}), json::Value("absent: input"));
}

void TestFormats::langfuseReadsItemByItem()
{
    const FormatPtr format = langfuseFormat({});
    std::vector<Event> events{eventOf(successRow(0)), eventOf(successRow(1)), eventOf(successRow(2))};
    const json::Object answer{
        {"successes", json::Array{json::Object{{"id", idOf(events[2]) + "-trace"}, {"status", 201}}}},
        {"errors", json::Array{json::Object{{"id", idOf(events[0]) + "-trace"}, {"status", 400}},
                               json::Object{{"id", idOf(events[1]) + "-generation"}, {"status", 500}}}}};
    const Receipt receipt = format->read(events, json::serialize(answer));
    QCOMPARE(receipt.refused, std::size_t(1));
    QCOMPARE(receipt.again.size(), std::size_t(1));
    // Only what it wants again is sent again.
    events[1].parts = receipt.again.at(idOf(events[1]));
    const json::Value batch = at(written(format, {events[1]}), {"batch"});
    QCOMPARE(batch.as_array().size(), std::size_t(1));
    QCOMPARE(at(batch, {"0", "id"}), json::Value(idOf(events[1]) + "-generation"));
    QVERIFY(format->read(events, "").again.empty());
    QCOMPARE(format->read(events, "<html>").refused, std::size_t(0));
}

void TestFormats::langsmithMakesRuns()
{
    Event retried = eventOf(failureRow());
    retried.row.open.attempt = 1;
    const json::Value runs =
        at(written(langsmithFormat({"project", "name"}), {eventOf(successRow()), retried}), {"post"});
    QCOMPARE(at(runs, {"0", "id"}), json::Value(successRow().open.request.toString()));
    QCOMPARE(at(runs, {"0", "session_name"}), json::Value("project"));
    QCOMPARE(at(runs, {"0", "run_type"}), json::Value("llm"));
    QCOMPARE(at(runs, {"0", "extra", "metadata", "usage_metadata", "input_tokens"}), json::Value(1000));
    const std::string id(at(runs, {"1", "id"}).as_string());
    QVERIFY(Id128::fromString(id).has_value() && id != successRow().open.request.toString());
    QCOMPARE(at(runs, {"1", "error"}), json::Value("RateLimitError"));
    const std::string order(at(runs, {"0", "dotted_order"}).as_string());
    QVERIFY2(order.ends_with("Z" + successRow().open.request.toString()) && order[8] == 'T', order.c_str());
}

void TestFormats::otelMakesSpansOfAttemptsAndOfTheRequest()
{
    Event second = withContent(eventOf(successRow()));
    second.row.open.attempt = 1;
    second.row.open.startedUs += 1'000'000;
    const json::Value sent =
        written(otelFormat({"service", "tracer"}), {eventOf(failureRow(0, true)), second});
    QCOMPARE(at(sent, {"resourceSpans", "0", "resource", "attributes", "0", "value", "stringValue"}),
             json::Value("service"));
    const json::Value spans = at(sent, {"resourceSpans", "0", "scopeSpans", "0", "spans"});
    QCOMPARE(spans.as_array().size(), std::size_t(3));
    const json::Value &root = spans.as_array()[2];
    for (const char *index : {"0", "1"}) {
        QCOMPARE(at(spans, {index, "parentSpanId"}), at(root, {"spanId"}));
        QCOMPARE(at(spans, {index, "traceId"}), at(root, {"traceId"}));
    }
    QVERIFY(at(spans, {"0", "spanId"}) != at(spans, {"1", "spanId"}));
    QCOMPARE(at(spans, {"0", "status", "code"}), json::Value(2));
    QCOMPARE(at(spans, {"1", "status", "code"}), json::Value(1));
    QCOMPARE(at(root, {"kind"}), json::Value(2));
    // The request began before its second attempt.
    QCOMPARE(at(root, {"startTimeUnixNano"}),
             json::Value(std::to_string(successRow().open.startedUs) + "000"));
    QCOMPARE(attribute(spans.as_array()[1], "gen_ai.usage.input_tokens"), json::Value("1000"));
    QCOMPARE(attribute(spans.as_array()[1], "gen_ai.request.max_tokens"), json::Value("9"));
    QCOMPARE(attribute(spans.as_array()[1], "gen_ai.prompt.0.content"), json::Value("Hi"));
    QCOMPARE(attribute(spans.as_array()[1], "gen_ai.completion.0.content"), json::Value("Hello"));
    QCOMPARE(attribute(spans.as_array()[0], "error.type"), json::Value("RateLimitError"));
    QCOMPARE(attribute(root, "gen_ai.prompt.0.content"), json::Value(nullptr));
}

void TestFormats::otelReadsWhatWasRejected()
{
    const FormatPtr format = otelFormat({});
    const std::vector<Event> events{eventOf(successRow(0)), eventOf(successRow(1))};
    QCOMPARE(format->read(events, "{}").refused, std::size_t(0));
    QCOMPARE(format->read(events, R"({"partialSuccess":{"rejectedSpans":"1"}})").refused, std::size_t(1));
    QCOMPARE(format->read(events, R"({"partialSuccess":{"rejectedSpans":9}})").refused, std::size_t(2));
}

QTEST_GUILESS_MAIN(TestFormats)
#include "tst_formats.moc"
