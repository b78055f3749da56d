#include "core/client/accountsclient.h"
#include "core/client/configclient.h"
#include "core/client/discoveryclient.h"
#include "core/client/keysclient.h"
#include "core/client/modelsclient.h"
#include "core/client/playgroundclient.h"
#include "core/client/routingclient.h"
#include "core/client/spendclient.h"
#include "core/client/vaultclient.h"
#include "core/remoteclient/remoteclient.h"
#include "core/wire/sse.h"
#include "tests/support/forwarder.h"

#include <QElapsedTimer>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSslKey>
#include <QTemporaryDir>
#include <QTest>

#include <optional>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 15'000;
constexpr int kLossMs = 2'000;
const QString kKey = u"sk-of-the-administrator"_s;

QByteArray configText(std::uint16_t silentPort)
{
    return "model_list:\n"
           "  - model_name: chat\n"
           "    litellm_params: {model: openai/gpt-4o, mock_response: I am here, api_key: sk-test-one}\n"
           "    model_info: {id: one}\n"
           "  - model_name: slow\n"
           "    litellm_params: {model: openai/gpt-4o-mini, api_key: sk-test-two,\n"
           "                     api_base: 'http://127.0.0.1:" +
           QByteArray::number(silentPort) +
           "/v1'}\n"
           "general_settings: {master_key: " +
           kKey.toUtf8() + "}\n";
}

using Reach = Place::Reach;

}   // namespace

// A window's client over a real porticod: what it reads, changes and hears, and how it fares when the gateway
// or the way to it breaks.
class TestRemoteWindow final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void knowsBeforehandWhatItNeedNotAsk();
    void readsEveryArea();
    void readsWhatComesByteByByte();
    void makesAKeyThatWorks();
    void changesTheConfig();
    void hearsWhatHappens();
    void cancelsAQuestion();
    void chatsPieceByPiece();
    void stopsAChat();
    void refusesWhatNeedsTheGatewaysComputer();
    void answersWhatIsOpenWhenTheGatewayDies();
    void noticesAGatewayThatFallsSilent();
    void refusesWrongKeys_data();
    void refusesWrongKeys();
    void verifiesCertificates_data();
    void verifiesCertificates();
    void showsItsOwnCertificate();
    void refusesOtherMajors();
    void resumesBehindTheLastEvent();
    void saysWhenEventsAreLost();
    void takesNoCallsOfUnknownWindows();
    void answersCallsThatDoNotFit();

private:
    void start(std::uint16_t port = 0);
    std::unique_ptr<GatewayClient> open(const QUrl &url, const QString &key = kKey,
                                        const QString &authorities = {}) const;
    QUrl urlOf(std::uint16_t port, const QString &scheme = u"http"_s) const;
    // A certificate for localhost, by an authority of its own name; made once.
    QString pem(const QString &name) const { return m_folder.filePath(name); }
    bool makeCertificates(const QString &authority);
    QSslConfiguration tls(const QString &authority) const;
    // Sends a small chat; the status.
    int chat(const QString &key);
    // Events of a raw stream until one is called that.
    std::vector<std::pair<std::string, json::Object>> events(const QByteArray &window, const QByteArray &seen,
                                                             const std::string &until);
    QNetworkRequest raw(const QString &path, const QByteArray &window) const;

    QTemporaryDir m_folder;
    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<QProcess> m_gateway;
    QTcpServer m_silent;
    QNetworkAccessManager m_network;
    std::uint16_t m_port = 0;
};

