#include "core/clientsetup/setup.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "workshop.h"

using namespace gw;
using namespace gw::clientsetup;
using test::Workshop;

namespace fs = std::filesystem;

namespace {

enum class Manner { None, Empty, Commented, Windows, NoLineEnd, Linked, Marked };

constexpr std::pair<Manner, const char *> kManners[] = {
    {Manner::None, "no file yet"},
    {Manner::Empty, "an empty file"},
    {Manner::Commented, "comments, odd order and unknown names"},
    {Manner::Windows, "Windows line ends"},
    {Manner::NoLineEnd, "no line end at the end"},
    {Manner::Linked, "a link to a file elsewhere"},
    {Manner::Marked, "a byte-order mark"},
};

std::string textIn(Manner manner, const FileRow &row)
{
    std::string text = Workshop::sample(row.format, Workshop::isList(row));
    if (manner == Manner::Windows)
        text = QString::fromStdString(text).replace(QLatin1Char('\n'), QStringLiteral("\r\n")).toStdString();
    if (manner == Manner::NoLineEnd)
        text.pop_back();
    if (manner == Manner::Marked && row.format != lossless::Format::Shell)
        text.insert(0, "\xef\xbb\xbf");
    return manner == Manner::Empty ? std::string() : text;
}

QString problemOf(const auto &result)
{
    return result.ok() ? QString() : QString::fromStdString(result.error().message);
}

// Files of a client as they were, by their paths.
std::map<std::string, std::string> prepare(const Workshop &shop, const ClientRow &row, Manner manner)
{
    std::map<std::string, std::string> texts;
    int number = 0;
    for (const FileRow &file : row.files) {
        const std::string path = shop.here.expand(file.paths[0]);
        if (manner == Manner::None)
            continue;
        texts[path] = textIn(manner, file);
        if (manner != Manner::Linked) {
            shop.put(path, texts[path]);
            ::chmod(path.c_str(), 0640);
            continue;
        }
        const std::string target = shop.path("dotfiles/" + std::to_string(++number));
        shop.put(target, texts[path]);
        fs::create_directories(fs::path(path).parent_path());
        fs::create_symlink(target, path);
    }
    return texts;
}

void addClients()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<int>("manner");
    for (const ClientRow &row : clients()) {
        for (const auto &[manner, name] : kManners) {
            if (row.kind == Kind::Files)
                QTest::addRow("%s: %s", row.id.c_str(), name)
                    << QByteArray::fromStdString(row.id) << int(manner);
        }
    }
}

}   // namespace

class TestSetup final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackByteForByte_data() { addClients(); }
    void comesBackByteForByte();
    void keepsWhatItsUserChanges_data() { addClients(); }
    void keepsWhatItsUserChanges();
    void writesWhatTheClientReads_data();
    void writesWhatTheClientReads();
    void showsWhatWillChangeWithoutTheKey();
    void refuses_data();
    void refuses();
    void changesAllFilesOrNone();
    void refusesFilesThatChangedMeanwhile();
    void tellsStates();
    void asksBeforeItTouchesChangedValues();
    void acceptsChangedValues();
    void connectsAnew();
    void comesBackAfterSeveralConnections();
    void namesTheManagingFile();
    void keepsAttributesOfFiles();
    void leavesFoldersOfOthers();
    void restoresClientsThatTheCatalogLost();
};

void TestSetup::comesBackByteForByte()
{
    QFETCH(const QByteArray, client);
    QFETCH(const int, manner);
    Workshop shop;
    const ClientRow &row = *findClient(client.toStdString());
    const auto texts = prepare(shop, row, static_cast<Manner>(manner));
    Setup setup(shop.here, shop.notes());
    const auto plan = setup.plan(row, shop.connection());
    QCOMPARE(problemOf(plan), QString());
    QVERIFY(!plan.value().changesNothing());
    QCOMPARE(problemOf(setup.apply(plan.value())), QString());
    QVERIFY(setup.look(row).state == State::Connected);
    for (const FileRow &file : row.files) {
        const std::string path = shop.here.expand(file.paths[0]);
        QVERIFY(texts.count(path) == 0 || Workshop::get(path) != texts.at(path));
        QCOMPARE(fs::is_symlink(path), static_cast<Manner>(manner) == Manner::Linked);
        struct stat state
        {
        };
        ::stat(path.c_str(), &state);
        const bool made = texts.empty();
        if (made)
            QCOMPARE(state.st_mode & 0777U, 0600U);
        else if (static_cast<Manner>(manner) != Manner::Linked)
            QCOMPARE(state.st_mode & 0777U, 0640U);
    }
    const auto undone = setup.undo(row.id, OnDrift::Ask);
    QCOMPARE(problemOf(undone), QString());
    QVERIFY(undone.value().done);
    QCOMPARE(undone.value().exact.size(), row.files.size());
    for (const auto &[path, text] : texts) {
        QCOMPARE(QByteArray::fromStdString(Workshop::get(path)), QByteArray::fromStdString(text));
        QCOMPARE(fs::is_symlink(path), static_cast<Manner>(manner) == Manner::Linked);
    }
    if (texts.empty()) {
        for (const FileRow &file : row.files) {
            const fs::path path = shop.here.expand(file.paths[0]);
            QVERIFY(!fs::exists(path));
            QVERIFY(path.parent_path() == shop.here.home || !fs::exists(path.parent_path()));
        }
    }
    QVERIFY(setup.connected().empty());
}

