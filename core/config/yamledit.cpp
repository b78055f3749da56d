#include "core/config/yamledit.h"

#include <algorithm>

namespace gw::config {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
constexpr std::string_view kEnvironmentPrefix = "os.environ/";

const std::string *keyOf(const PathStep &step)
{
    return std::get_if<std::string>(&step);
}

std::size_t indexOf(const PathStep &step)
{
    const auto *index = std::get_if<std::size_t>(&step);
    return index ? *index : 0;
}

// Where a path leads in a text.
struct Target
{
    std::size_t depth = 0;          // Steps that lead to node; all of them: it is there.
    const Span *node = nullptr;     // Behind aliases.
    const Span *parent = nullptr;   // Holds node as member index; null for the root.
    std::size_t index = 0;
    Origin::Kind via = Origin::Kind::Plain;
    std::string name;
    const Span *twice = nullptr;   // An earlier key of that name on the way.
};

class Finder
{
public:
    explicit Finder(const Span &root)
        : m_root(root)
    {
        collect(root);
    }

    Target find(const Path &path) const
    {
        Target target;
        target.node = &m_root;
        for (const PathStep &step : path) {
            follow(target);
            const std::string *key = keyOf(step);
            const bool found = key ? enter(target, *key) : enter(target, indexOf(step));
            if (!found)
                return target;
            ++target.depth;
        }
        follow(target);
        return target;
    }

private:
    void collect(const Span &node)
    {
        if (node.anchored)
            m_anchors.push_back(&node);
        for (const Span &item : node.items)
            collect(item);
    }
    // An anchor may be given again; an alias means the nearest before it.
    const Span *behind(const Span &alias) const
    {
        const Span *found = nullptr;
        for (const Span *node : m_anchors) {
            if (node->anchor == alias.text && node->begin < alias.begin &&
                (!found || node->begin > found->begin))
                found = node;
        }
        return found;
    }
    void follow(Target &target) const
    {
        if (target.node->kind != Span::Kind::Alias)
            return;
        if (target.via == Origin::Kind::Plain) {
            target.via = Origin::Kind::Alias;
            target.name = target.node->text;
        }
        if (const Span *node = behind(*target.node))
            target.node = node;
    }
    static bool enter(Target &target, std::size_t index)
    {
        if (!target.node->isSequence() || index >= target.node->items.size())
            return false;
        target.parent = target.node;
        target.index = index;
        target.node = &target.node->items[index];
        return true;
    }
    bool enter(Target &target, const std::string &key) const
    {
        const Span &map = *target.node;
        if (!map.isMap())
            return false;
        const Span *found = nullptr;
        for (std::size_t i = 0; i < map.keys.size(); ++i) {
            if (!map.keys[i].isScalar() || map.keys[i].isMergeKey() || map.keys[i].text != key)
                continue;
            if (found)
                target.twice = found;
            found = &map.keys[i];
            target.parent = &map;
            target.index = i;
            target.node = &map.items[i];
        }
        if (found)
            return true;
        for (std::size_t i = 0; i < map.keys.size(); ++i) {
            if (map.keys[i].isMergeKey() && enterMerged(target, map.items[i], key))
                return true;
        }
        return false;
    }
    bool enterMerged(Target &target, const Span &from, const std::string &key) const
    {
        if (from.isSequence()) {
            return std::ranges::any_of(from.items,
                                       [&](const Span &item) { return enterMerged(target, item, key); });
        }
        Target inner;
        inner.node = &from;
        follow(inner);
        if (!enter(inner, key))
            return false;
        target.parent = inner.parent;
        target.index = inner.index;
        target.node = inner.node;
        if (target.via == Origin::Kind::Plain) {
            target.via = Origin::Kind::Merge;
            target.name = from.kind == Span::Kind::Alias ? from.text : std::string();
        }
        return true;
    }

