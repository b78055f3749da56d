#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gw::redis {

// Where a Redis is and how long it may take. Copies share the gate of their warnings.
struct Settings
{
    std::string host = "127.0.0.1";
    std::uint16_t port = 6379;
    std::string unixPath;   // Instead of host and port.
    std::string username;
    Secret password;
    struct Tls
    {
        bool on = false;
        bool verify = true;                 // Its certificate must be signed by somebody who counts ...
        bool checkHost = true;              // ... and be made out to host.
        std::string caFile = {};            // Who counts; empty: those of the system.
        std::string certificateFile = {};   // What we show, with its key.
        std::string keyFile = {};

        bool operator==(const Tls &) const = default;
    };
    Tls tls;
    int db = 0;
    // Until a new connection can be used, logging in included; and silence in which an answer is due. Beyond
    // either Redis counts as away.
    int connectMs = 100;
    int commandMs = 100;
    // The first and the longest pause between attempts to connect.
    int firstPauseMs = 100;
    int lastPauseMs = 5000;
    std::size_t maxOutstanding = 8192;   // Commands without an answer; further ones are refused.
    std::shared_ptr<std::atomic<std::int64_t>> lastWarningUs =
        std::make_shared<std::atomic<std::int64_t>>(-1);

    // "127.0.0.1:6379/0": for logs, without credentials.
    std::string place() const;
    // The same Redis under the same account.
    bool samePlace(const Settings &other) const;
};

// redis://[user:password@]host[:port][/db], rediss:// for TLS and unix://[user:password@]/path,
// percent-encoded parts decoded. Behind "?", as redis-py has them: db, ssl_cert_reqs, ssl_check_hostname,
// ssl_ca_certs, ssl_certfile, ssl_keyfile; what else stands there is left alone.
Result<Settings> parseUrl(std::string_view url);
// redis-py's ssl_cert_reqs: "none", "optional" or "required". False for another word.
bool setCertificateRules(std::string_view word, Settings::Tls &tls);

}   // namespace gw::redis
