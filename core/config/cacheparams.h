#pragma once

#include "core/base/secret.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gw::config {

// A Redis as the config or the environment names it.
struct RedisPlace
{
    Secret url;   // Instead of all but the time-out; may hold a password.
    std::string host = "127.0.0.1";
    int port = 6379;
    std::string username;
    Secret password;
    int db = 0;
    // REDIS_SSL, ssl, ssl_cert_reqs, ssl_check_hostname, ssl_ca_certs, ssl_certfile, ssl_keyfile; those of a
    // rediss:// URL stand in the URL.
    bool tls = false;
    bool tlsVerify = true;
    bool tlsCheckHost = true;
    std::string tlsCaFile;
    std::string tlsCertificateFile;
    std::string tlsKeyFile;
    std::optional<double> timeoutS;   // REDIS_SOCKET_TIMEOUT, socket_timeout
};

// litellm_settings.cache and cache_params (CONTRACT 2.10), and what Portico adds to them.
struct CacheParams
{
    enum class Store : std::uint8_t { Memory, Redis, Disk };
    // Whose requests share answers.
    enum class Scope : std::uint8_t { All, Key, Team };

    bool on = false;
    Store store = Store::Memory;
    RedisPlace redis;
    // Seconds an answer is kept. Unset: a minute in memory alone, else an hour; in front of Redis or the
    // disk at most a minute.
    std::optional<double> ttlS;
    std::optional<double> memoryTtlS;
    std::optional<double> redisTtlS;
    std::string nameSpace;
    std::optional<std::vector<std::string>> callTypes;   // Unset: all.
    bool defaultOn = true;                               // mode
    std::string diskFolder;                              // Absolute.
    std::int64_t maxEntries = -1;                   // max_size_in_memory; -1: as many as the megabytes hold.
    Scope scope = Scope::All;                       // Ours: portico_settings.cache_scope
    int memoryMb = 128;                             // Ours: portico_settings.cache_mb
    int diskMb = 1024;                              // Ours: portico_settings.cache_disk_mb
    std::vector<std::vector<std::string>> groups;   // router_settings.caching_groups
};

}   // namespace gw::config
