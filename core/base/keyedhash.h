#pragma once

#include <array>
#include <memory>
#include <string>
#include <string_view>

struct evp_mac_ctx_st;

namespace gw {

// SipHash-1-3 of 128 bits (https://www.aumasson.jp/siphash): for tables whose keys strangers choose. Without
// the secret nobody can find two texts of one hash, and it is several times faster than SHA-256 without
// hardware for that. Hashes must not be shown to strangers. Belongs to one thread; copies of one secret
// agree.
class KeyedHash
{
public:
    static constexpr std::size_t kSize = 16;   // Bytes of the secret and of a hash.
    using Secret = std::array<unsigned char, kSize>;

    static Secret randomSecret();
    explicit KeyedHash(const Secret &secret);
    ~KeyedHash();
    KeyedHash(const KeyedHash &) = delete;
    KeyedHash &operator=(const KeyedHash &) = delete;

    // kSize raw bytes.
    std::string of(std::string_view text);

private:
    struct Free
    {
        void operator()(evp_mac_ctx_st *context) const;
    };
    const Secret m_secret;
    std::unique_ptr<evp_mac_ctx_st, Free> m_context;
};

}   // namespace gw
