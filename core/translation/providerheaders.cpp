#include "core/translation/providerheaders.h"

#include <algorithm>
#include <array>

namespace gw::translation {

namespace {

bool isHopOrPrivate(std::string_view name)
{
    static constexpr std::array kHidden{std::string_view("set-cookie"),
                                        std::string_view("authorization"),
                                        std::string_view("openai-organization"),
                                        std::string_view("www-authenticate"),
                                        std::string_view("alt-svc"),
                                        std::string_view("connection"),
                                        std::string_view("keep-alive"),
                                        std::string_view("transfer-encoding"),
                                        std::string_view("te"),
                                        std::string_view("trailer"),
                                        std::string_view("upgrade"),
                                        std::string_view("proxy-authenticate"),
                                        std::string_view("proxy-authorization")};
    return std::ranges::any_of(
        kHidden, [&](std::string_view hidden) { return wire::equalsIgnoringCase(hidden, name); });
}

bool isRateLimit(std::string_view name)
{
    constexpr std::string_view kPrefix = "x-ratelimit-";
    return name.size() > kPrefix.size() && wire::equalsIgnoringCase(name.substr(0, kPrefix.size()), kPrefix);
}

}   // namespace

void addProviderHeaders(wire::Headers &answer, const wire::Headers &provider)
{
    for (const auto &[name, value] : provider) {
        if (isHopOrPrivate(name))
            continue;
        answer.add("llm_provider-", name, value);
        if (isRateLimit(name))
            answer.add(name, value);
    }
}

}   // namespace gw::translation
