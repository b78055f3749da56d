#pragma once

#include "core/providers/adapter.h"

// Answers of Cohere's v2 API (WIRE: Cohere v2).
namespace gw::providers::cohere {

std::unique_ptr<EventDecoder> newChatDecoder(bool streamed);
std::unique_ptr<EventDecoder> newEmbeddingDecoder();
Error readError(int status, std::string_view body);

}   // namespace gw::providers::cohere
