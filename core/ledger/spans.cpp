#include "core/ledger/spans.h"

#include <algorithm>
#include <ranges>

namespace gw::ledger {

Span spanAt(int days, Day day) noexcept
{
    const Day rest = day % days;
    return {days, day - (rest < 0 ? rest + days : rest)};
}

Pieces piecesOf(DayRange range, const std::set<Span> &made)
{
    Pieces pieces;
    // Wider than any day that is: sums would overflow.
    std::int64_t day = range.from;
    while (day <= range.to) {
        const auto fits = [&](int days) {
            const Span span{days, static_cast<Day>(day)};
            return spanAt(days, span.first) == span && day + days - 1 <= range.to && made.contains(span);
        };
        const auto longest = std::ranges::find_if(std::views::reverse(kSpanDays), fits);
        if (longest != std::views::reverse(kSpanDays).end()) {
            pieces.spans.push_back({*longest, static_cast<Day>(day)});
            day += *longest;
            continue;
        }
        if (!pieces.days.empty() && pieces.days.back().to == day - 1)
            pieces.days.back().to = static_cast<Day>(day);
        else
            pieces.days.push_back({static_cast<Day>(day), static_cast<Day>(day)});
        ++day;
    }
    return pieces;
}

}   // namespace gw::ledger
