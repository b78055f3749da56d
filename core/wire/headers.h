#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::wire {

// True when a and b are the same but for ASCII case.
bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept;

// An ordered list of header fields; names compare without regard to case (RFC 9110, 5.1), order and
// repetitions are kept.
class Headers
{
public:
    using Field = std::pair<std::string, std::string>;

    Headers() = default;
    Headers(std::initializer_list<Field> fields)
        : m_fields(fields)
    {}

    void add(std::string_view name, std::string_view value);
    // Replaces every field of that name by one.
    void set(std::string_view name, std::string_view value);
    void remove(std::string_view name);
    // The first value, or nothing.
    std::optional<std::string_view> value(std::string_view name) const;
    std::string_view valueOr(std::string_view name, std::string_view fallback = {}) const;
    bool contains(std::string_view name) const { return value(name).has_value(); }
    int count(std::string_view name) const;
    // True when a comma-separated field of that name holds token (RFC 9110, 5.6.1), without regard to case.
    bool hasToken(std::string_view name, std::string_view token) const;

    auto begin() const { return m_fields.begin(); }
    auto end() const { return m_fields.end(); }
    std::size_t size() const { return m_fields.size(); }
    bool empty() const { return m_fields.empty(); }
    void clear() { m_fields.clear(); }
    void reserve(std::size_t count) { m_fields.reserve(count); }

private:
    std::vector<Field> m_fields;
};

}   // namespace gw::wire
