#include "core/peers/programs.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace gw::peers;

namespace {

// Connects to the port of its argument, says one byte, and waits until it is told to end.
constexpr const char *kClient = R"(import socket, sys
link = socket.create_connection((sys.argv[1], int(sys.argv[2])))
link.sendall(b"x")
link.recv(1)
)";

}   // namespace

class TestPrograms : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theProgramBehindAConnectionIsFound_data();
    void theProgramBehindAConnectionIsFound();
    void twoProgramsAreToldApart();
    void whoHasLeftStaysUnknown();
    void aFloodStaysUnknownAndCostsNothing();
    void anotherProcessWithTheSamePidIsAnother();

private:
    struct Client
    {
        std::unique_ptr<QProcess> process;
        QTcpSocket *socket = nullptr;
    };
    Client connected(const QString &name, const QString &address = QStringLiteral("127.0.0.1"));
    Connection connectionOf(const Client &client) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QTcpServer> m_server;
};

void TestPrograms::init()
{
    if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty())
        QSKIP("python3 is not installed");
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("project/.git")));
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("project/src/deep")));
    m_server = std::make_unique<QTcpServer>();
    QVERIFY(m_server->listen(QHostAddress::Any, 0));
}

TestPrograms::Client TestPrograms::connected(const QString &name, const QString &address)
{
    const QString script = m_folder->filePath(name + QStringLiteral(".py"));
    QFile file(script);
    if (!file.open(QIODevice::WriteOnly) || file.write(kClient) < 0)
        return {};
    file.close();
    Client out;
    out.process = std::make_unique<QProcess>();
    out.process->setWorkingDirectory(m_folder->filePath(QStringLiteral("project/src/deep")));
    out.process->start(QStringLiteral("python3"), {script, address, QString::number(m_server->serverPort())});
    if (!m_server->waitForNewConnection(20'000))
        return out;
    out.socket = m_server->nextPendingConnection();
    return out;
}

Connection TestPrograms::connectionOf(const Client &client) const
{
    bool four = false;
    client.socket->peerAddress().toIPv4Address(&four);
    return {.six = !four, .port = client.socket->peerPort(), .remotePort = m_server->serverPort()};
}

void TestPrograms::theProgramBehindAConnectionIsFound_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("by IPv4") << QStringLiteral("127.0.0.1");
    QTest::newRow("by IPv6") << QStringLiteral("::1");
}

void TestPrograms::theProgramBehindAConnectionIsFound()
{
    QFETCH(QString, address);
    if (address.contains(QLatin1Char(':'))) {
        m_server->close();
        if (!m_server->listen(QHostAddress::LocalHostIPv6, 0))
            QSKIP("there is no IPv6 here");
    }
    Client client = connected(QStringLiteral("agent"), address);
    QVERIFY(client.socket);
    Programs programs;
    const SightingPtr sighting = programs.look(connectionOf(client));
    QTRY_VERIFY(sighting->program());
    const ProgramPtr program = sighting->program();
    QCOMPARE(program->name, std::string("agent"));
    QCOMPARE(program->pid, static_cast<long>(client.process->processId()));
    QVERIFY(QString::fromStdString(program->executable).contains(QStringLiteral("python")));
    QVERIFY(!program->parents.empty());
    // The name of this very test, as long as the kernel lets it be.
    QVERIFY2(program->parents.front().find("programs") != std::string::npos,
             program->parents.front().c_str());
    const QString project = QDir(m_folder->filePath(QStringLiteral("project"))).canonicalPath();
    QCOMPARE(QString::fromStdString(program->project), project);
    QCOMPARE(QString::fromStdString(program->folder), project + QStringLiteral("/src/deep"));
    client.socket->write("x");
    client.socket->flush();
    QVERIFY(client.process->waitForFinished());
}

void TestPrograms::twoProgramsAreToldApart()
{
    Client one = connected(QStringLiteral("one"));
    Client two = connected(QStringLiteral("two"));
    QVERIFY(one.socket && two.socket);
    Programs programs;
    const SightingPtr first = programs.look(connectionOf(one));
    const SightingPtr second = programs.look(connectionOf(two));
    const SightingPtr again = programs.look(connectionOf(one));
    QTRY_VERIFY(first->program() && second->program() && again->program());
    QCOMPARE(first->program()->name, std::string("one"));
    QCOMPARE(second->program()->name, std::string("two"));
    // Read once.
    QCOMPARE(again->program(), first->program());
    one.process->kill();
    two.process->kill();
    one.process->waitForFinished();
    two.process->waitForFinished();
}

void TestPrograms::whoHasLeftStaysUnknown()
{
    Client client = connected(QStringLiteral("gone"));
    QVERIFY(client.socket);
    const Connection connection = connectionOf(client);
    client.process->kill();
    QVERIFY(client.process->waitForFinished());
    Client other = connected(QStringLiteral("other"));
    QVERIFY(other.socket);
    Programs programs;
    const SightingPtr sighting = programs.look(connection);
    // The next one is looked for after it.
    const SightingPtr later = programs.look(connectionOf(other));
    QTRY_VERIFY(later->program());
    QVERIFY(!sighting->program());
    other.process->kill();
    other.process->waitForFinished();
}

void TestPrograms::aFloodStaysUnknownAndCostsNothing()
{
    Client client = connected(QStringLiteral("agent"));
    QVERIFY(client.socket);
    Programs programs;
    std::vector<SightingPtr> sightings;
    for (std::size_t i = 0; i < 20 * Programs::kMaxWaiting; ++i)
        sightings.push_back(programs.look(connectionOf(client)));
    QTRY_VERIFY(sightings.front()->program());
    const auto unknown = [](const SightingPtr &one) { return !one->program(); };
    // Whoever comes after the flood is found again.
    SightingPtr late;
    QTRY_VERIFY((late = late && late->program() ? late : programs.look(connectionOf(client)),
                 QTest::qWait(20), late->program()));
    QVERIFY(std::ranges::any_of(sightings, unknown));
    client.process->kill();
    client.process->waitForFinished();
}

void TestPrograms::anotherProcessWithTheSamePidIsAnother()
{
    const auto self = static_cast<long>(QCoreApplication::applicationPid());
    QVERIFY(startOf(self) > 0);
    QCOMPARE(startOf(self), readProgram(self)->started);
    QCOMPARE(startOf(999'999'999), 0U);
    QVERIFY(!readProgram(999'999'999));
}

QTEST_GUILESS_MAIN(TestPrograms)
#include "tst_programs.moc"
