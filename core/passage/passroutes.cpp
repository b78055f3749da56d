#include "core/passage/passroutes.h"

#include "core/base/base64.h"
#include "core/dialects/dialect.h"
#include "core/passage/headers.h"
#include "core/passage/passing.h"
#include "core/routing/modelaccess.h"

#include <algorithm>
#include <array>

namespace gw::passage {

namespace {

using engine::Access;
using engine::ApiCall;

struct Place
{
    const char *prefix;
    const char *provider;
};

constexpr Place kPlaces[] = {
    {"/anthropic", "anthropic"}, {"/openai", "openai"},       {"/openai_passthrough", "openai"},
    {"/gemini", "gemini"},       {"/vertex_ai", "vertex_ai"}, {"/vertex-ai", "vertex_ai"},
    {"/bedrock", "bedrock"},     {"/azure", "azure"},         {"/cohere", "cohere"},
    {"/mistral", "mistral"}};

constexpr const char *kMethods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

// The provider's paths whose requests and answers a dialect of ours understands.
struct Known
{
    std::string_view ending;
    const char *dialect;
};
constexpr Known kKnown[] = {{"/messages", "messages"},
                            {"/chat/completions", "openaichat"},
                            {"/completions", "openaicompletions"},
                            {"/embeddings", "openaiembeddings"},
                            {"/responses", "responses"},
                            {":generateContent", "gemini"},
                            {":streamGenerateContent", "gemini"}};

// The query without the client's key, which is one of ours.
std::string queryWithoutKey(std::string_view query)
{
    std::string out;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        if (!pair.starts_with("key=")) {
            out += out.empty() ? "" : "&";
            out += pair;
        }
    }
    return out;
}

// The model that a path names: ".../models/NAME:method" or "/model/NAME/converse".
std::string modelInPath(std::string_view path)
{
    for (const std::string_view before : {"/models/", "/model/"}) {
        const std::size_t at = path.find(before);
        if (at == std::string_view::npos)
            continue;
        const std::string_view rest = path.substr(at + before.size());
        return wire::percentDecoded(rest.substr(0, rest.find_first_of(":/")));
    }
    return {};
}

// base + path, where both may say the version.
std::string joined(const std::string &base, std::string_view path)
{
    for (const std::string_view version : {"/v1", "/v1beta", "/v2"}) {
        const bool twice =
            base.ends_with(version) && (path == version || path.starts_with(std::string(version) + "/"));
        if (twice)
            return base + std::string(path.substr(version.size()));
    }
    return base + std::string(path);
}

// What reads usage on the way; null when nobody understands this path, or the body is not what it should be.
std::shared_ptr<const chat::Call> readable(const ApiCall &call, std::string_view path, std::string_view model)
{
    if (call.head.method != "POST")
        return nullptr;
    for (const Known &known : kKnown) {
        if (!path.ends_with(known.ending))
            continue;
        dialects::Inbound in;
        in.query = &call.query;
        in.headers = &call.head.headers;
        in.body = call.body;
        if (known.ending.starts_with(':')) {
            in.pathModel = model;
            in.action = known.ending.substr(1);
        }
        auto decoded = dialects::Dialects::all()[known.dialect].decode(std::move(in));
        if (decoded.ok())
            return std::make_shared<const chat::Call>(std::move(decoded).value());
        return nullptr;
    }
    return nullptr;
}

std::string modelInBody(std::string body)
{
    const auto members = chat::scanMembers(body);
    const chat::Member *member = members.ok() ? members.value().find("model") : nullptr;
    const auto value = member ? json::parse(std::string_view(body).substr(
                                    member->valueBegin, member->valueEnd - member->valueBegin))
                              : Result<json::Value>(json::Value(nullptr));
    return value.ok() && value.value().is_string() ? std::string(value.value().get_string()) : std::string();
}

void passTo(const Place &place, ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker)
{
    Passage passage;
    passage.target = call.table->providerTarget(place.provider);
    if (!passage.target)
        return refuse(response, {.code = ErrorCode::BadRequest,
                                 .message = "No key for " + std::string(place.provider) +
                                            ": add a deployment of it or set its environment variable."});
    const providers::Adapter *adapter = worker.shared.adapters.find(passage.target->row->adapter);
    // As it was sent: an escaped slash or colon stays one.
    const std::string_view whole = call.head.path;
    const std::string_view path =
        whole.substr(whole.find(place.prefix) + std::string_view(place.prefix).size());
    passage.method = call.head.method;
    passage.url = joined(adapter ? adapter->passBase(*passage.target, path) : passage.target->baseUrl, path);
    if (const std::string query = queryWithoutKey(call.head.query); !query.empty())
        passage.url += "?" + query;
    passage.headers = toProvider(call.head.headers);
    passage.route = std::string(place.prefix) + std::string(path.substr(0, 120));
    passage.model = modelInPath(path);
    passage.call = readable(call, path, passage.model);
    if (passage.call)
        passage.model = passage.call->model;
    else if (passage.model.empty() && call.head.method == "POST")
        passage.model = modelInBody(call.body);
    if (const auto allowed = routing::mayPass(*call.table, call.principal, place.provider, passage.model);
        !allowed.ok())
        return refuse(response, allowed.error());
    passage.body = call.body;
    passage.ledger = call.head.method == "POST";
    pass(std::move(call), std::move(response), worker, std::move(passage));
}

// Langfuse's two keys are one Basic credential.
void addConfigured(const config::PassThroughEndpoint &endpoint, wire::Headers &headers)
{
    std::string publicKey;
    std::string secretKey;
    for (const auto &[name, value] : endpoint.headers) {
        if (name == "LANGFUSE_PUBLIC_KEY")
            publicKey = value.reveal();
        else if (name == "LANGFUSE_SECRET_KEY")
            secretKey = value.reveal();
        else
            headers.set(name, value.reveal());
    }
    if (!publicKey.empty() || !secretKey.empty())
        headers.set("Authorization", "Basic " + toBase64(publicKey + ":" + secretKey));
}

void passEndpoint(ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker)
{
    const config::PassThroughEndpoint &endpoint = *call.endpoint;
    Passage passage;
    passage.authorize = false;
    passage.method = call.head.method;
    passage.url = endpoint.target;
    if (endpoint.includeSubpath) {
        const std::string_view whole = call.head.path;
        std::string_view rest = whole.substr(whole.find(endpoint.path) + endpoint.path.size());
        while (passage.url.ends_with('/') && rest.starts_with('/'))
            rest.remove_prefix(1);
        passage.url += rest;
    }
    std::string query = queryWithoutKey(call.head.query);
    for (const auto &[name, value] : endpoint.defaultQuery) {
        if (!call.query.value(name))
            query +=
                (query.empty() ? "" : "&") + wire::percentEncoded(name) + "=" + wire::percentEncoded(value);
    }
    if (!query.empty())
        passage.url += (passage.url.find('?') == std::string::npos ? "?" : "&") + query;
    if (endpoint.forwardHeaders)
        passage.headers = toProvider(call.head.headers);
    for (const char *name : {"content-type", "accept"}) {
        if (const auto value = call.head.headers.value(name))
            passage.headers.set(name, *value);
    }
    addConfigured(endpoint, passage.headers);
    passage.route = endpoint.path;
    passage.model = modelInBody(call.body);
    passage.costPerRequest = endpoint.costPerRequest;
    passage.publicOnly = endpoint.publicOnly;
    passage.body = call.body;
    pass(std::move(call), std::move(response), worker, std::move(passage));
}

}   // namespace

engine::ApiRoutes passRoutes()
{
    engine::ApiRoutes routes;
    for (const Place &place : kPlaces) {
        for (const char *method : kMethods) {
            engine::ApiRoute route;
            route.method = method;
            route.pattern = std::string(place.prefix) + "/{path...}";
            route.access = Access::Key;
            route.streamHandler = [place](ApiCall call, http::ResponseStreamPtr response,
                                          engine::Worker &worker) {
                passTo(place, std::move(call), std::move(response), worker);
            };
            routes.push_back(std::move(route));
        }
    }
    return routes;
}

engine::ApiStreamHandler endpointHandler()
{
    return &passEndpoint;
}

}   // namespace gw::passage
