#include "core/config/yamlchanges.h"

#include <algorithm>

namespace gw::config {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool wantsLines(const json::Value &value)
{
    if (value.is_object())
        return !value.get_object().empty();
    return value.is_array() && std::ranges::any_of(value.get_array(), [](const json::Value &item) {
               return item.is_object() || item.is_array();
           });
}

Span::Style quotesOf(const Span &node)
{
    const bool quoted = node.style == Span::Style::Single || node.style == Span::Style::Double;
    return node.isScalar() && quoted ? node.style : Span::Style::Plain;
}

}   // namespace

// A value that is replaced, and what of its surroundings that depends on.
struct ChangeWriter::Place
{
    const Span &old;
    bool item = false;        // Of a list.
    std::size_t indent = 0;   // Of the map or list that holds it.
    std::size_t from = 0;     // Behind ':' or '-' and the old value's anchor.
};

ChangeWriter::ChangeWriter(std::string_view text, const Span &root)
    : m_text(text)
    , m_root(root)
    , m_style(styleOf(text, root))
    , m_json(root.isFlow() && root.isMap() &&
             (root.keys.empty() || root.keys.front().style == Span::Style::Double))
{}

bool ChangeWriter::beginsLine(std::size_t at) const
{
    return m_text.find_first_not_of(" \t", lineBegin(m_text, at)) >= at;
}

bool ChangeWriter::sameLine(std::size_t from, std::size_t to) const
{
    return m_text.substr(from, to - from).find('\n') == std::string_view::npos;
}

std::size_t ChangeWriter::nextLine(std::size_t offset) const
{
    const std::size_t found = m_text.find('\n', offset);
    return found == std::string_view::npos ? m_text.size() : found + 1;
}

std::size_t ChangeWriter::memberBegin(const Span &parent, std::size_t index) const
{
    if (parent.isMap())
        return parent.keys[index].begin;
    const Span &item = parent.items[index];
    return item.dash == Span::kNowhere ? item.begin : item.dash;
}

std::size_t ChangeWriter::memberEnd(const Span &parent, std::size_t index) const
{
    return parent.items[index].end;
}

// Behind the lines that belong to a member of a block collection: its own and comments further in.
std::size_t ChangeWriter::tailOf(const Span &parent, std::size_t index) const
{
    const std::size_t indent = columnOf(memberBegin(parent, index));
    std::size_t tail = nextLine(memberEnd(parent, index));
    for (std::size_t at = tail; at < m_text.size(); at = nextLine(at)) {
        const std::size_t first = m_text.find_first_not_of(kBlanks, at);
        if (first == std::string_view::npos)
            break;
        if (first >= nextLine(at))
            continue;
        if (m_text[first] != '#' || columnOf(first) <= indent)
            break;
        tail = nextLine(first);
    }
    return tail;
}

// entry as lines of their own before offset at, which begins a line or is the end of the text.
Change ChangeWriter::lineAt(std::size_t at, std::size_t indent, const std::string &entry) const
{
    const bool open = at > 0 && m_text[at - 1] != '\n';
    return {at, 0, (open ? m_style.eol : std::string()) + std::string(indent, ' ') + entry + m_style.eol};
}

std::string ChangeWriter::inlineText(const Span &parent, const Span &old, const json::Value &value,
                                     bool flow) const
{
    Span::Style like = quotesOf(old);
    if (!old.isScalar() && parent.isSequence() && parent.items.size() > 1)
        like = quotesOf(&old == &parent.items.front() ? parent.items[1] : parent.items.front());
    if (m_json)
        like = Span::Style::Double;
    if (!value.is_object() && !value.is_array())
        return scalarText(value, like);
    const bool quoted = m_json || !flow || like != Span::Style::Plain;
    return flowText(value, quoted);
}

void ChangeWriter::replaceInline(Proposals &out, const Place &place, const std::string &text) const
{
    const Span &old = place.old;
    const bool empty = old.kind == Span::Kind::Null && old.style == Span::Style::None;
    if (empty || (old.isScalar() && old.content == old.end)) {
        out.push_back({{place.from, old.end - place.from, " " + text}});
    } else if (old.isBlockText()) {
        const std::size_t header = m_text.find_first_of(kBlanks, old.content);
        const std::size_t body = lineEnd(m_text, old.content);
        out.push_back(
            {{old.content, std::min(header, body) - old.content, text}, {body, old.end - body, {}}});
    } else if (old.style == Span::Style::Block && !sameLine(place.from, old.content)) {
        const std::size_t body = lineEnd(m_text, place.from);
        out.push_back({{place.from, 0, " " + text}, {body, lineEnd(m_text, old.end) - body, {}}});
    } else {
        out.push_back({{old.content, old.end - old.content, text}});
    }
    if (old.tagged) {
        const std::string anchor = old.anchor.empty() ? std::string() : "&" + old.anchor + " ";
        out.push_back({{old.begin, old.end - old.begin, anchor + text}});
    }
}

