#pragma once

#include "core/providers/adapter.h"

#include <string>
#include <vector>

// Rerankings by providers whose form is not Cohere's, and their answers in Cohere's words.
namespace gw::providers {

struct Ranked
{
    std::int64_t index = 0;   // Of the document, as the client sent it.
    json::Value score;
};

// A document as text: itself, or its member "text"; other objects as the JSON they are.
std::string documentText(const json::Value &document);
// What a request says beside query and documents, with the deployment's defaults; without what only Cohere's
// first version knew.
json::Object rankingParams(const chat::RerankRequest &request, const Target &target);
// The whole answer, the best first as the provider gave it; documents are put back where the client wants
// them. Billed by what the request says.
chat::Events rankingEvents(const chat::Call &call, const std::vector<Ranked> &results);

}   // namespace gw::providers
