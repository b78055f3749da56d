#include "core/base/secret.h"

#include <openssl/crypto.h>

namespace gw {

Secret::~Secret()
{
    wipe();
}

Secret::Secret(Secret &&other) noexcept
    : m_value(std::move(other.m_value))
{
    // A short string is copied by the move, not stolen.
    other.wipe();
}

Secret &Secret::operator=(const Secret &other)
{
    if (this != &other) {
        wipe();
        m_value = other.m_value;
    }
    return *this;
}

Secret &Secret::operator=(Secret &&other) noexcept
{
    if (this != &other) {
        wipe();
        m_value = std::move(other.m_value);
        other.wipe();
    }
    return *this;
}

std::string Secret::masked() const
{
    if (m_value.size() < 12)
        return "...";
    return m_value.substr(0, 3) + "..." + m_value.substr(m_value.size() - 4);
}

bool Secret::equals(std::string_view other) const noexcept
{
    return m_value.size() == other.size() && CRYPTO_memcmp(m_value.data(), other.data(), other.size()) == 0;
}

void Secret::wipe() noexcept
{
    if (!m_value.empty())
        OPENSSL_cleanse(m_value.data(), m_value.size());
    m_value.clear();
}

}   // namespace gw