    const Span &m_root;
    std::vector<const Span *> m_anchors;
};

// The place in the tree that the reader makes; null when path leads nowhere.
Node *nodeAt(Node &root, std::span<const PathStep> path)
{
    Node *node = &root;
    for (const PathStep &step : path) {
        if (const std::string *key = keyOf(step)) {
            node = node->isMap() ? node->find(*key) : nullptr;
        } else {
            const std::size_t index = indexOf(step);
            node = node->isSequence() && index < node->items.size() ? &node->items[index] : nullptr;
        }
        if (!node)
            return nullptr;
    }
    return node;
}

// As sameValue(), but for the order of keys: what merges add stands behind what is added by an edit.
bool differ(const Node &a, const Node &b, const std::string &at, std::string &where)
{
    const auto tell = [&] {
        where = at;
        return true;
    };
    if (!a.isMap() || !b.isMap()) {
        if (a.kind != b.kind || a.items.size() != b.items.size())
            return tell();
        if (!a.isSequence())
            return !sameValue(a, b) && tell();
        for (std::size_t i = 0; i < a.items.size(); ++i) {
            if (differ(a.items[i], b.items[i], at + "[" + std::to_string(i) + "]", where))
                return true;
        }
        return false;
    }
    const auto pathOf = [&](const Node &key) { return at.empty() ? key.text : at + "." + key.text; };
    for (const Node &key : b.keys) {
        if (b.keys.size() > a.keys.size() && !a.find(key.text)) {
            where = pathOf(key);
            return true;
        }
    }
    for (std::size_t i = 0; i < a.keys.size(); ++i) {
        const bool level = i < b.keys.size() && b.keys[i].text == a.keys[i].text;
        const Node *other = level ? &b.items[i] : b.find(a.keys[i].text);
        if (!other) {
            where = pathOf(a.keys[i]);
            return true;
        }
        if (differ(a.items[i], *other, pathOf(a.keys[i]), where))
            return true;
    }
    return a.keys.size() != b.keys.size() && tell();
}

Node mapIfNull(Node root)
{
    if (root.isNull())
        root.kind = Node::Kind::Map;
    return root;
}

json::Value wrapped(std::span<const PathStep> steps, json::Value value)
{
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        if (const std::string *key = keyOf(*step))
            value = json::Object{{*key, std::move(value)}};
        else
            value = json::Array{std::move(value)};
    }
    return value;
}

void insertNode(Node &parent, const PathStep &step, Node value)
{
    if (const std::string *key = keyOf(step)) {
        Node name;
        name.kind = Node::Kind::Scalar;
        name.text = *key;
        parent.insert(std::move(name), std::move(value));
    } else {
        parent.items.insert(parent.items.begin() + static_cast<std::ptrdiff_t>(indexOf(step)),
                            std::move(value));
    }
}

void removeNode(Node &parent, const PathStep &step)
{
    if (const std::string *key = keyOf(step))
        parent.remove(*key);
    else
        parent.items.erase(parent.items.begin() + static_cast<std::ptrdiff_t>(indexOf(step)));
}

// A run of edits over one text. Functions return false after the problem was noted.
class Editor
{
public:
    Editor(std::string_view text, const std::string &fileName)
        : m_text(text)
        , m_file(fileName)
    {}

    bool run(const Edit &edit);
    EditOutcome take() { return {std::move(m_text), std::move(m_changes), std::move(m_problem)}; }

private:
    bool refuse(std::size_t at, const Path &path, std::string message)
    {
        m_problem = Diagnostic{Diagnostic::Severity::Error, locationAt(m_text, at, m_file), toText(path),
                               std::move(message)};
        return false;
    }
    bool read();
    bool checkTarget(const Edit &edit, const Target &target);
    bool set(const Edit &edit, const Target &target);
    bool setMembers(const Edit &edit, const Node &now);
    bool add(const Edit &edit, const Target &target, std::span<const PathStep> missing);
    bool remove(const Edit &edit, const Target &target);
    bool accept(const Proposals &proposals, const Node &wanted, const Edit &edit, std::size_t at);

