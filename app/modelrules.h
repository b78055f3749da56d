#pragma once

#include "core/config/schema.h"
#include "core/config/yamlreader.h"
#include "core/takeover/takeover.h"

namespace gw::app {

// How models of a LiteLLM database are kept in ours: under the rules of /model/new. seal: LITELLM_SALT_KEY,
// or the master key, which LiteLLM has sealed them with too.
takeover::ModelRules modelRules(const config::Config &config, const Secret &seal,
                                const config::EnvironmentReader &environment);

}   // namespace gw::app
