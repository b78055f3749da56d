#include "core/api/routes.h"
#include "core/base/errortable.h"
#include "core/engine/version.h"

#include <map>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;
using engine::ApiRoute;

void sayAlive(const ApiCall &, const ApiRespond &respond)
{
    respond({.body = "\"I'm alive!\""});
}

ApiReply home()
{
    return {.body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Portico</title>"
                    "<body style=\"font-family:sans-serif;max-width:40em;margin:4em auto\"><h1>Portico</h1>"
                    "<p>The gateway is running. Point an OpenAI client at this address with <code>/v1</code> "
                    "behind it.</p>"
                    "<ul><li><a href=\"/ui\">/ui</a>: models, keys and spend</li><li><a "
                    "href=\"/v1/models\">/v1/models</a></li><li><a href=\"/health\">/health</a></li>"
                    "<li><a href=\"/metrics\">/metrics</a></li><li><a "
                    "href=\"/routes\">/routes</a></li></ul></body></html>",
            .contentType = "text/html; charset=utf-8"};
}

ApiReply readiness(const ApiCall &call, const engine::Shared &shared)
{
    const access::Standing standing =
        shared.directory ? shared.directory->standing() : access::Standing::Alone;
    const bool away = standing == access::Standing::Away || standing == access::Standing::Lost;
    const bool ready = !away || call.table->config().general.allowWithoutDatabase;
    json::Array callbacks;
    for (const std::string &name : call.table->config().litellm.successCallbacks)
        callbacks.emplace_back(name);
    const config::CacheParams &cache = call.table->config().cache;
    const char *type = cache.store == config::CacheParams::Store::Redis  ? "redis"
                       : cache.store == config::CacheParams::Store::Disk ? "disk"
                                                                         : "local";
    ApiReply reply =
        engine::jsonReply(json::Object{{"status", ready ? "healthy" : "unhealthy"},
                                       {"db", shared.directory && !away ? "connected" : "Not connected"},
                                       {"cache", cache.on ? json::Value(type) : json::Value(nullptr)},
                                       {"litellm_version", engine::kLitellmVersion},
                                       {"portico_version", engine::kVersion},
                                       {"success_callbacks", std::move(callbacks)}});
    if (!ready)
        reply.status = errorRow(ErrorCode::DatabaseAway).status;
    return reply;
}

json::Value openApi(const engine::Gateway &gateway)
{
    json::Object paths;
    for (const auto &[method, pattern] : gateway.routeList()) {
        std::string path = pattern;
        for (std::size_t at = path.find("..."); at != std::string::npos; at = path.find("..."))
            path.erase(at, 3);
        std::string verb = method;
        for (char &c : verb)
            c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        if (!paths.contains(path))
            paths[path] = json::Object();
        paths[path].get_object()[verb] = json::Object{
            {"summary", pattern},
            {"responses", json::Object{{"200", json::Object{{"description", "Successful Response"}}}}}};
    }
    return json::Object{{"openapi", "3.1.0"},
                        {"info", json::Object{{"title", "Portico"}, {"version", engine::kVersion}}},
                        {"paths", std::move(paths)}};
}

// Every route in words; /openapi.json says the same to programs.
ApiReply docs(const engine::Gateway &gateway)
{
    std::map<std::string, std::string> methods;
    for (const auto &[method, pattern] : gateway.routeList())
        methods[pattern] += (methods[pattern].empty() ? "" : ", ") + method;
    std::string body =
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Portico: routes</title>"
        "<body style=\"font-family:sans-serif;max-width:60em;margin:2em auto\"><h1>Routes</h1>"
        "<p>For programs: <a href=\"/openapi.json\">/openapi.json</a></p><table>";
    for (const auto &[pattern, verbs] : methods)
        body += "<tr><td>" + verbs + "</td><td><code>" + pattern + "</code></td></tr>";
    return {.body = body + "</table></body></html>", .contentType = "text/html; charset=utf-8"};
}

