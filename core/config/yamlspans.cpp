#include "core/config/yamlspans.h"

#include "core/config/yamltree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

namespace gw::config {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool isFlowMark(char c)
{
    return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

// What the reader of bytes and the one of events could count differently.
bool isPlaceable(std::string_view text)
{
    std::size_t more = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (more > 0) {
            if ((c & 0xc0) != 0x80)
                return false;
            --more;
            continue;
        }
        if (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'))
            return false;
        if (c < 0x20 && c != '\t' && c != '\n' && c != '\r')
            return false;
        if (c < 0x80)
            continue;
        if (c < 0xc2 || c > 0xf4)
            return false;
        more = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    }
    return more == 0;
}

// The shape of the text as yaml-cpp sees it; of each value only the place where it begins.
class ShapeReader final : public YAML::EventHandler
{
public:
    explicit ShapeReader(std::string_view text)
    {
        for (std::size_t at = 0; at <= text.size();) {
            m_lines.push_back(at);
            const std::size_t end = text.find('\n', at);
            if (end == std::string_view::npos)
                break;
            at = end + 1;
        }
    }

    void OnDocumentStart(const YAML::Mark &) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        complete(make(Span::Kind::Null, mark, "?", anchor));
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        complete(make(Span::Kind::Alias, mark, "?", 0));
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        Span node = make(Span::Kind::Scalar, mark, tag, anchor);
        node.text = value;
        complete(std::move(node));
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value style) override
    {
        open(make(Span::Kind::Sequence, mark, tag, anchor), style);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value style) override
    {
        open(make(Span::Kind::Map, mark, tag, anchor), style);
    }
    void OnMapEnd() override { close(); }

    Span take() { return std::move(m_root); }

private:
    struct Frame
    {
        Span node;
        bool hasKey = false;
    };

    Span make(Span::Kind kind, const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor) const
    {
        Span node;
        node.kind = kind;
        node.anchored = anchor != 0;
        node.tagged = !tag.empty() && tag != "?" && tag != "!";
        if (mark.line >= 0 && static_cast<std::size_t>(mark.line) < m_lines.size())
            node.begin = m_lines[static_cast<std::size_t>(mark.line)] + static_cast<std::size_t>(mark.column);
        return node;
    }
    void open(Span node, YAML::EmitterStyle::value style)
    {
        node.style = style == YAML::EmitterStyle::Flow ? Span::Style::Flow : Span::Style::Block;
        m_stack.push_back({std::move(node), false});
    }
    void close()
    {
        Span node = std::move(m_stack.back().node);
        m_stack.pop_back();
        complete(std::move(node));
    }
    void complete(Span node)
    {
        if (m_stack.empty()) {
            m_root = std::move(node);
            return;
        }
        Frame &top = m_stack.back();
        if (top.node.isMap() && !top.hasKey) {
            top.node.keys.push_back(std::move(node));
            top.hasKey = true;
            return;
        }
        top.hasKey = false;
        top.node.items.push_back(std::move(node));
    }

    std::vector<std::size_t> m_lines;
    std::vector<Frame> m_stack;
    Span m_root;
};

// Gives each value of a shape its bytes. Every function returns false after a fault, which is at m_fault.
class Walker
{
public:
    explicit Walker(std::string_view text)
        : m_text(text)
    {}

    bool walk(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow, bool key);
    std::size_t faultAt() const noexcept { return m_fault; }

private:
    bool fault(std::size_t at)
    {
        m_fault = std::min(at, m_text.size());
        return false;
    }
    char charAt(std::size_t at) const { return at < m_text.size() ? m_text[at] : '\0'; }
    bool endsAt(std::size_t at) const { return at >= m_text.size() || isBlank(m_text[at]); }
    std::ptrdiff_t columnOf(std::size_t at) const
    {
        return static_cast<std::ptrdiff_t>(at - lineBegin(m_text, at));
    }
    std::size_t skipProperties(Span &node, std::size_t at, bool flow);
    bool walkNull(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow);
    bool walkScalar(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow, bool key);
    bool walkQuoted(Span &node, std::size_t at);
    bool walkBlockText(Span &node, std::size_t at, std::ptrdiff_t indent);
    bool walkPlain(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow, bool key);
    bool walkPair(Span &key, Span &value, std::size_t at, std::ptrdiff_t indent, bool flow);
    bool walkFlow(Span &node, std::size_t at);
    bool walkBlock(Span &node, std::size_t at);
    std::size_t lineOfPlain(std::size_t at, bool flow, std::size_t &end) const;

