#include "core/pricing/price.h"

#include <algorithm>
#include <charconv>

namespace gw::pricing {

namespace {

constexpr std::array<std::string_view, kUnits> kUnitNames{
    "input",     "cache_read",       "cache_write",      "cache_write_1h", "audio_in",  "image_in",
    "video_in",  "audio_cache_read", "image_cache_read", "output",         "reasoning", "audio_out",
    "image_out", "video_out",        "citation",         "web_search",     "request",   "query",
    "second_in", "second_out",       "character_in",     "character_out",  "image"};

struct KeyName
{
    std::string_view key;
    Unit unit;
};
constexpr KeyName kKeys[] = {
    {"input_cost_per_token", Unit::Input},
    {"output_cost_per_token", Unit::Output},
    {"cache_read_input_token_cost", Unit::CacheRead},
    {"cache_creation_input_token_cost", Unit::CacheWrite},
    {"input_cost_per_audio_token", Unit::AudioIn},
    {"output_cost_per_audio_token", Unit::AudioOut},
    {"input_cost_per_image_token", Unit::ImageIn},
    {"output_cost_per_image_token", Unit::ImageOut},
    {"cache_read_input_audio_token_cost", Unit::AudioCacheRead},
    {"cache_read_input_image_token_cost", Unit::ImageCacheRead},
    {"output_cost_per_reasoning_token", Unit::Reasoning},
    {"citation_cost_per_token", Unit::Citation},
    {"input_cost_per_second", Unit::SecondIn},
    {"output_cost_per_second", Unit::SecondOut},
    {"input_cost_per_character", Unit::CharacterIn},
    {"output_cost_per_character", Unit::CharacterOut},
    {"input_cost_per_image", Unit::Image},
    {"output_cost_per_image", Unit::Image},
    {"input_cost_per_query", Unit::Query},
    {"input_cost_per_request", Unit::Request},
    {"cost_per_request", Unit::Request},
};
constexpr std::string_view kAboveHour = "_above_1hr";

// A config key taken apart: unit, tier threshold (0: none), service.
struct Slot
{
    Unit unit = Unit::Input;
    std::int64_t above = 0;
    Service service = Service::Standard;
};

bool takeSuffix(std::string_view &key, std::string_view suffix)
{
    if (!key.ends_with(suffix))
        return false;
    key.remove_suffix(suffix.size());
    return true;
}

// "..._above_200k_tokens": takes it off and returns 200,000; 0 when there is none.
std::int64_t takeThreshold(std::string_view &key)
{
    constexpr std::string_view above = "_above_";
    constexpr std::string_view tokens = "k_tokens";
    const std::size_t at = key.rfind(above);
    if (!key.ends_with(tokens) || at == std::string_view::npos)
        return 0;
    const std::string_view digits =
        key.substr(at + above.size(), key.size() - at - above.size() - tokens.size());
    std::int64_t thousands = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), thousands);
    if (error != std::errc() || end != digits.data() + digits.size() || thousands <= 0 ||
        thousands > 1'000'000)
        return 0;
    key = key.substr(0, at);
    return thousands * 1000;
}

std::optional<Slot> slotOf(std::string_view key)
{
    Slot slot;
    if (takeSuffix(key, "_batches"))
        slot.service = Service::Batch;
    else if (takeSuffix(key, "_flex"))
        slot.service = Service::Flex;
    else if (takeSuffix(key, "_priority"))
        slot.service = Service::Priority;
    bool hour = takeSuffix(key, kAboveHour);
    slot.above = takeThreshold(key);
    hour = takeSuffix(key, kAboveHour) || hour;
    const auto *known = std::find_if(std::begin(kKeys), std::end(kKeys),
                                     [key](const KeyName &name) { return name.key == key; });
    if (known == std::end(kKeys))
        return std::nullopt;
    slot.unit = known->unit;
    if (hour) {
        if (slot.unit != Unit::CacheWrite)
            return std::nullopt;
        slot.unit = Unit::CacheWrite1h;
    }
    return slot;
}

