#pragma once

#include "core/redis/client.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gw::redis {

// What one scope may use in a window, and at a time. -1: no limit.
struct WindowLimits
{
    std::string id;   // Of the scope: everybody who means it gives the same.
    std::int64_t requests = -1;
    std::int64_t tokens = -1;
    std::int64_t parallel = -1;
};

// What a scope has used.
struct WindowUse
{
    std::int64_t requests = 0;   // In the window that runs.
    std::int64_t tokens = 0;
    std::int64_t parallel = 0;
    std::int64_t leftMs = 0;   // Of the window; 0: none runs.
};

struct WindowEntry
{
    enum class Limited : std::uint8_t { None, Requests, Tokens, Parallel };

    Limited limited = Limited::None;   // By what of the scope.
    std::size_t refused = 0;           // Index of that scope.
    std::vector<WindowUse> uses;       // One for each scope; with this request where it was let in.
};

// Windows of rates that several gateways keep together: a request is counted in all its scopes or in none, by
// one script that Redis runs undisturbed. A window begins with its first request. Members return false when
// Redis is away; nothing has happened then and callback is dropped. Belongs to its client's thread.
class SharedWindows
{
public:
    explicit SharedWindows(Client &client, std::string prefix = "{portico}:");

    bool available() const noexcept { return m_client.available(); }

    // ticket is the request's alone; it counts as under way until leave() or until flightS is over. nothing:
    // Redis did not answer, and may have counted or not.
    using Entered = std::function<void(const std::optional<WindowEntry> &)>;
    [[nodiscard]] bool enter(const std::vector<WindowLimits> &scopes, const std::string &ticket,
                             std::int64_t windowMs, Entered callback, int flightS = 600);
    // In the window that runs; nowhere if none does.
    bool addTokens(const std::vector<WindowLimits> &scopes, std::int64_t tokens);
    bool leave(const std::vector<WindowLimits> &scopes, const std::string &ticket);

private:
    std::string windowKey(const std::string &id) const { return m_prefix + "rate:" + id; }
    std::string flightsKey(const std::string &id) const { return m_prefix + "under:" + id; }

    Client &m_client;
    std::string m_prefix;
    Script m_enter;
};

}   // namespace gw::redis
