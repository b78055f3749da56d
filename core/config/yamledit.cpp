#include "core/config/yamledit.h"

#include "core/config/atomicfile.h"
#include "core/config/scalars.h"
#include "core/config/yamltree.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <filesystem>

namespace gw::config {

namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

// A double without an exponent: YAML 1.1 takes 3e-06 for a text.
std::string numberText(const json::Value &value)
{
    std::string text = json::serialize(value);
    if (!value.is_double() || text.find_first_of("eE") == std::string::npos)
        return text;
    constexpr std::size_t kLongest = 400;
    std::array<char, kLongest> fixed{};
    const auto [end, fault] = std::to_chars(fixed.data(), fixed.data() + fixed.size(), value.get_double(),
                                            std::chars_format::fixed);
    return fault == std::errc() ? std::string(fixed.data(), end) : text;
}

// True for texts that need no quotes in block style.
bool isPlainSafe(std::string_view text)
{
    constexpr std::string_view kWithin = "_./@+-:";
    const auto isWord = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (text.empty() || !(isWord(text.front()) || text.front() == '_' || text.front() == '/') ||
        text.back() == ':')
        return false;
    if (!std::ranges::all_of(text,
                             [&](char c) { return isWord(c) || kWithin.find(c) != std::string_view::npos; }))
        return false;
    for (const std::string_view word : {"null", "Null", "NULL", "y", "Y", "n", "N"}) {
        if (text == word)
            return false;
    }
    // 2024-02-01 would be a date.
    const bool date = text.front() >= '0' && text.front() <= '9' && text.find('-') != std::string_view::npos;
    return !date && plainToJson(text).is_string();
}

void appendScalar(std::string &out, const json::Value &value)
{
    if (!value.is_string()) {
        out += value.is_double() ? numberText(value) : json::serialize(value);
        return;
    }
    const std::string_view text = value.get_string();
    if (isPlainSafe(text))
        out += text;
    else
        json::appendString(out, text);
}

// Flow style that is JSON as well.
void appendFlow(std::string &out, const json::Value &value)
{
    if (value.is_object()) {
        out += '{';
        bool first = true;
        for (const auto &member : value.get_object()) {
            out += first ? "" : ", ";
            first = false;
            json::appendString(out, member.key());
            out += ": ";
            appendFlow(out, member.value());
        }
        out += '}';
    } else if (value.is_array()) {
        out += '[';
        bool first = true;
        for (const json::Value &item : value.get_array()) {
            out += first ? "" : ", ";
            first = false;
            appendFlow(out, item);
        }
        out += ']';
    } else if (value.is_double()) {
        out += numberText(value);
    } else {
        out += json::serialize(value);
    }
}

// The members of object, each on its line but for the first's indentation.
void appendBlock(std::string &out, const json::Object &object, std::size_t indent, const std::string &eol)
{
    bool first = true;
    for (const auto &member : object) {
        if (!first)
            out.append(indent, ' ');
        first = false;
        appendScalar(out, json::Value(member.key()));
        out += ':';
        const json::Value &value = member.value();
        if (value.is_object() && !value.get_object().empty()) {
            out += eol;
            out.append(indent + 2, ' ');
            appendBlock(out, value.get_object(), indent + 2, eol);
            continue;
        }
        out += ' ';
        if (value.is_object() || value.is_array())
            appendFlow(out, value);
        else
            appendScalar(out, value);
        out += eol;
    }
}

Node makeNode(const json::Value &value)
{
    Node node;
    if (value.is_object()) {
        node.kind = Node::Kind::Map;
        for (const auto &member : value.get_object()) {
            Node key;
            key.kind = Node::Kind::Scalar;
            key.text = member.key();
            node.insert(std::move(key), makeNode(member.value()));
        }
    } else if (value.is_array()) {
        node.kind = Node::Kind::Sequence;
        for (const json::Value &item : value.get_array())
            node.items.push_back(makeNode(item));
    } else if (!value.is_null()) {
        node.kind = Node::Kind::Scalar;
        node.plain = !value.is_string();
        node.text = value.is_string() ? std::string(std::string_view(value.get_string())) : numberText(value);
    }
    return node;
}

struct Insertion
{
    std::size_t at = 0;
    std::string text;
};

// One attempt to append to one text; positions are byte offsets.
class Appender
{
public:
    Appender(std::string_view text, std::string_view list, const json::Object &item)
        : m_text(text)
        , m_list(list)
        , m_item(item)
        , m_eol(text.find("\r\n") != std::string_view::npos ? "\r\n" : "\n")
    {
        for (std::size_t at = 0; at <= text.size();) {
            m_lines.push_back(at);
            const std::size_t end = text.find('\n', at);
            if (end == std::string_view::npos)
                break;
            at = end + 1;
        }
    }

