#include "core/api/routes.h"
#include "core/chat/estimator.h"
#include "core/providers/supported.h"

#include <algorithm>
#include <array>

namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiRespond;

Result<json::Object> bodyOf(const ApiCall &call)
{
    auto value = json::parse(call.body);
    if (!value.ok() || !value.value().is_object())
        return Error{.code = ErrorCode::BadJson, .message = "the body must be a JSON object"};
    return std::move(value.value().get_object());
}

// The deployment behind a group's name; for other names the provider they belong to.
struct Named
{
    routing::TargetPtr target;
    const providers::ProviderRow *row = nullptr;
    std::string model;
};

Named named(const ApiCall &call, const engine::Shared &shared, std::string_view name)
{
    Named out;
    if (const auto resolution = call.table->resolve(name); resolution && !resolution->paused) {
        out.target = resolution->group->members.front().target;
        out.row = out.target->row;
        out.model = out.target->upstreamModel;
        return out;
    }
    const providers::ModelName split = providers::splitModel(shared.catalog, name, {}, {});
    out.row = split.row;
    out.model = split.upstream;
    return out;
}

void countTokens(const ApiCall &call, const engine::Shared &shared, const ApiRespond &respond)
{
    auto body = bodyOf(call);
    if (!body.ok())
        return respond(engine::errorReply(body.error()));
    const std::string model(json::stringOr(body.value(), "model"));
    const bool messages = body.value().contains("messages");
    if (model.empty() || (!messages && !body.value().contains("prompt")))
        return respond(engine::errorReply(
            {.code = ErrorCode::MissingField, .message = "model, and messages or prompt, are required"}));
    const char *dialect = messages ? "openaichat" : "openaicompletions";
    auto decoded = dialects::Dialects::all()[dialect].decode({.body = call.body});
    if (!decoded.ok())
        return respond(engine::errorReply(decoded.error()));
    const auto canonical = decoded.value().canonical();
    if (!canonical.ok())
        return respond(engine::errorReply(canonical.error()));
    const Named used = named(call, shared, model);
    respond(engine::jsonReply(json::Object{{"total_tokens", chat::Estimator::tokensOf(*canonical.value())},
                                           {"request_model", model},
                                           {"model_used", used.model.empty() ? model : used.model},
                                           {"tokenizer_type", "estimate"}}));
}

void listParams(const ApiCall &call, const engine::Shared &shared, const ApiRespond &respond)
{
    const std::string model(call.query.valueOr("model"));
    if (model.empty())
        return respond(engine::errorReply(
            {.code = ErrorCode::MissingField, .message = "the query needs a model", .param = "model"}));
    const Named used = named(call, shared, model);
    if (!used.row)
        return respond(engine::errorReply({.code = ErrorCode::BadRequest,
                                           .message = "Could not map model=" + model + " to a provider",
                                           .param = "model"}));
    json::Array params;
    for (const std::string &param : providers::supportedParams(*used.row, used.model))
        params.emplace_back(param);
    respond(engine::jsonReply(json::Object{{"supported_openai_params", std::move(params)}}));
}

bool isSecretHeader(std::string_view name)
{
    static constexpr std::array kSecret{std::string_view("authorization"),
                                        std::string_view("x-api-key"),
                                        std::string_view("api-key"),
                                        std::string_view("x-goog-api-key"),
                                        std::string_view("x-amz-security-token"),
                                        std::string_view("xi-api-key"),
                                        std::string_view("x-key")};
    return std::ranges::any_of(kSecret,
                               [&](std::string_view own) { return wire::equalsIgnoringCase(own, name); });
}

const char *dialectOf(std::string_view callType)
{
    if (callType.find("embedding") != std::string_view::npos)
        return "openaiembeddings";
    if (callType.find("text_completion") != std::string_view::npos)
        return "openaicompletions";
    if (callType.find("responses") != std::string_view::npos)
        return "responses";
    if (callType.find("anthropic_messages") != std::string_view::npos)
        return "messages";
    return "openaichat";
}

// What would be sent: the request as the provider would see it, credentials masked. Nothing is sent.
void transform(const ApiCall &call, engine::Shared &shared, const ApiRespond &respond)
{
    auto body = bodyOf(call);
    if (!body.ok())
        return respond(engine::errorReply(body.error()));
    const json::Object *request = json::findObject(body.value(), "request_body");
    if (!request)
        return respond(engine::errorReply({.code = ErrorCode::MissingField,
                                           .message = "request_body is required",
                                           .param = "request_body"}));
    const dialects::Dialect &dialect =
        dialects::Dialects::all()[dialectOf(json::stringOr(body.value(), "call_type", "completion"))];
    auto decoded = dialect.decode(
        {.headers = &call.head.headers, .stores = &shared.stores, .body = json::serialize(*request)});
    if (!decoded.ok())
        return respond(engine::errorReply(decoded.error()));
    const auto resolution = call.table->resolve(decoded.value().model);
    if (!resolution || resolution->paused)
        return respond(
            engine::errorReply({.code = ErrorCode::BadRequest,
                                .message = "Invalid model name passed in model=" + decoded.value().model,
                                .param = "model"}));
    const providers::Target &target = *resolution->group->members.front().target;
    const providers::Adapter *adapter = target.row ? shared.adapters.find(target.row->adapter) : nullptr;
    if (!adapter || !target.problem.empty())
        return respond(engine::errorReply(
            {.code = ErrorCode::NotImplemented,
             .message = target.problem.empty() ? "this provider is not supported yet" : target.problem}));
    providers::EncodeContext context;
    context.unixS = shared.clock.unixUs() / 1'000'000;
    context.clientHeaders = &call.head.headers;
    const auto wire = adapter->encode(decoded.value(), target, context);
    if (!wire.ok())
        return respond(engine::errorReply(wire.error()));
    json::Object headers;
    for (const auto &[name, value] : wire.value().headers)
        headers[name] = isSecretHeader(name) ? Secret(std::string(value)).masked() : std::string(value);
    auto sent = json::parse(wire.value().body);
    respond(engine::jsonReply(json::Object{
        {"raw_request_api_base", wire.value().url},
        {"raw_request_body", sent.ok() ? std::move(sent).value() : json::Value(wire.value().body)},
        {"raw_request_headers", std::move(headers)},
        {"error", nullptr}}));
}

}   // namespace

engine::ApiRoutes utilityRoutes(engine::Shared &shared)
{
    engine::ApiRoutes routes;
    routes.push_back(
        {"POST", "/utils/token_counter", engine::Access::Key,
         [&shared](const ApiCall &call, const ApiRespond &respond) { countTokens(call, shared, respond); }});
    routes.push_back(
        {"GET", "/utils/supported_openai_params", engine::Access::Key,
         [&shared](const ApiCall &call, const ApiRespond &respond) { listParams(call, shared, respond); }});
    routes.push_back(
        {"POST", "/utils/transform_request", engine::Access::Admin,
         [&shared](const ApiCall &call, const ApiRespond &respond) { transform(call, shared, respond); }});
    return routes;
}

}   // namespace gw::api
