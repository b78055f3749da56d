#pragma once

#include "core/pricing/cost.h"

#include <string_view>

namespace gw::pricing {

// What a provider says that an answer takes (chat::Billed::statedCost): for models that have no price here.
// Unpriced where it says nothing, or nothing that is an amount.
Cost statedCost(std::string_view text);

}   // namespace gw::pricing