    std::string m_text;
    std::string m_file;
    std::vector<Change> m_changes;
    std::optional<Diagnostic> m_problem;
    Span m_root;
    Node m_tree;
};

bool Editor::read()
{
    SpanText spans = readSpans(m_text, m_file);
    if (spans.problem) {
        m_problem = std::move(spans.problem);
        return false;
    }
    m_root = std::move(spans.root);
    m_tree = mapIfNull(parseYaml(m_text, m_file).root);
    return true;
}

// Takes the first proposal that reads as wanted.
bool Editor::accept(const Proposals &proposals, const Node &wanted, const Edit &edit, std::size_t at)
{
    std::string other;
    for (const std::vector<Change> &changes : proposals) {
        std::string text = m_text;
        for (auto change = changes.rbegin(); change != changes.rend(); ++change)
            text.replace(change->at, change->removed, change->inserted);
        const ParsedText after = parseYaml(text, m_file);
        std::string where;
        if (after.failed || differ(mapIfNull(after.root), wanted, {}, where)) {
            if (!after.failed && other.empty())
                other = where;
            continue;
        }
        m_text = std::move(text);
        m_changes.insert(m_changes.end(), changes.rbegin(), changes.rend());
        return true;
    }
    if (other.empty() || other.starts_with(toText(edit.path)))
        return refuse(at, edit.path, "cannot be changed where it stands; edit the text by hand");
    return refuse(at, edit.path, "cannot be changed alone: '" + other + "' would change too");
}

bool Editor::checkTarget(const Edit &edit, const Target &target)
{
    if (target.via == Origin::Kind::Alias || target.via == Origin::Kind::Merge) {
        const std::string mark = target.name.empty() ? std::string("'<<'") : "anchor '&" + target.name + "'";
        const std::string way = target.via == Origin::Kind::Alias ? "alias" : "merge";
        const int line = locationAt(m_text, target.node->begin, m_file).line;
        return refuse(target.node->begin, edit.path,
                      "comes by " + way + " from " + mark + " on line " + std::to_string(line) +
                          "; change it there");
    }
    if (target.twice && edit.op != Edit::Op::Set)
        return refuse(target.twice->begin, edit.path, "has a key that is written twice; remove one by hand");
    return true;
}

bool Editor::setMembers(const Edit &edit, const Node &now)
{
    const auto change = [&](Edit::Op op, PathStep step, const json::Value &value) {
        Edit part{op, edit.path, value, edit.overReference};
        part.path.push_back(std::move(step));
        return run(part);
    };
    if (edit.value.is_object()) {
        const json::Object &members = edit.value.get_object();
        const std::vector<Node> keys = now.keys;
        for (const auto &member : members) {
            if (!change(Edit::Op::Set, std::string(member.key()), member.value()))
                return false;
        }
        return std::ranges::all_of(keys, [&](const Node &key) {
            return members.contains(key.text) || change(Edit::Op::Remove, key.text, nullptr);
        });
    }
    const json::Array &members = edit.value.get_array();
    const std::vector<Node> items = now.items;
    const std::size_t shorter = std::min(items.size(), members.size());
    const auto same = [&](std::size_t i, std::size_t j) { return sameValue(items[i], nodeOf(members[j])); };
    std::size_t head = 0;
    while (head < shorter && same(head, head))
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head && same(items.size() - 1 - tail, members.size() - 1 - tail))
        ++tail;
    const std::size_t both = shorter - tail;
    for (std::size_t i = head; i < both; ++i) {
        if (!change(Edit::Op::Set, i, members[i]))
            return false;
    }
    for (std::size_t i = both; i + tail < members.size(); ++i) {
        if (!change(Edit::Op::Insert, i, members[i]))
            return false;
    }
    for (std::size_t i = items.size() - tail; i > both; --i) {
        if (members.size() < items.size() && !change(Edit::Op::Remove, i - 1, nullptr))
            return false;
    }
    return true;
}

