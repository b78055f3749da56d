#include "core/upstream/curltransport.h"
#include "core/upstream/directtransport.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/recordingsink.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>

#include <netinet/in.h>
#include <unistd.h>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;
using upstream::Transfer;
using upstream::UpstreamRequest;

// What every transport must do over plain HTTP/1.1. Run once for each of them.
class TestTransport final : public QObject
{
    Q_OBJECT

public:
    enum class Kind { Curl, Direct };

    explicit TestTransport(Kind kind)
        : m_kind(kind)
    {}

private Q_SLOTS:
    void fetches();
    void sendsNothingUnasked();
    void sendsMethods_data();
    void sendsMethods();
    void neverCallsBackFromStart();
    void reusesConnections();
    void repeatsOnAStaleConnection();
    void streamsPieceByPiece();
    void swallowsInterimAnswers();
    void followsNoRedirect();
    void timesOut_data();
    void timesOut();
    void timesOutWhileConnecting();
    void reports_data();
    void reports();
    void refusesLineBreaksInFields();
    void abortClosesWithin50Ms();
    void mayBeDestroyedInsideCallbacks_data();
    void mayBeDestroyedInsideCallbacks();
    void destroysOthersInsideCallbacks();
    void startsInsideCallbacks();
    void pausesAndResumes();
    void sendsLargeBodies();
    void survivesTheTransport();
    void runsManyAtOnce();

private:
    std::unique_ptr<upstream::Transport> make(net::Reactor &reactor, std::size_t headBytes = 256 * 1024) const
    {
        if (m_kind == Kind::Curl)
            return std::make_unique<upstream::CurlTransport>(
                reactor, upstream::CurlOptions{.proxies = {}, .headBytes = headBytes});
        return std::make_unique<upstream::DirectTransport>(reactor,
                                                           upstream::DirectOptions{.headBytes = headBytes});
    }

    Kind m_kind;
};

void TestTransport::fetches()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send(std::string(kHello))});
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url("/v1/x?k=1"), "{\"a\":1}"), sink);
    QTRY_VERIFY(sink.over());
    QVERIFY2(!sink.error, sink.error ? sink.error->message.c_str() : "");
    QCOMPARE(sink.status, 200);
    QCOMPARE(sink.body, std::string("hello"));
    QCOMPARE(sink.heads, 1);
    QCOMPARE(sink.ends, 1);
    QCOMPARE(sink.headers.begin()->first, std::string("X-Kept-Case"));
    QVERIFY(upstream.requests.at(0).starts_with("POST /v1/x?k=1 HTTP/1.1\r\n"));
    QVERIFY(upstream.requests.at(0).ends_with("\r\n\r\n{\"a\":1}"));
    const upstream::TransferTimes times = transfer->times();
    QVERIFY(!times.reused);
    QCOMPARE(times.httpVersion, 11);
    QVERIFY(times.connectedUs >= 0 && times.sentUs >= times.connectedUs && times.firstByteUs >= times.sentUs);
    QCOMPARE(transport.running(), std::size_t(0));
}

void TestTransport::sendsNothingUnasked()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send(std::string(kHello))});
    RecordingSink sink;
    UpstreamRequest request = requestTo(upstream.url(), std::string(3000, 'x'));
    request.headers = {{"X-One", "1"}, {"X-Empty", ""}};
    const auto transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY(sink.over());
    const std::string expected = "POST / HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(upstream.port()) +
                                 "\r\nX-One: 1\r\nX-Empty:\r\nContent-Length: 3000\r\n\r\n";
    QCOMPARE(upstream.requests.at(0).substr(0, expected.size()), expected);
}

void TestTransport::sendsMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("body");
    for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        QTest::newRow(qPrintable(QLatin1String(method) + u" with a body"_s)) << QByteArray(method) << true;
        QTest::newRow(qPrintable(QLatin1String(method) + u" without"_s)) << QByteArray(method) << false;
    }
    QTest::newRow("HEAD without") << QByteArray("HEAD") << false;
}

