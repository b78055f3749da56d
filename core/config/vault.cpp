#include "core/config/vault.h"

#include "core/base/json.h"
#include "core/config/atomicfile.h"

#include <cstring>
#include <filesystem>
#include <memory>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace gw::config {

namespace {

constexpr std::string_view kMagic("GWVAULT\x01", 8);
constexpr std::size_t kKeyIdBytes = 8;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kHeaderBytes = 8 + kKeyIdBytes + kNonceBytes;

using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

Error away(std::string message)
{
    return Error{ErrorCode::SecretAway, std::move(message)};
}

const unsigned char *bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

unsigned char *bytes(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

// Tells a wrong key from a damaged file; says nothing about the key itself.
std::string keyId(const Secret &key)
{
    constexpr std::string_view kLabel = "gw vault key id";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.reveal().data(), static_cast<int>(key.reveal().size()), bytes(kLabel),
         kLabel.size(), digest.data(), &size);
    return {reinterpret_cast<const char *>(digest.data()), kKeyIdBytes};
}

void wipe(std::string &text)
{
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}   // namespace

Result<std::string> sealBytes(const Secret &key, std::string_view plain)
{
    if (key.reveal().size() != kVaultKeyBytes)
        return away("the vault's key has the wrong length");
    std::string out(kMagic);
    out += keyId(key);
    out.resize(kHeaderBytes + plain.size() + kTagBytes);
    unsigned char *nonce = bytes(out) + kHeaderBytes - kNonceBytes;
    if (RAND_bytes(nonce, kNonceBytes) != 1)
        return away("the system gives no random bytes");
    const Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int size = 0;
    const bool sealed =
        context &&
        EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key.reveal()), nonce) == 1 &&
        EVP_EncryptUpdate(context.get(), nullptr, &size, bytes(out), kHeaderBytes) == 1 &&
        EVP_EncryptUpdate(context.get(), bytes(out) + kHeaderBytes, &size, bytes(plain),
                          static_cast<int>(plain.size())) == 1 &&
        EVP_EncryptFinal_ex(context.get(), bytes(out) + kHeaderBytes + plain.size(), &size) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                            bytes(out) + kHeaderBytes + plain.size()) == 1;
    if (!sealed)
        return away("the vault cannot be sealed");
    return out;
}

Result<std::string> openBytes(const Secret &key, std::string_view sealed)
{
    if (key.reveal().size() != kVaultKeyBytes)
        return away("the vault's key has the wrong length");
    if (sealed.size() < kHeaderBytes + kTagBytes || !sealed.starts_with(kMagic))
        return away("the vault file is damaged, or no vault of this version");
    if (sealed.substr(kMagic.size(), kKeyIdBytes) != keyId(key))
        return away("the vault was sealed with another key, or is damaged");
    const std::size_t size = sealed.size() - kHeaderBytes - kTagBytes;
    std::string plain(size, '\0');
    std::string tag(sealed.substr(kHeaderBytes + size));
    const Context context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    int written = 0;
    const unsigned char *nonce = bytes(sealed) + kHeaderBytes - kNonceBytes;
    const bool opened =
        context &&
        EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key.reveal()), nonce) == 1 &&
        EVP_DecryptUpdate(context.get(), nullptr, &written, bytes(sealed), kHeaderBytes) == 1 &&
        EVP_DecryptUpdate(context.get(), bytes(plain), &written, bytes(sealed) + kHeaderBytes,
                          static_cast<int>(size)) == 1 &&
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1 &&
        EVP_DecryptFinal_ex(context.get(), bytes(plain) + size, &written) == 1;
    if (opened)
        return plain;
    // What was decrypted before the tag was checked is nobody's data.
    wipe(plain);
    return away("the vault file is damaged");
}

Vault::Vault(std::string path)
    : m_path(std::move(path))
{}

bool Vault::exists() const
{
    std::error_code fault;
    return std::filesystem::exists(m_path, fault) || std::filesystem::exists(previousPath(), fault);
}

