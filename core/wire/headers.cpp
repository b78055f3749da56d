#include "core/wire/headers.h"

#include <algorithm>

namespace gw::wire {

namespace {

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

}   // namespace

bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string_view name, std::string_view value)
{
    m_fields.emplace_back(std::string(name), std::string(value));
}

void Headers::set(std::string_view name, std::string_view value)
{
    remove(name);
    add(name, value);
}

void Headers::remove(std::string_view name)
{
    std::erase_if(m_fields, [&](const Field &field) { return equalsIgnoringCase(field.first, name); });
}

std::optional<std::string_view> Headers::value(std::string_view name) const
{
    for (const Field &field : m_fields) {
        if (equalsIgnoringCase(field.first, name))
            return std::string_view(field.second);
    }
    return std::nullopt;
}

std::string_view Headers::valueOr(std::string_view name, std::string_view fallback) const
{
    return value(name).value_or(fallback);
}

int Headers::count(std::string_view name) const
{
    return static_cast<int>(std::ranges::count_if(
        m_fields, [&](const Field &field) { return equalsIgnoringCase(field.first, name); }));
}

bool Headers::hasToken(std::string_view name, std::string_view token) const
{
    for (const Field &field : m_fields) {
        if (!equalsIgnoringCase(field.first, name))
            continue;
        std::string_view rest = field.second;
        while (true) {
            const std::size_t comma = rest.find(',');
            if (equalsIgnoringCase(trimmed(rest.substr(0, comma)), token))
                return true;
            if (comma == std::string_view::npos)
                break;
            rest.remove_prefix(comma + 1);
        }
    }
    return false;
}

}   // namespace gw::wire
