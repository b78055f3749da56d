#include "core/engine/gateway.h"

#include "core/base/errortable.h"
#include "core/base/logging.h"
#include "core/dialects/errors.h"
#include "core/engine/version.h"

#include <algorithm>

namespace gw::engine {

namespace {

const dialects::OpenAiChat kChat;
const dialects::OpenAiCompletions kCompletions;
const dialects::OpenAiEmbeddings kEmbeddings;

// Paths that end in one of these and name the model in front of it.
constexpr std::pair<std::string_view, const dialects::Dialect *> kSuffixes[] = {
    {"/chat/completions", &kChat}, {"/completions", &kCompletions}, {"/embeddings", &kEmbeddings}};

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

}   // namespace

struct Gateway::ModelRoute
{
    std::string route;   // As the ledger names it.
    const dialects::Dialect *dialect = nullptr;
    bool modelInPath = false;   // "{rest...}": the model, then one of kSuffixes.
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
    std::string route;
    std::string pathModel;
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
    const auto add = [this](std::string_view pattern, std::string_view route,
                            const dialects::Dialect *dialect, bool inPath) {
        m_routes.add("POST", pattern, static_cast<int>(m_modelRoutes.size()));
        m_modelRoutes.push_back({std::string(route), dialect, inPath});
    };
    for (const char *pattern :
         {"/v1/chat/completions", "/chat/completions", "/queue/chat/completions", "/cursor/chat/completions"})
        add(pattern, "/v1/chat/completions", &kChat, false);
    for (const char *pattern : {"/v1/completions", "/completions"})
        add(pattern, "/v1/completions", &kCompletions, false);
    for (const char *pattern : {"/v1/embeddings", "/embeddings"})
        add(pattern, "/v1/embeddings", &kEmbeddings, false);
    for (const char *pattern : {"/engines/{rest...}", "/openai/deployments/{rest...}"})
        add(pattern, {}, nullptr, true);
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
    std::vector<std::pair<std::string, std::string>> list{
        {"POST", "/v1/chat/completions"},
        {"POST", "/chat/completions"},
        {"POST", "/engines/{model}/chat/completions"},
        {"POST", "/openai/deployments/{model}/chat/completions"},
        {"POST", "/queue/chat/completions"},
        {"POST", "/v1/completions"},
        {"POST", "/completions"},
        {"POST", "/engines/{model}/completions"},
        {"POST", "/openai/deployments/{model}/completions"},
        {"POST", "/v1/embeddings"},
        {"POST", "/embeddings"},
        {"POST", "/engines/{model}/embeddings"},
        {"POST", "/openai/deployments/{model}/embeddings"}};
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

bool Gateway::admit(const http::RequestHead &head, const http::ResponseStreamPtr &response,
                    net::Reactor &reactor, Admitted &admitted) const
{
    admitted.snapshot = snapshot();
    admitted.arrivedUs = reactor.nowUs();
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
        refuse(response, entered.error(), head.path);
        return false;
    }
    std::string_view path = head.path;
    if (!m_root.empty() && path.starts_with(m_root))
        path.remove_prefix(m_root.size());
    admitted.match = m_routes.match(head.method, path.empty() ? "/" : path);
    if (!admitted.match.found()) {
        if (head.method == "OPTIONS") {
            answerPreflight(head, response);
            return false;
        }
        const bool wrongMethod = admitted.match.outcome == http::RouteMatch::Outcome::WrongMethod;
        wire::Headers extra;
        if (wrongMethod)
            extra.add("Allow", admitted.match.allowed);
        refuse(response,
               {.code = wrongMethod ? ErrorCode::MethodNotAllowed : ErrorCode::NotFound,
                .message = wrongMethod ? "Method Not Allowed" : "Not Found"},
               head.path, extra);
        return false;
    }
    Access access = Access::Key;
    if (admitted.match.id >= kApiBase) {
        access = m_apiRoutes[static_cast<std::size_t>(admitted.match.id - kApiBase)].access;
    } else {
        const ModelRoute &route = m_modelRoutes[static_cast<std::size_t>(admitted.match.id)];
        admitted.dialect = route.dialect;
        admitted.route = route.route;
        if (route.modelInPath) {
            std::string_view rest = admitted.match.parameter("rest");
            for (const auto &[suffix, dialect] : kSuffixes) {
                if (rest.size() > suffix.size() && rest.ends_with(suffix) && !admitted.dialect) {
                    admitted.dialect = dialect;
                    admitted.route = "/v1" + std::string(suffix);
                    admitted.pathModel = rest.substr(0, rest.size() - suffix.size());
                }
            }
            if (!admitted.dialect) {
                refuse(response, {.code = ErrorCode::NotFound, .message = "Not Found"}, head.path);
                return false;
            }
        }
    }
    const auth::Keyring &keyring = *admitted.snapshot->keyring;
    const std::string key = keyring.keyOf(head.headers, wire::Query(head.query).valueOr("key"));
    auto principal = keyring.authenticate(key);
    if (principal.ok()) {
        admitted.principal = std::move(principal).value();
        admitted.authenticated = true;
    } else {
        const bool needed = access == Access::Key || access == Access::Admin ||
                            (access == Access::Loopback && !peer.loopback);
        // A key that was given and is wrong is told, except where none is needed at all.
        if (needed || (access == Access::Loopback && !key.empty())) {
            qCInfo(gwAuth, "refused %s %s: %s", head.method.c_str(), std::string(head.path).c_str(),
                   std::string(errorName(principal.error().code)).c_str());
            refuse(response, principal.error(), head.path);
            return false;
        }
    }
    if (access == Access::Admin && !admitted.principal.admin) {
        refuse(response,
               {.code = ErrorCode::AdminOnly,
                .message = "Authentication Error, Only proxy admin can be used to generate, delete, update "
                           "info for new keys/users/teams. Route=" +
                           std::string(head.path)},
               head.path);
        return false;
    }
    if (m_shared.paused.load(std::memory_order_relaxed) && admitted.dialect) {
        refuse(response,
               {.code = ErrorCode::Overloaded,
                .message = "All traffic is paused in Portico. Resume it there to be answered again."},
               head.path);
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
    if (admitted->dialect) {
        ExchangeStart start;
        start.table = admitted->snapshot->table;
        start.dialect = admitted->dialect;
        start.principal = std::move(admitted->principal);
        start.route = std::move(admitted->route);
        start.pathModel = std::move(admitted->pathModel);
        start.arrivedUs = admitted->arrivedUs;
        if (const auto origin = head.headers.value("origin"))
            start.corsOrigin = *origin;
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
    m_apiRoutes[static_cast<std::size_t>(admitted->match.id - kApiBase)].handler(std::move(call), respond);
}

void Gateway::refuse(const http::ResponseStreamPtr &response, const Error &error, std::string_view path,
                     const wire::Headers &extra) const
{
    Q_UNUSED(path);
    const dialects::ErrorReply reply = dialects::managementError(error);
    wire::Headers headers = standardHeaders("application/json");
    for (const auto &[name, value] : extra)
        headers.add(name, value);
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
