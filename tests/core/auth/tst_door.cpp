#include "core/auth/door.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <unistd.h>

using namespace gw;
using namespace gw::auth;

class TestDoor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mayEnter_data();
    void mayEnter();
    void widerBindsTrustTheKeyNotTheName();
    void openGatewaysServeTheirOwnUserOnly();
    void isLoopbackName_data();
    void isLoopbackName();
    void findsThePeersUser();
};

void TestDoor::mayEnter_data()
{
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<QByteArray>("site");
    QTest::addColumn<int>("expected");   // -1: lets in.
    const int in = -1;
    const int host = int(ErrorCode::HostDenied);
    const int origin = int(ErrorCode::OriginDenied);
    QTest::newRow("a plain client") << QByteArray("localhost:4000") << QByteArray() << QByteArray() << in;
    QTest::newRow("by address") << QByteArray("127.0.0.1:4000") << QByteArray() << QByteArray() << in;
    QTest::newRow("by IPv6 address") << QByteArray("[::1]:4000") << QByteArray() << QByteArray() << in;
    QTest::newRow("from a container")
        << QByteArray("host.docker.internal:4000") << QByteArray() << QByteArray() << in;
    QTest::newRow("a name the user added")
        << QByteArray("gateway.lan:4000") << QByteArray() << QByteArray() << in;
    QTest::newRow("DNS rebinding") << QByteArray("evil.example:4000") << QByteArray() << QByteArray() << host;
    QTest::newRow("a name that begins like ours")
        << QByteArray("localhost.evil.example:4000") << QByteArray() << QByteArray() << host;
    QTest::newRow("an address that begins like ours")
        << QByteArray("127.0.0.1.evil.example") << QByteArray() << QByteArray() << host;
    QTest::newRow("our own page") << QByteArray("localhost:4000") << QByteArray("http://localhost:4000")
                                  << QByteArray("same-origin") << in;
    QTest::newRow("a page of the address that is asked")
        << QByteArray("gateway.lan:4000") << QByteArray("https://Gateway.lan:4000")
        << QByteArray("same-origin") << in;
    QTest::newRow("a page of the same name on another port")
        << QByteArray("gateway.lan:4000") << QByteArray("http://gateway.lan:3000") << QByteArray() << origin;
    QTest::newRow("an app named as the host")
        << QByteArray("gateway.lan:4000") << QByteArray("app://gateway.lan:4000") << QByteArray() << origin;
    QTest::newRow("DNS rebinding from a page of that name")
        << QByteArray("evil.example:4000") << QByteArray("http://evil.example:4000")
        << QByteArray("same-origin") << host;
    QTest::newRow("a page on another local port")
        << QByteArray("localhost:4000") << QByteArray("http://localhost:3000") << QByteArray() << origin;
    QTest::newRow("a page of the web") << QByteArray("localhost:4000") << QByteArray("https://evil.example")
                                       << QByteArray("cross-site") << origin;
    QTest::newRow("a file or sandboxed page")
        << QByteArray("localhost:4000") << QByteArray("null") << QByteArray() << origin;
    QTest::newRow("an app nobody allowed")
        << QByteArray("localhost:4000") << QByteArray("vscode-webview://x") << QByteArray() << origin;
    QTest::newRow("an app the user allowed")
        << QByteArray("localhost:4000") << QByteArray("app://obsidian.md") << QByteArray() << in;
    QTest::newRow("a cross-site picture")
        << QByteArray("localhost:4000") << QByteArray() << QByteArray("cross-site") << origin;
    QTest::newRow("typed into the address bar")
        << QByteArray("localhost:4000") << QByteArray() << QByteArray("none") << in;
}

void TestDoor::mayEnter()
{
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, origin);
    QFETCH(QByteArray, site);
    QFETCH(int, expected);
    DoorPolicy policy;
    policy.hostNames = {"gateway.lan"};
    policy.origins = {"app://obsidian.md"};
    wire::Headers headers{{"Host", host.toStdString()}};
    if (!origin.isEmpty())
        headers.add("Origin", origin.toStdString());
    if (!site.isEmpty())
        headers.add("Sec-Fetch-Site", site.toStdString());
    const auto result = auth::mayEnter(policy, {headers, "GET", "127.0.0.1", true, -1});
    QCOMPARE(result.ok() ? -1 : int(result.error().code), expected);
    if (expected == int(ErrorCode::OriginDenied) && !origin.isEmpty())
        QVERIFY(result.error().message.find(origin.toStdString()) != std::string::npos);
}

void TestDoor::widerBindsTrustTheKeyNotTheName()
{
    DoorPolicy policy;
    policy.loopbackBind = false;
    const wire::Headers headers{{"Host", "gateway.example"}};
    QVERIFY(auth::mayEnter(policy, {headers, "GET", "10.0.0.7", false, -1}).ok());
    policy.allowedIps = {"10.0.0.8"};
    QVERIFY(auth::mayEnter(policy, {headers, "GET", "10.0.0.7", false, -1}).error().code ==
            ErrorCode::AddressDenied);
}

void TestDoor::openGatewaysServeTheirOwnUserOnly()
{
    DoorPolicy policy;
    policy.ownUserOnly = true;
    policy.ownUid = 1000;
    const wire::Headers headers{{"Host", "localhost"}};
    QVERIFY(auth::mayEnter(policy, {headers, "GET", "127.0.0.1", true, 1000}).ok());
    QVERIFY(!auth::mayEnter(policy, {headers, "GET", "127.0.0.1", true, 1001}).ok());
    QVERIFY(!auth::mayEnter(policy, {headers, "GET", "127.0.0.1", true, -1}).ok());
    QVERIFY(!auth::mayEnter(policy, {headers, "GET", "10.0.0.7", false, 1000}).ok());
}

void TestDoor::isLoopbackName_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("expected");
    for (const char *name : {"localhost", "LOCALHOST:80", "a.localhost", "127.0.0.1", "127.9.9.9:1", "[::1]",
                             "::1", "[::1]:80", "localhost."})
        QTest::newRow(name) << QByteArray(name) << true;
    for (const char *name :
         {"", "localhostx", "xlocalhost", "128.0.0.1", "127.0.0.1.x", "10.0.0.1", "[::2]", "example.com"})
        QTest::newRow((std::string("not ") + name).c_str()) << QByteArray(name) << false;
}

void TestDoor::isLoopbackName()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, expected);
    QCOMPARE(auth::isLoopbackName(name.toStdString()), expected);
}

void TestDoor::findsThePeersUser()
{
    for (const QHostAddress &address :
         {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)}) {
        QTcpServer server;
        if (!server.listen(address))
            continue;   // No IPv6 on this machine.
        QTcpSocket client;
        client.connectToHost(address, server.serverPort());
        QVERIFY(client.waitForConnected(5000));
        QCOMPARE(auth::peerUid(address.toString().toStdString(), client.localPort(), server.serverPort()),
                 long(geteuid()));
    }
    QCOMPARE(auth::peerUid("127.0.0.1", 1, 2), -1L);
}

QTEST_GUILESS_MAIN(TestDoor)
#include "tst_door.moc"
