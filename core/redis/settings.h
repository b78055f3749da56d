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

// redis://[user:password@]host[:port][/db] and unix://[user:password@]/path[?db=n], percent-encoded parts
// decoded. NotImplemented for rediss://: hiredis of Debian 12 has no TLS.
Result<Settings> parseUrl(std::string_view url);

}   // namespace gw::redis
