#include "core/config/atomicfile.h"
#include "core/config/configfiles.h"
#include "core/config/editjournal.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using namespace gw;
using namespace gw::config;

namespace {

std::string read(const std::string &path)
{
    return readFile(path).value();
}

// The same number in two files.
std::vector<Edit> both(int number)
{
    return {{Edit::Op::Set, {std::string("router_settings"), std::string("num_retries")}, number},
            {Edit::Op::Set, {std::string("litellm_settings"), std::string("request_timeout")}, number}};
}

}   // namespace

class TestConfigFiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void locatesRowsOfIncludes();
    void editsTheFileThatHoldsTheRow();
    void editsSeveralFilesOrNone();
    void takesBackWhatOneFileRefuses();
    void survivesBeingKilledBetweenFiles();
    void savesSeveralTextsOrNone();
    void leavesWhatAPersonWroteSince();
    void namesOrigins_data();
    void namesOrigins();
    void refusesWhatChangedMeanwhile();
    void guardsRowsByName();
    void listsModelRows();
    void savesAndListsBackups();
    void makesAMissingFile();

private:
    void write(const char *name, const char *text);
    std::string path(const char *name) const
    {
        return (m_folder->path() + u'/' + QLatin1String(name)).toStdString();
    }
    EditOptions options() const
    {
        return {.backupFolder = path("backups"), .unixUs = 1'800'000'000'000'000, .seen = {}};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestConfigFiles::write(const char *name, const char *text)
{
    QVERIFY(writeFileAtomically(path(name), text).ok());
}

void TestConfigFiles::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QDir().mkpath(m_folder->filePath(u"parts"_s));
    write("config.yaml", "include: [parts/more.yaml]\n"
                         "model_list:\n"
                         "  - model_name: a   # main\n"
                         "    litellm_params: {model: openai/a}\n"
                         "general_settings: {master_key: sk-1}\n"
                         "router_settings:\n"
                         "  num_retries: 1\n");
    write("parts/more.yaml", "model_list:\n"
                             "- model_name: b\n"
                             "  litellm_params:\n"
                             "    model: openai/b\n"
                             "    api_key: os.environ/B_KEY\n"
                             "  model_info: {id: row-b}\n"
                             "- model_name: c # last\n"
                             "  litellm_params: {model: openai/c}\n"
                             "router_settings:\n"
                             "  num_retries: 2\n"
                             "x: &x {k: 1}\n"
                             "y: *x\n"
                             "z:\n"
                             "  <<: *x\n");
}

void TestConfigFiles::locatesRowsOfIncludes()
{
    const ConfigFiles files = ConfigFiles::read(path("config.yaml"));
    QCOMPARE(files.files().size(), std::size_t(2));
    const auto at = [&](std::size_t index) { return *files.locate({std::string("model_list"), index}); };
    QVERIFY(at(0).file.ends_with("/config.yaml") && std::get<1>(at(0).path[1]) == 0);
    QVERIFY(at(1).file.ends_with("/more.yaml") && std::get<1>(at(1).path[1]) == 0);
    QVERIFY(at(2).file.ends_with("/more.yaml") && std::get<1>(at(2).path[1]) == 1);
    // Behind the last row of all.
    QVERIFY(at(3).file.ends_with("/more.yaml") && std::get<1>(at(3).path[1]) == 2);
    QVERIFY(!files.locate({std::string("model_list")}));
    QVERIFY(files.locate({std::string("router_settings")})->file.ends_with("/more.yaml"));
    QVERIFY(files.locate({std::string("litellm_settings"), std::string("cache")})
                ->file.ends_with("/config.yaml"));
}

void TestConfigFiles::editsTheFileThatHoldsTheRow()
{
    const std::string before = read(path("config.yaml"));
    const Edit edit{
        Edit::Op::Set, {std::string("model_list"), std::size_t(2), std::string("model_name")}, "renamed"};
    const SaveOutcome outcome = editConfig(path("config.yaml"), std::span(&edit, 1), {}, options());
    QVERIFY2(outcome.ok(), outcome.problem.message.c_str());
    QCOMPARE(read(path("config.yaml")), before);
    QVERIFY(read(path("parts/more.yaml")).find("- model_name: renamed # last\n") != std::string::npos);
    QVERIFY(outcome.backup.ends_with("/backups/more.yaml.bak-20270115T080000Z"));
}

void TestConfigFiles::editsSeveralFilesOrNone()
{
    const std::string main = read(path("config.yaml"));
    const std::string more = read(path("parts/more.yaml"));
    std::vector<Edit> edits{
        {Edit::Op::Set, {std::string("model_list"), std::size_t(0), std::string("model_name")}, "n"},
        {Edit::Op::Set, {std::string("y"), std::string("k")}, 2}};
    SaveOutcome outcome = editConfig(path("config.yaml"), edits, {}, options());
    QCOMPARE(int(outcome.state), int(SaveOutcome::State::Refused));
    QVERIFY2(outcome.problem.message.find("alias") != std::string::npos, outcome.problem.message.c_str());
    QVERIFY(outcome.problem.where.file.ends_with("/more.yaml"));
    QCOMPARE(outcome.problem.where.line, 11);
    QCOMPARE(read(path("config.yaml")), main);
    QCOMPARE(read(path("parts/more.yaml")), more);
    // Rows count as the edits before left them: what was the third is the second now.
    edits = {{Edit::Op::Remove, {std::string("model_list"), std::size_t(0)}},
             {Edit::Op::Set, {std::string("model_list"), std::size_t(1), std::string("model_name")}, "last"}};
    outcome = editConfig(path("config.yaml"), edits, {}, options());
    QVERIFY2(outcome.ok(), outcome.problem.message.c_str());
    QVERIFY(read(path("config.yaml")).find("model_list: []\n") != std::string::npos);
    QVERIFY(read(path("parts/more.yaml")).find("model_name: last") != std::string::npos);
}

void TestConfigFiles::takesBackWhatOneFileRefuses()
{
    // Its temporary file would have too long a name.
    const std::string name = std::string(250, 'n') + ".yaml";
    const std::string main = "include: [" + name + "]\nrouter_settings: {num_retries: 0}\n";
    write("config.yaml", main.c_str());
    QFile file(QString::fromStdString(path(name.c_str())));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("litellm_settings: {request_timeout: 0}\n");
    file.close();
    const std::vector<Edit> edits = both(7);
    const SaveOutcome outcome = editConfig(path("config.yaml"), edits, {}, options());
    QCOMPARE(int(outcome.state), int(SaveOutcome::State::Failed));
    QCOMPARE(read(path("config.yaml")), main);
    QVERIFY(!QFileInfo::exists(QString::fromStdString(path("backups/unfinished.json"))));
}

void TestConfigFiles::survivesBeingKilledBetweenFiles()
{
    const std::string mainText = "include: [more.yaml]\nrouter_settings: {num_retries: 0}\n";
    write("config.yaml", mainText.c_str());
    write("more.yaml", "litellm_settings: {request_timeout: 0}\n");
    const auto number = [this](const char *section, const char *key) {
        const auto value =
            ConfigFiles::read(path("config.yaml")).value({std::string(section), std::string(key)});
        return value && value->is_int64() ? value->get_int64() : -1;
    };
    for (int round = 0; round < 25; ++round) {
        const pid_t child = fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            for (int i = 1;; ++i) {
                if (!editConfig(path("config.yaml"), both(i), {}, options()).ok())
                    _exit(1);
            }
        }
        QTest::qWait(10 + 3 * round);
        QCOMPARE(kill(child, SIGKILL), 0);
        int status = 0;
        QCOMPARE(waitpid(child, &status, 0), child);
        QVERIFY2(WIFSIGNALED(status), "the writer ended by itself");
        undoUnfinishedEdit(path("backups"));
        QVERIFY(number("router_settings", "num_retries") >= 0);
        QCOMPARE(number("router_settings", "num_retries"), number("litellm_settings", "request_timeout"));
        QVERIFY(!QFileInfo::exists(QString::fromStdString(path("backups/unfinished.json"))));
        // A folder full of copies slows the next round down.
        QVERIFY(QDir(QString::fromStdString(path("backups"))).removeRecursively());
    }
}

