#include "core/lossless/tree.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

namespace gw::lossless {

int Node::indexOf(std::string_view key) const
{
    for (std::size_t i = keys.size(); i-- > 0;) {
        if (keys[i] == key)
            return static_cast<int>(i);
    }
    return -1;
}

int Node::indexOf(const Step &step) const
{
    if (!step.ofList())
        return isMap() ? indexOf(step.key) : -1;
    if (!isList())
        return -1;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const int at = items[i].isMap() ? items[i].indexOf(step.key) : -1;
        if (at >= 0 && items[i].items[static_cast<std::size_t>(at)].text == step.is)
            return static_cast<int>(i);
    }
    return -1;
}

int Node::count(std::string_view key) const
{
    return static_cast<int>(std::ranges::count(keys, key));
}

namespace {

std::vector<std::size_t> byKey(const Node &node)
{
    std::vector<std::size_t> order(node.items.size());
    std::iota(order.begin(), order.end(), 0);
    if (node.isMap())
        std::ranges::stable_sort(order, {},
                                 [&node](std::size_t i) -> const std::string & { return node.keys[i]; });
    return order;
}

}   // namespace

bool sameValue(const Node &a, const Node &b)
{
    if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size())
        return false;
    return std::ranges::equal(byKey(a), byKey(b), [&](std::size_t i, std::size_t k) {
        return (!a.isMap() || a.keys[i] == b.keys[k]) && sameValue(a.items[i], b.items[k]);
    });
}

json::Value toJson(const Node &node)
{
    switch (node.kind) {
    case Node::Kind::Null:
        return nullptr;
    case Node::Kind::Bool:
        return node.text == "true";
    case Node::Kind::Number: {
        std::int64_t whole = 0;
        const char *end = node.text.data() + node.text.size();
        if (std::from_chars(node.text.data(), end, whole).ptr == end)
            return whole;
        double real = 0;
        if (std::from_chars(node.text.data(), end, real).ptr == end && std::isfinite(real))
            return real;
        return json::Value(node.text);
    }
    case Node::Kind::String:
    case Node::Kind::Other:
        return json::Value(node.text);
    case Node::Kind::List: {
        json::Array list;
        for (const Node &item : node.items)
            list.push_back(toJson(item));
        return list;
    }
    case Node::Kind::Map: {
        json::Object map;
        for (std::size_t i = 0; i < node.items.size(); ++i)
            map[node.keys[i]] = toJson(node.items[i]);
        return map;
    }
    }
    return nullptr;
}

Node fromJson(const json::Value &value)
{
    Node node;
    switch (value.kind()) {
    case boost::json::kind::null:
        node.text = "null";
        break;
    case boost::json::kind::bool_:
        node.kind = Node::Kind::Bool;
        node.text = value.get_bool() ? "true" : "false";
        break;
    case boost::json::kind::string:
        node.kind = Node::Kind::String;
        node.text = std::string(value.get_string());
        break;
    case boost::json::kind::array:
        node.kind = Node::Kind::List;
        for (const json::Value &item : value.get_array())
            node.items.push_back(fromJson(item));
        break;
    case boost::json::kind::object:
        node.kind = Node::Kind::Map;
        for (const auto &[key, item] : value.get_object()) {
            node.keys.emplace_back(key);
            node.items.push_back(fromJson(item));
        }
        break;
    default:
        node.kind = Node::Kind::Number;
        node.text = json::serialize(value);
    }
    return node;
}

Reached reach(const Node &root, const Path &path)
{
    Reached reached{&root};
    for (const Step &step : path) {
        const int at = reached.node->indexOf(step);
        if (at < 0)
            return reached;
        reached.twice = reached.twice || (!step.ofList() && reached.node->count(step.key) > 1);
        reached.parent = reached.node;
        reached.index = static_cast<std::size_t>(at);
        reached.node = &reached.parent->items[reached.index];
        ++reached.depth;
    }
    return reached;
}

json::Value memberValue(const Step &step, const json::Value &value)
{
    if (!step.ofList() || !value.is_object() || value.get_object().contains(step.key))
        return value;
    json::Object whole{{step.key, step.is}};
    for (const auto &[key, item] : value.get_object())
        whole[key] = item;
    return whole;
}

