#include "core/config/scalars.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

namespace gw::config {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::string withoutUnderscores(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    std::ranges::copy_if(text, std::back_inserter(out), [](char c) { return c != '_'; });
    return out;
}

std::optional<std::int64_t> parseBase(std::string_view digits, int base, bool negative)
{
    std::string text = negative ? "-" : "";
    text += withoutUnderscores(digits);
    std::int64_t value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, fault] = std::from_chars(text.data(), end, value, base);
    if (fault != std::errc() || stop != end)
        return std::nullopt;
    return value;
}

// 1:30 is 90: the base 60 integers of YAML 1.1.
std::optional<std::int64_t> parseBase60(std::string_view text, bool negative)
{
    constexpr std::int64_t kTooLarge = 1'000'000'000'000;
    std::int64_t value = 0;
    bool first = true;
    while (!text.empty()) {
        const std::size_t colon = text.find(':');
        const std::string_view part = text.substr(0, colon);
        const auto number = parseBase(part, 10, false);
        if (!number || part.empty() || !isDigit(part.front()) ||
            (!first && (*number > 59 || part.size() > 2)))
            return std::nullopt;
        value = value * 60 + *number;
        if (value > kTooLarge || colon + 1 == text.size())
            return std::nullopt;
        first = false;
        text = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    }
    return negative ? -value : value;
}

}   // namespace

std::optional<bool> yamlBool(std::string_view text)
{
    for (const std::string_view word : {"true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"}) {
        if (text == word)
            return true;
    }
    for (const std::string_view word : {"false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"}) {
        if (text == word)
            return false;
    }
    return std::nullopt;
}

std::optional<std::int64_t> yamlInt(std::string_view text)
{
    bool negative = false;
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    if (text.empty() || !isDigit(text.front()))
        return std::nullopt;
    if (text.size() > 1 && text.front() == '0') {
        if (text[1] == 'x')
            return parseBase(text.substr(2), 16, negative);
        if (text[1] == 'b')
            return parseBase(text.substr(2), 2, negative);
        if (isDigit(text[1]) || text[1] == '_')
            return parseBase(text.substr(1), 8, negative);
    }
    if (text.find(':') != std::string_view::npos)
        return parseBase60(text, negative);
    return parseBase(text, 10, negative);
}

std::optional<double> yamlNumber(std::string_view text)
{
    if (const auto integer = yamlInt(text))
        return static_cast<double>(*integer);
    if (text.empty() || text.back() == '_')
        return std::nullopt;
    const std::string digits = withoutUnderscores(text.front() == '+' ? text.substr(1) : text);
    const bool starts =
        !digits.empty() && (isDigit(digits.front()) || digits.front() == '.' || digits.front() == '-');
    if (!starts)
        return std::nullopt;
    double value = 0;
    const char *end = digits.data() + digits.size();
    const auto [stop, fault] = std::from_chars(digits.data(), end, value);
    if (fault != std::errc() || stop != end || !std::isfinite(value))
        return std::nullopt;
    return value;
}

json::Value plainToJson(std::string_view text)
{
    if (const auto boolean = yamlBool(text))
        return *boolean;
    if (const auto integer = yamlInt(text))
        return *integer;
    if (const auto number = yamlNumber(text))
        return *number;
    return json::Value(text);
}

bool isDecimalText(std::string_view text)
{
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t from = at;
        while (at < text.size() && isDigit(text[at]))
            ++at;
        return at - from;
    };
    if (at < text.size() && text[at] == '+')
        ++at;
    std::size_t count = digits();
    if (at < text.size() && text[at] == '.') {
        ++at;
        count += digits();
    }
    if (count == 0)
        return false;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-'))
            ++at;
        if (digits() == 0)
            return false;
    }
    return at == text.size();
}

std::optional<std::int64_t> durationSeconds(std::string_view text)
{
    constexpr std::int64_t kDay = 86'400;
    constexpr std::pair<std::string_view, std::int64_t> kWords[] = {
        {"daily", kDay}, {"weekly", 7 * kDay}, {"monthly", 30 * kDay}, {"yearly", 365 * kDay}};
    for (const auto &[word, seconds] : kWords) {
        if (text == word)
            return seconds;
    }
    std::int64_t count = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), count);
    constexpr std::int64_t kMost = 1'000'000'000;
    if (fault != std::errc() || count <= 0 || count > kMost)
        return std::nullopt;
    constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
        {"", 1},     {"s", 1},        {"m", 60},         {"h", 3600},
        {"d", kDay}, {"w", 7 * kDay}, {"mo", 30 * kDay}, {"y", 365 * kDay}};
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    for (const auto &[name, seconds] : kUnits) {
        if (unit == name)
            return count * seconds;
    }
    return std::nullopt;
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before;
    std::vector<std::size_t> row(b.size() + 1);
    std::vector<std::size_t> next(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        next[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                next[j] = std::min(next[j], before[j - 2] + 1);
        }
        before = row;
        row = next;
    }
    return row[b.size()];
}

}   // namespace gw::config
