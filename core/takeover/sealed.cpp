#include "core/takeover/sealed.h"

#include "core/base/base64.h"

#include <sodium.h>

namespace gw::takeover {

namespace {

constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;

const unsigned char *bytesOf(const std::string &bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

}   // namespace

bool looksSealed(std::string_view text)
{
    const auto box = fromBase64(text);
    return box && box->size() >= kOverhead;
}

std::optional<Secret> unsealed(std::string_view text, const Secret &saltKey)
{
    const auto box = fromBase64(text);
    if (!box || box->size() < kOverhead || saltKey.isEmpty() || sodium_init() < 0)
        return std::nullopt;
    unsigned char key[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(key, bytesOf(saltKey.reveal()), saltKey.reveal().size());
    std::string plain(box->size() - kOverhead, '\0');
    const int opened = crypto_secretbox_open_easy(
        reinterpret_cast<unsigned char *>(plain.data()), bytesOf(*box) + crypto_secretbox_NONCEBYTES,
        box->size() - crypto_secretbox_NONCEBYTES, bytesOf(*box), key);
    sodium_memzero(key, sizeof key);
    if (opened != 0)
        return std::nullopt;
    return Secret(std::move(plain));
}

}   // namespace gw::takeover
