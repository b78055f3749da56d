#include "core/base/json.h"
#include "core/client/har.h"

#include <QTest>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

class TestHar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneEntryForTheClientAndOneForEachKeptAttempt();
    void withoutBodiesThereIsStillAnEntry();

private:
    static TrafficRow row();
    static json::Array entriesOf(const std::string &har);
};

TrafficRow TestHar::row()
{
    TrafficRow row;
    row.request = Id128{.high = 1, .low = 2};
    row.startedUs = 1'750'000'000'123'456;
    row.durationUs = 9'100'000;
    row.firstByteUs = 600'000;
    row.route = u"/v1/messages"_s;
    row.client = u"claude"_s;
    row.requestedModel = u"sonnet"_s;
    row.servedModel = u"claude-sonnet"_s;
    row.status = 200;
    row.input = 41'015;
    row.output = 1'021;
    row.costPico = 35'400'000'000;
    return row;
}

json::Array TestHar::entriesOf(const std::string &har)
{
    const auto read = json::parse(har);
    const json::Value *log = read.ok() ? json::find(read.value().get_object(), "log") : nullptr;
    return log ? log->as_object().at("entries").as_array() : json::Array();
}

void TestHar::oneEntryForTheClientAndOneForEachKeptAttempt()
{
    TrafficDetail detail;
    detail.attempts.resize(2);
    detail.attempts[0].provider = u"openai"_s;
    detail.attempts[0].upstreamStatus = 429;
    detail.attempts[1].number = 1;
    const TrafficBodies bodies{.bodies = {{.part = BodyPart::ClientRequest,
                                           .contentType = u"application/json"_s,
                                           .bytes = "{\"a\":1}",
                                           .wholeBytes = 7},
                                          {.part = BodyPart::UpstreamAnswer,
                                           .attempt = 0,
                                           .status = 429,
                                           .bytes = "slow down",
                                           .wholeBytes = 9},
                                          {.part = BodyPart::ClientAnswer,
                                           .contentType = u"text/event-stream"_s,
                                           .bytes = "data: \xc3\xa9",
                                           .wholeBytes = 5000,
                                           .cut = true}}};
    const json::Array entries = entriesOf(harOf(row(), detail, bodies, u"http://127.0.0.1:4000"_s, u"1.0"_s));
    QCOMPARE(entries.size(), 2U);
    const json::Object &client = entries[0].as_object();
    QCOMPARE(json::stringOr(client, "startedDateTime"), "2025-06-15T15:06:40.123Z");
    QCOMPARE(client.at("time").to_number<double>(), 9100.0);
    QCOMPARE(client.at("timings").as_object().at("wait").to_number<double>(), 600.0);
    QCOMPARE(client.at("timings").as_object().at("receive").to_number<double>(), 8500.0);
    const json::Object &request = client.at("request").as_object();
    QCOMPARE(json::stringOr(request, "url"), "http://127.0.0.1:4000/v1/messages");
    QCOMPARE(json::stringOr(request.at("postData").as_object(), "text"), "{\"a\":1}");
    const json::Object &content = client.at("response").as_object().at("content").as_object();
    QCOMPARE(json::stringOr(content, "text"), "data: \xc3\xa9");
    QCOMPARE(content.at("size").to_number<int>(), 5000);
    QVERIFY(content.contains("comment"));
    QCOMPARE(json::stringOr(client, "_costPicoUsd"), "35400000000");
    QCOMPARE(json::stringOr(client, "_program"), "claude");
    const json::Object &attempt = entries[1].as_object();
    QCOMPARE(attempt.at("response").as_object().at("status").to_number<int>(), 429);
    // What went to the provider unchanged is there once: as the client's.
    QCOMPARE(json::stringOr(attempt.at("request").as_object().at("postData").as_object(), "text"),
             "{\"a\":1}");
}

void TestHar::withoutBodiesThereIsStillAnEntry()
{
    const json::Array entries = entriesOf(harOf(row(), {}, {}, u"http://127.0.0.1:4000"_s, u"1.0"_s));
    QCOMPARE(entries.size(), 1U);
    QVERIFY(!entries[0].as_object().at("request").as_object().contains("postData"));
    QVERIFY(!entries[0].as_object().at("response").as_object().at("content").as_object().contains("text"));
}

QTEST_GUILESS_MAIN(TestHar)
#include "tst_har.moc"
