#pragma once

#include "core/chat/call.h"
#include "core/chat/event.h"

#include <optional>
#include <string>

// The mock provider: mock_response of CONTRACT 2.3, answered without calling anybody.
namespace gw::providers {

// A text that names an error ("litellm.RateLimitError") is that error.
std::optional<Error> mockError(std::string_view text);
// The text as an answer to call: streams come in pieces of at most 20 characters, tokens are estimated. The
// upstream's name is that of the deployment.
chat::Events mockAnswer(const chat::Call &call, std::string_view text, std::string_view upstreamModel,
                        std::int64_t inputTokens);

}   // namespace gw::providers
