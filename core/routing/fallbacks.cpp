#include "core/routing/fallbacks.h"

#include <algorithm>

namespace gw::routing {

namespace {

using Rows = std::vector<config::FallbackRow>;

const config::FallbackRow *rowFor(const Rows &rows, const std::string &requested, const std::string &group)
{
    for (const std::string &source : {requested, group, std::string("*")}) {
        const auto found = std::ranges::find(rows, source, &config::FallbackRow::source);
        if (found != rows.end())
            return &*found;
    }
    return nullptr;
}

void add(std::vector<FallbackTarget> &out, const std::vector<std::string> &names)
{
    for (const std::string &name : names)
        out.push_back({name});
}

// CONTRACT 2.6, odd form A: those behind the failing one, then those in front of it.
std::vector<std::string> fromChain(const std::vector<std::string> &chain, const std::string &requested,
                                   const std::string &group)
{
    auto at = std::ranges::find(chain, requested);
    if (at == chain.end())
        at = std::ranges::find(chain, group);
    if (at == chain.end())
        return chain;
    std::vector<std::string> out(at + 1, chain.end());
    out.insert(out.end(), chain.begin(), at);
    return out;
}

std::vector<FallbackTarget> fromRequest(const json::Array &list, const std::string &requested,
                                        const std::string &group)
{
    std::vector<FallbackTarget> out;
    for (const json::Value &item : list) {
        if (const auto *name = item.if_string()) {
            out.push_back({std::string(*name)});
            continue;
        }
        const json::Object *object = item.if_object();
        if (!object)
            continue;
        if (const std::string model(json::stringOr(*object, "model")); !model.empty()) {
            FallbackTarget target{model, *object};
            target.overrides.erase("model");
            out.push_back(std::move(target));
            continue;
        }
        for (const std::string &source : {requested, group, std::string("*")}) {
            const json::Value *names = json::find(*object, source);
            const json::Array *array = names ? names->if_array() : nullptr;
            if (!array)
                continue;
            for (const json::Value &name : *array) {
                if (const auto *text = name.if_string())
                    out.push_back({std::string(*text)});
            }
            break;
        }
    }
    return out;
}

std::vector<FallbackTarget> configured(const config::RouterSettings &settings, ErrorCode code,
                                       const std::string &requested, const std::string &group)
{
    const config::FallbackRow *row = nullptr;
    if (code == ErrorCode::UpstreamContextWindow)
        row = rowFor(settings.contextWindowFallbacks, requested, group);
    else if (code == ErrorCode::UpstreamContentPolicy)
        row = rowFor(settings.contentPolicyFallbacks, requested, group);
    if (!row)
        row = rowFor(settings.fallbacks, requested, group);
    std::vector<FallbackTarget> out;
    if (row)
        add(out, row->targets);
    else
        add(out, fromChain(settings.defaultChain, requested, group));
    return out;
}

}   // namespace

std::vector<FallbackTarget> fallbackTargets(const FallbackSources &sources, ErrorCode code,
                                            const std::string &requested, const std::string &group)
{
    std::vector<FallbackTarget> out;
    if (sources.requestList) {
        out = fromRequest(*sources.requestList, requested, group);
    } else {
        add(out, sources.aliasRest);
        for (FallbackTarget &target : configured(*sources.settings, code, requested, group)) {
            if (std::ranges::find(out, target.name, &FallbackTarget::name) == out.end())
                out.push_back(std::move(target));
        }
    }
    std::erase_if(out, [&](const FallbackTarget &target) {
        return target.overrides.empty() && (target.name == group || target.name == requested);
    });
    return out;
}

bool mayFallBack(ErrorCode code) noexcept
{
    switch (code) {
    case ErrorCode::UnsupportedParam:
    case ErrorCode::NoDeployment:
    case ErrorCode::TagDenied:
    case ErrorCode::NotImplemented:
    case ErrorCode::SecretAway:
    case ErrorCode::Overloaded:
    case ErrorCode::Internal:
        return true;
    case ErrorCode::Cancelled:
        return false;
    default:
        return code >= ErrorCode::UpstreamBadRequest;
    }
}

}   // namespace gw::routing