void TestTransport::sendsMethods()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, body);
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")});
    // A POST first, so that what it set on the pooled handle would show.
    for (const bool first : {true, false}) {
        RecordingSink sink;
        UpstreamRequest request = requestTo(upstream.url(), "body");
        if (!first) {
            request.method = method.toStdString();
            if (!body)
                request.body = nullptr;
        }
        const auto transfer = transport.start(std::move(request), sink);
        QTRY_VERIFY(sink.over());
        QVERIFY2(!sink.error, sink.error ? sink.error->message.c_str() : "");
    }
    const std::string &seen = upstream.requests.at(1);
    QVERIFY(seen.starts_with(method.toStdString() + " / HTTP/1.1\r\n"));
    QCOMPARE(seen.ends_with("\r\n\r\nbody"), body);
    QCOMPARE(seen.ends_with("\r\n\r\n"), !body);
}

void TestTransport::neverCallsBackFromStart()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    RecordingSink sink;
    const auto transfer = transport.start(requestTo("nonsense"), sink);
    QVERIFY(!sink.over());
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error->code == ErrorCode::UpstreamConnection);
}

void TestTransport::reusesConnections()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send(std::string(kHello))});
    for (int i = 0; i < 5; ++i) {
        RecordingSink sink;
        const auto transfer = transport.start(requestTo(upstream.url()), sink);
        QTRY_VERIFY(sink.over());
        QCOMPARE(sink.body, std::string("hello"));
        QCOMPARE(transfer->times().reused, i > 0);
        QCOMPARE(transfer->times().connectedUs<0, i> 0);
    }
    QCOMPARE(upstream.connections, 1);
}

void TestTransport::repeatsOnAStaleConnection()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    // Closes after each answer without saying so.
    FakeUpstream upstream({send(std::string(kHello)), closeHere()});
    for (int i = 0; i < 3; ++i) {
        RecordingSink sink;
        const auto transfer = transport.start(requestTo(upstream.url()), sink);
        QTRY_VERIFY(sink.over());
        QVERIFY2(!sink.error, sink.error ? sink.error->message.c_str() : "");
    }
    QCOMPARE(upstream.connections, 3);
}

void TestTransport::streamsPieceByPiece()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none,\r\n"),
                           waitFor(60), send("4\r\ntwo,\r\n"), waitFor(60), send("5\r\nthree\r\n0\r\n\r\n")});
    RecordingSink sink;
    std::vector<std::string> pieces;
    sink.dataHook = [&] { pieces.push_back(std::exchange(sink.body, {})); };
    const auto transfer = transport.start(requestTo(upstream.url()), sink);
    QTRY_VERIFY(sink.over());
    QCOMPARE(pieces, (std::vector<std::string>{"one,", "two,", "three"}));
    QCOMPARE(sink.ends, 1);
}

void TestTransport::swallowsInterimAnswers()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
                           waitFor(20),
                           send("HTTP/1.1 429 Too Many\r\nRetry-After: 3\r\nContent-Length: 0\r\n\r\n")});
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url()), sink);
    QTRY_VERIFY(sink.over());
    QCOMPARE(sink.heads, 1);
    QCOMPARE(sink.status, 429);
    QVERIFY(!sink.headers.contains("Link"));
    QCOMPARE(sink.headers.valueOr("retry-after"), std::string_view("3"));
}

void TestTransport::followsNoRedirect()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream other({send(std::string(kHello))});
    FakeUpstream upstream(
        {send("HTTP/1.1 307 Moved\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n")});
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url()), sink);
    QTRY_VERIFY(sink.over());
    QCOMPARE(sink.status, 307);
    QCOMPARE(other.connections, 0);
}

void TestTransport::timesOut_data()
{
    QTest::addColumn<int>("firstByteMs");
    QTest::addColumn<int>("idleMs");
    QTest::addColumn<int>("totalMs");
    QTest::addColumn<int>("answer");   // 0: never, 1: a head and then nothing, 2: drips.
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("first byte") << 80 << 0 << 0 << 0 << QByteArray("no answer within 80 ms");
    QTest::newRow("idle") << 0 << 80 << 0 << 1 << QByteArray("stood still for 80 ms");
    QTest::newRow("total, never answered")
        << 0 << 0 << 80 << 0 << QByteArray("no complete answer within 80 ms");
    QTest::newRow("total, dripping") << 500 << 500 << 200 << 2
                                     << QByteArray("no complete answer within 200 ms");
    QTest::newRow("first byte in time, then idle")
        << 300 << 80 << 0 << 1 << QByteArray("stood still for 80 ms");
}

