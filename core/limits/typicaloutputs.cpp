#include "core/limits/typicaloutputs.h"

#include <algorithm>
#include <functional>

namespace gw::limits {

namespace {

constexpr std::int64_t kRememberedS = std::int64_t{7} * 86'400;

}   // namespace

std::string TypicalOutputs::nameOf(std::string_view keyHash, std::string_view model)
{
    std::string out(keyHash);
    out += '\x1f';
    out += model;
    return out;
}

std::size_t TypicalOutputs::shardOf(const std::string &name)
{
    return std::hash<std::string>()(name) % kShards;
}

void TypicalOutputs::learn(std::string_view keyHash, std::string_view model, std::int64_t tokens,
                           std::int64_t nowS)
{
    if (tokens < 0)
        return;
    std::string name = nameOf(keyHash, model);
    Shard &shard = m_shards[shardOf(name)];
    const std::scoped_lock lock(shard.mutex);
    if (shard.pairs.size() >= kMaxPairs && !shard.pairs.contains(name))
        shard.pairs.clear();
    Pair &pair = shard.pairs[std::move(name)];
    if (pair.answers.size() < kSeen) {
        pair.answers.push_back({nowS, tokens});
        return;
    }
    pair.answers[pair.next] = {nowS, tokens};
    pair.next = (pair.next + 1) % kSeen;
}

std::int64_t TypicalOutputs::expected(std::string_view keyHash, std::string_view model,
                                      std::int64_t nowS) const
{
    const std::string name = nameOf(keyHash, model);
    const Shard &shard = m_shards[shardOf(name)];
    std::array<std::int64_t, kSeen> seen{};
    std::size_t count = 0;
    {
        const std::scoped_lock lock(shard.mutex);
        const auto found = shard.pairs.find(name);
        if (found == shard.pairs.end())
            return kUnknown;
        for (const Answer &answer : found->second.answers) {
            if (nowS - answer.atS <= kRememberedS)
                seen[count++] = answer.tokens;
        }
    }
    if (count == 0)
        return kUnknown;
    const std::size_t rank = (count * 95 + 99) / 100 - 1;
    const auto nth = seen.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(seen.begin(), nth, seen.begin() + static_cast<std::ptrdiff_t>(count));
    return *nth;
}

}   // namespace gw::limits
