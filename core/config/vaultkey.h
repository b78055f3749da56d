#pragma once

#include "core/config/keychain.h"
#include "core/config/yamlreader.h"

#include <functional>
#include <string>

namespace gw::config {

// Where the vault's key came from, for the status bar.
enum class VaultKeySource : std::uint8_t { None, NamedFile, Credential, Variable, Keychain, CreatedFile };

struct VaultKeyOptions
{
    EnvironmentReader environment = {};
    Keychain *keychain = nullptr;   // May be null; outlives the answer.
    std::string dataFolder = {};
    bool vaultExists = false;     // A key that is made anew would not open it.
    bool mayCreateFile = false;   // Without a keychain, keep the key in a file of the data folder.
};

struct VaultKey
{
    Secret key = {};   // kVaultKeyBytes bytes; empty when there is none.
    VaultKeySource source = VaultKeySource::None;
    std::string detail = {};    // "Secret Service", or the file's path.
    std::string problem = {};   // Why there is none.
};

// Finds the key: what was named on purpose (PORTICO_VAULT_KEY_FILE, systemd's portico-vault-key,
// PORTICO_VAULT_KEY in hexadecimal), a key file made earlier, the keychain, a new key file. A source that is
// named but unusable is an error, not a reason to go on. done may be called before findVaultKey returns.
void findVaultKey(const VaultKeyOptions &options, std::function<void(VaultKey)> done);

// 64 hexadecimal digits or 32 bytes, with white space around; empty otherwise.
Secret parseVaultKey(std::string_view text);

}   // namespace gw::config
