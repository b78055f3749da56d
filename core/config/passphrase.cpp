#include "core/config/passphrase.h"

#include "core/config/vault.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace gw::config {

namespace {

constexpr std::string_view kMagic("GWPASS\x01\x00", 8);
constexpr std::size_t kSaltBytes = 16;
// Magic, log2 N, r, p, a zero, salt.
constexpr std::size_t kHeaderBytes = 8 + 4 + kSaltBytes;
constexpr std::uint64_t kMaxMemory = 192ULL << 20;

struct Cost
{
    unsigned logN = 16;
    unsigned r = 8;
    unsigned p = 2;
    // Others may come from a newer version; what would eat the machine's memory is refused.
    bool sane() const { return logN >= 10 && logN <= 17 && r >= 1 && r <= 8 && p >= 1 && p <= 16; }
};

Error away(std::string message)
{
    return Error{.code = ErrorCode::SecretAway, .message = std::move(message)};
}

Result<Secret> derive(const Secret &passphrase, std::string_view salt, const Cost &cost)
{
    std::string key(kVaultKeyBytes, '\0');
    const std::string_view text = passphrase.reveal();
    if (EVP_PBE_scrypt(text.data(), text.size(), reinterpret_cast<const unsigned char *>(salt.data()),
                       salt.size(), std::uint64_t{1} << cost.logN, cost.r, cost.p, kMaxMemory,
                       reinterpret_cast<unsigned char *>(key.data()), key.size()) != 1)
        return away("no key can be derived from the passphrase: too little memory");
    return Secret(std::move(key));
}

}   // namespace

Result<std::string> wrapKey(const Secret &key, const Secret &passphrase)
{
    if (passphrase.reveal().size() < kLeastPassphrase)
        return away("the passphrase needs at least " + std::to_string(kLeastPassphrase) + " characters");
    const Cost cost;
    std::string out(kMagic);
    out += static_cast<char>(cost.logN);
    out += static_cast<char>(cost.r);
    out += static_cast<char>(cost.p);
    out += '\0';
    std::string salt(kSaltBytes, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char *>(salt.data()), kSaltBytes) != 1)
        return away("the system gives no random bytes");
    GW_TRY(const Secret derived, derive(passphrase, salt, cost));
    GW_TRY(const std::string sealed, sealBytes(derived, key.reveal()));
    return out + salt + sealed;
}

Result<Secret> unwrapKey(std::string_view wrapped, const Secret &passphrase)
{
    if (wrapped.size() <= kHeaderBytes || !wrapped.starts_with(kMagic))
        return away("the passphrase's file is damaged");
    const auto number = [&](std::size_t at) {
        return static_cast<unsigned char>(wrapped[kMagic.size() + at]);
    };
    const Cost cost{number(0), number(1), number(2)};
    if (!cost.sane())
        return away("the passphrase's file is damaged");
    GW_TRY(const Secret derived, derive(passphrase, wrapped.substr(kMagic.size() + 4, kSaltBytes), cost));
    Result<std::string> key = openBytes(derived, wrapped.substr(kHeaderBytes));
    if (!key.ok())
        return away("the passphrase is wrong");
    if (key.value().size() != kVaultKeyBytes)
        return away("the passphrase's file is damaged");
    return Secret(std::move(key).value());
}

}   // namespace gw::config
