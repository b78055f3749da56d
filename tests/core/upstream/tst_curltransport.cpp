#include "core/upstream/curltransport.h"
#include "tests/support/fakeupstream.h"
#include "tests/support/recordingsink.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::test;
using namespace Qt::StringLiterals;
using upstream::CurlOptions;
using upstream::CurlTransport;
using upstream::UpstreamRequest;

namespace {

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

// What only libcurl does; the rest is in tst_transport.cpp.
class TestCurlTransport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesThroughProxies();
    void neverAsksAProxyForLoopback();
    void obeysNoProxy();
    void verifiesCertificates();
    void speaksHttp2();
};

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

QTEST_GUILESS_MAIN(TestCurlTransport)
#include "tst_curltransport.moc"
