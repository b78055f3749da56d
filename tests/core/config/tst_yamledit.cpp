#include "core/config/atomicfile.h"
#include "core/config/configfiles.h"
#include "core/config/yamledit.h"
#include "core/config/yamltree.h"

#include <QDir>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace gw;
using namespace gw::config;

namespace {

json::Object item()
{
    return {{"model_name", "new"},
            {"litellm_params", json::Object{{"model", "openai/x"}, {"api_key", "keychain/my-key"}}}};
}

// What is left of changed when one run of bytes is cut out; true when that can be text.
bool isInsertion(const QByteArray &text, const QByteArray &changed)
{
    qsizetype head = 0;
    while (head < text.size() && text[head] == changed[head])
        ++head;
    return changed.size() > text.size() && changed.endsWith(text.mid(head));
}

}   // namespace

class TestYamlEdit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void appendToList_data();
    void appendToList();
    void refusesWhatItCannotKeep_data();
    void refusesWhatItCannotKeep();
    void editsInPlace_data();
    void editsInPlace();
    void refusesEdits_data();
    void refusesEdits();
    void editsInTurnOrNotAtAll();
    void namesOrigins_data();
    void namesOrigins();
    void quotesWhatNeedsIt();
    void leavesAllOtherBytes();
    void writesFileAndBackup();
    void followsLinksAndKeepsModes();
};

void TestYamlEdit::appendToList_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray two =
        "  - model_name: new\n    litellm_params:\n      model: openai/x\n      api_key: keychain/my-key\n";
    const QByteArray zero =
        "- model_name: new\n  litellm_params:\n    model: openai/x\n    api_key: keychain/my-key\n";
    const QByteArray flow =
        R"({"model_name": "new", "litellm_params": {"model": "openai/x", "api_key": "keychain/my-key"}})";
    const auto row = [](const char *name, const QByteArray &text, const QByteArray &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("empty file", "", "model_list:\n" + two);
    row("comment only", "# mine\n", "# mine\nmodel_list:\n" + two);
    row("no list yet", "a: 1\n", "a: 1\nmodel_list:\n" + two);
    row("no line end at the end", "a: 1", "a: 1\nmodel_list:\n" + two);
    row("empty value", "model_list:\na: 1\n", "model_list:\n" + two + "a: 1\n");
    row("empty value with a comment", "model_list: # none yet\na: 1\n",
        "model_list: # none yet\n" + two + "a: 1\n");
    row("explicit null", "model_list: null # yet\nb: 1\n", "model_list: # yet\n" + two + "b: 1\n");
    row("indented list", "model_list:\n  - model_name: a # first\n",
        "model_list:\n  - model_name: a # first\n" + two);
    row("list at the margin", "model_list:\n- model_name: a\nb: 1\n",
        "model_list:\n- model_name: a\n" + zero + "b: 1\n");
    row("comments after the list stay", "model_list:\n- a: 1\n\n# about b\nb: 1\n",
        "model_list:\n- a: 1\n" + zero + "\n# about b\nb: 1\n");
    row("comment of the last member", "model_list:\n- a: 1\n  # note\nb: 1\n",
        "model_list:\n- a: 1\n  # note\n" + zero + "b: 1\n");
    row("last member is a block scalar", "model_list:\n- a: |\n    x\n    # no comment\n\nb: 1\n",
        "model_list:\n- a: |\n    x\n    # no comment\n" + zero + "\nb: 1\n");
    row("block scalar that keeps its blank lines", "model_list:\n- a: |+\n    x\n\nb: 1\n",
        "model_list:\n- a: |+\n    x\n\n" + zero + "b: 1\n");
    row("Windows line ends", "model_list:\r\n- a: 1\r\n",
        "model_list:\r\n- a: 1\r\n" + QByteArray(zero).replace("\n", "\r\n"));
    row("byte-order mark", "\xef\xbb\xbfmodel_list:\n- a: 1\n", "\xef\xbb\xbfmodel_list:\n- a: 1\n" + zero);
    row("flow list", "model_list: [{a: 1}] # c\n", "model_list: [{a: 1}, " + flow + "] # c\n");
    row("empty flow list", "model_list: []\n", "model_list: [" + flow + "]\n");
    row("flow list with brackets in texts", "model_list: [{a: \"]\", b: 'it''s ]'}, {c: d}]\n",
        "model_list: [{a: \"]\", b: 'it''s ]'}, {c: d}, " + flow + "]\n");
    row("flow list with a trailing comma", "model_list: [{a: 1},]\n", "model_list: [{a: 1}, " + flow + "]\n");
    row("letters of two bytes before the bracket", "{\"\xc3\xa4\": 1, model_list: [{a: 1}]}\n",
        "{\"\xc3\xa4\": 1, model_list: [{a: 1}, " + flow + "]}\n");
    row("JSON over lines", "{\n  \"model_list\": [\n    {\"a\": 1}\n  ]\n}\n",
        "{\n  \"model_list\": [\n    {\"a\": 1},\n    " + flow + "\n  ]\n}\n");
    row("JSON without the list", "{\"a\": 1}\n", "{\"a\": 1, \"model_list\": [" + flow + "]}\n");
    row("empty JSON", "{}\n", "{\"model_list\": [" + flow + "]}\n");
    row("document marks", "---\na: 1\n...\n", "---\na: 1\nmodel_list:\n" + two + "...\n");
    row("list in the middle with aliases", "x: &x {k: v}\nmodel_list:\n- <<: *x\n  n: 1\n- *x\nz: 1\n",
        "x: &x {k: v}\nmodel_list:\n- <<: *x\n  n: 1\n- *x\n" + zero + "z: 1\n");
}

