#include "core/localclient/doctor.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <set>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

// A healthy installation, and what a test changes about it.
struct Machine
{
    std::map<std::string, std::string> variables;
    std::set<std::string> readable{"/etc/ssl/certs"};
    std::int64_t free = 100LL << 30;
    DoctorFacts facts;

    Machine()
    {
        facts.status.state = EngineState::Running;
        facts.status.port = 4000;
        facts.status.deployments = 3;
        facts.vault = {.open = true, .source = u"Secret Service"_s};
        facts.dataFolder = u"/data"_s;
        facts.environment = [this](const std::string &name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        facts.isReadable = [this](const std::string &path) { return readable.contains(path); };
        facts.freeBytes = [this](const QString &) { return free; };
    }
    Machine(const Machine &) = delete;
    Machine &operator=(const Machine &) = delete;

    Finding of(const QString &id) const
    {
        for (const Finding &finding : Doctor::examine(facts)) {
            if (finding.id == id)
                return finding;
        }
        return {};
    }
};

}   // namespace

class TestDoctor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsAHealthyMachineHealthy();
    void namesWhoHasThePort();
    void tellsThatTheVaultIsClosed();
    void warnsOfAProxy_data();
    void warnsOfAProxy();
    void missesCertificates();
    void showsAMistakeInTheConfig();
    void watchesTheSpace();
    void putsFaultsFirst();
    void looksAtThisMachine();
};

void TestDoctor::findsAHealthyMachineHealthy()
{
    const Machine machine;
    const std::vector<Finding> findings = Doctor::examine(machine.facts);
    QCOMPARE(findings.size(), std::size_t(6));
    for (const Finding &finding : findings) {
        QVERIFY2(finding.kind == Finding::Kind::Good, qPrintable(finding.title));
        QVERIFY(!finding.id.isEmpty() && !finding.title.isEmpty());
        QVERIFY(finding.fix == Finding::Fix::None);
    }
}

void TestDoctor::namesWhoHasThePort()
{
    Machine machine;
    machine.facts.status.state = EngineState::PortBusy;
    machine.facts.status.portOwner = u"node (pid 812)"_s;
    const Finding finding = machine.of(u"port"_s);
    QVERIFY(finding.kind == Finding::Kind::Fault);
    QVERIFY(finding.title.contains(u"node (pid 812)"_s));
    QVERIFY(finding.fix == Finding::Fix::UsePort);
    QCOMPARE(finding.value, u"4001"_s);
    machine.facts.status.port = 65535;
    QCOMPARE(machine.of(u"port"_s).value, u"65534"_s);
}

void TestDoctor::tellsThatTheVaultIsClosed()
{
    Machine machine;
    machine.facts.vault = {.needsPassphrase = true, .problem = u"the vault is locked"_s};
    const Finding finding = machine.of(u"vault"_s);
    QVERIFY(finding.kind == Finding::Kind::Fault);
    QVERIFY(finding.fix == Finding::Fix::UnlockVault);
    QCOMPARE(finding.detail, u"the vault is locked"_s);
}

void TestDoctor::warnsOfAProxy_data()
{
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("noProxy");
    QTest::addColumn<bool>("expected");
    QTest::newRow("none") << QByteArray() << QByteArray() << false;
    QTest::newRow("a proxy and no exceptions") << QByteArray("http_proxy") << QByteArray() << true;
    QTest::newRow("in capitals") << QByteArray("HTTP_PROXY") << QByteArray() << true;
    QTest::newRow("for everything") << QByteArray("ALL_PROXY") << QByteArray() << true;
    QTest::newRow("with this computer left out")
        << QByteArray("http_proxy") << QByteArray("corp.example, localhost,127.0.0.1") << false;
    QTest::newRow("by name only") << QByteArray("http_proxy") << QByteArray("localhost") << true;
    QTest::newRow("with everything left out") << QByteArray("http_proxy") << QByteArray("*") << false;
    QTest::newRow("with a name that only begins so")
        << QByteArray("http_proxy") << QByteArray("localhost.example,127.0.0.1") << true;
}

