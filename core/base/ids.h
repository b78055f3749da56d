#pragma once

// moc 6.4 trips over <compare> when no Qt header comes before it.
#include <QtGlobal>

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gw {

// A time-ordered 128-bit id (UUID version 7 layout, RFC 9562): 48 bits of Unix milliseconds, then a counter
// and random bits, so that ids made by one process sort in the order they were made. The key of a request in
// the ledger.
struct Id128
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    auto operator<=>(const Id128 &) const = default;
    bool isNull() const noexcept { return high == 0 && low == 0; }
    // Unix time in milliseconds at which the id was made.
    std::int64_t unixMs() const noexcept { return static_cast<std::int64_t>(high >> 16); }
    // 8-4-4-4-12 lower-case hexadecimal.
    std::string toString() const;
    static std::optional<Id128> fromString(std::string_view text);
};

// Thread-safe; strictly increasing within the process.
Id128 makeId();
// size random bytes as lower-case hexadecimal (2 * size characters), from the system's random source.
std::string randomHex(std::size_t size);
// size characters of [A-Za-z0-9], from the system's random source; used for keys and provider-style ids.
std::string randomToken(std::size_t size);
// Lower-case hexadecimal SHA-256 of text. Virtual keys are stored and looked up in this form only.
std::string sha256Hex(std::string_view text);

}   // namespace gw

template <>
struct std::hash<gw::Id128>
{
    std::size_t operator()(const gw::Id128 &id) const noexcept
    {
        return static_cast<std::size_t>(id.low ^ (id.high * 0x9e3779b97f4a7c15ULL));
    }
};