void TestSetup::keepsWhatItsUserChanges()
{
    QFETCH(const QByteArray, client);
    QFETCH(const int, manner);
    Workshop shop;
    const ClientRow &row = *findClient(client.toStdString());
    const auto texts = prepare(shop, row, static_cast<Manner>(manner));
    Setup setup(shop.here, shop.notes());
    const auto plan = setup.plan(row, shop.connection());
    QCOMPARE(problemOf(plan), QString());
    QCOMPARE(problemOf(setup.apply(plan.value())), QString());
    const lossless::Edit mine{{{"USERS_OWN"}}, json::Value("mine"), {}};
    std::map<std::string, std::string> expected;
    for (const FileRow &file : row.files) {
        const std::string path = shop.here.expand(file.paths[0]);
        const std::string now = Workshop::get(path);
        const auto before = texts.find(path);
        const std::string old = before == texts.end() ? std::string() : before->second;
        if (Workshop::isList(file) || file.format == lossless::Format::Shell) {
            // A comment above everything.
            const std::string note = file.format == lossless::Format::Json ? "// added\n" : "# added\n";
            const std::size_t at = now.starts_with("\xef\xbb\xbf") ? 3 : 0;
            shop.put(path, std::string(now).insert(at, note));
            expected[path] = std::string(old).insert(old.empty() ? 0 : at, note);
        } else {
            const auto edited = lossless::applyEdits(file.format, now, std::span(&mine, 1));
            QVERIFY(edited.ok());
            shop.put(path, edited.text);
            expected[path] = lossless::applyEdits(file.format, old, std::span(&mine, 1)).text;
        }
    }
    QVERIFY(setup.look(row).state == State::Connected);   // None of ours has changed.
    const auto undone = setup.undo(row.id, OnDrift::Ask);
    QCOMPARE(problemOf(undone), QString());
    QVERIFY(undone.value().done);
    for (const FileRow &file : row.files) {
        const std::string path = shop.here.expand(file.paths[0]);
        const std::string now = Workshop::get(path);
        // Our values are gone, and everything of the old file and of its user is there in its order.
        QVERIFY2(now.find("sk-of-this-client") == std::string::npos &&
                     now.find("127.0.0.1:4000") == std::string::npos,
                 now.c_str());
        const auto lines = [](std::string text) {
            return QString::fromStdString(text).remove(QLatin1Char('\r')).simplified();
        };
        if (!texts.empty() && static_cast<Manner>(manner) != Manner::Empty) {
            std::vector<lossless::Path> all{{}};
            const auto is = lossless::look(file.format, now, all);
            const auto was = lossless::look(file.format, expected[path], all);
            QVERIFY(is.ok());
            QVERIFY2(json::equal(*is.found[0].value, *was.found[0].value), now.c_str());
            const std::string &old = texts.at(path);
            for (const QString &word : lines(old).split(QLatin1Char(' ')))
                QVERIFY2(lines(now).contains(word.chopped(word.endsWith(QLatin1Char(',')) ? 1 : 0)),
                         qPrintable(word));
        }
        QVERIFY2(now.find("USERS_OWN") != std::string::npos || now.find("added") != std::string::npos,
                 now.c_str());
    }
}