    Result<std::string> run();

private:
    std::string_view line(std::size_t index) const;
    std::size_t offsetOf(const Node &node) const;
    std::string blockItem(std::size_t indent) const;
    std::string flowItem() const;
    void offerBlock(const Node &list);
    void offerFlow(const Node &node, const std::string &item);
    void offerNewList(const Node &root);
    void offerAt(std::size_t lineIndex, const std::string &text);

    std::string_view m_text;
    std::string_view m_list;
    const json::Object &m_item;
    std::string m_eol;
    std::vector<std::size_t> m_lines;   // Where each line begins.
    std::vector<Insertion> m_offers;
};

std::string_view Appender::line(std::size_t index) const
{
    const std::size_t from = m_lines[index];
    const std::size_t to = index + 1 < m_lines.size() ? m_lines[index + 1] : m_text.size();
    std::string_view text = m_text.substr(from, to - from);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
        text.remove_suffix(1);
    return text;
}

std::size_t Appender::offsetOf(const Node &node) const
{
    if (node.line < 1 || static_cast<std::size_t>(node.line) > m_lines.size())
        return m_text.size();
    std::size_t at = m_lines[static_cast<std::size_t>(node.line) - 1];
    for (int column = 1; column < node.column && at < m_text.size(); ++column) {
        ++at;
        while (at < m_text.size() && (static_cast<unsigned char>(m_text[at]) & 0xc0) == 0x80)
            ++at;
    }
    return at;
}

std::string Appender::blockItem(std::size_t indent) const
{
    std::string out(indent, ' ');
    out += "- ";
    if (m_item.empty())
        return out + "{}" + m_eol;
    appendBlock(out, m_item, indent + 2, m_eol);
    return out;
}

std::string Appender::flowItem() const
{
    std::string out;
    appendFlow(out, m_item);
    return out;
}

// Before the line of that index; at the end of the text a missing line end is put in.
void Appender::offerAt(std::size_t lineIndex, const std::string &text)
{
    const std::size_t at = lineIndex < m_lines.size() ? m_lines[lineIndex] : m_text.size();
    const bool open = at > 0 && m_text[at - 1] != '\n';
    m_offers.push_back({at, (open ? m_eol : std::string()) + text});
}

void Appender::offerBlock(const Node &list)
{
    const auto indent = static_cast<std::size_t>(list.column - 1);
    const std::string text = blockItem(indent);
    // The list ends before the first line that is indented less, or as much without being a member.
    // Members that are aliases have the line of their anchor, which is further up.
    auto end = static_cast<std::size_t>(list.line);
    for (const Node &item : list.items)
        end = std::max(end, static_cast<std::size_t>(item.line));
    std::size_t content = end;
    for (; end < m_lines.size(); ++end) {
        const std::string_view row = line(end);
        const std::size_t depth = row.find_first_not_of(' ');
        if (depth == std::string_view::npos)
            continue;
        if (row[depth] == '#' && depth <= indent)
            continue;
        if (depth < indent || (depth == indent && row[depth] != '-') || row.starts_with("---"))
            break;
        content = end + 1;
    }
    offerAt(content, text);
    // A block scalar that keeps its blank lines wants them before the new member.
    offerAt(end, text);
}

void Appender::offerFlow(const Node &node, const std::string &item)
{
    const std::size_t open = offsetOf(node);
    if (open >= m_text.size() || (m_text[open] != '[' && m_text[open] != '{'))
        return;
    int depth = 0;
    char quote = 0;
    std::size_t last = open;   // The last character that is neither blank nor comment.
    for (std::size_t i = open; i < m_text.size(); ++i) {
        const char c = m_text[i];
        const char before = i > 0 ? m_text[i - 1] : ' ';
        const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (quote != 0) {
            const bool doubled =
                quote == '\'' && c == quote && i + 1 < m_text.size() && m_text[i + 1] == quote;
            if ((c == '\\' && quote == '"') || doubled)
                ++i;
            else if (c == quote)
                quote = 0;
            last = i;
            continue;
        }
        if (c == '#' && (before == ' ' || before == '\t' || before == '\n')) {
            i = std::min(m_text.find('\n', i), m_text.size()) - 1;
            continue;
        }
        if ((c == '"' || c == '\'') && std::string_view(" \t\r\n[{,:").find(before) != std::string_view::npos)
            quote = c;
        if (c == '[' || c == '{')
            ++depth;
        if ((c == ']' || c == '}') && --depth == 0) {
            const bool empty = last == open;
            std::string text = empty || m_text[last] == ',' ? "" : ",";
            const std::size_t newline = m_text.substr(last, i - last).find('\n');
            if (newline != std::string_view::npos && !node.items.empty()) {
                const std::string_view row = line(static_cast<std::size_t>(node.items.back().line) - 1);
                const std::size_t from = std::min(row.find_first_not_of(" \t"), row.size());
                text += m_eol + std::string(row.substr(0, from));
            } else if (!empty) {
                text += ' ';
            }
            m_offers.push_back({last + 1, text + item});
            return;
        }
        if (!blank)
            last = i;
    }
}

void Appender::offerNewList(const Node &root)
{
    if (root.flow) {
        std::string text;
        json::appendString(text, m_list);
        offerFlow(root, text + ": [" + flowItem() + "]");
        return;
    }
    std::string text;
    appendScalar(text, json::Value(m_list));
    text += ":" + m_eol + blockItem(2);
    std::size_t end = m_lines.size();
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        if (line(i) == "...")
            end = std::min(end, i);
    }
    offerAt(end, text);
}

