#include "core/lossless/lossless.h"

#include <QRandomGenerator>
#include <QTest>

#include <set>

using namespace gw;
using namespace gw::lossless;

Q_DECLARE_METATYPE(gw::lossless::Format)

namespace {

// "a.b[name=x].c"
Path pathOf(const QByteArray &text)
{
    Path path;
    for (const QByteArray &part : text.split('.')) {
        const qsizetype bracket = part.indexOf('[');
        if (bracket != 0)
            path.push_back({part.left(bracket < 0 ? part.size() : bracket).toStdString()});
        if (bracket >= 0) {
            const QList<QByteArray> member = part.mid(bracket + 1, part.size() - bracket - 2).split('=');
            path.push_back({member[0].toStdString(), member[1].toStdString()});
        }
    }
    return path;
}

QByteArray shown(const Outcome &outcome)
{
    return QByteArray::fromStdString(outcome.ok() ? outcome.text : "!" + toText(*outcome.problem));
}

// Random files of each format, as people write them.
class Author
{
public:
    explicit Author(quint32 seed)
        : m_random(seed)
    {}

    std::string json()
    {
        m_end = maybe() ? "\n" : "\r\n";
        m_unit = std::string(pick(4) + 1U, maybe() ? ' ' : '\t');
        m_comments = maybe();
        m_lines = pick(4) > 0;
        std::string out = pick(6) == 0 ? "\xef\xbb\xbf" : "";
        if (m_comments && maybe())
            out += "// mine" + m_end;
        out += value(0, m_unit.size() > 8 ? "" : "");
        if (m_comments && maybe())
            out += " /* behind */";
        return out + (maybe() ? m_end : "");
    }

    std::string toml()
    {
        m_end = maybe() ? "\n" : "\r\n";
        std::string out = pick(6) == 0 ? "\xef\xbb\xbf" : "";
        const auto pairs = [&](const std::string &prefix) {
            for (quint32 i = pick(4); i > 0; --i) {
                if (pick(4) == 0)
                    out += "# note " + std::to_string(pick(9)) + m_end;
                if (pick(5) == 0)
                    out += m_end;
                static constexpr const char *kValues[] = {
                    "1",    "\"x # y\"", "'lit'",      "[ 1,\n  2, # c\n]",
                    "true", "{ a = 1 }", "1979-05-27", "\"\"\"\nlong\"\"\""};
                out += std::string(pick(3) * 2U, ' ') + prefix + std::to_string(i) + (maybe() ? " = " : "=") +
                       kValues[pick(8)] + (pick(4) == 0 ? "   # tail" : "") + m_end;
            }
        };
        pairs("k");
        if (maybe())
            out += "model = \"old\"" + m_end;
        for (quint32 i = pick(4); i > 0; --i) {
            if (maybe())
                out += m_end + "# about it" + m_end;
            out += "[t" + std::to_string(i) + (maybe() ? "." : ".\"q.r\".") + "u]" + m_end;
            pairs("v");
        }
        if (maybe())
            out += "[providers.other]" + m_end + "name = \"n\"" + m_end;
        if (maybe())
            out += "[[list]]" + m_end + "a = 1" + m_end + "[[list]]" + m_end;
        if (maybe() && out.ends_with(m_end))
            out.resize(out.size() - m_end.size());
        return out;
    }

    std::string lines()
    {
        m_end = maybe() ? "\n" : "\r\n";
        std::string out;
        static constexpr const char *kLines[] = {"# a", "A=1",     "export B='x y'", "C=\"q\" # c",
                                                 "",    "model=o", "  D = 4",        "not a line"};
        for (quint32 i = pick(8); i > 0; --i)
            out += kLines[pick(8)] + m_end;
        if (maybe() && !out.empty())
            out.resize(out.size() - m_end.size());
        return out;
    }

    std::string yaml()
    {
        std::string out;
        static constexpr const char *kLines[] = {
            "# a\n", "a: 1 # one\n", "b:\n  - x\n  - y\n",    "c: {d: 1}\n",
            "\n",    "model: old\n", "e: |\n  long\n  text\n"};
        std::set<quint32> used;
        for (quint32 i = pick(8); i > 0; --i) {
            const quint32 line = pick(7);
            if (line == 0 || line == 4 || used.insert(line).second)
                out += kLines[line];
        }
        return out;
    }

private:
    quint32 pick(quint32 bound) { return m_random.bounded(bound); }
    bool maybe() { return pick(2) == 0; }

