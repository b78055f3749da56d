#pragma once

#include "core/upstream/curltransport.h"
#include "core/upstream/directtransport.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace gw::upstream {

enum class TransportChoice : std::uint8_t {
    Auto,   // Plain HTTP that goes through no proxy: directly. Everything else: libcurl.
    Curl,   // Always libcurl.
};

// "auto" or "curl".
std::optional<TransportChoice> transportChoice(std::string_view name);

// Takes each request to the transport that is best at it. As its two parts: one thread, the reactor's.
class Transports final : public Transport
{
public:
    explicit Transports(net::Reactor &reactor, TransportChoice choice = TransportChoice::Auto,
                        CurlOptions curl = {}, DirectOptions direct = {});

    std::unique_ptr<Transfer> start(UpstreamRequest request, ReplySink &sink) override;
    std::size_t running() const override { return m_direct.running() + m_curl.running(); }
    // Whether a request goes directly.
    bool goesDirectly(const UpstreamRequest &request) const;

private:
    const TransportChoice m_choice;
    const ProxyEnvironment m_proxies;
    DirectTransport m_direct;
    CurlTransport m_curl;
};

}   // namespace gw::upstream
