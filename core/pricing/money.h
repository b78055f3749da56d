#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

// Money is counted, never measured: prices are exact decimals, a row's cost is a whole number of 10^-12 USD,
// and doubles appear nowhere.
namespace gw::pricing {

__extension__ typedef __int128 Int128;

// 10^-12 USD. An int64 holds 9.2 million USD: enough for a row, not for a sum (use Int128).
using Pico = std::int64_t;

// An exact amount in units of 10^-27 USD: holds every published price per token without rounding, and sums up
// to 10^11 USD. Arithmetic saturates instead of wrapping.
struct Amount
{
    Int128 value = 0;

    auto operator<=>(const Amount &) const = default;
};

inline constexpr int kAmountDigits = 27;
inline constexpr int kPicoDigits = 12;

// Reads "3", "0.15", "1.5e-07" as a number of USD times 10^shift (-6 for prices per million tokens). Fails on
// anything else, on more than 27 places that are not zero, and above 10^9 USD.
Result<Amount> parseAmount(std::string_view text, int shift = 0);

Amount add(Amount a, Amount b) noexcept;
Amount multiply(Amount price, std::int64_t count) noexcept;
// amount * millionths / 10^6, for discounts and margins; exact but for a last digit of 10^-27, rounded down.
Amount scaleByMillionths(Amount amount, std::int64_t millionths) noexcept;

// Half-even, saturating. Meant to be called once per row.
Pico roundToPico(Amount amount) noexcept;

// Exact decimal text without trailing zeros: "0.0000025", "12", "-0.5".
std::string toText(Amount amount);
std::string picoToText(Int128 pico);
// Plain decimal digits, for storing sums that do not fit in 64 bits.
std::string toDigits(Int128 number);

}   // namespace gw::pricing
