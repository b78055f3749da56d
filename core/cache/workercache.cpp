#include "core/cache/workercache.h"

#include <algorithm>

namespace gw::cache {

namespace {

constexpr std::size_t kHashDigits = 64;
constexpr const char *kScanCount = "500";

// Where a Redis reply holds an answer that is still good.
EntryPtr entryOf(const redis::Reply &reply, std::int64_t nowMs)
{
    if (reply.kind != redis::Reply::Kind::Text)
        return nullptr;
    auto entry = decodeEntry(reply.text);
    return entry && entry->expiresMs > nowMs ? std::make_shared<const Entry>(std::move(*entry)) : nullptr;
}

}   // namespace

std::string redisKey(const std::string &key)
{
    return key.find(':') == std::string::npos ? "portico:" + key : key;
}

WorkerCache::WorkerCache(ResponseCache &cache, net::Reactor &reactor, const Clock &clock)
    : m_cache(cache)
    , m_reactor(reactor)
    , m_clock(clock)
    , m_redis(reactor)
    , m_hash(cache.secret())
    , m_postbox(std::make_shared<net::Postbox>(reactor))
{
    policy();
}

WorkerCache::~WorkerCache()
{
    m_postbox->close();
}

PolicyPtr WorkerCache::policy()
{
    PolicyPtr now = m_cache.policy();
    if (now->version == m_version)
        return now;
    m_version = now->version;
    m_redis.use(now->redis);
    return now;
}

redis::Client *WorkerCache::redis()
{
    policy();
    return m_redis.get();
}

EntryPtr WorkerCache::findInMemory(const std::string &key)
{
    return m_cache.memory().find(key, nowMs());
}

void WorkerCache::findOutside(const std::string &key, Found found)
{
    const PolicyPtr now = policy();
    const auto remember = [this, now, key, found](const EntryPtr &entry) {
        if (entry) {
            const auto lifeMs = static_cast<std::int64_t>(now->keepInMemoryS(3600.0 * 24 * 365) * 1000);
            m_cache.memory().put(key, entry, std::min(entry->expiresMs, nowMs() + lifeMs));
        }
        found(entry);
    };
    if (now->disk) {
        now->disk->find(key, nowMs(), [postbox = m_postbox, remember](const EntryPtr &entry) {
            postbox->post([remember, entry] { remember(entry); });
        });
        return;
    }
    if (!m_redis || !m_redis->command({"GET", redisKey(key)}, [this, remember](const redis::Reply &reply) {
            remember(entryOf(reply, nowMs()));
        }))
        found(nullptr);
}

void WorkerCache::put(const std::string &key, const EntryPtr &entry)
{
    const PolicyPtr now = policy();
    const std::int64_t lifeMs = entry->expiresMs - entry->storedMs;
    bool outside = now->disk != nullptr;
    if (now->disk)
        now->disk->put(key, entry);
    if (m_redis)
        outside = m_redis->command({"SET", redisKey(key), encodeEntry(*entry), "PX", std::to_string(lifeMs)},
                                   [](const redis::Reply &) {});
    // While Redis is away, memory keeps what Redis would.
    const auto inMemoryMs =
        static_cast<std::int64_t>(now->keepInMemoryS(static_cast<double>(lifeMs) / 1000) * 1000);
    m_cache.memory().put(key, entry, entry->storedMs + (outside ? inMemoryMs : lifeMs));
}

void WorkerCache::erase(const std::vector<std::string> &keys, Done done)
{
    redis::Arguments command{"DEL"};
    m_cache.erase(keys);
    for (const std::string &key : keys)
        command.push_back(redisKey(key));
    if (keys.empty() || !redis())
        return done(true);
    if (!m_redis->command(command, [done](const redis::Reply &reply) { done(reply.ok()); }))
        done(false);
}

void WorkerCache::clear(Done done)
{
    m_cache.clear();
    if (!redis())
        return done(true);
    clearFrom("0", done);
}

void WorkerCache::clearFrom(const std::string &cursor, const Done &done)
{
    std::string pattern = "*:";
    for (std::size_t i = 0; i < kHashDigits; ++i)
        pattern += "[0-9a-f]";
    const auto scanned = [this, done](const redis::Reply &reply) {
        if (reply.kind != redis::Reply::Kind::Array || reply.items.size() != 2 || !m_redis)
            return done(false);
        redis::Arguments command{"DEL"};
        for (const redis::Reply &key : reply.items[1].items)
            command.push_back(key.text);
        const std::string next = reply.items[0].text;
        const auto deleted = [this, next, done](const redis::Reply &of) {
            if (!of.ok() || next == "0")
                return done(of.ok());
            clearFrom(next, done);
        };
        if (command.size() == 1)
            return deleted({.kind = redis::Reply::Kind::Nil});
        if (!m_redis->command(command, deleted))
            done(false);
    };
    if (!m_redis || !m_redis->command({"SCAN", cursor, "MATCH", pattern, "COUNT", kScanCount}, scanned))
        done(false);
}

}   // namespace gw::cache
