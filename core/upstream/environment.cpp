#include "core/upstream/environment.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstdlib>
#include <netinet/in.h>

namespace gw::upstream {

namespace {

std::string variable(const char *lower, const char *upper)
{
    for (const char *name : {lower, upper}) {
        const char *value = std::getenv(name);
        if (value && *value)
            return value;
    }
    return {};
}

std::string lowerCase(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
    });
    return out;
}

}   // namespace

ProxyEnvironment ProxyEnvironment::fromProcess()
{
    return {.http = variable("http_proxy", "HTTP_PROXY"),
            .https = variable("https_proxy", "HTTPS_PROXY"),
            .all = variable("all_proxy", "ALL_PROXY"),
            .none = variable("no_proxy", "NO_PROXY")};
}

const std::string &ProxyEnvironment::forScheme(std::string_view scheme) const
{
    const std::string &own = scheme == "https" ? https : http;
    return own.empty() ? all : own;
}

std::string Origin::authority() const
{
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Origin originOf(std::string_view url)
{
    Origin origin;
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos)
        return origin;
    origin.scheme = lowerCase(url.substr(0, colon));
    if (origin.scheme != "http" && origin.scheme != "https")
        return origin;
    origin.port = origin.secure() ? 443 : 80;
    std::string_view rest = url.substr(colon + 3);
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos)
        rest.remove_prefix(at + 1);
    std::string_view port;
    if (rest.starts_with('[')) {
        const std::size_t close = rest.find(']');
        if (close == std::string_view::npos)
            return origin;
        port = rest.substr(close + 1);
        rest = rest.substr(1, close - 1);
    } else if (const std::size_t mark = rest.rfind(':'); mark != std::string_view::npos) {
        port = rest.substr(mark);
        rest = rest.substr(0, mark);
    }
    if (port.starts_with(':'))
        std::from_chars(port.data() + 1, port.data() + port.size(), origin.port);
    origin.host = lowerCase(rest);
    return origin;
}

bool isLoopbackHost(std::string_view host)
{
    if (host.ends_with('.'))
        host.remove_suffix(1);
    const std::string name = lowerCase(host);
    if (name == "localhost" || name.ends_with(".localhost"))
        return true;
    in6_addr v6{};
    if (::inet_pton(AF_INET6, name.c_str(), &v6) == 1)
        return IN6_IS_ADDR_LOOPBACK(&v6) || (IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127);
    // inet_aton also knows 127.1 and 2130706433, which curl resolves alike.
    in_addr v4{};
    return ::inet_aton(name.c_str(), &v4) != 0 && (ntohl(v4.s_addr) >> 24) == 127;
}

}   // namespace gw::upstream
