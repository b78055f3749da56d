#include "core/upstream/curltransport.h"
#include "tests/support/fakeupstream.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <netinet/in.h>
#include <optional>
#include <unistd.h>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;
using upstream::CurlOptions;
using upstream::CurlTransport;
using upstream::Transfer;
using upstream::UpstreamRequest;

namespace {

class RecordingSink final : public upstream::ReplySink
{
public:
    int status = 0;
    wire::Headers headers;
    std::string body;
    int heads = 0;
    int ends = 0;
    std::optional<Error> error;
    std::function<void()> headHook;
    std::function<void()> dataHook;
    std::function<void()> endHook;

    bool over() const { return ends > 0 || error; }
    void onHead(int code, const wire::Headers &fields) override
    {
        ++heads;
        status = code;
        headers = fields;
        if (headHook)
            headHook();
    }
    void onData(std::string_view bytes) override
    {
        body += bytes;
        if (dataHook)
            dataHook();
    }
    void onEnd() override
    {
        ++ends;
        if (endHook)
            endHook();
    }
    void onError(const Error &failure) override
    {
        QVERIFY(!over());
        error = failure;
        if (endHook)
            endHook();
    }
};

constexpr std::string_view kHello = "HTTP/1.1 200 OK\r\nX-Kept-Case: Yes\r\nContent-Length: 5\r\n\r\nhello";

UpstreamRequest requestTo(const std::string &url, const std::string &body = "{}")
{
    UpstreamRequest request;
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::make_shared<const std::string>(body);
    return request;
}

CurlOptions noProxies()
{
    CurlOptions options;
    options.proxies = {};
    return options;
}

// A throw-away certificate for localhost: NAME.pem and NAME.key.
bool makeCertificate(const QTemporaryDir &dir, const QString &name)
{
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s, u"2"_s,
                   u"-subj"_s, u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName=DNS:localhost"_s,
                   u"-keyout"_s, dir.filePath(name + u".key"_s), u"-out"_s, dir.filePath(name + u".pem"_s)});
    return openssl.waitForFinished(20'000) && openssl.exitCode() == 0;
}

}   // namespace

class TestCurlTransport final : public QObject
{
    Q_OBJECT

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
    void goesThroughProxies();
    void neverAsksAProxyForLoopback();
    void obeysNoProxy();
    void verifiesCertificates();
    void speaksHttp2();
    void survivesTheTransport();
    void runsManyAtOnce();
};

void TestCurlTransport::fetches()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::sendsNothingUnasked()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::sendsMethods_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("body");
    for (const char *method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        QTest::newRow(qPrintable(QLatin1String(method) + u" with a body"_s)) << QByteArray(method) << true;
        QTest::newRow(qPrintable(QLatin1String(method) + u" without"_s)) << QByteArray(method) << false;
    }
    QTest::newRow("HEAD without") << QByteArray("HEAD") << false;
}

void TestCurlTransport::sendsMethods()
{
    QFETCH(QByteArray, method);
    QFETCH(bool, body);
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::neverCallsBackFromStart()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
    RecordingSink sink;
    const auto transfer = transport.start(requestTo("nonsense"), sink);
    QVERIFY(!sink.over());
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error->code == ErrorCode::UpstreamConnection);
}

void TestCurlTransport::reusesConnections()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::repeatsOnAStaleConnection()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::streamsPieceByPiece()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::swallowsInterimAnswers()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::followsNoRedirect()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
    FakeUpstream other({send(std::string(kHello))});
    FakeUpstream upstream(
        {send("HTTP/1.1 307 Moved\r\nLocation: " + other.url() + "\r\nContent-Length: 0\r\n\r\n")});
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url()), sink);
    QTRY_VERIFY(sink.over());
    QCOMPARE(sink.status, 307);
    QCOMPARE(other.connections, 0);
}

void TestCurlTransport::timesOut_data()
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

void TestCurlTransport::timesOut()
{
    QFETCH(int, firstByteMs);
    QFETCH(int, idleMs);
    QFETCH(int, totalMs);
    QFETCH(int, answer);
    QFETCH(QByteArray, expected);
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::timesOutWhileConnecting()
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
    CurlTransport transport(reactor, noProxies());
    RecordingSink sink;
    UpstreamRequest request = requestTo("http://127.0.0.1:" + std::to_string(port) + "/");
    request.timeouts.connectMs = 100;
    const auto transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error && sink.error->code == ErrorCode::UpstreamTimeout);
    QVERIFY2(sink.error->message.starts_with("no connection within 100 ms"), sink.error->message.c_str());
    ::close(listener);
}

void TestCurlTransport::reports_data()
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

