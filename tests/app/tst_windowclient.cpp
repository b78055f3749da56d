#include "app/windowparts.h"
#include "core/client/accountsclient.h"
#include "core/client/discoveryclient.h"
#include "core/client/modelsclient.h"
#include "tests/support/preparedbackend.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace gw;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 15'000;

const QByteArray kConfig = R"(# Two answer for one name.
model_list:
  - model_name: chat   # shared
    litellm_params: {model: openai/first, mock_response: I am first, api_key: sk-test-one}
  - model_name: chat
    litellm_params:
      model: openai/second
      mock_response: I am second
      api_key: sk-test-one
  - model_name: gpt
    litellm_params:
      model: openai/gpt-4o
      api_key: os.environ/WORK_KEY
    model_info:
      id: my-gpt
  - model_name: here
    litellm_params:
      model: lm_studio/tiny
      api_base: http://localhost:1234/v1
router_settings:
  model_group_alias: {fast: chat}
  fallbacks:
    - gpt: [here]
)";

std::optional<std::string> environment(const std::string &name)
{
    if (name == "PORTICO_VAULT_KEY")
        return std::string(64, 'a');
    if (name == "WORK_KEY")
        return "sk-work";
    return std::nullopt;
}

}   // namespace

// The clients of models and accounts over a real gateway: what they write, and what traffic makes of it.
class TestWindowClient final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsTheConfig();
    void pausedDeploymentGetsNoTraffic();
    void pausingAndResumingLeavesTheFileAsItWas();
    void changesADeployment();
    void movesADeploymentToAnotherAccount();
    void addsADeployment();
    void refusesBadDrafts_data();
    void refusesBadDrafts();
    void removesAndTakesBack();
    void namesWhatDependsOnADeployment();
    void overwritesNobodyElsesChange();
    void testsThatVeryDeployment();
    void changesAnAccount();
    void putsANewKeyInPlace();
    void removesAnAccountWithItsKey();
    void keepsAKeyThatOthersUse();
    void pausesAllTraffic();
    void noticesAGatewayThatHangs();
    void findsServersAndKnowsThoseInUse();
    void keepsWhatIsSaidOnceSwitchedOn();
    void sendsAKeptRequestToAnotherModel();
    void allowsAnOriginThatWasRefused();

private:
    QByteArray text() const;
    client::DeploymentRow row(const QString &upstream) const;
    client::ProviderAccount account(const QString &provider, int index = 0) const;
    template <typename Client>
    client::ChangeResult wait(Client &from, client::Token token);
    std::pair<int, QByteArray> ask(const QString &model);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<client::InProcessClient> m_client;
};

void TestWindowClient::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_backend = test::preparedBackend(m_folder->path(), kConfig, &environment);
    QVERIFY(m_backend);
    client::InProcessParts parts = app::windowParts(*m_backend);
    parts.environment = [](std::string_view name) { return environment(std::string(name)); };
    m_client = std::make_unique<client::InProcessClient>(std::move(parts));
    connect(m_backend.get(), &app::Backend::configApplied, m_client.get(),
            &client::InProcessClient::configApplied);
    m_client->setRunning(true);
    QVERIFY(m_client->status().state == client::EngineState::Running);
}

void TestWindowClient::cleanup()
{
    m_client.reset();
    m_backend.reset();
    m_folder.reset();
}

