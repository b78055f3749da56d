#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace gw::auth {

enum class MasterKeySource : std::uint8_t { None, Config, Variable, File, Vault, Generated };

struct MasterKeyInputs
{
    Secret fromConfig;                // general_settings.master_key, resolved.
    std::string configProblem = {};   // Why it could not be resolved.
    bool configNamed = false;         // --config (or its variable) was given: behave as the original.
    std::string host = {};            // As asked for; empty: loopback.
    std::function<std::optional<std::string>(const std::string &)> environment = {};
    // The key kept by an earlier start; an empty secret when there is none.
    std::function<Result<Secret>()> readVault = {};
    // Keeps a generated key. Null, or an error: it counts for this run only.
    std::function<Result<void>(const Secret &)> writeVault = {};
};

// What the gateway starts with. refusal is set when it must not start: show it and exit with 1.
struct MasterKeyChoice
{
    Secret key;   // Empty only when open or refused.
    MasterKeySource source = MasterKeySource::None;
    bool open = false;          // No key at all: loopback and own uid only.
    bool wide = false;          // Bound beyond loopback.
    std::string problem = {};   // A key exists but cannot be had now: nobody gets in until it can.
    std::string refusal = {};
    std::string notice = {};   // One line for the log, without the key.
};

// config, then LITELLM_MASTER_KEY, then LITELLM_MASTER_KEY_FILE, then the vault; a desktop start without any
// gets a generated one.
MasterKeyChoice chooseMasterKey(const MasterKeyInputs &inputs);
// True for addresses that only this machine reaches, and for the empty default.
bool isLoopbackBind(const std::string &host);

}   // namespace gw::auth
