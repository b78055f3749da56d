#include "core/client/forecast.h"

#include <algorithm>

namespace gw::client {

namespace {

__extension__ typedef __int128 Wide;

// Rounded down.
std::int64_t squareRoot(Wide value)
{
    std::int64_t low = 0;
    std::int64_t high = 3'037'000'499'000'000;   // Its square is far within 128 bits.
    while (low < high) {
        const std::int64_t middle = low + (high - low + 1) / 2;
        if (static_cast<Wide>(middle) * middle <= value)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

}   // namespace

Forecast forecast(std::int64_t spentPico, const std::vector<std::int64_t> &lastDays,
                  std::int64_t remainingDays)
{
    Forecast out{.pico = spentPico, .remainingDays = std::max<std::int64_t>(remainingDays, 0)};
    if (lastDays.empty())
        return out;
    const auto count = static_cast<std::int64_t>(lastDays.size());
    Wide sum = 0;
    for (const std::int64_t day : lastDays)
        sum += day;
    out.perDayPico = static_cast<std::int64_t>(sum / count);
    // In millionths of a dollar, so that squares stay small.
    constexpr std::int64_t kMicro = 1'000'000;
    Wide squares = 0;
    for (const std::int64_t day : lastDays) {
        const Wide off = (static_cast<Wide>(day) - out.perDayPico) / kMicro;
        squares += off * off;
    }
    out.pico += out.perDayPico * out.remainingDays;
    out.bandPico = squareRoot(squares / count * out.remainingDays) * kMicro;
    return out;
}

}   // namespace gw::client
