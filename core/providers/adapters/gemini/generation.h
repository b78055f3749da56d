#pragma once

#include "core/providers/adapters/gemini/dialect.h"

namespace gw::providers::gemini {

// Puts the canonical parameters (OpenAI's names) into generationConfig, toolConfig and the body's own
// members. A search that is asked for is added to tools.
Result<void> writeParams(const json::Object &params, const Flavour &flavour, json::Object &body,
                         json::Array &tools, std::vector<std::string> &dropped);

}   // namespace gw::providers::gemini
