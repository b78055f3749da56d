#pragma once

#include "core/providers/adapter.h"

#include <string>
#include <string_view>

// Rerankings by the agents' runtime, which has one form for the models of Amazon and Cohere
// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_Rerank.html).
namespace gw::providers::bedrock {

// id: of a model in region, or its ARN.
Result<json::Object> writeRerank(const chat::Call &call, const Target &target, const std::string &id,
                                 const std::string &region);
// Where the runtime of agents is, beside that of models.
std::string agentBase(std::string runtimeBase);
// call outlives the decoder.
std::unique_ptr<EventDecoder> newRerankDecoder(const chat::Call &call);

}   // namespace gw::providers::bedrock
