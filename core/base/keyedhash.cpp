#include "core/base/keyedhash.h"

#include <QtGlobal>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

namespace gw {

KeyedHash::Secret KeyedHash::randomSecret()
{
    Secret out{};
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
        qFatal("OpenSSL has no random bytes");
    return out;
}

void KeyedHash::Free::operator()(evp_mac_ctx_st *context) const
{
    EVP_MAC_CTX_free(context);
}

KeyedHash::KeyedHash(const Secret &secret)
    : m_secret(secret)
{
    EVP_MAC *mac = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_SIPHASH, nullptr);
    m_context.reset(mac ? EVP_MAC_CTX_new(mac) : nullptr);
    EVP_MAC_free(mac);   // The context holds it.
    std::size_t size = kSize;
    unsigned int perBlock = 1;
    unsigned int atEnd = 3;
    const std::array params{OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size),
                            OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_C_ROUNDS, &perBlock),
                            OSSL_PARAM_construct_uint(OSSL_MAC_PARAM_D_ROUNDS, &atEnd),
                            OSSL_PARAM_construct_end()};
    if (!m_context || EVP_MAC_CTX_set_params(m_context.get(), params.data()) != 1)
        qFatal("OpenSSL has no SipHash");
}

KeyedHash::~KeyedHash() = default;

std::string KeyedHash::of(std::string_view text)
{
    std::string out(kSize, '\0');
    std::size_t size = 0;
    if (EVP_MAC_init(m_context.get(), m_secret.data(), m_secret.size(), nullptr) != 1 ||
        EVP_MAC_update(m_context.get(), reinterpret_cast<const unsigned char *>(text.data()), text.size()) !=
            1 ||
        EVP_MAC_final(m_context.get(), reinterpret_cast<unsigned char *>(out.data()), &size, out.size()) !=
            1 ||
        size != kSize)
        qFatal("OpenSSL cannot hash");
    return out;
}

}   // namespace gw