void TestYamlEdit::appendToList()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto changed = config::appendToList(text.toStdString(), "model_list", item());
    QVERIFY2(changed.ok(), changed.ok() ? "" : changed.error().message.c_str());
    QCOMPARE(QByteArray::fromStdString(changed.value()), expected);
}

void TestYamlEdit::refusesWhatItCannotKeep_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("list by alias") << QByteArray("x: &x [{a: 1}]\nmodel_list: *x\n");
    QTest::newRow("list by merge") << QByteArray("x: &x {model_list: [{a: 1}]}\n<<: *x\n");
    QTest::newRow("list is a text") << QByteArray("model_list: none\n");
    QTest::newRow("broken file") << QByteArray("a: [1\n");
    QTest::newRow("root is a list") << QByteArray("- a\n");
}

void TestYamlEdit::refusesWhatItCannotKeep()
{
    QFETCH(QByteArray, text);
    QVERIFY(!config::appendToList(text.toStdString(), "model_list", item()).ok());
}

void TestYamlEdit::editsInPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &text, const Edit &edit,
                        const QByteArray &expected) { QTest::newRow(name) << text << edit << expected; };
    const auto set = [](const Path &path, const json::Value &value) {
        return Edit{Edit::Op::Set, path, value};
    };
    const auto insert = [](const Path &path, const json::Value &value) {
        return Edit{Edit::Op::Insert, path, value};
    };
    const auto remove = [](const Path &path) { return Edit{Edit::Op::Remove, path}; };
    const PathStep a = std::string("a");
    const PathStep b = std::string("b");
    const PathStep zero = std::size_t(0);
    const PathStep one = std::size_t(1);
    row("a number", "a: 1 # n\n", set({a}, 2), "a: 2 # n\n");
    row("keeps double quotes", "a: \"x\" # n\n", set({a}, "y z"), "a: \"y z\" # n\n");
    row("keeps single quotes", "a: 'x'\n", set({a}, "it's"), "a: 'it''s'\n");
    row("quotes where it must", "a: x\n", set({a}, "yes"), "a: \"yes\"\n");
    row("text over several lines", "a: x\n  y\n  z\nb: 1\n", set({a}, "w"), "a: w\nb: 1\n");
    row("an empty value", "a: # n\nb: 1\n", set({a}, 2), "a: 2 # n\nb: 1\n");
    row("a literal text", "a: | # n\n  x\n  y\nb: 1\n", set({a}, "one\ntwo\n"),
        "a: | # n\n  one\n  two\nb: 1\n");
    row("a number for a literal text", "a: | # n\n  x\nb: 1\n", set({a}, 1), "a: 1 # n\nb: 1\n");
    row("a map for a number", "a: 1 # n\nb: 1\n", set({a}, json::Object{{"k", 1}, {"l", "x"}}),
        "a: # n\n  k: 1\n  l: x\nb: 1\n");
    row("a number for a map", "a: # n\n  k: 1\n  l: 2\nb: 1\n", set({a}, 5), "a: 5 # n\nb: 1\n");
    row("only what differs of a map", "a:\n  k: 1 # k\n  l: 2 # l\n",
        set({a}, json::Object{{"l", 3}, {"k", 1}, {"m", 4}}), "a:\n  k: 1 # k\n  l: 3 # l\n  m: 4\n");
    row("only what differs of a list", "a:\n- x # x\n- y # y\n- z # z\n", set({a}, json::Array{"x", "z"}),
        "a:\n- x # x\n- z # z\n");
    row("a list grows in its middle", "a: [x, z]\n", set({a}, json::Array{"x", "w", "z"}), "a: [x, w, z]\n");
    row("a value with what it stands in", "b: 1\n", set({a, b, std::string("c")}, 5),
        "b: 1\na:\n  b:\n    c: 5\n");
    row("in a flow map", "a: {b: 1, c: 2} # n\n", set({a, b}, "x"), "a: {b: x, c: 2} # n\n");
    row("into a flow map", "a: {b: 1} # n\n", set({a, std::string("c")}, 2), "a: {b: 1, c: 2} # n\n");
    row("into JSON", "{\n  \"a\": {\n    \"b\": 1\n  }\n}\n", set({a, std::string("c")}, "x"),
        "{\n  \"a\": {\n    \"b\": 1,\n    \"c\": \"x\"\n  }\n}\n");
    row("keeps an anchor", "a: &x 1\nb: 2\n", set({a}, 3), "a: &x 3\nb: 2\n");
    row("drops a tag that no longer fits", "a: !!str 5\n", set({a}, 6), "a: 6\n");
    row("before the first member", "a:\n  - x\n", insert({a, zero}, "w"), "a:\n  - w\n  - x\n");
    row("between members, behind the first's comment", "a:\n  - x # x\n    # more\n  # of y\n  - y\n",
        insert({a, one}, "w"), "a:\n  - x # x\n    # more\n  - w\n  # of y\n  - y\n");
    row("in the file's own indentation", "a:\n    b:\n        c: 1\n",
        insert({a, std::string("d")}, json::Object{{"e", 1}}),
        "a:\n    b:\n        c: 1\n    d:\n        e: 1\n");
    row("a member of a list in a list", "a:\n- - 1\n  - 2\n", insert({a, zero, zero}, 0),
        "a:\n- - 0\n  - 1\n  - 2\n");
    row("removes a key with its comment", "a: 1 # one\n# of b\nb: 2\n", remove({a}), "# of b\nb: 2\n");
    row("removes the first key of a row", "a:\n- k: 1 # k\n  # of l\n  l: 2\n",
        remove({a, zero, std::string("k")}), "a:\n- # of l\n  l: 2\n");
    row("removes the only key", "a: # n\n  b: 1\n", remove({a, b}), "a: {} # n\n");
    row("removes the only member", "a:\n- x\nb: 1\n", remove({a, zero}), "a: []\nb: 1\n");
    row("removes the last of a flow list", "a: [x, y] # n\n", remove({a, one}), "a: [x] # n\n");
    row("removes a line of JSON", "{\"a\": [\n  1,\n  2\n]}\n", remove({a, one}), "{\"a\": [\n  1\n]}\n");
    row("removes everything", "# n\na: 1\n", remove({a}), "# n\n");
    row("Windows line ends", "a: 1\r\nb: 2\r\n", set({a}, json::Object{{"k", 1}}),
        "a:\r\n  k: 1\r\nb: 2\r\n");
}