void TestSetup::writesWhatTheClientReads_data()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<int>("file");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("Claude Code takes the root and a token")
        << QByteArray("claude-code") << 0
        << QByteArray("{\n  \"env\": {\n    \"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4000\",\n    "
                      "\"ANTHROPIC_AUTH_TOKEN\": "
                      "\"sk-of-this-client-0001\",\n    \"ANTHROPIC_MODEL\": \"gpt-5.1\"\n  }\n}\n");
    QTest::newRow("Codex takes a provider that speaks Responses")
        << QByteArray("codex") << 0
        << QByteArray(
               "model = \"gpt-5.1\"\nmodel_provider = \"portico\"\n\n[model_providers.portico]\nname = "
               "\"Portico\"\nbase_url = \"http://127.0.0.1:4000/v1\"\nwire_api = "
               "\"responses\"\nexperimental_bearer_token = \"sk-of-this-client-0001\"\n");
    QTest::newRow("Gemini CLI takes variables")
        << QByteArray("gemini-cli") << 0
        << QByteArray("GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:4000\nGEMINI_API_"
                      "KEY=sk-of-this-client-0001\nGEMINI_MODEL=gpt-5.1\n");
    QTest::newRow("Continue takes a whole new file")
        << QByteArray("continue") << 0
        << QByteArray(
               "name: Local\nversion: 1.0.0\nschema: v1\nmodels:\n  - name: Portico\n    provider: openai\n"
               "    model: gpt-5.1\n    apiBase: http://127.0.0.1:4000/v1\n    apiKey: "
               "sk-of-this-client-0001\n"
               "    roles: [\"chat\", \"edit\", \"apply\"]\n");
    QTest::newRow("VS Code takes the whole address")
        << QByteArray("vscode-copilot") << 0
        << QByteArray(
               "[\n  {\n    \"name\": \"Portico\",\n    \"vendor\": \"customendpoint\",\n    \"apiKey\": "
               "\"sk-of-this-client-0001\",\n    \"apiType\": \"chat-completions\",\n    \"models\": [\n     "
               " {\n        "
               "\"id\": \"gpt-5.1\",\n        \"name\": \"gpt-5.1\",\n        \"url\": "
               "\"http://127.0.0.1:4000/v1/chat/completions\",\n        \"toolCalling\": true,\n        "
               "\"vision\": "
               "true,\n        \"maxInputTokens\": 200000,\n        \"maxOutputTokens\": 16384\n      }\n    "
               "]\n  "
               "}\n]\n");
    QTest::newRow("the shell takes a block")
        << QByteArray("shell") << 0
        << QByteArray("# >>> portico >>>\nexport OPENAI_BASE_URL='http://127.0.0.1:4000/v1'\nexport "
                      "OPENAI_API_KEY='sk-of-this-client-0001'\nexport "
                      "ANTHROPIC_BASE_URL='http://127.0.0.1:4000'\nexport "
                      "ANTHROPIC_AUTH_TOKEN='sk-of-this-client-0001'\nexport "
                      "GOOGLE_GEMINI_BASE_URL='http://127.0.0.1:4000'\nexport "
                      "GEMINI_API_KEY='sk-of-this-client-0001'\n# "
                      "<<< portico <<<\n");
}

void TestSetup::writesWhatTheClientReads()
{
    QFETCH(const QByteArray, client);
    QFETCH(const int, file);
    QFETCH(const QByteArray, expected);
    Workshop shop;
    const ClientRow &row = *findClient(client.toStdString());
    const auto plan = Setup(shop.here, shop.notes()).plan(row, shop.connection());
    QCOMPARE(problemOf(plan), QString());
    QCOMPARE(QByteArray::fromStdString(plan.value().files[static_cast<std::size_t>(file)].after), expected);
}

void TestSetup::showsWhatWillChangeWithoutTheKey()
{
    Workshop shop;
    shop.put(shop.path(".claude/settings.json"), "{\n  \"env\": {\n    \"A\": \"1\"\n  }\n}\n");
    const auto plan = Setup(shop.here, shop.notes()).plan(*findClient("claude-code"), shop.connection(""));
    QCOMPARE(problemOf(plan), QString());
    QCOMPARE(
        QByteArray::fromStdString(plan.value().diff(shop.here, shop.connection().key)),
        QByteArray(
            "--- ~/.claude/settings.json\n+++ ~/.claude/settings.json\n@@ -1,5 +1,7 @@\n {\n   \"env\": {\n- "
            "   "
            "\"A\": \"1\"\n+    \"A\": \"1\",\n+    \"ANTHROPIC_BASE_URL\": \"http://127.0.0.1:4000\",\n+    "
            "\"ANTHROPIC_AUTH_TOKEN\": \"sk-...0001\"\n   }\n }\n"));
    QCOMPARE(Workshop::get(shop.path(".claude/settings.json")),
             std::string("{\n  \"env\": {\n    \"A\": \"1\"\n  }\n}\n"));
}

