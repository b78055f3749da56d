#include "core/passage/headers.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace gw::passage {

namespace {

constexpr std::array kConnection{std::string_view("connection"),
                                 std::string_view("keep-alive"),
                                 std::string_view("proxy-authenticate"),
                                 std::string_view("proxy-authorization"),
                                 std::string_view("proxy-connection"),
                                 std::string_view("te"),
                                 std::string_view("trailer"),
                                 std::string_view("transfer-encoding"),
                                 std::string_view("upgrade")};

constexpr std::array kClientsOwn{std::string_view("host"),          std::string_view("content-length"),
                                 std::string_view("expect"),        std::string_view("accept-encoding"),
                                 std::string_view("authorization"), std::string_view("x-api-key"),
                                 std::string_view("api-key"),       std::string_view("x-goog-api-key"),
                                 std::string_view("cookie"),        std::string_view("forwarded"),
                                 std::string_view("origin"),        std::string_view("referer"),
                                 std::string_view("via"),           std::string_view("x-real-ip")};

constexpr std::array kClientsPrefixes{std::string_view("x-forwarded-"), std::string_view("x-litellm-"),
                                      std::string_view("sec-")};

constexpr std::array kProvidersOwn{std::string_view("set-cookie"), std::string_view("www-authenticate"),
                                   std::string_view("alt-svc"), std::string_view("openai-organization"),
                                   std::string_view("authorization")};

template <std::size_t N>
bool isOneOf(const std::array<std::string_view, N> &names, std::string_view name)
{
    return std::ranges::any_of(names,
                               [&](std::string_view other) { return wire::equalsIgnoringCase(other, name); });
}

bool startsLike(std::string_view name, std::string_view prefix)
{
    return name.size() >= prefix.size() && wire::equalsIgnoringCase(name.substr(0, prefix.size()), prefix);
}

}   // namespace

wire::Headers toProvider(const wire::Headers &client)
{
    wire::Headers out;
    for (const auto &[name, value] : client) {
        const std::string_view field = name;
        const bool own = isOneOf(kConnection, field) || isOneOf(kClientsOwn, field) ||
                         std::ranges::any_of(kClientsPrefixes, [&](std::string_view prefix) {
                             return startsLike(field, prefix);
                         });
        if (!own)
            out.add(field, value);
    }
    return out;
}

wire::Headers toClient(const wire::Headers &provider)
{
    wire::Headers out;
    for (const auto &[name, value] : provider) {
        const std::string_view field = name;
        if (!isOneOf(kConnection, field) && !isOneOf(kProvidersOwn, field))
            out.add(field, value);
    }
    return out;
}

}   // namespace gw::passage
