#pragma once

#include "core/providers/catalog.h"

#include <string>
#include <string_view>
#include <vector>

namespace gw::providers {

// OpenAI's chat parameters that the provider takes for this model, by its row
// (/utils/supported_openai_params).
std::vector<std::string> supportedParams(const ProviderRow &row, std::string_view model);

}   // namespace gw::providers