void TestSetup::refuses_data()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<uint>("mode");
    QTest::addColumn<QByteArray>("model");
    QTest::addColumn<QByteArray>("problem");
    const auto row = [](const char *name, const char *client, const char *file, const char *text, uint mode,
                        const char *model, const char *problem) {
        QTest::newRow(name) << QByteArray(client) << QByteArray(file) << QByteArray(text) << mode
                            << QByteArray(model) << QByteArray(problem);
    };
    row("a file without a write bit", "codex", ".codex/config.toml", "a = 1\n", 0444, "m",
        "H/.codex/config.toml is read-only");
    row("a file with an error", "claude-code", ".claude/settings.json", "{\n  \"env\": {,\n", 0644, "m",
        "~/.claude/settings.json, line 2, column 11: a name is missing");
    row("a text where ours is to go", "claude-code", ".claude/settings.json", "{\"env\": \"x\"}", 0644, "m",
        "~/.claude/settings.json, line 1, column 9: 'env.ANTHROPIC_BASE_URL' is to go where another value "
        "is");
    row("no model for a client that needs one", "aider", ".x", "", 0644, "",
        "aider needs the name of a model");
    row("a client that only its user can connect", "jetbrains", ".x", "", 0644, "m",
        "JetBrains AI cannot be connected by changing files");
    row("a folder in the place of the file", "aider", ".aider.conf.yml/x", "", 0644, "m",
        "cannot read H/.aider.conf.yml: not a file");
}

void TestSetup::refuses()
{
    QFETCH(const QByteArray, client);
    QFETCH(const QByteArray, file);
    QFETCH(const QByteArray, text);
    QFETCH(const uint, mode);
    QFETCH(const QByteArray, model);
    QFETCH(const QByteArray, problem);
    Workshop shop;
    shop.put(shop.path(file.toStdString()), text.toStdString());
    ::chmod(shop.path(file.toStdString()).c_str(), mode);
    const auto plan = Setup(shop.here, shop.notes())
                          .plan(*findClient(client.toStdString()), shop.connection(model.toStdString()));
    QVERIFY(!plan.ok());
    QCOMPARE(QByteArray::fromStdString(plan.error().message)
                 .replace(QByteArray::fromStdString(shop.here.home), "H"),
             problem);
    QCOMPARE(Workshop::get(shop.path(file.toStdString())), text.toStdString());
    QVERIFY(!fs::exists(shop.notes()));
}

void TestSetup::changesAllFilesOrNone()
{
    Workshop shop;
    const ClientRow &row = *findClient("gemini-cli");
    shop.put(shop.path(".gemini/.env"), "A=1\n");
    Setup setup(shop.here, shop.notes());
    auto plan = setup.plan(row, shop.connection()).value();
    // The second file cannot be written: a folder took its place's name meanwhile.
    plan.files[1].path = shop.path(".gemini/.env/settings.json");
    QVERIFY(!setup.apply(plan).ok());
    QCOMPARE(Workshop::get(shop.path(".gemini/.env")), std::string("A=1\n"));
    QVERIFY(setup.connected().empty());
}

void TestSetup::refusesFilesThatChangedMeanwhile()
{
    Workshop shop;
    shop.put(shop.path(".codex/config.toml"), "a = 1\n");
    Setup setup(shop.here, shop.notes());
    const auto plan = setup.plan(*findClient("codex"), shop.connection());
    shop.put(shop.path(".codex/config.toml"), "a = 2\n");
    const auto applied = setup.apply(plan.value());
    QCOMPARE(problemOf(applied), QStringLiteral("~/.codex/config.toml has changed meanwhile"));
    QCOMPARE(Workshop::get(shop.path(".codex/config.toml")), std::string("a = 2\n"));
}