Rates &ratesFor(Tariff &tariff, std::int64_t above)
{
    if (above == 0)
        return tariff.rates;
    const auto at = std::find_if(tariff.tiers.begin(), tariff.tiers.end(),
                                 [above](const Tier &tier) { return tier.above >= above; });
    if (at != tariff.tiers.end() && at->above == above)
        return at->rates;
    return tariff.tiers.insert(at, Tier{above, {}})->rates;
}

bool isZero(const std::map<std::string, std::string> &prices, const std::string &key)
{
    const auto found = prices.find(key);
    if (found == prices.end())
        return false;
    const auto amount = parseAmount(found->second);
    return amount.ok() && amount.value().value == 0;
}

}   // namespace

Service serviceFromName(std::string_view name) noexcept
{
    if (name.size() > 1 && name.front() == '"' && name.back() == '"')
        name = name.substr(1, name.size() - 2);
    if (name == "flex")
        return Service::Flex;
    if (name == "priority")
        return Service::Priority;
    return name == "batch" ? Service::Batch : Service::Standard;
}

std::string_view unitName(Unit unit) noexcept
{
    return kUnitNames[static_cast<std::size_t>(unit)];
}

std::optional<Unit> parentOf(Unit unit) noexcept
{
    switch (unit) {
    case Unit::CacheRead:
    case Unit::CacheWrite:
    case Unit::AudioIn:
    case Unit::ImageIn:
    case Unit::VideoIn:
        return Unit::Input;
    case Unit::CacheWrite1h:
        return Unit::CacheWrite;
    case Unit::AudioCacheRead:
    case Unit::ImageCacheRead:
        return Unit::CacheRead;
    case Unit::Reasoning:
    case Unit::AudioOut:
    case Unit::ImageOut:
    case Unit::VideoOut:
    case Unit::Citation:
        return Unit::Output;
    default:
        return std::nullopt;
    }
}

Result<Price> withOverrides(Price base, const std::map<std::string, std::string> &prices)
{
    bool used = false;
    for (const auto &[key, text] : prices) {
        const std::optional<Slot> slot = slotOf(key);
        if (!slot)
            continue;
        const auto amount = parseAmount(text);
        if (!amount.ok())
            return Error{
                .code = ErrorCode::BadRequest, .message = key + ": " + amount.error().message, .param = key};
        used = true;
        if (slot->unit == Unit::Image && slot->service == Service::Standard && slot->above == 0) {
            base.images = {{"", amount.value()}};
            continue;
        }
        Tariff &tariff = base.tariffs[static_cast<std::size_t>(slot->service)];
        ratesFor(tariff, slot->above)[static_cast<std::size_t>(slot->unit)] = amount.value();
    }
    if (used) {
        base.source = base.source.empty() ? "config" : base.source + "+config";
        base.free = isZero(prices, "input_cost_per_token") && isZero(prices, "output_cost_per_token");
    }
    return base;
}

Result<Adjustment> makeAdjustment(std::string_view discount, std::string_view margin,
                                  std::string_view marginFixed)
{
    const auto millionths = [](std::string_view text) -> Result<std::int64_t> {
        if (text.empty())
            return std::int64_t{0};
        GW_TRY(const Amount amount, parseAmount(text));
        Int128 unit = 1;
        for (int i = 0; i < kAmountDigits - 6; ++i)
            unit *= 10;
        return static_cast<std::int64_t>((amount.value + unit / 2) / unit);
    };
    Adjustment out;
    GW_TRY(out.discountMillionths, millionths(discount));
    GW_TRY(out.marginMillionths, millionths(margin));
    if (!marginFixed.empty()) {
        GW_TRY(out.marginFixed, parseAmount(marginFixed));
    }
    return out;
}

}   // namespace gw::pricing
