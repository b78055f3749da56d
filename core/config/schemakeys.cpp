#include "core/config/schemakeys.h"

#include "core/config/scalars.h"

#include <algorithm>

namespace gw::config {

std::span<const KeyRow> keysOf(SectionId section)
{
    switch (section) {
    case SectionId::Top:
        return detail::topKeys();
    case SectionId::ModelRow:
        return detail::modelRowKeys();
    case SectionId::Params:
        return detail::paramsKeys();
    case SectionId::Defaults:
        return detail::defaultsKeys();
    case SectionId::ModelInfo:
        return detail::modelInfoKeys();
    case SectionId::Router:
        return detail::routerKeys();
    case SectionId::Litellm:
        return detail::litellmKeys();
    case SectionId::CacheParams:
        return detail::cacheKeys();
    case SectionId::General:
        return detail::generalKeys();
    case SectionId::Portico:
        return detail::porticoKeys();
    }
    return {};
}

const KeyRow *findKey(SectionId section, std::string_view name)
{
    const std::span<const KeyRow> rows = keysOf(section);
    const auto found = std::ranges::find(rows, name, &KeyRow::name);
    return found == rows.end() ? nullptr : &*found;
}

std::string_view nearestKey(SectionId section, std::string_view name)
{
    // A third of the letters may differ, at most three: beyond that a guess misleads.
    std::size_t best = std::min<std::size_t>(3, name.size() / 3) + 1;
    std::string_view nearest;
    for (const KeyRow &row : keysOf(section)) {
        const std::size_t distance = editDistance(name, row.name);
        if (distance < best) {
            best = distance;
            nearest = row.name;
        }
    }
    return nearest;
}

std::string_view sectionName(SectionId section)
{
    switch (section) {
    case SectionId::Router:
        return "router_settings";
    case SectionId::Litellm:
        return "litellm_settings";
    case SectionId::CacheParams:
        return "litellm_settings.cache_params";
    case SectionId::General:
        return "general_settings";
    case SectionId::Portico:
        return "portico_settings";
    case SectionId::Params:
    case SectionId::Defaults:
        return "litellm_params";
    case SectionId::ModelInfo:
        return "model_info";
    case SectionId::ModelRow:
        return "model_list[]";
    case SectionId::Top:
        break;
    }
    return {};
}

bool isSecretName(std::string_view name)
{
    for (const SectionId section :
         {SectionId::Params, SectionId::Router, SectionId::Litellm, SectionId::General}) {
        if (const KeyRow *row = findKey(section, name))
            return row->type == KeyType::Secret;
    }
    std::string lower(name);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '-' ? '_' : c;
    });
    for (const std::string_view ending : {"api_key", "_secret", "_secret_key", "password", "_token",
                                          "access_key", "access_key_id", "private_key"}) {
        if (lower.ends_with(ending))
            return true;
    }
    return lower == "authorization" || lower == "secret" || lower == "cookie" || lower == "token";
}

bool isPriceName(std::string_view name)
{
    return name.find("cost_per_") != std::string_view::npos ||
           name.find("_token_cost") != std::string_view::npos;
}

}   // namespace gw::config