bool Vault::isOpen() const
{
    const std::scoped_lock lock(m_mutex);
    return !m_key.isEmpty();
}

void Vault::close(const std::string &reason)
{
    const std::scoped_lock lock(m_mutex);
    m_key = Secret();
    m_entries.clear();
    m_problem = reason;
}

Result<void> Vault::open(const Secret &key)
{
    const std::scoped_lock lock(m_mutex);
    m_key = Secret();
    m_entries.clear();
    const auto fail = [&](Error error) {
        m_problem = error.message;
        return error;
    };
    if (key.reveal().size() != kVaultKeyBytes)
        return fail(away("the vault's key has the wrong length"));
    std::error_code fault;
    std::map<std::string, Secret> entries;
    const std::string path = std::filesystem::exists(m_path, fault) ? m_path : previousPath();
    if (std::filesystem::exists(path, fault)) {
        const Result<std::string> sealed = readFile(path);
        if (!sealed.ok())
            return fail(away(sealed.error().message));
        Result<std::string> plain = openBytes(key, sealed.value());
        if (!plain.ok())
            return fail(plain.error());
        const Result<json::Value> value = json::parse(plain.value());
        wipe(plain.value());
        if (!value.ok() || !value.value().is_object())
            return fail(away("the vault file is damaged"));
        for (const auto &entry : value.value().get_object()) {
            if (entry.value().is_string())
                entries.insert_or_assign(std::string(entry.key()),
                                         Secret(std::string(std::string_view(entry.value().get_string()))));
        }
    }
    m_entries = std::move(entries);
    m_key = key;
    m_problem.clear();
    return {};
}

Result<std::string> Vault::seal(std::string_view plain) const
{
    const std::scoped_lock lock(m_mutex);
    return m_key.isEmpty() ? Result<std::string>(away(m_problem)) : sealBytes(m_key, plain);
}

Result<std::string> Vault::unseal(std::string_view sealed) const
{
    const std::scoped_lock lock(m_mutex);
    return m_key.isEmpty() ? Result<std::string>(away(m_problem)) : openBytes(m_key, sealed);
}

Result<Secret> Vault::resolve(const std::string &name) const
{
    const std::scoped_lock lock(m_mutex);
    if (m_key.isEmpty())
        return away(m_problem);
    const auto found = m_entries.find(name);
    if (found == m_entries.end())
        return away("the vault holds no key of that name");
    return found->second;
}

std::vector<std::string> Vault::names() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<std::string> list;
    for (const auto &[name, secret] : m_entries)
        list.push_back(name);
    return list;
}

Result<void> Vault::write(const std::map<std::string, Secret> &entries)
{
    if (m_key.isEmpty())
        return away(m_problem);
    std::string plain = "{";
    for (const auto &[name, secret] : entries) {
        if (plain.size() > 1)
            plain += ',';
        json::appendString(plain, name);
        plain += ':';
        json::appendString(plain, secret.reveal());
    }
    plain += '}';
    const Result<std::string> sealed = sealBytes(m_key, plain);
    wipe(plain);
    if (!sealed.ok())
        return sealed.error();
    return writeFileAtomically(m_path, sealed.value(), {.mode = 0600, .keepOldAs = previousPath()});
}

Result<void> Vault::store(const std::string &name, const Secret &secret)
{
    const std::scoped_lock lock(m_mutex);
    std::map<std::string, Secret> entries = m_entries;
    entries.insert_or_assign(name, secret);
    GW_CHECK(write(entries));
    m_entries = std::move(entries);
    return {};
}

Result<void> Vault::remove(const std::string &name)
{
    const std::scoped_lock lock(m_mutex);
    std::map<std::string, Secret> entries = m_entries;
    if (entries.erase(name) == 0)
        return {};
    GW_CHECK(write(entries));
    m_entries = std::move(entries);
    return {};
}

}   // namespace gw::config