    std::string value(int depth, const std::string &indent)
    {
        const quint32 kind = depth == 0 ? 0 : depth > 2 ? 2 + pick(4) : pick(6);
        static constexpr const char *kScalars[] = {"null", "-1.5e3", "\"t\\u00e9 // no comment\"", "true"};
        if (kind >= 2)
            return kScalars[kind - 2];
        const bool lines = m_lines && pick(5) > 0;
        const std::string inner = indent + m_unit;
        std::string out(kind == 0 ? "{" : "[");
        const quint32 count = pick(4);
        for (quint32 i = 0; i < count; ++i) {
            if (lines) {
                out += m_comments && pick(4) == 0 ? " // c" : "";
                out += m_end + inner;
            }
            if (kind == 0)
                out += "\"" + std::string(1, static_cast<char>('a' + i)) + "\":" + (maybe() ? " " : "");
            out += value(depth + 1, inner);
            if (i + 1 < count || (m_comments && pick(3) == 0))
                out += maybe() || !m_comments ? "," : " /* , */ ,";
        }
        if (lines && (count > 0 || maybe()))
            out += m_end + indent;
        return out + (kind == 0 ? "}" : "]");
    }

    QRandomGenerator m_random;
    std::string m_end;
    std::string m_unit;
    bool m_comments = false;
    bool m_lines = true;
};

}   // namespace

class TestLossless final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sets_data();
    void sets();
    void removes_data();
    void removes();
    void refuses_data();
    void refuses();
    void finds_data();
    void finds();
    void comesBackByteForByte_data();
    void comesBackByteForByte();
    void keepsWhatWasChangedMeanwhile_data();
    void keepsWhatWasChangedMeanwhile();
    void changesThePathAlone_data();
    void changesThePathAlone();
};