QByteArray TestWindowClient::text() const
{
    QFile file(m_folder->filePath(u"config.yaml"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

client::DeploymentRow TestWindowClient::row(const QString &upstream) const
{
    for (const client::ModelGroup &group : m_client->models().groups())
        for (const client::DeploymentRow &row : group.deployments)
            if (row.upstreamModel == upstream)
                return row;
    return {};
}

client::ProviderAccount TestWindowClient::account(const QString &provider, int index) const
{
    for (const client::ProviderAccount &account : m_client->accounts())
        if (account.providerId == provider && index-- == 0)
            return account;
    return {};
}

template <typename Client>
client::ChangeResult TestWindowClient::wait(Client &from, client::Token token)
{
    client::ChangeResult result{false, u"no answer"_s, false};
    bool answered = false;
    const auto connection =
        connect(&from, &Client::changed, this, [&](client::Token of, const client::ChangeResult &with) {
            if (of != token)
                return;
            result = with;
            answered = true;
        });
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answered, kPatienceMs); }();
    disconnect(connection);
    return result;
}

std::pair<int, QByteArray> TestWindowClient::ask(const QString &model)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/v1/chat/completions"_s.arg(m_client->status().port)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    const Secret key = m_client->masterKey();
    if (!key.isEmpty())
        request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + key.reveal()));
    std::unique_ptr<QNetworkReply> reply(network.post(
        request,
        u"{\"model\":\"%1\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"_s.arg(model).toUtf8()));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!reply->isFinished())
        finished.wait(kPatienceMs);
    return {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll()};
}