bool Editor::set(const Edit &edit, const Target &target)
{
    Node wanted = m_tree;
    Node *node = nodeAt(wanted, edit.path);
    if (!node || !target.parent)
        return refuse(target.node->begin, edit.path, "cannot be changed as a whole");
    Node fresh = nodeOf(edit.value);
    if (sameValue(*node, fresh))
        return true;
    if (node->isScalar() && node->text.starts_with(kEnvironmentPrefix) && !edit.overReference)
        return refuse(target.node->begin, edit.path,
                      "is read from the environment variable " +
                          node->text.substr(kEnvironmentPrefix.size()));
    const bool members = node->kind == fresh.kind && !node->items.empty() && !fresh.items.empty();
    if (members && (node->isMap() || node->isSequence()))
        return setMembers(edit, *node);
    *node = std::move(fresh);
    const ChangeWriter writer(m_text, m_root);
    return accept(writer.replace(*target.parent, target.index, edit.value), wanted, edit, target.node->begin);
}

// The value for a path whose last steps, missing, are not there yet.
bool Editor::add(const Edit &edit, const Target &target, std::span<const PathStep> missing)
{
    const std::span<const PathStep> there(edit.path.data(), edit.path.size() - missing.size());
    const PathStep &first = missing.front();
    const bool key = keyOf(first) != nullptr;
    for (const PathStep &step : missing.subspan(1)) {
        if (!keyOf(step) && indexOf(step) != 0)
            return refuse(target.node->begin, edit.path, "has an index beyond the list's end");
    }
    Node wanted = m_tree;
    Node *parent = nodeAt(wanted, there);
    const json::Value value = wrapped(missing.subspan(1), edit.value);
    const bool empty = parent && parent->isNull();
    const Node::Kind kind = key ? Node::Kind::Map : Node::Kind::Sequence;
    const std::size_t size = parent && parent->isSequence() ? parent->items.size() : 0;
    if (!parent || (!empty && parent->kind != kind))
        return refuse(target.node->begin, edit.path,
                      key ? "is to go into a map, but there is another value"
                          : "is to go into a list, but there is another value");
    if (!key && indexOf(first) > size)
        return refuse(target.node->begin, edit.path, "has an index beyond the list's end");
    parent->kind = kind;
    parent->plain = false;
    parent->text.clear();
    insertNode(*parent, first, nodeOf(value));
    const ChangeWriter writer(m_text, m_root);
    if (m_root.kind == Span::Kind::Null)
        return accept(writer.begin(json::Object{{key ? *keyOf(first) : std::string(), value}}), wanted, edit,
                      m_text.size());
    if (empty)
        return accept(writer.replace(*target.parent, target.index, wrapped(missing, edit.value)), wanted,
                      edit, target.node->begin);
    return accept(writer.insert(*target.node, key ? target.node->items.size() : indexOf(first),
                                key ? std::string_view(*keyOf(first)) : std::string_view(), value),
                  wanted, edit, target.node->begin);
}

bool Editor::remove(const Edit &edit, const Target &target)
{
    Node wanted = m_tree;
    const std::span<const PathStep> up(edit.path.data(), edit.path.size() - 1);
    Node *parent = nodeAt(wanted, up);
    if (!parent || !nodeAt(m_tree, edit.path))
        return refuse(target.node->begin, edit.path, "is not there");
    removeNode(*parent, edit.path.back());
    const ChangeWriter writer(m_text, m_root);
    return accept(writer.remove(*target.parent, target.index), wanted, edit, target.node->begin);
}

