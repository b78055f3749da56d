#pragma once

#include "core/cache/entry.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gw::cache {

// Answers in this process: what was used longest ago goes first when the room is used up, and what has
// expired goes when it is met. Thread-safe; a lock is held for a look-up only, and there are several, so that
// workers seldom meet at one.
class MemoryStore
{
public:
    struct Size
    {
        std::int64_t bytes = 0;   // With what an entry costs beside its own texts.
        std::int64_t entries = 0;
    };

    // maxEntries below 0: as many as the bytes hold. Drops what is too much.
    void setLimits(std::int64_t maxBytes, std::int64_t maxEntries);
    // Null when there is none that is good at nowMs (Unix).
    EntryPtr find(std::string_view key, std::int64_t nowMs);
    // Good until expiresMs, however long entry itself is. Not kept when it is larger than the room of a
    // shard.
    void put(const std::string &key, EntryPtr entry, std::int64_t expiresMs);
    // Clients know the entry by this name from now on.
    void show(std::string_view key, const std::string &name);
    // By key or by the name that was shown.
    void erase(const std::vector<std::string> &keys);
    void clear();
    Size size() const;

private:
    struct Node
    {
        std::string key;
        std::string shown;
        EntryPtr entry;
        std::int64_t expiresMs = 0;
        std::int64_t bytes = 0;
    };
    using Nodes = std::list<Node>;
    struct Shard
    {
        mutable std::mutex mutex;
        Nodes nodes;   // Used last first.
        std::unordered_map<std::string_view, Nodes::iterator> byKey;
        std::int64_t bytes = 0;
        std::int64_t maxBytes = 0;
        std::int64_t maxEntries = 0;

        void drop(Nodes::iterator node);
        bool drop(std::string_view key);
        void shrink();
    };

    Shard &shardOf(std::string_view key);

    static constexpr std::size_t kMaxShards = 8;
    std::array<Shard, kMaxShards> m_shards;
    std::atomic<std::size_t> m_used = 1;   // How many of them.
};

}   // namespace gw::cache