void TestCurlTransport::reports()
{
    QFETCH(FakeUpstream::Script, script);
    QFETCH(int, code);
    QFETCH(QByteArray, expected);
    net::Reactor reactor;
    CurlOptions options = noProxies();
    options.headBytes = 8192;
    CurlTransport transport(reactor, options);
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

void TestCurlTransport::refusesLineBreaksInFields()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
    FakeUpstream upstream({send(std::string(kHello))});
    RecordingSink sink;
    UpstreamRequest request = requestTo(upstream.url());
    request.headers.add("X-A", "b\r\nX-Evil: 1");
    const auto transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY(sink.over());
    QVERIFY(sink.error && sink.error->code == ErrorCode::Internal);
    QCOMPARE(upstream.connections, 0);
}

void TestCurlTransport::abortClosesWithin50Ms()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::mayBeDestroyedInsideCallbacks_data()
{
    QTest::addColumn<int>("where");
    QTest::newRow("onHead") << 0;
    QTest::newRow("onData") << 1;
    QTest::newRow("onEnd") << 2;
    QTest::newRow("onError") << 3;
}

void TestCurlTransport::mayBeDestroyedInsideCallbacks()
{
    QFETCH(int, where);
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::destroysOthersInsideCallbacks()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::startsInsideCallbacks()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::pausesAndResumes()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::sendsLargeBodies()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

void TestCurlTransport::goesThroughProxies()
{
    net::Reactor reactor;
    FakeUpstream proxy({send(std::string(kHello))});
    for (const bool perRequest : {false, true}) {
        CurlOptions options = noProxies();
        if (!perRequest)
            options.proxies.http = proxy.url("");
        CurlTransport transport(reactor, options);
        RecordingSink sink;
        UpstreamRequest request = requestTo("http://example.invalid/v1/x");
        if (perRequest)
            request.proxy = proxy.url("");
        const auto transfer = transport.start(std::move(request), sink);
        QTRY_VERIFY(sink.over());
        QVERIFY2(!sink.error, sink.error ? sink.error->message.c_str() : "");
        QVERIFY(proxy.requests.back().starts_with("POST http://example.invalid/v1/x HTTP/1.1\r\n"));
    }
    QCOMPARE(proxy.requests.size(), std::size_t(2));
    CurlOptions options = noProxies();
    options.proxies.http = proxy.url("");
    CurlTransport transport(reactor, options);
    RecordingSink sink;
    UpstreamRequest request = requestTo("http://example.invalid/");
    request.proxy = "none";
    const auto transfer = transport.start(std::move(request), sink);
    QTRY_VERIFY_WITH_TIMEOUT(sink.over(), 15'000);
    QVERIFY(sink.error && sink.error->code == ErrorCode::UpstreamConnection);
    QCOMPARE(proxy.requests.size(), std::size_t(2));
}

void TestCurlTransport::neverAsksAProxyForLoopback()
{
    net::Reactor reactor;
    FakeUpstream proxy({send("HTTP/1.1 502 Wrong\r\nContent-Length: 0\r\n\r\n")});
    FakeUpstream upstream({send(std::string(kHello))});
    CurlOptions options = noProxies();
    options.proxies = {.http = proxy.url(""), .https = proxy.url(""), .all = proxy.url(""), .none = ""};
    CurlTransport transport(reactor, options);
    for (const char *host : {"127.0.0.1", "localhost", "ollama.localhost", "127.1"}) {
        RecordingSink sink;
        UpstreamRequest request = requestTo(upstream.url("/", host));
        request.proxy = proxy.url("");
        const auto transfer = transport.start(std::move(request), sink);
        QTRY_VERIFY(sink.over());
        QVERIFY2(!sink.error, sink.error ? sink.error->message.c_str() : "");
        QCOMPARE(sink.status, 200);
    }
    QCOMPARE(proxy.connections, 0);
}

void TestCurlTransport::obeysNoProxy()
{
    net::Reactor reactor;
    FakeUpstream proxy({send(std::string(kHello))});
    CurlOptions options = noProxies();
    options.proxies = {.http = proxy.url(""), .https = "", .all = "", .none = "other.example,.invalid"};
    CurlTransport transport(reactor, options);
    RecordingSink sink;
    const auto transfer = transport.start(requestTo("http://example.invalid/"), sink);
    QTRY_VERIFY_WITH_TIMEOUT(sink.over(), 15'000);
    QVERIFY(sink.error && sink.error->code == ErrorCode::UpstreamConnection);
    QVERIFY2(sink.error->message.starts_with("the host name cannot be resolved"),
             sink.error->message.c_str());
    QCOMPARE(proxy.connections, 0);
}

void TestCurlTransport::verifiesCertificates()
{
    QTemporaryDir dir;
    const auto make = [&](const QString &name) { return makeCertificate(dir, name); };
    QVERIFY(make(u"own"_s) && make(u"other"_s));
    const auto read = [&](const QString &name) {
        QFile file(dir.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    FakeUpstream upstream({send(std::string(kHello))}, read(u"own.pem"_s), read(u"own.key"_s));
    net::Reactor reactor;
    const auto attempt = [&](const std::string &host, bool verify, const QString &ca) {
        CurlTransport transport(reactor, noProxies());
        RecordingSink sink;
        UpstreamRequest request = requestTo(upstream.url("/", host));
        request.tls.verify = verify;
        if (!ca.isEmpty())
            request.tls.caFile = dir.filePath(ca).toStdString();
        const auto transfer = transport.start(std::move(request), sink);
        [[maybe_unused]] const bool over = QTest::qWaitFor([&] { return sink.over(); }, 5000);
        return sink.error ? sink.error->message : sink.body;
    };
    QCOMPARE(attempt("localhost", true, u"own.pem"_s), std::string("hello"));
    QCOMPARE(attempt("localhost", false, {}), std::string("hello"));
    QCOMPARE(attempt("127.0.0.1", false, {}), std::string("hello"));
    const std::string untrusted = "the TLS certificate is not trusted";
    QVERIFY(attempt("localhost", true, {}).starts_with(untrusted));
    QVERIFY(attempt("localhost", true, u"other.pem"_s).starts_with(untrusted));
    QVERIFY(attempt("127.0.0.1", true, u"own.pem"_s).starts_with(untrusted));
    QVERIFY(attempt("localhost", true, u"missing.pem"_s).starts_with("the CA file cannot be read"));
}

void TestCurlTransport::speaksHttp2()
{
    const QString nginx = QStandardPaths::findExecutable(u"nginx"_s, {u"/usr/sbin"_s, u"/usr/bin"_s});
    if (nginx.isEmpty())
        QSKIP("nginx is not installed, and nothing else here serves HTTP/2");
    QTemporaryDir dir;
    QVERIFY(makeCertificate(dir, u"own"_s));
    std::uint16_t port = 0;
    {
        QTcpServer probe;
        QVERIFY(probe.listen(QHostAddress::LocalHost));
        port = probe.serverPort();
    }
    QFile file(dir.filePath(u"nginx.conf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QString text = u"daemon off; pid DIR/pid; error_log DIR/error.log; events {}\n"
                   "http { access_log off; client_body_temp_path DIR/b; proxy_temp_path DIR/p;\n"
                   "fastcgi_temp_path DIR/f; uwsgi_temp_path DIR/u; scgi_temp_path DIR/s;\n"
                   "server { listen 127.0.0.1:PORT ssl http2; ssl_certificate DIR/own.pem;\n"
                   "ssl_certificate_key DIR/own.key; location / { return 200 hello; } } }\n"_s;
    text.replace(u"DIR"_s, dir.path()).replace(u"PORT"_s, QString::number(port));
    file.write(text.toUtf8());
    file.close();
    QProcess server;
    server.start(nginx,
                 {u"-p"_s, dir.path(), u"-e"_s, dir.filePath(u"error.log"_s), u"-c"_s, file.fileName()});
    QVERIFY(server.waitForStarted());
    QTRY_VERIFY(test::canConnect(port));

    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
    const auto attempt = [&](bool preferHttp2, RecordingSink &sink) {
        UpstreamRequest request = requestTo("https://localhost:" + std::to_string(port) + "/");
        request.tls.caFile = dir.filePath(u"own.pem"_s).toStdString();
        request.preferHttp2 = preferHttp2;
        return transport.start(std::move(request), sink);
    };
    for (const int version : {20, 20, 11}) {
        RecordingSink sink;
        const auto transfer = attempt(version == 20, sink);
        QTRY_VERIFY(sink.over());
        QVERIFY2(!sink.error, sink.error ? sink.error->message.c_str() : "");
        QCOMPARE(sink.status, 200);
        QCOMPARE(sink.body, std::string("hello"));
        QCOMPARE(transfer->times().httpVersion, version);
    }
    server.terminate();
    QVERIFY(server.waitForFinished(5000));
}

void TestCurlTransport::survivesTheTransport()
{
    net::Reactor reactor;
    auto transport = std::make_unique<CurlTransport>(reactor, noProxies());
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

void TestCurlTransport::runsManyAtOnce()
{
    net::Reactor reactor;
    CurlTransport transport(reactor, noProxies());
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

QTEST_GUILESS_MAIN(TestCurlTransport)
#include "tst_curltransport.moc"
