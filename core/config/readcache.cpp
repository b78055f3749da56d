#include "core/config/scalars.h"
#include "core/config/section.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace gw::config {

namespace {

constexpr int kMaxDb = 1'000'000;
constexpr int kMaxPort = 65'535;

// What the environment says of Redis; false when it names none.
bool readRedisVariables(const Reading &reading, RedisPlace &out)
{
    const auto number = [&](const char *name, int &to) {
        if (const auto value = yamlInt(reading.variable(name).value_or("")))
            to = static_cast<int>(std::clamp<std::int64_t>(*value, 0, kMaxDb));
    };
    const auto url = reading.variable("REDIS_URL");
    const auto host = reading.variable("REDIS_HOST");
    if (url && !url->empty())
        out.url = Secret(*url);
    if (host && !host->empty())
        out.host = *host;
    number("REDIS_PORT", out.port);
    number("REDIS_DB", out.db);
    out.username = reading.variable("REDIS_USERNAME").value_or("");
    out.password = Secret(reading.variable("REDIS_PASSWORD").value_or(""));
    out.timeoutS = yamlNumber(reading.variable("REDIS_SOCKET_TIMEOUT").value_or(""));
    out.tls = yamlBool(reading.variable("REDIS_SSL").value_or("")).value_or(false);
    return !out.url.isEmpty() || (host && !host->empty());
}

// As redis-py has them; "none" checks nothing.
void readRedisTls(Reading &reading, Section &section, const std::string &prefix, RedisPlace &out)
{
    section.read(prefix + "ssl", out.tls);
    section.read("ssl_check_hostname", out.tlsCheckHost);
    section.read("ssl_ca_certs", out.tlsCaFile);
    section.read("ssl_certfile", out.tlsCertificateFile);
    section.read("ssl_keyfile", out.tlsKeyFile);
    if (section.isNull("ssl_cert_reqs"))   // Python's None: nothing is required.
        out.tlsVerify = false;
    const Node *rules = section.find("ssl_cert_reqs");
    if (!rules)
        return;
    constexpr std::array kWords{std::string_view("none"),          std::string_view("optional"),
                                std::string_view("required"),      std::string_view("CERT_NONE"),
                                std::string_view("CERT_OPTIONAL"), std::string_view("CERT_REQUIRED")};
    if (std::ranges::find(kWords, rules->text) == kWords.end())
        return reading.error(*rules, section.pathOf("ssl_cert_reqs"),
                             QT_TRANSLATE_NOOP("gw::config", "must be none, optional or required"));
    out.tlsVerify = rules->text != "none" && rules->text != "CERT_NONE";
}

// prefix: "redis_" in router_settings, "" in cache_params. True when a place is named.
bool readRedis(Reading &reading, Section &section, const std::string &prefix, RedisPlace &out)
{
    const bool named = section.find(prefix + "host") || section.find(prefix + "url");
    if (section.find(prefix + "host") && !section.find(prefix + "url"))
        out.url = {};
    section.read(prefix + "url", out.url);
    section.read(prefix + "host", out.host);
    section.read(prefix + "port", out.port);
    section.read(prefix + "db", out.db);
    section.read(prefix + "username", out.username);
    section.read(prefix + "password", out.password);
    section.read("socket_timeout", out.timeoutS);
    const auto bounded = [&](const char *key, int value, int least, int most) {
        if (value < least || value > most)
            if (const Node *node = section.find(prefix + key))
                reading.error(
                    *node, section.pathOf(prefix + key),
                    {QT_TRANSLATE_NOOP("gw::config", "must be a number up to %1"), {std::to_string(most)}});
    };
    bounded("port", out.port, 1, kMaxPort);
    bounded("db", out.db, 0, kMaxDb);
    readRedisTls(reading, section, prefix, out);
    return named;
}

struct TypeName
{
    std::string_view name;
    CacheParams::Store store;
};

constexpr std::array kTypes{TypeName{"redis", CacheParams::Store::Redis},
                            TypeName{"local", CacheParams::Store::Memory},
                            TypeName{"disk", CacheParams::Store::Disk}};
constexpr std::array kOtherTypes{std::string_view("s3"), std::string_view("gcs"),
                                 std::string_view("azure-blob"), std::string_view("redis-semantic"),
                                 std::string_view("qdrant-semantic")};

void readType(Reading &reading, const Section &section, CacheParams &out)
{
    const Node *type = section.find("type");
    if (!type)
        return;
    const std::string path = section.pathOf("type");
    const auto *known = std::ranges::find(kTypes, type->text, &TypeName::name);
    if (type->isScalar() && known != kTypes.end()) {
        out.store = known->store;
        return;
    }
    if (!type->isScalar() || std::ranges::find(kOtherTypes, type->text) == kOtherTypes.end())
        return reading.error(*type, path, QT_TRANSLATE_NOOP("gw::config", "must be redis, local or disk"));
    out.store = CacheParams::Store::Memory;
    reading.warn(
        *type, path,
        {QT_TRANSLATE_NOOP("gw::config", "a cache of type %1 is not supported; memory is used instead"),
         {type->text}});
}

// Relative folders lie beside the config, wherever the program was started.
std::string absolute(const Reading &reading, const std::string &folder)
{
    const std::filesystem::path base = std::filesystem::path(reading.options.path).parent_path();
    return (base / folder).lexically_normal().string();
}

void readOurs(Reading &reading, const Node &root, CacheParams &out)
{
    Section ours(reading, SectionId::Portico, root.find("portico_settings"), "portico_settings");
    std::string scope = "none";
    ours.read("cache_scope", scope);
    if (scope == "key")
        out.scope = CacheParams::Scope::Key;
    else if (scope == "team")
        out.scope = CacheParams::Scope::Team;
    else if (scope != "none")
        reading.error(*ours.find("cache_scope"), ours.pathOf("cache_scope"),
                      QT_TRANSLATE_NOOP("gw::config", "must be none, key or team"));
    ours.read("cache_mb", out.memoryMb);
    ours.read("cache_disk_mb", out.diskMb);
    out.memoryMb = std::max(out.memoryMb, 1);
    out.diskMb = std::max(out.diskMb, 1);
    Section router(reading, SectionId::Router, root.find("router_settings"), "router_settings");
    const Node *groups = router.find("caching_groups");
    for (std::size_t i = 0; groups && i < groups->items.size(); ++i) {
        std::vector<std::string> members;
        for (const Node &member : groups->items[i].items)
            members.push_back(member.text);
        if (!members.empty())
            out.groups.push_back(std::move(members));
    }
}

}   // namespace

