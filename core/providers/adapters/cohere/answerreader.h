#pragma once

#include "core/providers/adapter.h"

// Answers of Cohere's v2 API (WIRE: Cohere v2).
namespace gw::providers::cohere {

std::unique_ptr<EventDecoder> newChatDecoder(bool streamed);
std::unique_ptr<EventDecoder> newEmbeddingDecoder();
// What a reranking is billed by, and nothing else of it.
std::unique_ptr<EventDecoder> newRerankMeter();
Error readError(int status, std::string_view body);

}   // namespace gw::providers::cohere