void TestTransport::timesOut()
{
    QFETCH(int, firstByteMs);
    QFETCH(int, idleMs);
    QFETCH(int, totalMs);
    QFETCH(int, answer);
    QFETCH(QByteArray, expected);
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream::Script script{stall()};
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n";
    if (answer == 1)
        script = {send(head), stall()};
    if (answer == 2) {
        script = {send(head)};
        for (int i = 0; i < 20; ++i) {
            script.push_back(send("x"));
            script.push_back(waitFor(25));
        }
    }
    FakeUpstream upstream(script);
    RecordingSink sink;
    UpstreamRequest request = requestTo(upstream.url("/secret?key=secret"));
    request.timeouts = {.connectMs = 1000, .firstByteMs = firstByteMs, .idleMs = idleMs, .totalMs = totalMs};
    const auto transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error);
    QVERIFY(sink.error->code == ErrorCode::UpstreamTimeout);
    QVERIFY2(sink.error->message.find(expected.toStdString()) != std::string::npos,
             sink.error->message.c_str());
    QVERIFY(sink.error->message.find("127.0.0.1:" + std::to_string(upstream.port())) != std::string::npos);
    QVERIFY(sink.error->message.find("secret") == std::string::npos);
    QTRY_COMPARE(upstream.closed, 1);
}

void TestTransport::timesOutWhileConnecting()
{
    // A full backlog: further connection requests are not answered.
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    QCOMPARE(::bind(listener, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    QCOMPARE(::listen(listener, 0), 0);
    QCOMPARE(::getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size), 0);
    const int port = ntohs(address.sin_port);
    QTcpSocket fillers[4];
    for (QTcpSocket &filler : fillers)
        filler.connectToHost(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(port));
    QTest::qWait(50);

    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    RecordingSink sink;
    UpstreamRequest request = requestTo("http://127.0.0.1:" + std::to_string(port) + "/");
    request.timeouts.connectMs = 100;
    const auto transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error && sink.error->code == ErrorCode::UpstreamTimeout);
    QVERIFY2(sink.error->message.starts_with("no connection within 100 ms"), sink.error->message.c_str());
    ::close(listener);
}

void TestTransport::reports_data()
{
    QTest::addColumn<FakeUpstream::Script>("script");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, FakeUpstream::Script script, ErrorCode code, const char *expected) {
        QTest::newRow(name) << std::move(script) << static_cast<int>(code) << QByteArray(expected);
    };
    const char *cut = "connection closed before the answer was complete";
    row("cut body with a length", {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"), closeHere()},
        ErrorCode::UpstreamConnection, cut);
    row("cut chunked body",
        {send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel"), closeHere()},
        ErrorCode::UpstreamConnection, cut);
    row("cut between chunks",
        {send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n"), closeHere()},
        ErrorCode::UpstreamConnection, cut);
    row("reset in the body",
        {send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel"), waitFor(40), resetHere()},
        ErrorCode::UpstreamConnection, cut);
    row("cut head", {send("HTTP/1.1 200 OK\r\nContent-Le"), closeHere()}, ErrorCode::UpstreamConnection,
        "connection closed before");
    row("no answer", {closeHere()}, ErrorCode::UpstreamConnection, "connection closed before any answer");
    row("reset before an answer", {waitFor(20), resetHere()}, ErrorCode::UpstreamConnection,
        "connection closed before any answer");
    row("no status line", {send("hello there, this is no HTTP\r\n\r\n"), closeHere()},
        ErrorCode::UpstreamMalformed, "not valid HTTP");
    row("bad chunk size", {send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")},
        ErrorCode::UpstreamMalformed, "chunked body is malformed");
    row("head too large", {send("HTTP/1.1 200 OK\r\n"), send([] {
                               std::string fields;
                               for (int i = 0; i < 200; ++i)
                                   fields += "X-" + std::to_string(i) + ": " + std::string(100, 'x') + "\r\n";
                               return fields;
                           }())},
        ErrorCode::UpstreamMalformed, "head is larger than 8192 bytes");
}

void TestTransport::reports()
{
    QFETCH(FakeUpstream::Script, script);
    QFETCH(int, code);
    QFETCH(QByteArray, expected);
    net::Reactor reactor;
    const auto owned = make(reactor, 8192);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream(script);
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url("/?key=secret")), sink);
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error);
    QVERIFY2(sink.error->message.starts_with(expected.toStdString()) ||
                 sink.error->message.find(expected.toStdString()) != std::string::npos,
             sink.error->message.c_str());
    QCOMPARE(static_cast<int>(sink.error->code), code);
    QVERIFY(sink.error->message.find("secret") == std::string::npos);
    QCOMPARE(sink.ends, 0);
}

void TestTransport::refusesLineBreaksInFields()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send(std::string(kHello))});
    RecordingSink sink;
    UpstreamRequest request = requestTo(upstream.url());
    request.headers.add("X-A", "b\r\nX-Evil: 1");
    const auto transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error && sink.error->code == ErrorCode::Internal);
    QCOMPARE(upstream.connections, 0);
}

