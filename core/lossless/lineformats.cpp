#include "core/lossless/formats.h"

#include <algorithm>

namespace gw::lossless {

namespace {

constexpr std::string_view kBegin = "# >>> portico >>>";
constexpr std::string_view kEnd = "# <<< portico <<<";
constexpr std::string_view kBlanks = " \t";

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// What needs no quotes in any reader of such files.
bool isPlain(std::string_view value)
{
    return !value.empty() && std::ranges::all_of(value, [](char c) {
        return isNameCharacter(c) || std::string_view("-.:/@+,%").find(c) != std::string_view::npos;
    });
}

bool skipsLine(std::string_view text, std::size_t at)
{
    return at >= text.size() || text[at] == '#' || text[at] == '\n' || text[at] == '\r';
}

std::size_t nextLine(std::string_view text, std::size_t at)
{
    const std::size_t end = text.find('\n', at);
    return end == std::string_view::npos ? text.size() : end + 1;
}

enum class Quoting : std::uint8_t { DotEnv, Shell };

// Lines [from, until) as assignments; what is none is passed over.
class Lines
{
public:
    Lines(std::string_view text, std::size_t from, std::size_t until, Quoting quoting)
        : m_text(text.substr(0, until))
        , m_at(from)
        , m_quoting(quoting)
    {}

