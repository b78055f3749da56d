#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Scalars as YAML 1.1 reads them (the dialect that LiteLLM's loader speaks), where yaml-cpp reads 1.2.
namespace gw::config {

// yes/no, on/off, true/false in lower, capital or upper case.
std::optional<bool> yamlBool(std::string_view text);
// Decimal with '_' between digits, 0x, 0b, leading-zero octal and base 60.
std::optional<std::int64_t> yamlInt(std::string_view text);
// Integers too; 1e6 and 3e-06 count as numbers although YAML 1.1 wants a dot. Infinities and NaN do not.
std::optional<double> yamlNumber(std::string_view text);
// A plain scalar by its type: boolean, integer, number or string.
json::Value plainToJson(std::string_view text);
// True for what the pricing module can read exactly: digits, an optional fraction and exponent, no sign but
// '+'.
bool isDecimalText(std::string_view text);
// Seconds of "30s", "15m", "2h", "7d", "1w", "1mo" (30 days), "1y" (365 days), "daily", "weekly", "monthly",
// "yearly", or a bare number of seconds. Nothing for anything else and for what is not above zero.
std::optional<std::int64_t> durationSeconds(std::string_view text);
// Number of edits (insert, delete, replace, swap neighbours) between a and b.
std::size_t editDistance(std::string_view a, std::string_view b);

}   // namespace gw::config
