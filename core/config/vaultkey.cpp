#include "core/config/vaultkey.h"

#include "core/base/ids.h"
#include "core/config/atomicfile.h"
#include "core/config/vault.h"

#include <filesystem>
#include <sys/stat.h>

namespace gw::config {

namespace {

constexpr std::string_view kCredentialName = "portico-vault-key";
constexpr std::string_view kKeychainEntry = "vault-key";
constexpr std::string_view kFileName = "vault.key";

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool exists(const std::string &path)
{
    std::error_code fault;
    return std::filesystem::exists(path, fault);
}

VaultKey fromFile(const std::string &path, VaultKeySource source, bool mustBePrivate)
{
    VaultKey out;
    out.source = source;
    out.detail = path;
    struct stat state
    {
    };
    constexpr unsigned kOthers = 077;
    if (mustBePrivate && ::stat(path.c_str(), &state) == 0 && (state.st_mode & kOthers) != 0) {
        out.problem = path + " can be read by others; make it private with chmod 600";
        return out;
    }
    const Result<std::string> text = readFile(path);
    if (!text.ok()) {
        out.problem = text.error().message;
        return out;
    }
    out.key = parseVaultKey(text.value());
    if (out.key.isEmpty())
        out.problem = path + " holds no key of 32 bytes or 64 hexadecimal digits";
    return out;
}

// True when one of the sources named on purpose, or a file made earlier, decides.
bool findNamed(const VaultKeyOptions &options, VaultKey &out)
{
    const auto variable = [&](const char *name) {
        return options.environment ? options.environment(name).value_or("") : std::string();
    };
    if (const std::string path = variable("PORTICO_VAULT_KEY_FILE"); !path.empty()) {
        out = fromFile(path, VaultKeySource::NamedFile, true);
        return true;
    }
    if (const std::string folder = variable("CREDENTIALS_DIRECTORY"); !folder.empty()) {
        const std::string path = folder + "/" + std::string(kCredentialName);
        if (exists(path)) {
            // systemd guards the folder itself.
            out = fromFile(path, VaultKeySource::Credential, false);
            return true;
        }
    }
    if (const std::string text = variable("PORTICO_VAULT_KEY"); !text.empty()) {
        out.source = VaultKeySource::Variable;
        out.key = parseVaultKey(text);
        out.detail = "PORTICO_VAULT_KEY";
        if (out.key.isEmpty())
            out.problem = "PORTICO_VAULT_KEY holds no key of 64 hexadecimal digits";
        return true;
    }
    const std::string wrapped = options.dataFolder + "/" + std::string(kPassphraseFile);
    if (!options.dataFolder.empty() && exists(wrapped)) {
        out.source = VaultKeySource::Passphrase;
        out.detail = wrapped;
        out.problem = "the vault is locked until its passphrase is given";
        out.needsPassphrase = true;
        return true;
    }
    const std::string own = options.dataFolder + "/" + std::string(kFileName);
    if (!options.dataFolder.empty() && exists(own)) {
        out = fromFile(own, VaultKeySource::CreatedFile, true);
        return true;
    }
    return false;
}

VaultKey withoutKeychain(const VaultKeyOptions &options, const std::string &why)
{
    VaultKey out;
    if (options.vaultExists) {
        out.problem = why + ", and only its key opens the vault there is";
    } else if (!options.mayAsk || options.dataFolder.empty()) {
        out.problem = why + "; name a key file with PORTICO_VAULT_KEY_FILE";
    } else {
        out.source = VaultKeySource::Passphrase;
        out.problem = why + ": choose a passphrase";
        out.mayChoosePassphrase = true;
    }
    return out;
}

void makeKeychainEntry(const VaultKeyOptions &options, const std::function<void(VaultKey)> &done)
{
    const std::string text = randomHex(kVaultKeyBytes);
    options.keychain->write(std::string(kKeychainEntry), Secret(text),
                            [options, done, text](Result<void> written) {
                                if (!written.ok())
                                    return done(withoutKeychain(options, written.error().message));
                                done({.key = parseVaultKey(text),
                                      .source = VaultKeySource::Keychain,
                                      .detail = options.keychain->name()});
                            });
}

}   // namespace

Secret parseVaultKey(std::string_view text)
{
    if (text.size() == kVaultKeyBytes)
        return Secret(std::string(text));
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos)
        return {};
    text = text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
    if (text.size() != 2 * kVaultKeyBytes)
        return {};
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexValue(text[i]);
        const int low = hexValue(text[i + 1]);
        if (high < 0 || low < 0)
            return {};
        out += static_cast<char>(high * 16 + low);
    }
    return Secret(std::move(out));
}

void findVaultKey(const VaultKeyOptions &options, std::function<void(VaultKey)> done)
{
    VaultKey named;
    if (findNamed(options, named))
        return done(std::move(named));
    if (!options.keychain || !options.keychain->isAvailable())
        return done(withoutKeychain(options, "no keychain is available"));
    options.keychain->read(std::string(kKeychainEntry), [options, done](Keychain::Answer answer) {
        switch (answer.outcome) {
        case Keychain::Outcome::Found: {
            VaultKey out{.key = parseVaultKey(answer.secret.reveal()),
                         .source = VaultKeySource::Keychain,
                         .detail = options.keychain->name()};
            if (out.key.isEmpty())
                out.problem = "the keychain's entry is damaged";
            return done(std::move(out));
        }
        case Keychain::Outcome::Missing:
            if (options.vaultExists)
                return done({.source = VaultKeySource::Keychain,
                             .detail = options.keychain->name(),
                             .problem = "the keychain holds no key for the vault there is"});
            return makeKeychainEntry(options, done);
        case Keychain::Outcome::Away:
            // A locked keychain is waited for, not gone round: a second key would split the vault.
            return done({.source = VaultKeySource::Keychain,
                         .detail = options.keychain->name(),
                         .problem = answer.problem});
        }
    });
}

}   // namespace gw::config
