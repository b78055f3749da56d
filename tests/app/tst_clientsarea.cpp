#include "app/backend.h"
#include "app/windowparts.h"
#include "core/client/clientsclient.h"
#include "core/client/keysclient.h"
#include "core/clientsetup/catalog.h"
#include "core/localclient/inprocess.h"
#include "core/localclient/toolrows.h"
#include "tests/support/preparedbackend.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <set>

using namespace gw;
using namespace gw::client;
using namespace Qt::StringLiterals;

namespace {

constexpr int kPatienceMs = 20'000;
const QByteArray kConfig = "model_list:\n"
                           "  - model_name: demo\n"
                           "    litellm_params: {model: openai/x, api_key: x, mock_response: hello}\n"
                           "general_settings:\n"
                           "  master_key: sk-master-of-the-test\n";

std::optional<std::string> environment(const std::string &)
{
    return std::nullopt;
}

}   // namespace

// The tools of a home folder, connected to a gateway that runs.
class TestClientsArea final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void connectsWithAKeyOfItsOwn();
    void givesAnotherKeyInThePlaceOfARemovedOne();
    void changesNothingThatWasNotSeen();
    void asksAboutChangedValuesAndKeepsThem();
    void endsWhatAKilledProcessBegan();
    void translatesWhatTheCatalogSays();

private:
    ClientsClient &clients() { return m_client->clients(); }
    // The answer to a question, however often it is answered before.
    template <typename Answer, typename Signal>
    Answer wait(Signal signal, const std::function<Token()> &ask);
    Tool tool(const QString &id);
    ToolPlan plan(const QString &id)
    {
        return wait<ToolPlan>(&ClientsClient::planned, [&] { return clients().plan(id, u"demo"_s); });
    }
    ToolChange connectTool(const QString &id)
    {
        const QString seen = plan(id).seen;
        return wait<ToolChange>(&ClientsClient::changed,
                                [&] { return clients().apply(id, u"demo"_s, seen); });
    }
    QString path(const QString &name) const { return m_folder->filePath(u"home/"_s + name); }
    void put(const QString &name, const QByteArray &text);
    QByteArray get(const QString &name);
    void open();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<app::Backend> m_backend;
    std::unique_ptr<InProcessClient> m_client;
};

void TestClientsArea::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir(m_folder->path()).mkpath(u"home"_s));
    qputenv("HOME", m_folder->filePath(u"home"_s).toUtf8());
    qputenv("XDG_CONFIG_HOME", m_folder->filePath(u"home/.config"_s).toUtf8());
    for (const char *name : {"CODEX_HOME", "CLAUDE_CONFIG_DIR", "GEMINI_CLI_HOME"})
        qunsetenv(name);
    qputenv("PATH", m_folder->filePath(u"home/bin"_s).toUtf8());
    open();
}

void TestClientsArea::open()
{
    m_backend = test::preparedBackend(m_folder->path(), kConfig, &environment);
    QVERIFY(m_backend);
    m_client = std::make_unique<InProcessClient>(app::windowParts(*m_backend));
    m_client->setRunning(true);
    QVERIFY(m_client->status().state == EngineState::Running);
}

void TestClientsArea::cleanup()
{
    m_client.reset();
    m_backend.reset();
    m_folder.reset();
}

void TestClientsArea::put(const QString &name, const QByteArray &text)
{
    QVERIFY(QFileInfo(path(name)).dir().mkpath(u"."_s));
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray TestClientsArea::get(const QString &name)
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<none>");
}

template <typename Answer, typename Signal>
Answer TestClientsArea::wait(Signal signal, const std::function<Token()> &ask)
{
    Answer result;
    bool answered = false;
    Token token = 0;
    const QObject scope;
    connect(&clients(), signal, &scope, [&](Token of, const Answer &with) {
        if (of == token) {
            result = with;
            answered = true;
        }
    });
    token = ask();
    [&] { QTRY_VERIFY_WITH_TIMEOUT(answered, kPatienceMs); }();
    return result;
}

Tool TestClientsArea::tool(const QString &id)
{
    const auto list = wait<ToolList>(&ClientsClient::found, [this] { return clients().look(false); });
    for (const Tool &one : list.tools)
        if (one.id == id)
            return one;
    return {};
}

void TestClientsArea::connectsWithAKeyOfItsOwn()
{
    const QByteArray original = "# mine\nmodel = \"gpt-x\"   # keep\n";
    put(u".codex/config.toml"_s, original);
    QVERIFY(tool(u"codex"_s).state == ToolState::Off);
    QVERIFY(tool(u"codex"_s).keyId.isEmpty());
    const ToolPlan planned = plan(u"codex"_s);
    QCOMPARE(planned.problem, QString());
    QCOMPARE(planned.files.size(), std::size_t(1));
    QCOMPARE(planned.files[0].path, u"~/.codex/config.toml"_s);
    QCOMPARE(get(u".codex/config.toml"_s), original);
    const ToolChange change = connectTool(u"codex"_s);
    QVERIFY2(change.ok, qPrintable(change.problem));
    const QByteArray text = get(u".codex/config.toml"_s);
    const qsizetype at = text.indexOf("sk-");
    const QByteArray key = text.mid(at, text.indexOf('"', at) - at);
    QCOMPARE(key.size(), 35);
    QVERIFY(!planned.files[0].after.contains(QString::fromUtf8(key)));
    // It lets its owner in, and is told apart from others.
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(m_client->status().url + u"/chat/completions"_s));
    request.setRawHeader("Authorization", "Bearer " + key);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    std::unique_ptr<QNetworkReply> reply(
        network.post(request, R"({"model":"demo","messages":[{"role":"user","content":"x"}]})"));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    QVERIFY(finished.wait(kPatienceMs));
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
    const Tool connected = tool(u"codex"_s);
    QVERIFY(connected.state == ToolState::Connected);
    QVERIFY(!connected.keyId.isEmpty());
    QVERIFY(!connected.keyBlocked);
    QCOMPARE(connected.lines, 8);
    // Once more with the same key: nothing is made anew.
    QVERIFY(plan(u"codex"_s).inPlace);
    const ToolChange undone = wait<ToolChange>(
        &ClientsClient::changed, [this] { return clients().undo(u"codex"_s, OnToolDrift::Ask); });
    QVERIFY2(undone.ok, qPrintable(undone.problem));
    QCOMPARE(get(u".codex/config.toml"_s), original);
}

