#pragma once

#include "core/client/spendvalues.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace gw::ui {

// Spans of days that one chooses from; of UTC, as the ledger sums.
enum class SpendSpan { ThisMonth, LastMonth, LastWeek, LastMonthDays, ThisYear };

QList<SpendSpan> spendSpans();
// "November 2026", "Last 7 days".
QString spanTitle(SpendSpan span, std::int64_t today);
client::SpendDays daysOf(SpendSpan span, std::int64_t today);
// One day in words, short enough for an axis.
QString dayTitle(std::int64_t julianDay);

// The table with its sums, and a column for each day; amounts are exact. Names that a spreadsheet would run
// are quoted.
QByteArray csvOf(const client::SpendReport &report);

}   // namespace gw::ui
