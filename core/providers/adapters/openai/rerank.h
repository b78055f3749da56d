#pragma once

#include "core/providers/adapter.h"

// Rerankings. Cohere's words are everybody's but for details; the answer comes out in them.
namespace gw::providers::openai {

// How a provider says it.
enum class RerankForm : std::uint8_t {
    Cohere,   // v2: documents are texts, and never given back.
    Jina,     // Jina, Together, vLLM, Infinity, llama.cpp, Cohere v1: documents may be given back.
    Voyage,   // top_k, and the results stand under data.
    Tei       // Text Embeddings Inference: texts, and the answer is a list.
};

RerankForm rerankForm(const Target &target);
// Text Embeddings Inference has its paths at the server's root, beside those of OpenAI's form.
std::string teiUrl(std::string base);
Result<std::string> rerankBody(const chat::Call &call, const Target &target, const std::string &model);
std::unique_ptr<EventDecoder> newRerankDecoder(const chat::Call &call, const Target &target);

}   // namespace gw::providers::openai
