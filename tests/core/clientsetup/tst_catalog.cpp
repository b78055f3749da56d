#include "core/clientsetup/launch.h"
#include "core/clientsetup/probing.h"

#include <QElapsedTimer>
#include <QTest>

#include <set>

#include "workshop.h"

using namespace gw;
using namespace gw::clientsetup;

class TestCatalog final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsEachClientOnce();
    void saysWhatItsUserHasToKnow();
    void findsFilesByEnvironment_data();
    void findsFilesByEnvironment();
    void findsProgramsOutsideOfPath();
    void givesEachClientItsOwnKey();
    void launchesByEnvironmentAlone_data();
    void launchesByEnvironmentAlone();
    void asksVersionsWithoutWaitingLong();
};

void TestCatalog::knowsEachClientOnce()
{
    std::set<std::string> ids;
    for (const ClientRow &row : clients()) {
        QVERIFY2(ids.insert(row.id).second, row.id.c_str());
        QVERIFY(!row.name.empty());
        QCOMPARE(row.kind == Kind::Files, !row.files.empty());
        for (const FileRow &file : row.files) {
            QVERIFY(!file.paths.empty());
            QVERIFY(!file.edits.empty());
        }
        if (row.model == NeedsModel::None)
            QVERIFY(std::ranges::none_of(row.environment,
                                         [](const auto &one) { return namesModel(one.second); }));
    }
    for (const char *id : {"claude-code", "codex",      "gemini-cli", "grok",  "opencode",       "openclaw",
                           "hermes",      "continue",   "aider",      "cline", "roo-code",       "kilo",
                           "crush",       "goose",      "qwen-code",  "zed",   "vscode-copilot", "jetbrains",
                           "cursor",      "open-webui", "llm",        "shell", "claude-desktop"})
        QVERIFY2(findClient(id), id);
    QVERIFY(!findClient("none"));
}

void TestCatalog::saysWhatItsUserHasToKnow()
{
    for (const ClientRow &row : clients()) {
        QCOMPARE(row.kind == Kind::Never, !row.reason.empty());
        QCOMPARE(row.kind == Kind::Manual, !row.steps.empty() && !row.snippet.empty());
        if (row.asksForKey)
            QVERIFY(row.note.find("key") != std::string::npos);
    }
}

void TestCatalog::findsFilesByEnvironment_data()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("expected");   // "H" stands for the home folder.
    QTest::newRow("Claude Code in the home folder")
        << QByteArray("claude-code") << QByteArray() << QByteArray() << QByteArray("H/.claude/settings.json");
    QTest::newRow("Claude Code elsewhere") << QByteArray("claude-code") << QByteArray("CLAUDE_CONFIG_DIR")
                                           << QByteArray("/opt/c") << QByteArray("/opt/c/settings.json");
    QTest::newRow("Codex elsewhere") << QByteArray("codex") << QByteArray("CODEX_HOME")
                                     << QByteArray("/opt/x") << QByteArray("/opt/x/config.toml");
    QTest::newRow("OpenCode by XDG") << QByteArray("opencode") << QByteArray("XDG_CONFIG_HOME")
                                     << QByteArray("/opt/g") << QByteArray("/opt/g/opencode/opencode.json");
    QTest::newRow("an XDG folder must be whole")
        << QByteArray("zed") << QByteArray("XDG_CONFIG_HOME") << QByteArray("g")
        << QByteArray("H/.config/zed/settings.json");
    QTest::newRow("llm by a default within a default")
        << QByteArray("llm") << QByteArray("XDG_CONFIG_HOME") << QByteArray("/opt/g")
        << QByteArray("/opt/g/io.datasette.llm/extra-openai-models.yaml");
}

void TestCatalog::findsFilesByEnvironment()
{
    QFETCH(const QByteArray, client);
    QFETCH(const QByteArray, variable);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, expected);
    test::Workshop shop;
    if (!variable.isEmpty())
        shop.variables[variable.toStdString()] = value.toStdString();
    QByteArray path =
        QByteArray::fromStdString(shop.here.expand(findClient(client.toStdString())->files[0].paths[0]));
    path.replace(QByteArray::fromStdString(shop.here.home), "H");
    QCOMPARE(path, expected);
}

void TestCatalog::findsProgramsOutsideOfPath()
{
    test::Workshop shop;
    shop.variables["PATH"] = "/nowhere";
    QCOMPARE(shop.here.findProgram({"claude"}), std::string());
    shop.put(shop.path(".local/bin/claude"), "#!/bin/sh\n");
    QCOMPARE(shop.here.findProgram({"claude"}), std::string());   // It cannot be run.
    std::filesystem::permissions(shop.path(".local/bin/claude"), std::filesystem::perms::owner_all);
    QCOMPARE(shop.here.findProgram({"none", "claude"}), shop.path(".local/bin/claude"));
}

