#pragma once

#include "core/config/keychain.h"
#include "core/config/yamlreader.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace gw::config {

// Where the vault's key came from, for the status bar.
enum class VaultKeySource : std::uint8_t {
    None,
    NamedFile,
    Credential,
    Variable,
    Keychain,
    CreatedFile,   // A key file in the data folder, put there by hand or by an earlier version.
    Passphrase,
};

// In the data folder: the key under the passphrase that was chosen.
inline constexpr std::string_view kPassphraseFile = "vault.passphrase";

struct VaultKeyOptions
{
    EnvironmentReader environment = {};
    Keychain *keychain = nullptr;   // May be null; outlives the answer.
    std::string dataFolder = {};
    bool vaultExists = false;   // A key that is made anew would not open it.
    bool mayAsk = false;        // Somebody can be asked for a passphrase.
};

struct VaultKey
{
    Secret key = {};   // kVaultKeyBytes bytes; empty when there is none.
    VaultKeySource source = VaultKeySource::None;
    std::string detail = {};    // "Secret Service", or the file's path.
    std::string problem = {};   // Why there is none.
    // The one chosen opens it; or none was chosen yet, and there is no other way.
    bool needsPassphrase = false;
    bool mayChoosePassphrase = false;
};

// Finds the key: what was named on purpose (PORTICO_VAULT_KEY_FILE, systemd's portico-vault-key,
// PORTICO_VAULT_KEY in hexadecimal), a passphrase chosen earlier, a key file in the data folder, the
// keychain, and where there is none a passphrase, if somebody can be asked for it. A source that is named but
// unusable is an error, not a reason to go on. done may be called before findVaultKey returns.
void findVaultKey(const VaultKeyOptions &options, std::function<void(VaultKey)> done);

// 64 hexadecimal digits or 32 bytes, with white space around; empty otherwise.
Secret parseVaultKey(std::string_view text);

}   // namespace gw::config
