#include "core/api/routes.h"

#include <memory>

// The response cache (CONTRACT 3.7).
namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiRespond;

constexpr std::size_t kMaxKeys = 10'000;

const char *typeName(const cache::Policy &policy)
{
    switch (policy.params.store) {
    case config::CacheParams::Store::Redis:
        return "redis";
    case config::CacheParams::Store::Disk:
        return "disk";
    case config::CacheParams::Store::Memory:
        break;
    }
    return "local";
}

// Without credentials.
json::Object paramsOf(const cache::Policy &policy)
{
    const config::CacheParams &params = policy.params;
    const auto number = [](const std::optional<double> &value) {
        return value ? json::Value(*value) : json::Value(nullptr);
    };
    json::Object out{{"type", typeName(policy)},
                     {"namespace", params.nameSpace},
                     {"ttl", number(params.ttlS)},
                     {"default_in_memory_ttl", number(params.memoryTtlS)},
                     {"default_in_redis_ttl", number(params.redisTtlS)},
                     {"mode", params.defaultOn ? "default_on" : "default_off"}};
    if (params.callTypes) {
        json::Array types;
        for (const std::string &type : *params.callTypes)
            types.emplace_back(type);
        out["supported_call_types"] = std::move(types);
    }
    if (policy.redis)
        out["redis"] = policy.redis->place();
    if (policy.disk)
        out["disk_cache_dir"] = policy.disk->folder();
    return out;
}

void respondProblem(const ApiRespond &respond, const std::string &message)
{
    engine::ApiReply reply = engine::jsonReply(json::Object{
        {"error",
         json::Object{
             {"message", message}, {"type", "cache_ping_error"}, {"param", nullptr}, {"code", "503"}}}});
    reply.status = 503;
    respond(std::move(reply));
}

// The caller's worker, when there is a cache to speak of; else it is told.
cache::WorkerCache *cacheOf(engine::Gateway &gateway, const ApiCall &call, const ApiRespond &respond)
{
    engine::Worker &worker = *gateway.workers()[static_cast<std::size_t>(call.worker)];
    if (worker.cache.policy()->params.on)
        return &worker.cache;
    respondProblem(respond, "Cache not initialized: litellm_settings.cache is not on");
    return nullptr;
}

void ping(cache::WorkerCache &cache, const ApiRespond &respond)
{
    const cache::PolicyPtr policy = cache.policy();
    json::Object params = paramsOf(*policy);
    const auto healthy = [respond, policy, params] {
        respond(engine::jsonReply(json::Object{{"status", "healthy"},
                                               {"cache_type", typeName(*policy)},
                                               {"ping_response", true},
                                               {"set_cache_response", "success"},
                                               {"litellm_cache_params", params},
                                               {"health_check_cache_params", params}}));
    };
    if (policy->params.store != config::CacheParams::Store::Redis)
        return healthy();
    redis::Client *client = cache.redis();
    const auto answered = [respond, healthy](const redis::Reply &reply) {
        if (reply.ok())
            return healthy();
        respondProblem(respond, "Redis does not answer; memory is used meanwhile");
    };
    // A value of a second's life shows that Redis takes them too.
    if (!client || !client->command({"SET", "portico:ping", "1", "PX", "1000"}, answered))
        answered({});
}

std::vector<std::string> keysIn(const std::string &body)
{
    std::vector<std::string> out;
    const auto parsed = json::parse(body);
    if (!parsed.ok() || !parsed.value().is_object())
        return out;
    const json::Array *keys = json::findArray(parsed.value().as_object(), "keys");
    for (std::size_t i = 0; keys && i < keys->size() && i < kMaxKeys; ++i) {
        if ((*keys)[i].is_string())
            out.emplace_back((*keys)[i].as_string());
    }
    return out;
}

void deleteKeys(cache::WorkerCache &cache, const ApiCall &call, const ApiRespond &respond)
{
    const std::vector<std::string> keys = keysIn(call.body);
    if (keys.empty())
        return respond(engine::errorReply({.code = ErrorCode::BadRequest,
                                           .message = "keys must be a list of cache keys",
                                           .param = "keys"}));
    json::Array names;
    for (const std::string &key : keys)
        names.emplace_back(key);
    cache.erase(keys, [respond, names](bool all) {
        if (!all)
            return respondProblem(respond, "Redis does not answer; deleted in this process only");
        respond(engine::jsonReply(json::Object{{"status", "success"}, {"deleted_keys", names}}));
    });
}

void flush(cache::WorkerCache &cache, const ApiRespond &respond)
{
    cache.clear([respond](bool all) {
        if (!all)
            return respondProblem(respond, "Redis does not answer; cleared in this process only");
        respond(engine::jsonReply(json::Object{{"status", "success"}}));
    });
}

void redisFacts(cache::WorkerCache &cache, const ApiRespond &respond)
{
    redis::Client *client = cache.redis();
    const auto answered = [respond](const redis::Reply &reply) {
        if (!reply.ok())
            return respondProblem(respond, "Redis does not answer");
        json::Object facts;
        std::string_view rest = reply.text;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find("\r\n"), rest.size());
            const std::string_view line = rest.substr(0, end);
            rest.remove_prefix(std::min(end + 2, rest.size()));
            const std::size_t colon = line.find(':');
            if (colon != std::string_view::npos && !line.starts_with('#'))
                facts[line.substr(0, colon)] = line.substr(colon + 1);
        }
        respond(engine::jsonReply(json::Object{{"info", std::move(facts)}}));
    };
    if (!client)
        return respondProblem(respond, "the cache is not in Redis");
    if (!client->command({"INFO"}, answered))
        answered({});
}

}   // namespace

engine::ApiRoutes cacheRoutes(engine::Gateway &gateway)
{
    engine::ApiRoutes routes;
    const auto add = [&](const char *method, const char *pattern, auto answer) {
        routes.push_back({method, pattern, Access::Admin,
                          [&gateway, answer](const ApiCall &call, const ApiRespond &respond) {
                              if (cache::WorkerCache *cache = cacheOf(gateway, call, respond))
                                  answer(*cache, call, respond);
                          }});
    };
    add("GET", "/cache/ping",
        [](cache::WorkerCache &cache, const ApiCall &, const ApiRespond &respond) { ping(cache, respond); });
    add("POST", "/cache/delete",
        [](cache::WorkerCache &cache, const ApiCall &call, const ApiRespond &respond) {
            deleteKeys(cache, call, respond);
        });
    add("POST", "/cache/flushall",
        [](cache::WorkerCache &cache, const ApiCall &, const ApiRespond &respond) { flush(cache, respond); });
    add("GET", "/cache/redis/info",
        [](cache::WorkerCache &cache, const ApiCall &, const ApiRespond &respond) {
            redisFacts(cache, respond);
        });
    add("GET", "/cache/settings", [](cache::WorkerCache &cache, const ApiCall &, const ApiRespond &respond) {
        respond(engine::jsonReply(json::Object{{"current_values", paramsOf(*cache.policy())}}));
    });
    return routes;
}

}   // namespace gw::api
