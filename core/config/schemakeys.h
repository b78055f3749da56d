#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// Every key of config.yaml: its section, type and tier, and what this release makes of it. The tables are
// the only place where a key's support is stated.
namespace gw::config {

enum class KeyType : std::uint8_t { Any, Bool, Int, Number, Text, List, Map, Secret };
enum class Tier : std::uint8_t { Core, Common, Rare };
enum class Support : std::uint8_t {
    Works,
    NotYet,   // Accepted; said once at start, with the effect.
    Silent,   // Accepted; has no effect to miss.
};

struct KeyRow
{
    std::string_view name;
    KeyType type;
    Tier tier;
    Support support;
    std::string_view effect = {};   // Of NotYet: what will not happen.
};

enum class SectionId : std::uint8_t {
    Top,
    ModelRow,
    Params,
    Defaults,   // Request parameters that litellm_params may preset.
    ModelInfo,
    Router,
    Litellm,
    CacheParams,   // litellm_settings.cache_params
    General,
    Portico,
};

std::span<const KeyRow> keysOf(SectionId section);
const KeyRow *findKey(SectionId section, std::string_view name);
// The known key of the section that name is probably a misspelling of, or "".
std::string_view nearestKey(SectionId section, std::string_view name);
// "router_settings" and so on; "" for Top.
std::string_view sectionName(SectionId section);

// True for keys whose values are credentials, listed or not ("langfuse_secret", "x_api_key").
bool isSecretName(std::string_view name);
// True for price keys ("input_cost_per_token_above_128k_tokens"): values are exact decimals.
bool isPriceName(std::string_view name);

namespace detail {
std::span<const KeyRow> topKeys();
std::span<const KeyRow> modelRowKeys();
std::span<const KeyRow> paramsKeys();
std::span<const KeyRow> defaultsKeys();
std::span<const KeyRow> modelInfoKeys();
std::span<const KeyRow> porticoKeys();
std::span<const KeyRow> routerKeys();
std::span<const KeyRow> litellmKeys();
std::span<const KeyRow> generalKeys();
std::span<const KeyRow> cacheKeys();
}   // namespace detail

}   // namespace gw::config
