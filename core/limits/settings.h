#pragma once

#include "core/config/schema.h"
#include "core/limits/admission.h"

namespace gw::limits {

// Holds everybody to what a config says of limits from now on: the proxy's budget, the defaults, the time
// zone of budgets, how rates count. directory null: there are no virtual keys.
void apply(const config::Config &config, Limiter &limiter, access::Directory *directory);

}   // namespace gw::limits
