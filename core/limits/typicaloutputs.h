#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gw::limits {

// How many tokens a key's answers of a model have: what a request is likely to cost before it is made
// (DESIGN 4). Keeps the last answers of seven days, in memory. Thread-safe.
class TypicalOutputs
{
public:
    static constexpr std::int64_t kUnknown = 2000;   // Where nothing has been seen yet.

    void learn(std::string_view keyHash, std::string_view model, std::int64_t tokens, std::int64_t nowS);
    // The 95th percentile.
    std::int64_t expected(std::string_view keyHash, std::string_view model, std::int64_t nowS) const;

private:
    static constexpr std::size_t kSeen = 128;   // Answers for each key and model.
    static constexpr std::size_t kShards = 16;
    static constexpr std::size_t kMaxPairs = 4096;   // In a shard; then it begins anew.
    struct Answer
    {
        std::int64_t atS = 0;
        std::int64_t tokens = 0;
    };
    struct Pair
    {
        std::vector<Answer> answers;
        std::size_t next = 0;
    };
    struct Shard
    {
        mutable std::mutex mutex;
        std::unordered_map<std::string, Pair> pairs;
    };

    static std::string nameOf(std::string_view keyHash, std::string_view model);
    static std::size_t shardOf(const std::string &name);

    std::array<Shard, kShards> m_shards;
};

}   // namespace gw::limits
