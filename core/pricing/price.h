#pragma once

#include "core/base/result.h"
#include "core/pricing/money.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::pricing {

// What can be billed. Tokens first, then things that are counted otherwise.
enum class Unit : std::uint8_t {
    Input,
    CacheRead,
    CacheWrite,
    CacheWrite1h,
    AudioIn,
    ImageIn,
    VideoIn,
    AudioCacheRead,
    ImageCacheRead,
    Output,
    Reasoning,
    AudioOut,
    ImageOut,
    VideoOut,
    Citation,
    WebSearch,
    Request,
    Query,
    SecondIn,
    SecondOut,
    CharacterIn,
    CharacterOut,
    Image,
};
inline constexpr std::size_t kUnits = 23;
// "input", "cache_read": as in the catalog.
std::string_view unitName(Unit unit) noexcept;
// The unit whose rate stands in for a missing one (cache reads are input); nothing for the roots.
std::optional<Unit> parentOf(Unit unit) noexcept;

// USD per single unit; absent means unknown, never free.
using Rates = std::array<std::optional<Amount>, kUnits>;

// Rates that replace the base ones for the whole request once its total input is strictly greater than above.
struct Tier
{
    std::int64_t above = 0;
    Rates rates;
};

struct Tariff
{
    Rates rates;
    std::vector<Tier> tiers;   // Rising.
};

enum class Service : std::uint8_t { Standard, Batch, Flex, Priority };
inline constexpr std::size_t kServices = 4;
// By a provider's word for it, with or without quotes ("flex"); every other word is the standard service.
Service serviceFromName(std::string_view name) noexcept;

// A price of a picture by what it is ("1024x1024 standard"); "" fits any.
struct ImageRate
{
    std::string when;
    Amount price;
};

// What the operator takes off a cost, and then puts on top, before the one rounding.
struct Adjustment
{
    std::int64_t discountMillionths = 0;
    std::int64_t marginMillionths = 0;
    Amount marginFixed = {};

    auto operator<=>(const Adjustment &) const = default;
    bool any() const noexcept
    {
        return discountMillionths != 0 || marginMillionths != 0 || marginFixed.value != 0;
    }
};
// From decimal texts; empty ones are 0. Fractions count to six decimals, further ones are rounded half-up.
Result<Adjustment> makeAdjustment(std::string_view discount, std::string_view margin,
                                  std::string_view marginFixed);

// Everything needed to price requests to one deployment. A value: look it up once and keep it.
struct Price
{
    std::string source;    // "openai:gpt-4o", "config", "local".
    std::string version;   // Of the table, kept with every row.
    std::array<Tariff, kServices> tariffs;
    std::vector<ImageRate> images;
    Adjustment adjustment;
    bool estimated = false;   // Some rate was derived and not read: show the cost with a tilde.
    bool free = false;        // Both token prices were given as 0 on purpose, or the provider runs here.

    const Tariff &standard() const noexcept { return tariffs[0]; }
};

// Puts prices from the config over a price: keys as in model_info (input_cost_per_token,
// cache_read_input_token_cost_above_200k_tokens, output_cost_per_token_priority ...), values exact decimal
// text. Each key replaces that one rate; both token prices 0 make the model free. Other keys are ignored.
// Fails on a price that is no decimal number, naming the key.
Result<Price> withOverrides(Price base, const std::map<std::string, std::string> &prices);

}   // namespace gw::pricing