namespace {

// Waits for the answer to a question; its values behind the token.
template <typename Area, typename... Values>
std::optional<std::tuple<std::decay_t<Values>...>> wait(Area &area, void (Area::*signal)(Token, Values...),
                                                        Token token, int ms = kPatienceMs)
{
    std::optional<std::tuple<std::decay_t<Values>...>> out;
    QObject context;
    QObject::connect(&area, signal, &context, [&](Token of, Values... values) {
        if (of == token)
            out.emplace(values...);
    });
    const bool came = QTest::qWaitFor([&] { return out.has_value(); }, ms);
    return came ? out : std::nullopt;
}

bool reaches(const GatewayClient &client, Reach reach, int ms = kPatienceMs)
{
    return QTest::qWaitFor([&] { return client.place().reach == reach; }, ms);
}

#define ANSWER(name, area, signal, token)                                                                    \
    const auto name = wait(area, &std::decay_t<decltype(area)>::signal, token);                              \
    QVERIFY2(name, #signal " does not come")

}   // namespace

void TestRemoteWindow::initTestCase()
{
    QVERIFY(m_folder.isValid());
    QVERIFY(m_silent.listen(QHostAddress::LocalHost));
    QVERIFY(makeCertificates(u"ours"_s));
    QVERIFY(makeCertificates(u"theirs"_s));
}

bool TestRemoteWindow::makeCertificates(const QString &authority)
{
    const auto run = [&](const QStringList &arguments) {
        return QProcess::execute(u"openssl"_s, arguments) == 0;
    };
    const QString root = pem(authority);
    QFile names(root + u".ext"_s);
    if (!names.open(QIODevice::WriteOnly))
        return false;
    names.write("subjectAltName=DNS:localhost\n");
    names.close();
    const QStringList quiet{u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s};
    return run(QStringList{u"req"_s, u"-x509"_s} + quiet +
               QStringList{u"-keyout"_s, root + u"-ca.key"_s, u"-out"_s, root + u"-ca.pem"_s, u"-days"_s,
                           u"2"_s, u"-subj"_s, u"/CN=%1"_s.arg(authority)}) &&
           run(QStringList{u"req"_s} + quiet +
               QStringList{u"-keyout"_s, root + u".key"_s, u"-out"_s, root + u".csr"_s, u"-subj"_s,
                           u"/CN=localhost"_s}) &&
           run({u"x509"_s, u"-req"_s, u"-in"_s, root + u".csr"_s, u"-CA"_s, root + u"-ca.pem"_s, u"-CAkey"_s,
                root + u"-ca.key"_s, u"-CAcreateserial"_s, u"-out"_s, root + u".pem"_s, u"-days"_s, u"2"_s,
                u"-extfile"_s, root + u".ext"_s});
}

QSslConfiguration TestRemoteWindow::tls(const QString &authority) const
{
    QSslConfiguration configuration;
    configuration.setLocalCertificateChain(QSslCertificate::fromPath(pem(authority + u".pem"_s)));
    QFile key(pem(authority + u".key"_s));
    if (key.open(QIODevice::ReadOnly))
        configuration.setPrivateKey(QSslKey(&key, QSsl::Rsa));
    return configuration;
}

void TestRemoteWindow::init()
{
    m_home = std::make_unique<QTemporaryDir>();
    QFile config(m_home->filePath(u"config.yaml"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write(configText(m_silent.serverPort()));
    config.close();
    start();
}

void TestRemoteWindow::start(std::uint16_t port)
{
    m_gateway = std::make_unique<QProcess>();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, m_home->path());
    environment.insert(u"XDG_DATA_HOME"_s, m_home->filePath(u"data"_s));
    m_gateway->setProcessEnvironment(environment);
    m_gateway->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_gateway->start(QStringLiteral(GW_BINARY_DIR "/bin/porticod"),
                     {u"--config"_s, m_home->filePath(u"config.yaml"_s), u"--port"_s, QString::number(port)});
    QByteArray said;
    static const QRegularExpression listening(u"running on http://[^:]+:(\\d+)"_s);
    QVERIFY(QTest::qWaitFor(
        [&] {
            said += m_gateway->readAllStandardOutput();
            return listening.match(QString::fromUtf8(said)).hasMatch();
        },
        kPatienceMs));
    m_port = listening.match(QString::fromUtf8(said)).captured(1).toUShort();
}

void TestRemoteWindow::cleanup()
{
    m_gateway->kill();
    m_gateway->waitForFinished();
    m_gateway.reset();
    m_home.reset();
}

QUrl TestRemoteWindow::urlOf(std::uint16_t port, const QString &scheme) const
{
    return QUrl(u"%1://localhost:%2"_s.arg(scheme).arg(port));
}

std::unique_ptr<GatewayClient> TestRemoteWindow::open(const QUrl &url, const QString &key,
                                                      const QString &authorities) const
{
    return makeRemoteClient({.url = url, .key = Secret(key.toStdString()), .authorities = authorities});
}

int TestRemoteWindow::chat(const QString &key)
{
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/v1/chat/completions"_s.arg(m_port)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("Authorization", "Bearer " + key.toUtf8());
    QNetworkReply *reply =
        m_network.post(request, R"({"model":"chat","messages":[{"role":"user","content":"Hello"}]})");
    QSignalSpy done(reply, &QNetworkReply::finished);
    done.wait(kPatienceMs);
    reply->deleteLater();
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

void TestRemoteWindow::knowsBeforehandWhatItNeedNotAsk()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(client->status().state == EngineState::Starting);
    QVERIFY(reaches(*client, Reach::Connected));
    const Status status = client->status();
    QVERIFY(status.state == EngineState::Running);
    QCOMPARE(status.url, u"http://localhost:%1/v1"_s.arg(m_port));
    QCOMPARE(status.deployments, 2);
    QCOMPARE(status.configPath, m_home->filePath(u"config.yaml"_s));
    QCOMPARE(client->masterKey().reveal(), kKey.toStdString());
    QVERIFY(client->catalog().size() > 20);
    QVERIFY(!client->examine().empty());
    QCOMPARE(client->config().facts().configPath, status.configPath);
    QVERIFY(client->config().keys().size() > 50);
    QVERIFY(!client->vault().state().open);
    QVERIFY(!client->traffic().keepsBodies());
    QVERIFY(!client->models().priceVersion().isEmpty());
    QVERIFY(!client->spend().whatIfTargets().empty());

    const auto groups = client->models().groups();
    QCOMPARE(groups.size(), std::size_t(2));
    QCOMPARE(groups[0].deployments[0].id, u"one"_s);
    QCOMPARE(client->models().removalOf(u"one"_s).unserved, QStringList{u"chat"_s});
    QVERIFY(client->models().removalOf(u"none"_s).unserved.isEmpty());
    const auto accounts = client->accounts();
    QCOMPARE(accounts.size(), std::size_t(2));
    QCOMPARE(client->accountsClient().upstreamModels(accounts[0].id).size(), 1);
    QCOMPARE(client->accountsClient().removalOf(accounts[0].id).unserved.size(), 1);
    QVERIFY(client->accountsClient().sharesKeyWith(accounts[0].id).isEmpty());
}

void TestRemoteWindow::readsEveryArea()
{
    QCOMPARE(chat(kKey), 200);
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    const std::int64_t nowUs = QDateTime::currentMSecsSinceEpoch() * 1000;
    GatewayClient &gateway = *client;
    QTRY_COMPARE_WITH_TIMEOUT(gateway.status().closed, std::uint64_t(1), kPatienceMs);
    ANSWER(today, gateway, todayReady, gateway.requestToday(nowUs));
    QCOMPARE(std::get<0>(*today).requests, 1);
    ANSWER(recent, gateway, recentReady, gateway.requestRecent(10));
    QCOMPARE(std::get<0>(*recent).size(), std::size_t(1));
    QCOMPARE(std::get<0>(*recent)[0].requestedModel, u"chat"_s);
    ANSWER(said, gateway, testRequestFinished, gateway.sendTestRequest(u"chat"_s));
    QCOMPARE(std::get<1>(*said), QString());
    QCOMPARE(std::get<0>(*said), u"I am here"_s);

    ConfigClient &config = gateway.config();
    ANSWER(texts, config, textsReady, config.requestTexts());
    QVERIFY(std::get<0>(*texts).files.at(0).text.contains(u"model_list"_s));
    const std::vector<ConfigPath> paths{
        {std::string("model_list"), std::size_t(0), std::string("model_name")}};
    ANSWER(values, config, valuesReady, config.requestValues(paths));
    QVERIFY(std::get<0>(*values).at(0).value == json::Value("chat"));
    QCOMPARE(std::get<0>(*values).at(0).path, paths[0]);
    ANSWER(checked, config, checked, config.check(config.facts().configPath, u"model_list: ["_s));
    QVERIFY(!std::get<0>(*checked).usable);
    ANSWER(backups, config, backupsReady, config.requestBackups());
    QVERIFY(std::get<0>(*backups).empty());

    KeysClient &keys = gateway.keys();
    ANSWER(holders, keys, holdersReady, keys.requestHolders({}));
    QCOMPARE(std::get<0>(*holders).problem, QString());
    ANSWER(budgets, keys, budgetsReady, keys.requestBudgets());
    RoutingClient &routing = gateway.routing();
    ANSWER(state, routing, stateReady, routing.requestState());
    QCOMPARE(std::get<0>(*state).groups.size(), std::size_t(2));
    ANSWER(simulated, routing, simulated, routing.simulate(u"{\"model\":\"chat\",\"messages\":[]}"_s));
    QCOMPARE(std::get<0>(*simulated).model, u"chat"_s);
    QTRY_COMPARE_WITH_TIMEOUT(gateway.status().closed, std::uint64_t(2), kPatienceMs);
    SpendClient &spend = gateway.spend();
    const std::int64_t day = QDate::currentDate().toJulianDay();
    ANSWER(report, spend, reportReady,
           spend.requestReport(SpendBy::Model, {day - 1, day + 1}, SpendOf::ThisGateway));
    QCOMPARE(std::get<0>(*report).problem, QString());
    QCOMPARE(std::get<0>(*report).by, SpendBy::Model);
    QCOMPARE(std::get<0>(*report).all.requests, 2);
    ANSWER(arithmetic, spend, arithmeticReady, spend.requestArithmetic({}, {day - 1, day + 1}));
    QCOMPARE(std::get<0>(*arithmetic).attempts, 2);
    ANSWER(whatIf, spend, whatIfReady, spend.requestWhatIf({}, {day - 1, day + 1}, u"one"_s));
    QCOMPARE(std::get<0>(*whatIf).problem, QString());

    TrafficClient &traffic = gateway.traffic();
    ANSWER(outline, traffic, outlineReady, traffic.requestOutline({}, {}));
    const auto &spans = std::get<0>(*outline).spans;
    QVERIFY(!spans.empty());
    ANSWER(rows, traffic, rowsReady, traffic.requestRows({}, spans[0]));
    QCOMPARE(std::get<1>(*rows), QString());
    QCOMPARE(std::get<0>(*rows).back().route, u"/v1/chat/completions"_s);
    ANSWER(detail, traffic, detailReady, traffic.requestDetail(std::get<0>(*rows).back().request));
    QCOMPARE(std::get<0>(*detail).attempts.size(), std::size_t(1));
    ANSWER(sums, traffic, sumsReady, traffic.requestSums({}));
    QVERIFY(std::get<0>(*sums).requests > 0);
    ANSWER(names, traffic, namesReady, traffic.requestNames());
    QVERIFY(std::get<0>(*names).models.contains(u"chat"_s));
    ANSWER(bodies, traffic, bodiesReady, traffic.requestBodies(std::get<0>(*rows).back().request));
    QVERIFY(std::get<0>(*bodies).bodies.empty());
    ANSWER(keeping, traffic, keepingReady, traffic.requestKeeping());
    QVERIFY(!std::get<0>(*keeping).on);
    DiscoveryClient &discovery = gateway.discovery();
    ANSWER(found, discovery, found, discovery.look());
    VaultClient &vault = gateway.vault();
    ANSWER(unlocked, vault, answered, vault.unlockWith(Secret("not this one")));
    QVERIFY(!std::get<0>(*unlocked).isEmpty());
    ModelsClient &models = gateway.models();
    ANSWER(tested, models, tested, models.testDeployment(u"one"_s));
    QVERIFY(std::get<0>(*tested).ok);
}

void TestRemoteWindow::readsWhatComesByteByByte()
{
    test::Forwarder way(m_port);
    way.byteByByte = true;
    const auto client = open(urlOf(way.listen()));
    QVERIFY(reaches(*client, Reach::Connected, 30'000));
    QCOMPARE(client->models().groups().size(), std::size_t(2));
    KeysClient &keys = client->keys();
    ANSWER(holders, keys, holdersReady, keys.requestHolders({}));
    QCOMPARE(std::get<0>(*holders).problem, QString());
}

void TestRemoteWindow::makesAKeyThatWorks()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    KeysClient &keys = client->keys();
    QSignalSpy news(&keys, &KeysClient::holdersChanged);
    HolderDraft draft;
    draft.name = u"Grüße"_s;
    ANSWER(made, keys, changed, keys.save(draft));
    const HolderChange change = std::get<0>(*made);
    QVERIFY2(change.ok, qPrintable(change.problem));
    QVERIFY(!change.secret.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(news.size() > 0, kPatienceMs);
    QCOMPARE(chat(QString::fromStdString(change.secret.reveal())), 200);
    ANSWER(detail, keys, holderReady, keys.requestHolder(HolderKind::Key, change.id));
    QCOMPARE(std::get<0>(*detail).row.name, u"Grüße"_s);
}

void TestRemoteWindow::changesTheConfig()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    QSignalSpy news(client.get(), &GatewayClient::configChanged);
    ModelsClient &models = client->models();
    ANSWER(paused, models, changed, models.setPaused(u"one"_s, true));
    QVERIFY2(std::get<0>(*paused).ok, qPrintable(std::get<0>(*paused).problem));
    QVERIFY(news.size() > 0 || news.wait(kPatienceMs));
    // What is known beforehand has come before the news.
    QVERIFY(client->models().groups()[0].deployments[0].paused);

    client->setPaused(true);
    QTRY_VERIFY_WITH_TIMEOUT(client->status().paused, kPatienceMs);
    QCOMPARE(chat(kKey), 503);
    GatewayClient &gateway = *client;
    ANSWER(allowed, gateway.config(), saved, gateway.allowOrigin(u"https://page.example"_s));
    QVERIFY2(std::get<0>(*allowed).ok(), qPrintable(std::get<0>(*allowed).problem.message));
}

void TestRemoteWindow::hearsWhatHappens()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    std::vector<events::Event> heard;
    connect(client.get(), &GatewayClient::happened, this, [&](const std::vector<events::Event> &batch) {
        heard.insert(heard.end(), batch.begin(), batch.end());
    });
    QCOMPARE(chat(kKey), 200);
    const auto finished = [&]() -> const events::ExchangeFinished * {
        for (const events::Event &event : heard)
            if (const auto *one = std::get_if<events::ExchangeFinished>(&event))
                return one;
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(finished(), kPatienceMs);
    QCOMPARE(finished()->requestedModel, std::string("chat"));
    QCOMPARE(finished()->status, 200);
    QVERIFY(finished()->usage.output > 0);
    disconnect(client.get(), nullptr, this, nullptr);
}

void TestRemoteWindow::cancelsAQuestion()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    ProviderDraft draft;
    draft.providerId = u"openai"_s;
    draft.baseUrl = u"http://127.0.0.1:%1/v1"_s.arg(m_silent.serverPort());
    draft.key = Secret("sk-test");
    QSignalSpy steps(client.get(), &GatewayClient::testStepped);
    QSignalSpy end(client.get(), &GatewayClient::testFinished);
    const Token token = client->testProvider(draft);
    QVERIFY(steps.size() > 0 || steps.wait(kPatienceMs));
    client->cancelTest(token);
    GatewayClient &gateway = *client;
    ANSWER(recent, gateway, recentReady, gateway.requestRecent(1));
    steps.clear();
    QTest::qWait(300);
    QCOMPARE(steps.size(), 0);
    QCOMPARE(end.size(), 0);
}

void TestRemoteWindow::chatsPieceByPiece()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    PlaygroundClient &chats = client->playground();
    QString text;
    QString callId;
    connect(&chats, &PlaygroundClient::moved, client.get(), [&](Token, const PlaygroundPiece &piece) {
        text += piece.text;
        callId += piece.callId;
    });
    PlaygroundQuestion question;
    question.model = u"chat"_s;
    question.turns = {{.text = u"Are you there?"_s}};
    ANSWER(end, chats, ended, chats.send(question));
    QCOMPARE(std::get<0>(*end).problem, QString());
    QCOMPARE(text, u"I am here"_s);
    QCOMPARE(callId, std::get<0>(*end).callId);
    QCOMPARE(std::get<0>(*end).deployment, u"one"_s);
    QVERIFY(std::get<0>(*end).output > 0);
}

void TestRemoteWindow::stopsAChat()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    PlaygroundClient &chats = client->playground();
    QSignalSpy end(&chats, &PlaygroundClient::ended);
    PlaygroundQuestion question;
    question.model = u"slow"_s;
    question.turns = {{.text = u"Are you there?"_s}};
    QSignalSpy happened(client.get(), &GatewayClient::happened);
    const Token token = chats.send(question);
    QVERIFY(happened.wait(kPatienceMs));
    chats.stop(token);
    // The gateway has seen that its client has left: the request is closed.
    QTRY_VERIFY_WITH_TIMEOUT(client->status().opened > 0 &&
                                 client->status().opened == client->status().closed + client->status().broken,
                             kPatienceMs);
    QCOMPARE(end.size(), 0);
}

