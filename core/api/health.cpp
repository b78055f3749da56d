#include "core/api/routes.h"
#include "core/base/errortable.h"
#include "core/preparation/tokens.h"

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiRespond;

constexpr int kTimeoutMs = 60'000;
constexpr int kMaxTokens = 5;
constexpr std::string_view kPrompt = "test from litellm";

struct Verdict
{
    std::string error;       // Empty: healthy.
    wire::Headers headers;   // Of the provider's answer.
};

// Verdicts by deployment id, shared by everybody who asks. Thread-safe.
class Verdicts
{
public:
    void set(const std::string &id, Verdict verdict)
    {
        const std::scoped_lock lock(m_mutex);
        m_known.insert_or_assign(id, std::move(verdict));
    }
    std::optional<Verdict> of(const std::string &id) const
    {
        const std::scoped_lock lock(m_mutex);
        const auto it = m_known.find(id);
        return it == m_known.end() ? std::nullopt : std::optional(it->second);
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::string, Verdict> m_known;
};

json::Object describe(const providers::Target &target, const Verdict &verdict, bool details)
{
    json::Object object{{"model", target.deployment->params.model}, {"model_id", target.deployment->info.id}};
    if (!target.baseUrl.empty())
        object["api_base"] = target.baseUrl;
    if (!details)
        return object;
    for (const auto &[name, value] : verdict.headers) {
        if (name.starts_with("x-ratelimit-"))
            object[name] = value;
    }
    if (!verdict.error.empty())
        object["error"] = verdict.error;
    return object;
}

json::Value summary(const std::vector<std::pair<routing::TargetPtr, Verdict>> &list, bool details)
{
    json::Array healthy;
    json::Array unhealthy;
    for (const auto &[target, verdict] : list)
        (verdict.error.empty() ? healthy : unhealthy).emplace_back(describe(*target, verdict, details));
    const std::size_t good = healthy.size();
    const std::size_t bad = unhealthy.size();
    json::Object object;
    if (details || good + bad == 0) {
        object["healthy_endpoints"] = std::move(healthy);
        object["unhealthy_endpoints"] = std::move(unhealthy);
    }
    object["healthy_count"] = good;
    object["unhealthy_count"] = bad;
    return object;
}

// One small request to one deployment. Deletes itself by leaving its run.
class Probe final : public upstream::ReplySink
{
public:
    using Done = std::function<void(Probe *, Verdict)>;

    // global outlives the probe.
    Probe(routing::TargetPtr target, const config::Litellm &global, Done done)
        : m_target(std::move(target))
        , m_global(global)
        , m_done(std::move(done))
    {}

    void start(engine::Worker &worker)
    {
        const config::DeploymentParams &params = m_target->deployment->params;
        if (params.hasMockResponse)
            return m_done(this, {});
        const providers::Adapter *adapter =
            m_target->row ? worker.shared.adapters.find(m_target->row->adapter) : nullptr;
        if (!m_target->problem.empty() || !adapter)
            return m_done(
                this,
                {m_target->problem.empty() ? "this provider is not supported yet" : m_target->problem, {}});
        auto call = decode();
        if (!call.ok())
            return m_done(this, {call.error().message, {}});
        auto wire = adapter->encode(call.value(), *m_target, {});
        if (!wire.ok())
            return m_done(this, {wire.error().message, {}});
        m_adapter = adapter;
        upstream::UpstreamRequest request;
        request.url = std::move(wire.value().url);
        request.headers = std::move(wire.value().headers);
        request.body = std::make_shared<const std::string>(std::move(wire.value().body));
        request.timeouts.totalMs = kTimeoutMs;
        preparation::Way way = preparation::wayTo(*m_target, m_global);
        request.tls = std::move(way.tls);
        request.proxy = std::move(way.proxy);
        m_transfer = worker.transport->start(std::move(request), *this);
    }

    void onHead(int status, const wire::Headers &headers) override
    {
        m_status = status;
        m_headers = headers;
    }
    void onData(std::string_view bytes) override
    {
        constexpr std::size_t kMaxBody = 64 * 1024;
        if (m_body.size() < kMaxBody)
            m_body += bytes;
    }
    void onEnd() override
    {
        if (m_status >= 200 && m_status < 300)
            return m_done(this, {{}, m_headers});
        const Error error = m_adapter->readError(m_status, m_headers, m_body, *m_target);
        m_done(this, {errorRow(error.code).errorClass + ": " + error.message, m_headers});
    }
    void onError(const Error &error) override
    {
        m_done(this, {errorRow(error.code).errorClass + ": " + error.message, {}});
    }

