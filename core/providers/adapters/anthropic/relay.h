#pragma once

#include "core/providers/adapter.h"

namespace gw::providers::anthropic {

// Passes answers of the Messages API on to clients that speak it: byte for byte, but for the model's name.
std::unique_ptr<Relay> newRelay(const RelayOptions &options, bool streamed);

}   // namespace gw::providers::anthropic