void TestRemoteWindow::refusesWhatNeedsTheGatewaysComputer()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    TrafficClient &traffic = client->traffic();
    ANSWER(moved, traffic, exportMoved,
           traffic.startExport({}, ExportFormat::Csv, m_folder.filePath(u"export.csv"_s)));
    QVERIFY(std::get<0>(*moved).done);
    QVERIFY(!std::get<0>(*moved).problem.isEmpty());
    ConfigClient &config = client->config();
    ANSWER(preview, config, importReady, config.previewImport(u"/etc/passwd"_s));
    QVERIFY(!std::get<0>(*preview).readable);
    QSignalSpy failed(client.get(), &GatewayClient::callFailed);
    client->setRunning(false);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(chat(kKey), 200);

    // Nor does the gateway do it when somebody asks all the same.
    const QByteArray window(32, 'w');
    QVERIFY(!events(window, {}, "ready").empty());
    QNetworkReply *reply = m_network.post(raw(u"/portico/v1/calls/gateway/setRunning"_s, window),
                                          R"({"token":1,"args":[false]})");
    QSignalSpy done(reply, &QNetworkReply::finished);
    QVERIFY(done.wait(kPatienceMs));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 501);
    reply->deleteLater();
}

void TestRemoteWindow::answersWhatIsOpenWhenTheGatewayDies()
{
    const auto client = open(urlOf(m_port));
    QVERIFY(reaches(*client, Reach::Connected));
    GatewayClient &gateway = *client;
    // Its provider never answers.
    QSignalSpy asked(&m_silent, &QTcpServer::newConnection);
    const Token open = gateway.sendTestRequest(u"slow"_s);
    QVERIFY(asked.size() > 0 || asked.wait(kPatienceMs));
    std::optional<QString> problem;
    connect(&gateway, &GatewayClient::testRequestFinished, this,
            [&](Token token, const QString &, const QString &why) {
                if (token == open)
                    problem = why;
            });
    const std::uint16_t port = m_port;
    QElapsedTimer clock;
    clock.start();
    m_gateway->kill();
    QVERIFY(reaches(gateway, Reach::Lost, kLossMs));
    QVERIFY2(clock.elapsed() < kLossMs, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(problem && !problem->isEmpty());
    QVERIFY(gateway.status().lostSinceUs > 0);
    QCOMPARE(gateway.models().groups().size(), std::size_t(2));   // As it was.
    KeysClient &keys = gateway.keys();
    ANSWER(holders, keys, holdersReady, keys.requestHolders({}));
    QVERIFY(!std::get<0>(*holders).problem.isEmpty());

    m_gateway->waitForFinished();
    QSignalSpy news(&gateway, &GatewayClient::configChanged);
    start(port);
    QVERIFY(reaches(gateway, Reach::Connected));
    QVERIFY(news.size() > 0);
    QCOMPARE(gateway.status().lostSinceUs, 0);
    ANSWER(again, keys, holdersReady, keys.requestHolders({}));
    QCOMPARE(std::get<0>(*again).problem, QString());
    disconnect(&gateway, nullptr, this, nullptr);
}

// Nothing closes the connection; only nothing comes any more.
void TestRemoteWindow::noticesAGatewayThatFallsSilent()
{
    test::Forwarder way(m_port);
    const auto client = open(urlOf(way.listen()));
    QVERIFY(reaches(*client, Reach::Connected));
    way.mute = true;
    const auto fell = client->keys().requestHolders({});
    QVERIFY(wait(client->keys(), &KeysClient::holdersReady, fell));
    QVERIFY(reaches(*client, Reach::Lost, 14'000));
    way.mute = false;
    way.cut();
    QVERIFY(reaches(*client, Reach::Connected, 20'000));
}

void TestRemoteWindow::refusesWrongKeys_data()
{
    QTest::addColumn<bool>("known");
    QTest::addColumn<QString>("says");
    QTest::newRow("nobody's key") << false << u"does not know this key"_s;
    QTest::newRow("a key that may only use models") << true << u"may not look after"_s;
}

void TestRemoteWindow::refusesWrongKeys()
{
    QFETCH(bool, known);
    QFETCH(QString, says);
    QString key = u"sk-somebody-elses"_s;
    if (known) {
        const auto admin = open(urlOf(m_port));
        QVERIFY(reaches(*admin, Reach::Connected));
        ANSWER(made, admin->keys(), changed, admin->keys().save({}));
        key = QString::fromStdString(std::get<0>(*made).secret.reveal());
    }
    const auto client = open(urlOf(m_port), key);
    QVERIFY(reaches(*client, Reach::Refused));
    QVERIFY2(client->place().problem.contains(says), qPrintable(client->place().problem));
    QVERIFY(client->status().state == EngineState::Failed);
    QVERIFY(client->catalog().empty());
}

void TestRemoteWindow::verifiesCertificates_data()
{
    QTest::addColumn<QString>("authorities");
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("signed by the authority that was named") << u"ours-ca.pem"_s << u"localhost"_s << true;
    QTest::newRow("signed by another") << u"theirs-ca.pem"_s << u"localhost"_s << false;
    QTest::newRow("signed by nobody the system knows") << QString() << u"localhost"_s << false;
    QTest::newRow("made out to another name") << u"ours-ca.pem"_s << u"127.0.0.1"_s << false;
    QTest::newRow("the named file holds none") << u"ours.key"_s << u"localhost"_s << false;
}

void TestRemoteWindow::verifiesCertificates()
{
    QFETCH(QString, authorities);
    QFETCH(QString, host);
    QFETCH(bool, trusted);
    test::Forwarder way(m_port);
    const QSslConfiguration ours = tls(u"ours"_s);
    QUrl url = urlOf(way.listen(&ours), u"https"_s);
    url.setHost(host);
    const auto client = open(url, kKey, authorities.isEmpty() ? QString() : pem(authorities));
    QVERIFY(reaches(*client, trusted ? Reach::Connected : Reach::Refused));
    QCOMPARE(client->place().problem.isEmpty(), trusted);
    if (!trusted)
        return;
    GatewayClient &gateway = *client;
    ANSWER(recent, gateway, recentReady, gateway.requestRecent(1));
}

void TestRemoteWindow::showsItsOwnCertificate()
{
    test::Forwarder way(m_port);
    QSslConfiguration strict = tls(u"ours"_s);
    strict.setPeerVerifyMode(QSslSocket::VerifyPeer);
    strict.setCaCertificates(QSslCertificate::fromPath(pem(u"theirs-ca.pem"_s)));
    const QUrl url = urlOf(way.listen(&strict), u"https"_s);
    const auto client = makeRemoteClient({.url = url,
                                          .key = Secret(kKey.toStdString()),
                                          .authorities = pem(u"ours-ca.pem"_s),
                                          .certificate = pem(u"theirs.pem"_s),
                                          .certificateKey = pem(u"theirs.key"_s)});
    QVERIFY(reaches(*client, Reach::Connected));
    const auto without = open(url, kKey, pem(u"ours-ca.pem"_s));
    QVERIFY(QTest::qWaitFor([&] { return without->place().away(); }, kPatienceMs));
}

void TestRemoteWindow::refusesOtherMajors()
{
    QNetworkRequest request = raw(u"/portico/v1/hello"_s, QByteArray(32, 'w'));
    request.setRawHeader("portico-remote", "2.0");
    QNetworkReply *reply = m_network.get(request);
    QSignalSpy done(reply, &QNetworkReply::finished);
    QVERIFY(done.wait(kPatienceMs));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 400);
    QVERIFY(reply->readAll().contains("up to date"));
    reply->deleteLater();

    QTcpServer newer;
    QVERIFY(newer.listen(QHostAddress::LocalHost));
    connect(&newer, &QTcpServer::newConnection, this, [&newer] {
        QTcpSocket *socket = newer.nextPendingConnection();
        const QByteArray body = R"({"version":"9.0","protocol":{"major":9,"minor":0}})";
        connect(socket, &QTcpSocket::readyRead, socket, [socket, body] {
            socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                          QByteArray::number(body.size()) + "\r\n\r\n" + body);
        });
    });
    const auto client = open(urlOf(newer.serverPort()));
    QVERIFY(reaches(*client, Reach::Refused));
    QVERIFY2(client->place().problem.contains(u"version 9"_s), qPrintable(client->place().problem));
}

QNetworkRequest TestRemoteWindow::raw(const QString &path, const QByteArray &window) const
{
    QNetworkRequest request(QUrl(u"http://127.0.0.1:%1%2"_s.arg(m_port).arg(path)));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    request.setRawHeader("Authorization", "Bearer " + kKey.toUtf8());
    request.setRawHeader("portico-window", window);
    return request;
}

std::vector<std::pair<std::string, json::Object>>
TestRemoteWindow::events(const QByteArray &window, const QByteArray &seen, const std::string &until)
{
    QNetworkRequest request = raw(u"/portico/v1/events"_s, window);
    if (!seen.isEmpty())
        request.setRawHeader("Last-Event-ID", seen);
    QNetworkReply *reply = m_network.get(request);
    wire::SseReader reader;
    std::vector<std::pair<std::string, json::Object>> out;
    const bool came = QTest::qWaitFor(
        [&] {
            const QByteArray part = reply->readAll();
            if (!reader.feed({part.constData(), std::size_t(part.size())}).ok())
                return true;
            while (const auto event = reader.next())
                if (auto parsed = json::parse(event->data); parsed.ok())
                    out.emplace_back(std::string(event->event), parsed.value().get_object());
            return !out.empty() && out.back().first == until;
        },
        kPatienceMs);
    reply->abort();
    reply->deleteLater();
    return came ? out : std::vector<std::pair<std::string, json::Object>>();
}

void TestRemoteWindow::resumesBehindTheLastEvent()
{
    const QByteArray window(32, 'r');
    const auto first = events(window, {}, "ready");
    QVERIFY(first.size() > 5);
    std::int64_t number = 0;
    for (const auto &[name, data] : first)
        QCOMPARE(json::findInt(data, "seq").value_or(-1), ++number);
    // The last three did not arrive.
    const auto again = events(window, QByteArray::number(qlonglong(number - 3)), "ready");
    QVERIFY(again.size() >= 3);
    QCOMPARE(json::findInt(again[0].second, "seq").value_or(-1), number - 2);
    QVERIFY(again[0].first != "gap");
    QCOMPARE(json::serialize(again[0].second), json::serialize(first[first.size() - 3].second));
}

void TestRemoteWindow::saysWhenEventsAreLost()
{
    const QByteArray window(32, 'g');
    const auto first = events(window, {}, "ready");
    const auto after = events(window, "99999", "ready");
    QVERIFY(after.size() > 2);
    QCOMPARE(after[0].first, std::string("gap"));
    // Everything is told anew.
    std::size_t before = 0;
    for (const auto &[name, data] : first)
        before += name == "look" ? 1 : 0;
    std::size_t now = 0;
    for (const auto &[name, data] : after)
        now += name == "look" ? 1 : 0;
    QCOMPARE(now, before);
}

void TestRemoteWindow::takesNoCallsOfUnknownWindows()
{
    QNetworkReply *reply = m_network.post(
        raw(u"/portico/v1/calls/keys/requestBudgets"_s, QByteArray(32, 'u')), R"({"token":1,"args":[]})");
    QSignalSpy done(reply, &QNetworkReply::finished);
    QVERIFY(done.wait(kPatienceMs));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 400);
    QVERIFY(reply->readAll().contains("event stream"));
    reply->deleteLater();
}

void TestRemoteWindow::answersCallsThatDoNotFit()
{
    const QByteArray window(32, 'c');
    QVERIFY(!events(window, {}, "ready").empty());
    for (const auto &[path, body, status] :
         {std::tuple("keys/requestHolders", R"({"token":1,"args":[{"limit":"ten"}]})", 400),
          std::tuple("keys/requestHolders", R"({"token":1,"args":[]})", 400),
          std::tuple("keys/requestHolders", R"({"token":-1,"args":[{}]})", 400),
          std::tuple("keys/requestHolders", R"([)", 400),
          std::tuple("keys/inventKeys", R"({"token":1,"args":[]})", 404),
          std::tuple("keys/requestHolders", R"({"token":1,"args":[{"later":1}]})", 200)}) {
        QNetworkReply *reply =
            m_network.post(raw(u"/portico/v1/calls/"_s + QLatin1StringView(path), window), QByteArray(body));
        QSignalSpy done(reply, &QNetworkReply::finished);
        QVERIFY(done.wait(kPatienceMs));
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), status);
        reply->deleteLater();
    }
}

QTEST_GUILESS_MAIN(TestRemoteWindow)
#include "tst_remotewindow.moc"
