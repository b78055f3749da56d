#pragma once

#include <array>
#include <functional>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gw::access {

// Immutable values by id, read by many threads and changed by few. Thread-safe.
template <typename Value>
class Shelf
{
public:
    using Ptr = std::shared_ptr<const Value>;

    Ptr find(std::string_view id) const
    {
        const Shard &shard = shardOf(id);
        const std::shared_lock lock(shard.mutex);
        const auto it = shard.values.find(id);
        return it == shard.values.end() ? nullptr : it->second;
    }
    void put(Ptr value)
    {
        std::string id(value->id());
        Shard &shard = shardOf(id);
        const std::unique_lock lock(shard.mutex);
        shard.values.insert_or_assign(std::move(id), std::move(value));
    }
    void erase(std::string_view id)
    {
        Shard &shard = shardOf(id);
        const std::unique_lock lock(shard.mutex);
        if (const auto it = shard.values.find(id); it != shard.values.end())
            shard.values.erase(it);
    }
    // Those that were there at some moment of the call and that the predicate wants, in no order.
    std::vector<Ptr> select(const std::function<bool(const Value &)> &wanted = nullptr) const
    {
        std::vector<Ptr> found;
        for (const Shard &shard : m_shards) {
            const std::shared_lock lock(shard.mutex);
            for (const auto &[id, value] : shard.values) {
                if (!wanted || wanted(*value))
                    found.push_back(value);
            }
        }
        return found;
    }
    std::size_t size() const
    {
        std::size_t count = 0;
        for (const Shard &shard : m_shards) {
            const std::shared_lock lock(shard.mutex);
            count += shard.values.size();
        }
        return count;
    }
    bool empty() const { return size() == 0; }

private:
    static constexpr std::size_t kShards = 16;
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept
        {
            return std::hash<std::string_view>()(text);
        }
    };
    struct Shard
    {
        mutable std::shared_mutex mutex;
        std::unordered_map<std::string, Ptr, Hash, std::equal_to<>> values;
    };

    // The top bits: the tables use the low ones.
    static std::size_t indexOf(std::string_view id) { return (Hash()(id) >> 59) % kShards; }
    Shard &shardOf(std::string_view id) { return m_shards[indexOf(id)]; }
    const Shard &shardOf(std::string_view id) const { return m_shards[indexOf(id)]; }

    std::array<Shard, kShards> m_shards;
};

}   // namespace gw::access