void TestTransport::abortClosesWithin50Ms()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream(
        {send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\none,\r\n"), stall()});
    RecordingSink sink;
    auto transfer = transport.start(requestTo(upstream.url()), sink);
    QTRY_COMPARE(sink.body, std::string("one,"));
    QElapsedTimer clock;
    clock.start();
    transfer.reset();
    QTRY_COMPARE(upstream.closed, 1);
    QVERIFY2(clock.elapsed() < 50, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(!sink.over());
    QCOMPARE(transport.running(), std::size_t(0));
    // Before anything was sent it never happens at all.
    auto early = transport.start(requestTo(upstream.url()), sink);
    early.reset();
    QTest::qWait(30);
    QCOMPARE(upstream.connections, 1);
}

void TestTransport::mayBeDestroyedInsideCallbacks_data()
{
    QTest::addColumn<int>("where");
    QTest::newRow("onHead") << 0;
    QTest::newRow("onData") << 1;
    QTest::newRow("onEnd") << 2;
    QTest::newRow("onError") << 3;
}

void TestTransport::mayBeDestroyedInsideCallbacks()
{
    QFETCH(int, where);
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream(where == 3 ? FakeUpstream::Script{closeHere()}
                                     : FakeUpstream::Script{send(std::string(kHello))});
    RecordingSink sink;
    std::unique_ptr<Transfer> transfer;
    const auto destroy = [&] { transfer.reset(); };
    (where == 0 ? sink.headHook : where == 1 ? sink.dataHook : sink.endHook) = destroy;
    transfer = transport.start(requestTo(upstream.url()), sink);
    QTRY_VERIFY(!transfer);
    QTRY_COMPARE(transport.running(), std::size_t(0));
    QTest::qWait(20);
    QCOMPARE(sink.over(), where >= 2);
    QCOMPARE(sink.body.empty(), where == 0 || where == 3);
}

void TestTransport::destroysOthersInsideCallbacks()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream quick({send(std::string(kHello))});
    FakeUpstream slow({send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), stall()});
    RecordingSink other;
    std::unique_ptr<Transfer> victim = transport.start(requestTo(slow.url()), other);
    QTRY_COMPARE(other.body, std::string("12345"));
    RecordingSink sink;
    sink.dataHook = [&] { victim.reset(); };
    const auto transfer = transport.start(requestTo(quick.url()), sink);
    QTRY_VERIFY(sink.over());
    QTRY_COMPARE(slow.closed, 1);
    QVERIFY(!other.over());
    QCOMPARE(sink.body, std::string("hello"));
}

void TestTransport::startsInsideCallbacks()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send(std::string(kHello))});
    RecordingSink first;
    RecordingSink second;
    RecordingSink third;
    std::unique_ptr<Transfer> b;
    std::unique_ptr<Transfer> c;
    first.dataHook = [&] { b = transport.start(requestTo(upstream.url()), second); };
    first.endHook = [&] { c = transport.start(requestTo(upstream.url()), third); };
    const auto a = transport.start(requestTo(upstream.url()), first);
    QTRY_VERIFY(first.over() && second.over() && third.over());
    QCOMPARE(second.body + third.body, std::string("hellohello"));
}

