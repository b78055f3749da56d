#pragma once

#include "core/base/result.h"
#include "core/config/schema.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gw::config {

using EnvironmentReader = std::function<std::optional<std::string>(const std::string &name)>;
// NAME of "keychain/NAME"; an error's message says why ("the vault is locked").
using SecretResolver = std::function<Result<Secret>(const std::string &name)>;

struct LoadOptions
{
    std::string path;   // Empty: a config without models.
    EnvironmentReader environment = {};
    SecretResolver secrets = {};
    std::uint64_t version = 1;   // Config::version of the result.
    // Further rows of model_list that were added by the API. Nothing in them is a reference to this machine's
    // files, environment or vault.
    std::function<std::vector<json::Object>()> stored = {};
    // Texts by real path that count instead of what those files hold: for trying a text before it is saved.
    std::map<std::string, std::string> texts = {};
};

// config is null exactly when an error makes the text unusable; the errors are among the diagnostics. Errors
// of single model rows are no such errors: the row is left out. files is what was read so far, also after a
// failure, so that a watcher knows what to look at.
struct LoadOutcome
{
    ConfigPtr config;
    std::vector<Diagnostic> diagnostics;
    std::vector<std::string> files;

    bool ok() const noexcept { return config != nullptr; }
    // The errors as text, one a line; empty when there are none.
    std::string problem() const;
};

// Reads config.yaml with all it includes. Never throws; reads files only below what path names, contacts
// nobody. Any thread.
LoadOutcome loadConfig(const LoadOptions &options);

// "file:line:column: warning: key: message"; parts that are unknown are left out.
std::string toText(const Diagnostic &diagnostic);

// The value of a variable for an exchange that uses config: environment_variables, then the process.
std::optional<std::string> variable(const Config &config, const EnvironmentReader &environment,
                                    const std::string &name);

}   // namespace gw::config