void TestConfigFiles::savesSeveralTextsOrNone()
{
    write("config.yaml", "a: 1\n");
    write("more.yaml", "b: 1\n");
    std::vector<NewText> texts{{path("config.yaml"), "a: 2\n", textHash("a: 1\n")},
                               {path("more.yaml"), "b: 2\n", textHash("b: other\n")}};
    QCOMPARE(int(saveTexts(texts, options()).state), int(SaveOutcome::State::Conflict));
    QCOMPARE(read(path("config.yaml")), "a: 1\n");
    texts[1].seen = textHash("b: 1\n");
    QVERIFY(saveTexts(texts, options()).ok());
    QCOMPARE(read(path("config.yaml")), "a: 2\n");
    QCOMPARE(read(path("more.yaml")), "b: 2\n");
}

void TestConfigFiles::leavesWhatAPersonWroteSince()
{
    write("config.yaml", "a: 1\n");
    write("more.yaml", "b: 1\n");
    const ConfigFiles main = ConfigFiles::read(path("config.yaml"));
    const ConfigFiles more = ConfigFiles::read(path("more.yaml"));
    const PlannedText planned[] = {{&main.files().front(), "a: 2\n"}, {&more.files().front(), "b: 2\n"}};
    QVERIFY(noteEdit(path("backups"), planned).ok());
    write("config.yaml", "a: 2\n");
    write("more.yaml", "b: by hand\n");
    QCOMPARE(undoUnfinishedEdit(path("backups")), (std::vector<std::string>{main.files().front().path}));
    QCOMPARE(read(path("config.yaml")), "a: 1\n");
    QCOMPARE(read(path("more.yaml")), "b: by hand\n");
    QVERIFY(undoUnfinishedEdit(path("backups")).empty());
}

