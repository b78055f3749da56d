#include "core/http/server.h"
#include "core/net/workers.h"
#include "tests/support/rawclient.h"
#include "tests/support/testhandler.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

#include <deque>
#include <memory>
#include <optional>
#include <sys/resource.h>
#include <zlib.h>

using namespace gw;
using namespace Qt::StringLiterals;
using test::RawClient;
using test::Reply;

namespace {

std::string get(std::string_view path, std::string_view more = {})
{
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) + "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view more = {})
{
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(more) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string gzipped(const std::string &text)
{
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, text.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string kText(std::size_t size, char fill)
{
    return std::string(size, fill);
}

}   // namespace

// The server over real sockets: what clients see, byte for byte where it matters.
class TestServer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void answersOverOneConnection();
    void addsDateAndLength();
    void listensOnBothFamiliesAtOnePort();
    void answersPipelinedRequestsInOrder();
    void stopsReadingBeyondThePipelineDepth();
    void closesWhenAsked_data();
    void closesWhenAsked();
    void sendsNoBodyToHead();
    void streamsInChunks();
    void endsHttp10StreamsWithTheConnection();
    void keepsToADeclaredLength();
    void cleansHeaderValues();
    void sends100ContinueAfterBegin();
    void refusesBodyInBegin();
    void inflatesBodies();
    void refuses_data();
    void refuses();
    void cutsSlowHeads();
    void cutsSlowBodies();
    void closesIdleConnectionsSilently();
    void tellsWhenThePeerIsGone();
    void abortIsNoEnd();
    void answersForADroppedResponse();
    void holdsBackWhenTheClientDoesNotRead();
    void cutsClientsThatNeverRead();
    void drains();
    void cutsWhatDoesNotDrain();
    void refusesBeyondTheCap();
    void holdsAThousandIdleConnections();
    void surfacesNoCallbackAfterDestruction();

private:
    void start(const http::Limits &limits = {});
    std::unique_ptr<net::Workers> m_workers;
    std::unique_ptr<test::TestHandler> m_handler;
    std::unique_ptr<http::Server> m_server;
    std::uint16_t m_port = 0;
};

void TestServer::init()
{
    m_workers = std::make_unique<net::Workers>(2);
    m_workers->start();
    m_handler = std::make_unique<test::TestHandler>();
}

void TestServer::cleanup()
{
    m_server.reset();
    m_workers.reset();
    m_handler.reset();
}

void TestServer::start(const http::Limits &limits)
{
    m_server = std::make_unique<http::Server>(*m_workers, *m_handler, limits);
    const auto port = m_server->listen({u"127.0.0.1"_s, u"::1"_s}, 0);
    QVERIFY2(port.ok(), port.ok() ? "" : port.error().message.c_str());
    m_port = port.value();
}

void TestServer::answersOverOneConnection()
{
    start();
    RawClient client(m_port);
    client.send(get("/a?x=1"));
    QCOMPARE(client.next().body, std::string("GET /a "));
    client.send(post("/b", "hello"));
    QCOMPARE(client.next().body, std::string("POST /b hello"));
    client.send("POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
                "chunked\r\n\r\n3\r\nabc\r\n2;e=1\r\nde\r\n0\r\nT: 1\r\n\r\n");
    QCOMPARE(client.next().body, std::string("POST /c abcde"));
    QCOMPARE(m_server->connections(), 1);
    QCOMPARE(m_handler->begun.load(), 3);
}

void TestServer::addsDateAndLength()
{
    start();
    RawClient client(m_port);
    client.send(get("/"));
    const Reply reply = client.next();
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.headers.valueOr("Content-Length"), std::string_view("6"));
    QVERIFY(reply.headers.valueOr("Date").ends_with(" GMT"));
    QCOMPARE(reply.headers.valueOr("Date").size(), std::size_t(29));
    QVERIFY(!reply.headers.contains("Connection"));
}