void TestDoctor::warnsOfAProxy()
{
    QFETCH(QByteArray, variable);
    QFETCH(QByteArray, noProxy);
    QFETCH(bool, expected);
    Machine machine;
    if (!variable.isEmpty())
        machine.variables[variable.toStdString()] = "http://user:secret@proxy:3128";
    machine.variables["NO_PROXY"] = noProxy.toStdString();
    const Finding finding = machine.of(u"proxy"_s);
    QCOMPARE(finding.kind == Finding::Kind::Fault, expected);
    QVERIFY(!finding.detail.contains(u"secret"_s));
    if (expected)
        QVERIFY(finding.fix == Finding::Fix::CopyText && finding.value.contains(u"127.0.0.1"_s));
}

void TestDoctor::missesCertificates()
{
    Machine machine;
    machine.readable.clear();
    QVERIFY(machine.of(u"certificates"_s).value.contains(u"ca-certificates"_s));
    machine.readable = {"/etc/ssl/certs", "/etc/corp/good.pem"};
    auto config = std::make_shared<config::Config>();
    config->deployments.resize(2);
    config->deployments[0].params.sslCaFile = "/etc/corp/good.pem";
    machine.facts.config = config;
    QVERIFY(machine.of(u"certificates"_s).kind == Finding::Kind::Good);
    config = std::make_shared<config::Config>(*config);
    config->deployments[1].params.sslCaFile = "/etc/corp/gone.pem";
    machine.facts.config = config;
    const Finding finding = machine.of(u"certificates"_s);
    QVERIFY(finding.kind == Finding::Kind::Fault && finding.detail.contains(u"/etc/corp/gone.pem"_s));
    QVERIFY(finding.fix == Finding::Fix::OpenSettings);
}

void TestDoctor::showsAMistakeInTheConfig()
{
    Machine machine;
    machine.facts.status.configProblem = u"config.yaml:3:5: unknown key"_s;
    QVERIFY(machine.of(u"config"_s).kind == Finding::Kind::Fault);
    QCOMPARE(machine.of(u"config"_s).detail, u"config.yaml:3:5: unknown key"_s);
    machine.facts.status.configProblem.clear();
    machine.facts.status.deployments = 0;
    QVERIFY(machine.of(u"config"_s).kind == Finding::Kind::Note);
    QVERIFY(machine.of(u"config"_s).fix == Finding::Fix::OpenProviders);
}

void TestDoctor::watchesTheSpace()
{
    Machine machine;
    machine.free = 1 << 20;
    QVERIFY(machine.of(u"space"_s).kind == Finding::Kind::Fault);
    machine.free = -1;
    QVERIFY(machine.of(u"space"_s).kind == Finding::Kind::Note);
}

void TestDoctor::putsFaultsFirst()
{
    Machine machine;
    machine.free = 1 << 20;
    machine.facts.status.state = EngineState::Stopped;
    const std::vector<Finding> findings = Doctor::examine(machine.facts);
    QCOMPARE(findings[0].id, u"space"_s);
    QCOMPARE(findings[1].id, u"port"_s);
    const QString report = reportText(findings);
    QVERIFY(report.startsWith(u"FAULT space: "_s));
    QVERIFY(report.contains(u"\nok    vault: "_s));
}

void TestDoctor::looksAtThisMachine()
{
    QTemporaryDir folder;
    DoctorFacts facts;
    Doctor::useThisMachine(facts);
    QVERIFY(facts.freeBytes(folder.path()) > 0);
    QVERIFY(!facts.isReadable(folder.filePath(u"nothing"_s).toStdString()));
    QVERIFY(!facts.isReadable(folder.path().toStdString()));   // An empty folder holds no certificate.
    QFile file(folder.filePath(u"one.pem"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(facts.isReadable(folder.path().toStdString()));
    qputenv("PORTICO_DOCTOR_TEST", "yes");
    QCOMPARE(facts.environment("PORTICO_DOCTOR_TEST").value_or(""), std::string("yes"));
    QVERIFY(!facts.environment("PORTICO_DOCTOR_NOTHING"));
}

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
