#pragma once

#include "core/net/reactor.h"
#include "core/upstream/connector.h"
#include "core/upstream/environment.h"
#include "core/upstream/transport.h"

#include <QObject>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace gw::upstream {

class DirectConnection;
class DirectTransfer;

struct DirectOptions
{
    std::size_t idleConnections = 512;    // Kept for reuse by one worker, over all origins.
    std::size_t headBytes = 256 * 1024;   // Of an answer's head.
    int idleMs = 118'000;                 // How long a connection waits for its next request.
    int lookupMs = 60'000;                // How long the addresses of a name are kept.
};

// Transport of our own for plain HTTP/1.1: a pool of connections on the reactor, without a second state
// machine in between. Made, used and destroyed on the reactor's thread, and not from inside a sink's call;
// transfers still running then end silently. Proxies, TLS, HTTP/2 and client certificates are
// CurlTransport's.
class DirectTransport final : public Transport, private net::Deferred
{
public:
    explicit DirectTransport(net::Reactor &reactor, DirectOptions options = {});
    ~DirectTransport() override;

    // Whether a request is of the kind that is handled here; the caller answers for proxies.
    static bool serves(const UpstreamRequest &request);

    std::unique_ptr<Transfer> start(UpstreamRequest request, ReplySink &sink) override;
    std::size_t running() const override { return m_running.size(); }

private:
    friend class DirectConnection;
    friend class DirectTransfer;

    // One "http://host:port": what is known of it, and its connections that wait for work.
    struct Place
    {
        Origin origin;
        std::string authority;   // Of errors.
        std::vector<Address> addresses;
        std::int64_t addressesUntilUs = 0;
        std::vector<DirectConnection *> idle;   // The one used last is at the end.
    };
    // What a URL comes to; remembered, because a gateway asks for the same few over and over.
    struct Route
    {
        std::shared_ptr<Place> place;   // Null: not a URL for this transport.
        std::string requestLine;        // " /v1/chat/completions HTTP/1.1\r\nHost: ...\r\n"
    };
    using RoutePtr = std::shared_ptr<const Route>;

    RoutePtr routeOf(const std::string &url);
    RoutePtr makeRoute(const std::string &url);
    // Calls back with addresses or an error, perhaps at once; not any more once the transport is gone.
    void lookUp(Place &place, const std::function<void(Result<std::vector<Address>>)> &done);

    void enlist(DirectTransfer &transfer);
    void forget(DirectTransfer &transfer);
    DirectConnection *takeIdle(Place &place);
    DirectConnection &adopt(int fd, const std::shared_ptr<Place> &place);
    void giveIdle(DirectConnection &connection);
    void retire(DirectConnection &connection);
    void closeOldest();
    void sweep();
    void runDeferred() override;

    net::Reactor &m_reactor;
    const DirectOptions m_options;
    QObject m_context;   // Answers of the resolver come to its thread, and not after its end.
    std::unordered_map<std::string, std::shared_ptr<Place>> m_places;   // By "host:port".
    std::unordered_map<std::string, RoutePtr> m_routes;                 // By URL.
    std::vector<DirectTransfer *> m_running;
    std::vector<DirectTransfer *> m_starting;   // To begin at the end of the batch.
    std::vector<DirectTransfer *> m_beginning;
    std::vector<DirectConnection *> m_resuming;
    std::vector<std::unique_ptr<DirectConnection>> m_connections;
    std::vector<std::unique_ptr<DirectConnection>> m_retired;   // Freed at the end of the batch.
    std::size_t m_idle = 0;
    net::TimerId m_sweeper = 0;
    std::string m_scratch;   // What is being read; of one connection at a time.
    std::string m_head;      // What is being sent.
    bool m_busy = false;     // A sink is being called: its event loops must not come in here again.
};

}   // namespace gw::upstream
