#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gw::config {

inline constexpr std::size_t kVaultKeyBytes = 32;

// Seals bytes with AES-256-GCM: magic and version, an id of the key, a fresh nonce, the sealed text, the tag.
// Everything before the sealed text is authenticated with it. key has kVaultKeyBytes bytes.
Result<std::string> sealBytes(const Secret &key, std::string_view plain);
// SecretAway with the reason when the key is another or a single bit differs; never wrong data.
Result<std::string> openBytes(const Secret &key, std::string_view sealed);

// The providers' keys, in one file. Opened by the master key; until then every look-up says why not.
// Thread-safe. The file belongs to the process that owns the data folder.
class Vault
{
public:
    explicit Vault(std::string path);

    // A missing file is an empty vault (or its kept predecessor, when a write was cut short). After an error
    // the vault stays closed and the file untouched.
    Result<void> open(const Secret &key);
    void close(const std::string &reason);
    bool isOpen() const;
    // True when there is something that only the right key opens.
    bool exists() const;

    // Other things that nobody but this user may read, under the same key. SecretAway when the vault is
    // closed.
    Result<std::string> seal(std::string_view plain) const;
    Result<std::string> unseal(std::string_view sealed) const;

    Result<Secret> resolve(const std::string &name) const;
    std::vector<std::string> names() const;
    // Writes through; on an error nothing has changed.
    Result<void> store(const std::string &name, const Secret &secret);
    Result<void> remove(const std::string &name);

private:
    std::string previousPath() const { return m_path + ".prev"; }
    Result<void> write(const std::map<std::string, Secret> &entries);

    const std::string m_path;
    mutable std::mutex m_mutex;
    Secret m_key;
    std::map<std::string, Secret> m_entries;
    std::string m_problem = "the vault is not open";
};

}   // namespace gw::config
