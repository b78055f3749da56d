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
    QTest::newRow("explicit null") << QByteArray("model_list: null\nb: 1\n");
    QTest::newRow("list is a text") << QByteArray("model_list: none\n");
    QTest::newRow("broken file") << QByteArray("a: [1\n");
    QTest::newRow("root is a list") << QByteArray("- a\n");
}

void TestYamlEdit::refusesWhatItCannotKeep()
{
    QFETCH(QByteArray, text);
    QVERIFY(!config::appendToList(text.toStdString(), "model_list", item()).ok());
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
