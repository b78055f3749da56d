#include "core/config/yamltree.h"

#include "core/config/scalars.h"
#include "core/config/schemakeys.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>

namespace gw::config {

const Node *Node::find(std::string_view key) const
{
    const int index = indexOf(key);
    return index < 0 ? nullptr : &items[static_cast<std::size_t>(index)];
}

Node *Node::find(std::string_view key)
{
    const int index = indexOf(key);
    return index < 0 ? nullptr : &items[static_cast<std::size_t>(index)];
}

int Node::indexOf(std::string_view key) const
{
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].text == key)
            return static_cast<int>(i);
    }
    return -1;
}

void Node::insert(Node key, Node value)
{
    keys.push_back(std::move(key));
    items.push_back(std::move(value));
}

void Node::remove(std::string_view key)
{
    const int index = indexOf(key);
    if (index < 0)
        return;
    keys.erase(keys.begin() + index);
    items.erase(items.begin() + index);
}

namespace {

std::size_t nodeCount(const Node &node)
{
    std::size_t count = 1 + node.keys.size();
    for (const Node &item : node.items)
        count += nodeCount(item);
    return count;
}

// Builds the tree from yaml-cpp's events, which (unlike its nodes) give every alias and every duplicate key
// its own mark. After the first fault the remaining events are ignored.
class TreeBuilder final : public YAML::EventHandler
{
public:
    TreeBuilder(std::string_view text, const std::string &fileName)
        : m_file(std::make_shared<const std::string>(fileName))
    {
        if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x7f; }))
            indexLines(text);
    }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        Node node = make(Node::Kind::Null, mark);
        complete(std::move(node), anchor);
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto found = m_anchors.find(anchor);
        if (found == m_anchors.end())
            return fail(mark, "alias of a value that holds itself");
        m_count += found->second.second;
        if (m_count > kMaxNodes)
            return fail(mark, "too many values (aliases counted in full)");
        complete(found->second.first, 0);
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        Node node = make(Node::Kind::Scalar, mark);
        node.plain = tag == "?" || (tag.starts_with("tag:yaml.org,2002:") && !tag.ends_with(":str"));
        node.text = value;
        complete(std::move(node), anchor);
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        open(make(Node::Kind::Sequence, mark), anchor, style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        open(make(Node::Kind::Map, mark), anchor, style);
    }
    void OnMapEnd() override
    {
        if (!m_failed && !m_stack.empty())
            finishMap(m_stack.back().node);
        close();
    }

    void fail(const YAML::Mark &mark, std::string message)
    {
        if (m_failed)
            return;
        m_failed = true;
        const Node at = make(Node::Kind::Null, mark);
        m_diagnostics.push_back({Diagnostic::Severity::Error, at.where(), {}, std::move(message)});
    }
    ParsedText take() { return {std::move(m_root), std::move(m_diagnostics), m_failed}; }

