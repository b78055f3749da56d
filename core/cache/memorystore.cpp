#include "core/cache/memorystore.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

namespace gw::cache {

namespace {

// Of list node, hash node, bucket, control block and the allocator's own headers; checked against the
// process's size by the tests.
constexpr std::int64_t kOverhead = 400;
// Room of a shard below which no further one is worth its while.
constexpr std::int64_t kShardBytes = 16'000'000;

std::int64_t sizeOf(const std::string &text)
{
    constexpr std::size_t kInside = 15;   // Short texts live in the string itself.
    return text.size() <= kInside ? 0 : static_cast<std::int64_t>(text.capacity()) + 17;
}

std::int64_t costOf(const std::string &key, const Entry &entry)
{
    std::int64_t sum = kOverhead + sizeOf(key);
    for (const std::string *text :
         {&entry.deploymentId, &entry.adapter, &entry.upstreamModel, &entry.contentType, &entry.bytes})
        sum += sizeOf(*text);
    return sum;
}

}   // namespace

void MemoryStore::Shard::drop(Nodes::iterator node)
{
    bytes -= node->bytes;
    byKey.erase(node->key);
    nodes.erase(node);
}

bool MemoryStore::Shard::drop(std::string_view key)
{
    const auto found = byKey.find(key);
    if (found == byKey.end())
        return false;
    drop(found->second);
    return true;
}

void MemoryStore::Shard::shrink()
{
    while (!nodes.empty() &&
           (bytes > maxBytes || (maxEntries >= 0 && static_cast<std::int64_t>(nodes.size()) > maxEntries)))
        drop(std::prev(nodes.end()));
}

void MemoryStore::setLimits(std::int64_t maxBytes, std::int64_t maxEntries)
{
    auto used = static_cast<std::size_t>(
        std::clamp<std::int64_t>(maxBytes / kShardBytes, 1, std::int64_t{kMaxShards}));
    // Few entries are counted exactly.
    if (maxEntries >= 0 && maxEntries < 10'000)
        used = 1;
    if (used != m_used.load()) {
        clear();
        m_used = used;
    }
    const auto share = static_cast<std::int64_t>(used);
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        shard.maxBytes = maxBytes / share;
        shard.maxEntries = maxEntries < 0 ? -1 : maxEntries / share;
        shard.shrink();
    }
}

MemoryStore::Shard &MemoryStore::shardOf(std::string_view key)
{
    return m_shards[std::hash<std::string_view>()(key) % m_used.load()];
}

EntryPtr MemoryStore::find(std::string_view key, std::int64_t nowMs)
{
    Shard &shard = shardOf(key);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.byKey.find(key);
    if (found == shard.byKey.end())
        return nullptr;
    if (found->second->expiresMs <= nowMs) {
        shard.drop(found->second);
        return nullptr;
    }
    shard.nodes.splice(shard.nodes.begin(), shard.nodes, found->second);
    return found->second->entry;
}

void MemoryStore::put(const std::string &key, EntryPtr entry, std::int64_t expiresMs)
{
    const std::int64_t bytes = costOf(key, *entry);
    Shard &shard = shardOf(key);
    const std::scoped_lock lock(shard.mutex);
    shard.drop(key);
    if (bytes > shard.maxBytes)
        return;
    shard.nodes.push_front({key, {}, std::move(entry), expiresMs, bytes});
    shard.byKey.emplace(shard.nodes.front().key, shard.nodes.begin());
    shard.bytes += bytes;
    shard.shrink();
}

void MemoryStore::show(std::string_view key, const std::string &name)
{
    Shard &shard = shardOf(key);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.byKey.find(key);
    if (found == shard.byKey.end() || found->second->shown == name)
        return;
    Node &node = *found->second;
    const std::int64_t more = sizeOf(name) - sizeOf(node.shown);
    node.shown = name;
    node.bytes += more;
    shard.bytes += more;
    shard.shrink();
}

void MemoryStore::erase(const std::vector<std::string> &keys)
{
    std::unordered_set<std::string_view> names;
    for (const std::string &key : keys) {
        Shard &shard = shardOf(key);
        const std::scoped_lock lock(shard.mutex);
        if (!shard.drop(key))
            names.insert(key);
    }
    for (Shard &shard : m_shards) {
        if (names.empty())
            return;
        const std::scoped_lock lock(shard.mutex);
        for (auto node = shard.nodes.begin(); node != shard.nodes.end();) {
            const auto next = std::next(node);
            if (!node->shown.empty() && names.contains(node->shown))
                shard.drop(node);
            node = next;
        }
    }
}

void MemoryStore::clear()
{
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        shard.byKey.clear();
        shard.nodes.clear();
        shard.bytes = 0;
    }
}

MemoryStore::Size MemoryStore::size() const
{
    Size out;
    for (const Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        out.bytes += shard.bytes;
        out.entries += static_cast<std::int64_t>(shard.nodes.size());
    }
    return out;
}

}   // namespace gw::cache
