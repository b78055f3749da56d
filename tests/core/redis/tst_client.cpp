#include "core/redis/client.h"
#include "tests/support/redisserver.h"

#include <QTest>

using namespace gw;
using namespace gw::redis;

namespace {

// Waits for the answer to one command; Lost when it was turned down.
Reply ask(Client &client, const Arguments &arguments)
{
    Reply out;
    bool come = false;
    if (!client.command(arguments, [&](const Reply &reply) {
            out = reply;
            come = true;
        }))
        return out;
    if (!QTest::qWaitFor([&] { return come; }, 5000))
        qFatal("no callback");
    return out;
}

// A Redis that takes TLS alone, with a certificate for "localhost" that it has signed itself.
struct TlsServer
{
    TlsServer()
    {
        openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                 QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                 QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                 QStringLiteral("-subj"), QStringLiteral("/CN=localhost"), QStringLiteral("-addext"),
                 QStringLiteral("subjectAltName=DNS:localhost"), QStringLiteral("-keyout"), key(),
                 QStringLiteral("-out"), certificate()});
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        port = probe.serverPort();
        plain.emplace(QStringList{
            QStringLiteral("--tls-port"), QString::number(port), QStringLiteral("--tls-cert-file"),
            certificate(), QStringLiteral("--tls-key-file"), key(), QStringLiteral("--tls-ca-cert-file"),
            certificate(), QStringLiteral("--tls-auth-clients"), QStringLiteral("no")});
    }
    static void openssl(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        if (!process.waitForFinished(20'000) || process.exitCode() != 0)
            qFatal("openssl: %s", process.readAllStandardError().constData());
    }
    QString key() const { return folder.filePath(QStringLiteral("key.pem")); }
    QString certificate() const { return folder.filePath(QStringLiteral("cert.pem")); }
    Settings settings() const
    {
        Settings out;
        out.host = "localhost";
        out.port = port;
        out.connectMs = out.commandMs = 2000;   // Sanitizers are slow.
        out.tls.on = true;
        out.tls.caFile = certificate().toStdString();
        return out;
    }

    QTemporaryDir folder;
    std::uint16_t port = 0;
    std::optional<test::RedisServer> plain;   // Also listens without TLS, for the test to see that it lives.
};

int g_warnings = 0;
QString g_warned;

void countWarnings(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    if (type == QtWarningMsg && QLatin1String(context.category) == QLatin1String("gw.redis")) {
        ++g_warnings;
        g_warned += text;
    }
}

}   // namespace

class TestClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void answersEveryKindOfReply();
    void keepsBytesAsTheyAre();
    void answersInOrder();
    void runsScriptsThatRedisDoesNotKnowYet();
    void logsInAndSelects();
    void failsAtOnceWhileNobodyListens();
    void failsWithinItsTimeWhenRedisStalls();
    void doesNotTakeAStalledServerForReady();
    void comesBackAfterARestart();
    void answersEverybodyWhenItDies();
    void boundsWhatIsOutstanding();
    void resolvesNames();
    void countsWhatCameWhileTheThreadSlept();
    void reachesUnixSockets();
    void speaksTls();
    void tellsNobodyItsPasswordWithoutTrust_data();
    void tellsNobodyItsPasswordWithoutTrust();
    void passesLargeValuesByTls();
};

void TestClient::init()
{
    if (!test::RedisServer::installed())
        QSKIP("redis-server is not installed");
}

void TestClient::answersEveryKindOfReply()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY(client.available());
    QCOMPARE(ask(client, {"SET", "k", "v"}).text, std::string("OK"));
    QCOMPARE(ask(client, {"GET", "k"}).text, std::string("v"));
    QVERIFY(ask(client, {"GET", "none"}).kind == Reply::Kind::Nil);
    QCOMPARE(ask(client, {"INCRBY", "n", "41"}).integer, 41);
    const Reply list = ask(client, {"MGET", "k", "none"});
    QVERIFY(list.kind == Reply::Kind::Array);
    QCOMPARE(list.items.size(), std::size_t{2});
    QCOMPARE(list.items[0].text, std::string("v"));
    QVERIFY(list.items[1].kind == Reply::Kind::Nil);
    const Reply wrong = ask(client, {"INCR", "k"});
    QVERIFY(wrong.kind == Reply::Kind::Error && wrong.answered() && !wrong.ok());
    QVERIFY(client.available());
}

