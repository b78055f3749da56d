#pragma once

#include "core/base/clock.h"
#include "core/cache/key.h"
#include "core/cache/responsecache.h"
#include "core/net/postbox.h"
#include "core/redis/currentclient.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gw::cache {

// One worker's way to the shared cache: its reactor and its connection to Redis. Belongs to its thread.
class WorkerCache
{
public:
    WorkerCache(ResponseCache &cache, net::Reactor &reactor, const Clock &clock);
    ~WorkerCache();
    WorkerCache(const WorkerCache &) = delete;
    WorkerCache &operator=(const WorkerCache &) = delete;

    ResponseCache &shared() noexcept { return m_cache; }
    net::Reactor &reactor() noexcept { return m_reactor; }
    const net::PostboxPtr &postbox() const noexcept { return m_postbox; }
    KeyedHash &hash() noexcept { return m_hash; }
    KeyText &keyText() noexcept { return m_keyText; }
    std::int64_t nowMs() const { return m_clock.unixUs() / 1000; }
    // What is in force; connects to its Redis when that is another one than before.
    PolicyPtr policy();
    // Null where answers are not kept in Redis.
    redis::Client *redis();

    // Memory, disk or Redis; memory alone while Redis is away. Null: nowhere. Called on this thread, possibly
    // at once.
    using Found = std::function<void(EntryPtr)>;
    EntryPtr findInMemory(const std::string &key);
    void findOutside(const std::string &key, Found found);
    void put(const std::string &key, const EntryPtr &entry);

    // Called once all is done; false when Redis did not take part.
    using Done = std::function<void(bool)>;
    void erase(const std::vector<std::string> &keys, Done done);
    // Everything that looks like an answer of ours; other keys of the same Redis stay.
    void clear(Done done);

private:
    void clearFrom(const std::string &cursor, const Done &done);

    ResponseCache &m_cache;
    net::Reactor &m_reactor;
    const Clock &m_clock;
    redis::CurrentClient m_redis;
    KeyedHash m_hash;
    KeyText m_keyText;
    net::PostboxPtr m_postbox;
    std::uint64_t m_version = UINT64_MAX;
};

// The name of an answer in Redis; what has no namespace gets Portico's.
std::string redisKey(const std::string &key);

}   // namespace gw::cache
