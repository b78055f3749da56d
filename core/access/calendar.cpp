#include "core/access/calendar.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <charconv>

namespace gw::access {

namespace {

constexpr std::int64_t kMinuteS = 60;
constexpr std::int64_t kHourS = 3600;
constexpr std::int64_t kDayS = 86'400;
constexpr int kDaysOfWeek = 7;
constexpr int kDaysOfMonth = 30;
constexpr int kHoursOfDay = 24;
constexpr std::int64_t kMostCount = 1'000'000'000;

struct UnitName
{
    std::string_view name;
    Duration::Unit unit;
    std::int64_t each = 1;
};

using Unit = Duration::Unit;
constexpr UnitName kUnits[] = {
    {"s", Unit::Second},       {"sec", Unit::Second},    {"second", Unit::Second},
    {"seconds", Unit::Second}, {"m", Unit::Minute},      {"min", Unit::Minute},
    {"mins", Unit::Minute},    {"minute", Unit::Minute}, {"minutes", Unit::Minute},
    {"h", Unit::Hour},         {"hr", Unit::Hour},       {"hrs", Unit::Hour},
    {"hour", Unit::Hour},      {"hours", Unit::Hour},    {"d", Unit::Day},
    {"day", Unit::Day},        {"days", Unit::Day},      {"w", Unit::Day, kDaysOfWeek},
    {"week", Unit::Day, 7},    {"weeks", Unit::Day, 7},  {"mo", Unit::Month},
    {"month", Unit::Month},    {"months", Unit::Month},  {"y", Unit::Year},
    {"year", Unit::Year},      {"years", Unit::Year}};

constexpr std::pair<std::string_view, Duration> kWords[] = {{"hourly", {1, Unit::Hour}},
                                                            {"daily", {1, Unit::Day}},
                                                            {"weekly", {kDaysOfWeek, Unit::Day}},
                                                            {"monthly", {1, Unit::Month}},
                                                            {"yearly", {1, Unit::Year}}};

std::int64_t lengthOf(Unit unit)
{
    return unit == Unit::Second ? 1 : unit == Unit::Minute ? kMinuteS : kHourS;
}

}   // namespace

std::optional<Duration> parseDuration(std::string_view text)
{
    for (const auto &[word, duration] : kWords) {
        if (text == word)
            return duration;
    }
    std::int64_t count = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (problem != std::errc() || count < 1 || count > kMostCount)
        return std::nullopt;
    std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    while (unit.starts_with(' '))
        unit.remove_prefix(1);
    for (const UnitName &row : kUnits) {
        if (unit == row.name)
            return Duration{count * row.each, row.unit};
    }
    return std::nullopt;
}

Calendar::Calendar(std::string_view zone)
    : m_zone(QByteArray(zone.data(), static_cast<qsizetype>(zone.size())))
{
    if (!m_zone.isValid())
        m_zone = QTimeZone::utc();
}

bool Calendar::knows(std::string_view zone)
{
    return QTimeZone(QByteArray(zone.data(), static_cast<qsizetype>(zone.size()))).isValid();
}

std::int64_t Calendar::nextReset(std::string_view text, std::int64_t nowS) const
{
    Duration duration = parseDuration(text).value_or(Duration{1, Unit::Day});
    if (duration.unit == Unit::Hour && duration.count % kHoursOfDay == 0)
        duration = {duration.count / kHoursOfDay, Unit::Day};
    if (duration == Duration{kDaysOfMonth, Unit::Day})
        duration = {1, Unit::Month};
    const QDateTime now = QDateTime::fromSecsSinceEpoch(nowS, m_zone);
    const QDate today = now.date();
    const auto midnight = [this](const QDate &day) -> std::int64_t {
        return day.startOfDay(m_zone).toSecsSinceEpoch();
    };
    // Far ends are as good as never.
    const auto count = static_cast<int>(std::min<std::int64_t>(duration.count, 1'000'000));
    switch (duration.unit) {
    case Unit::Day:
        if (count == kDaysOfWeek)
            return midnight(today.addDays(kDaysOfWeek + 1 - today.dayOfWeek()));
        return midnight(today.addDays(count));
    case Unit::Month:
        return midnight(QDate(today.year(), today.month(), 1).addMonths(std::min(count, 100'000)));
    case Unit::Year:
        return midnight(QDate(today.year() + std::min(count, 10'000), 1, 1));
    case Unit::Second:
    case Unit::Minute:
    case Unit::Hour:
        break;
    }
    const std::int64_t length = lengthOf(duration.unit) * duration.count;
    if (length >= kDayS)
        return nowS - nowS % lengthOf(duration.unit) + length;
    // Counted from midnight, so that 5h ends at 5, 10, 15, 20 and 24 o'clock.
    const std::int64_t begin = midnight(today);
    const std::int64_t end = begin + ((nowS - begin) / length + 1) * length;
    return std::min(end, midnight(today.addDays(1)));
}

std::int64_t Calendar::after(const Duration &duration, std::int64_t nowS)
{
    const auto count = static_cast<int>(std::min<std::int64_t>(duration.count, 100'000));
    const QDateTime now = QDateTime::fromSecsSinceEpoch(nowS, Qt::UTC);
    switch (duration.unit) {
    case Unit::Month:
        return now.addMonths(count).toSecsSinceEpoch();
    case Unit::Year:
        return now.addYears(count).toSecsSinceEpoch();
    case Unit::Day:
        return nowS + duration.count * kDayS;
    case Unit::Second:
    case Unit::Minute:
    case Unit::Hour:
        break;
    }
    return nowS + duration.count * lengthOf(duration.unit);
}

}   // namespace gw::access
