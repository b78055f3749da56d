#include "core/api/routes.h"
#include "core/providers/supported.h"
#include "core/routing/modelaccess.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

constexpr std::int64_t kCreated = 1677610602;   // LiteLLM's constant; clients show it.

bool visible(const ApiCall &call, const std::string &name)
{
    const auto resolution = call.table->resolve(routing::unaliased(call.principal, name));
    return resolution && routing::mayUse(*call.table, call.principal, name, *resolution->group).ok();
}

json::Object modelObject(const std::string &name)
{
    return {{"id", name}, {"object", "model"}, {"created", kCreated}, {"owned_by", "openai"}};
}

// Anthropic's clients say which version of its API they speak.
bool speaksAnthropic(const ApiCall &call)
{
    return call.head.headers.value("anthropic-version").has_value();
}

// Google's newer clients ask the same paths as OpenAI's, with a key in a header of their own.
bool speaksGoogle(const ApiCall &call)
{
    return call.head.headers.value("x-goog-api-key").has_value();
}

json::Object anthropicModel(const std::string &name)
{
    return {{"type", "model"}, {"id", name}, {"display_name", name}, {"created_at", "2023-02-28T18:56:42Z"}};
}

json::Object googleModel(const std::string &name)
{
    return {{"name", "models/" + name},
            {"displayName", name},
            {"supportedGenerationMethods",
             json::Array{"generateContent", "streamGenerateContent", "countTokens"}}};
}

void listGoogleModels(const ApiCall &call, const ApiRespond &respond)
{
    json::Array models;
    for (const std::string &name : routing::usableNames(*call.table, call.principal))
        models.emplace_back(googleModel(name));
    respond(engine::jsonReply(json::Object{{"models", std::move(models)}}));
}

void oneGoogleModel(const ApiCall &call, const ApiRespond &respond)
{
    const std::string &id = call.path.at("model");
    if (visible(call, id))
        return respond(engine::jsonReply(googleModel(id)));
    const Error error{.code = ErrorCode::UpstreamNotFound,
                      .message = "models/" + id + " is not found for this key."};
    dialects::ErrorReply reply = dialects::Dialects::all()["gemini"].encodeError(error);
    respond({.status = reply.status, .body = std::move(reply.body)});
}

void listModels(const ApiCall &call, const ApiRespond &respond)
{
    if (speaksGoogle(call))
        return listGoogleModels(call, respond);
    const std::vector<std::string> names = routing::usableNames(*call.table, call.principal);
    const bool anthropic = speaksAnthropic(call);
    json::Array data;
    for (const std::string &name : names)
        data.emplace_back(anthropic ? anthropicModel(name) : modelObject(name));
    json::Object list{{"data", std::move(data)}};
    if (anthropic) {
        list["has_more"] = false;
        list["first_id"] = names.empty() ? json::Value(nullptr) : json::Value(names.front());
        list["last_id"] = names.empty() ? json::Value(nullptr) : json::Value(names.back());
    } else {
        list["object"] = "list";
    }
    respond(engine::jsonReply(list));
}

void oneModel(const ApiCall &call, const ApiRespond &respond)
{
    if (speaksGoogle(call))
        return oneGoogleModel(call, respond);
    const std::string &id = call.path.at("model");
    if (!visible(call, id)) {
        respond(engine::errorReply({.code = ErrorCode::UpstreamNotFound,
                                    .message = "The model `" + id + "` does not exist",
                                    .param = "model",
                                    .upstreamCode = "model_not_found",
                                    .upstreamType = "invalid_request_error"}));
        return;
    }
    respond(engine::jsonReply(speaksAnthropic(call) ? anthropicModel(id) : modelObject(id)));
}

void addPrices(json::Object &info, const std::optional<pricing::Price> &price)
{
    const auto set = [&](std::string_view key, pricing::Unit unit) {
        const auto rate = price ? price->standard().rates[static_cast<std::size_t>(unit)] : std::nullopt;
        if (rate)
            info[key] = std::strtod(pricing::toText(*rate).c_str(), nullptr);
        else
            info[key] = nullptr;
    };
    set("input_cost_per_token", pricing::Unit::Input);
    set("output_cost_per_token", pricing::Unit::Output);
    set("cache_read_input_token_cost", pricing::Unit::CacheRead);
    set("cache_creation_input_token_cost", pricing::Unit::CacheWrite);
}

json::Value orNull(std::int64_t count)
{
    return count > 0 ? json::Value(count) : json::Value(nullptr);
}

json::Object infoObject(const providers::Target &target, const pricing::PriceTable &prices)
{
    const config::Deployment &deployment = *target.deployment;
    const pricing::PriceQuery query{
        target.provider, deployment.info.baseModel.empty() ? target.upstreamModel : deployment.info.baseModel,
        target.baseUrl, 0};
    const auto price = billing::deploymentPrice(prices, target, query.unixUs);
    const auto facts = prices.facts(query);
    json::Object info = deployment.info.raw;
    info["id"] = deployment.info.id;
    info["db_model"] = target.deployment->stored;
    info["key"] = target.upstreamModel;
    info["litellm_provider"] = target.provider;
    info["mode"] = deployment.info.mode;
    const auto limit = [&](std::string_view key, const std::optional<std::int64_t> &own, std::int64_t known) {
        if (!info.contains(key))
            info[key] = orNull(own.value_or(known));
    };
    limit("max_tokens", deployment.info.maxTokens, facts ? facts->maxOutput : 0);
    limit("max_input_tokens", deployment.info.maxInputTokens, facts ? facts->contextWindow : 0);
    limit("max_output_tokens", deployment.info.maxOutputTokens, facts ? facts->maxOutput : 0);
    addPrices(info, price);
    if (facts) {
        const auto takes = [&](std::string_view kind) {
            return std::ranges::find(facts->inputs, kind) != facts->inputs.end();
        };
        if (!facts->inputs.empty())
            info["supports_vision"] = takes("image");
        if (facts->tools)
            info["supports_function_calling"] = *facts->tools;
        if (facts->reasoning)
            info["supports_reasoning"] = *facts->reasoning;
    }
    json::Object params{{"model", deployment.params.model}};
    if (!deployment.params.apiBase.empty())
        params["api_base"] = deployment.params.apiBase;
    if (deployment.params.rpm)
        params["rpm"] = *deployment.params.rpm;
    if (deployment.params.tpm)
        params["tpm"] = *deployment.params.tpm;
    for (const auto &member : deployment.params.defaults)
        params[member.key()] = member.value();
    return {{"model_name", deployment.modelName},
            {"litellm_params", std::move(params)},
            {"model_info", std::move(info)}};
}

