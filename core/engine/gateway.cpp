#include "core/engine/gateway.h"

#include "core/base/errortable.h"
#include "core/base/logging.h"
#include "core/dialects/errors.h"
#include "core/engine/version.h"
#include "core/routing/caller.h"

#include <algorithm>
#include <map>

namespace gw::engine {

namespace {

constexpr int kApiBase = 10'000;   // Ids from here on are handlers beside the pipeline.

wire::Headers standardHeaders(std::string_view contentType)
{
    return {{"Content-Type", std::string(contentType)}, {"x-litellm-version", std::string(kLitellmVersion)}};
}

void addCors(wire::Headers &headers, std::string_view origin)
{
    headers.set("Access-Control-Allow-Origin", origin);
    headers.set("Vary", "Origin");
    headers.set("Access-Control-Expose-Headers", "*");
}

const config::PassThroughEndpoint *endpointFor(const config::Config &config, std::string_view path,
                                               std::string_view method)
{
    for (const config::PassThroughEndpoint &endpoint : config.general.passThrough) {
        const bool below = endpoint.includeSubpath && path.starts_with(endpoint.path) &&
                           (path.size() == endpoint.path.size() || endpoint.path.ends_with('/') ||
                            path[endpoint.path.size()] == '/');
        const bool allowed =
            endpoint.methods.empty() || std::ranges::find(endpoint.methods, method) != endpoint.methods.end();
        if (allowed && (below || path == endpoint.path))
            return &endpoint;
    }
    return nullptr;
}

}   // namespace

// What one pattern may lead to: several dialects may share one, told apart by what stands behind the model.
struct Gateway::ModelRoute
{
    struct Entry
    {
        const dialects::Dialect *dialect = nullptr;
        dialects::Route route;
    };
    std::vector<Entry> entries;
};

// What begin() has found out, for handle().
struct Gateway::Admitted
{
    SnapshotPtr snapshot;
    auth::Principal principal;
    http::RouteMatch match;
    std::int64_t arrivedUs = 0;
    bool authenticated = false;
    // Of a model route.
    const dialects::Dialect *dialect = nullptr;
    const dialects::Route *route = nullptr;
    std::string pathModel;
    const config::PassThroughEndpoint *endpoint = nullptr;
};

Gateway::Gateway(Shared &shared, std::string root)
    : m_shared(shared)
    , m_root(std::move(root))
{
    while (m_root.ends_with('/'))
        m_root.pop_back();
    addModelRoutes();
}

Gateway::~Gateway() = default;

void Gateway::addModelRoutes()
{
    std::map<std::string, std::size_t> known;
    for (const auto &[id, dialect] : dialects::Dialects::all().list()) {
        for (dialects::Route &route : dialect->routes()) {
            const auto [it, added] = known.emplace(route.pattern, m_modelRoutes.size());
            if (added) {
                m_routes.add("POST", route.pattern, static_cast<int>(m_modelRoutes.size()));
                m_modelRoutes.emplace_back();
            }
            m_modelRoutes[it->second].entries.push_back({dialect.get(), std::move(route)});
        }
    }
}

// Finds the dialect of a matched pattern and the model in its path; false when the path names none.
bool Gateway::findDialect(Admitted &admitted) const
{
    std::string_view rest = admitted.match.parameter("rest");
    std::size_t longest = 0;
    for (const auto &[dialect, route] : m_modelRoutes[static_cast<std::size_t>(admitted.match.id)].entries) {
        const bool fits = route.suffix.empty()
                              ? rest.empty()
                              : rest.size() > route.suffix.size() && rest.ends_with(route.suffix) &&
                                    route.suffix.size() > longest;
        if (!fits)
            continue;
        longest = route.suffix.size();
        admitted.dialect = dialect;
        admitted.route = &route;
        admitted.pathModel = rest.substr(0, rest.size() - longest);
    }
    return admitted.dialect != nullptr;
}

void Gateway::addRoutes(ApiRoutes routes)
{
    for (ApiRoute &route : routes) {
        m_routes.add(route.method, route.pattern, kApiBase + static_cast<int>(m_apiRoutes.size()));
        m_apiRoutes.push_back(std::move(route));
    }
}

void Gateway::setWorkers(std::vector<Worker *> workers)
{
    m_workers = std::move(workers);
}

void Gateway::apply(SnapshotPtr snapshot)
{
    const std::scoped_lock lock(m_mutex);
    m_snapshot = std::move(snapshot);
}

SnapshotPtr Gateway::snapshot() const
{
    const std::scoped_lock lock(m_mutex);
    return m_snapshot;
}

std::vector<std::pair<std::string, std::string>> Gateway::routeList() const
{
    std::vector<std::pair<std::string, std::string>> list;
    for (const ModelRoute &pattern : m_modelRoutes) {
        for (const auto &[dialect, route] : pattern.entries) {
            std::string shown = route.pattern;
            if (const std::size_t rest = shown.find("{rest...}"); rest != std::string::npos)
                shown.replace(rest, 9, "{model}" + route.suffix);
            list.emplace_back("POST", std::move(shown));
        }
    }
    for (const ApiRoute &route : m_apiRoutes)
        list.emplace_back(route.method, route.pattern);
    return list;
}

Worker *Gateway::worker(const net::Reactor &reactor) const
{
    for (Worker *candidate : m_workers) {
        if (&candidate->reactor == &reactor)
            return candidate;
    }
    return nullptr;
}

bool Gateway::begin(const http::RequestHead &head, const http::ResponseStreamPtr &response,
                    net::Reactor &reactor)
{
    auto admitted = std::make_shared<Admitted>();
    if (!admit(head, response, reactor, *admitted))
        return false;
    response->context = std::move(admitted);
    return true;
}

void Gateway::refuseUnknown(const http::RequestHead &head, const http::ResponseStreamPtr &response,
                            const http::RouteMatch &match) const
{
    if (head.method == "OPTIONS")
        return answerPreflight(head, response);
    const bool wrongMethod = match.outcome == http::RouteMatch::Outcome::WrongMethod;
    wire::Headers extra;
    if (wrongMethod)
        extra.add("Allow", match.allowed);
    refuse(response,
           {.code = wrongMethod ? ErrorCode::MethodNotAllowed : ErrorCode::NotFound,
            .message = wrongMethod ? "Method Not Allowed" : "Not Found"},
           nullptr, extra);
}

bool Gateway::admit(const http::RequestHead &head, const http::ResponseStreamPtr &response,
                    net::Reactor &reactor, Admitted &admitted) const
{
    admitted.snapshot = snapshot();
    admitted.arrivedUs = reactor.nowUs();
    // The route comes first: a refusal speaks the dialect of its route.
    std::string_view path = head.path;
    if (!m_root.empty() && path.starts_with(m_root))
        path.remove_prefix(m_root.size());
    admitted.match = m_routes.match(head.method, path.empty() ? "/" : path);
    admitted.endpoint = endpointFor(admitted.snapshot->table->config(), path, head.method);
    bool found = admitted.match.found() || admitted.endpoint;
    if (found && !admitted.endpoint && admitted.match.id < kApiBase)
        found = findDialect(admitted);
    const auth::DoorPolicy &door = *admitted.snapshot->door;
    http::Peer &peer = *head.peer;
    if (door.ownUserOnly && peer.loopback && peer.uid == -2)
        peer.uid = auth::peerUid(peer.address, peer.port, peer.localPort);
    if (const auto entered =
            auth::mayEnter(door, {head.headers, head.method, peer.address, peer.loopback, peer.uid});
        !entered.ok()) {
        qCInfo(gwAuth, "refused %s: %s", peer.address.c_str(), entered.error().message.c_str());
        if (entered.error().code == ErrorCode::OriginDenied)
            m_shared.refusals.add(head.headers.valueOr("origin"));
        refuse(response, entered.error(), admitted.dialect);
        return false;
    }
    if (!found) {
        refuseUnknown(head, response, admitted.match);
        return false;
    }
    const Access access = admitted.endpoint ? (admitted.endpoint->auth ? Access::Key : Access::Public)
                          : admitted.dialect
                              ? Access::Key
                              : m_apiRoutes[static_cast<std::size_t>(admitted.match.id - kApiBase)].access;
    const auth::Keyring &keyring = *admitted.snapshot->keyring;
    const std::string key = keyring.keyOf(head.headers, wire::Query(head.query).valueOr("key"));
    auto principal = keyring.admit({head.method, path.empty() ? "/" : path, key, access, peer.loopback});
    if (!principal.ok()) {
        qCInfo(gwAuth, "refused %s %s: %s", head.method.c_str(), std::string(head.path).c_str(),
               std::string(errorName(principal.error().code)).c_str());
        refuse(response, principal.error(), admitted.dialect);
        return false;
    }
    admitted.principal = std::move(principal).value();
    if (peer.loopback && !peer.program && (admitted.dialect || admitted.endpoint))
        peer.program = m_shared.programs.look({peer.address == "::1", peer.port, peer.localPort});
    admitted.authenticated = admitted.principal.kind != auth::Principal::Kind::Anonymous;
    if (m_shared.paused.load(std::memory_order_relaxed) && admitted.dialect) {
        refuse(response,
               {.code = ErrorCode::Overloaded,
                .message = "All traffic is paused in Portico. Resume it there to be answered again."},
               admitted.dialect, {{"retry-after", "5"}});
        return false;
    }
    return true;
}

void Gateway::handle(http::RequestHead head, std::string body, http::ResponseStreamPtr response,
                     net::Reactor &reactor)
{
    const auto admitted = std::static_pointer_cast<Admitted>(std::exchange(response->context, nullptr));
    Worker *worker = this->worker(reactor);
    if (!admitted || !worker)
        return response->abort();
    if (admitted->dialect && !admitted->endpoint) {
        ExchangeStart start;
        start.table = admitted->snapshot->table;
        start.dialect = admitted->dialect;
        start.principal = std::move(admitted->principal);
        start.route = admitted->route;
        start.pathModel =
            routing::modelFor(start.table->config().general, start.route->name, admitted->pathModel);
        start.query = wire::Query(head.query);
        start.arrivedUs = admitted->arrivedUs;
        start.program = head.peer->program;
        if (const auto origin = head.headers.value("origin"))
            start.corsOrigin = *origin;
        if (m_detour)
            response = m_detour(*worker, start, body, std::move(response));
        if (!response)
            return;
        std::make_shared<Exchange>(*worker, std::move(start), head, std::move(response))
            ->run(std::move(body));
        return;
    }
    ApiCall call;
    call.query = wire::Query(head.query);
    for (auto &[name, value] : admitted->match.parameters)
        call.path.emplace(name, std::move(value));
    call.body = std::move(body);
    call.principal = std::move(admitted->principal);
    call.authenticated = admitted->authenticated;
    call.table = admitted->snapshot->table;
    call.worker = worker->index;
    const std::string origin(head.headers.valueOr("origin"));
    call.head = std::move(head);
    if (admitted->endpoint) {
        call.endpoint = admitted->endpoint;
        return m_endpointHandler(std::move(call), std::move(response), *worker);
    }
    const ApiRoute &route = m_apiRoutes[static_cast<std::size_t>(admitted->match.id - kApiBase)];
    if (route.streamHandler)
        return route.streamHandler(std::move(call), std::move(response), *worker);
    const auto respond = [response, &reactor, origin](ApiReply reply) {
        const auto send = [response, reply = std::move(reply), origin] {
            wire::Headers headers = standardHeaders(reply.contentType);
            for (const auto &[name, value] : reply.headers)
                headers.set(name, value);
            if (!origin.empty())
                addCors(headers, origin);
            response->respond(reply.status, headers, reply.body);
        };
        if (reactor.inThread())
            send();
        else
            reactor.post(send);
    };
    route.handler(std::move(call), respond);
}

void Gateway::refuse(const http::ResponseStreamPtr &response, const Error &error,
                     const dialects::Dialect *dialect, const wire::Headers &extra) const
{
    const dialects::ErrorReply reply =
        dialect ? dialect->encodeError(error) : dialects::managementError(error);
    wire::Headers headers = standardHeaders("application/json");
    for (const auto &[name, value] : extra)
        headers.add(name, value);
    if (error.retryAfterMs >= 0)
        headers.set("retry-after", std::to_string((error.retryAfterMs + 999) / 1000));
    response->respond(reply.status, headers, reply.body);
}

void Gateway::answerPreflight(const http::RequestHead &head, const http::ResponseStreamPtr &response) const
{
    wire::Headers headers;
    // The door has let this origin in already.
    addCors(headers, head.headers.valueOr("origin", "*"));
    headers.add("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE, OPTIONS");
    const std::string wanted(
        head.headers.valueOr("access-control-request-headers", "authorization, content-type"));
    headers.add("Access-Control-Allow-Headers", wanted);
    headers.add("Access-Control-Max-Age", "600");
    response->respond(200, headers, "");
}

std::string Gateway::refusalBody(int status, std::string_view reason, std::string_view) const
{
    json::Object error{{"message", reason},
                       {"type", status >= 500 ? "overloaded_error" : "invalid_request_error"},
                       {"param", nullptr},
                       {"code", std::to_string(status)}};
    if (status == 413)
        error["param"] = "content-length";
    return json::serialize(json::Object{{"error", std::move(error)}});
}

}   // namespace gw::engine