void TestClient::keepsBytesAsTheyAre()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY(client.available());
    std::string bytes(3'000'000, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<char>(i * 31 % 251);
    QVERIFY(ask(client, {"SET", "big", bytes}).ok());
    QVERIFY(ask(client, {"GET", "big"}).text == bytes);
}

void TestClient::answersInOrder()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY(client.available());
    std::vector<std::int64_t> seen;
    for (int i = 0; i < 1000; ++i)
        QVERIFY(client.command({"INCR", "n"}, [&](const Reply &reply) { seen.push_back(reply.integer); }));
    QCOMPARE(seen.size(), std::size_t{0});   // Never from inside command().
    QTRY_COMPARE(seen.size(), std::size_t{1000});
    for (int i = 0; i < 1000; ++i)
        QCOMPARE(seen[static_cast<std::size_t>(i)], i + 1);
    QCOMPARE(client.outstanding(), std::size_t{0});
}

void TestClient::runsScriptsThatRedisDoesNotKnowYet()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY(client.available());
    const Script script("return {KEYS[1], ARGV[1]}");
    const auto run = [&] {
        Reply out;
        bool come = false;
        if (client.eval(script, 1, {"key", "argument"}, [&](const Reply &reply) {
                out = reply;
                come = true;
            }))
            static_cast<void>(QTest::qWaitFor([&] { return come; }, 5000));
        return out;
    };
    for (int round = 0; round < 2; ++round) {
        const Reply reply = run();
        QCOMPARE(reply.items.size(), std::size_t{2});
        QCOMPARE(reply.items[1].text, std::string("argument"));
        QVERIFY(ask(client, {"SCRIPT", "EXISTS", script.sha1()}).items[0].integer == 1);
        if (round == 0)
            QVERIFY(ask(client, {"SCRIPT", "FLUSH"}).ok());
    }
}

void TestClient::logsInAndSelects()
{
    test::RedisServer server({QStringLiteral("--requirepass"), QStringLiteral("pass word")});
    QVERIFY(server.start());
    net::Reactor reactor;
    Settings settings = server.settings();
    settings.password = Secret("pass word");
    settings.db = 3;
    Client client(reactor, settings);
    QTRY_VERIFY(client.available());
    QVERIFY(ask(client, {"SET", "k", "v"}).ok());
    QVERIFY(ask(client, {"INFO", "keyspace"}).text.find("db3:keys=1") != std::string::npos);
    settings.password = Secret("wr0ng-word");
    settings.lastWarningUs = std::make_shared<std::atomic<std::int64_t>>(-1);
    g_warned.clear();
    const QtMessageHandler before = qInstallMessageHandler(&countWarnings);
    Client wrong(reactor, settings);
    const bool tried = QTest::qWaitFor([&] { return wrong.failures() >= 2; }, 5000);
    qInstallMessageHandler(before);
    QVERIFY(tried);
    QVERIFY(!wrong.available());
    QVERIFY2(g_warned.contains(QStringLiteral("WRONGPASS")), qPrintable(g_warned));
    QVERIFY(!g_warned.contains(QStringLiteral("wr0ng-word")));
}

