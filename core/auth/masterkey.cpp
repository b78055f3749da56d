#include "core/auth/masterkey.h"

#include "core/auth/door.h"
#include "core/base/ids.h"

#include <fstream>
#include <iterator>

namespace gw::auth {

namespace {

constexpr std::size_t kGeneratedLength = 32;

// The file's text without white space at its ends; nothing when it cannot be read.
std::optional<std::string> readKeyFile(const std::string &path)
{
    constexpr std::streamsize kMostBytes = 4096;
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        return std::nullopt;
    std::string text(static_cast<std::size_t>(kMostBytes), '\0');
    stream.read(text.data(), kMostBytes);
    text.resize(static_cast<std::size_t>(stream.gcount()));
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    if (from == std::string::npos)
        return std::nullopt;
    return text.substr(from, text.find_last_not_of(" \t\r\n") - from + 1);
}

std::string variable(const MasterKeyInputs &inputs, const char *name)
{
    return inputs.environment ? inputs.environment(name).value_or("") : std::string();
}

// Explicit sources. True when one of them decides, even if only by its failure.
bool chooseWritten(const MasterKeyInputs &inputs, MasterKeyChoice &choice)
{
    if (!inputs.configProblem.empty()) {
        choice.source = MasterKeySource::Config;
        choice.problem = inputs.configProblem;
        return true;
    }
    if (!inputs.fromConfig.isEmpty()) {
        choice.source = MasterKeySource::Config;
        choice.key = inputs.fromConfig;
        return true;
    }
    if (std::string key = variable(inputs, "LITELLM_MASTER_KEY"); !key.empty()) {
        choice.source = MasterKeySource::Variable;
        choice.key = Secret(std::move(key));
        return true;
    }
    const std::string path = variable(inputs, "LITELLM_MASTER_KEY_FILE");
    if (path.empty())
        return false;
    choice.source = MasterKeySource::File;
    if (auto key = readKeyFile(path))
        choice.key = Secret(std::move(*key));
    else
        choice.refusal = "LITELLM_MASTER_KEY_FILE names '" + path + "', which cannot be read or is empty.";
    return true;
}

void chooseForDesktop(const MasterKeyInputs &inputs, MasterKeyChoice &choice)
{
    choice.source = MasterKeySource::Vault;
    if (inputs.readVault) {
        Result<Secret> kept = inputs.readVault();
        if (!kept.ok()) {
            choice.problem = kept.error().message;
            return;
        }
        if (!kept.value().isEmpty()) {
            choice.key = std::move(kept).value();
            return;
        }
    }
    choice.source = MasterKeySource::Generated;
    choice.key = Secret("sk-" + randomToken(kGeneratedLength));
    choice.notice = "A master key was made and kept in the vault.";
    const Result<void> kept = inputs.writeVault
                                  ? inputs.writeVault(choice.key)
                                  : Result<void>(Error{ErrorCode::SecretAway, "no vault is open"});
    if (!kept.ok())
        choice.notice = "A master key was made for this run only: " + kept.error().message;
}

}   // namespace

bool isLoopbackBind(const std::string &host)
{
    // Unlike in a Host field, 0.0.0.0 here means every interface.
    return host.empty() || (host != "0.0.0.0" && host != "host.docker.internal" && isLoopbackName(host));
}

MasterKeyChoice chooseMasterKey(const MasterKeyInputs &inputs)
{
    MasterKeyChoice choice;
    choice.wide = !isLoopbackBind(inputs.host);
    if (!chooseWritten(inputs, choice) && !inputs.configNamed)
        chooseForDesktop(inputs, choice);
    choice.open = choice.key.isEmpty() && choice.problem.empty() && choice.refusal.empty();
    // A keyring without a key lets everybody in: until the real one can be had, nobody's key is right.
    if (!choice.problem.empty())
        choice.key = Secret(randomHex(kGeneratedLength));
    if (choice.open && choice.wide) {
        choice.open = false;
        choice.refusal =
            "Refusing to listen on '" + inputs.host +
            "' without a master key: anybody who reaches this address could use your providers. "
            "Set general_settings.master_key in the config or LITELLM_MASTER_KEY=sk-..., or listen "
            "on loopback with --host 127.0.0.1.";
    } else if (choice.open) {
        choice.notice = "No master key is set: only this machine and your own user are served.";
    } else if (choice.problem.empty() && !choice.key.isEmpty() && !choice.key.reveal().starts_with("sk-")) {
        choice.notice = "The master key should start with 'sk-': some clients refuse others.";
    }
    return choice;
}

}   // namespace gw::auth
