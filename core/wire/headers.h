#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::wire {

// True when a and b are the same but for ASCII case.
bool equalsIgnoringCase(std::string_view a, std::string_view b) noexcept;
// Without the white space around a field's value (RFC 9110, 5.6.3).
std::string_view trimmed(std::string_view text);
// The items of a comma-separated list, trimmed; empty ones are none (RFC 9110, 5.6.1).
std::vector<std::string> listItems(std::string_view list);

// An ordered list of header fields; names compare without regard to case (RFC 9110, 5.1), order and
// repetitions are kept. All text stands in one buffer, because a request meets some fifty fields on its way
// and would else allocate a hundred times. Views into it are good until the next change.
class Headers
{
public:
    using Field = std::pair<std::string_view, std::string_view>;

    class Iterator
    {
    public:
        using value_type = Field;
        using difference_type = std::ptrdiff_t;
        struct Arrow
        {
            Field field;
            const Field *operator->() const { return &field; }
        };

        Iterator(const Headers &headers, std::size_t index)
            : m_headers(&headers)
            , m_index(index)
        {}
        Field operator*() const { return m_headers->at(m_index); }
        Arrow operator->() const { return {m_headers->at(m_index)}; }
        Iterator &operator++()
        {
            ++m_index;
            return *this;
        }
        bool operator==(const Iterator &) const = default;

    private:
        const Headers *m_headers;
        std::size_t m_index;
    };

    Headers() = default;
    Headers(std::initializer_list<Field> fields);

    void add(std::string_view name, std::string_view value);
    // A field whose name begins with prefix.
    void add(std::string_view prefix, std::string_view name, std::string_view value);
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
    // True when no name and no value holds a CR, LF or NUL, any of which could end the field and begin
    // another.
    bool isClean() const noexcept;

    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, m_spots.size()}; }
    Field at(std::size_t index) const noexcept
    {
        const Spot &spot = m_spots[index];
        const std::string_view text(m_text);
        return {text.substr(spot.begin, spot.name), text.substr(spot.begin + spot.name, spot.value)};
    }
    std::size_t size() const { return m_spots.size(); }
    bool empty() const { return m_spots.empty(); }
    void clear();
    // Room for so many fields of usual length.
    void reserve(std::size_t count);

private:
    struct Spot
    {
        std::uint32_t begin = 0;   // In m_text: the name, and behind it the value.
        std::uint32_t name = 0;
        std::uint32_t value = 0;
    };

    std::string m_text;   // Removed fields stay in it.
    std::vector<Spot> m_spots;
};

}   // namespace gw::wire