void TestSetup::tellsStates()
{
    Workshop shop;
    Setup setup(shop.here, shop.notes());
    QVERIFY(setup.look(*findClient("codex")).state == State::Missing);
    fs::create_directories(shop.path(".codex"));
    QVERIFY(setup.look(*findClient("codex")).state == State::Off);
    fs::create_directories(shop.path(".config/Cursor"));
    QVERIFY(setup.look(*findClient("cursor")).state == State::Never);
    fs::create_directories(shop.path(".config/JetBrains"));
    QVERIFY(setup.look(*findClient("jetbrains")).state == State::Manual);
    QVERIFY(setup.apply(setup.plan(*findClient("codex"), shop.connection()).value()).ok());
    Standing standing = setup.look(*findClient("codex"));
    QVERIFY(standing.state == State::Connected);
    QCOMPARE(standing.lines, 8);
    QCOMPARE(standing.base, std::string("http://127.0.0.1:4000"));
    QCOMPARE(standing.model, std::string("gpt-5.1"));
    QVERIFY(standing.unixS > 0);
    const std::string text = Workshop::get(shop.path(".codex/config.toml"));
    shop.put(shop.path(".codex/config.toml"), QString::fromStdString(text)
                                                  .replace(QStringLiteral("model_provider = \"portico\""),
                                                           QStringLiteral("model_provider = \"openai\""))
                                                  .toStdString());
    standing = setup.look(*findClient("codex"));
    QVERIFY(standing.state == State::Drifted);
    QCOMPARE(standing.drifts.size(), std::size_t(1));
    QCOMPARE(lossless::toText(standing.drifts[0].path), std::string("model_provider"));
    QVERIFY(standing.drifts[0].now == json::Value("openai"));
    QVERIFY(standing.drifts[0].ours == json::Value("portico"));
    QVERIFY(!standing.drifts[0].before);
    fs::remove(shop.path(".codex/config.toml"));
    QVERIFY(setup.look(*findClient("codex")).state == State::Drifted);
    shop.put(shop.path(".codex/config.toml"), "a = \n");
    QVERIFY(setup.look(*findClient("codex")).state == State::Drifted);
    QVERIFY(!setup.look(*findClient("codex")).problem.empty());
}

void TestSetup::asksBeforeItTouchesChangedValues()
{
    const std::string original = "model = 'mine' # keep\n";
    const auto drifted = [&](Workshop &shop, Setup &setup) {
        shop.put(shop.path(".codex/config.toml"), original);
        QVERIFY(setup.apply(setup.plan(*findClient("codex"), shop.connection()).value()).ok());
        const std::string text = Workshop::get(shop.path(".codex/config.toml"));
        shop.put(shop.path(".codex/config.toml"),
                 QString::fromStdString(text)
                     .replace(QStringLiteral("\"gpt-5.1\""), QStringLiteral("\"users\""))
                     .toStdString());
    };
    {
        Workshop shop;
        Setup setup(shop.here, shop.notes());
        drifted(shop, setup);
        const std::string now = Workshop::get(shop.path(".codex/config.toml"));
        const auto asked = setup.undo("codex", OnDrift::Ask);
        QVERIFY(asked.ok() && !asked.value().done);
        QCOMPARE(asked.value().drifts.size(), std::size_t(1));
        QCOMPARE(Workshop::get(shop.path(".codex/config.toml")), now);
        const auto kept = setup.undo("codex", OnDrift::Keep);
        QVERIFY(kept.ok() && kept.value().done);
        QCOMPARE(Workshop::get(shop.path(".codex/config.toml")), std::string("model = \"users\" # keep\n"));
    }
    {
        Workshop shop;
        Setup setup(shop.here, shop.notes());
        drifted(shop, setup);
        const auto back = setup.undo("codex", OnDrift::PutBack);
        QVERIFY(back.ok() && back.value().done);
        QCOMPARE(Workshop::get(shop.path(".codex/config.toml")), original);
    }
}

void TestSetup::acceptsChangedValues()
{
    Workshop shop;
    Setup setup(shop.here, shop.notes());
    shop.put(shop.path(".codex/config.toml"), "model = 'mine'\n");
    QVERIFY(setup.apply(setup.plan(*findClient("codex"), shop.connection()).value()).ok());
    const std::string text = Workshop::get(shop.path(".codex/config.toml"));
    shop.put(shop.path(".codex/config.toml"),
             QString::fromStdString(text)
                 .replace(QStringLiteral("\"gpt-5.1\""), QStringLiteral("\"users\""))
                 .toStdString());
    QVERIFY(setup.accept("codex").ok());
    QVERIFY(setup.look(*findClient("codex")).state == State::Connected);
    QVERIFY(setup.undo("codex", OnDrift::Ask).value().done);
    QCOMPARE(Workshop::get(shop.path(".codex/config.toml")), std::string("model = \"users\"\n"));
}

