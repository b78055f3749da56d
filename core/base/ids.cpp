#include "core/base/ids.h"

#include <QtGlobal>

#include <array>
#include <chrono>
#include <mutex>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

namespace gw {

namespace {

constexpr char kHex[] = "0123456789abcdef";
constexpr char kAlnum[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

void randomBytes(unsigned char *data, std::size_t size)
{
    // RAND_bytes fails only when the system has no entropy source at all; an id must not be guessable then.
    if (RAND_bytes(data, static_cast<int>(size)) != 1)
        qFatal("no random source");
}

}   // namespace

std::string Id128::toString() const
{
    std::string out;
    out.reserve(36);
    for (int nibble = 0; nibble < 32; ++nibble) {
        if (nibble == 8 || nibble == 12 || nibble == 16 || nibble == 20)
            out += '-';
        const std::uint64_t half = nibble < 16 ? high : low;
        out += kHex[(half >> (60 - 4 * (nibble % 16))) & 0xf];
    }
    return out;
}

std::optional<Id128> Id128::fromString(std::string_view text)
{
    Id128 id;
    int nibble = 0;
    for (char c : text) {
        if (c == '-')
            continue;
        const int value = hexValue(c);
        if (value < 0 || nibble == 32)
            return std::nullopt;
        std::uint64_t &half = nibble < 16 ? id.high : id.low;
        half = (half << 4) | static_cast<std::uint64_t>(value);
        ++nibble;
    }
    if (nibble != 32)
        return std::nullopt;
    return id;
}

Id128 makeId()
{
    static std::mutex mutex;
    static std::uint64_t lastHigh = 0;
    static std::uint64_t salt = 0;

    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto ms =
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    const std::scoped_lock lock(mutex);
    if (salt == 0)
        randomBytes(reinterpret_cast<unsigned char *>(&salt), sizeof(salt));
    // 12 bits of counter within a millisecond; when they run out, or the clock steps back, the time part goes
    // on by itself so that the order holds.
    std::uint64_t high = (ms << 16) | 0x7000;
    if (high <= lastHigh)
        high = (lastHigh & 0xfff) == 0xfff ? ((((lastHigh >> 16) + 1) << 16) | 0x7000) : lastHigh + 1;
    lastHigh = high;
    // A multiplicative walk over the low bits from a random start: distinct within the process, unguessable
    // offset.
    salt = salt * 6364136223846793005ULL + 1442695040888963407ULL;
    const std::uint64_t low = (salt & 0x3fffffffffffffffULL) | 0x8000000000000000ULL;
    return {high, low};
}

std::string randomHex(std::size_t size)
{
    std::string bytes(size, '\0');
    randomBytes(reinterpret_cast<unsigned char *>(bytes.data()), size);
    std::string out;
    out.reserve(2 * size);
    for (char c : bytes) {
        out += kHex[(static_cast<unsigned char>(c) >> 4) & 0xf];
        out += kHex[static_cast<unsigned char>(c) & 0xf];
    }
    return out;
}

std::string randomToken(std::size_t size)
{
    constexpr std::size_t kLetters = sizeof(kAlnum) - 1;
    std::string out;
    out.reserve(size);
    std::array<unsigned char, 64> pool{};
    while (out.size() < size) {
        randomBytes(pool.data(), pool.size());
        for (unsigned char byte : pool) {
            // Bytes past the last whole multiple would make the first letters likelier.
            if (byte < 256 - 256 % kLetters && out.size() < size)
                out += kAlnum[byte % kLetters];
        }
    }
    return out;
}

std::string sha256Hex(std::string_view text)
{
    // Looking the algorithm up costs more than hashing a key does: it is done once.
    static const EVP_MD *const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    EVP_Digest(text.data(), text.size(), digest.data(), nullptr, algorithm, nullptr);
    std::string out;
    out.reserve(2 * digest.size());
    for (unsigned char byte : digest) {
        out += kHex[byte >> 4];
        out += kHex[byte & 0xf];
    }
    return out;
}

}   // namespace gw
