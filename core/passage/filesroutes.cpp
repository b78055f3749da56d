#include "core/passage/filesids.h"
#include "core/passage/headers.h"
#include "core/passage/passing.h"
#include "core/passage/passroutes.h"

#include <algorithm>
#include <array>

namespace gw::passage {

namespace {

using engine::ApiCall;

// Members of files, batches and lists that hold ids.
constexpr std::array kIds{std::string_view("id"),
                          std::string_view("input_file_id"),
                          std::string_view("output_file_id"),
                          std::string_view("error_file_id"),
                          std::string_view("first_id"),
                          std::string_view("last_id")};

void wrapIds(json::Object &object, const std::string &deploymentId)
{
    for (const std::string_view key : kIds) {
        json::Value *id = object.if_contains(key);
        if (id && id->is_string())
            *id = wrapId(id->get_string(), deploymentId);
    }
    if (json::Value *data = object.if_contains("data"); data && data->is_array()) {
        for (json::Value &item : data->get_array()) {
            if (json::Object *each = item.if_object())
                wrapIds(*each, deploymentId);
        }
    }
}

std::string withWrappedIds(std::string body, const std::string &deploymentId)
{
    auto value = json::parse(body);
    json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    if (!object)
        return body;
    wrapIds(*object, deploymentId);
    return json::serialize(*object);
}

// A text field of a multipart form (RFC 7578), wherever it stands; "" when there is none.
std::string formField(std::string_view body, std::string_view name)
{
    const std::string mark = "name=\"" + std::string(name) + "\"";
    const std::size_t at = body.find(mark);
    const std::size_t begin = at == std::string_view::npos ? at : body.find("\r\n\r\n", at);
    if (begin == std::string_view::npos)
        return {};
    const std::string_view rest = body.substr(begin + 4);
    return std::string(rest.substr(0, rest.find("\r\n")));
}

// Where a request without an id goes: a named deployment or model, else the named provider, else OpenAI.
routing::TargetPtr chosenTarget(const ApiCall &call)
{
    std::string provider(call.head.headers.valueOr("custom-llm-provider"));
    std::string model(call.head.headers.valueOr("x-litellm-model"));
    if (const auto inPath = call.path.find("provider"); inPath != call.path.end())
        provider = inPath->second;
    if (provider.empty())
        provider = call.query.valueOr("custom_llm_provider");
    if (model.empty())
        model = call.query.valueOr("model");
    const bool form =
        call.head.headers.valueOr("content-type").find("multipart/form-data") != std::string_view::npos;
    if (form) {
        if (provider.empty())
            provider = formField(call.body, "custom_llm_provider");
        if (model.empty())
            model = formField(call.body, "model");
    } else if (auto value = json::parse(call.body); value.ok() && value.value().is_object()) {
        const json::Object &object = value.value().get_object();
        if (provider.empty())
            provider = json::stringOr(object, "custom_llm_provider");
        if (model.empty())
            model = json::stringOr(object, "model");
    }
    if (!model.empty()) {
        const auto resolution = call.table->resolve(model);
        return resolution && !resolution->paused ? resolution->group->members.front().target : nullptr;
    }
    return call.table->providerTarget(provider.empty() ? "openai" : provider);
}

// Takes our own fields out of a JSON body and ids back to the provider's. chosen: set by an id that says
// where it lives.
std::string bodyForProvider(const ApiCall &call, routing::TargetPtr &chosen)
{
    auto value = json::parse(call.body);
    json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    if (!object)
        return call.body;
    for (const char *own : {"custom_llm_provider", "model"})
        object->erase(own);
    for (const std::string_view key : kIds) {
        json::Value *id = object->if_contains(key);
        const auto inner = id && id->is_string() ? unwrapId(id->get_string()) : std::nullopt;
        if (!inner)
            continue;
        *id = inner->first;
        if (auto target = call.table->byId(inner->second))
            chosen = std::move(target);
    }
    return json::serialize(*object);
}

// Path below the provider's base: "/files", "/batches/{id}/cancel" ...
void passFiles(std::string path, bool content, ApiCall call, http::ResponseStreamPtr response,
               engine::Worker &worker)
{
    Passage passage;
    if (const auto id = call.path.find("id"); id != call.path.end()) {
        std::string own = id->second;
        if (const auto inner = unwrapId(own)) {
            own = inner->first;
            passage.target = call.table->byId(inner->second);
        }
        path.replace(path.find("{id}"), 4, wire::percentEncoded(own));
    }
    const bool json = call.head.headers.valueOr("content-type").find("json") != std::string_view::npos;
    passage.body = json ? bodyForProvider(call, passage.target) : call.body;
    if (!passage.target)
        passage.target = chosenTarget(call);
    if (!passage.target)
        return refuse(response,
                      {.code = ErrorCode::BadRequest,
                       .message = "No deployment for this file: name a model or custom_llm_provider "
                                  "of your config."});
    const providers::Adapter *adapter = worker.shared.adapters.find(passage.target->row->adapter);
    if (!adapter || passage.target->row->adapter == "bedrock" || passage.target->row->adapter == "vertex")
        return refuse(response, {.code = ErrorCode::NotImplemented,
                                 .message = "Files and batches of " + passage.target->row->name +
                                            " are not passed on"});
    passage.method = call.head.method;
    passage.url = passage.target->baseUrl;
    if (passage.target->row->adapter == "azure" && !passage.url.ends_with("/v1"))
        passage.url += "/openai";
    passage.url += path;
    std::string query;
    for (const char *name : {"purpose", "limit", "order", "after"}) {
        if (const auto given = call.query.value(name))
            query += (query.empty() ? "?" : "&") + std::string(name) + "=" + wire::percentEncoded(*given);
    }
    passage.url += query;
    passage.headers = toProvider(call.head.headers);
    passage.headers.remove("custom-llm-provider");
    passage.route = path;
    passage.ledger = false;
    if (!content) {
        passage.rewrite = [deployment = passage.target->deployment->info.id](std::string body) {
            return withWrappedIds(std::move(body), deployment);
        };
    }
    pass(std::move(call), std::move(response), worker, std::move(passage));
}

}   // namespace

engine::ApiRoutes filesRoutes()
{
    struct Row
    {
        const char *method;
        const char *path;
        bool content = false;
    };
    static constexpr Row kRows[] = {{"POST", "/files"},
                                    {"GET", "/files"},
                                    {"GET", "/files/{id}"},
                                    {"DELETE", "/files/{id}"},
                                    {"GET", "/files/{id}/content", true},
                                    {"POST", "/batches"},
                                    {"GET", "/batches"},
                                    {"GET", "/batches/{id}"},
                                    {"POST", "/batches/{id}/cancel"}};
    engine::ApiRoutes routes;
    for (const Row &row : kRows) {
        for (const std::string before : {"/v1", "", "/{provider}/v1"}) {
            engine::ApiRoute route;
            route.method = row.method;
            route.pattern = before + row.path;
            route.access = engine::Access::Key;
            route.streamHandler = [path = std::string(row.path),
                                   content = row.content](ApiCall call, http::ResponseStreamPtr response,
                                                          engine::Worker &worker) {
                passFiles(path, content, std::move(call), std::move(response), worker);
            };
            routes.push_back(std::move(route));
        }
    }
    return routes;
}

}   // namespace gw::passage
