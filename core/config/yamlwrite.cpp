#include "core/config/yamlwrite.h"

#include "core/config/scalars.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gw::config {

namespace {

// True for texts that need no quotes in either style.
bool isPlainSafe(std::string_view text)
{
    constexpr std::string_view kWithin = "_./@+-: ";
    const auto isWord = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    if (text.empty() || !(isWord(text.front()) || text.front() == '_' || text.front() == '/') ||
        text.back() == ':' || text.back() == ' ' || text.find(": ") != std::string_view::npos)
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

std::string quotedText(std::string_view text)
{
    std::string out;
    json::appendString(out, text);
    return out;
}

bool isEmptyContainer(const json::Value &value)
{
    return (value.is_object() && value.get_object().empty()) ||
           (value.is_array() && value.get_array().empty());
}

bool isContainer(const json::Value &value)
{
    return value.is_object() || value.is_array();
}

// Lists of plain values stay on one line.
bool wantsLines(const json::Value &value)
{
    if (value.is_object())
        return !value.get_object().empty();
    return value.is_array() && std::ranges::any_of(value.get_array(), isContainer);
}

void findSteps(const Span &node, std::string_view text, WriteStyle &style, bool &map, bool &list)
{
    const auto columnOf = [&](const Span &span) { return span.content - lineBegin(text, span.content); };
    for (std::size_t i = 0; i < node.items.size() && !(map && list); ++i) {
        const Span &item = node.items[i];
        if (node.isMap() && !node.isFlow() && item.style == Span::Style::Block) {
            const std::size_t own = columnOf(node.keys[i]);
            const std::size_t within = columnOf(item);
            if (item.isMap() && !map && within > own) {
                style.step = within - own;
                map = true;
            } else if (item.isSequence() && !list && within >= own) {
                style.listStep = within - own;
                list = true;
            }
        }
        findSteps(item, text, style, map, list);
    }
}

}   // namespace

WriteStyle styleOf(std::string_view text, const Span &root)
{
    WriteStyle style;
    if (text.find("\r\n") != std::string_view::npos)
        style.eol = "\r\n";
    bool map = false;
    bool list = false;
    findSteps(root, text, style, map, list);
    return style;
}

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

std::string scalarText(const json::Value &value, Span::Style like)
{
    if (!value.is_string())
        return numberText(value);
    const std::string_view text = value.get_string();
    const bool printable =
        std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
    if (like == Span::Style::Single && printable) {
        std::string out = "'";
        for (const char c : text)
            out.append(c == '\'' ? 2 : 1, c);
        return out + '\'';
    }
    const bool plain = like != Span::Style::Double && like != Span::Style::Single && isPlainSafe(text);
    return plain ? std::string(text) : quotedText(text);
}

std::string flowText(const json::Value &value, bool quoted)
{
    const Span::Style like = quoted ? Span::Style::Double : Span::Style::Plain;
    if (!isContainer(value))
        return scalarText(value, like);
    std::string out(1, value.is_object() ? '{' : '[');
    bool first = true;
    const auto separate = [&] {
        out += first ? "" : ", ";
        first = false;
    };
    if (value.is_object()) {
        for (const auto &member : value.get_object()) {
            separate();
            out += scalarText(json::Value(member.key()), like) + ": " + flowText(member.value(), quoted);
        }
        return out + '}';
    }
    for (const json::Value &item : value.get_array()) {
        separate();
        out += flowText(item, quoted);
    }
    return out + ']';
}

std::string blockLines(const json::Value &value, std::size_t indent, const WriteStyle &style)
{
    if (!isContainer(value) || isEmptyContainer(value))
        return isContainer(value) ? flowText(value) : scalarText(value);
    std::string out;
    const auto separate = [&] {
        if (!out.empty())
            out.append(style.eol).append(indent, ' ');
    };
    if (value.is_object()) {
        for (const auto &member : value.get_object()) {
            separate();
            out += scalarText(json::Value(member.key())) + ":" + blockValue(member.value(), indent, style);
        }
        return out;
    }
    for (const json::Value &item : value.get_array()) {
        separate();
        out += "-" + blockItem(item, indent, style);
    }
    return out;
}

std::string blockValue(const json::Value &value, std::size_t indent, const WriteStyle &style)
{
    if (!wantsLines(value))
        return " " + (isContainer(value) ? flowText(value) : scalarText(value));
    const std::size_t within = indent + (value.is_object() ? style.step : style.listStep);
    return style.eol + std::string(within, ' ') + blockLines(value, within, style);
}

std::string blockItem(const json::Value &value, std::size_t indent, const WriteStyle &style)
{
    constexpr std::size_t kDash = 2;
    if (value.is_object() && wantsLines(value))
        return " " + blockLines(value, indent + kDash, style);
    return " " + (isContainer(value) ? flowText(value) : scalarText(value));
}

std::string literalText(std::string_view text, std::size_t indent, const WriteStyle &style)
{
    const bool printable = std::ranges::all_of(
        text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t'; });
    const bool ended = text.ends_with('\n');
    if (!printable || text.empty() || text.front() == ' ' || text.front() == '\n' || text.front() == '\t' ||
        text.ends_with("\n\n"))
        return {};
    if (ended)
        text.remove_suffix(1);
    std::string out = ended ? "|" : "|-";
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        out += style.eol;
        if (end > at)
            out.append(indent + style.step, ' ').append(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

Node nodeOf(const json::Value &value)
{
    Node node;
    if (value.is_object()) {
        node.kind = Node::Kind::Map;
        for (const auto &member : value.get_object()) {
            Node key;
            key.kind = Node::Kind::Scalar;
            key.text = member.key();
            node.insert(std::move(key), nodeOf(member.value()));
        }
    } else if (value.is_array()) {
        node.kind = Node::Kind::Sequence;
        for (const json::Value &item : value.get_array())
            node.items.push_back(nodeOf(item));
    } else if (!value.is_null()) {
        node.kind = Node::Kind::Scalar;
        node.plain = !value.is_string();
        node.text = value.is_string() ? std::string(std::string_view(value.get_string())) : numberText(value);
    }
    return node;
}

}   // namespace gw::config