void TestCatalog::givesEachClientItsOwnKey()
{
    const Secret master("sk-1234");
    QCOMPARE(clientKey(master, "codex", 0).reveal(), clientKey(master, "codex", 0).reveal());
    std::set<std::string> keys{clientKey(master, "codex", 0).reveal(), clientKey(master, "codex", 1).reveal(),
                               clientKey(master, "claude-code", 0).reveal(),
                               clientKey(Secret("sk-other"), "codex", 0).reveal()};
    QCOMPARE(keys.size(), std::size_t(4));
    for (const std::string &key : keys) {
        QVERIFY(key.starts_with("sk-"));
        QCOMPARE(key.size(), std::size_t(35));
    }
}

void TestCatalog::launchesByEnvironmentAlone_data()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("variable");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("Anthropic's clients take the root")
        << QByteArray("claude-code") << QByteArray("ANTHROPIC_BASE_URL")
        << QByteArray("http://127.0.0.1:4000");
    QTest::newRow("a client's own key") << QByteArray("claude-code") << QByteArray("ANTHROPIC_AUTH_TOKEN")
                                        << QByteArray("sk-of-this-client-0001");
    QTest::newRow("OpenAI's clients take /v1")
        << QByteArray("aider") << QByteArray("OPENAI_API_BASE") << QByteArray("http://127.0.0.1:4000/v1");
    QTest::newRow("the model is told")
        << QByteArray("goose") << QByteArray("GOOSE_MODEL") << QByteArray("gpt-5.1");
    QTest::newRow("no proxy stands between") << QByteArray("codex") << QByteArray("NO_PROXY")
                                             << QByteArray("corp.example,127.0.0.1,localhost,::1");
}

void TestCatalog::launchesByEnvironmentAlone()
{
    QFETCH(const QByteArray, client);
    QFETCH(const QByteArray, variable);
    QFETCH(const QByteArray, expected);
    test::Workshop shop;
    shop.variables["NO_PROXY"] = "corp.example";
    const ClientRow &row = *findClient(client.toStdString());
    shop.put(shop.path("bin/" + row.programs[0]), "#!/bin/sh\n");
    std::filesystem::permissions(shop.path("bin/" + row.programs[0]), std::filesystem::perms::owner_all);
    const auto launch = launchOf(row, shop.here, shop.connection(), {"--flag", "two words"}, shop.notes());
    QVERIFY(launch.ok());
    QCOMPARE(launch.value().program, shop.path("bin/" + row.programs[0]));
    QCOMPARE(launch.value().arguments.back(), std::string("two words"));
    const auto found = std::ranges::find(launch.value().environment, variable.toStdString(),
                                         &std::pair<std::string, std::string>::first);
    QVERIFY(found != launch.value().environment.end());
    QCOMPARE(QByteArray::fromStdString(found->second), expected);
    // Without a model nothing speaks of one.
    const auto plain = launchOf(row, shop.here, shop.connection(""), {}, shop.notes());
    for (const auto &[name, value] : plain.value().environment)
        QVERIFY(!namesModel(value));
    for (const std::string &argument : plain.value().arguments)
        QVERIFY(!argument.starts_with("model="));
    QVERIFY(plain.value().arguments.size() % 2 == 0);
}

void TestCatalog::asksVersionsWithoutWaitingLong()
{
    test::Workshop shop;
    const auto program = [&shop](const char *name, const char *text) {
        const std::string path = shop.path(std::string("bin/") + name);
        shop.put(path, std::string("#!/bin/sh\n") + text);
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        return path;
    };
    const std::string good = program("good", "echo \"good-cli version v2.1.14 (build 7)\"\n");
    const std::string silent = program("silent", "exit 3\n");
    const std::string slow = program("slow", "exec sleep 60\n");
    const std::string reads = program("reads", "cat; echo 1.0\n");
    QElapsedTimer time;
    time.start();
    auto versions = versionsOf({good, silent, slow, reads}, 1500);
    QVERIFY(time.elapsed() < 5000);
    QCOMPARE(versions[good], std::string("2.1.14"));
    QCOMPARE(versions[silent], std::string());
    QCOMPARE(versions[slow], std::string());
    QCOMPARE(versions[reads], std::string("1.0"));
}

QTEST_GUILESS_MAIN(TestCatalog)

#include "tst_catalog.moc"