void TestClient::failsAtOnceWhileNobodyListens()
{
    test::RedisServer never;
    net::Reactor reactor;
    g_warnings = 0;
    const QtMessageHandler before = qInstallMessageHandler(&countWarnings);
    Settings settings = never.settings();
    settings.lastPauseMs = 50;
    {
        Client client(reactor, settings);
        Client other(reactor, settings);
        QVERIFY(!client.command({"PING"}, [](const Reply &) {}));
        QTRY_VERIFY(client.failures() >= 5);
        QVERIFY(!client.available());
        QVERIFY(!client.command({"PING"}, [](const Reply &) {}));
    }
    qInstallMessageHandler(before);
    QCOMPARE(g_warnings, 1);   // Of both, and all attempts.
    QCOMPARE(reactor.descriptors(), std::size_t{0});
}

void TestClient::failsWithinItsTimeWhenRedisStalls()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY(client.available());
    server.stall();
    int lost = 0;
    QElapsedTimer time;
    time.start();
    for (int i = 0; i < 10; ++i)
        QVERIFY(client.command({"GET", "k"}, [&](const Reply &reply) { lost += reply.answered() ? 0 : 1; }));
    QTRY_COMPARE(lost, 10);
    const qint64 tookMs = time.elapsed();
    QVERIFY2(tookMs >= 90 && tookMs < 1000, qPrintable(QString::number(tookMs)));
    QVERIFY(!client.available());
    QVERIFY(!client.command({"GET", "k"}, [](const Reply &) {}));
    server.goOn();
    QTRY_VERIFY_WITH_TIMEOUT(client.available(), 10'000);
    QVERIFY(ask(client, {"PING"}).ok());
}

void TestClient::doesNotTakeAStalledServerForReady()
{
    test::RedisServer server;
    QVERIFY(server.start());
    server.stall();
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY(client.failures() >= 2);
    QVERIFY(!client.available());
    server.goOn();
    QTRY_VERIFY_WITH_TIMEOUT(client.available(), 10'000);
}

void TestClient::comesBackAfterARestart()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    for (int round = 0; round < 2; ++round) {
        QTRY_VERIFY_WITH_TIMEOUT(client.available(), 10'000);
        QVERIFY(ask(client, {"SET", "k", "v"}).ok());
        server.kill();
        QTRY_VERIFY(!client.available());
        QVERIFY(server.start());
    }
    QTRY_VERIFY_WITH_TIMEOUT(client.available(), 10'000);
}

void TestClient::answersEverybodyWhenItDies()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    int lost = 0;
    {
        Client client(reactor, server.settings());
        QTRY_VERIFY(client.available());
        server.stall();
        for (int i = 0; i < 5; ++i)
            QVERIFY(
                client.command({"GET", "k"}, [&](const Reply &reply) { lost += reply.answered() ? 0 : 1; }));
    }
    QCOMPARE(lost, 5);
    QCOMPARE(reactor.descriptors(), std::size_t{0});
}

void TestClient::boundsWhatIsOutstanding()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Settings settings = server.settings();
    settings.maxOutstanding = 3;
    Client client(reactor, settings);
    QTRY_VERIFY(client.available());
    int come = 0;
    int taken = 0;
    for (int i = 0; i < 10; ++i)
        taken += client.command({"PING"}, [&](const Reply &) { ++come; }) ? 1 : 0;
    QCOMPARE(taken, 3);
    QTRY_COMPARE(come, 3);
    QVERIFY(client.available());
}

