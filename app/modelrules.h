#pragma once

#include "core/config/schema.h"
#include "core/config/yamlreader.h"
#include "core/takeover/takeover.h"

namespace gw::app {

// How models of a LiteLLM database are kept in ours: under the rules of /model/new, opened and sealed with
// LITELLM_SALT_KEY.
takeover::ModelRules modelRules(const config::Config &config, const config::EnvironmentReader &environment);

}   // namespace gw::app
