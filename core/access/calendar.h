#pragma once

#include <QTimeZone>

#include <cstdint>
#include <optional>
#include <string_view>

// When keys end and budgets are given anew (CONTRACT 7.2 and 7.5).
namespace gw::access {

struct Duration
{
    enum class Unit : std::uint8_t { Second, Minute, Hour, Day, Month, Year };

    std::int64_t count = 0;
    Unit unit = Unit::Second;

    bool operator==(const Duration &) const = default;
};

// "30s", "5m", "12h", "7d", "2w", "1mo", their long spellings, and daily, weekly, monthly, yearly. Weeks are
// days. Nothing for other texts and for counts below 1.
std::optional<Duration> parseDuration(std::string_view text);

// Thread-safe; a value.
class Calendar
{
public:
    Calendar()
        : m_zone(QTimeZone::utc())
    {}
    // An IANA name. Unknown ones are UTC.
    explicit Calendar(std::string_view zone);
    static bool knows(std::string_view zone);

    // Unix seconds at which the window that runs at nowS ends, later than nowS: the next midnight for a day,
    // Monday for a week, the first of the month for a month and for 30 days, midnight N days ahead for other
    // days, the next whole unit for hours, minutes and seconds. A text that is no duration is a day.
    std::int64_t nextReset(std::string_view duration, std::int64_t nowS) const;
    // That much later by the clock: for the ends of keys.
    static std::int64_t after(const Duration &duration, std::int64_t nowS);

private:
    QTimeZone m_zone;
};

}   // namespace gw::access