    ReadText read()
    {
        ReadText out;
        out.root.kind = Node::Kind::Map;
        while (m_at < m_text.size()) {
            const std::size_t begin = m_at;
            skipBlanks();
            if (m_text.substr(m_at).starts_with("export ")) {
                m_at += std::string_view("export ").size();
                skipBlanks();
            }
            const std::size_t from = m_at;
            while (m_at < m_text.size() && (isNameCharacter(m_text[m_at]) || m_text[m_at] == '.'))
                ++m_at;
            std::string name(m_text.substr(from, m_at - from));
            skipBlanks();
            if (!name.empty() && m_at < m_text.size() && m_text[m_at] == '=') {
                ++m_at;
                Node node = value();
                out.root.keys.push_back(std::move(name));
                out.root.items.push_back(std::move(node));
                out.root.places.push_back({begin});
            }
            m_at = nextLine(m_text, m_at);
        }
        return out;
    }

private:
    void skipBlanks()
    {
        while (m_at < m_text.size() && kBlanks.find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
    }

    Node value()
    {
        Node node;
        node.kind = Node::Kind::String;
        if (m_quoting == Quoting::Shell) {
            shellWord(node);
            return node;
        }
        skipBlanks();
        node.begin = node.end = m_at;
        if (m_at < m_text.size() && (m_text[m_at] == '"' || m_text[m_at] == '\'')) {
            quoted(node);
            return node;
        }
        const std::size_t end = lineEnd(m_text, m_at);
        std::string_view line = m_text.substr(m_at, end - m_at);
        // A '#' after a blank begins a comment; "a#b" is a value.
        for (std::size_t i = 0; i < line.size(); ++i) {
            if (line[i] == '#' && (i == 0 || kBlanks.find(line[i - 1]) != std::string_view::npos))
                line = line.substr(0, i);
        }
        line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
        node.text = line;
        node.end = m_at + line.size();
        m_at = end;
        return node;
    }

    // Quoted and plain parts up to a blank.
    void shellWord(Node &node)
    {
        node.begin = m_at;
        char quote = 0;
        for (; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (quote != 0 ? c == quote : c == '\'' || c == '"')
                quote = quote != 0 ? '\0' : c;
            else if (quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n'))
                break;
            else if (quote != '\'' && c == '\\' && m_at + 1 < m_text.size())
                node.text += m_text[++m_at];
            else
                node.text += c;
        }
        node.end = m_at;
    }

    // To the closing quote, over line ends too; without one, a plain value.
    void quoted(Node &node)
    {
        const char quote = m_text[m_at];
        for (std::size_t i = m_at + 1; i < m_text.size(); ++i) {
            if (m_text[i] == quote) {
                node.end = m_at = i + 1;
                return;
            }
            const bool escapes = quote == '"' && m_text[i] == '\\' && i + 1 < m_text.size();
            if (escapes && m_text[++i] == 'n')
                node.text += '\n';
            else
                node.text += m_text[i];
        }
        node.end = lineEnd(m_text, m_at);
        node.text = m_text.substr(m_at, node.end - m_at);
        m_at = node.end;
    }

    std::string_view m_text;
    std::size_t m_at;
    Quoting m_quoting;
};

std::vector<Change> removeLine(std::string_view text, const Node &root, std::size_t index)
{
    std::size_t begin = root.places[index].begin;
    const std::size_t next = nextLine(text, root.items[index].end);
    if (next == text.size() && !text.ends_with('\n') && begin > 0) {
        --begin;
        if (begin > 0 && text[begin - 1] == '\r')
            --begin;
    }
    return {{begin, next - begin, {}}};
}

// Where our block stands: the line of its first marker and behind the line of its last.
struct Block
{
    std::size_t begin = kNowhere;
    std::size_t inner = 0;   // Behind the first marker's line.
    std::size_t last = 0;    // The last marker's line.
    std::size_t end = 0;
    std::optional<Problem> problem;
};

Block findBlock(std::string_view text)
{
    Block block;
    for (std::size_t at = 0; at < text.size(); at = nextLine(text, at)) {
        const std::string_view line = text.substr(at, lineEnd(text, at) - at);
        if (line == kBegin) {
            if (block.begin != kNowhere)
                block.problem = problemAt(text, at, "the line '" + std::string(kBegin) + "' is there twice");
            block.begin = at;
            block.inner = nextLine(text, at);
        } else if (line == kEnd) {
            if (block.begin == kNowhere || block.end != 0)
                block.problem = problemAt(text, at, "the line '" + std::string(kEnd) + "' ends nothing");
            block.last = at;
            block.end = nextLine(text, at);
        }
    }
    if (!block.problem && block.begin != kNowhere && block.end == 0)
        block.problem =
            problemAt(text, block.begin, "the line '" + std::string(kEnd) + "' is missing behind this one");
    return block;
}

std::string shellQuoted(std::string_view value)
{
    std::string out = "'";
    for (const char c : value) {
        if (c == '\'')
            out += "'\\''";
        else
            out += c;
    }
    return out + "'";
}

const std::string *nameIn(const Edit &edit)
{
    const bool good = edit.path.size() == 1 && !edit.path.front().ofList() &&
                      std::ranges::all_of(edit.path.front().key, isNameCharacter);
    return good ? &edit.path.front().key : nullptr;
}

Written refuse(std::string_view text, const Edit &edit, const char *message)
{
    return {{}, problemAt(text, 0, "'" + toText(edit.path) + "' " + message)};
}

}   // namespace

ReadText readDotEnv(std::string_view text)
{
    if (text.find('\0') != std::string_view::npos || !isUtf8(text))
        return {{}, problemAt(text, 0, "this is not a text in UTF-8")};
    return Lines(text, 0, text.size(), Quoting::DotEnv).read();
}

Written changeDotEnv(std::string_view text, const Node &root, const Edit &edit)
{
    const std::string *name = nameIn(edit);
    if (!name)
        return refuse(text, edit, "is no name of a variable");
    const int at = root.indexOf(*name);
    if (!edit.value) {
        if (at < 0)
            return {std::string(text), {}};
        return {changed(text, removeLine(text, root, static_cast<std::size_t>(at))), {}};
    }
    if (!edit.value->is_string())
        return refuse(text, edit, "is no text");
    const std::string value(edit.value->get_string());
    std::string written = value;
    if (!edit.raw.empty())
        written = edit.raw;
    else if (!isPlain(value) && value.find_first_of("'\n\r") == std::string::npos)
        written = "'" + value + "'";
    else if (!isPlain(value))
        return refuse(text, edit, "has a value that every program would read otherwise");
    if (at >= 0) {
        const Node &old = root.items[static_cast<std::size_t>(at)];
        return {changed(text, {{old.begin, old.end - old.begin, written}}), {}};
    }
    const std::string lineEnd(lineEndOf(text));
    const std::string entry = *name + "=" + written;
    const bool open = !text.empty() && !text.ends_with('\n');
    return {std::string(text) + (open ? lineEnd + entry : entry + lineEnd), {}};
}

ReadText readShell(std::string_view text)
{
    const Block block = findBlock(text);
    if (block.problem)
        return {{}, block.problem};
    ReadText out;
    out.root.kind = Node::Kind::Map;
    if (block.begin == kNowhere)
        return out;
    for (std::size_t at = block.inner; at < block.last; at = nextLine(text, at)) {
        const std::size_t first = text.find_first_not_of(kBlanks, at);
        if (!skipsLine(text, first) && !text.substr(first).starts_with("export "))
            return {{}, problemAt(text, first, "this line is none of ours")};
    }
    return Lines(text, block.inner, block.last, Quoting::Shell).read();
}

Written changeShell(std::string_view text, const Node &root, const Edit &edit)
{
    const std::string *name = nameIn(edit);
    if (!name)
        return refuse(text, edit, "is no name of a variable");
    const Block block = findBlock(text);
    const int at = root.indexOf(*name);
    const std::string lineEnd(lineEndOf(text));
    if (!edit.value) {
        if (at < 0)
            return {std::string(text), {}};
        if (root.items.size() > 1)
            return {changed(text, removeLine(text, root, static_cast<std::size_t>(at))), {}};
        std::size_t begin = block.begin;
        if (block.end == text.size() && !text.ends_with('\n') && begin > 0)
            begin -= text.substr(0, begin).ends_with("\r\n") ? 2 : 1;
        return {changed(text, {{begin, block.end - begin, {}}}), {}};
    }
    if (!edit.value->is_string() || edit.value->get_string().find('\n') != boost::json::string::npos)
        return refuse(text, edit, "is no text of one line");
    const std::string written = shellQuoted(std::string_view(edit.value->get_string()));
    if (at >= 0) {
        const Node &old = root.items[static_cast<std::size_t>(at)];
        return {changed(text, {{old.begin, old.end - old.begin, edit.raw.empty() ? written : edit.raw}}), {}};
    }
    const std::string entry = "export " + *name + "=" + written;
    if (block.begin != kNowhere)
        return {changed(text, {{block.last, 0, entry + lineEnd}}), {}};
    const bool open = !text.empty() && !text.ends_with('\n');
    return {std::string(text) + (open ? lineEnd : "") + std::string(kBegin) + lineEnd + entry + lineEnd +
                std::string(kEnd) + (open ? "" : lineEnd),
            {}};
}

}   // namespace gw::lossless
