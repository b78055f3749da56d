#include "core/base/json.h"

#include <array>
#include <boost/json/parse.hpp>
#include <charconv>
#include <cmath>

namespace gw::json {

namespace {

constexpr std::size_t kMaxDepth = 128;

void appendDouble(std::string &out, double number)
{
    if (!std::isfinite(number)) {
        out += "null";
        return;
    }
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    const std::string_view text(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    out += text;
    // 1.0 must not come out as the integer 1: some servers tell them apart.
    if (text.find_first_of(".eE") == std::string_view::npos)
        out += ".0";
}

template <typename Number>
void appendInteger(std::string &out, Number number)
{
    std::array<char, 24> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

void appendObject(std::string &out, const Object &object)
{
    out += '{';
    bool first = true;
    for (const auto &member : object) {
        if (!first)
            out += ',';
        first = false;
        appendString(out, member.key());
        out += ':';
        append(out, member.value());
    }
    out += '}';
}

void appendArray(std::string &out, const Array &array)
{
    out += '[';
    bool first = true;
    for (const Value &item : array) {
        if (!first)
            out += ',';
        first = false;
        append(out, item);
    }
    out += ']';
}

bool differ(std::string *where, const std::string &path)
{
    if (where)
        *where = path.empty() ? "/" : path;
    return false;
}

bool equalAt(const Value &a, const Value &b, std::string *where, const std::string &path)
{
    if (a.is_number() && b.is_number()) {
        if (!a.is_double() && !b.is_double()) {
            const auto left = toInt(a);
            const auto right = toInt(b);
            if (left && right)
                return *left == *right || differ(where, path);
            return a == b || differ(where, path);
        }
        return *toDouble(a) == *toDouble(b) || differ(where, path);
    }
    if (a.kind() != b.kind())
        return differ(where, path);
    if (const Object *left = a.if_object()) {
        const Object &right = b.get_object();
        for (const auto &member : *left) {
            const std::string below = path + "/" + std::string(member.key());
            const Value *other = right.if_contains(member.key());
            if (!other)
                return differ(where, below);
            if (!equalAt(member.value(), *other, where, below))
                return false;
        }
        for (const auto &member : right) {
            if (!left->contains(member.key()))
                return differ(where, path + "/" + std::string(member.key()));
        }
        return true;
    }
    if (const Array *left = a.if_array()) {
        const Array &right = b.get_array();
        for (std::size_t i = 0; i < std::max(left->size(), right.size()); ++i) {
            const std::string below = path + "/" + std::to_string(i);
            if (i >= left->size() || i >= right.size())
                return differ(where, below);
            if (!equalAt((*left)[i], right[i], where, below))
                return false;
        }
        return true;
    }
    return a == b || differ(where, path);
}

}   // namespace

Result<Value> parse(std::string_view text)
{
    boost::json::parse_options options;
    options.max_depth = kMaxDepth;
    boost::json::error_code code;
    Value value = boost::json::parse(boost::json::string_view(text.data(), text.size()), code, {}, options);
    if (code)
        return Error{.code = ErrorCode::BadJson, .message = "Invalid JSON payload: " + code.message()};
    return value;
}

void appendString(std::string &out, std::string_view text)
{
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(text, plain, i - plain);
        plain = i + 1;
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\b':
            out += "\\b";
            break;
        case '\f':
            out += "\\f";
            break;
        default: {
            constexpr char kHex[] = "0123456789abcdef";
            out += "\\u00";
            out += kHex[c >> 4];
            out += kHex[c & 0xf];
        }
        }
    }
    out.append(text, plain, text.size() - plain);
    out += '"';
}

void append(std::string &out, const Value &value)
{
    switch (value.kind()) {
    case boost::json::kind::null:
        out += "null";
        break;
    case boost::json::kind::bool_:
        out += value.get_bool() ? "true" : "false";
        break;
    case boost::json::kind::int64:
        appendInteger(out, value.get_int64());
        break;
    case boost::json::kind::uint64:
        appendInteger(out, value.get_uint64());
        break;
    case boost::json::kind::double_:
        appendDouble(out, value.get_double());
        break;
    case boost::json::kind::string:
        appendString(out, value.get_string());
        break;
    case boost::json::kind::array:
        appendArray(out, value.get_array());
        break;
    case boost::json::kind::object:
        appendObject(out, value.get_object());
        break;
    }
}

std::string serialize(const Value &value)
{
    std::string out;
    append(out, value);
    return out;
}

std::string serialize(const Object &object)
{
    std::string out;
    appendObject(out, object);
    return out;
}

std::string serialize(const Array &array)
{
    std::string out;
    appendArray(out, array);
    return out;
}

const Value *find(const Object &object, std::string_view key)
{
    return object.if_contains(key);
}

const Object *findObject(const Object &object, std::string_view key)
{
    const Value *value = object.if_contains(key);
    return value ? value->if_object() : nullptr;
}

const Array *findArray(const Object &object, std::string_view key)
{
    const Value *value = object.if_contains(key);
    return value ? value->if_array() : nullptr;
}

std::optional<std::string_view> findString(const Object &object, std::string_view key)
{
    const Value *value = object.if_contains(key);
    if (!value || !value->is_string())
        return std::nullopt;
    return std::string_view(value->get_string());
}

std::optional<std::int64_t> toInt(const Value &value)
{
    if (value.is_int64())
        return value.get_int64();
    if (value.is_uint64() && value.get_uint64() <= static_cast<std::uint64_t>(INT64_MAX))
        return static_cast<std::int64_t>(value.get_uint64());
    if (value.is_double() && value.get_double() == std::floor(value.get_double()) &&
        std::abs(value.get_double()) < 9e15)
        return static_cast<std::int64_t>(value.get_double());
    return std::nullopt;
}

std::optional<double> toDouble(const Value &value)
{
    if (value.is_double())
        return value.get_double();
    if (value.is_int64())
        return static_cast<double>(value.get_int64());
    if (value.is_uint64())
        return static_cast<double>(value.get_uint64());
    return std::nullopt;
}

std::optional<std::int64_t> findInt(const Object &object, std::string_view key)
{
    const Value *value = object.if_contains(key);
    return value ? toInt(*value) : std::nullopt;
}

std::optional<double> findDouble(const Object &object, std::string_view key)
{
    const Value *value = object.if_contains(key);
    return value ? toDouble(*value) : std::nullopt;
}

std::optional<bool> findBool(const Object &object, std::string_view key)
{
    const Value *value = object.if_contains(key);
    if (!value || !value->is_bool())
        return std::nullopt;
    return value->get_bool();
}

std::string_view stringOr(const Object &object, std::string_view key, std::string_view fallback)
{
    return findString(object, key).value_or(fallback);
}

const Value *findPath(const Object &object, std::string_view path)
{
    const Object *at = &object;
    while (true) {
        const std::size_t dot = path.find('.');
        const Value *value = at->if_contains(path.substr(0, dot));
        if (!value || dot == std::string_view::npos)
            return value;
        at = value->if_object();
        if (!at)
            return nullptr;
        path.remove_prefix(dot + 1);
    }
}

bool equal(const Value &a, const Value &b, std::string *where)
{
    return equalAt(a, b, where, {});
}

}   // namespace gw::json
