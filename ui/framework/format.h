#pragma once

#include <QString>

#include <cstdint>

// Numbers as a user reads them, by the default QLocale. Money comes in 10^-12 USD, times in microseconds.
namespace gw::ui {

double dollars(std::int64_t pico);
// With that many decimals.
QString money(std::int64_t pico, int digits);
// Two decimals; four while the amount is below ten cents, so that a first request is not "$0.00".
QString moneyShort(std::int64_t pico);

// 812, 41k, 8.1M: three significant digits at most. -1 gives a dash.
QString tokens(std::int64_t count);
// "0.61 s", "84 ms"; -1 gives a dash.
QString duration(std::int64_t us);
// "0:14", "1:02:03".
QString elapsed(std::int64_t us);
// Local time of day, "14:02:11" or "14:02".
QString clockTime(std::int64_t unixUs, bool seconds);

// "does not apply" or "unknown", never zero.
QString dash();

}   // namespace gw::ui