void TestConfigFiles::namesOrigins_data()
{
    QTest::addColumn<Path>("where");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("line");
    const auto s = [](const char *text) { return PathStep(std::string(text)); };
    const auto row = [](const char *title, const Path &path, Origin::Kind kind, const char *name, int line) {
        QTest::newRow(title) << path << int(kind) << QString::fromUtf8(name) << line;
    };
    row("in the main file", {s("general_settings"), s("master_key")}, Origin::Kind::Plain, "", 5);
    row("in an included file", {s("router_settings"), s("num_retries")}, Origin::Kind::Include, "more.yaml",
        10);
    row("a variable", {s("model_list"), PathStep(std::size_t(1)), s("litellm_params"), s("api_key")},
        Origin::Kind::Environment, "B_KEY", 5);
    row("by an alias", {s("y"), s("k")}, Origin::Kind::Alias, "x", 11);
    row("by a merge", {s("z"), s("k")}, Origin::Kind::Merge, "x", 11);
    row("nowhere", {s("general_settings"), s("nothing")}, Origin::Kind::Missing, "", 5);
}

void TestConfigFiles::namesOrigins()
{
    QFETCH(Path, where);
    QFETCH(int, kind);
    QFETCH(QString, name);
    QFETCH(int, line);
    const Origin origin = ConfigFiles::read(path("config.yaml")).origin(where);
    QCOMPARE(int(origin.kind), kind);
    QVERIFY2(QString::fromStdString(origin.name).endsWith(name), origin.name.c_str());
    QCOMPARE(origin.where.line, line);
}

