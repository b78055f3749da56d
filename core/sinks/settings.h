#pragma once

#include "core/config/schema.h"
#include "core/sinks/format.h"
#include "core/sinks/poster.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::sinks {

// A variable as the config sees the environment: environment_variables first.
using Variables = std::function<std::optional<std::string>(std::string_view name)>;

// Where one callback's events go.
struct SinkSettings
{
    std::string name;   // As in success_callback: "langfuse".
    std::string
        problem;   // Why nothing can be sent ("LANGFUSE_SECRET_KEY is not set"); the rest is empty then.
    Secret url;    // Some receivers are known by nothing but their address.
    SecretHeaders headers;
    bool onSuccess = false;
    bool onFailure = false;
    bool content = true;   // What was said is told, where it is kept.
    // What the format is made of, by LiteLLM's names of variables.
    std::vector<std::pair<std::string, std::string>> options;

    bool operator==(const SinkSettings &other) const;
};

// Callbacks that events are sent to; "prometheus" is asked instead.
bool isSink(std::string_view name);
// Everything that the config names, in its order, each once.
std::vector<SinkSettings> sinksOf(const config::Watching &watching, const config::Config &config,
                                  const Variables &variables);
// One of them, named by the config or not.
SinkSettings sinkOf(const std::string &name, const config::Config &config, const Variables &variables);
FormatPtr formatOf(const SinkSettings &settings);

// Where alerts of a type go: Slack-like receivers and those that take LiteLLM's webhook event.
struct AlertTargets
{
    std::vector<Secret> slack;
    std::vector<Secret> webhook;
};
AlertTargets alertTargets(const config::Alerting &alerting, const std::string &type,
                          const Variables &variables);

}   // namespace gw::sinks
