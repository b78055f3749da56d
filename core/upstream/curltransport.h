#pragma once

#include "core/net/reactor.h"
#include "core/upstream/environment.h"
#include "core/upstream/transport.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace gw::upstream {

class CurlExchange;
class CurlTransfer;

struct CurlOptions
{
    ProxyEnvironment proxies = ProxyEnvironment::fromProcess();
    long idleConnections = 256;           // Kept for reuse by one worker.
    std::size_t headBytes = 256 * 1024;   // Of an answer's head.
    std::size_t spareHandles = 256;       // Easy handles kept for the next requests.
};

// Transport over libcurl's multi-socket interface, driven by a reactor. Made, used and destroyed on the
// reactor's thread, and not from inside a sink's call; transfers still running then end silently.
class CurlTransport final : public Transport, private net::ReadyHandler, private net::Deferred
{
public:
    explicit CurlTransport(net::Reactor &reactor, CurlOptions options = {});
    ~CurlTransport() override;

    std::unique_ptr<Transfer> start(UpstreamRequest request, ReplySink &sink) override;
    std::size_t running() const override { return m_exchanges.size(); }

private:
    friend class CurlExchange;
    friend class CurlTransfer;
    struct Callbacks;

    // The reactor's view of one of curl's descriptors. Interest outlives curl's own while a connection idles
    // in the pool, so that reusing it needs no system call.
    struct Watched
    {
        std::uint32_t armed = 0;    // At the reactor; 0: not added.
        std::uint32_t wanted = 0;   // By curl.
        bool connection = false;    // Opened and closed through us, unlike the resolver's descriptors.
    };

    void onReady(int fd, std::uint32_t events) override;
    void runDeferred() override;
    void act(int fd, int mask);
    void leaveCurl();
    void startWaiting();
    void resumeWaiting();
    void reapFinished();
    // Takes the exchange out of curl and lets it die. Puts that off while curl is running.
    void abandon(CurlExchange &exchange);
    void discard(CurlExchange &exchange);
    std::unique_ptr<CurlExchange> release(CurlExchange &exchange);
    void setInterest(int fd, std::uint32_t wanted);
    Watched &watched(int fd);
    void disarm(int fd);
    void closeDescriptor(int fd);
    void setTimer(long ms);
    void *takeHandle();
    void giveHandle(void *easy);

    net::Reactor &m_reactor;
    const CurlOptions m_options;
    void *m_multi = nullptr;
    void *m_share = nullptr;
    std::vector<void *> m_spare;
    std::vector<std::unique_ptr<CurlExchange>> m_exchanges;
    std::vector<CurlExchange *> m_starting;   // To be given to curl at the end of the batch.
    std::vector<CurlExchange *> m_resuming;
    std::vector<CurlExchange *> m_abandoned;   // To be taken from curl as soon as it returns.
    std::vector<Watched> m_watched;            // By descriptor.
    net::TimerId m_timer = 0;
    bool m_timerWanted = false;
    bool m_kick = false;     // curl wants to be called at once.
    bool m_inCurl = false;   // curl is running: it must not be entered again.
};

}   // namespace gw::upstream
