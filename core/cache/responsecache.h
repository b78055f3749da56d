#pragma once

#include "core/base/keyedhash.h"
#include "core/cache/diskstore.h"
#include "core/cache/flights.h"
#include "core/cache/memorystore.h"
#include "core/config/cacheparams.h"
#include "core/redis/settings.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace gw::cache {

// Where that Redis is, or why it cannot be used.
Result<redis::Settings> redisSettings(const config::RedisPlace &place);

// What is in force: made from one config, never changed.
struct Policy
{
    config::CacheParams params;
    std::optional<redis::Settings> redis;   // Only where answers are kept in it.
    std::shared_ptr<DiskStore> disk;        // The same.
    std::uint64_t version = 0;

    // Seconds, by what the request says and the config.
    double keepS(std::optional<double> asked) const;
    double keepInMemoryS(double keepS) const;
    // Answers are kept where other processes, or this one's next run, look for them too.
    bool isShared() const noexcept { return redis || disk; }
};
using PolicyPtr = std::shared_ptr<const Policy>;

// The response cache of one process: what all workers share of it. Thread-safe.
class ResponseCache
{
public:
    // Answers that are larger are not kept.
    static constexpr std::size_t kMaxEntryBytes = 4 * 1024 * 1024;

    ResponseCache();

    // Takes a new config over; what was kept stays as far as it fits, unless the cache is switched off or
    // begins or ends to be shared.
    void apply(const config::CacheParams &params);
    bool isOn() const noexcept { return m_on.load(std::memory_order_relaxed); }
    PolicyPtr policy() const;

    // Of keys in this process alone.
    const KeyedHash::Secret &secret() const noexcept { return m_secret; }
    MemoryStore &memory() noexcept { return m_memory; }
    Flights &flights() noexcept { return m_flights; }

    // In memory and on the disk; what is in Redis is its workers' matter.
    void erase(const std::vector<std::string> &keys);
    void clear();

private:
    const KeyedHash::Secret m_secret = KeyedHash::randomSecret();
    mutable std::mutex m_mutex;
    PolicyPtr m_policy;   // Under m_mutex; never null.
    std::atomic<bool> m_on = false;
    MemoryStore m_memory;
    Flights m_flights;
};

}   // namespace gw::cache
