#include "core/api/healthprobe.h"

#include "core/base/errortable.h"

#include <algorithm>

namespace gw::api {

namespace {

constexpr double kTimeoutS = 60;
constexpr double kMaxTimeoutS = 3600;
constexpr int kMaxTokens = 5;
constexpr std::string_view kPrompt = "test from litellm";

// "openai/gpt-4o-mini" of a deployment "openai/*" is "gpt-4o-mini".
std::string withoutProvider(const std::string &model, const providers::Target &target)
{
    const std::string &own = target.deployment->params.model;
    for (const std::string &prefix : {target.provider + "/", own.substr(0, own.find('/') + 1)}) {
        if (prefix.size() > 1 && model.starts_with(prefix))
            return model.substr(prefix.size());
    }
    return model;
}

providers::Target asked(const providers::Target &target)
{
    const std::string &model = target.deployment->info.healthCheckModel;
    if (model.empty())
        return target;
    if (target.deployment->params.model == "*")
        return providers::withWildcard(target, model, model, providers::Catalog::builtIn());
    return providers::withModel(target, withoutProvider(model, target));
}

}   // namespace

bool Probe::canAsk(const providers::Target &target)
{
    return !target.deployment->info.healthCheckModel.empty() ||
           target.upstreamModel.find('*') == std::string::npos;
}

bool Probe::tells(const providers::Target &target)
{
    const std::string &mode = target.deployment->info.mode;
    return mode.empty() || mode == "chat" || mode == "completion" || mode == "embedding" ||
           mode == "responses";
}

Probe::Probe(routing::TargetPtr target, routing::TablePtr table, Done done)
    : m_table(std::move(table))
    , m_target(asked(*target))
    , m_done(std::move(done))
{}

Probe::~Probe() = default;

void Probe::start(engine::Worker &worker)
{
    m_worker = &worker;
    if (m_target.deployment->params.hasMockResponse)
        return m_done({});
    if (!m_target.problem.empty())
        return refuse(m_target.problem);
    m_adapter = m_target.row ? worker.shared.adapters.find(m_target.row->adapter) : nullptr;
    if (!m_adapter)
        return refuse("this provider is not supported yet");
    auto call = decode();
    if (!call.ok())
        return refuse(call.error().message);
    m_call = std::move(call).value();
    m_preparation.emplace(worker.tokens, *worker.transport,
                          preparation::wayTo(m_target, m_table->config().litellm),
                          preparation::MediaLimits{});
    const auto ready =
        m_preparation->begin(*m_adapter, *m_call, m_target, worker.shared.clock.unixUs() / 1'000'000,
                             [this](const Result<void> &result) {
                                 if (result.ok())
                                     send();
                                 else
                                     fail(result.error());
                             });
    if (!ready.ok())
        return refuse(ready.error().message);
    if (ready.value())
        send();
}

void Probe::send()
{
    providers::EncodeContext context;
    context.unixS = m_worker->shared.clock.unixUs() / 1'000'000;
    context.token = m_preparation->token();
    auto wire = m_adapter->encode(*m_call, m_target, context);
    if (!wire.ok())
        return refuse(wire.error().message);
    upstream::UpstreamRequest request;
    request.url = std::move(wire.value().url);
    request.headers = std::move(wire.value().headers);
    request.body = std::make_shared<const std::string>(std::move(wire.value().body));
    const double seconds = m_target.deployment->info.healthCheckTimeoutS.value_or(kTimeoutS);
    request.timeouts.totalMs = static_cast<int>(std::clamp(seconds, 0.001, kMaxTimeoutS) * 1000);
    request.tls = m_preparation->way().tls;
    request.proxy = m_preparation->way().proxy;
    request.publicOnly = m_preparation->way().publicOnly;
    m_transfer = m_worker->transport->start(std::move(request), *this);
}

void Probe::onHead(int status, const wire::Headers &headers)
{
    m_status = status;
    m_headers = headers;
}

void Probe::onData(std::string_view bytes)
{
    constexpr std::size_t kMaxBody = 64 * 1024;
    if (m_body.size() < kMaxBody)
        m_body += bytes;
}

void Probe::onEnd()
{
    if (m_status >= 200 && m_status < 300)
        return m_done({{}, m_headers, {}});
    fail(m_adapter->readError(m_status, m_headers, m_body, m_target));
}

void Probe::onError(const Error &error)
{
    m_headers = {};
    fail(error);
}

void Probe::fail(const Error &error)
{
    m_done({errorRow(error.code).errorClass + ": " + error.message, m_headers, error});
}

Result<chat::Call> Probe::decode() const
{
    const std::string &mode = m_target.deployment->info.mode;
    json::Object body{{"model", "health"}};
    if (mode == "embedding") {
        body["input"] = json::Array{json::Value(kPrompt)};
        return dialects::Dialects::all()["openaiembeddings"].decode({.body = json::serialize(body)});
    }
    body["max_tokens"] = m_target.deployment->info.healthCheckMaxTokens.value_or(kMaxTokens);
    if (mode == "completion") {
        body["prompt"] = kPrompt;
        return dialects::Dialects::all()["openaicompletions"].decode({.body = json::serialize(body)});
    }
    body["messages"] = json::Array{json::Object{{"role", "user"}, {"content", kPrompt}}};
    return dialects::Dialects::all()["openaichat"].decode({.body = json::serialize(body)});
}

}   // namespace gw::api