    std::string_view m_text;
    std::size_t m_fault = 0;
};

std::size_t Walker::skipProperties(Span &node, std::size_t at, bool flow)
{
    bool anchor = !node.anchored;
    // The tag "!" alone is told neither from a quoted text's nor from none at all: it is seen only here.
    bool tag = node.kind == Span::Kind::Null;
    node.begin = at;
    std::size_t end = at;
    while (at < m_text.size() && ((m_text[at] == '&' && !anchor) || (m_text[at] == '!' && !tag))) {
        end = at;
        while (!endsAt(end) && !(flow && isFlowMark(m_text[end])))
            ++end;
        if (m_text[at] == '&') {
            anchor = true;
            node.anchor = m_text.substr(at + 1, end - at - 1);
        } else {
            tag = node.tagged = true;
        }
        at = skipBlanks(m_text, end);
    }
    node.end = end;
    return at;
}

bool Walker::walkNull(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow)
{
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        const std::size_t end = at + word.size();
        const bool ends = endsAt(end) || m_text[end] == ':' || (flow && isFlowMark(m_text[end]));
        if (m_text.substr(at, word.size()) != word || !ends || (!flow && columnOf(at) <= indent))
            continue;
        node.style = Span::Style::Plain;
        node.text = word;
        node.content = at;
        node.end = end;
        return true;
    }
    node.content = node.end;
    return true;
}

bool Walker::walkQuoted(Span &node, std::size_t at)
{
    const char quote = m_text[at];
    node.style = quote == '"' ? Span::Style::Double : Span::Style::Single;
    for (std::size_t i = at + 1; i < m_text.size(); ++i) {
        if (quote == '"' && m_text[i] == '\\') {
            ++i;
        } else if (m_text[i] == quote) {
            if (quote == '\'' && charAt(i + 1) == quote) {
                ++i;
                continue;
            }
            node.end = i + 1;
            return true;
        }
    }
    return fault(at);
}

bool Walker::walkBlockText(Span &node, std::size_t at, std::ptrdiff_t indent)
{
    node.style = m_text[at] == '|' ? Span::Style::Literal : Span::Style::Folded;
    bool keep = false;
    std::ptrdiff_t within = -1;
    for (std::size_t i = at + 1; !endsAt(i); ++i) {
        keep = keep || m_text[i] == '+';
        if (m_text[i] >= '1' && m_text[i] <= '9')
            within = std::max<std::ptrdiff_t>(indent, 0) + (m_text[i] - '0');
    }
    node.end = lineEnd(m_text, at);
    for (std::size_t line = m_text.find('\n', at); line != std::string_view::npos;
         line = m_text.find('\n', line)) {
        ++line;
        const std::size_t end = lineEnd(m_text, line);
        const std::size_t first = std::min(m_text.find_first_not_of(' ', line), m_text.size());
        if (first >= end) {
            if (keep && line < m_text.size())
                node.end = end;
            continue;
        }
        const auto depth = static_cast<std::ptrdiff_t>(first - line);
        if (within < 0)
            within = std::max(depth, indent + 1);
        if (depth < within)
            break;
        node.end = end;
    }
    return true;
}

// One line of an unquoted text: sets end behind its last character and returns where reading stopped.
std::size_t Walker::lineOfPlain(std::size_t at, bool flow, std::size_t &end) const
{
    for (; at < m_text.size() && m_text[at] != '\n'; ++at) {
        const char c = m_text[at];
        if (isBlank(c))
            continue;
        if (c == '#' && at > 0 && isBlank(m_text[at - 1]))
            break;
        if (flow && isFlowMark(c))
            break;
        if (c == ':' && (endsAt(at + 1) || (flow && isFlowMark(m_text[at + 1]))))
            break;
        end = at + 1;
    }
    return at;
}