void TestClientsArea::givesAnotherKeyInThePlaceOfARemovedOne()
{
    put(u".codex/config.toml"_s, "a = 1\n");
    QVERIFY(connectTool(u"codex"_s).ok);
    const QByteArray before = get(u".codex/config.toml"_s);
    const QString first = tool(u"codex"_s).keyId;
    QSignalSpy removed(&m_client->keys(), &KeysClient::changed);
    m_client->keys().remove(HolderKind::Key, first);
    QTRY_VERIFY(!removed.isEmpty());
    QVERIFY(tool(u"codex"_s).keyId.isEmpty());
    const ToolPlan planned = plan(u"codex"_s);
    QVERIFY(!planned.inPlace);
    const ToolChange change = connectTool(u"codex"_s);
    QVERIFY2(change.ok, qPrintable(change.problem));
    QVERIFY(get(u".codex/config.toml"_s) != before);
    const QString second = tool(u"codex"_s).keyId;
    QVERIFY(!second.isEmpty());
    QVERIFY(second != first);
}

void TestClientsArea::changesNothingThatWasNotSeen()
{
    put(u".codex/config.toml"_s, "a = 1\n");
    const QString seen = plan(u"codex"_s).seen;
    put(u".codex/config.toml"_s, "a = 2\n");
    const ToolChange change = wait<ToolChange>(&ClientsClient::changed,
                                               [&] { return clients().apply(u"codex"_s, u"demo"_s, seen); });
    QVERIFY(!change.ok);
    QVERIFY(!change.problem.isEmpty());
    QCOMPARE(get(u".codex/config.toml"_s), QByteArray("a = 2\n"));
}

void TestClientsArea::asksAboutChangedValuesAndKeepsThem()
{
    put(u".codex/config.toml"_s, "a = 1\n");
    QVERIFY(connectTool(u"codex"_s).ok);
    put(u".codex/config.toml"_s,
        get(u".codex/config.toml"_s).replace("model_provider = \"portico\"", "model_provider = \"mine\""));
    const Tool drifted = tool(u"codex"_s);
    QVERIFY(drifted.state == ToolState::Drifted);
    QCOMPARE(drifted.drifts.size(), std::size_t(1));
    QCOMPARE(drifted.drifts[0].path, u"model_provider"_s);
    QCOMPARE(drifted.drifts[0].now, u"mine"_s);
    const auto undo = [this](OnToolDrift onDrift) {
        return wait<ToolChange>(&ClientsClient::changed, [&] { return clients().undo(u"codex"_s, onDrift); });
    };
    const ToolChange asked = undo(OnToolDrift::Ask);
    QVERIFY(!asked.ok);
    QCOMPARE(asked.drifts.size(), std::size_t(1));
    QVERIFY(undo(OnToolDrift::Keep).ok);
    QCOMPARE(get(u".codex/config.toml"_s), QByteArray("a = 1\nmodel_provider = \"mine\"\n"));
}

void TestClientsArea::endsWhatAKilledProcessBegan()
{
    put(u".codex/config.toml"_s, "a = 1\n");
    QVERIFY(connectTool(u"codex"_s).ok);
    m_client.reset();
    m_backend.reset();
    // As a process leaves it that dies between a file and the note that all is done.
    QFile note(m_folder->filePath(u"data/clients/codex.json"_s));
    QVERIFY(note.open(QIODevice::ReadWrite));
    QByteArray text = note.readAll();
    text.replace("\"phase\":\"applied\"", "\"phase\":\"applying\"");
    text.replace("\"sha256_before\"", "\"exists\":true,\"now\":\"YSA9IDEK\",\"sha256_before\"");
    note.seek(0);
    note.resize(0);
    note.write(text);
    note.close();
    open();
    QTRY_COMPARE(get(u".codex/config.toml"_s), QByteArray("a = 1\n"));
    QVERIFY(tool(u"codex"_s).state == ToolState::Off);
}

void TestClientsArea::translatesWhatTheCatalogSays()
{
    std::set<std::string> known;
    for (const char *text : catalogTexts())
        known.insert(text);
    std::set<std::string> used;
    for (const clientsetup::ClientRow &row : clientsetup::clients()) {
        std::vector<std::string> texts = row.steps;
        texts.insert(texts.end(), {row.direct, row.brief, row.note, row.reason});
        for (const std::string &text : texts) {
            if (!text.empty())
                used.insert(text);
        }
    }
    QCOMPARE(known, used);
}

QTEST_GUILESS_MAIN(TestClientsArea)

#include "tst_clientsarea.moc"