json::Value wrapped(std::span<const Step> steps, const json::Value &value)
{
    json::Value out = value;
    for (std::size_t i = steps.size(); i-- > 0;) {
        const Step &step = steps[i];
        out = memberValue(step, out);
        if (step.ofList())
            out = json::Array{out};
        else
            out = json::Object{{step.key, out}};
    }
    return out;
}

bool applyTo(Node &root, const Edit &edit)
{
    const Reached reached = reach(root, edit.path);
    Node *node = &root;
    Node *parent = nullptr;
    std::size_t index = 0;
    for (std::size_t i = 0; i < reached.depth; ++i) {
        parent = node;
        index = static_cast<std::size_t>(node->indexOf(edit.path[i]));
        node = &node->items[index];
    }
    if (reached.depth == edit.path.size()) {
        if (edit.value) {
            *node = fromJson(edit.path.empty() ? *edit.value : memberValue(edit.path.back(), *edit.value));
            return true;
        }
        if (!parent)
            return false;
        const auto offset = static_cast<std::ptrdiff_t>(index);
        parent->items.erase(parent->items.begin() + offset);
        if (parent->isMap())
            parent->keys.erase(parent->keys.begin() + offset);
        return true;
    }
    if (!edit.value)
        return true;
    const Step &step = edit.path[reached.depth];
    if (step.ofList() ? !node->isList() : !node->isMap())
        return false;
    const json::Value member = wrapped(std::span(edit.path).subspan(reached.depth + 1), *edit.value);
    node->items.push_back(fromJson(memberValue(step, member)));
    if (!step.ofList())
        node->keys.push_back(step.key);
    return true;
}

Problem problemAt(std::string_view text, std::size_t offset, std::string message)
{
    offset = std::min(offset, text.size());
    Problem problem;
    problem.line = 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
    problem.column = 1;
    for (const char c : text.substr(lineBegin(text, offset), offset - lineBegin(text, offset))) {
        constexpr unsigned kContinues = 0xC0U;
        if ((static_cast<unsigned char>(c) & kContinues) != 0x80U)
            ++problem.column;
    }
    problem.message = std::move(message);
    return problem;
}

std::string_view lineEndOf(std::string_view text)
{
    const std::size_t end = text.find('\n');
    return end != std::string_view::npos && end > 0 && text[end - 1] == '\r' ? "\r\n" : "\n";
}

std::size_t lineBegin(std::string_view text, std::size_t offset)
{
    const std::size_t end = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    return end == std::string_view::npos ? 0 : end + 1;
}

std::size_t lineEnd(std::string_view text, std::size_t offset)
{
    const std::size_t end = std::min(text.find('\n', offset), text.size());
    return end > offset && end < text.size() && text[end - 1] == '\r' ? end - 1 : end;
}

bool beginsLine(std::string_view text, std::size_t offset)
{
    const std::size_t begin = lineBegin(text, offset);
    return text.substr(begin, offset - begin).find_first_not_of(" \t") == std::string_view::npos;
}

void appendUtf8(std::string &out, std::uint32_t code)
{
    const auto add = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80U) {
        add(code);
    } else if (code < 0x800U) {
        add(0xC0U | (code >> 6U));
        add(0x80U | (code & 0x3FU));
    } else if (code < 0x10000U) {
        add(0xE0U | (code >> 12U));
        add(0x80U | ((code >> 6U) & 0x3FU));
        add(0x80U | (code & 0x3FU));
    } else {
        add(0xF0U | (code >> 18U));
        add(0x80U | ((code >> 12U) & 0x3FU));
        add(0x80U | ((code >> 6U) & 0x3FU));
        add(0x80U | (code & 0x3FU));
    }
}

bool isUtf8(std::string_view text)
{
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80U                    ? 1
                                   : lead >= 0xC2U && lead < 0xE0U ? 2
                                   : lead >= 0xE0U && lead < 0xF0U ? 3
                                   : lead >= 0xF0U && lead < 0xF5U ? 4
                                                                   : 0;
        if (length == 0 || i + length > text.size())
            return false;
        for (std::size_t k = 1; k < length; ++k) {
            if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U)
                return false;
        }
        i += length;
    }
    return true;
}

}   // namespace gw::lossless
