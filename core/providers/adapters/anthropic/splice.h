#pragma once

#include "core/chat/call.h"
#include "core/providers/target.h"

#include <optional>

namespace gw::providers::anthropic {

// The edits that make target's request out of the bytes of a client that speaks Messages: the model's name,
// the gateway's own fields, the deployment's defaults. Nothing when the request must be written anew.
std::optional<chat::EditList> spliceEdits(const chat::Call &call, const Target &target);
// The same for a question of how many tokens the request has.
std::optional<chat::EditList> countEdits(const chat::Call &call, const Target &target);

}   // namespace gw::providers::anthropic