void TestWindowClient::showsTheConfig()
{
    const auto groups = m_client->models().groups();
    QStringList names;
    for (const client::ModelGroup &group : groups)
        names << group.name;
    QCOMPARE(names, (QStringList{u"chat"_s, u"gpt"_s, u"here"_s, u"fast"_s}));
    QCOMPARE(groups[0].deployments.size(), std::size_t(2));
    QCOMPARE(groups[3].aliasOf, QStringList{u"chat"_s});
    const client::DeploymentRow gpt = row(u"gpt-4o"_s);
    QCOMPARE(gpt.id, u"my-gpt"_s);
    QCOMPARE(gpt.providerName, u"OpenAI"_s);
    QCOMPARE(gpt.priceSource, u"openai:gpt-4o"_s);
    QCOMPARE(gpt.priceVersion, m_client->models().priceVersion());
    QCOMPARE(gpt.input, std::int64_t(2'500'000'000'000));   // 2.50 dollars a million.
    QCOMPARE(gpt.output, std::int64_t(10'000'000'000'000));
    QVERIFY(gpt.context > 100'000);
    QVERIFY(gpt.abilities.contains(u"tools"_s));
    QVERIFY(!gpt.paused);
    QCOMPARE(gpt.readOnly, QString());
    const client::DeploymentRow tiny = row(u"tiny"_s);
    QVERIFY(tiny.local && tiny.free);
    QCOMPARE(tiny.input, std::int64_t(0));
    QCOMPARE(m_client->accounts().size(), std::size_t(3));   // Two keys of OpenAI, one program here.
}

void TestWindowClient::pausedDeploymentGetsNoTraffic()
{
    auto &models = m_client->models();
    QVERIFY(wait(models, models.setPaused(row(u"first"_s).id, true)).ok);
    QTRY_VERIFY(row(u"first"_s).paused);
    for (int i = 0; i < 12; ++i) {
        const auto [status, body] = ask(u"chat"_s);
        QCOMPARE(status, 200);
        QVERIFY2(body.contains("I am second"), body.constData());
    }
    QVERIFY(wait(models, models.setPaused(row(u"second"_s).id, true)).ok);
    QTRY_VERIFY(row(u"second"_s).paused);
    const auto [status, body] = ask(u"chat"_s);
    QCOMPARE(status, 503);
    QVERIFY2(body.contains("paused"), body.constData());
    // Asked for by its own id it is paused as well.
    QCOMPARE(ask(row(u"first"_s).id).first, 503);
    QVERIFY(wait(models, models.setPaused(row(u"first"_s).id, false)).ok);
    QTRY_VERIFY(!row(u"first"_s).paused);
    QVERIFY(ask(u"chat"_s).second.contains("I am first"));
}

void TestWindowClient::pausingAndResumingLeavesTheFileAsItWas()
{
    auto &models = m_client->models();
    for (const QString &model : {u"first"_s, u"second"_s, u"gpt-4o"_s}) {
        QVERIFY(wait(models, models.setPaused(row(model).id, true)).ok);
        QTRY_VERIFY(row(model).paused);
        QVERIFY(text().contains("blocked: true"));
        QVERIFY(wait(models, models.setPaused(row(model).id, false)).ok);
        QTRY_VERIFY(!row(model).paused);
        QCOMPARE(text(), kConfig);
    }
}

void TestWindowClient::changesADeployment()
{
    auto &models = m_client->models();
    client::DeploymentDraft draft{u"gpt-new"_s, row(u"gpt-4o"_s).accountId, u"gpt-4o-mini"_s, u"3"_s,
                                  u"12.5"_s};
    QVERIFY(wait(models, models.changeDeployment(u"my-gpt"_s, draft)).ok);
    QTRY_COMPARE(row(u"gpt-4o-mini"_s).group, u"gpt-new"_s);
    const client::DeploymentRow changed = row(u"gpt-4o-mini"_s);
    QCOMPARE(changed.id, u"my-gpt"_s);
    QCOMPARE(changed.input, std::int64_t(3'000'000'000'000));
    QCOMPARE(changed.output, std::int64_t(12'500'000'000'000));
    QCOMPARE(changed.ownInput, u"3"_s);
    QCOMPARE(changed.ownOutput, u"12.5"_s);
    QVERIFY2(text().contains("input_cost_per_token: 0.000003"), text().constData());
    QVERIFY(text().contains("os.environ/WORK_KEY"));
    QVERIFY(text().contains("- model_name: chat   # shared\n"));
    // And back to the table's price.
    draft.ownInput.clear();
    draft.ownOutput.clear();
    QVERIFY(wait(models, models.changeDeployment(u"my-gpt"_s, draft)).ok);
    QTRY_COMPARE(row(u"gpt-4o-mini"_s).ownInput, QString());
    QVERIFY(!text().contains("cost_per_token"));
}

void TestWindowClient::movesADeploymentToAnotherAccount()
{
    auto &models = m_client->models();
    const client::DeploymentDraft draft{u"gpt"_s, row(u"tiny"_s).accountId, u"local-gpt"_s, {}, {}};
    QVERIFY(wait(models, models.changeDeployment(u"my-gpt"_s, draft)).ok);
    QTRY_COMPARE(row(u"local-gpt"_s).providerId, u"lm_studio"_s);
    QCOMPARE(row(u"local-gpt"_s).baseUrl, u"http://localhost:1234/v1"_s);
    QVERIFY2(!text().contains("WORK_KEY"), text().constData());
    QVERIFY(text().contains("model: lm_studio/local-gpt"));
}

void TestWindowClient::addsADeployment()
{
    auto &models = m_client->models();
    const client::DeploymentDraft draft{
        u"gpt"_s, row(u"gpt-4o"_s).accountId, u" gpt-4o-mini "_s, u"0.5"_s, {}};
    QVERIFY(wait(models, models.addDeployment(draft)).ok);
    QTRY_COMPARE(row(u"gpt-4o-mini"_s).group, u"gpt"_s);
    QCOMPARE(row(u"gpt-4o-mini"_s).accountId, row(u"gpt-4o"_s).accountId);
    QCOMPARE(row(u"gpt-4o-mini"_s).input, std::int64_t(500'000'000'000));
    QCOMPARE(text().count("os.environ/WORK_KEY"), 2);
    QVERIFY(wait(models, models.undo()).ok);
    QCOMPARE(text(), kConfig);
}

void TestWindowClient::refusesBadDrafts_data()
{
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("price");
    QTest::addColumn<bool>("knownAccount");
    QTest::newRow("no name") << u" "_s << u"m"_s << QString() << true;
    QTest::newRow("no model") << u"g"_s << QString() << QString() << true;
    QTest::newRow("no price") << u"g"_s << u"m"_s << u"cheap"_s << true;
    QTest::newRow("negative price") << u"g"_s << u"m"_s << u"-1"_s << true;
    QTest::newRow("unknown account") << u"g"_s << u"m"_s << QString() << false;
}

void TestWindowClient::refusesBadDrafts()
{
    QFETCH(QString, group);
    QFETCH(QString, model);
    QFETCH(QString, price);
    QFETCH(bool, knownAccount);
    auto &models = m_client->models();
    const client::DeploymentDraft draft{
        group, knownAccount ? row(u"gpt-4o"_s).accountId : u"none"_s, model, price, {}};
    for (const bool adds : {true, false}) {
        const auto result =
            wait(models, adds ? models.addDeployment(draft) : models.changeDeployment(u"my-gpt"_s, draft));
        QVERIFY(!result.ok);
        QVERIFY(!result.problem.isEmpty());
    }
    QCOMPARE(text(), kConfig);
}

void TestWindowClient::removesAndTakesBack()
{
    auto &models = m_client->models();
    const auto removed = wait(models, models.removeDeployment(row(u"first"_s).id));
    QVERIFY(removed.ok && removed.undoable);
    QTRY_COMPARE(row(u"first"_s).id, QString());
    QVERIFY(!text().contains("openai/first"));
    QVERIFY(wait(models, models.undo()).ok);
    QCOMPARE(text(), kConfig);
    QTRY_VERIFY(!row(u"first"_s).id.isEmpty());
    QVERIFY(!wait(models, models.undo()).ok);   // Only once.
    QVERIFY(!wait(models, models.removeDeployment(u"gone"_s)).ok);
}

void TestWindowClient::namesWhatDependsOnADeployment()
{
    auto &models = m_client->models();
    // Another one answers for "chat".
    QCOMPARE(models.removalOf(row(u"first"_s).id).unserved, QStringList());
    const auto effect = models.removalOf(row(u"tiny"_s).id);
    QCOMPARE(effect.deployments, QStringList{u"tiny"_s});
    QCOMPARE(effect.unserved, QStringList{u"here"_s});
    QCOMPARE(effect.references, QStringList{u"fallback of gpt"_s});
    const auto all = m_client->accountsClient().removalOf(row(u"first"_s).accountId);
    QCOMPARE(all.unserved, QStringList{u"chat"_s});
    QCOMPARE(all.references, QStringList{u"alias fast"_s});
}

void TestWindowClient::overwritesNobodyElsesChange()
{
    auto &models = m_client->models();
    QVERIFY(wait(models, models.setPaused(row(u"first"_s).id, true)).ok);
    QFile file(m_folder->filePath(u"config.yaml"_s));
    QVERIFY(file.open(QIODevice::Append));
    file.write("# by hand\n");
    file.close();
    const auto undone = wait(models, models.undo());
    QVERIFY(!undone.ok);
    QVERIFY2(undone.problem.contains(u"another program"_s), qPrintable(undone.problem));
    QVERIFY(text().endsWith("# by hand\n"));
}

void TestWindowClient::testsThatVeryDeployment()
{
    auto &models = m_client->models();
    QSignalSpy tested(&models, &client::ModelsClient::tested);
    for (int i = 0; i < 3; ++i) {
        const client::Token token = models.testDeployment(row(u"second"_s).id);
        QTRY_COMPARE_WITH_TIMEOUT(tested.size(), i + 1, kPatienceMs);
        QCOMPARE(tested.last().at(0).value<client::Token>(), token);
        const auto result = tested.last().at(1).value<client::DeploymentTest>();
        QVERIFY2(result.ok, qPrintable(result.problem));
        QCOMPARE(result.answer, u"I am second"_s);
        QVERIFY(result.tookUs > 0);
    }
    models.testDeployment(row(u"tiny"_s).id);   // Nothing listens there.
    QTRY_COMPARE_WITH_TIMEOUT(tested.size(), 4, kPatienceMs);
    QVERIFY(!tested.last().at(1).value<client::DeploymentTest>().ok);
    QVERIFY(!tested.last().at(1).value<client::DeploymentTest>().problem.isEmpty());
}

void TestWindowClient::changesAnAccount()
{
    auto &accounts = m_client->accountsClient();
    const auto before = account(u"openai"_s, 0);
    QCOMPARE(accounts.upstreamModels(before.id), (QStringList{u"first"_s, u"second"_s}));
    const auto changed = wait(
        accounts, accounts.changeAccount(
                      before.id, {u"Team"_s, u"https://proxy.example/v1/"_s, {u"second"_s, u"third"_s}}));
    QVERIFY2(changed.ok, qPrintable(changed.problem));
    QTRY_COMPARE(account(u"openai"_s, 0).name, u"Team"_s);
    const auto after =
        account(u"openai"_s, 0).name == u"Team"_s ? account(u"openai"_s, 0) : account(u"openai"_s, 1);
    QCOMPARE(after.baseUrl, u"https://proxy.example/v1"_s);
    QCOMPARE(accounts.upstreamModels(after.id), (QStringList{u"second"_s, u"third"_s}));
    QCOMPARE(row(u"third"_s).group, u"third"_s);
    QVERIFY(!text().contains("openai/first"));
    QVERIFY(wait(m_client->models(), m_client->models().undo()).ok);
    QCOMPARE(text(), kConfig);
    QTRY_COMPARE(account(u"openai"_s, 0).name, u"OpenAI"_s);
    const QString id = account(u"openai"_s, 0).id;
    QVERIFY(!wait(accounts, accounts.changeAccount(id, {u"x"_s, {}, {}})).ok);
    QVERIFY(!wait(accounts, accounts.changeAccount(id, {u"x"_s, u"ftp://x"_s, {u"first"_s}})).ok);
    QVERIFY(!wait(accounts, accounts.changeAccount(u"none"_s, {u"x"_s, {}, {u"first"_s}})).ok);
    QCOMPARE(text(), kConfig);
}

void TestWindowClient::putsANewKeyInPlace()
{
    auto &accounts = m_client->accountsClient();
    const QString id = row(u"gpt-4o"_s).accountId;
    QVERIFY(!wait(accounts, accounts.rotateKey(id, Secret())).ok);
    QVERIFY(wait(accounts, accounts.rotateKey(id, Secret("sk-newer"))).ok);
    QTRY_COMPARE(account(u"openai"_s, 1).keyState, u"keychain/openai"_s);
    QVERIFY2(text().contains("api_key: keychain/openai"), text().constData());
    QVERIFY(!text().contains("sk-newer"));
    QCOMPARE(m_backend->vault().resolve("openai").value().reveal(), std::string("sk-newer"));
    QCOMPARE(row(u"gpt-4o"_s).id, u"my-gpt"_s);
    // The next one goes to the same place; the file is not touched.
    const QByteArray written = text();
    QVERIFY(wait(accounts, accounts.rotateKey(row(u"gpt-4o"_s).accountId, Secret("sk-newest"))).ok);
    QCOMPARE(m_backend->vault().resolve("openai").value().reveal(), std::string("sk-newest"));
    QCOMPARE(text(), written);
    QVERIFY(wait(m_client->models(), m_client->models().undo()).ok);
    QCOMPARE(m_backend->vault().resolve("openai").value().reveal(), std::string("sk-newer"));
}

void TestWindowClient::removesAnAccountWithItsKey()
{
    auto &accounts = m_client->accountsClient();
    QVERIFY(wait(accounts, accounts.rotateKey(row(u"gpt-4o"_s).accountId, Secret("sk-newer"))).ok);
    QTRY_VERIFY(account(u"openai"_s, 1).inVault);
    const QByteArray before = text();
    QVERIFY(wait(accounts, accounts.removeAccount(account(u"openai"_s, 1).id, true)).ok);
    QTRY_COMPARE(row(u"gpt-4o"_s).id, QString());
    QVERIFY(!m_backend->vault().resolve("openai").ok());
    QVERIFY(wait(m_client->models(), m_client->models().undo()).ok);
    QCOMPARE(text(), before);
    QCOMPARE(m_backend->vault().resolve("openai").value().reveal(), std::string("sk-newer"));
}

void TestWindowClient::keepsAKeyThatOthersUse()
{
    QVERIFY(m_backend->vault().store("shared", Secret("sk-shared")).ok());
    QFile file(m_folder->filePath(u"config.yaml"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("model_list:\n"
               "  - model_name: a\n    litellm_params: {model: openai/a, api_key: keychain/shared}\n"
               "  - model_name: b\n    litellm_params: {model: groq/b, api_key: keychain/shared}\n");
    file.close();
    m_backend->reload();
    QTRY_COMPARE(m_client->accounts().size(), std::size_t(2));
    auto &accounts = m_client->accountsClient();
    QCOMPARE(account(u"openai"_s).name, u"shared"_s);
    QCOMPARE(accounts.sharesKeyWith(account(u"openai"_s).id), QStringList{u"shared"_s});
    QVERIFY(wait(accounts, accounts.removeAccount(account(u"openai"_s).id, true)).ok);
    QTRY_COMPARE(m_client->accounts().size(), std::size_t(1));
    QVERIFY(m_backend->vault().resolve("shared").ok());
}

void TestWindowClient::pausesAllTraffic()
{
    QCOMPARE(ask(u"chat"_s).first, 200);
    m_client->setPaused(true);
    QVERIFY(m_client->status().paused);
    const auto [status, body] = ask(u"chat"_s);
    QCOMPARE(status, 503);
    QVERIFY2(body.contains("All traffic is paused in Portico"), body.constData());
    QVERIFY2(body.contains("overloaded_error"), body.constData());
    m_client->setPaused(false);
    QVERIFY(!m_client->status().paused);
    QCOMPARE(ask(u"chat"_s).first, 200);
}

void TestWindowClient::noticesAGatewayThatHangs()
{
    client::InProcessParts parts = app::windowParts(*m_backend);
    bool silent = false;
    std::function<void()> late;
    parts.listen = [] { return Result<std::uint16_t>(std::uint16_t(4000)); };
    parts.ping = [&](std::function<void()> pong) {
        if (silent)
            late = std::move(pong);
        else
            pong();
    };
    client::InProcessClient client(std::move(parts));
    client.setRunning(true);
    QTest::qWait(1500);
    QCOMPARE(client.status().lostSinceUs, std::int64_t(0));
    silent = true;
    QTRY_VERIFY_WITH_TIMEOUT(client.status().lostSinceUs > 0, kPatienceMs);
    silent = false;
    QVERIFY(late);
    late();
    QTRY_COMPARE(client.status().lostSinceUs, std::int64_t(0));
}

void TestWindowClient::findsServersAndKnowsThoseInUse()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, &server, [&server] {
        QTcpSocket *socket = server.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket] {
            const bool models = socket->readAll().startsWith("GET /v1/models");
            const QByteArray body = R"({"data":[{"id":"tiny"}]})";
            socket->write(models ? "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(body.size()) +
                                       "\r\nConnection: close\r\n\r\n" + body
                                 : QByteArray("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        });
    });
    client::InProcessParts parts = app::windowParts(*m_backend);
    parts.localPorts = {{server.serverPort(), tools::ServerKind::LmStudio}};
    client::InProcessClient client(std::move(parts));
    QSignalSpy found(&client.discovery(), &client::DiscoveryClient::found);
    const auto look = [&] {
        const client::Token token = client.discovery().look();
        [&] { QTRY_VERIFY(!found.isEmpty() && found.last().at(0).value<client::Token>() == token); }();
        return found.last().at(1).value<std::vector<client::FoundServer>>();
    };
    auto servers = look();
    QCOMPARE(servers.size(), std::size_t(1));
    QCOMPARE(servers[0].name, u"LM Studio"_s);
    QCOMPARE(servers[0].providerId, u"lm_studio"_s);
    QCOMPARE(servers[0].models, QStringList{u"tiny"_s});
    QVERIFY(!servers[0].used);
    // Taken as it was found, it is used.
    QSignalSpy added(&client, &client::GatewayClient::providerAdded);
    client.addProvider({servers[0].providerId, u"Den"_s, servers[0].baseUrl, {}}, servers[0].models);
    QTRY_COMPARE(added.size(), 1);
    const auto result = added.first().at(1).value<client::AddResult>();
    QVERIFY2(result.ok, qPrintable(result.problem));
    QTRY_VERIFY(look()[0].used);
    QCOMPARE(client.accounts().back().name, u"Den"_s);
    QVERIFY2(text().contains("account: Den"), text().constData());
}

void TestWindowClient::keepsWhatIsSaidOnceSwitchedOn()
{
    client::TrafficClient &traffic = m_client->traffic();
    const auto newest = [&] {
        QSignalSpy recent(m_client.get(), &client::GatewayClient::recentReady);
        m_client->requestRecent(1);
        return recent.wait(kPatienceMs) ? recent.first().at(1).value<std::vector<client::RequestRow>>()
                                        : std::vector<client::RequestRow>();
    };
    const auto bodiesOf = [&](const Id128 &id) {
        QSignalSpy ready(&traffic, &client::TrafficClient::bodiesReady);
        traffic.requestBodies(id);
        return ready.wait(kPatienceMs) ? ready.first().at(1).value<client::TrafficBodies>()
                                       : client::TrafficBodies{.problem = u"no answer"_s};
    };
    QVERIFY(!traffic.keepsBodies());
    QCOMPARE(ask(u"chat"_s).first, 200);
    QTRY_COMPARE_WITH_TIMEOUT(newest().size(), 1, kPatienceMs);
    const Id128 first = newest().front().request;
    QVERIFY(bodiesOf(first).bodies.empty());
    QCOMPARE(bodiesOf(first).problem, QString());

    QSignalSpy keeping(&traffic, &client::TrafficClient::keepingReady);
    traffic.setKeepsBodies(true);
    QVERIFY(keeping.wait(kPatienceMs));
    QCOMPARE(keeping.first().at(1).value<client::BodyKeeping>().problem, QString());
    QTRY_VERIFY_WITH_TIMEOUT(traffic.keepsBodies(), kPatienceMs);
    QVERIFY(text().contains("store_prompts_in_spend_logs: true"));
    QCOMPARE(ask(u"chat"_s).first, 200);
    QTRY_VERIFY_WITH_TIMEOUT(newest().front().request != first, kPatienceMs);
    const client::TrafficBodies said = bodiesOf(newest().front().request);
    QCOMPARE(said.bodies.size(), 2);
    const client::TrafficBody *request = said.find(client::BodyPart::ClientRequest);
    QVERIFY(request && request->bytes.find("\"chat\"") != std::string::npos);
    QCOMPARE(request->contentType, u"application/json"_s);
    const client::TrafficBody *answer = said.find(client::BodyPart::ClientAnswer);
    QVERIFY(answer && answer->bytes.find("I am ") != std::string::npos);

    keeping.clear();
    traffic.deleteBodies();
    QVERIFY(keeping.wait(kPatienceMs));
    QCOMPARE(keeping.first().at(1).value<client::BodyKeeping>().requests, 0);
    QVERIFY(bodiesOf(said.request).bodies.empty());
    traffic.setKeepsBodies(false);
    QTRY_VERIFY_WITH_TIMEOUT(!traffic.keepsBodies(), kPatienceMs);
    QVERIFY(text().contains("store_prompts_in_spend_logs: false"));
}

void TestWindowClient::sendsAKeptRequestToAnotherModel()
{
    client::TrafficClient &traffic = m_client->traffic();
    QSignalSpy keeping(&traffic, &client::TrafficClient::keepingReady);
    traffic.setKeepsBodies(true);
    QTRY_VERIFY_WITH_TIMEOUT(traffic.keepsBodies(), kPatienceMs);
    // Paused, so that only the second can answer.
    const auto first = row(u"first"_s);
    QVERIFY(wait(m_client->models(), m_client->models().setPaused(first.id, true)).ok);
    QCOMPARE(ask(u"chat"_s).first, 200);
    std::vector<client::TrafficRow> rows;
    const auto newest = [&] {
        std::vector<client::TrafficRow> found;
        QSignalSpy outlines(&traffic, &client::TrafficClient::outlineReady);
        QSignalSpy answers(&traffic, &client::TrafficClient::rowsReady);
        traffic.requestOutline({}, {});
        if (!outlines.wait(kPatienceMs))
            return found;
        const auto outline = outlines.front()[1].value<client::TrafficOutline>();
        if (outline.spans.empty())
            return found;
        traffic.requestRows({}, outline.spans.front());
        if (answers.wait(kPatienceMs))
            found = answers.front()[1].value<std::vector<client::TrafficRow>>();
        return found;
    };
    QTRY_VERIFY_WITH_TIMEOUT((rows = newest()).size() == 1, kPatienceMs);
    QVERIFY(wait(m_client->models(), m_client->models().setPaused(first.id, false)).ok);
    const auto second = row(u"second"_s);
    QVERIFY(wait(m_client->models(), m_client->models().setPaused(second.id, true)).ok);
    client::TrafficReplay replay;
    const auto send = [&](const QString &route, const QString &model) {
        QSignalSpy replayed(&traffic, &client::TrafficClient::replayed);
        const client::Token token = traffic.replay(rows.front().request, route, model);
        QVERIFY(replayed.wait(kPatienceMs));
        QCOMPARE(replayed.front()[0].value<client::Token>(), token);
        replay = replayed.front()[1].value<client::TrafficReplay>();
    };
    send(rows.front().route, u"fast"_s);
    QCOMPARE(replay.problem, QString());
    QCOMPARE(replay.status, 200);
    QCOMPARE(replay.model, u"fast"_s);
    QVERIFY(QByteArray::fromStdString(replay.answer.bytes).contains("I am first"));
    QVERIFY(replay.firstUs >= 0 && replay.wholeUs >= replay.firstUs);
    // It is a request like any other, with its own row.
    QTRY_VERIFY_WITH_TIMEOUT((rows = newest()).size() == 2, kPatienceMs);
    QCOMPARE(rows.front().request, replay.request);
    QSignalSpy details(&traffic, &client::TrafficClient::detailReady);
    traffic.requestDetail(replay.request);
    QVERIFY(details.wait(kPatienceMs));
    QCOMPARE(details.front()[1].value<client::TrafficDetail>().tags, u"replay"_s);
    // What cannot be asked says why, and is not asked.
    send(u"/v1/audio/speech"_s, u"fast"_s);
    QVERIFY(replay.problem.contains(u"cannot be sent to another model"_s));
    send(u"/v1/chat/completions"_s, u"nobody"_s);
    QCOMPARE(replay.status, 400);
    QVERIFY(QByteArray::fromStdString(replay.answer.bytes).contains("nobody"));
    rows.front().request = Id128{.high = 1, .low = 1};
    send(u"/v1/chat/completions"_s, u"fast"_s);
    QVERIFY(replay.problem.contains(u"Nothing is kept"_s));
}

void TestWindowClient::allowsAnOriginThatWasRefused()
{
    QNetworkAccessManager network;
    const auto knock = [&] {
        QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/v1/models"_s.arg(m_client->status().port)));
        request.setRawHeader("Authorization", "Bearer " + QByteArray(m_client->masterKey().reveal().data()));
        request.setRawHeader("Origin", "app://obsidian.md");
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        return finished.wait(kPatienceMs) ? reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()
                                          : 0;
    };
    const auto finding = [&] {
        for (const client::Finding &one : m_client->examine())
            if (one.fix == client::Finding::Fix::AllowOrigin)
                return one.value;
        return QString();
    };
    QCOMPARE(finding(), QString());
    QCOMPARE(knock(), 403);
    QCOMPARE(m_client->status().refusedOrigins, QStringList{u"app://obsidian.md"_s});
    QCOMPARE(finding(), u"app://obsidian.md"_s);
    m_client->allowOrigin(finding());
    QTRY_COMPARE_WITH_TIMEOUT(m_client->status().refusedOrigins, QStringList(), kPatienceMs);
    QCOMPARE(finding(), QString());
    QCOMPARE(knock(), 200);
    QVERIFY(text().contains("app://obsidian.md"));
}

QTEST_GUILESS_MAIN(TestWindowClient)
#include "tst_windowclient.moc"
