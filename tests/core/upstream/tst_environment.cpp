#include "core/upstream/environment.h"

#include <QTest>

using namespace gw::upstream;

class TestEnvironment final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isLoopbackHost_data();
    void isLoopbackHost();
    void originOf_data();
    void originOf();
    void readsBothCases();
};

void TestEnvironment::isLoopbackHost_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<bool>("expected");
    for (const char *host :
         {"localhost", "LOCALHOST", "localhost.", "ollama.localhost", "127.0.0.1", "127.9.8.7", "127.1",
          "2130706433", "0x7f.1", "::1", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1"})
        QTest::newRow(host) << QByteArray(host) << true;
    for (const char *host : {"", "example.com", "localhost.example.com", "notlocalhost", "128.0.0.1",
                             "10.0.0.1", "::2", "::ffff:10.0.0.1", "127.0.0.1.nip.io", "0.0.0.0"})
        QTest::newRow(*host ? host : "nothing") << QByteArray(host) << false;
}

void TestEnvironment::isLoopbackHost()
{
    QFETCH(QByteArray, host);
    QFETCH(bool, expected);
    QCOMPARE(gw::upstream::isLoopbackHost(host.toStdString()), expected);
}

void TestEnvironment::originOf_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *url, const char *expected) {
        QTest::newRow(url) << QByteArray(url) << QByteArray(expected);
    };
    row("https://API.example.com/v1?key=secret", "https api.example.com:443");
    row("HTTP://example.com", "http example.com:80");
    row("http://example.com:8080/x", "http example.com:8080");
    row("http://[::1]:11434/api", "http [::1]:11434");
    row("http://user:pa:ss@host:81/", "http host:81");
    row("http://127.0.0.1@evil.example/", "http evil.example:80");
    row("ftp://example.com/", "ftp :0");
    row("/v1/chat", " :0");
}

void TestEnvironment::originOf()
{
    QFETCH(QByteArray, url);
    QFETCH(QByteArray, expected);
    const Origin origin = gw::upstream::originOf(url.toStdString());
    QCOMPARE(origin.scheme + " " + origin.authority(), expected.toStdString());
}

void TestEnvironment::readsBothCases()
{
    for (const char *name : {"http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy",
                             "ALL_PROXY", "no_proxy", "NO_PROXY"})
        qunsetenv(name);
    QVERIFY(ProxyEnvironment::fromProcess().forScheme("https").empty());
    qputenv("HTTP_PROXY", "http://upper:1");
    qputenv("ALL_PROXY", "socks5h://all:2");
    qputenv("NO_PROXY", "internal");
    ProxyEnvironment found = ProxyEnvironment::fromProcess();
    QCOMPARE(found.forScheme("http"), std::string("http://upper:1"));
    QCOMPARE(found.forScheme("https"), std::string("socks5h://all:2"));
    QCOMPARE(found.none, std::string("internal"));
    qputenv("http_proxy", "http://lower:3");
    found = ProxyEnvironment::fromProcess();
    QCOMPARE(found.forScheme("http"), std::string("http://lower:3"));
}

QTEST_GUILESS_MAIN(TestEnvironment)
#include "tst_environment.moc"