void TestLossless::sets_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("value");   // JSON
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, Format format, const QByteArray &text, const QByteArray &path,
                        const QByteArray &value, const QByteArray &expected) {
        QTest::newRow(name) << format << text << path << value << expected;
    };
    const auto json = Format::Json;
    row("an empty file becomes an object", json, "", "env.A", R"("x")",
        "{\n  \"env\": {\n    \"A\": \"x\"\n  }\n}\n");
    row("a value is replaced where it stands", json, "{ \"a\" :  1 , \"b\":2}", "a", "3",
        "{ \"a\" :  3 , \"b\":2}");
    row("a new key takes the last one's indentation", json, "{\n\t\"a\": 1\n}\n", "b", "2",
        "{\n\t\"a\": 1,\n\t\"b\": 2\n}\n");
    row("Windows line ends go on", json, "{\r\n  \"a\": 1\r\n}\r\n", "b", "2",
        "{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n");
    row("a comment behind the last value stays there", json, "{\n  \"a\": 1 // one\n}\n", "b", "2",
        "{\n  \"a\": 1, // one\n  \"b\": 2\n}\n");
    row("a comma behind the last value is taken up", json, "{\n  a: 'x', // one\n}\n", "b", "2",
        "{\n  a: 'x', // one\n  \"b\": 2,\n}\n");
    row("a file of one line stays one", json, "{\"a\":1,\"c\":2}", "b.d", "2",
        "{\"a\":1,\"c\":2,\"b\":{\"d\":2}}");
    row("an empty object opens", json, "{\n  \"env\": {}\n}", "env.A", "1",
        "{\n  \"env\": {\n    \"A\": 1\n  }\n}");
    row("an object with only a comment keeps it", json, "{\n  // none yet\n}\n", "a", "1",
        "{\n  \"a\": 1\n  // none yet\n}\n");
    row("the byte-order mark stays", json, "\xef\xbb\xbf{}", "a", "1", "\xef\xbb\xbf{\n  \"a\": 1\n}");
    row("a member of a list goes to its end", json, "[\n  {\"name\": \"x\"}\n]\n", "[name=P].url", "\"u\"",
        "[\n  {\"name\": \"x\"},\n  {\n    \"name\": \"P\",\n    \"url\": \"u\"\n  }\n]\n");
    row("a member of a list is found by its name", json,
        "[{\"name\": \"x\"}, {\"name\": \"P\", \"url\": \"o\"}]", "[name=P].url", "\"u\"",
        "[{\"name\": \"x\"}, {\"name\": \"P\", \"url\": \"u\"}]");
    row("a list is made around its first member", json, "", "[name=P]", "{\"id\": 1}",
        "[\n  {\n    \"name\": \"P\",\n    \"id\": 1\n  }\n]\n");

    const auto toml = Format::Toml;
    row("an empty file becomes a line", toml, "", "model", R"("m")", "model = \"m\"\n");
    row("a value keeps the comment behind it", toml, "model = 'old' # mine\n", "model", R"("m")",
        "model = \"m\" # mine\n");
    row("a new key goes behind the last of its table", toml, "a = 1\n\n# about t\n[t]\nb = 2\n", "model",
        R"("m")", "a = 1\nmodel = \"m\"\n\n# about t\n[t]\nb = 2\n");
    row("a first key goes above the first table and its comments", toml, "# head\n\n# about t\n[t]\nb = 2\n",
        "model", R"("m")", "# head\n\nmodel = \"m\"\n# about t\n[t]\nb = 2\n");
    row("a table is found by its header", toml, "[p.x]\nname = \"n\" # c\n# end\n[q]\n", "p.x.url", R"("u")",
        "[p.x]\nname = \"n\" # c\nurl = \"u\"\n# end\n[q]\n");
    row("a new table goes to the end", toml, "a = 1\n", "p.x.name", R"("n")",
        "a = 1\n\n[p.x]\nname = \"n\"\n");
    row("a missing line end stays missing", toml, "a = 1", "p.x.name", R"("n")",
        "a = 1\n\n[p.x]\nname = \"n\"");
    row("a table in braces is filled there", toml, "p = { x = { name = 'n' }, y = 1 }\n", "p.x.url", R"("u")",
        "p = { x = { name = 'n', url = \"u\" }, y = 1 }\n");
    row("a new table within braces is written there", toml, "p = { y = 1 }\n", "p.x.url", R"("u")",
        "p = { y = 1, x = { url = \"u\" } }\n");
    row("dotted keys are followed by dotted ones", toml, "p.x.name = 'n'\n", "p.x.url", R"("u")",
        "p.x.name = 'n'\np.x.url = \"u\"\n");
    row("names with dots are quoted", toml, "", "m.a/b.c", "1", "[m.\"a/b\"]\nc = 1\n");
    row("a table that others' headers imply gets its own", toml, "[p.x]\na = 1\n", "p.b", "2",
        "[p.x]\na = 1\n\n[p]\nb = 2\n");

    const auto env = Format::DotEnv;
    row("a variable is added at the end", env, "A=1\n# c\n", "B", R"("http://x/v1")",
        "A=1\n# c\nB=http://x/v1\n");
    row("a variable without line end before", env, "A=1", "B", R"("2")", "A=1\nB=2");
    row("a variable keeps its comment", env, "export A = 'x' # c\r\nB=2\r\n", "A", R"("y")",
        "export A = y # c\r\nB=2\r\n");
    row("the last of two counts", env, "A=1\nA=2\n", "A", R"("3")", "A=1\nA=3\n");
    row("blanks are quoted", env, "", "A", R"("x y")", "A='x y'\n");

    const auto shell = Format::Shell;
    row("a block is added at the end", shell, "alias l=ls\n", "A", R"("it's")",
        "alias l=ls\n# >>> portico >>>\nexport A='it'\\''s'\n# <<< portico <<<\n");
    row("a block is filled", shell, "# >>> portico >>>\nexport A='1'\n# <<< portico <<<\nrest", "B", R"("2")",
        "# >>> portico >>>\nexport A='1'\nexport B='2'\n# <<< portico <<<\nrest");

    const auto yaml = Format::Yaml;
    row("a YAML value is replaced", yaml, "a: 1 # c\nmodel: old # mine\n", "model", R"("m")",
        "a: 1 # c\nmodel: m # mine\n");
    row("a YAML list gets a member", yaml, "models:\n  - name: x\n    k: 1\n", "models[name=P]",
        R"({"url": "u"})", "models:\n  - name: x\n    k: 1\n  - name: P\n    url: u\n");
    row("a YAML list is made", yaml, "a: 1\n", "models[name=P].url", R"("u")",
        "a: 1\nmodels:\n  - name: P\n    url: u\n");
    row("a YAML file of a list", yaml, "", "[id=P].url", R"("u")", "- id: \"P\"\n  url: \"u\"\n");
}