void TestYamlEdit::editsInPlace()
{
    QFETCH(QByteArray, text);
    QFETCH(Edit, edit);
    QFETCH(QByteArray, expected);
    const EditOutcome outcome = applyEdits(text.toStdString(), std::span(&edit, 1));
    QVERIFY2(outcome.ok(), outcome.ok() ? "" : outcome.problem->message.c_str());
    QCOMPARE(QByteArray::fromStdString(outcome.text), expected);
}

void TestYamlEdit::refusesEdits_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<Edit>("edit");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    const PathStep a = std::string("a");
    const PathStep b = std::string("b");
    const auto row = [](const char *name, const QByteArray &text, const Edit &edit, const char *reason,
                        int line, int column) {
        QTest::newRow(name) << text << edit << QString::fromUtf8(reason) << line << column;
    };
    row("by an alias", "b: &x\n  k: 1\na: *x\n", {Edit::Op::Set, {a, std::string("k")}, 2},
        "comes by alias from anchor '&x' on line 2", 2, 6);
    row("an alias itself", "b: &x 1\na: *x\n", {Edit::Op::Set, {a}, 2}, "anchor '&x'", 1, 4);
    row("by a merge", "b: &x {k: 1}\na:\n  <<: *x\n  l: 2\n", {Edit::Op::Set, {a, std::string("k")}, 2},
        "comes by merge from anchor '&x' on line 1", 1, 11);
    row("what an alias repeats", "b: &x {k: 1}\na: *x\n", {Edit::Op::Set, {b, std::string("k")}, 2},
        "'a.k' would change too", 1, 11);
    row("a reference", "a: os.environ/NAME\n", {Edit::Op::Set, {a}, "x"}, "environment variable NAME", 1, 4);
    row("broken text", "a: 1\nb: [1\n", {Edit::Op::Set, {a}, 2}, "", 3, 1);
    row("a key into a list", "a: [1]\n", {Edit::Op::Set, {a, b}, 2}, "is to go into a map", 1, 4);
    row("an index beyond the end", "a: [1]\n", {Edit::Op::Insert, {a, std::size_t(3)}, 2}, "beyond", 1, 4);
    row("a key that is there", "a: 1\n", {Edit::Op::Insert, {a}, 2}, "is there already", 1, 4);
    row("a key that is not there", "a: 1\n", {Edit::Op::Remove, {b}}, "is not there", 1, 1);
    row("a key written twice", "a: 1\na: 2\n", {Edit::Op::Remove, {a}}, "written twice", 1, 1);
    row("a key behind a question mark", "? a\n: 1\n", {Edit::Op::Set, {a}, 2}, "by hand", 1, 1);
    row("bytes that are no UTF-8", "a: \xff\n", {Edit::Op::Set, {a}, 2}, "UTF-8", 1, 1);
}