void TestServer::listensOnBothFamiliesAtOnePort()
{
    std::mutex mutex;
    std::vector<http::Peer> peers;
    m_handler->onBegin = [&](const http::RequestHead &head, const auto &, auto &) {
        const std::lock_guard lock(mutex);
        peers.push_back(*head.peer);
        return true;
    };
    start();
    RawClient v4(m_port);
    v4.send(get("/4"));
    QCOMPARE(v4.next().status, 200);
    RawClient v6(m_port, QHostAddress(QHostAddress::LocalHostIPv6));
    QVERIFY(v6.connected());
    v6.send(get("/6"));
    QCOMPARE(v6.next().status, 200);
    QCOMPARE(peers.size(), std::size_t(2));
    QCOMPARE(peers[0].address, std::string("127.0.0.1"));
    QCOMPARE(peers[1].address, std::string("::1"));
    QVERIFY(peers[0].loopback && peers[1].loopback);
    QCOMPARE(peers[0].localPort, m_port);
    QCOMPARE(peers[0].port, v4.socket().localPort());
}

void TestServer::answersPipelinedRequestsInOrder()
{
    // The first two answers complete last, and the second in the middle of the first.
    std::deque<http::ResponseStreamPtr> waiting;
    m_handler->onHandle = [&](http::RequestHead head, std::string, http::ResponseStreamPtr response,
                              net::Reactor &reactor) {
        const std::string path(head.path);
        if (path == "/3") {
            response->respond(200, {}, path);
            waiting[1]->respond(200, {}, "/2");
            waiting[0]->writeHead(200, {});
            waiting[0]->write("/");
            reactor.post([first = waiting[0]] {
                first->write("1");
                first->end();
            });
            waiting.clear();
            return;
        }
        waiting.push_back(std::move(response));
    };
    start();
    RawClient client(m_port);
    client.send(get("/1") + get("/2") + get("/3"));
    QCOMPARE(client.next().body, std::string("/1"));
    QCOMPARE(client.next().body, std::string("/2"));
    QCOMPARE(client.next().body, std::string("/3"));
}

void TestServer::stopsReadingBeyondThePipelineDepth()
{
    std::mutex mutex;
    std::vector<std::pair<http::ResponseStreamPtr, net::Reactor *>> waiting;
    m_handler->onHandle = [&](http::RequestHead, std::string, http::ResponseStreamPtr response,
                              net::Reactor &reactor) {
        const std::lock_guard lock(mutex);
        waiting.emplace_back(std::move(response), &reactor);
    };
    http::Limits limits;
    limits.pipelineDepth = 4;
    start(limits);
    RawClient client(m_port);
    std::string many;
    constexpr int kRequests = 3000;
    for (int i = 0; i < kRequests; ++i)
        many += get("/", "X-Filler: 0123456789012345678901234567890123456789\r\n");
    client.send(many);
    QTRY_COMPARE(m_handler->begun.load(), 4);
    QTest::qWait(50);
    QCOMPARE(m_handler->begun.load(), 4);
    // From now on everything is answered at once.
    int answered = 0;
    QElapsedTimer clock;
    clock.start();
    while (answered < kRequests && clock.elapsed() < 15'000) {
        decltype(waiting) ready;
        {
            const std::lock_guard lock(mutex);
            ready.swap(waiting);
        }
        for (auto &[response, reactor] : ready)
            reactor->post([r = std::move(response)] { r->respond(200, {}, "ok"); });
        ready.clear();
        while (client.next(1).complete)
            ++answered;
    }
    QCOMPARE(answered, kRequests);
}

void TestServer::closesWhenAsked_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<bool>("closes");
    QTest::newRow("HTTP/1.1 stays") << QByteArray("GET / HTTP/1.1\r\nHost: x\r\n\r\n") << false;
    QTest::newRow("HTTP/1.1 with close")
        << QByteArray("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") << true;
    QTest::newRow("close in a list") << QByteArray(
                                            "GET / HTTP/1.1\r\nHost: x\r\nConnection: TE, Close\r\n\r\n")
                                     << true;
    QTest::newRow("HTTP/1.0 closes") << QByteArray("GET / HTTP/1.0\r\n\r\n") << true;
    QTest::newRow("HTTP/1.0 with keep-alive")
        << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n") << false;
}