void TestTransport::pausesAndResumes()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    constexpr std::size_t kSize = 32UL * 1024 * 1024;
    FakeUpstream upstream({send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kSize) + "\r\n\r\n"),
                           send(std::string(kSize, 'x'))});
    RecordingSink sink;
    std::unique_ptr<Transfer> transfer;
    std::size_t got = 0;
    bool paused = false;
    int afterPause = 0;
    sink.dataHook = [&] {
        got += sink.body.size();
        sink.body.clear();
        if (paused)
            ++afterPause;
        if (!paused && got > 100'000 && got < 300'000) {
            transfer->pause();
            paused = true;
        }
    };
    UpstreamRequest request = requestTo(upstream.url());
    request.timeouts.idleMs = 100;   // Does not run while paused.
    transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY(paused);
    const std::size_t atPause = got;
    QTest::qWait(250);
    QCOMPARE(afterPause, 0);
    QCOMPARE(got, atPause);
    QVERIFY(!sink.over());
    paused = false;
    got = 300'000 + atPause;   // Does not pause again.
    transfer->resume();
    QCOMPARE(got, 300'000 + atPause);   // Not from inside resume().
    QTRY_VERIFY_WITH_TIMEOUT(sink.over(), 20'000);
    QVERIFY2(!sink.error, sink.error ? sink.error->message.c_str() : "");
    QCOMPARE(got - 300'000, kSize);
}

void TestTransport::sendsLargeBodies()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({send(std::string(kHello))});
    std::string body(5'000'000, '?');
    for (std::size_t i = 0; i < body.size(); i += 1000)
        body[i] = static_cast<char>('a' + i / 1000 % 26);
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url(), body), sink);
    QTRY_VERIFY_WITH_TIMEOUT(sink.over(), 20'000);
    QVERIFY(!sink.error);
    QVERIFY(upstream.requests.at(0).ends_with(body));
    QVERIFY(upstream.requests.at(0).find("Expect") == std::string::npos);
}

void TestTransport::survivesTheTransport()
{
    net::Reactor reactor;
    auto transport = make(reactor);
    FakeUpstream upstream({send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345"), stall()});
    RecordingSink sink;
    const auto transfer = transport->start(requestTo(upstream.url()), sink);
    const auto waiting = transport->start(requestTo(upstream.url()), sink);
    QTRY_COMPARE(sink.body, std::string("1234512345"));
    transport.reset();
    QTRY_COMPARE(upstream.closed, 2);
    transfer->pause();
    transfer->resume();
    QVERIFY(!sink.over());
}

void TestTransport::runsManyAtOnce()
{
    net::Reactor reactor;
    const auto owned = make(reactor);
    upstream::Transport &transport = *owned;
    FakeUpstream upstream({waitFor(50), send(std::string(kHello))});
    constexpr std::size_t kMany = 300;
    for (int round = 0; round < 2; ++round) {
        std::vector<RecordingSink> sinks(kMany);
        std::vector<std::unique_ptr<Transfer>> transfers;
        QElapsedTimer clock;
        clock.start();
        for (RecordingSink &sink : sinks)
            transfers.push_back(transport.start(requestTo(upstream.url()), sink));
        QTRY_VERIFY_WITH_TIMEOUT(std::ranges::all_of(sinks, &RecordingSink::over), 10'000);
        QVERIFY(
            std::ranges::none_of(sinks, [](const RecordingSink &sink) { return sink.error.has_value(); }));
        QVERIFY(clock.elapsed() < 5000);   // Side by side, not one after the other (15 s).
    }
    QVERIFY(upstream.connections < static_cast<int>(2 * kMany));
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    int failures = 0;
    for (const TestTransport::Kind kind : {TestTransport::Kind::Curl, TestTransport::Kind::Direct}) {
        TestTransport test(kind);
        test.setObjectName(kind == TestTransport::Kind::Curl ? u"curl"_s : u"direct"_s);
        failures += QTest::qExec(&test, argc, argv);
    }
    return failures;
}

#include "tst_transport.moc"