void TestYamlEdit::refusesEdits()
{
    QFETCH(QByteArray, text);
    QFETCH(Edit, edit);
    QFETCH(QString, reason);
    QFETCH(int, line);
    QFETCH(int, column);
    const EditOutcome outcome = applyEdits(text.toStdString(), std::span(&edit, 1), "mine.yaml");
    QVERIFY(!outcome.ok());
    QVERIFY2(outcome.problem->message.find(reason.toStdString()) != std::string::npos,
             outcome.problem->message.c_str());
    QCOMPARE(outcome.problem->where.line, line);
    QCOMPARE(outcome.problem->where.column, column);
    QCOMPARE(outcome.problem->where.file, std::string("mine.yaml"));
    QVERIFY(outcome.text.empty());
}

void TestYamlEdit::editsInTurnOrNotAtAll()
{
    const Path list{std::string("a"), std::size_t(0)};
    std::vector<Edit> edits{{Edit::Op::Remove, list}, {Edit::Op::Set, list, "new"}};
    QCOMPARE(applyEdits("a: [x, y, z]\n", edits).text, std::string("a: [new, z]\n"));
    edits.push_back({Edit::Op::Remove, {std::string("nothing")}});
    QVERIFY(!applyEdits("a: [x, y, z]\n", edits).ok());
    // A reference gives way when the caller says so.
    const Edit over{Edit::Op::Set, {std::string("a")}, "keychain/x", true};
    QCOMPARE(applyEdits("a: os.environ/X # n\n", std::span(&over, 1)).text,
             std::string("a: keychain/x # n\n"));
}