void TestServer::closesWhenAsked()
{
    QFETCH(QByteArray, wire);
    QFETCH(bool, closes);
    start();
    RawClient client(m_port);
    client.send(wire.toStdString());
    const Reply reply = client.next();
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.headers.hasToken("Connection", "close"), closes);
    if (closes) {
        QVERIFY(client.waitForClose());
        return;
    }
    client.send(wire.toStdString());
    QCOMPARE(client.next().status, 200);
}

void TestServer::sendsNoBodyToHead()
{
    start();
    RawClient client(m_port);
    client.send("HEAD /x HTTP/1.1\r\nHost: x\r\n\r\n");
    const Reply reply = client.next(3000, true);
    QCOMPARE(reply.headers.valueOr("Content-Length"), std::string_view("8"));
    client.send(get("/y"));
    QCOMPARE(client.next().body, std::string("GET /y "));
}

void TestServer::streamsInChunks()
{
    m_handler->onHandle = [](http::RequestHead, std::string, http::ResponseStreamPtr response,
                             net::Reactor &reactor) {
        response->writeHead(200, {{"Content-Type", "text/event-stream"}});
        // The head goes out by itself when the first piece is late.
        reactor.startTimer(50, [response] {
            response->write("one");
            response->write("two");
            response->end();
        });
    };
    start();
    RawClient client(m_port);
    client.send(get("/"));
    QVERIFY(client.waitForBytes("\r\n\r\n"));
    QVERIFY(client.received().ends_with("\r\n\r\n"));
    QVERIFY(client.waitForBytes("0\r\n\r\n"));
    QVERIFY(client.received().ends_with("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n"));
    QCOMPARE(client.next().body, std::string("onetwo"));
    client.send(get("/"));
    QCOMPARE(client.next().body, std::string("onetwo"));
}

void TestServer::endsHttp10StreamsWithTheConnection()
{
    m_handler->onHandle = [](http::RequestHead, std::string, http::ResponseStreamPtr response,
                             net::Reactor &) {
        response->writeHead(200, {});
        response->write("all of it");
        response->end();
    };
    start();
    RawClient client(m_port);
    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    QVERIFY(client.waitForClose());
    QVERIFY(client.received().starts_with("HTTP/1.0 200 OK\r\n"));
    QVERIFY(client.received().ends_with("\r\n\r\nall of it"));
    QVERIFY(client.received().find("chunked") == std::string::npos);
}

void TestServer::keepsToADeclaredLength()
{
    m_handler->onHandle = [](http::RequestHead head, std::string, http::ResponseStreamPtr response,
                             net::Reactor &) {
        response->writeHead(200, {{"Content-Length", "4"}});
        response->write(head.path == "/long" ? "123456" : "12");
        response->end();
    };
    start();
    RawClient client(m_port);
    client.send(get("/long"));
    QCOMPARE(client.next().body, std::string("1234"));
    client.send(get("/short"));
    QVERIFY(client.waitForClose());
    QVERIFY(client.received().ends_with("\r\n\r\n12"));
}

void TestServer::cleansHeaderValues()
{
    m_handler->onHandle = [](http::RequestHead, std::string, http::ResponseStreamPtr response,
                             net::Reactor &) {
        response->respond(200, {{"X-A", "b\r\nX-Evil: 1"}, {"Transfer-Encoding", "chunked"}}, "x");
    };
    start();
    RawClient client(m_port);
    client.send(get("/"));
    const Reply reply = client.next();
    QCOMPARE(reply.headers.valueOr("X-A"), std::string_view("b  X-Evil: 1"));
    QVERIFY(!reply.headers.contains("X-Evil"));
    QVERIFY(!reply.headers.contains("Transfer-Encoding"));
}

