#pragma once

#include "core/ledger/queries.h"

#include <array>
#include <set>
#include <vector>

// Sums of several days (resources/schema/0006_spans.sql).
namespace gw::ledger {

// Each is made of four of the one before it; the first, of days.
inline constexpr std::array<int, 4> kSpanDays{4, 16, 64, 256};

struct Span
{
    int days = 0;
    Day first = 0;
    auto operator<=>(const Span &) const = default;
};
// The one of this length that a day belongs to.
Span spanAt(int days, Day day) noexcept;

// What is to be read for a range: spans that are there, and single days in between.
struct Pieces
{
    std::vector<Span> spans;
    std::vector<DayRange> days;
};
Pieces piecesOf(DayRange range, const std::set<Span> &made);

}   // namespace gw::ledger