void TestYamlEdit::namesOrigins_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("line");
    const auto row = [](const char *title, const QByteArray &text, Origin::Kind kind, const char *name,
                        int line) {
        QTest::newRow(title) << text << int(kind) << QString::fromUtf8(name) << line;
    };
    row("plain", "b: 1\na: {k: 2}\n", Origin::Kind::Plain, "", 2);
    row("by alias", "b: &x {k: 1}\na: *x\n", Origin::Kind::Alias, "x", 1);
    row("by merge", "b: &x\n  k: 1\na:\n  <<: [*x]\n", Origin::Kind::Merge, "x", 2);
    row("by a merge without anchor", "a:\n  <<: {k: 1}\n", Origin::Kind::Merge, "", 2);
    row("written beside a merge", "b: &x {k: 1}\na:\n  <<: *x\n  k: 2\n", Origin::Kind::Plain, "", 4);
    row("an anchor given again", "b: &x {k: 1}\nc: &x {k: 2}\na: *x\n", Origin::Kind::Alias, "x", 2);
    row("a variable", "a: {k: os.environ/K}\n", Origin::Kind::Environment, "K", 1);
    row("nowhere", "b: 1\na: 2\n", Origin::Kind::Missing, "", 2);
}

void TestYamlEdit::namesOrigins()
{
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    QFETCH(QString, name);
    QFETCH(int, line);
    const Origin origin = originIn(text.toStdString(), {std::string("a"), std::string("k")});
    QCOMPARE(int(origin.kind), kind);
    QCOMPARE(QString::fromStdString(origin.name), name);
    QCOMPARE(origin.where.line, line);
}

void TestYamlEdit::quotesWhatNeedsIt()
{
    json::Object odd;
    int i = 0;
    for (const char *text : {"yes",
                             "null",
                             "1_000",
                             "0x1f",
                             "1:30",
                             "a: b",
                             "a #b",
                             "#x",
                             "",
                             " x",
                             "*",
                             "openai/*",
                             "http://h:1/v1",
                             "x:",
                             "- a",
                             "2024-02-01",
                             "line\nbreak",
                             "tab\t",
                             "\"q\"",
                             "\\",
                             "~",
                             "ä",
                             "@a",
                             "%a",
                             "!a",
                             "&a",
                             "{a",
                             "[a",
                             ">",
                             "|",
                             "1e5",
                             "on"})
        odd["k" + std::to_string(i++)] = text;
    odd["price"] = 3e-06;
    odd["big"] = 1e21;
    odd["n"] = 5;
    odd["flag"] = true;
    odd["nothing"] = nullptr;
    odd["list"] = json::Array{"a", "yes", 1, json::Object{{"x", "y: z"}}};
    odd["empty"] = json::Object{};
    const auto changed = config::appendToList("a: 1\n", "model_list", odd);
    QVERIFY2(changed.ok(), changed.ok() ? "" : changed.error().message.c_str());
    const ParsedText parsed = parseYaml(changed.value(), "x");
    QVERIFY(!parsed.failed);
    std::string where;
    QVERIFY2(json::equal(toJson(parsed.root.find("model_list")->items.at(0), Expose::All), odd, &where),
             (where + "\n" + changed.value()).c_str());
    QVERIFY(changed.value().find("price: 0.000003\n") != std::string::npos);
}