void addOutOfScope(engine::ApiRoutes &routes)
{
    const auto later = [](const ApiCall &call, const ApiRespond &respond) {
        respond(engine::errorReply(
            {.code = ErrorCode::NotImplemented,
             .message = "Route " + std::string(call.head.path) + " is not available in this version"}));
    };
    for (const char *pattern :
         {"/v1/fine_tuning/{rest...}", "/v1/assistants", "/v1/assistants/{rest...}", "/v1/threads",
          "/v1/threads/{rest...}", "/v1/vector_stores", "/v1/vector_stores/{rest...}", "/v1/videos",
          "/v1/videos/{rest...}", "/v1/ocr", "/v1/search", "/v1/containers", "/v1/realtime", "/mcp",
          "/a2a/{rest...}", "/v1/agents", "/v1/evals", "/config/{rest...}", "/cost/estimate"}) {
        for (const char *method : {"GET", "POST", "DELETE"})
            routes.push_back({method, pattern, Access::Key, later});
    }
}

}   // namespace

engine::ApiRoutes systemRoutes(engine::Gateway &gateway, engine::Shared &shared)
{
    engine::ApiRoutes routes;
    for (const char *pattern : {"/health/liveliness", "/health/liveness"}) {
        routes.push_back({"GET", pattern, Access::Public, &sayAlive});
        routes.push_back({"OPTIONS", pattern, Access::Public, &sayAlive});
    }
    routes.push_back(
        {"GET", "/health/readiness", Access::Public,
         [&shared](const ApiCall &call, const ApiRespond &respond) { respond(readiness(call, shared)); }});
    routes.push_back(
        {"GET", "/health/backlog", Access::Key, [&shared](const ApiCall &, const ApiRespond &respond) {
             respond(engine::jsonReply(json::Object{{"in_flight_requests", shared.inFlight.load()}}));
         }});
    routes.push_back({"GET", "/test", Access::Key, [](const ApiCall &, const ApiRespond &respond) {
                          respond(engine::jsonReply(json::Object{{"route", "/test"}}));
                      }});
    routes.push_back(
        {"GET", "/routes", Access::Loopback, [&gateway](const ApiCall &, const ApiRespond &respond) {
             json::Array list;
             for (const auto &[method, pattern] : gateway.routeList())
                 list.emplace_back(json::Object{{"path", pattern},
                                                {"methods", json::Array{json::Value(method)}},
                                                {"name", pattern},
                                                {"endpoint", pattern}});
             respond(engine::jsonReply(json::Object{{"routes", std::move(list)}}));
         }});
    routes.push_back(
        {"GET", "/openapi.json", Access::Public, [&gateway](const ApiCall &, const ApiRespond &respond) {
             respond(engine::jsonReply(openApi(gateway)));
         }});
    for (const char *pattern : {"/docs", "/redoc"})
        routes.push_back(
            {"GET", pattern, Access::Public,
             [&gateway](const ApiCall &, const ApiRespond &respond) { respond(docs(gateway)); }});
    // None are offered, and so the list is empty.
    for (const char *pattern : {"/guardrails/list", "/v2/guardrails/list"})
        routes.push_back({"GET", pattern, Access::Key, [](const ApiCall &, const ApiRespond &respond) {
                              respond(engine::jsonReply(json::Object{{"guardrails", json::Array()}}));
                          }});
    routes.push_back(
        {"POST", "/guardrails/apply_guardrail", Access::Key,
         [](const ApiCall &call, const ApiRespond &respond) {
             const auto body = json::parse(call.body);
             const json::Object *object = body.ok() ? body.value().if_object() : nullptr;
             respond(engine::errorReply(
                 {.code = ErrorCode::UpstreamNotFound,
                  .message = "Guardrail '" +
                             std::string(object ? json::stringOr(*object, "guardrail_name") : "") +
                             "' not found. This gateway has none.",
                  .param = "guardrail_name"}));
         }});
    routes.push_back(
        {"GET", "/", Access::Public, [](const ApiCall &, const ApiRespond &respond) { respond(home()); }});
    // Where Claude Code sends its own statistics; nobody here wants them.
    routes.push_back({"POST", "/api/event_logging/batch", Access::Public,
                      [](const ApiCall &, const ApiRespond &respond) { respond({.body = "{}"}); }});
    addOutOfScope(routes);
    return routes;
}

}   // namespace gw::api
