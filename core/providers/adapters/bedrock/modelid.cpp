#include "core/providers/adapters/bedrock/modelid.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace gw::providers::bedrock {

namespace {

constexpr std::string_view kArn = "arn:";

// The fourth part of arn:aws:bedrock:us-east-1:123456789012:...
std::string regionOfArn(std::string_view arn)
{
    for (int part = 0; part < 3; ++part) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos)
            return {};
        arn.remove_prefix(colon + 1);
    }
    return std::string(arn.substr(0, arn.find(':')));
}

}   // namespace

bool isRegion(std::string_view text)
{
    // Letters, at least two dashes, and a number at the end.
    const auto dashes = std::ranges::count(text, '-');
    const std::size_t last = text.rfind('-');
    if (dashes < 2 || dashes > 3 || last + 1 == text.size())
        return false;
    const auto isLower = [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; };
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    return std::ranges::all_of(text.substr(0, last), isLower) &&
           std::ranges::all_of(text.substr(last + 1), isDigit) && text.front() != '-';
}

ModelId parseModelId(std::string_view name)
{
    ModelId out;
    while (!name.starts_with(kArn)) {
        const std::size_t slash = name.find('/');
        if (slash == std::string_view::npos)
            break;
        const std::string_view prefix = name.substr(0, slash);
        if (prefix == "invoke")
            out.route = ModelId::Route::Invoke;
        else if (isRegion(prefix))
            out.region = prefix;
        else if (prefix == "llama" || prefix == "deepseek_r1")
            out.family = prefix;
        else if (prefix != "converse" && prefix != "converse_like" && prefix != "bedrock")
            break;
        name.remove_prefix(slash + 1);
    }
    out.id = name;
    if (out.region.empty() && name.starts_with(kArn))
        out.region = regionOfArn(name);
    return out;
}

std::string foundationModel(std::string_view id)
{
    static constexpr std::array kPlaces{std::string_view("us."),     std::string_view("eu."),
                                        std::string_view("apac."),   std::string_view("jp."),
                                        std::string_view("au."),     std::string_view("ca."),
                                        std::string_view("us-gov."), std::string_view("global.")};
    for (const std::string_view place : kPlaces) {
        if (id.starts_with(place))
            return std::string(id.substr(place.size()));
    }
    return std::string(id);
}

}   // namespace gw::providers::bedrock