void ChangeWriter::replaceByLines(Proposals &out, const Place &place, const json::Value &value) const
{
    const Span &old = place.old;
    constexpr std::size_t kDash = 2;
    if (old.style == Span::Style::Block) {
        out.push_back(
            {{old.content, old.end - old.content, blockLines(value, columnOf(old.content), m_style)}});
        return;
    }
    const std::size_t step = place.item ? kDash : value.is_object() ? m_style.step : m_style.listStep;
    const std::size_t indent = place.indent + step;
    const std::string lines = blockLines(value, indent, m_style);
    if (place.item && m_text.find_first_not_of(" \t", old.end) >= lineEnd(m_text, old.end))
        out.push_back({{place.from, old.end - place.from, " " + lines}});
    const std::string below = m_style.eol + std::string(indent, ' ') + lines;
    if (old.isBlockText()) {
        const std::size_t header = m_text.find_first_of(kBlanks, old.content);
        const std::size_t body = lineEnd(m_text, old.content);
        out.push_back({{place.from, std::min(header, body) - place.from, {}}, {body, old.end - body, below}});
        return;
    }
    const std::size_t at = lineEnd(m_text, old.end);
    if (old.end > place.from)
        out.push_back({{place.from, old.end - place.from, {}}, {at, 0, below}});
    else
        out.push_back({{at, 0, below}});
}

Proposals ChangeWriter::replace(const Span &parent, std::size_t index, const json::Value &value) const
{
    Proposals out;
    const Span &old = parent.items[index];
    const bool flow = parent.isFlow();
    const std::string text = inlineText(parent, old, value, flow);
    const bool properties = old.anchored || old.tagged;
    Place place{old, parent.isSequence(), flow ? 0 : columnOf(memberBegin(parent, index)), old.lead};
    if (properties)
        place.from = old.kind == Span::Kind::Null || old.content == old.end
                         ? old.end
                         : m_text.find_last_not_of(kBlanks, old.content - 1) + 1;
    if (flow) {
        const bool bareKey = parent.isMap() && old.kind == Span::Kind::Null &&
                             old.end == parent.keys[index].end && m_text[old.end - 1] != ':';
        if (bareKey)
            out.push_back({{old.end, 0, ": " + text}});
        replaceInline(out, place, text);
        return out;
    }
    if (old.isBlockText() && value.is_string()) {
        const std::string literal = literalText(std::string_view(value.get_string()), place.indent, m_style);
        const std::size_t line = std::min(literal.find_first_of("\r\n"), literal.size());
        const std::size_t header = m_text.find_first_of(kBlanks, old.content);
        const std::size_t body = lineEnd(m_text, old.content);
        if (!literal.empty())
            out.push_back({{old.content, std::min(header, body) - old.content, literal.substr(0, line)},
                           {body, old.end - body, literal.substr(line)}});
    }
    const bool lines = wantsLines(value) && !old.isFlow();
    if (lines)
        replaceByLines(out, place, value);
    replaceInline(out, place, text);
    return out;
}

Proposals ChangeWriter::insertFlow(const Span &parent, std::size_t index, std::string_view key,
                                   const json::Value &value) const
{
    const std::size_t count = parent.items.size();
    const Span *beside = nullptr;
    if (count > 0)
        beside = parent.isMap() ? &parent.keys.back() : &parent.items[index > 0 ? index - 1 : 0];
    const bool scalar = !value.is_object() && !value.is_array();
    Span::Style like = beside && !m_json ? quotesOf(*beside) : Span::Style::Double;
    const bool quoted = parent.isMap() ? like != Span::Style::Plain : true;
    if (!parent.isMap() && beside && !beside->isScalar())
        like = Span::Style::Double;
    std::string entry = scalar ? scalarText(value, like) : flowText(value, quoted);
    if (parent.isMap())
        entry = scalarText(json::Value(key), like) + ": " + entry;
    if (parent.bare)
        return {{{parent.begin, 0, "{"}, {parent.end, 0, ", " + entry + "}"}}};
    if (index < count) {
        const std::size_t at = memberBegin(parent, index);
        const std::string between =
            beginsLine(at) ? m_style.eol + std::string(m_text.substr(lineBegin(m_text, at), columnOf(at)))
                           : std::string(" ");
        return {{{at, 0, entry + "," + between}}};
    }
    if (count == 0)
        return {{{parent.content + 1, 0, entry}}};
    const Span &last = parent.items.back();
    const bool comma = last.comma != Span::kNowhere;
    const std::size_t at = comma ? last.comma + 1 : last.end;
    if (sameLine(at, parent.end))
        return {{{at, 0, (comma ? " " : ", ") + entry}}};
    const std::size_t line = lineBegin(m_text, memberBegin(parent, count - 1));
    const std::size_t depth = m_text.find_first_not_of(" \t", line) - line;
    const std::string below = m_style.eol + std::string(m_text.substr(line, depth)) + entry;
    if (comma)
        return {{{lineEnd(m_text, at), 0, below}}};
    if (lineEnd(m_text, at) == at)
        return {{{at, 0, "," + below}}};
    return {{{at, 0, ","}, {lineEnd(m_text, at), 0, below}}};
}

