#pragma once

#include "core/base/secret.h"
#include "core/config/schema.h"
#include "core/providers/catalog.h"

#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gw::providers {

using Environment = std::function<std::optional<std::string>(std::string_view)>;

// One deployment as adapters and transport need it: config row, catalog row and environment put together,
// once per config.
struct Target
{
    std::string provider;               // "groq"
    const ProviderRow *row = nullptr;   // Null only for mocked rows of unknown providers.
    std::string upstreamModel;          // What the provider is asked for; may hold '*' for wildcard rows.
    std::string baseUrl;                // Without a slash at the end.
    Secret key;
    std::string keyVariable;   // The environment variable that the key is from; empty: the config.
    bool dropParams = false;
    bool injectUsage = true;           // Streams are asked for their usage even when the client did not ask.
    std::vector<const Rule *> rules;   // Of the row, those that may apply to this model.
    // Why calls cannot work ("no base URL", "no adapter"); empty when they can. 501 for notImplemented, else
    // 503 or 500.
    std::string problem;
    bool notImplemented = false;
    bool secretAway = false;
    const config::Deployment *deployment = nullptr;
    // The row's other_env variables that are set: regions, accounts, identities.
    std::map<std::string, Secret, std::less<>> variables;

    // What the deployment's litellm_params say under param (a named secret or any further key), else the
    // first of the variables that is set, else "".
    std::string setting(std::string_view param, std::initializer_list<std::string_view> names = {}) const;
    bool hasRule(Rule::Kind kind) const;
};

// environment is asked for keys and bases that the deployment leaves open. deployment must outlive the
// target.
Target resolveTarget(const Catalog &catalog, const config::Deployment &deployment, bool globalDropParams,
                     const Environment &environment);
// The same target, asked for another of its provider's models.
Target withModel(const Target &target, std::string upstreamModel);
// The same target for one name of a wildcard row: the text that matched '*' takes the place of '*' in the
// upstream model.
Target withWildcard(const Target &target, std::string_view requested, std::string_view matched,
                    const Catalog &catalog);

}   // namespace gw::providers