void TestSetup::connectsAnew()
{
    Workshop shop;
    Setup setup(shop.here, shop.notes());
    const std::string original = "# mine\nmodel = 'mine'\n";
    shop.put(shop.path(".codex/config.toml"), original);
    QVERIFY(setup.apply(setup.plan(*findClient("codex"), shop.connection()).value()).ok());
    Connection moved = shop.connection("other-model");
    moved.base = "http://127.0.0.1:4001";
    const auto plan = setup.plan(*findClient("codex"), moved);
    QCOMPARE(problemOf(plan), QString());
    // Only what is new since is shown.
    const std::string diff = plan.value().diff(shop.here, moved.key);
    QVERIFY(diff.find("+model = \"other-model\"") != std::string::npos);
    QVERIFY(diff.find("-base_url = \"http://127.0.0.1:4000/v1\"\n+base_url = \"http://127.0.0.1:4001/v1\"") !=
            std::string::npos);
    QVERIFY(diff.find("+name") == std::string::npos);
    QVERIFY(setup.apply(plan.value()).ok());
    QCOMPARE(setup.look(*findClient("codex")).model, std::string("other-model"));
    QVERIFY(setup.plan(*findClient("codex"), moved).value().changesNothing());
    QVERIFY(setup.undo("codex", OnDrift::Ask).value().done);
    QCOMPARE(Workshop::get(shop.path(".codex/config.toml")), original);
}

void TestSetup::comesBackAfterSeveralConnections()
{
    Workshop shop;
    Setup setup(shop.here, shop.notes());
    for (const char *model : {"a", "b", "c"})
        QVERIFY(setup.apply(setup.plan(*findClient("continue"), shop.connection(model)).value()).ok());
    QVERIFY(setup.undo("continue", OnDrift::Ask).value().done);
    QVERIFY(!fs::exists(shop.path(".continue")));
}

void TestSetup::namesTheManagingFile()
{
    Workshop shop;
    fs::create_directories(shop.path(".claude"));
    Setup setup(shop.here, shop.notes());
    const std::string policy = shop.here.root + "/etc/claude-code/managed-settings.json";
    shop.put(policy, "{\"permissions\": {}}");
    QVERIFY(setup.look(*findClient("claude-code")).state == State::Off);
    shop.put(policy, "{\"env\": {\"ANTHROPIC_BASE_URL\": \"https://corp.example\"}}");
    const Standing standing = setup.look(*findClient("claude-code"));
    QVERIFY(standing.state == State::Managed);
    QCOMPARE(standing.policy, policy);
}

void TestSetup::keepsAttributesOfFiles()
{
    Workshop shop;
    const std::string path = shop.path(".codex/config.toml");
    shop.put(path, "a = 1\n");
    if (::setxattr(path.c_str(), "user.portico.test", "x", 1, 0) != 0)
        QSKIP("this file system has no attributes");
    Setup setup(shop.here, shop.notes());
    QVERIFY(setup.apply(setup.plan(*findClient("codex"), shop.connection()).value()).ok());
    char value = 0;
    QCOMPARE(::getxattr(path.c_str(), "user.portico.test", &value, 1), ssize_t(1));
    QCOMPARE(value, 'x');
}

void TestSetup::leavesFoldersOfOthers()
{
    Workshop shop;
    Setup setup(shop.here, shop.notes());
    QVERIFY(setup.apply(setup.plan(*findClient("codex"), shop.connection()).value()).ok());
    shop.put(shop.path(".codex/auth.json"), "{}");
    QVERIFY(setup.undo("codex", OnDrift::Ask).value().done);
    QVERIFY(!fs::exists(shop.path(".codex/config.toml")));
    QVERIFY(fs::exists(shop.path(".codex/auth.json")));
}

void TestSetup::restoresClientsThatTheCatalogLost()
{
    Workshop shop;
    Setup setup(shop.here, shop.notes());
    ClientRow row = *findClient("codex");
    row.id = "gone";
    shop.put(shop.path(".codex/config.toml"), "a = 1\n");
    QVERIFY(setup.apply(setup.plan(row, shop.connection()).value()).ok());
    QCOMPARE(setup.connected(), std::vector<std::string>{"gone"});
    QVERIFY(setup.undo("gone", OnDrift::Ask).value().done);
    QCOMPARE(Workshop::get(shop.path(".codex/config.toml")), std::string("a = 1\n"));
}

QTEST_GUILESS_MAIN(TestSetup)

#include "tst_setup.moc"
