#include "core/upstream/transports.h"

namespace gw::upstream {

std::optional<TransportChoice> transportChoice(std::string_view name)
{
    if (name == "auto")
        return TransportChoice::Auto;
    if (name == "curl")
        return TransportChoice::Curl;
    return std::nullopt;
}

Transports::Transports(net::Reactor &reactor, TransportChoice choice, CurlOptions curl, DirectOptions direct)
    : m_choice(choice)
    , m_proxies(curl.proxies)
    , m_direct(reactor, direct)
    , m_curl(reactor, std::move(curl))
{}

bool Transports::goesDirectly(const UpstreamRequest &request) const
{
    if (m_choice == TransportChoice::Curl || request.publicOnly || !DirectTransport::serves(request))
        return false;
    const bool proxied =
        request.proxy.empty() ? !m_proxies.forScheme("http").empty() : request.proxy != "none";
    // What is on this machine is never asked for through a proxy. Which other hosts are not, libcurl decides.
    return !proxied || isLoopbackHost(originOf(request.url).host);
}

std::unique_ptr<Transfer> Transports::start(UpstreamRequest request, ReplySink &sink)
{
    return goesDirectly(request) ? m_direct.start(std::move(request), sink)
                                 : m_curl.start(std::move(request), sink);
}

}   // namespace gw::upstream