std::optional<json::Array> infoRows(const ApiCall &call, const pricing::PriceTable &prices)
{
    const auto wanted = call.query.value("litellm_model_id");
    json::Array rows;
    for (const routing::TargetPtr &target : call.table->targets()) {
        if (wanted && target->deployment->info.id != *wanted)
            continue;
        if (visible(call, target->deployment->modelName))
            rows.emplace_back(infoObject(*target, prices));
    }
    if (wanted && rows.empty())
        return std::nullopt;
    return rows;
}

// One object for each group: the widest limits, the highest prices, what any of its deployments can.
json::Array groupRows(const ApiCall &call, const pricing::PriceTable &prices)
{
    const auto wanted = call.query.value("model_group");
    json::Array groups;
    for (const std::string &name : routing::usableNames(*call.table, call.principal)) {
        const auto resolution = call.table->resolve(name);
        if (!resolution || (wanted && name != *wanted))
            continue;
        json::Object group{{"model_group", name}};
        json::Array providers;
        json::Array params;
        std::int64_t rpm = 0;
        std::int64_t tpm = 0;
        for (const routing::Member &member : resolution->group->members) {
            const routing::TargetPtr &target = member.target;
            const json::Object row = infoObject(*target, prices);
            const json::Object &info = *json::findObject(row, "model_info");
            if (std::ranges::find(providers, json::Value(target->provider)) == providers.end())
                providers.emplace_back(target->provider);
            rpm += target->deployment->params.rpm.value_or(0);
            tpm += target->deployment->params.tpm.value_or(0);
            for (const char *key :
                 {"max_input_tokens", "max_output_tokens", "input_cost_per_token", "output_cost_per_token"}) {
                const auto value = info.contains(key) ? json::toDouble(info.at(key)) : std::nullopt;
                const auto before = group.contains(key) ? json::toDouble(group.at(key)) : std::nullopt;
                if (!group.contains(key) || (value && (!before || *value > *before)))
                    group[key] = info.contains(key) ? info.at(key) : json::Value(nullptr);
            }
            for (const char *key : {"supports_vision", "supports_function_calling", "supports_reasoning"}) {
                const bool can = json::findBool(info, key).value_or(false);
                group[key] = can || json::findBool(group, key).value_or(false);
            }
            if (params.empty() && target->row) {
                for (const std::string &param :
                     providers::supportedParams(*target->row, target->upstreamModel))
                    params.emplace_back(param);
            }
            group["mode"] = target->deployment->info.mode;
        }
        group["providers"] = std::move(providers);
        group["rpm"] = orNull(rpm);
        group["tpm"] = orNull(tpm);
        group["supported_openai_params"] = std::move(params);
        groups.emplace_back(std::move(group));
    }
    return groups;
}

}   // namespace

engine::ApiRoutes modelRoutes(const pricing::PriceTable &prices)
{
    engine::ApiRoutes routes;
    for (const char *pattern : {"/v1/models", "/models"})
        routes.push_back({"GET", pattern, engine::Access::Key, &listModels});
    for (const char *pattern : {"/v1/models/{model...}", "/models/{model...}"})
        routes.push_back({"GET", pattern, engine::Access::Key, &oneModel});
    routes.push_back({"GET", "/v1beta/models", engine::Access::Key, &listGoogleModels});
    routes.push_back({"GET", "/v1beta/models/{model...}", engine::Access::Key, &oneGoogleModel});
    const auto info = [&prices](const ApiCall &call, const ApiRespond &respond) {
        auto rows = infoRows(call, prices);
        if (!rows)
            return respond(engine::errorReply(
                {.code = ErrorCode::BadRequest,
                 .message = "Model id = " + std::string(call.query.valueOr("litellm_model_id")) +
                            " not found on litellm proxy"}));
        respond(engine::jsonReply(json::Object{{"data", std::move(*rows)}}));
    };
    for (const char *pattern : {"/v1/model/info", "/model/info"})
        routes.push_back({"GET", pattern, engine::Access::Key, info});
    for (const char *pattern : {"/model_group/info", "/v1/model_group/info"})
        routes.push_back(
            {"GET", pattern, engine::Access::Key, [&prices](const ApiCall &call, const ApiRespond &respond) {
                 respond(engine::jsonReply(json::Object{{"data", groupRows(call, prices)}}));
             }});
    routes.push_back({"GET", "/v2/model/info", engine::Access::Key,
                      [&prices](const ApiCall &call, const ApiRespond &respond) {
                          auto rows = infoRows(call, prices).value_or(json::Array());
                          const std::size_t count = rows.size();
                          respond(engine::jsonReply(json::Object{{"data", std::move(rows)},
                                                                 {"total_count", count},
                                                                 {"current_page", 1},
                                                                 {"total_pages", 1},
                                                                 {"size", count}}));
                      }});
    return routes;
}

}   // namespace gw::api
