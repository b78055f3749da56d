#include "core/upstream/publicaddress.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <netinet/in.h>

namespace gw::upstream {

namespace {

struct Range4
{
    std::uint32_t network;
    int bits;
};

// The special-purpose registry (RFC 6890 and its updates) and multicast.
constexpr Range4 kSpecial4[] = {{0x00000000, 8},  {0x0a000000, 8},  {0x64400000, 10}, {0x7f000000, 8},
                                {0xa9fe0000, 16}, {0xac100000, 12}, {0xc0000000, 24}, {0xc0000200, 24},
                                {0xc0586300, 24}, {0xc0a80000, 16}, {0xc6120000, 15}, {0xc6336400, 24},
                                {0xcb007100, 24}, {0xe0000000, 4},  {0xf0000000, 4}};

bool isPublic4(std::uint32_t address)
{
    for (const auto &[network, bits] : kSpecial4) {
        if ((address >> (32 - bits)) == (network >> (32 - bits)))
            return false;
    }
    return true;
}

std::uint32_t ipv4At(const std::uint8_t *bytes)
{
    return static_cast<std::uint32_t>(bytes[0]) << 24 | static_cast<std::uint32_t>(bytes[1]) << 16 |
           static_cast<std::uint32_t>(bytes[2]) << 8 | bytes[3];
}

bool isPublic6(const std::array<std::uint8_t, 16> &a)
{
    static constexpr std::uint8_t kMapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    static constexpr std::uint8_t kNat64[12] = {0, 0x64, 0xff, 0x9b};
    if (std::memcmp(a.data(), kMapped, sizeof kMapped) == 0 ||
        std::memcmp(a.data(), kNat64, sizeof kNat64) == 0)
        return isPublic4(ipv4At(a.data() + 12));
    if (a[0] == 0x20 && a[1] == 0x02)   // 6to4 holds an IPv4 address.
        return isPublic4(ipv4At(a.data() + 2));
    if (a[0] == 0x20 && a[1] == 0x01 && (a[2] < 2 || (a[2] == 0x0d && a[3] == 0xb8)))
        return false;   // 2001::/23 (Teredo among them) and documentation.
    // Only 2000::/3 is given out (RFC 4291, 2.4).
    return (a[0] & 0xe0) == 0x20;
}

}   // namespace

bool isPublicAddress(const sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        return isPublic4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address, sizeof v6);
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
        return isPublic6(bytes);
    }
    return false;
}

}   // namespace gw::upstream
