#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace gw::web {

// Bounds how often an address may fail to log in. Thread-safe; attempts that run at the same time count
// each.
class Attempts
{
public:
    static constexpr std::int64_t kWindowS = 60;
    static constexpr std::size_t kMostAddresses = 10'000;   // Then nobody new gets in for a minute.

    // clock outlives this.
    explicit Attempts(const Clock &clock, std::size_t most = 5);

    // False: too many failures within the last minute. True counts as one of them until succeeded(). Of an
    // IPv6 address the first 64 bits count, which are one subscriber's.
    bool begin(const std::string &address);
    void succeeded(const std::string &address);
    // Seconds until one more may be made.
    std::int64_t waitS(const std::string &address) const;

private:
    void dropOld(std::int64_t nowUs);

    const Clock &m_clock;
    const std::size_t m_most;
    mutable std::mutex m_mutex;
    std::map<std::string, std::vector<std::int64_t>> m_failures;   // Steady times, rising; under m_mutex.
};

}   // namespace gw::web
