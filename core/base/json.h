#pragma once

#include "core/base/result.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>

// JSON for traffic and catalogs. Boost.JSON values keep key order and 64-bit integers (QJson keeps neither
// and is never used on traffic); simdjson finds fields in bytes that stay as they are.
namespace gw::json {

using Value = boost::json::value;
using Object = boost::json::object;
using Array = boost::json::array;

// Parses one JSON text. Errors name the byte offset, never the content. Depth is limited to 128.
Result<Value> parse(std::string_view text);
// Compact text: key order kept, integers exact, doubles in their shortest form (0.7, not 7E-1; 1.0
// stays 1.0).
std::string serialize(const Value &value);
std::string serialize(const Object &object);
std::string serialize(const Array &array);
void append(std::string &out, const Value &value);
// Appends text as a JSON string, quotes included.
void appendString(std::string &out, std::string_view text);

// Look-ups that never throw: null or an empty optional when absent or of another type.
const Value *find(const Object &object, std::string_view key);
const Object *findObject(const Object &object, std::string_view key);
const Array *findArray(const Object &object, std::string_view key);
std::optional<std::string_view> findString(const Object &object, std::string_view key);
std::optional<std::int64_t> findInt(const Object &object, std::string_view key);
std::optional<double> findDouble(const Object &object, std::string_view key);
std::optional<bool> findBool(const Object &object, std::string_view key);
// The string or "".
std::string_view stringOr(const Object &object, std::string_view key, std::string_view fallback = {});
// Follows a dotted path ("usage.prompt_tokens_details.cached_tokens") through objects.
const Value *findPath(const Object &object, std::string_view path);
std::optional<std::int64_t> toInt(const Value &value);
std::optional<double> toDouble(const Value &value);
// Equality by value: key order does not count, 1 equals 1.0. On a difference, where receives its path.
bool equal(const Value &a, const Value &b, std::string *where = nullptr);

}   // namespace gw::json
