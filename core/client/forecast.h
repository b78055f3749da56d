#pragma once

#include "core/client/spendvalues.h"

namespace gw::client {

// What a month will have cost if its remaining days are like the last seven full ones: what is spent so far,
// and for each day that has not begun their mean. The band is the square root of the remaining days times the
// standard deviation of the seven: about two months in three end within it if days vary alike and apart.
struct Forecast
{
    std::int64_t pico = 0;
    std::int64_t bandPico = 0;
    std::int64_t perDayPico = 0;
    std::int64_t remainingDays = 0;
};

// lastDays: of the seven days before today; fewer are taken as they are, none gives no forecast.
Forecast forecast(std::int64_t spentPico, const std::vector<std::int64_t> &lastDays,
                  std::int64_t remainingDays);

}   // namespace gw::client
