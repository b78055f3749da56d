#pragma once

#include "core/auth/door.h"
#include "core/auth/keyring.h"
#include "core/dialects/dialect.h"
#include "core/engine/apiroute.h"
#include "core/engine/exchange.h"
#include "core/http/routetable.h"

#include <array>
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

namespace gw::engine {

// What may change while requests run; swapped as a whole on reload.
struct Snapshot
{
    routing::TablePtr table;
    std::shared_ptr<const auth::Keyring> keyring;
    std::shared_ptr<const auth::DoorPolicy> door;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

// The door and the switchboard: lets requests in, finds their route and hands them to an exchange or to a
// handler beside the pipeline. One instance serves all workers; members are thread-safe after setWorkers().
class Gateway final : public http::Handler
{
public:
    // root is SERVER_ROOT_PATH ("/litellm") or "".
    Gateway(Shared &shared, std::string root);
    ~Gateway() override;

    // Before listening only.
    void addRoutes(ApiRoutes routes);
    void setWorkers(std::vector<Worker *> workers);
    // Answers the config's pass_through_endpoints, which come before all other routes.
    // May put another response in the place of the client's, and change what is asked; an empty one has been
    // answered. Called on the worker, before each exchange.
    using Detour = std::function<http::ResponseStreamPtr(
        Worker &worker, ExchangeStart &start, std::string &body, http::ResponseStreamPtr response)>;
    void setDetour(Detour detour) { m_detour = std::move(detour); }
    void setEndpointHandler(ApiStreamHandler handler) { m_endpointHandler = std::move(handler); }

    void apply(SnapshotPtr snapshot);
    SnapshotPtr snapshot() const;
    // For /routes: method and pattern of everything registered.
    std::vector<std::pair<std::string, std::string>> routeList() const;
    // An exchange made from inside, for test requests of the window; same path as any client's.
    Worker *worker(const net::Reactor &reactor) const;
    const std::vector<Worker *> &workers() const noexcept { return m_workers; }

    bool begin(const http::RequestHead &head, const http::ResponseStreamPtr &response,
               net::Reactor &reactor) override;
    void handle(http::RequestHead head, std::string body, http::ResponseStreamPtr response,
                net::Reactor &reactor) override;
    std::string refusalBody(int status, std::string_view reason, std::string_view path) const override;

private:
    struct Admitted;
    struct ModelRoute;

    void addModelRoutes();
    bool admit(const http::RequestHead &head, const http::ResponseStreamPtr &response, net::Reactor &reactor,
               Admitted &admitted) const;
    bool findDialect(Admitted &admitted) const;
    // No such path, or not with this method; pre-flights are answered.
    void refuseUnknown(const http::RequestHead &head, const http::ResponseStreamPtr &response,
                       const http::RouteMatch &match) const;
    // dialect: whose shape the error has; null for the management API's.
    void refuse(const http::ResponseStreamPtr &response, const Error &error, const dialects::Dialect *dialect,
                const wire::Headers &extra = {}) const;
    void answerPreflight(const http::RequestHead &head, const http::ResponseStreamPtr &response) const;

    Shared &m_shared;
    std::string m_root;
    http::RouteTable m_routes;
    std::vector<ModelRoute> m_modelRoutes;
    ApiRoutes m_apiRoutes;
    ApiStreamHandler m_endpointHandler;
    Detour m_detour;
    std::vector<Worker *> m_workers;
    mutable std::mutex m_mutex;
    SnapshotPtr m_snapshot;
};

}   // namespace gw::engine
