#pragma once

#include "core/limits/rateshare.h"
#include "core/redis/sharedwindows.h"

namespace gw::sharing {

// Rates of keys, users, teams and end users over one Redis.
class SharedRates final : public limits::RateShare
{
public:
    explicit SharedRates(redis::Client &client)
        : m_windows(client)
    {}

    bool enter(const std::vector<limits::RateLine> &lines, const std::string &ticket, std::int64_t windowUs,
               Told told) override;
    void addTokens(const std::vector<limits::RateLine> &lines, std::int64_t tokens) override;
    void leave(const std::vector<limits::RateLine> &lines, const std::string &ticket) override;
    // Its connection is gone; whoever still holds this is told that nobody can be asked.
    void close() noexcept { m_closed = true; }

private:
    redis::SharedWindows m_windows;
    bool m_closed = false;
};

}   // namespace gw::sharing
