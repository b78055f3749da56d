#pragma once

#include "core/base/clock.h"
#include "core/base/secret.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace gw::web {

// Who has logged in.
struct Session
{
    Secret key = {};          // The key that was given; empty: an administrator by name and password.
    std::string proof = {};   // Of that name and password: the session ends when they change.
};

// Sessions of browsers, in memory alone: a restart ends them. An id is 256 random bits, and only its SHA-256
// is kept. Thread-safe.
class Sessions
{
public:
    static constexpr std::int64_t kLifeS = 12 * 3600;
    static constexpr std::size_t kMost = 1000;   // The oldest gives way to one more.

    // clock outlives the sessions.
    explicit Sessions(const Clock &clock);

    // The id, in hexadecimal; from now on for kLifeS.
    std::string begin(Session session);
    std::optional<Session> find(std::string_view id) const;
    void end(std::string_view id);

    // What forms of this session carry, so that no other page can send them (CSRF). Any text may be an id.
    std::string token(std::string_view id) const;
    bool tokenFits(std::string_view id, std::string_view token) const;

private:
    struct Kept
    {
        Session session;
        std::int64_t untilUs = 0;   // Steady clock.
    };

    void dropOld();

    const Clock &m_clock;
    const std::string m_secret;   // Of this run, for tokens.
    mutable std::mutex m_mutex;
    std::map<std::string, Kept, std::less<>> m_kept;   // By the hash of the id; under m_mutex.
};

}   // namespace gw::web
