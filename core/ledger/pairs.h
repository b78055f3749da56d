#pragma once

#include "core/ledger/queries.h"
#include "core/ledger/statement.h"

#include <cstdint>
#include <optional>
#include <unordered_map>

// Sums by two names at once go by an id that is made of both, so that pairs need no names of their own.
namespace gw::ledger {

inline constexpr int kSecondBits = 24;
inline constexpr std::int64_t kPairBit = std::int64_t{1} << 62;

// None where the two are too large for it: such a pair has a name, pairName().
constexpr std::optional<std::int64_t> pairOf(std::int64_t first, std::int64_t second) noexcept
{
    if (first < 0 || second < 0 || first >> (62 - kSecondBits) != 0 || second >> kSecondBits != 0)
        return std::nullopt;
    return kPairBit | first << kSecondBits | second;
}
constexpr bool isPair(std::int64_t id) noexcept
{
    return id >= kPairBit;
}
constexpr std::int64_t firstOf(std::int64_t pair) noexcept
{
    return (pair & (kPairBit - 1)) >> kSecondBits;
}
constexpr std::int64_t secondOf(std::int64_t pair) noexcept
{
    return pair & ((std::int64_t{1} << kSecondBits) - 1);
}
constexpr bool isOfPairs(Dimension dimension) noexcept
{
    return dimension == Dimension::Member || dimension == Dimension::KeyModel;
}

// An earlier version gave every pair a name.
class OldPairs
{
public:
    static const char *const kSql;
    // Of kSql.
    explicit OldPairs(RawStatement parts)
        : m_parts(std::move(parts))
    {}
    // By the id of such a name.
    Result<std::int64_t> idOf(std::int64_t name);

private:
    RawStatement m_parts;
    std::unordered_map<std::int64_t, std::int64_t> m_known;
};

}   // namespace gw::ledger
