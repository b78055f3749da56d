#pragma once

#include "core/client/spendvalues.h"
#include "core/ledger/queries.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

// Reports of spend from sums by day, whoever has given them. Any thread.
namespace gw::client {

// Julian day of the ledger's day 0.
inline constexpr std::int64_t kEpochJulianDay = 2'440'588;

std::int64_t saturated(ledger::Int128 pico);
ledger::DayRange toLedger(const SpendDays &days);
ledger::Dimension dimensionOf(SpendBy by);

// The days whose sums of everything a report needs.
SpendDays reachOf(const SpendDays &days, std::int64_t today);
// A report without its names. rows: of everything, over reachOf().
SpendReport reportOf(SpendBy by, const SpendDays &days, std::int64_t today,
                     const std::vector<ledger::DayTotals> &rows);

// What is shown by the same name and filter is one.
void putNames(SpendReport &report, const std::vector<ledger::NamedChart> &charts,
              const std::function<SpendName(const std::string &)> &nameOf);
// As the ledger has it, with how Traffic finds it. Programs of several versions are one.
SpendName plainName(SpendBy by, const std::string &name);

}   // namespace gw::client
