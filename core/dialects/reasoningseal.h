#pragma once

#include "core/chat/request.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Reasoning in a form that a client carries without reading it: the only way a client that keeps everything
// itself can bring back what a vendor has signed.
namespace gw::dialects {

// parts: Thinking and RedactedThinking.
std::string sealReasoning(const std::vector<chat::Part> &parts);
// Nothing for what was not sealed here.
std::optional<std::vector<chat::Part>> openReasoning(std::string_view sealed);

}   // namespace gw::dialects