bool Editor::run(const Edit &edit)
{
    if (!read())
        return false;
    if (edit.path.empty())
        return refuse(0, edit.path, "an edit needs a path");
    const auto isMerge = [](const PathStep &step) { return keyOf(step) && *keyOf(step) == "<<"; };
    if (std::ranges::any_of(edit.path, isMerge))
        return refuse(0, edit.path, "goes through a merge ('<<'); edit the text by hand");
    const Finder finder(m_root);
    const Target target = finder.find(edit.path);
    if (!checkTarget(edit, target))
        return false;
    const std::size_t steps = edit.path.size();
    const bool there = target.depth == steps;
    const std::span<const PathStep> missing(edit.path.data() + target.depth, steps - target.depth);
    switch (edit.op) {
    case Edit::Op::Set:
        return there ? set(edit, target) : add(edit, target, missing);
    case Edit::Op::Insert: {
        if (!there)
            return add(edit, target, missing);
        if (keyOf(edit.path.back()))
            return refuse(target.node->begin, edit.path, "is there already");
        Path up = edit.path;
        up.pop_back();
        return add(edit, finder.find(up), std::span(edit.path).last(1));
    }
    case Edit::Op::Remove:
        return there ? remove(edit, target) : refuse(target.node->begin, edit.path, "is not there");
    }
    return false;
}

std::string_view withoutMark(std::string_view text)
{
    return text.starts_with(kByteOrderMark) ? text.substr(kByteOrderMark.size()) : text;
}

}   // namespace

std::string toText(const Path &path)
{
    std::string out;
    for (const PathStep &step : path) {
        if (const std::string *key = keyOf(step))
            out += (out.empty() ? "" : ".") + *key;
        else
            out += "[" + std::to_string(indexOf(step)) + "]";
    }
    return out;
}

EditOutcome applyEdits(std::string_view text, std::span<const Edit> edits, const std::string &fileName)
{
    const std::string_view body = withoutMark(text);
    const std::size_t mark = text.size() - body.size();
    Editor editor(body, fileName);
    const bool done = std::ranges::all_of(edits, [&](const Edit &edit) { return editor.run(edit); });
    EditOutcome outcome = editor.take();
    if (!done)
        return {{}, {}, std::move(outcome.problem)};
    outcome.text.insert(0, text.substr(0, mark));
    for (Change &change : outcome.changes)
        change.at += mark;
    return outcome;
}

Origin originIn(std::string_view text, const Path &path, const std::string &fileName)
{
    text = withoutMark(text);
    const SpanText spans = readSpans(text, fileName);
    if (spans.problem)
        return {Origin::Kind::Missing, spans.problem->where, {}};
    const Target target = Finder(spans.root).find(path);
    Origin origin{target.via, locationAt(text, target.node->begin, fileName), target.name};
    if (target.depth < path.size())
        origin.kind = Origin::Kind::Missing;
    else if (target.via == Origin::Kind::Plain && target.node->isScalar() &&
             target.node->text.starts_with(kEnvironmentPrefix))
        origin = {Origin::Kind::Environment, origin.where,
                  target.node->text.substr(kEnvironmentPrefix.size())};
    return origin;
}

Result<std::string> appendToList(std::string_view text, std::string_view list, const json::Object &item)
{
    const std::string_view body = withoutMark(text);
    const ParsedText parsed = parseYaml(body, "config");
    if (parsed.failed)
        return Error{ErrorCode::BadRequest, "the config has errors: " + parsed.diagnostics.back().message};
    const Node *now = parsed.root.find(list);
    const std::size_t size = now && now->isSequence() ? now->items.size() : 0;
    const Edit edit{Edit::Op::Insert, {std::string(list), size}, item};
    EditOutcome outcome = applyEdits(text, std::span(&edit, 1));
    if (!outcome.ok())
        return Error{ErrorCode::BadRequest, "'" + std::string(list) + "' on line " +
                                                std::to_string(outcome.problem->where.line) + " " +
                                                outcome.problem->message};
    return std::move(outcome.text);
}

}   // namespace gw::config