void TestLossless::sets()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, expected);
    const Edit edit{pathOf(path), json::parse(value.toStdString()).value(), {}};
    QCOMPARE(shown(applyEdits(format, text.toStdString(), std::span(&edit, 1))), expected);
}

void TestLossless::removes_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, Format format, const QByteArray &text, const QByteArray &path,
                        const QByteArray &expected) {
        QTest::newRow(name) << format << text << path << expected;
    };
    const auto json = Format::Json;
    row("what is not there stays so", json, "{ }", "a.b", "{ }");
    row("the last of several lines takes the comma before it", json, "{\n  \"a\": 1, // c\n  \"b\": 2\n}\n",
        "b", "{\n  \"a\": 1 // c\n}\n");
    row("the first of several lines", json, "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "a", "{\n  \"b\": 2\n}\n");
    row("one of a line", json, "{\"a\": 1, \"b\": 2, \"c\": 3}", "b", "{\"a\": 1, \"c\": 3}");
    row("the last of a line", json, "{\"a\": 1, \"b\": 2 }", "b", "{\"a\": 1 }");
    row("the only one of a line", json, "{ \"a\": 1 }", "a", "{  }");
    const auto toml = Format::Toml;
    row("a line of a table", toml, "a = 1\nb = 2 # c\n[t]\n", "b", "a = 1\n[t]\n");
    row("the last line without its end", toml, "a = 1\nb = 2", "b", "a = 1");
    row("a value in braces", toml, "p = { a = 1, b = 2 }\n", "p.b", "p = { a = 1 }\n");
    row("a value over several lines", toml, "a = [\n 1,\n]\nb = 2\n", "a", "b = 2\n");
    row("a variable", Format::DotEnv, "A=1\nB=2\n", "A", "B=2\n");
    row("the last variable of a block takes the block", Format::Shell,
        "x\n# >>> portico >>>\nexport A='1'\n# <<< portico <<<\ny\n", "A", "x\ny\n");
    row("a YAML value", Format::Yaml, "a: 1\nb: 2 # c\n", "b", "a: 1\n");
}

void TestLossless::removes()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, expected);
    const Edit edit{pathOf(path), std::nullopt, {}};
    QCOMPARE(shown(applyEdits(format, text.toStdString(), std::span(&edit, 1))), expected);
}

void TestLossless::refuses_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, Format format, const QByteArray &text, const QByteArray &path,
                        const QByteArray &expected) {
        QTest::newRow(name) << format << text << path << expected;
    };
    const auto json = Format::Json;
    row("a text without end", json, "{\n  \"a\": \"x\n}", "a", "!line 2, column 10: a text has no end");
    row("a missing comma", json, "{\"a\": 1 \"b\": 2}", "a", "!line 1, column 9: ',' or '}' is missing");
    row("a comment without end", json, "{} /* x", "a", "!line 1, column 4: this comment has no end");
    row("a second value", json, "{} {}", "a", "!line 1, column 4: there is something behind the end");
    row("a key that is there twice", json, "{\"a\": 1, \"a\": 2}", "a",
        "!line 1, column 15: 'a' is written twice");
    row("a text where a map is to be", json, "{\"env\": \"x\"}", "env.A",
        "!line 1, column 9: 'env.A' is to go where another value is");
    row("bytes that are no text", json, "{\"a\": \"\xff\"}", "a",
        "!line 1, column 1: this is not a text in UTF-8");
    const auto toml = Format::Toml;
    row("TOML without a value", toml, "a = 1\nb =\n", "a", "!line 2, column 4: this is no value");
    row("a TOML key that is there twice", toml, "a = 1\na = 2\n", "a",
        "!line 2, column 5: 'a' is written twice");
    row("a TOML table that is a number", toml, "p = 1\n", "p.x.y",
        "!line 1, column 5: 'p.x.y' is to go where another value is");
    row("a block without an end", Format::Shell, "a\n# >>> portico >>>\n", "A",
        "!line 2, column 1: the line '# <<< portico <<<' is missing behind this one");
    row("YAML through an anchor", Format::Yaml, "a: &x {b: 1}\nmodel: *x\n", "model.b", "*");
}

