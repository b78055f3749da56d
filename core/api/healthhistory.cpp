#include "core/api/management.h"
#include "core/api/routes.h"

#include <algorithm>

// What checks of deployments have found, and a check of one that is not there yet (CONTRACT 3.4).
namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiRespond;

constexpr std::int64_t kUsPerS = 1'000'000;
constexpr std::int64_t kUsualRows = 100;

const char *statusOf(const CheckRecord &check)
{
    return check.error.empty() ? "healthy" : "unhealthy";
}

json::Object rowOf(const CheckRecord &check)
{
    const bool well = check.error.empty();
    return {{"health_check_id", check.checkId},
            {"model_name", check.model},
            {"model_id", check.modelId},
            {"status", statusOf(check)},
            {"healthy_count", well ? 1 : 0},
            {"unhealthy_count", well ? 0 : 1},
            {"error_message", well ? json::Value(nullptr) : json::Value(check.error)},
            {"response_time_ms", static_cast<double>(check.tookUs) / 1000},
            {"details", nullptr},
            {"checked_by", check.background ? "background" : "request"},
            {"checked_at", access::isoTime(check.endedUs / kUsPerS)}};
}

void answerHistory(const ApiCall &call, const ApiRespond &respond, const HealthChecks &checks)
{
    const std::string model = queryText(call, "model");
    const std::string status = queryText(call, "status_filter");
    const auto number = [&call](const char *name, std::int64_t usual) {
        const auto text = call.query.value(name);
        const auto value = text ? telemetry::countIn(*text) : usual;
        return std::max<std::int64_t>(value, 0);
    };
    const std::int64_t offset = number("offset", 0);
    const std::int64_t limit = number("limit", kUsualRows);
    json::Array rows;
    std::int64_t total = 0;
    for (const CheckRecord &check : checks.history()) {
        if ((!model.empty() && check.model != model && check.modelId != model) ||
            (!status.empty() && status != statusOf(check)))
            continue;
        if (total >= offset && total < offset + limit)
            rows.emplace_back(rowOf(check));
        ++total;
    }
    respond(engine::jsonReply(json::Object{
        {"health_checks", std::move(rows)}, {"total_records", total}, {"limit", limit}, {"offset", offset}}));
}

void answerLatest(const ApiRespond &respond, const HealthChecks &checks)
{
    json::Object latest;
    for (const CheckRecord &check : checks.history()) {
        if (!latest.contains(check.modelId))
            latest[check.modelId] = rowOf(check);
    }
    const std::size_t count = latest.size();
    respond(engine::jsonReply(
        json::Object{{"latest_health_checks", std::move(latest)}, {"total_models", count}}));
}

// One probe of a deployment that only the request knows. The worker holds it until it is answered.
class Trial final : public std::enable_shared_from_this<Trial>
{
public:
    Trial(engine::Worker &worker, routing::TablePtr table, ApiRespond respond)
        : m_worker(worker)
        , m_respond(std::move(respond))
        , m_probe(table->targets().front(), table, [this](const Verdict &verdict) { tell(verdict); })
    {}

    void begin()
    {
        m_worker.others.emplace(this, shared_from_this());
        m_probe.start(m_worker);
    }

private:
    void tell(const Verdict &verdict)
    {
        const bool well = verdict.error.empty();
        json::Object result;
        for (const auto &[name, value] : verdict.headers) {
            if (name.starts_with("x-ratelimit-"))
                result[name] = value;
        }
        if (!well)
            result["error"] = verdict.error;
        m_respond(engine::jsonReply(
            json::Object{{"status", well ? "success" : "error"}, {"result", std::move(result)}}));
        // The probe is on the stack.
        m_worker.reactor.post([weak = weak_from_this()] {
            if (const auto trial = weak.lock())
                trial->m_worker.others.erase(trial.get());
        });
    }

    engine::Worker &m_worker;
    const ApiRespond m_respond;
    Probe m_probe;
};

// A deployment as /model/new would keep it, with nothing of this machine.
Result<routing::TablePtr> tableOf(const json::Object &body, const config::Config &config,
                                  const engine::Shared &shared)
{
    const json::Object *params = json::findObject(body, "litellm_params");
    if (!params)
        return Error{
            .code = ErrorCode::BadRequest, .message = "litellm_params is missing", .param = "litellm_params"};
    json::Object row{
        {"model_name", "connection test"}, {"litellm_params", *params}, {"model_info", json::Object()}};
    if (const std::string mode(json::stringOr(body, "mode")); !mode.empty())
        row["model_info"] = json::Object{{"mode", mode}};
    GW_TRY(const config::ConfigPtr read, storedConfig(row, config.general.modelPrivateAddresses));
    auto made = std::make_shared<config::Config>(*read);
    made->deployments.front().publicOnly = !config.general.modelPrivateAddresses;
    const auto table = std::make_shared<const routing::Table>(
        std::move(made), shared.catalog, [](std::string_view) { return std::optional<std::string>(); },
        std::make_shared<routing::State>(), routing::FactsOf());
    if (table->targets().empty())
        return Error{.code = ErrorCode::BadRequest, .message = "this is no model", .param = "litellm_params"};
    if (!Probe::canAsk(*table->targets().front()))
        return Error{.code = ErrorCode::BadRequest,
                     .message = "A wildcard names no model to ask for",
                     .param = "litellm_params"};
    return routing::TablePtr(table);
}

void testConnection(engine::Worker &worker, const ApiCall &call, const ApiRespond &respond)
{
    const auto body = json::parse(call.body);
    const json::Object *object = body.ok() ? body.value().if_object() : nullptr;
    if (!object)
        return respond(
            engine::errorReply({.code = ErrorCode::BadRequest, .message = "The body is no JSON object"}));
    auto table = tableOf(*object, call.table->config(), worker.shared);
    if (!table.ok())
        return respond(engine::errorReply(table.error()));
    std::make_shared<Trial>(worker, std::move(table).value(), respond)->begin();
}

}   // namespace

engine::ApiRoutes healthHistoryRoutes(engine::Gateway &gateway, const std::shared_ptr<HealthChecks> &checks)
{
    return {
        {"GET", "/health/history", Access::Admin,
         [checks](const ApiCall &call, const ApiRespond &respond) { answerHistory(call, respond, *checks); }},
        {"GET", "/health/latest", Access::Admin,
         [checks](const ApiCall &, const ApiRespond &respond) { answerLatest(respond, *checks); }},
        // Nothing here asks for one.
        {"GET", "/health/license", Access::Admin,
         [](const ApiCall &, const ApiRespond &respond) {
             respond(engine::jsonReply(json::Object{{"has_license", false},
                                                    {"license_type", nullptr},
                                                    {"expiration_date", nullptr},
                                                    {"allowed_features", json::Array()},
                                                    {"limits", json::Object()}}));
         }},
        // Every gateway checks for itself.
        {"GET", "/health/shared-status", Access::Admin,
         [](const ApiCall &, const ApiRespond &respond) {
             respond(engine::jsonReply(
                 json::Object{{"shared_health_check_enabled", false}, {"status", json::Object()}}));
         }},
        {"POST", "/health/test_connection", Access::Admin,
         [&gateway](const ApiCall &call, const ApiRespond &respond) {
             testConnection(*gateway.workers()[static_cast<std::size_t>(call.worker)], call, respond);
         }}};
}

}   // namespace gw::api