// As the reader joins the lines of an unquoted text.
std::string folded(std::string_view text)
{
    std::string out;
    std::size_t breaks = 0;
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string_view line = text.substr(at, end - at);
        while (!line.empty() && isBlank(line.front()))
            line.remove_prefix(1);
        while (!line.empty() && isBlank(line.back()))
            line.remove_suffix(1);
        if (!line.empty()) {
            if (breaks == 1)
                out += ' ';
            else if (breaks > 1)
                out.append(breaks - 1, '\n');
            out += line;
            breaks = 0;
        }
        ++breaks;
        at = end + 1;
    }
    return out;
}

bool Walker::walkPlain(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow, bool key)
{
    node.style = Span::Style::Plain;
    std::size_t end = at;
    std::size_t stop = lineOfPlain(at, flow, end);
    while (!key && stop < m_text.size() && m_text[stop] == '\n') {
        const std::size_t next = m_text.find_first_not_of(" \t\r\n", stop);
        if (next == std::string_view::npos || m_text[next] == '#')
            break;
        const std::string_view line = m_text.substr(next, lineEnd(m_text, next) - next);
        const bool mark = columnOf(next) == 0 && (line.starts_with("---") || line.starts_with("..."));
        if (mark || (!flow && columnOf(next) <= indent))
            break;
        stop = lineOfPlain(next, flow, end);
        if (end <= next)
            break;
    }
    node.end = end;
    return folded(m_text.substr(at, end - at)) == node.text || fault(at);
}

bool Walker::walkScalar(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow, bool key)
{
    const char c = charAt(at);
    node.content = at;
    if (c == '"' || c == '\'')
        return walkQuoted(node, at);
    if ((c == '|' || c == '>') && !flow)
        return walkBlockText(node, at, indent);
    if (node.text.empty()) {
        node.content = node.end;
        return true;
    }
    return walkPlain(node, at, indent, flow, key);
}

bool Walker::walkPair(Span &key, Span &value, std::size_t at, std::ptrdiff_t indent, bool flow)
{
    const std::size_t begin = skipBlanks(m_text, at);
    if (charAt(begin) == '?' && endsAt(begin + 1))
        return fault(begin);
    if (!walk(key, begin, flow ? indent : -1, flow, true))
        return false;
    const std::size_t colon = flow ? skipBlanks(m_text, key.end) : m_text.find_first_not_of(" \t", key.end);
    if (colon < m_text.size() && m_text[colon] == ':')
        return walk(value, colon + 1, indent, flow, false);
    if (!flow || value.kind != Span::Kind::Null)
        return fault(key.end);
    value.lead = value.begin = value.content = value.end = key.end;
    return true;
}

bool Walker::walkFlow(Span &node, std::size_t at)
{
    const char close = node.isMap() ? '}' : ']';
    if (charAt(at) != (node.isMap() ? '{' : '[')) {
        node.bare = node.isMap() && node.items.size() == 1;
        if (!node.bare || !walkPair(node.keys[0], node.items[0], at, -1, true))
            return fault(at);
        node.end = node.items[0].end;
        return true;
    }
    std::size_t next = at + 1;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        Span &item = node.items[i];
        const bool read = node.isMap() ? walkPair(node.keys[i], item, next, -1, true)
                                       : walk(item, skipBlanks(m_text, next), -1, true, false);
        if (!read)
            return false;
        const std::size_t comma = skipBlanks(m_text, item.end);
        next = item.end;
        if (charAt(comma) == ',') {
            item.comma = comma;
            next = comma + 1;
        } else if (charAt(comma) != close) {
            return fault(comma);
        }
    }
    const std::size_t last = skipBlanks(m_text, next);
    if (charAt(last) != close)
        return fault(last);
    node.end = last + 1;
    return true;
}