CacheParams readCache(Reading &reading, const Node &root)
{
    CacheParams out;
    Section litellm(reading, SectionId::Litellm, root.find("litellm_settings"), "litellm_settings");
    litellm.read("cache", out.on);
    Section router(reading, SectionId::Router, root.find("router_settings"), "router_settings");
    bool everywhere = false;
    router.read("cache_responses", everywhere);
    out.on = out.on || everywhere;
    const Node *node = litellm.find("cache_params");
    Section section(reading, SectionId::CacheParams, node, "litellm_settings.cache_params");
    section.check();
    bool redis = readRedisVariables(reading, out.redis);
    redis = readRedis(reading, section, {}, out.redis) || redis;
    out.store = redis || (node && section.find("type") == nullptr && !node->items.empty())
                    ? CacheParams::Store::Redis
                    : CacheParams::Store::Memory;
    readType(reading, section, out);
    if (out.on && !redis && !section.find("type")) {
        out.store = CacheParams::Store::Memory;
        if (const Node *at = litellm.find("cache"))
            reading.warn(*at, litellm.pathOf("cache"),
                         QT_TRANSLATE_NOOP(
                             "gw::config",
                             "neither cache_params nor REDIS_HOST name a Redis: answers are kept in memory"));
    }
    section.read("ttl", out.ttlS);
    section.read("default_in_memory_ttl", out.memoryTtlS);
    section.read("default_in_redis_ttl", out.redisTtlS);
    section.read("namespace", out.nameSpace);
    std::vector<std::string> types;
    // An empty list is a list: nothing is cached then.
    if (const Node *list = section.find("supported_call_types");
        list && section.read("supported_call_types", types))
        out.callTypes = types;
    std::string mode = "default_on";
    section.read("mode", mode);
    out.defaultOn = mode != "default_off";
    if (mode != "default_on" && mode != "default_off")
        reading.error(*section.find("mode"), section.pathOf("mode"),
                      QT_TRANSLATE_NOOP("gw::config", "must be default_on or default_off"));
    std::string folder = ".litellm_cache";
    section.read("disk_cache_dir", folder);
    out.diskFolder = absolute(reading, folder);
    section.read("max_size_in_memory", out.maxEntries);
    readOurs(reading, root, out);
    return out;
}

std::optional<RedisPlace> readSharedState(Reading &reading, const Node &root, const CacheParams &cache)
{
    RedisPlace out;
    readRedisVariables(reading, out);
    Section router(reading, SectionId::Router, root.find("router_settings"), "router_settings");
    if (readRedis(reading, router, "redis_", out))
        return out;
    // The Redis of the cache counts too, as LiteLLM has it.
    if (cache.on && cache.store == CacheParams::Store::Redis)
        return cache.redis;
    return std::nullopt;
}

}   // namespace gw::config