private:
    struct Frame
    {
        Node node;
        YAML::anchor_t anchor = 0;
        bool hasKey = false;
        Node key;
    };

    // yaml-cpp counts bytes; people count characters.
    void indexLines(std::string_view text)
    {
        std::size_t start = 0;
        while (start <= text.size()) {
            const std::size_t end = std::min(text.find('\n', start), text.size());
            m_lines.push_back(text.substr(start, end - start));
            start = end + 1;
        }
    }
    int columnOf(const YAML::Mark &mark) const
    {
        if (mark.line < 0 || static_cast<std::size_t>(mark.line) >= m_lines.size())
            return mark.column + 1;
        const std::string_view line = m_lines[static_cast<std::size_t>(mark.line)];
        const std::string_view before = line.substr(0, static_cast<std::size_t>(std::max(mark.column, 0)));
        return 1 + static_cast<int>(std::ranges::count_if(
                       before, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
    }
    Node make(Node::Kind kind, const YAML::Mark &mark)
    {
        Node node;
        node.kind = kind;
        node.file = m_file;
        node.line = mark.line + 1;
        node.column = columnOf(mark);
        if (++m_count > kMaxNodes)
            fail(mark, "too many values");
        return node;
    }
    void open(Node node, YAML::anchor_t anchor, YAML::EmitterStyle::value style)
    {
        if (m_failed)
            return;
        node.flow = style == YAML::EmitterStyle::Flow;
        if (m_stack.size() >= kMaxDepth) {
            m_failed = true;
            m_diagnostics.push_back({Diagnostic::Severity::Error, node.where(), {}, "nested too deeply"});
            return;
        }
        m_stack.push_back({std::move(node), anchor, false, {}});
    }
    void close()
    {
        if (m_failed || m_stack.empty())
            return;
        Frame frame = std::move(m_stack.back());
        m_stack.pop_back();
        complete(std::move(frame.node), frame.anchor);
    }
    void complete(Node node, YAML::anchor_t anchor)
    {
        if (m_failed)
            return;
        if (anchor != 0)
            m_anchors[anchor] = {node, nodeCount(node)};
        if (m_stack.empty()) {
            m_root = std::move(node);
            return;
        }
        Frame &top = m_stack.back();
        if (top.node.isSequence()) {
            top.node.items.push_back(std::move(node));
        } else if (!top.hasKey) {
            top.key = std::move(node);
            top.hasKey = true;
        } else {
            top.hasKey = false;
            top.node.insert(std::move(top.key), std::move(node));
        }
    }
    void warn(const Node &at, const Wording &wording)
    {
        m_diagnostics.push_back(
            {Diagnostic::Severity::Warning, at.where(), at.text, wording.english(), wording});
    }
    void finishMap(Node &map);
    void merge(Node &map, const Node &from);

    std::shared_ptr<const std::string> m_file;
    std::vector<std::string_view> m_lines;
    std::vector<Frame> m_stack;
    std::map<YAML::anchor_t, std::pair<Node, std::size_t>> m_anchors;
    Node m_root;
    std::vector<Diagnostic> m_diagnostics;
    std::size_t m_count = 0;
    bool m_failed = false;
};

// Keeps the last of equal keys, then resolves "<<": written keys win over merged ones, earlier merged maps
// over later ones.
void TreeBuilder::finishMap(Node &map)
{
    Node clean;
    clean.kind = map.kind;
    clean.flow = map.flow;
    clean.file = map.file;
    clean.line = map.line;
    clean.column = map.column;
    std::map<std::string, std::size_t, std::less<>> seen;
    std::vector<Node> merges;
    for (std::size_t i = 0; i < map.keys.size(); ++i) {
        Node &key = map.keys[i];
        if (!key.isScalar()) {
            warn(key, QT_TRANSLATE_NOOP("gw::config", "a key that is no plain text is ignored"));
            continue;
        }
        if (key.plain && key.text == "<<") {
            merges.push_back(std::move(map.items[i]));
            continue;
        }
        const auto [at, fresh] = seen.try_emplace(key.text, clean.keys.size());
        if (fresh) {
            clean.insert(std::move(key), std::move(map.items[i]));
            continue;
        }
        warn(key, Wording(QT_TRANSLATE_NOOP("gw::config", "key '%1' on line %2 replaces the one on line %3"),
                          {key.text, std::to_string(key.line), std::to_string(clean.keys[at->second].line)}));
        clean.keys[at->second] = std::move(key);
        clean.items[at->second] = std::move(map.items[i]);
    }
    for (const Node &from : merges)
        merge(clean, from);
    map = std::move(clean);
}

void TreeBuilder::merge(Node &map, const Node &from)
{
    if (from.isMap()) {
        for (std::size_t i = 0; i < from.keys.size(); ++i) {
            if (map.indexOf(from.keys[i].text) < 0)
                map.insert(from.keys[i], from.items[i]);
        }
        return;
    }
    const bool maps =
        from.isSequence() && std::ranges::all_of(from.items, [](const Node &item) { return item.isMap(); });
    if (!maps) {
        warn(from, QT_TRANSLATE_NOOP("gw::config", "'<<' takes a map or a list of maps; ignored"));
        return;
    }
    for (const Node &item : from.items)
        merge(map, item);
}

Node fromJson(const json::Value &value, const std::shared_ptr<const std::string> &file)
{
    Node node;
    node.file = file;
    if (value.is_object()) {
        node.kind = Node::Kind::Map;
        node.flow = true;
        for (const auto &member : value.get_object()) {
            Node key;
            key.kind = Node::Kind::Scalar;
            key.file = file;
            key.text = member.key();
            node.insert(std::move(key), fromJson(member.value(), file));
        }
    } else if (value.is_array()) {
        node.kind = Node::Kind::Sequence;
        node.flow = true;
        for (const json::Value &item : value.get_array())
            node.items.push_back(fromJson(item, file));
    } else if (value.is_string()) {
        node.kind = Node::Kind::Scalar;
        node.text = value.get_string();
    } else if (!value.is_null()) {
        node.kind = Node::Kind::Scalar;
        node.plain = true;
        node.text = json::serialize(value);
    }
    return node;
}

// JSON is nearly a subset of YAML; what yaml-cpp refuses (surrogate pairs in \u escapes) is read here,
// without places.
std::optional<Node> parseJson(std::string_view text, const std::string &fileName)
{
    const std::size_t start = text.find_first_not_of(" \t\r\n");
    if (start == std::string_view::npos || text[start] != '{')
        return std::nullopt;
    const auto value = json::parse(text);
    if (!value.ok())
        return std::nullopt;
    return fromJson(value.value(), std::make_shared<const std::string>(fileName));
}

// yaml-cpp's words for a tab in the indentation lead nowhere near it. Empty when there is none up to line.
std::string tabHint(std::string_view text, int line)
{
    for (int number = 1; number <= line + 1; ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view indent = text.substr(0, std::min(text.find_first_not_of(" \t"), end));
        if (indent.find('\t') != std::string_view::npos)
            return " (line " + std::to_string(number) + " is indented with a tab; YAML takes spaces only)";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

bool isStringScalar(const Node &node)
{
    return !node.plain || plainToJson(node.text).is_string();
}

}   // namespace

bool sameValue(const Node &a, const Node &b)
{
    if (a.kind != b.kind || a.keys.size() != b.keys.size() || a.items.size() != b.items.size())
        return false;
    if (a.isScalar() && (a.text != b.text || isStringScalar(a) != isStringScalar(b)))
        return false;
    for (std::size_t i = 0; i < a.keys.size(); ++i) {
        if (a.keys[i].text != b.keys[i].text)
            return false;
    }
    return std::ranges::equal(a.items, b.items, sameValue);
}

ParsedText parseYaml(std::string_view text, const std::string &fileName)
{
    constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
    if (text.starts_with(kByteOrderMark))
        text.remove_prefix(kByteOrderMark.size());
    TreeBuilder builder(text, fileName);
    if (text.size() > kMaxConfigBytes) {
        builder.fail(YAML::Mark(), "larger than 8 MB");
        return builder.take();
    }
    try {
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        parser.HandleNextDocument(builder);
        TreeBuilder rest(text, fileName);
        if (parser.HandleNextDocument(rest))
            builder.fail(YAML::Mark(), "holds more than one document ('---'); only one is allowed");
    } catch (const YAML::Exception &exception) {
        if (auto node = parseJson(text, fileName))
            return {std::move(*node), {}, false};
        builder.fail(exception.mark, exception.msg + tabHint(text, exception.mark.line));
    } catch (const std::exception &) {
        builder.fail(YAML::Mark(), "cannot be read as YAML");
    }
    return builder.take();
}

json::Value toJson(const Node &node, Expose expose)
{
    const bool all = expose == Expose::All;
    switch (node.kind) {
    case Node::Kind::Null:
        break;
    case Node::Kind::Scalar:
        return node.plain ? plainToJson(node.text) : json::Value(node.text);
    case Node::Kind::Sequence: {
        json::Array array;
        for (const Node &item : node.items) {
            if (all || !item.secret)
                array.push_back(toJson(item, expose));
        }
        return array;
    }
    case Node::Kind::Map: {
        json::Object object;
        for (std::size_t i = 0; i < node.keys.size(); ++i) {
            if (all || (!node.items[i].secret && !isSecretName(node.keys[i].text)))
                object[node.keys[i].text] = toJson(node.items[i], expose);
        }
        return object;
    }
    }
    return nullptr;
}

Node fromJson(const json::Value &value)
{
    Node out;
    if (const json::Array *array = value.if_array()) {
        out.kind = Node::Kind::Sequence;
        for (const json::Value &item : *array)
            out.items.push_back(fromJson(item));
    } else if (const json::Object *object = value.if_object()) {
        out.kind = Node::Kind::Map;
        for (const auto &member : *object) {
            Node key;
            key.kind = Node::Kind::Scalar;
            key.text = member.key();
            out.insert(std::move(key), fromJson(member.value()));
        }
    } else if (!value.is_null()) {
        out.kind = Node::Kind::Scalar;
        out.plain = !value.is_string();
        out.text = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    }
    return out;
}

}   // namespace gw::config