void TestConfigFiles::refusesWhatChangedMeanwhile()
{
    const ConfigFiles seen = ConfigFiles::read(path("config.yaml"));
    EditOptions withHash = options();
    withHash.seen = seen.hash();
    write("parts/more.yaml", "model_list: []\n");
    const Edit edit{Edit::Op::Set, {std::string("router_settings"), std::string("num_retries")}, 9};
    QCOMPARE(int(editConfig(path("config.yaml"), std::span(&edit, 1), {}, withHash).state),
             int(SaveOutcome::State::Conflict));
    withHash.seen = seen.files()[1].hash;
    QCOMPARE(int(saveText(path("parts/more.yaml"), "x: 1\n", withHash).state),
             int(SaveOutcome::State::Conflict));
    QCOMPARE(read(path("parts/more.yaml")), std::string("model_list: []\n"));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"backups"_s)));
}

void TestConfigFiles::guardsRowsByName()
{
    const Edit edit{Edit::Op::Remove, {std::string("model_list"), std::size_t(1)}};
    const auto remove = [&](const char *name, const char *id) {
        const std::vector<Guard> guards{
            {{std::string("model_list"), std::size_t(1), std::string("model_name")}, name},
            {{std::string("model_list"), std::size_t(1), std::string("model_info"), std::string("id")}, id}};
        return editConfig(path("config.yaml"), std::span(&edit, 1), guards, options());
    };
    QCOMPARE(int(remove("a", "row-b").state), int(SaveOutcome::State::Conflict));
    QCOMPARE(int(remove("b", "row-x").state), int(SaveOutcome::State::Conflict));
    QVERIFY(remove("b", "row-b").ok());
    QVERIFY(read(path("parts/more.yaml")).starts_with("model_list:\n- model_name: c # last\n"));
}

void TestConfigFiles::listsModelRows()
{
    const std::vector<ModelRow> rows = ConfigFiles::read(path("config.yaml")).modelRows();
    QCOMPARE(rows.size(), std::size_t(3));
    QCOMPARE(rows[1].modelName, std::string("b"));
    QCOMPARE(rows[1].id, std::string("row-b"));
    QCOMPARE(rows[1].where.line, 2);
    QVERIFY(rows[1].where.file.ends_with("/more.yaml"));
    QCOMPARE(toText(rows[2].path), std::string("model_list[2]"));
    QCOMPARE(toText(rows[2].address.path), std::string("model_list[1]"));
}

void TestConfigFiles::savesAndListsBackups()
{
    QVERIFY(listBackups(path("backups")).empty());
    const std::string first = read(path("config.yaml"));
    EditOptions at = options();
    QVERIFY(saveText(path("config.yaml"), "a: 1\n", at).ok());
    QVERIFY(saveText(path("config.yaml"), "a: 2\n", at).ok());
    at.unixUs += 60'000'000;
    QVERIFY(saveText(path("config.yaml"), "a: 3\n", at).ok());
    // The same text again is no change and leaves no copy.
    QVERIFY(saveText(path("config.yaml"), "a: 3\n", at).backup.empty());
    write("backups/stranger.txt", "x");
    const std::vector<Backup> backups = listBackups(path("backups"));
    QCOMPARE(backups.size(), std::size_t(3));
    QCOMPARE(read(backups[0].path), std::string("a: 2\n"));
    QCOMPARE(read(backups[1].path), std::string("a: 1\n"));
    QCOMPARE(read(backups[2].path), first);
    QCOMPARE(backups[2].of, std::string("config.yaml"));
    QCOMPARE(backups[2].unixUs, std::int64_t(1'800'000'000'000'000));
    QCOMPARE(backups[2].bytes, std::int64_t(first.size()));
}

void TestConfigFiles::makesAMissingFile()
{
    const Edit edit{Edit::Op::Set, {std::string("router_settings"), std::string("num_retries")}, 3};
    const SaveOutcome outcome = editConfig(path("new/config.yaml"), std::span(&edit, 1), {}, options());
    QVERIFY2(outcome.ok(), outcome.problem.message.c_str());
    QVERIFY(outcome.backup.empty());
    QCOMPARE(read(path("new/config.yaml")), std::string("router_settings:\n  num_retries: 3\n"));
}

QTEST_GUILESS_MAIN(TestConfigFiles)
#include "tst_configfiles.moc"
