#pragma once

#include "core/providers/adapter.h"

// OpenRouter's reasoning_details: what the model behind it has signed or encrypted, and wants to see again.
namespace gw::providers::openai {

// Gathers the pieces in inner's events into the signature of the reasoning, so that any dialect that carries
// signatures carries them.
std::unique_ptr<EventDecoder> newDetailsDecoder(std::unique_ptr<EventDecoder> inner);
// The list again; nothing for the signatures of others.
std::optional<json::Array> openDetails(std::string_view signature);

}   // namespace gw::providers::openai
