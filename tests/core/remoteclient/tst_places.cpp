#include "core/remoteclient/places.h"
#include "tests/support/guiclient.h"

#include <QFile>
#include <QSettings>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

// The gateways a window knows: kept in the settings, their keys elsewhere, one of them looked at.
class TestPlaces final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void looksAtThisComputerFirst();
    void keepsThemWithoutTheirKeys();
    void keepsTheKeyThatIsNotTypedAgain();
    void refusesAddressesThatNameNoComputer();
    void savesNothingWhenTheKeyCannotBeKept();
    void visitsAndComesBack();
    void keepsTheOldOneUntilAllHaveHeard();
    void leavesOneThatIsForgotten();
    void ignoresVisitsOfUnknownOnes();
    void testsWithTheKeptKey();
    void saysThatNothingListens();

private:
    KnownPlace place(std::uint16_t port = 9) const
    {
        return {.name = u"Test"_s, .address = u"http://127.0.0.1:%1"_s.arg(port)};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
    test::GuiClient m_here;
    std::map<std::string, Secret> m_vault;
    bool m_vaultOpen = true;
    std::unique_ptr<Places> m_places;
};

void TestPlaces::init()
{
    m_places.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<QSettings>(m_folder->filePath(u"window.ini"_s), QSettings::IniFormat);
    m_vault.clear();
    m_vaultOpen = true;
    m_places = std::make_unique<Places>(
        m_here, *m_settings,
        PlaceKeys{.store = [this](const std::string &name, const Secret &key) -> Result<void> {
                      if (!m_vaultOpen)
                          return Error{.message = "the vault is locked"};
                      m_vault[name] = key;
                      return {};
                  },
                  .read = [this](const std::string &name) -> Result<Secret> { return m_vault[name]; },
                  .forget = [this](const std::string &name) { m_vault.erase(name); }});
}

void TestPlaces::looksAtThisComputerFirst()
{
    QVERIFY(m_places->current().isEmpty());
    QCOMPARE(&m_places->gateway(), static_cast<GatewayClient *>(&m_here));
    QVERIFY(m_places->known().empty());
}

void TestPlaces::keepsThemWithoutTheirKeys()
{
    const auto saved = m_places->save({place(), Secret("sk-never-in-a-file")});
    QCOMPARE(saved.problem, QString());
    m_settings->sync();
    QFile file(m_settings->fileName());
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("sk-never"));
    QCOMPARE(m_vault.size(), std::size_t(1));
    QCOMPARE(m_vault.begin()->second.reveal(), std::string("sk-never-in-a-file"));
    // Read by the next start.
    const Places again(m_here, *m_settings, {});
    QCOMPARE(again.known().size(), std::size_t(1));
    QCOMPARE(again.known()[0].name, u"Test"_s);
    QCOMPARE(again.known()[0].address, u"http://127.0.0.1:9"_s);
    QVERIFY(again.known()[0].hasKey);
}

void TestPlaces::keepsTheKeyThatIsNotTypedAgain()
{
    const auto saved = m_places->save({place(), Secret("sk-first")});
    KnownPlace changed = m_places->known()[0];
    changed.name = u"Other"_s;
    QCOMPARE(m_places->save({changed, {}}).id, saved.id);
    QCOMPARE(m_places->known().size(), std::size_t(1));
    QCOMPARE(m_places->known()[0].name, u"Other"_s);
    QVERIFY(m_places->known()[0].hasKey);
    QCOMPARE(m_vault.begin()->second.reveal(), std::string("sk-first"));
}

void TestPlaces::refusesAddressesThatNameNoComputer()
{
    KnownPlace bad = place();
    bad.address = u"https://"_s;
    QVERIFY(!m_places->save({bad, Secret("sk")}).problem.isEmpty());
    QVERIFY(m_vault.empty());
    QVERIFY(m_places->known().empty());
}

void TestPlaces::savesNothingWhenTheKeyCannotBeKept()
{
    m_vaultOpen = false;
    const auto saved = m_places->save({place(), Secret("sk")});
    QVERIFY2(saved.problem.contains(u"the vault is locked"_s), qPrintable(saved.problem));
    QVERIFY(m_places->known().empty());
}

