#pragma once

#include <cstdint>
#include <string_view>

namespace gw {

inline constexpr std::uint64_t kFnvStart = 0xcbf29ce484222325ULL;

// FNV-1a of 64 bits, going on from hash. Tells texts apart; no secret and no defence against those who choose
// them.
constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = kFnvStart) noexcept
{
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

}   // namespace gw
