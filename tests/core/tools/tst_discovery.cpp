#include "core/tools/discovery.h"

#include <QElapsedTimer>
#include <QMap>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <memory>

using namespace gw;
using namespace gw::tools;

namespace {

// A little server of fixed answers by path; what is not listed is not found. Counts what it was asked.
class PathServer final : public QTcpServer
{
public:
    QMap<QByteArray, QByteArray> answers;
    QByteArray status = "200 OK";
    QByteArray extraHead;
    bool silent = false;
    QList<QByteArray> asked;

    PathServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { answer(socket); });
        });
    }

private:
    void answer(QTcpSocket *socket)
    {
        while (socket->canReadLine()) {
            const QByteArray line = socket->readLine();
            if (line.startsWith("GET "))
                asked << line.split(' ').value(1);
            if (line != "\r\n" || silent)
                continue;
            const bool known = answers.contains(asked.last());
            const QByteArray body = known ? answers.value(asked.last()) : QByteArray("no such page");
            socket->write("HTTP/1.1 " + (known ? status : QByteArray("404 Not Found")) + "\r\n" + extraHead +
                          "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        }
    }
};

const QByteArray kModels = R"({"object":"list","data":[{"id":"alpha"},{"id":"beta"}]})";

}   // namespace

class TestDiscovery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void tellsKindsApart_data();
    void tellsKindsApart();
    void leavesStrangersOut_data();
    void leavesStrangersOut();
    void neverAsksItsOwnPort();
    void isNotHeldUpByASilentServer();
    void findsSeveralInTheOrderOfPorts();
    void followsNoRedirect();
    void aNewLookReplacesTheOld();
    void findsNothingWithoutServers();

private:
    static std::vector<LocalServer> look(Discovery &discovery, quint16 own = 1);
};

void TestDiscovery::initTestCase()
{
    qRegisterMetaType<std::vector<LocalServer>>();
}

std::vector<LocalServer> TestDiscovery::look(Discovery &discovery, quint16 own)
{
    std::vector<LocalServer> found;
    int times = 0;
    const auto connection =
        connect(&discovery, &Discovery::found, &discovery, [&](const std::vector<LocalServer> &servers) {
            found = servers;
            ++times;
        });
    discovery.look(own);
    [&] { QTRY_COMPARE_WITH_TIMEOUT(times, 1, 5000); }();
    disconnect(connection);
    return found;
}

void TestDiscovery::tellsKindsApart_data()
{
    QTest::addColumn<QByteArray>("models");
    QTest::addColumn<QByteArray>("tags");
    QTest::addColumn<QByteArray>("props");
    QTest::addColumn<int>("usual");
    QTest::addColumn<int>("expectedKind");
    const QByteArray tags = R"({"models":[{"name":"alpha","model":"alpha"}]})";
    const QByteArray props = R"({"default_generation_settings":{"n_ctx":4096},"total_slots":1})";
    QTest::newRow("Ollama") << kModels << tags << QByteArray() << int(ServerKind::Other)
                            << int(ServerKind::Ollama);
    QTest::newRow("Ollama at the port of another")
        << kModels << tags << QByteArray() << int(ServerKind::LocalAi) << int(ServerKind::Ollama);
    QTest::newRow("llama.cpp, which answers for Ollama too")
        << kModels << tags << props << int(ServerKind::LocalAi) << int(ServerKind::LlamaCpp);
    QTest::newRow("llama.cpp by its owner")
        << QByteArray(R"({"data":[{"id":"alpha","owned_by":"llamacpp"},{"id":"beta"}]})") << QByteArray()
        << QByteArray() << int(ServerKind::LocalAi) << int(ServerKind::LlamaCpp);
    QTest::newRow("vLLM by its owner")
        << QByteArray(R"({"data":[{"id":"alpha","owned_by":"vllm"},{"id":"beta"}]})") << QByteArray()
        << QByteArray() << int(ServerKind::Other) << int(ServerKind::Vllm);
    QTest::newRow("LM Studio by its port")
        << kModels << QByteArray() << QByteArray() << int(ServerKind::LmStudio) << int(ServerKind::LmStudio);
    QTest::newRow("LocalAI by its port")
        << kModels << QByteArray() << QByteArray() << int(ServerKind::LocalAi) << int(ServerKind::LocalAi);
    QTest::newRow("Jan by its port") << kModels << QByteArray() << QByteArray() << int(ServerKind::Jan)
                                     << int(ServerKind::Jan);
}

void TestDiscovery::tellsKindsApart()
{
    QFETCH(QByteArray, models);
    QFETCH(QByteArray, tags);
    QFETCH(QByteArray, props);
    QFETCH(int, usual);
    QFETCH(int, expectedKind);
    PathServer server;
    server.answers.insert("/v1/models", models);
    if (!tags.isEmpty())
        server.answers.insert("/api/tags", tags);
    if (!props.isEmpty())
        server.answers.insert("/props", props);
    Discovery discovery({{server.serverPort(), ServerKind(usual)}});
    const auto found = look(discovery);
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(int(found[0].kind), expectedKind);
    QCOMPARE(found[0].models, (QStringList{QStringLiteral("alpha"), QStringLiteral("beta")}));
    QCOMPARE(found[0].port, server.serverPort());
    QCOMPARE(found[0].baseUrl, QStringLiteral("http://localhost:%1/v1").arg(server.serverPort()));
    QCOMPARE(server.asked.size(), 3);
}

