#include "core/routing/tags.h"

#include <algorithm>

namespace gw::routing {

namespace {

constexpr std::string_view kDefault = "default";

bool has(std::span<const std::string> tags, std::string_view wanted)
{
    return std::ranges::find(tags, wanted) != tags.end();
}

// "a&b": both.
bool allOf(std::string_view expression, std::span<const std::string> tags)
{
    while (!expression.empty()) {
        const std::size_t end = std::min(expression.find('&'), expression.size());
        if (!has(tags, expression.substr(0, end)))
            return false;
        expression.remove_prefix(std::min(end + 1, expression.size()));
    }
    return true;
}

}   // namespace

bool tagsFit(std::span<const std::string> deploymentTags, std::span<const std::string> requestTags,
             bool matchAny)
{
    std::size_t fitting = 0;
    bool wants = false;
    for (const std::string &tag : deploymentTags) {
        if (tag.starts_with('!')) {
            if (has(requestTags, std::string_view(tag).substr(1)))
                return false;
            continue;
        }
        wants = true;
        if (allOf(tag, requestTags))
            ++fitting;
    }
    // Only negations: fits whatever it does not exclude.
    if (!wants)
        return !deploymentTags.empty();
    if (matchAny)
        return fitting > 0;
    return std::ranges::all_of(requestTags, [&](const std::string &tag) { return has(deploymentTags, tag); });
}

std::vector<std::size_t> filterByTags(std::span<const std::vector<std::string>> deployments,
                                      std::span<const std::string> requestTags, bool matchAny)
{
    const auto collect = [&](auto fits) {
        std::vector<std::size_t> out;
        for (std::size_t i = 0; i < deployments.size(); ++i) {
            if (fits(deployments[i]))
                out.push_back(i);
        }
        return out;
    };
    const auto isDefault = [](const std::vector<std::string> &tags) { return has(tags, kDefault); };
    if (requestTags.empty()) {
        auto out = collect(isDefault);
        return out.empty() ? collect([](const std::vector<std::string> &tags) { return tags.empty(); }) : out;
    }
    auto out =
        collect([&](const std::vector<std::string> &tags) { return tagsFit(tags, requestTags, matchAny); });
    return out.empty() ? collect(isDefault) : out;
}

}   // namespace gw::routing
