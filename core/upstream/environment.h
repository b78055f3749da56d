#pragma once

#include <string>
#include <string_view>

namespace gw::upstream {

// What the process's environment says about proxies. Lower-case names win over upper-case ones, as
// everywhere.
struct ProxyEnvironment
{
    std::string http;
    std::string https;
    std::string all;
    std::string none;   // Hosts never to be asked for through a proxy, comma-separated.

    static ProxyEnvironment fromProcess();
    // The proxy for a scheme, or "".
    const std::string &forScheme(std::string_view scheme) const;
};

// The parts of an absolute http(s) URL that decide on proxies and that errors may show.
struct Origin
{
    std::string scheme;
    std::string host;   // Lower case, without brackets.
    int port = 0;
    bool secure() const { return scheme == "https"; }
    // host:port, with brackets around IPv6.
    std::string authority() const;
};

// An empty host when url is not an absolute http or https URL.
Origin originOf(std::string_view url);
// True for localhost, *.localhost, 127.0.0.0/8 and ::1, however they are spelt.
bool isLoopbackHost(std::string_view host);

}   // namespace gw::upstream