void TestLossless::refuses()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, expected);
    const Edit edit{pathOf(path), json::Value("v"), {}};
    const Outcome outcome = applyEdits(format, text.toStdString(), std::span(&edit, 1));
    QVERIFY(!outcome.ok());
    QVERIFY(outcome.problem->line > 0 && outcome.problem->column > 0);
    if (expected != "*")
        QCOMPARE(shown(outcome), expected);
}

void TestLossless::finds_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("expected");   // JSON; empty: nothing.
    QTest::newRow("JSON5") << Format::Json << QByteArray("{a: {'b': \"\\u00e9\\ud83d\\ude00\",},}")
                           << QByteArray("a.b") << QByteArray("\"\u00e9\U0001F600\"");
    QTest::newRow("a number with a sign")
        << Format::Json << QByteArray("{a: -0.5}") << QByteArray("a") << QByteArray("-0.5");
    QTest::newRow("TOML of several headers") << Format::Toml << QByteArray("[a]\nx=1\n[a.b]\n'c d'='\\n'\n")
                                             << QByteArray("a.b.c d") << QByteArray("\"\\\\n\"");
    QTest::newRow("a long TOML text") << Format::Toml << QByteArray("a = \"\"\"\nx\\\n   y\"\"\"\"\n")
                                      << QByteArray("a") << QByteArray("\"xy\\\"\"");
    QTest::newRow("a variable in quotes")
        << Format::DotEnv << QByteArray("A=\"x\\ny\" # c\n") << QByteArray("A") << QByteArray("\"x\\ny\"");
    QTest::newRow("nothing outside of the block")
        << Format::Shell << QByteArray("export A=1\n") << QByteArray("A") << QByteArray();
    QTest::newRow("YAML") << Format::Yaml << QByteArray("m:\n- {name: x, v: on}\n")
                          << QByteArray("m[name=x].v") << QByteArray("true");
}

void TestLossless::finds()
{
    QFETCH(const Format, format);
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, expected);
    const Path at = pathOf(path);
    const Sight sight = look(format, text.toStdString(), std::span(&at, 1));
    QVERIFY(sight.ok());
    const auto &value = sight.found.front().value;
    QCOMPARE(QByteArray::fromStdString(value ? json::serialize(*value) : std::string()), expected);
}

void TestLossless::comesBackByteForByte_data()
{
    QTest::addColumn<Format>("format");
    QTest::newRow("JSON") << Format::Json;
    QTest::newRow("TOML") << Format::Toml;
    QTest::newRow("variables") << Format::DotEnv;
    QTest::newRow("a block for sh") << Format::Shell;
    QTest::newRow("YAML") << Format::Yaml;
}

namespace {

std::string randomText(Author &author, Format format)
{
    switch (format) {
    case Format::Json:
        return author.json();
    case Format::Toml:
        return author.toml();
    case Format::Yaml:
        return author.yaml();
    default:
        return author.lines();
    }
}

std::vector<Edit> editsFor(Format format)
{
    if (format == Format::DotEnv || format == Format::Shell)
        return {{pathOf("model"), json::Value("m/x"), {}}, {pathOf("NEW"), json::Value("http://h/v1"), {}}};
    return {{pathOf("model"), json::Value("m"), {}},
            {pathOf("a"), json::Value("other"), {}},
            {pathOf("providers.portico.name"), json::Value("Portico"), {}},
            {pathOf("providers.portico.url"), json::Value("http://h/v1"), {}}};
}

QByteArray withoutBlanks(QByteArray text)
{
    return text.replace(' ', "").replace('\t', "").replace('\r', "").replace('\n', "");
}

std::vector<Undo> undosOf(Format format, const std::string &text, const std::vector<Edit> &edits)
{
    std::vector<Path> paths;
    for (const Edit &edit : edits)
        paths.push_back(edit.path);
    const Sight sight = look(format, text, paths);
    std::vector<Undo> undos;
    for (std::size_t i = 0; i < paths.size(); ++i)
        undos.push_back({paths[i], sight.found[i]});
    return undos;
}

}   // namespace