void TestClient::resolvesNames()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Settings settings = server.settings();
    settings.host = "localhost";
    settings.connectMs = 2000;
    Client client(reactor, settings);
    QTRY_VERIFY_WITH_TIMEOUT(client.available(), 10'000);
    settings.host = "no-such-host.invalid";
    Client nowhere(reactor, settings);
    QTRY_VERIFY_WITH_TIMEOUT(nowhere.failures() >= 1, 20'000);
}

void TestClient::countsWhatCameWhileTheThreadSlept()
{
    test::RedisServer server;
    QVERIFY(server.start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY(client.available());
    // Sent at the end of this batch; the answer waits in the socket while this thread does not look.
    Reply first;
    QVERIFY(client.command({"PING"}, [&](const Reply &reply) { first = reply; }));
    QTRY_VERIFY(first.ok());
    bool second = false;
    QVERIFY(client.command({"PING"}, [&](const Reply &reply) { second = reply.ok(); }));
    reactor.startTimer(0, [] { QThread::msleep(400); });
    QTRY_VERIFY(second);
    QCOMPARE(client.failures(), 0);
}

void TestClient::reachesUnixSockets()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("redis.sock"));
    test::RedisServer server({QStringLiteral("--unixsocket"), path});
    QVERIFY(server.start());
    net::Reactor reactor;
    const auto settings = parseUrl("unix://" + path.toStdString());
    QVERIFY(settings.ok());
    Client client(reactor, settings.value());
    QTRY_VERIFY(client.available());
    QVERIFY(ask(client, {"PING"}).ok());
}

void TestClient::speaksTls()
{
    TlsServer server;
    QVERIFY(server.plain->start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY_WITH_TIMEOUT(client.available(), 10'000);
    QCOMPARE(ask(client, {"SET", "k", "v"}).text, std::string("OK"));
    QCOMPARE(ask(client, {"GET", "k"}).text, std::string("v"));
    server.plain->kill();
    QTRY_VERIFY_WITH_TIMEOUT(!client.available(), 5000);
    QVERIFY(server.plain->start());
    QTRY_VERIFY_WITH_TIMEOUT(client.available(), 15'000);
    QCOMPARE(ask(client, {"PING"}).text, std::string("PONG"));
}

void TestClient::tellsNobodyItsPasswordWithoutTrust_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("known");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<bool>("checkHost");
    QTest::addColumn<bool>("trusted");
    const QString name = QStringLiteral("localhost");
    const QString number = QStringLiteral("127.0.0.1");
    QTest::newRow("signed by somebody who counts") << name << true << true << true << true;
    QTest::newRow("signed by a stranger") << name << false << true << true << false;
    QTest::newRow("a stranger, and nobody asks") << name << false << false << true << true;
    QTest::newRow("made out to another host") << number << true << true << true << false;
    QTest::newRow("another host, and nobody asks") << number << true << true << false << true;
}

void TestClient::tellsNobodyItsPasswordWithoutTrust()
{
    QFETCH(QString, host);
    QFETCH(bool, known);
    QFETCH(bool, verify);
    QFETCH(bool, checkHost);
    QFETCH(bool, trusted);
    TlsServer server;
    QVERIFY(server.plain->start());
    Settings settings = server.settings();
    settings.host = host.toStdString();
    settings.tls.verify = verify;
    settings.tls.checkHost = checkHost;
    if (!known)
        settings.tls.caFile.clear();
    net::Reactor reactor;
    g_warned.clear();
    const auto before = qInstallMessageHandler(&countWarnings);
    Client client(reactor, settings);
    const bool ready = QTest::qWaitFor([&] { return client.available(); }, trusted ? 10'000 : 1000);
    qInstallMessageHandler(before);
    QCOMPARE(ready, trusted);
    QCOMPARE(client.failures() > 0, !trusted);
    QCOMPARE(g_warned.contains(QLatin1String("certificate")) || g_warned.contains(QLatin1String("mismatch")),
             !trusted);
}

void TestClient::passesLargeValuesByTls()
{
    TlsServer server;
    QVERIFY(server.plain->start());
    net::Reactor reactor;
    Client client(reactor, server.settings());
    QTRY_VERIFY_WITH_TIMEOUT(client.available(), 10'000);
    std::string large(8'000'000, 'x');
    for (std::size_t i = 0; i < large.size(); i += 1000)
        large[i] = static_cast<char>(i / 1000);
    QCOMPARE(ask(client, {"SET", "large", large}).text, std::string("OK"));
    QVERIFY(ask(client, {"GET", "large"}).text == large);
    QVERIFY(client.available());
}

QTEST_GUILESS_MAIN(TestClient)
#include "tst_client.moc"