    const routing::TargetPtr &target() const { return m_target; }

private:
    Result<chat::Call> decode() const
    {
        const std::string &mode = m_target->deployment->info.mode;
        json::Object body{{"model", "health"}};
        if (mode == "embedding") {
            body["input"] = json::Array{json::Value(kPrompt)};
            return dialects::Dialects::all()["openaiembeddings"].decode({.body = json::serialize(body)});
        }
        body["max_tokens"] = kMaxTokens;
        if (mode == "completion") {
            body["prompt"] = kPrompt;
            return dialects::Dialects::all()["openaicompletions"].decode({.body = json::serialize(body)});
        }
        body["messages"] = json::Array{json::Object{{"role", "user"}, {"content", kPrompt}}};
        return dialects::Dialects::all()["openaichat"].decode({.body = json::serialize(body)});
    }

    routing::TargetPtr m_target;
    const config::Litellm &m_global;
    Done m_done;
    const providers::Adapter *m_adapter = nullptr;
    std::unique_ptr<upstream::Transfer> m_transfer;
    wire::Headers m_headers;
    std::string m_body;
    int m_status = 0;
};

// All probes of one question; lives until the last has answered.
struct Run : std::enable_shared_from_this<Run>
{
    routing::TablePtr table;
    std::shared_ptr<Verdicts> verdicts;
    ApiRespond respond;
    std::vector<std::pair<routing::TargetPtr, Verdict>> results;
    std::vector<std::unique_ptr<Probe>> probes;
    std::size_t waiting = 0;
    bool details = true;

    void finish(net::Reactor &reactor)
    {
        respond(engine::jsonReply(summary(results, details)));
        // A probe may be on the stack: let it return first.
        reactor.post([self = shared_from_this()] { self->probes.clear(); });
    }
};

void probeAll(engine::Worker &worker, const ApiCall &call, const std::shared_ptr<Verdicts> &verdicts,
              const ApiRespond &respond)
{
    auto run = std::make_shared<Run>();
    run->table = call.table;
    run->verdicts = verdicts;
    run->respond = respond;
    run->details = call.table->config().general.healthCheckDetails;
    for (const routing::TargetPtr &target : call.table->targets()) {
        const auto model = call.query.value("model");
        const auto id = call.query.value("model_id");
        if ((model && *model != target->deployment->modelName &&
             *model != target->deployment->params.model) ||
            (id && *id != target->deployment->info.id) ||
            target->upstreamModel.find('*') != std::string::npos)
            continue;
        run->probes.push_back(std::make_unique<Probe>(
            target, call.table->config().litellm, [run, &worker](Probe *probe, Verdict verdict) {
                run->verdicts->set(probe->target()->deployment->info.id, verdict);
                run->results.emplace_back(probe->target(), std::move(verdict));
                if (--run->waiting == 0)
                    run->finish(worker.reactor);
            }));
    }
    run->waiting = run->probes.size();
    if (run->probes.empty())
        return run->finish(worker.reactor);
    // Starting may finish at once, so the list is not walked by iterator.
    const std::size_t count = run->probes.size();
    for (std::size_t i = 0; i < count; ++i)
        run->probes[i]->start(worker);
}

}   // namespace

engine::ApiRoutes healthRoutes(engine::Gateway &gateway, engine::Shared &)
{
    auto verdicts = std::make_shared<Verdicts>();
    return {{"GET", "/health", Access::Loopback,
             [&gateway, verdicts](const ApiCall &call, const ApiRespond &respond) {
                 if (call.authenticated)
                     return probeAll(*gateway.workers()[static_cast<std::size_t>(call.worker)], call,
                                     verdicts, respond);
                 // Without a key nobody may spend money: what is known is told, and no names.
                 std::vector<std::pair<routing::TargetPtr, Verdict>> list;
                 for (const routing::TargetPtr &target : call.table->targets())
                     list.emplace_back(
                         target,
                         verdicts->of(target->deployment->info.id).value_or(Verdict{target->problem, {}}));
                 respond(engine::jsonReply(summary(list, false)));
             }}};
}

}   // namespace gw::api
