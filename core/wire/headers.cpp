#include "core/wire/headers.h"

#include <algorithm>

namespace gw::wire {

namespace {

// Bytes of a name and its value, to make room by.
constexpr std::size_t kUsualField = 48;

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}   // namespace

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::vector<std::string> listItems(std::string_view list)
{
    std::vector<std::string> out;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        if (const std::string_view item = trimmed(list.substr(0, comma)); !item.empty())
            out.emplace_back(item);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return out;
}

bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

Headers::Headers(std::initializer_list<Field> fields)
{
    reserve(fields.size());
    for (const auto &[name, value] : fields)
        add(name, value);
}

void Headers::reserve(std::size_t count)
{
    m_spots.reserve(count);
    m_text.reserve(count * kUsualField);
}

void Headers::clear()
{
    m_spots.clear();
    m_text.clear();
}

void Headers::add(std::string_view name, std::string_view value)
{
    add({}, name, value);
}

void Headers::add(std::string_view prefix, std::string_view name, std::string_view value)
{
    const std::size_t begin = m_text.size();
    const std::size_t needed = begin + prefix.size() + name.size() + value.size();
    if (needed > m_text.capacity()) {
        // Built beside the old buffer: what is added may be a view into that.
        std::string grown;
        grown.reserve(std::max(needed, 2 * m_text.capacity()));
        grown.append(m_text).append(prefix).append(name).append(value);
        m_text = std::move(grown);
    } else {
        m_text.append(prefix).append(name).append(value);
    }
    m_spots.push_back({static_cast<std::uint32_t>(begin),
                       static_cast<std::uint32_t>(prefix.size() + name.size()),
                       static_cast<std::uint32_t>(value.size())});
}

void Headers::set(std::string_view name, std::string_view value)
{
    remove(name);
    add(name, value);
}

void Headers::remove(std::string_view name)
{
    const std::string_view text(m_text);
    std::erase_if(m_spots, [&](const Spot &spot) {
        return equalsIgnoringCase(text.substr(spot.begin, spot.name), name);
    });
}

std::optional<std::string_view> Headers::value(std::string_view name) const
{
    for (std::size_t i = 0; i < m_spots.size(); ++i) {
        if (m_spots[i].name == name.size() && equalsIgnoringCase(at(i).first, name))
            return at(i).second;
    }
    return std::nullopt;
}

std::string_view Headers::valueOr(std::string_view name, std::string_view fallback) const
{
    return value(name).value_or(fallback);
}

int Headers::count(std::string_view name) const
{
    int count = 0;
    for (const auto &[known, value] : *this)
        count += equalsIgnoringCase(known, name) ? 1 : 0;
    return count;
}

bool Headers::isClean() const noexcept
{
    const auto clean = [](std::string_view text) {
        return text.find('\r') == std::string_view::npos && text.find('\n') == std::string_view::npos &&
               text.find('\0') == std::string_view::npos;
    };
    // All at once, as nearly always; a removed field may be what is not clean.
    return clean(m_text) || std::ranges::all_of(m_spots, [&](const Spot &spot) {
               return clean(std::string_view(m_text).substr(spot.begin, std::size_t{spot.name} + spot.value));
           });
}

bool Headers::hasToken(std::string_view name, std::string_view token) const
{
    for (const auto &[known, list] : *this) {
        if (!equalsIgnoringCase(known, name))
            continue;
        std::string_view rest = list;
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