// With the texts around the change all bytes; by what was noted of its paths alone, all but blanks.
void TestLossless::comesBackByteForByte()
{
    QFETCH(const Format, format);
    const std::vector<Edit> edits = editsFor(format);
    int changes = 0;
    for (quint32 seed = 0; seed < 1500; ++seed) {
        Author author(seed);
        const std::string text = randomText(author, format);
        const Outcome after = applyEdits(format, text, edits);
        if (!after.ok())
            continue;   // A map where a text is, or the other way round.
        ++changes;
        QVERIFY(after.text != text);
        const std::vector<Undo> undos = undosOf(format, text, edits);
        QCOMPARE(shown(revert(format, after.text, undos, text, after.text)), QByteArray::fromStdString(text));
        const Outcome back = revert(format, after.text, undos);
        // Blanks are not told by values; everything else is.
        if (format != Format::Yaml)
            QCOMPARE(withoutBlanks(shown(back)), withoutBlanks(QByteArray::fromStdString(text)));
    }
    QVERIFY(changes > 500);
}

void TestLossless::keepsWhatWasChangedMeanwhile_data()
{
    comesBackByteForByte_data();
}

void TestLossless::keepsWhatWasChangedMeanwhile()
{
    QFETCH(const Format, format);
    const std::vector<Edit> edits = editsFor(format);
    const std::vector<Edit> users{{pathOf("USER"), json::Value("mine"), {}}};
    int changes = 0;
    for (quint32 seed = 0; seed < 1000; ++seed) {
        Author author(seed);
        const std::string text = randomText(author, format);
        const Outcome after = applyEdits(format, text, edits);
        if (!after.ok())
            continue;
        // The block for sh is ours, so that its user writes outside.
        const Outcome now = format == Format::Shell ? Outcome{"echo mine\n" + after.text, {}}
                                                    : applyEdits(format, after.text, users);
        const Outcome wanted =
            format == Format::Shell ? Outcome{"echo mine\n" + text, {}} : applyEdits(format, text, users);
        QVERIFY2(now.ok() && wanted.ok(), (shown(now) + shown(wanted)).constData());
        const Outcome back = revert(format, now.text, undosOf(format, text, edits), text, after.text);
        QVERIFY2(back.ok(), shown(back).constData());
        std::vector<Path> paths{users.front().path};
        for (const Edit &edit : edits)
            paths.push_back(edit.path);
        const Sight is = look(format, back.text, paths);
        const Sight was = look(format, wanted.text, paths);
        QVERIFY2(is.ok(), shown(back).constData());
        for (std::size_t i = 0; i < paths.size(); ++i)
            QVERIFY2(is.found[i].value == was.found[i].value, shown(back).constData());
        ++changes;
    }
    QVERIFY(changes > 300);
}

void TestLossless::changesThePathAlone_data()
{
    comesBackByteForByte_data();
}

// Every byte of the old text is still there, in order, but for replaced values.
void TestLossless::changesThePathAlone()
{
    QFETCH(const Format, format);
    for (quint32 seed = 5000; seed < 6000; ++seed) {
        Author author(seed);
        const std::string text = randomText(author, format);
        const Edit edit{pathOf("brandNew"), json::Value("v"), {}};
        const Outcome after = applyEdits(format, text, std::span(&edit, 1));
        QVERIFY2(after.ok(), shown(after).constData());
        std::size_t at = 0;
        for (const char c : after.text) {
            if (at < text.size() && text[at] == c)
                ++at;
        }
        QCOMPARE(at, text.size());
    }
}

QTEST_APPLESS_MAIN(TestLossless)

#include "tst_lossless.moc"