void TestYamlEdit::leavesAllOtherBytes()
{
    const QByteArrayList parts{"a: 1\n",
                               "# comment\n",
                               "\n",
                               "b: {c: [1, 2]}\n",
                               "d: |\n  text\n  # no\n\n",
                               "e:\n- 1\n-   2 # two\n",
                               "f: \"q # r\"\n",
                               "  \n",
                               "g: 'x'   # tail\n"};
    const QByteArrayList lists{"", "model_list:\n", "model_list: []\n", "model_list:\n  -  x: 1\n     y: 2\n",
                               "model_list:\n- x: 1\n\n- y: |\n   z\n"};
    QRandomGenerator random(7);
    int done = 0;
    for (int round = 0; round < 300; ++round) {
        QByteArrayList chosen;
        for (const QByteArray &part : parts) {
            if (random.bounded(2u) != 0)
                chosen.insert(qsizetype(random.bounded(quint32(chosen.size() + 1))), part);
        }
        chosen.insert(qsizetype(random.bounded(quint32(chosen.size() + 1))),
                      lists[qsizetype(random.bounded(quint32(lists.size())))]);
        const QByteArray text = chosen.join();
        const auto changed = config::appendToList(text.toStdString(), "model_list", item());
        QVERIFY2(changed.ok(), text.constData());
        QVERIFY2(isInsertion(text, QByteArray::fromStdString(changed.value())), text.constData());
        ++done;
    }
    QCOMPARE(done, 300);
}

void TestYamlEdit::writesFileAndBackup()
{
    QTemporaryDir folder;
    const std::string path = folder.filePath(QStringLiteral("config.yaml")).toStdString();
    const EditOptions options{.backupFolder = folder.filePath(QStringLiteral("backups")).toStdString(),
                              .unixUs = 1'800'000'000'000'000};
    const auto first = appendToFile(path, "model_list", item(), options);
    QVERIFY(first.ok());
    QVERIFY(first.value().empty());
    const std::string before = readFile(path).value();
    const auto second = appendToFile(path, "model_list", item(), options);
    QVERIFY(second.ok());
    QVERIFY(second.value().ends_with("/backups/config.yaml.bak-20270115T080000Z"));
    QCOMPARE(readFile(second.value()).value(), before);
    const auto third = appendToFile(path, "model_list", item(), options);
    QVERIFY(third.ok() && third.value().ends_with("Z-2"));
    QCOMPARE(parseYaml(readFile(path).value(), "x").root.find("model_list")->items.size(), std::size_t(3));
    // No temporary file is left.
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void TestYamlEdit::followsLinksAndKeepsModes()
{
    QTemporaryDir folder;
    const QString real = folder.filePath(QStringLiteral("real.yaml"));
    const QString link = folder.filePath(QStringLiteral("config.yaml"));
    QVERIFY(createFile(real.toStdString(), "a: 1\n", 0640).ok());
    QVERIFY(QFile::link(real, link));
    QVERIFY(appendToFile(link.toStdString(), "model_list", item(),
                         {.backupFolder = folder.filePath(QStringLiteral("b")).toStdString()})
                .ok());
    QVERIFY(QFileInfo(link).isSymLink());
    QVERIFY(readFile(real.toStdString()).value().find("model_list") != std::string::npos);
    QCOMPARE(QFileInfo(real).permissions() & QFile::Permissions(0x7777),
             QFile::ReadOwner | QFile::WriteOwner | QFile::ReadUser | QFile::WriteUser | QFile::ReadGroup);
}

QTEST_GUILESS_MAIN(TestYamlEdit)
#include "tst_yamledit.moc"