Proposals ChangeWriter::insert(const Span &parent, std::size_t index, std::string_view key,
                               const json::Value &value) const
{
    if (parent.isFlow())
        return insertFlow(parent, index, key, value);
    const std::size_t count = parent.items.size();
    const std::size_t indent = columnOf(memberBegin(parent, 0));
    std::vector<std::string> entries;
    if (parent.isMap()) {
        const Span::Style like = quotesOf(parent.keys.back());
        entries = {scalarText(json::Value(key), like) + ":" + blockValue(value, indent, m_style)};
        index = count;
    } else {
        const bool scalar = !value.is_object() && !value.is_array();
        if (scalar)
            entries = {"- " + scalarText(value, quotesOf(parent.items[index > 0 ? index - 1 : 0]))};
        entries.push_back("-" + blockItem(value, indent, m_style));
    }
    Proposals out;
    for (const std::string &entry : entries) {
        if (index > 0) {
            out.push_back({lineAt(tailOf(parent, index - 1), indent, entry)});
            out.push_back({lineAt(nextLine(memberEnd(parent, index - 1)), indent, entry)});
        }
        if (index < count)
            out.push_back({{memberBegin(parent, index), 0, entry + m_style.eol + std::string(indent, ' ')}});
    }
    return out;
}

void ChangeWriter::removeLastFlow(Proposals &out, const Span &parent, std::size_t index) const
{
    const std::size_t begin = memberBegin(parent, index);
    const Span &item = parent.items[index];
    const std::size_t before = parent.items[index - 1].comma;
    const bool comma = item.comma != Span::kNowhere;
    const std::size_t end = comma ? item.comma + 1 : item.end;
    const bool alone = beginsLine(begin) && skipBlanks(m_text, end) >= lineEnd(m_text, end);
    if (sameLine(before, begin))
        out.push_back({{comma ? before + 1 : before, end - before - (comma ? 1 : 0), {}}});
    if (comma && alone)
        out.push_back({{lineBegin(m_text, begin), nextLine(end) - lineBegin(m_text, begin), {}}});
    if (comma)
        out.push_back({{begin, end - begin, {}}});
    if (!comma && alone)
        out.push_back(
            {{before, 1, {}}, {lineBegin(m_text, begin), nextLine(end) - lineBegin(m_text, begin), {}}});
    if (!comma)
        out.push_back({{before, 1, {}}, {begin, end - begin, {}}});
}

Proposals ChangeWriter::removeFlow(const Span &parent, std::size_t index) const
{
    Proposals out;
    if (parent.bare)
        return {{{parent.begin, parent.end - parent.begin, "{}"}}};
    const std::size_t count = parent.items.size();
    const std::size_t begin = memberBegin(parent, index);
    const Span &item = parent.items[index];
    const std::size_t end = item.comma == Span::kNowhere ? item.end : item.comma + 1;
    if (count == 1) {
        out.push_back({{begin, end - begin, {}}});
        return out;
    }
    if (index + 1 == count) {
        removeLastFlow(out, parent, index);
        return out;
    }
    const std::size_t next = memberBegin(parent, index + 1);
    if (sameLine(end, next))
        out.push_back({{begin, next - begin, {}}});
    else if (beginsLine(begin))
        out.push_back({{lineBegin(m_text, begin), nextLine(end) - lineBegin(m_text, begin), {}}});
    out.push_back({{begin, end - begin, {}}});
    return out;
}

Proposals ChangeWriter::remove(const Span &parent, std::size_t index) const
{
    if (parent.isFlow())
        return removeFlow(parent, index);
    Proposals out;
    const std::size_t begin = memberBegin(parent, index);
    const std::size_t end = memberEnd(parent, index);
    const std::size_t line = lineBegin(m_text, begin);
    if (parent.items.size() == 1) {
        const std::string empty = parent.isMap() ? "{}" : "[]";
        const std::size_t lead =
            parent.anchored || parent.tagged
                ? m_text.find_last_not_of(kBlanks, parent.content > 0 ? parent.content - 1 : 0) + 1
                : parent.lead;
        if (&parent == &m_root)
            out.push_back({{line, nextLine(end) - line, {}}});
        else if (sameLine(lead, begin))
            out.push_back({{begin, end - begin, empty}});
        else
            out.push_back({{lead, 0, " " + empty}, {line, nextLine(end) - line, {}}});
        return out;
    }
    if (beginsLine(begin)) {
        out.push_back({{line, tailOf(parent, index) - line, {}}});
        out.push_back({{line, nextLine(end) - line, {}}});
        return out;
    }
    const std::size_t next = m_text.find_first_not_of(kBlanks, lineEnd(m_text, end));
    if (next != std::string_view::npos)
        out.push_back({{begin, next - begin, {}}});
    return out;
}

Proposals ChangeWriter::begin(const json::Object &members) const
{
    std::size_t end = m_text.size();
    for (std::size_t at = 0; at < m_text.size(); at = nextLine(at)) {
        if (m_text.substr(at, lineEnd(m_text, at) - at) == "...") {
            end = at;
            break;
        }
    }
    return {{lineAt(end, 0, blockLines(members, 0, m_style))}};
}

}   // namespace gw::config