void TestPlaces::visitsAndComesBack()
{
    const auto saved = m_places->save({place(), Secret("sk-1")});
    QSignalSpy changes(m_places.get(), &PlacesClient::currentChanged);
    m_places->visit(saved.id);
    QCOMPARE(changes.size(), 0);   // Not under the feet of who asked.
    QVERIFY(changes.wait());
    QCOMPARE(m_places->current(), saved.id);
    QCOMPARE(m_places->gateway().place().name, u"Test"_s);
    QVERIFY(m_places->gateway().place().elsewhere());
    QCOMPARE(m_places->gateway().masterKey().reveal(), std::string("sk-1"));
    m_places->visit({});
    QVERIFY(changes.wait());
    QCOMPARE(&m_places->gateway(), static_cast<GatewayClient *>(&m_here));
}

void TestPlaces::keepsTheOldOneUntilAllHaveHeard()
{
    const auto saved = m_places->save({place(), {}});
    QSignalSpy changes(m_places.get(), &PlacesClient::currentChanged);
    m_places->visit(saved.id);
    QVERIFY(changes.wait());
    QPointer<GatewayClient> old = &m_places->gateway();
    bool alive = false;
    connect(m_places.get(), &PlacesClient::currentChanged, this, [&] { alive = !old.isNull(); });
    m_places->visit({});
    QVERIFY(changes.wait());
    QVERIFY(alive);
    QVERIFY(old.isNull());
}

void TestPlaces::leavesOneThatIsForgotten()
{
    const auto saved = m_places->save({place(), Secret("sk-1")});
    QSignalSpy changes(m_places.get(), &PlacesClient::currentChanged);
    m_places->visit(saved.id);
    QVERIFY(changes.wait());
    m_places->forget(saved.id);
    QVERIFY(changes.wait());
    QVERIFY(m_places->current().isEmpty());
    QVERIFY(m_places->known().empty());
    QVERIFY(m_vault.empty());
}

void TestPlaces::ignoresVisitsOfUnknownOnes()
{
    QSignalSpy changes(m_places.get(), &PlacesClient::currentChanged);
    m_places->visit(u"nobody"_s);
    QVERIFY(!changes.wait(100));
}

void TestPlaces::testsWithTheKeptKey()
{
    QTcpServer gateway;
    QVERIFY(gateway.listen(QHostAddress::LocalHost));
    QByteArray heard;
    connect(&gateway, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = gateway.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&heard, socket] {
            heard += socket->readAll();
            const QByteArray body =
                R"({"version":"1.2.3","name":"box","protocol":{"major":1,"minor":7},"deployments":3})";
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) +
                          "\r\n\r\n" + body);
        });
    });
    const auto saved = m_places->save({place(gateway.serverPort()), Secret("sk-kept")});
    KnownPlace known = m_places->known()[0];
    QSignalSpy answers(m_places.get(), &PlacesClient::tested);
    const Token token = m_places->test({known, {}});
    QVERIFY(answers.wait());
    QCOMPARE(answers[0][0].value<Token>(), token);
    const auto result = answers[0][1].value<PlaceTest>();
    QCOMPARE(result.problem, QString());
    QCOMPARE(result.version, u"1.2.3"_s);
    QCOMPARE(result.computer, u"box"_s);
    QCOMPARE(result.deployments, 3);
    QVERIFY(heard.contains("Authorization: Bearer sk-kept"));
    QCOMPARE(saved.id, known.id);
}

void TestPlaces::saysThatNothingListens()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const std::uint16_t port = closed.serverPort();
    closed.close();
    QSignalSpy answers(m_places.get(), &PlacesClient::tested);
    m_places->test({place(port), {}});
    QVERIFY(answers.wait());
    const auto result = answers[0][1].value<PlaceTest>();
    QVERIFY2(result.problem.contains(u"127.0.0.1:%1"_s.arg(port)), qPrintable(result.problem));
}

QTEST_GUILESS_MAIN(TestPlaces)
#include "tst_places.moc"
