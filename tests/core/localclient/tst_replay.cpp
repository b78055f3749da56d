#include "core/base/json.h"
#include "core/localclient/replay.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

TrafficBody bodyOf(std::string text)
{
    return {.part = BodyPart::ClientRequest, .bytes = std::move(text)};
}

}   // namespace

class TestReplay : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyTheModelChanges();
    void geminiNamesTheModelInItsPath();
    void whatCannotBeSentIsRefused_data();
    void whatCannotBeSentIsRefused();
    void theAnswerComesAsItWas();
    void aConnectionThatBreaksIsAProblem();
    void nothingIsToldOnceItIsGone();
};

void TestReplay::onlyTheModelChanges()
{
    const TrafficBody body = bodyOf(R"({"z": 12345678901234567890, "model":"a",  "x":{"b":1.10,"a":[]}})");
    const auto request = replayRequest(&body, u"/v1/messages"_s, u"b/c"_s);
    QVERIFY(request.ok());
    QCOMPARE(request.value().path, u"/v1/messages"_s);
    QCOMPARE(request.value().body,
             QByteArray(R"({"z": 12345678901234567890,"model":"b/c","x":{"b":1.10,"a":[]}})"));
    // OpenAI's own routes are told that the answer from the cache is not wanted.
    const auto chat = replayRequest(&body, u"/v1/chat/completions"_s, u"b"_s);
    QVERIFY(chat.ok());
    const auto read = json::parse(chat.value().body.toStdString());
    QVERIFY(read.ok());
    QCOMPARE(json::stringOr(read.value().get_object(), "model"), "b");
    QVERIFY(read.value().get_object().at("cache").as_object().at("no-cache").as_bool());
}

void TestReplay::geminiNamesTheModelInItsPath()
{
    const TrafficBody body = bodyOf(R"({"contents":[]})");
    const auto request = replayRequest(&body, u"/v1beta/models:streamGenerateContent"_s, u"sonnet"_s);
    QVERIFY(request.ok());
    QCOMPARE(request.value().path, u"/v1beta/models/sonnet:streamGenerateContent?alt=sse"_s);
    QCOMPARE(request.value().body, QByteArray(R"({"contents":[]})"));
}

void TestReplay::whatCannotBeSentIsRefused_data()
{
    QTest::addColumn<QString>("route");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("cut");
    QTest::newRow("a route of another kind") << u"/v1/audio/speech"_s << QByteArray("{}") << false;
    QTest::newRow("a route out of a row that lies") << u"/key/delete"_s << QByteArray("{}") << false;
    QTest::newRow("a body that was cut") << u"/v1/messages"_s << QByteArray("{\"model\"") << true;
    QTest::newRow("a body that is no JSON") << u"/v1/messages"_s << QByteArray("hello") << false;
    QTest::newRow("no body at all") << u"/v1/messages"_s << QByteArray() << false;
}

void TestReplay::whatCannotBeSentIsRefused()
{
    QFETCH(QString, route);
    QFETCH(QByteArray, text);
    QFETCH(bool, cut);
    TrafficBody body = bodyOf(text.toStdString());
    body.cut = cut;
    const auto request = replayRequest(text.isEmpty() ? nullptr : &body, route, u"b"_s);
    QVERIFY(!request.ok());
    QVERIFY(!request.error().message.empty());
}

void TestReplay::theAnswerComesAsItWas()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    TrafficReplay told;
    bool done = false;
    const Replay replay(u"http://127.0.0.1:%1"_s.arg(server.serverPort()), Secret("sk-door"),
                        {u"/v1/messages"_s, "{\"model\":\"b\"}"}, [&](TrafficReplay with) {
                            told = std::move(with);
                            done = true;
                        });
    QTRY_VERIFY(server.hasPendingConnections());
    QTcpSocket *peer = server.nextPendingConnection();
    QByteArray asked;
    QTRY_VERIFY((asked += peer->readAll()).endsWith("{\"model\":\"b\"}"));
    QVERIFY(asked.startsWith("POST /v1/messages HTTP/1.1"));
    QVERIFY(asked.contains("Bearer sk-door"));
    QVERIFY(asked.toLower().contains("x-litellm-tags: replay"));
    const Id128 id{.high = 5, .low = 6};
    peer->write("HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/json\r\nx-litellm-call-id: " +
                QByteArray::fromStdString(id.toString()) + "\r\nContent-Length: 12\r\n\r\n{\"err\":");
    peer->flush();
    QTest::qWait(30);
    peer->write("true}");
    QTRY_VERIFY(done);
    QCOMPARE(told.problem, QString());
    QCOMPARE(told.status, 429);
    QCOMPARE(told.answer.bytes, std::string("{\"err\":true}"));
    QCOMPARE(told.answer.wholeBytes, 12);
    QCOMPARE(told.request, id);
    QVERIFY(told.firstUs >= 0);
    QVERIFY(told.wholeUs > told.firstUs);
}

void TestReplay::aConnectionThatBreaksIsAProblem()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    TrafficReplay told;
    bool done = false;
    const Replay replay(u"http://127.0.0.1:%1"_s.arg(server.serverPort()), {}, {u"/v1/messages"_s, "{}"},
                        [&](TrafficReplay with) {
                            told = std::move(with);
                            done = true;
                        });
    QTRY_VERIFY(server.hasPendingConnections());
    QTcpSocket *peer = server.nextPendingConnection();
    QTRY_VERIFY(peer->bytesAvailable() > 0);
    peer->write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
    peer->disconnectFromHost();
    QTRY_VERIFY(done);
    QVERIFY(!told.problem.isEmpty());
    QCOMPARE(told.answer.bytes, std::string("half"));
}

void TestReplay::nothingIsToldOnceItIsGone()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost, 0));
    bool done = false;
    auto replay =
        std::make_unique<Replay>(u"http://127.0.0.1:%1"_s.arg(server.serverPort()), Secret(),
                                 ReplayRequest{u"/v1/messages"_s, "{}"}, [&](TrafficReplay) { done = true; });
    QTRY_VERIFY(server.hasPendingConnections());
    QTcpSocket *peer = server.nextPendingConnection();
    replay.reset();
    // The gateway sees that its client has gone.
    QTRY_COMPARE(peer->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!done);
}

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
