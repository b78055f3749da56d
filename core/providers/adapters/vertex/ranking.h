#pragma once

#include "core/providers/adapter.h"

// Google's ranking API, which Vertex AI Search serves beside the models
// (https://cloud.google.com/generative-ai-app-builder/docs/ranking).
namespace gw::providers::vertex {

// Without a project there is nobody to ask.
Result<std::string> rankingUrl(const Target &target);
Result<json::Object> writeRanking(const chat::Call &call, const Target &target);
// call outlives the decoder.
std::unique_ptr<EventDecoder> newRankingDecoder(const chat::Call &call);

}   // namespace gw::providers::vertex