void TestServer::sends100ContinueAfterBegin()
{
    start();
    RawClient client(m_port);
    client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    QCOMPARE(client.next().status, 100);
    QCOMPARE(m_handler->handled.load(), 0);
    client.send("ok");
    QCOMPARE(client.next().body, std::string("POST / ok"));
    // Whoever sends the body right away does not need it.
    client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok");
    QCOMPARE(client.next().status, 200);
}

void TestServer::refusesBodyInBegin()
{
    m_handler->onBegin = [](const http::RequestHead &, const http::ResponseStreamPtr &response,
                            net::Reactor &) {
        response->respond(401, {}, "no");
        return false;
    };
    start();
    {
        RawClient client(m_port);
        client.send(post("/", "a short body") + post("/", "another"));
        QCOMPARE(client.next().status, 401);   // The bodies are read past, the connection stays.
        QCOMPARE(client.next().status, 401);
    }
    {
        RawClient client(m_port);
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\nbegin");
        const Reply reply = client.next();
        QCOMPARE(reply.status, 401);
        QVERIFY(reply.headers.hasToken("Connection", "close"));
        client.send(std::string(100'000, 'x'));
        QVERIFY(client.waitForClose());
    }
    {
        RawClient client(m_port);
        client.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 20\r\n\r\n");
        QCOMPARE(client.next().status, 401);
        QVERIFY(client.waitForClose());
    }
    QCOMPARE(m_handler->handled.load(), 0);
}

void TestServer::inflatesBodies()
{
    m_handler->onHandle = [](http::RequestHead head, std::string body, http::ResponseStreamPtr response,
                             net::Reactor &) {
        const bool padded = body.capacity() >= body.size() + http::kBodyPadding;
        response->respond(200, {},
                          body + "|" + std::string(head.headers.valueOr("Content-Encoding", "plain")) + "|" +
                              std::string(head.headers.valueOr("Content-Length")) +
                              (padded ? "|padded" : ""));
    };
    start();
    RawClient client(m_port);
    client.send(post("/", gzipped("{\"model\":\"m\"}"), "Content-Encoding: gzip\r\n"));
    QCOMPARE(client.next().body, std::string("{\"model\":\"m\"}|plain|13|padded"));
    client.send(post("/", "x", "Content-Encoding: br\r\n"));
    QCOMPARE(client.next().status, 415);
}

void TestServer::refuses_data()
{
    QTest::addColumn<QByteArray>("wire");
    QTest::addColumn<int>("expectedStatus");
    const std::string head = "POST / HTTP/1.1\r\nHost: x\r\n";
    const auto row = [](const char *name, const std::string &wire, int status) {
        QTest::newRow(name) << QByteArray::fromStdString(wire) << status;
    };
    row("malformed request line", "GET\r\n\r\n", 400);
    row("header over the limit", "GET / HTTP/1.1\r\nHost: x\r\nA: " + kText(9000, 'a') + "\r\n\r\n", 431);
    row("endless header", kText(9000, 'a'), 431);
    row(
        "too many fields",
        head +
            [] {
                std::string fields;
                for (int i = 0; i < 30; ++i)
                    fields += "F: 1\r\n";
                return fields;
            }() +
            "\r\n",
        431);
    row("declared body over the limit", head + "Content-Length: 5000\r\n\r\n", 413);
    row("chunked body over the limit",
        head + "Transfer-Encoding: chunked\r\n\r\n800\r\n" + kText(0x800, 'a') + "\r\n801\r\n", 413);
    row("body over the limit once inflated",
        post("/", gzipped(kText(100'000, 'a')), "Content-Encoding: gzip\r\n"), 413);
    row("broken gzip", post("/", "not gzip", "Content-Encoding: gzip\r\n"), 400);
    row("unknown expectation", head + "Expect: 200-ok\r\n\r\n", 417);
    row("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    row("length and chunked", head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
}

void TestServer::refuses()
{
    QFETCH(QByteArray, wire);
    QFETCH(int, expectedStatus);
    http::Limits limits;
    limits.headerBytes = 8192;
    limits.headerCount = 20;
    limits.bodyBytes = 4096;
    limits.lingerMs = 100;
    start(limits);
    RawClient client(m_port);
    client.send(wire.toStdString());
    const Reply reply = client.next();
    QCOMPARE(reply.status, expectedStatus);
    QVERIFY(reply.body.starts_with("refused " + std::to_string(expectedStatus)));
    QVERIFY(reply.headers.hasToken("Connection", "close"));
    QVERIFY(client.waitForClose());
    QCOMPARE(m_handler->handled.load(), 0);
    QTRY_COMPARE(m_server->connections(), 0);
}

void TestServer::cutsSlowHeads()
{
    http::Limits limits;
    limits.headerTimeoutMs = 150;
    start(limits);
    RawClient client(m_port);
    client.send("GET / HTTP/1.1\r\nHo");
    for (int i = 0; i < 6; ++i) {   // A byte now and then does not help.
        QTest::qWait(40);
        client.send("s");
    }
    QCOMPARE(client.next().status, 408);
    QVERIFY(client.waitForClose());
}

void TestServer::cutsSlowBodies()
{
    http::Limits limits;
    limits.bodyTimeoutMs = 150;
    start(limits);
    {
        RawClient client(m_port);
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n");
        for (int i = 0; i < 6; ++i) {
            QTest::qWait(40);
            client.send("x");
        }
        QCOMPARE(client.next().status, 408);
    }
    RawClient client(m_port);   // Progress is another matter.
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 6000\r\n\r\n");
    for (int i = 0; i < 5; ++i) {
        QTest::qWait(60);
        client.send(kText(1200, 'x'));
    }
    QCOMPARE(client.next().status, 200);
}

void TestServer::closesIdleConnectionsSilently()
{
    http::Limits limits;
    limits.idleTimeoutMs = 120;
    start(limits);
    RawClient fresh(m_port);
    RawClient used(m_port);
    used.send(get("/"));
    QCOMPARE(used.next().status, 200);
    QVERIFY(used.waitForClose());
    QVERIFY(fresh.waitForClose());
    QVERIFY(used.received().empty() && fresh.received().empty());
}

void TestServer::tellsWhenThePeerIsGone()
{
    std::atomic<int> gone{0};
    std::atomic<int> late{0};
    std::mutex mutex;
    std::vector<http::ResponseStreamPtr> kept;
    m_handler->onHandle = [&](http::RequestHead head, std::string, http::ResponseStreamPtr response,
                              net::Reactor &) {
        if (head.path == "/stream") {
            response->writeHead(200, {});
            response->write("begin");
        }
        http::ResponseStream *raw = response.get();
        response->onPeerGone = [&, raw] {
            ++gone;
            if (raw->peerGone())
                raw->write("harmless");
            raw->end();
            late += raw->pending() > 0;
            const std::lock_guard lock(mutex);
            std::erase_if(kept,
                          [raw](const auto &r) { return r.get() == raw; });   // Dies in its own callback.
        };
        const std::lock_guard lock(mutex);
        kept.push_back(std::move(response));
    };
    start();
    {
        RawClient waiting(m_port);
        RawClient streaming(m_port);
        RawClient reset(m_port);
        waiting.send(get("/wait") + get("/wait"));
        streaming.send(get("/stream"));
        reset.send(get("/stream"));
        QVERIFY(streaming.waitForBytes("begin"));
        QTRY_COMPARE(m_handler->handled.load(), 4);
        reset.socket().abort();
        QTRY_COMPARE(gone.load(), 1);
    }
    QTRY_COMPARE(gone.load(), 4);
    QTRY_COMPARE(m_server->connections(), 0);
    QCOMPARE(late.load(), 0);
    QVERIFY(kept.empty());
}

void TestServer::abortIsNoEnd()
{
    m_handler->onHandle = [](http::RequestHead, std::string, http::ResponseStreamPtr response,
                             net::Reactor &) {
        response->writeHead(200, {});
        response->write("part");
        response->abort();
    };
    start();
    RawClient client(m_port);
    client.send(get("/"));
    QVERIFY(client.waitForClose());
    QVERIFY(client.received().ends_with("4\r\npart\r\n"));
    QVERIFY(client.received().find("0\r\n\r\n") == std::string::npos);
}

void TestServer::answersForADroppedResponse()
{
    m_handler->onHandle = [](http::RequestHead head, std::string, http::ResponseStreamPtr response,
                             net::Reactor &) {
        if (head.path == "/late")
            response->writeHead(200, {});
    };
    start();
    RawClient client(m_port);
    client.send(get("/never"));
    QCOMPARE(client.next().status, 500);
    client.send(get("/late"));
    QVERIFY(client.waitForClose());
    QVERIFY(client.received().find("0\r\n\r\n") == std::string::npos);
}

void TestServer::holdsBackWhenTheClientDoesNotRead()
{
    constexpr std::size_t kTotal = 24UL * 1024 * 1024;
    struct Writer
    {
        http::ResponseStreamPtr response;
        std::size_t left = kTotal;
        std::size_t most = 0;
        void go()
        {
            while (left > 0 && response->pending() <= response->highWater()) {
                response->write(std::string(32 * 1024, 'x'));
                left -= 32 * 1024;
                most = std::max(most, response->pending());
            }
            if (left == 0) {
                response->end();
                response->onDrained = nullptr;
            }
        }
    };
    std::shared_ptr<Writer> writer;
    std::atomic<int> drained{0};
    m_handler->onHandle = [&](http::RequestHead, std::string, http::ResponseStreamPtr response,
                              net::Reactor &) {
        writer = std::make_shared<Writer>();
        writer->response = std::move(response);
        writer->response->onDrained = [&drained, w = writer.get()] {
            ++drained;
            w->go();
        };
        writer->response->writeHead(200, {});
        writer->go();
    };
    start();
    RawClient client(m_port);
    client.socket().setReadBufferSize(64 * 1024);
    client.send(get("/"));
    QTRY_VERIFY(m_handler->handled.load() == 1);
    QTest::qWait(100);   // The client reads nothing meanwhile.
    std::size_t got = 0;
    QTRY_VERIFY_WITH_TIMEOUT((got += client.socket().readAll().size()) > kTotal, 20'000);
    QVERIFY(drained.load() > 0);
    QVERIFY(writer->most <= 256 * 1024 + 33 * 1024);
}

void TestServer::cutsClientsThatNeverRead()
{
    std::atomic<bool> gone{false};
    http::ResponseStreamPtr kept;
    m_handler->onHandle = [&](http::RequestHead, std::string, http::ResponseStreamPtr response,
                              net::Reactor &) {
        kept = response;
        response->onPeerGone = [&] { gone = true; };
        response->writeHead(200, {});
        response->write(std::string(16UL * 1024 * 1024, 'x'));
    };
    http::Limits limits;
    limits.writeTimeoutMs = 150;
    start(limits);
    RawClient client(m_port);
    client.socket().setReadBufferSize(1024);
    client.send(get("/"));
    QTRY_VERIFY(gone.load());
    QTRY_COMPARE(m_server->connections(), 0);
}

void TestServer::drains()
{
    std::mutex mutex;
    http::ResponseStreamPtr kept;
    net::Reactor *home = nullptr;
    m_handler->onHandle = [&](http::RequestHead head, std::string, http::ResponseStreamPtr response,
                              net::Reactor &reactor) {
        if (head.path == "/quick") {
            response->respond(200, {}, "quick");
            return;
        }
        const std::lock_guard lock(mutex);
        kept = std::move(response);
        home = &reactor;
    };
    start();
    QSignalSpy drained(m_server.get(), &http::Server::drained);
    RawClient idle(m_port);
    idle.send(get("/quick"));
    QCOMPARE(idle.next().status, 200);
    RawClient busy(m_port);
    busy.send(get("/slow"));
    QTRY_COMPARE(m_handler->handled.load(), 2);
    m_server->drain();
    QVERIFY(idle.waitForClose());
    RawClient late(m_port);
    QVERIFY(!late.connected());
    QCOMPARE(drained.count(), 0);
    QCOMPARE(m_server->connections(), 1);
    home->post([&] {
        kept->respond(200, {}, "done");
        kept.reset();
    });
    const Reply reply = busy.next();
    QCOMPARE(reply.body, std::string("done"));
    QVERIFY(reply.headers.hasToken("Connection", "close"));
    QTRY_COMPARE(drained.count(), 1);
    QCOMPARE(m_server->connections(), 0);
}

void TestServer::cutsWhatDoesNotDrain()
{
    std::atomic<bool> gone{false};
    http::ResponseStreamPtr kept;
    m_handler->onHandle = [&](http::RequestHead, std::string, http::ResponseStreamPtr response,
                              net::Reactor &) {
        kept = response;
        response->onPeerGone = [&] { gone = true; };
    };
    http::Limits limits;
    limits.drainMs = 100;
    start(limits);
    QSignalSpy drained(m_server.get(), &http::Server::drained);
    RawClient client(m_port);
    client.send(get("/"));
    QTRY_COMPARE(m_handler->handled.load(), 1);
    m_server->drain();
    QTRY_COMPARE(drained.count(), 1);
    QVERIFY(gone.load());
    QVERIFY(client.waitForClose());
}

void TestServer::refusesBeyondTheCap()
{
    http::Limits limits;
    limits.connections = 2;
    start(limits);
    RawClient first(m_port);
    auto second = std::make_unique<RawClient>(m_port);
    first.send(get("/"));
    second->send(get("/"));
    QCOMPARE(first.next().status, 200);
    QCOMPARE(second->next().status, 200);
    RawClient third(m_port);
    third.send(get("/"));
    const Reply reply = third.next();
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.headers.valueOr("Retry-After"), std::string_view("1"));
    QVERIFY(third.waitForClose());
    second.reset();
    QTRY_COMPARE(m_server->connections(), 1);
    RawClient fourth(m_port);
    fourth.send(get("/"));
    QCOMPARE(fourth.next().status, 200);
    QCOMPARE(m_handler->handled.load(), 3);
}

void TestServer::holdsAThousandIdleConnections()
{
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    constexpr rlim_t kNeeded = 2300;
    if (files.rlim_cur < kNeeded) {
        files.rlim_cur = std::min(files.rlim_max, kNeeded);
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur < kNeeded)
        QSKIP("the system allows too few open files");
    start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 1000; ++i)
        clients.push_back(std::make_unique<RawClient>(m_port));
    QTRY_COMPARE(m_server->connections(), 1000);
    for (std::size_t i = 0; i < clients.size(); i += 97) {
        clients[i]->send(get("/"));
        QCOMPARE(clients[i]->next().status, 200);
    }
    clients.clear();
    QTRY_COMPARE(m_server->connections(), 0);
}

void TestServer::surfacesNoCallbackAfterDestruction()
{
    std::atomic<int> gone{0};
    http::ResponseStreamPtr kept;
    m_handler->onHandle = [&](http::RequestHead, std::string, http::ResponseStreamPtr response,
                              net::Reactor &) {
        kept = response;
        response->onPeerGone = [&] { ++gone; };
    };
    start();
    RawClient client(m_port);
    client.send(get("/"));
    QTRY_COMPARE(m_handler->handled.load(), 1);
    m_server.reset();
    QCOMPARE(gone.load(), 1);   // Told while the server went, not later.
    QVERIFY(kept->peerGone());
    kept->respond(200, {}, "nobody");
    kept.reset();
    QVERIFY(client.waitForClose());
}

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