Result<std::string> Appender::run()
{
    const ParsedText before = parseYaml(m_text, "config");
    if (before.failed)
        return Error{ErrorCode::BadRequest, "the config has errors: " + before.diagnostics.back().message};
    if (!before.root.isMap() && !before.root.isNull())
        return Error{ErrorCode::BadRequest, "the config is no map of keys and values"};
    const int index = before.root.indexOf(m_list);
    Node expected = before.root;
    expected.kind = Node::Kind::Map;
    if (index < 0) {
        Node key;
        key.kind = Node::Kind::Scalar;
        key.text = m_list;
        Node list;
        list.kind = Node::Kind::Sequence;
        expected.insert(std::move(key), std::move(list));
        offerNewList(before.root);
    } else {
        const Node &list = before.root.items[static_cast<std::size_t>(index)];
        expected.items[static_cast<std::size_t>(index)].kind = Node::Kind::Sequence;
        if (list.isNull())
            offerAt(static_cast<std::size_t>(before.root.keys[static_cast<std::size_t>(index)].line),
                    blockItem(2));
        else if (list.isSequence() && (list.flow || list.items.empty()))
            offerFlow(list, flowItem());
        else if (list.isSequence())
            offerBlock(list);
    }
    expected.find(m_list)->items.push_back(makeNode(m_item));
    for (const Insertion &offer : m_offers) {
        std::string text(m_text);
        text.insert(offer.at, offer.text);
        const ParsedText after = parseYaml(text, "config");
        if (!after.failed && sameValue(after.root, expected))
            return text;
    }
    return Error{ErrorCode::BadRequest,
                 "'" + std::string(m_list) + "' cannot be extended where it stands; edit the file by hand"};
}

// 20260131T235959Z
std::string timeStamp(std::int64_t unixUs)
{
    const auto seconds = static_cast<std::time_t>(unixUs / 1'000'000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc);
    return {text.data(), size};
}

Result<std::string> writeBackup(const std::string &path, std::string_view text, const EditOptions &options)
{
    std::error_code fault;
    std::filesystem::create_directories(options.backupFolder, fault);
    const std::string base =
        (std::filesystem::path(options.backupFolder) / std::filesystem::path(path).filename()).string() +
        ".bak-" + timeStamp(options.unixUs);
    // Several edits in one second each leave their copy.
    constexpr int kMostPerSecond = 1000;
    std::string name = base;
    for (int i = 2; std::filesystem::exists(name, fault) && i < kMostPerSecond; ++i)
        name = base + "-" + std::to_string(i);
    GW_CHECK(createFile(name, text, 0600));
    return name;
}

}   // namespace

Result<std::string> appendToList(std::string_view text, std::string_view list, const json::Object &item)
{
    const bool marked = text.starts_with(kByteOrderMark);
    if (marked)
        text.remove_prefix(kByteOrderMark.size());
    GW_TRY(std::string changed, Appender(text, list, item).run());
    return marked ? std::string(kByteOrderMark) + changed : changed;
}

Result<std::string> appendToFile(const std::string &path, std::string_view list, const json::Object &item,
                                 const EditOptions &options)
{
    std::error_code fault;
    const bool exists = std::filesystem::exists(path, fault);
    std::string text;
    if (exists) {
        GW_TRY(text, readFile(path));
    }
    GW_TRY(const std::string changed, appendToList(text, list, item));
    std::string backup;
    if (exists) {
        GW_TRY(backup, writeBackup(path, text, options));
        // Somebody may have saved in an editor meanwhile.
        GW_TRY(const std::string now, readFile(path));
        if (now != text)
            return Error{ErrorCode::Internal, "the file was changed by another program meanwhile; try again"};
    }
    GW_CHECK(writeFileAtomically(path, changed));
    return backup;
}

}   // namespace gw::config
