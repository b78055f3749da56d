#include "core/config/scalars.h"
#include "core/config/yamledit.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>

using namespace Qt::StringLiterals;
using namespace gw;
using namespace gw::config;

namespace {

constexpr int kEdits = 10'000;
constexpr int kChain = 6;   // Edits on one text before another is taken.

// What yaml-cpp reads from a text, with merges resolved here.
struct Tree
{
    enum class Kind { Null, Scalar, List, Map };

    Kind kind = Kind::Null;
    bool isText = false;
    std::string text;
    std::vector<std::pair<std::string, Tree>> members;
    std::vector<Tree> items;
    int column = 0;     // Of the value, from 0.
    int line = 0;       // Of the key or the value, from 0.
    int lastLine = 0;   // On which the last value within begins.

    Tree *member(const std::string &key)
    {
        for (auto it = members.rbegin(); it != members.rend(); ++it) {
            if (it->first == key)
                return &it->second;
        }
        return nullptr;
    }
};

// What "<<" adds: members that are not written, of earlier maps before later ones.
void mergeInto(Tree &tree, const Tree &from)
{
    for (const Tree &item : from.items)
        mergeInto(tree, item);
    for (const auto &[key, value] : from.members) {
        if (!tree.member(key))
            tree.members.emplace_back(key, value);
    }
}

Tree treeOf(const YAML::Node &node)
{
    Tree tree;
    tree.line = tree.lastLine = node.Mark().line;
    tree.column = node.Mark().column;
    if (node.IsMap()) {
        tree.kind = Tree::Kind::Map;
        std::vector<Tree> merged;
        for (const auto &pair : node) {
            Tree value = treeOf(pair.second);
            value.line = pair.first.Mark().line;
            value.lastLine = std::max(value.line, value.lastLine);
            tree.lastLine = std::max(tree.lastLine, value.lastLine);
            if (pair.first.IsScalar() && pair.first.Scalar() == "<<")
                merged.push_back(std::move(value));
            else if (pair.first.IsScalar())
                tree.members.emplace_back(pair.first.Scalar(), std::move(value));
        }
        for (Tree &from : merged)
            mergeInto(tree, from);
    } else if (node.IsSequence()) {
        tree.kind = Tree::Kind::List;
        for (const YAML::Node &item : node) {
            tree.items.push_back(treeOf(item));
            tree.lastLine = std::max(tree.lastLine, tree.items.back().lastLine);
        }
    } else if (node.IsScalar()) {
        tree.kind = Tree::Kind::Scalar;
        tree.text = node.Scalar();
        const std::string tag = node.Tag();
        const bool typed = tag == "?" || (tag.starts_with("tag:yaml.org") && !tag.ends_with(":str"));
        tree.isText = !typed || plainToJson(tree.text).is_string();
    }
    return tree;
}

Tree treeOf(const json::Value &value)
{
    Tree tree;
    if (value.is_object()) {
        tree.kind = Tree::Kind::Map;
        for (const auto &member : value.get_object())
            tree.members.emplace_back(member.key(), treeOf(member.value()));
    } else if (value.is_array()) {
        tree.kind = Tree::Kind::List;
        for (const json::Value &item : value.get_array())
            tree.items.push_back(treeOf(item));
    } else if (!value.is_null()) {
        tree.kind = Tree::Kind::Scalar;
        tree.isText = value.is_string();
        tree.text =
            value.is_string() ? std::string(std::string_view(value.get_string())) : json::serialize(value);
    }
    return tree;
}

bool sameNumber(const std::string &a, const std::string &b)
{
    char *endA = nullptr;
    char *endB = nullptr;
    const double x = std::strtod(a.c_str(), &endA);
    const double y = std::strtod(b.c_str(), &endB);
    return *endA == '\0' && *endB == '\0' && !a.empty() && !b.empty() && x == y;
}

bool same(const Tree &a, const Tree &b)
{
    if (a.kind != b.kind || a.members.size() != b.members.size() || a.items.size() != b.items.size())
        return false;
    if (a.kind == Tree::Kind::Scalar)
        return a.isText == b.isText && (a.text == b.text || (!a.isText && sameNumber(a.text, b.text)));
    if (!std::ranges::equal(a.items, b.items, same))
        return false;
    std::multimap<std::string, const Tree *> left;
    for (const auto &[key, value] : a.members)
        left.emplace(key, &value);
    std::multimap<std::string, const Tree *> right;
    for (const auto &[key, value] : b.members)
        right.emplace(key, &value);
    return std::ranges::equal(left, right, [](const auto &x, const auto &y) {
        return x.first == y.first && same(*x.second, *y.second);
    });
}

void collect(Tree &tree, Path &at, std::vector<Path> &out)
{
    if (!at.empty())
        out.push_back(at);
    for (auto &[key, value] : tree.members) {
        if (tree.member(key) != &value)
            continue;
        at.emplace_back(key);
        collect(value, at, out);
        at.pop_back();
    }
    for (std::size_t i = 0; i < tree.items.size(); ++i) {
        at.emplace_back(i);
        collect(tree.items[i], at, out);
        at.pop_back();
    }
}

Tree *treeAt(Tree &root, std::span<const PathStep> path)
{
    Tree *tree = &root;
    for (const PathStep &step : path) {
        if (const auto *key = std::get_if<std::string>(&step))
            tree = tree->member(*key);
        else
            tree = &tree->items.at(std::get<std::size_t>(step));
        if (!tree)
            return nullptr;
    }
    return tree;
}

// What the edit is to make of the tree.
void applyTo(Tree &root, const Edit &edit)
{
    if (edit.op == Edit::Op::Set) {
        *treeAt(root, edit.path) = treeOf(edit.value);
        return;
    }
    Tree &up = *treeAt(root, std::span(edit.path).first(edit.path.size() - 1));
    const PathStep &last = edit.path.back();
    if (edit.op == Edit::Op::Insert) {
        if (up.kind == Tree::Kind::Null)
            up.kind = std::holds_alternative<std::string>(last) ? Tree::Kind::Map : Tree::Kind::List;
        if (const auto *key = std::get_if<std::string>(&last))
            up.members.emplace_back(*key, treeOf(edit.value));
        else
            up.items.insert(up.items.begin() + static_cast<std::ptrdiff_t>(std::get<std::size_t>(last)),
                            treeOf(edit.value));
    } else if (const auto *key = std::get_if<std::string>(&last)) {
        std::erase_if(up.members, [&](const auto &member) { return member.first == *key; });
    } else {
        up.items.erase(up.items.begin() + static_cast<std::ptrdiff_t>(std::get<std::size_t>(last)));
    }
}

json::Value randomScalar(QRandomGenerator &random)
{
    static const json::Array kPool{"openai/gpt-4o",
                                   "sk-12345",
                                   "yes",
                                   "null",
                                   "",
                                   " padded ",
                                   "a: b",
                                   "a #b",
                                   "it's",
                                   "say \"hi\"",
                                   "ünï",
                                   "日本",
                                   "12",
                                   "1e3",
                                   "2024-01-01",
                                   "*",
                                   "&x",
                                   "- dash",
                                   "{brace}",
                                   "[x]",
                                   "x, y",
                                   "two words",
                                   "http://localhost:11434/v1",
                                   "back\\slash",
                                   "tab\there",
                                   "first\nsecond\n",
                                   "%",
                                   "@at",
                                   "`tick",
                                   "?",
                                   0,
                                   1,
                                   -7,
                                   4000,
                                   12345678901234,
                                   0.5,
                                   3e-06,
                                   1e21,
                                   true,
                                   false,
                                   nullptr};
    return kPool[std::size_t(random.bounded(int(kPool.size())))];
}

json::Value randomValue(QRandomGenerator &random, int depth = 0)
{
    const int kind = random.bounded(depth > 2 ? 6 : 10);
    if (kind < 7)
        return randomScalar(random);
    const int count = random.bounded(4);
    if (kind == 7) {
        json::Array list;
        for (int i = 0; i < count; ++i)
            list.push_back(randomValue(random, depth + 1));
        return list;
    }
    json::Object map;
    for (int i = 0; i < count; ++i)
        map["k" + std::to_string(random.bounded(9))] = randomValue(random, depth + 1);
    return map;
}

std::optional<Edit> randomEdit(QRandomGenerator &random, Tree &tree)
{
    std::vector<Path> paths;
    Path at;
    collect(tree, at, paths);
    if (paths.empty())
        return std::nullopt;
    Edit edit;
    edit.path = paths[std::size_t(random.bounded(int(paths.size())))];
    edit.overReference = true;
    edit.value = randomValue(random);
    const int op = random.bounded(10);
    if (op < 5)
        return edit;
    if (op < 7) {
        edit.op = Edit::Op::Remove;
        return edit;
    }
    edit.op = Edit::Op::Insert;
    const Tree &up = *treeAt(tree, edit.path);
    if (up.kind == Tree::Kind::List)
        edit.path.emplace_back(std::size_t(random.bounded(int(up.items.size()) + 1)));
    else if (up.kind == Tree::Kind::Map || up.kind == Tree::Kind::Null)
        edit.path.emplace_back("new_" + std::to_string(random.bounded(100'000)));
    else
        return std::nullopt;
    return edit;
}

// Texts whose parts hang together may refuse an edit; all others must take every one.
bool mayRefuse(const QString &name)
{
    return name.startsWith(u"anchors") || name.startsWith(u"duplicates") || name.startsWith(u"tags");
}

std::map<int, int> commentsByLine(const std::string &text)
{
    static const QRegularExpression kComment(u"# (\\d+):"_s);
    std::map<int, int> out;
    int number = 0;
    for (const QString &line : QString::fromStdString(text).split(u'\n')) {
        auto found = kComment.globalMatch(line);
        while (found.hasNext())
            out[found.next().captured(1).toInt()] = number;
        ++number;
    }
    return out;
}

// The lines of a member: from its dash, where it has one, to the comments that are indented further.
std::pair<int, int> linesOf(const std::string &text, const Tree &member, bool item)
{
    const QStringList lines = QString::fromStdString(text).split(u'\n');
    const auto indentOf = [&](int line) { return lines[line].size() - lines[line].trimmed().size(); };
    int first = member.line;
    while (item && first > 0 &&
           (!lines[first].trimmed().startsWith(u'-') || indentOf(first) >= member.column))
        --first;
    int last = member.lastLine;
    for (int next = last + 1; next < lines.size(); ++next) {
        const QString line = lines[next].trimmed();
        if (line.startsWith(u'#') && indentOf(next) > indentOf(first))
            last = next;
        else if (!line.isEmpty())
            break;
    }
    return {first, last};
}

}   // namespace

class TestYamlChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void randomEditsChangeOneValueAlone();

private:
    void check(const std::string &before, Tree &tree, const Edit &edit, const EditOutcome &outcome);

    std::map<QString, std::string> m_texts;
};

void TestYamlChanges::initTestCase()
{
    QDirIterator it(QString::fromUtf8(GW_SOURCE_DIR) + u"/tests/data/config"_s, {u"*.yaml"_s}, QDir::Files);
    while (it.hasNext()) {
        QFile file(it.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_texts[it.fileName()] = file.readAll().toStdString();
    }
    QVERIFY2(m_texts.size() >= 40, qPrintable(QString::number(m_texts.size())));
}

void TestYamlChanges::check(const std::string &before, Tree &tree, const Edit &edit,
                            const EditOutcome &outcome)
{
    // What is told of the changes is all that was changed.
    std::string replayed = before;
    for (const Change &change : outcome.changes)
        replayed.replace(change.at, change.removed, change.inserted);
    QCOMPARE(replayed, outcome.text);
    // Exactly the intended value is new, as another reader sees it.
    Tree wanted = tree;
    applyTo(wanted, edit);
    Tree after = treeOf(YAML::Load(outcome.text));
    if (wanted.kind == Tree::Kind::Map && wanted.members.empty() && after.kind == Tree::Kind::Null)
        after.kind = Tree::Kind::Map;
    QVERIFY(same(after, wanted));
    // Line ends and the byte-order mark are the file's own.
    QCOMPARE(outcome.text.starts_with("\xef\xbb\xbf"), before.starts_with("\xef\xbb\xbf"));
    const bool windows = before.find("\r\n") != std::string::npos;
    const auto lines = std::ranges::count(outcome.text, '\n');
    const auto returns = std::ranges::count(outcome.text, '\r');
    QCOMPARE(returns, windows ? lines : 0);
    // Comments go only with the value that they stand in.
    const Tree *old = edit.op == Edit::Op::Insert ? nullptr : treeAt(tree, edit.path);
    const bool whole =
        old && (edit.op == Edit::Op::Remove || old->kind == Tree::Kind::Map || old->kind == Tree::Kind::List);
    const bool item = std::holds_alternative<std::size_t>(edit.path.back());
    const auto [first, last] = whole ? linesOf(before, *old, item) : std::pair(0, 0);
    const std::map<int, int> left = commentsByLine(outcome.text);
    for (const auto &[comment, line] : commentsByLine(before)) {
        const bool within = whole && line >= first && line <= last;
        QVERIFY2(left.contains(comment) || within, qPrintable(u"lost comment %1"_s.arg(comment)));
    }
}

void TestYamlChanges::randomEditsChangeOneValueAlone()
{
    // Another run of edits: PORTICO_TEST_SEED=2 tst_core_config_yamlchanges
    QRandomGenerator random(quint32(qEnvironmentVariableIntValue("PORTICO_TEST_SEED")));
    int done = 0;
    int refused = 0;
    std::vector<QString> names;
    for (const auto &[name, text] : m_texts)
        names.push_back(name);
    for (int round = 0; done + refused < kEdits; ++round) {
        const QString &name = names[std::size_t(round) % names.size()];
        std::string text = m_texts[name];
        for (int i = 0; i < kChain; ++i) {
            Tree tree = treeOf(YAML::Load(text));
            const auto edit = randomEdit(random, tree);
            if (!edit)
                continue;
            const EditOutcome outcome = applyEdits(text, std::span(&*edit, 1));
            const QString what = name + u" edit "_s + QString::number(done + refused) + u" op "_s +
                                 QString::number(int(edit->op)) + u" at "_s +
                                 QString::fromStdString(toText(edit->path)) + u" value "_s +
                                 QString::fromStdString(json::serialize(edit->value)) + u"\n"_s +
                                 QString::fromStdString(text);
            if (!outcome.ok()) {
                ++refused;
                QVERIFY2(outcome.problem->where.line > 0 && !outcome.problem->message.empty(),
                         qPrintable(what));
                QVERIFY2(mayRefuse(name),
                         qPrintable(QString::fromStdString(outcome.problem->message) + u"\n"_s + what));
                continue;
            }
            check(text, tree, *edit, outcome);
            if (QTest::currentTestFailed())
                QFAIL(qPrintable(what + u"\n=====>\n"_s + QString::fromStdString(outcome.text)));
            text = outcome.text;
            ++done;
        }
    }
    QVERIFY2(done > kEdits * 9 / 10, qPrintable(QString::number(done)));
    qInfo("%d edits done, %d refused", done, refused);
}

QTEST_GUILESS_MAIN(TestYamlChanges)
#include "tst_yamlchanges.moc"
