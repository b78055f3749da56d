#pragma once

#include "core/providers/adapter.h"

// Embedding models behind Bedrock's InvokeModel: Titan, Cohere and Nova
// (https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html).
namespace gw::providers::bedrock {

// BadRequest for what the model cannot embed at once.
Result<json::Object> writeEmbedding(const chat::EmbeddingRequest &request, std::string_view id);
std::unique_ptr<EventDecoder> newEmbeddingDecoder();

}   // namespace gw::providers::bedrock
