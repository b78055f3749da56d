#pragma once

#include "core/providers/adapter.h"

// Answers of OpenAI's Responses API, whole or streamed.
namespace gw::providers::openai {

// As canonical events, for clients of other dialects.
std::unique_ptr<EventDecoder> newResponsesDecoder(bool streamed);
// For clients that speak Responses themselves: byte for byte but for the model's name.
std::unique_ptr<Relay> newResponsesRelay(const RelayOptions &options, bool streamed);

}   // namespace gw::providers::openai