void TestDiscovery::leavesStrangersOut_data()
{
    QTest::addColumn<QByteArray>("models");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("a web page") << QByteArray("<html>hello</html>") << QByteArray("200 OK");
    QTest::newRow("other JSON") << QByteArray(R"({"data":"none"})") << QByteArray("200 OK");
    QTest::newRow("a list of other things")
        << QByteArray(R"({"data":[{"title":"x"}]})") << QByteArray("200 OK");
    QTest::newRow("broken JSON") << QByteArray(R"({"data":[{"id":"a")") << QByteArray("200 OK");
    QTest::newRow("refused") << kModels << QByteArray("401 Unauthorized");
    QTest::newRow("an answer without end") << QByteArray(2 << 20, 'x') << QByteArray("200 OK");
}

void TestDiscovery::leavesStrangersOut()
{
    QFETCH(QByteArray, models);
    QFETCH(QByteArray, status);
    PathServer server;
    server.answers.insert("/v1/models", models);
    server.status = status;
    Discovery discovery({{server.serverPort(), ServerKind::Vllm}});
    QCOMPARE(look(discovery).size(), std::size_t(0));
    QVERIFY(server.asked.contains("/v1/models"));
}

void TestDiscovery::neverAsksItsOwnPort()
{
    PathServer own;
    own.answers.insert("/v1/models", kModels);
    Discovery discovery({{own.serverPort(), ServerKind::Vllm}});
    QCOMPARE(look(discovery, own.serverPort()).size(), std::size_t(0));
    QCOMPARE(own.asked.size(), 0);
    QCOMPARE(look(discovery, 1).size(), std::size_t(1));   // It would have been found.
}

void TestDiscovery::isNotHeldUpByASilentServer()
{
    PathServer silent;
    silent.silent = true;
    PathServer server;
    server.answers.insert("/v1/models", kModels);
    Discovery discovery({{silent.serverPort(), ServerKind::Ollama}, {server.serverPort(), ServerKind::Jan}});
    look(discovery, silent.serverPort());   // The first question of a process takes longer.
    QElapsedTimer timer;
    timer.start();
    const auto found = look(discovery);
    QCOMPARE(found.size(), std::size_t(1));
    QCOMPARE(found[0].port, server.serverPort());
    QVERIFY2(timer.elapsed() < 10 * Discovery::kTimeoutMs, qPrintable(QString::number(timer.elapsed())));
    QVERIFY(!silent.asked.isEmpty());
}

void TestDiscovery::findsSeveralInTheOrderOfPorts()
{
    PathServer a;
    PathServer b;
    a.answers.insert("/v1/models", kModels);
    b.answers.insert("/v1/models", R"({"data":[]})");
    Discovery discovery({{b.serverPort(), ServerKind::LmStudio}, {a.serverPort(), ServerKind::Vllm}});
    const auto found = look(discovery);
    QCOMPARE(found.size(), std::size_t(2));
    QCOMPARE(found[0].port, b.serverPort());
    QCOMPARE(found[0].models, QStringList());   // It runs, but no model is loaded.
    QCOMPARE(found[1].port, a.serverPort());
}

void TestDiscovery::followsNoRedirect()
{
    PathServer target;
    target.answers.insert("/v1/models", kModels);
    PathServer server;
    server.answers.insert("/v1/models", "moved");
    server.status = "302 Found";
    server.extraHead =
        "Location: http://127.0.0.1:" + QByteArray::number(target.serverPort()) + "/v1/models\r\n";
    Discovery discovery({{server.serverPort(), ServerKind::Vllm}});
    QCOMPARE(look(discovery).size(), std::size_t(0));
    QCOMPARE(target.asked.size(), 0);
}

void TestDiscovery::aNewLookReplacesTheOld()
{
    PathServer server;
    server.answers.insert("/v1/models", kModels);
    Discovery discovery({{server.serverPort(), ServerKind::Vllm}});
    QSignalSpy spy(&discovery, &Discovery::found);
    discovery.look(1);
    discovery.look(1);
    QTRY_COMPARE(spy.size(), 1);
    QTest::qWait(2 * Discovery::kTimeoutMs);
    QCOMPARE(spy.size(), 1);
}

void TestDiscovery::findsNothingWithoutServers()
{
    quint16 closedPort = 0;
    {
        QTcpServer taken;
        taken.listen(QHostAddress::LocalHost);
        closedPort = taken.serverPort();
    }
    Discovery closed({{closedPort, ServerKind::Ollama}});
    QCOMPARE(look(closed).size(), std::size_t(0));
    Discovery none{std::vector<KnownPort>()};
    QCOMPARE(look(none).size(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestDiscovery)
#include "tst_discovery.moc"
