#pragma once

#include "app/commandline/commandline.h"

namespace gw::app {

// import-litellm: takes over what LiteLLM's own tables in the database have and ours do not, also while
// gateways run. The exit code.
int runImport(const Options &options);

}   // namespace gw::app