bool Walker::walkBlock(Span &node, std::size_t at)
{
    const std::ptrdiff_t column = columnOf(at);
    std::size_t next = at;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        Span &item = node.items[i];
        const std::size_t begin = skipBlanks(m_text, next);
        if (begin >= m_text.size() || columnOf(begin) != column)
            return fault(begin);
        if (node.isMap()) {
            if (!walkPair(node.keys[i], item, begin, column, false))
                return false;
        } else {
            if (m_text[begin] != '-' || !endsAt(begin + 1))
                return fault(begin);
            item.dash = begin;
            if (!walk(item, begin + 1, column, false, false))
                return false;
        }
        next = item.end;
    }
    node.end = next;
    return true;
}

bool Walker::walk(Span &node, std::size_t at, std::ptrdiff_t indent, bool flow, bool key)
{
    const std::size_t mark = node.begin;
    node.lead = at;
    std::size_t begin = skipBlanks(m_text, at);
    if (node.kind != Span::Kind::Null && begin != mark)
        return fault(begin);
    node.begin = node.content = node.end = at;
    if (node.anchored || node.tagged || (node.kind != Span::Kind::Null && charAt(begin) == '!'))
        begin = skipProperties(node, begin, flow);
    else if (node.kind != Span::Kind::Null)
        node.begin = begin;
    node.content = begin;
    switch (node.kind) {
    case Span::Kind::Null:
        return walkNull(node, begin, indent, flow);
    case Span::Kind::Alias: {
        std::size_t end = begin + 1;
        while (!endsAt(end) && !isFlowMark(m_text[end]))
            ++end;
        node.text = m_text.substr(begin + 1, end - begin - 1);
        node.end = end;
        return charAt(begin) == '*' || fault(begin);
    }
    case Span::Kind::Scalar:
        return walkScalar(node, begin, indent, flow, key);
    case Span::Kind::Sequence:
    case Span::Kind::Map:
        break;
    }
    return node.isFlow() ? walkFlow(node, begin) : walkBlock(node, begin);
}

}   // namespace

std::size_t lineBegin(std::string_view text, std::size_t offset)
{
    const std::size_t found = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    return found == std::string_view::npos ? 0 : found + 1;
}

std::size_t lineEnd(std::string_view text, std::size_t offset)
{
    std::size_t end = std::min(text.find('\n', offset), text.size());
    if (end > offset && text[end - 1] == '\r')
        --end;
    return end;
}

std::size_t skipBlanks(std::string_view text, std::size_t offset)
{
    while (offset < text.size()) {
        const char c = text[offset];
        if (isBlank(c))
            ++offset;
        else if (c == '#' && (offset == 0 || isBlank(text[offset - 1])))
            offset = std::min(text.find('\n', offset), text.size());
        else
            break;
    }
    return offset;
}

Location locationAt(std::string_view text, std::size_t offset, const std::string &fileName)
{
    offset = std::min(offset, text.size());
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    const std::size_t begin = lineBegin(text, offset);
    const auto column = std::ranges::count_if(text.substr(begin, offset - begin), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    });
    return {fileName, static_cast<int>(line) + 1, static_cast<int>(column) + 1};
}

SpanText readSpans(std::string_view text, const std::string &fileName)
{
    // Bounds and errors are the reader's.
    ParsedText parsed = parseYaml(text, fileName);
    if (parsed.failed)
        return {{}, std::move(parsed.diagnostics.back())};
    const auto refuse = [&](std::size_t at, std::string message) {
        return SpanText{
            {},
            Diagnostic{Diagnostic::Severity::Error, locationAt(text, at, fileName), {}, std::move(message)}};
    };
    if (!isPlaceable(text))
        return refuse(0, "holds bytes that are no plain UTF-8 text; edit the file by hand");
    Span root;
    try {
        ShapeReader shape(text);
        std::istringstream stream{std::string(text)};
        YAML::Parser parser(stream);
        parser.HandleNextDocument(shape);
        root = shape.take();
    } catch (const std::exception &) {
        return refuse(0, "is written in a way that only a person can change; edit the file by hand");
    }
    if (root.kind == Span::Kind::Null)
        return {};
    Walker walker(text);
    if (!walker.walk(root, root.begin, -1, false, false))
        return refuse(walker.faultAt(),
                      "is written in a way that cannot be changed in place; edit it by hand");
    return {std::move(root), std::nullopt};
}

}   // namespace gw::config
