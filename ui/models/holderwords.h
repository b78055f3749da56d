#pragma once

#include "core/client/keysvalues.h"
#include "ui/framework/marks.h"

// Keys and what holds them back, in the user's language. nowS: Unix seconds.
namespace gw::ui::holderwords {

Mark mark(const client::HolderRow &row, std::int64_t nowS);
// "active", "paused by budget", "expires in 9 days".
QString state(const client::HolderRow &row, std::int64_t nowS);
// "sk-...abcd · Website · expires 30 November": what stands below the name.
QString detail(const client::HolderRow &row, std::int64_t nowS);
// "a day", "in 30 days", "in all".
QString window(const QString &duration);
// "sonnet, fast"; "every model".
QString models(const client::HolderRow &row);
// "now" is today: day of the last request by the calendar.
QString lastUsed(const client::HolderRow &row, std::int64_t nowS);
// Share of the budget, 0 to 1; 0 without one.
double share(const client::HolderRow &row);

// Whose line it is: "This key", "Team Website", "Everything together".
QString whose(const client::LimitLine &line);
// What it limits: "Budget a day", "Requests a minute".
QString what(const client::LimitLine &line);
// "$1.32 of $1.50", "60 of 60".
QString used(const client::LimitLine &line);
// "begins anew at 00:00", "in 41 s"; empty: never.
QString reset(std::int64_t resetS, std::int64_t nowS);
// Why a request was refused, in a sentence.
QString reason(const client::LimitLine &line);

}   // namespace gw::ui::holderwords
