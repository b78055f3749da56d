#include "core/upstream/transports.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/recordingsink.h"

#include <QTest>

#include <netinet/in.h>

using namespace gw;
using namespace gw::test;
using namespace gw::upstream;

// Which transport a request takes, and what the direct one does beyond the common suite.
class TestTransports final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesDirectly_data();
    void goesDirectly();
    void servesBoth();
    void alternatesFamilies();
    void triesTheNextAddress();
    void closesConnectionsBeyondItsPool();
    void closesConnectionsThatIdleTooLong();
    void dropsAConnectionThatSpeaksUnasked();
};

void TestTransports::goesDirectly_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("proxy");
    QTest::addColumn<QByteArray>("environment");
    QTest::addColumn<bool>("expected");
    QTest::newRow("plain") << QByteArray("http://10.1.2.3:8000/v1") << QByteArray() << QByteArray() << true;
    QTest::newRow("by name") << QByteArray("HTTP://gpu.example/v1?a=b") << QByteArray() << QByteArray()
                             << true;
    QTest::newRow("over TLS") << QByteArray("https://api.example/v1") << QByteArray() << QByteArray()
                              << false;
    QTest::newRow("no URL") << QByteArray("nonsense") << QByteArray() << QByteArray() << false;
    QTest::newRow("with a password") << QByteArray("http://me:it@gpu.example/") << QByteArray()
                                     << QByteArray() << false;
    QTest::newRow("with a space") << QByteArray("http://gpu.example/a b") << QByteArray() << QByteArray()
                                  << false;
    QTest::newRow("with a letter beyond ASCII")
        << QByteArray("http://m\xc3\xbcnchen.example/") << QByteArray() << QByteArray() << false;
    QTest::newRow("a proxy of its own")
        << QByteArray("http://gpu.example/") << QByteArray("http://proxy:3128") << QByteArray() << false;
    QTest::newRow("a proxy in the environment")
        << QByteArray("http://gpu.example/") << QByteArray() << QByteArray("http://proxy:3128") << false;
    QTest::newRow("explicitly without one")
        << QByteArray("http://gpu.example/") << QByteArray("none") << QByteArray("http://proxy:3128") << true;
    QTest::newRow("this machine, in spite of a proxy")
        << QByteArray("http://localhost:11434/v1") << QByteArray("http://proxy:3128")
        << QByteArray("http://proxy:3128") << true;
}

void TestTransports::goesDirectly()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, proxy);
    QFETCH(QByteArray, environment);
    QFETCH(bool, expected);
    net::Reactor reactor;
    CurlOptions curl{.proxies = {.http = environment.toStdString(), .https = {}, .all = {}, .none = {}}};
    UpstreamRequest request = requestTo(url.toStdString());
    request.proxy = proxy.toStdString();
    QCOMPARE(Transports(reactor, TransportChoice::Auto, curl).goesDirectly(request), expected);
    QVERIFY(!Transports(reactor, TransportChoice::Curl, curl).goesDirectly(request));
}

void TestTransports::servesBoth()
{
    net::Reactor reactor;
    FakeUpstream upstream({test::send(std::string(kHello))});
    for (const char *name : {"auto", "curl"}) {
        const auto choice = transportChoice(name);
        QVERIFY(choice);
        Transports transports(reactor, *choice, CurlOptions{.proxies = {}});
        RecordingSink sink;
        const auto transfer = transports.start(requestTo(upstream.url()), sink);
        QCOMPARE(transports.running(), std::size_t(1));
        QTRY_VERIFY(sink.over());
        QCOMPARE(sink.body, std::string("hello"));
        QCOMPARE(transports.running(), std::size_t(0));
    }
    QVERIFY(!transportChoice("fast"));
}

void TestTransports::alternatesFamilies()
{
    const auto of = [](int family) {
        Address address;
        address.storage.ss_family = static_cast<sa_family_t>(family);
        return address;
    };
    std::vector<int> families;
    for (const Address &each : interleaved({of(AF_INET6), of(AF_INET6), of(AF_INET6), of(AF_INET)}, 1))
        families.push_back(each.storage.ss_family);
    QCOMPARE(families, (std::vector<int>{AF_INET6, AF_INET, AF_INET6, AF_INET6}));
    QCOMPARE(literalAddresses("localhost", 80).size(), std::size_t(2));
    QCOMPARE(literalAddresses("127.1", 80).size(), std::size_t(1));
    QCOMPARE(literalAddresses("::1", 80).size(), std::size_t(1));
    QCOMPARE(literalAddresses("gpu.example", 80).size(), std::size_t(0));
}

void TestTransports::triesTheNextAddress()
{
    // Nothing listens on ::1 at that port: localhost is found at its second address.
    net::Reactor reactor;
    DirectTransport transport(reactor);
    FakeUpstream upstream({test::send(std::string(kHello))});
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url("/", "localhost")), sink);
    QTRY_VERIFY(sink.over());
    QCOMPARE(sink.body, std::string("hello"));
    QVERIFY(upstream.requests.at(0).find("Host: localhost:" + std::to_string(upstream.port())) !=
            std::string::npos);
    RecordingSink refused;
    const auto none = transport.start(requestTo("http://localhost:1/"), refused);
    QTRY_VERIFY(refused.over());
    QVERIFY2(refused.error && refused.error->message.starts_with("the connection was refused"),
             refused.error ? refused.error->message.c_str() : "");
}

void TestTransports::closesConnectionsBeyondItsPool()
{
    net::Reactor reactor;
    DirectTransport transport(reactor, {.idleConnections = 2});
    FakeUpstream upstream({waitFor(20), test::send(std::string(kHello))});
    std::vector<RecordingSink> sinks(5);
    std::vector<std::unique_ptr<Transfer>> transfers;
    for (RecordingSink &sink : sinks)
        transfers.push_back(transport.start(requestTo(upstream.url()), sink));
    QTRY_VERIFY(std::ranges::all_of(sinks, &RecordingSink::over));
    QCOMPARE(upstream.connections, 5);
    QTRY_COMPARE(upstream.closed, 3);
}

void TestTransports::closesConnectionsThatIdleTooLong()
{
    net::Reactor reactor;
    DirectTransport transport(reactor, {.idleMs = 60});
    FakeUpstream upstream({test::send(std::string(kHello))});
    RecordingSink sink;
    const auto transfer = transport.start(requestTo(upstream.url()), sink);
    QTRY_VERIFY(sink.over());
    QCOMPARE(upstream.closed, 0);
    QTRY_COMPARE(upstream.closed, 1);
}

void TestTransports::dropsAConnectionThatSpeaksUnasked()
{
    net::Reactor reactor;
    DirectTransport transport(reactor);
    FakeUpstream upstream(
        {test::send(std::string(kHello) + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")});
    for (int i = 0; i < 2; ++i) {
        RecordingSink sink;
        const auto transfer = transport.start(requestTo(upstream.url()), sink);
        QTRY_VERIFY(sink.over());
        QCOMPARE(sink.body, std::string("hello"));
        QVERIFY(!transfer->times().reused);
    }
    QCOMPARE(upstream.connections, 2);
}

QTEST_GUILESS_MAIN(TestTransports)
#include "tst_transports.moc"
