#pragma once

#include "core/providers/adapter.h"
#include "core/providers/prepare.h"

// OpenAI's Responses API as an upstream (WIRE: OpenAI Responses, "Chat -> Responses as an upstream").
namespace gw::providers::openai {

// The canonical request in the words of the Responses API. UnsupportedParam for parameters that have no
// counterpart there, unless target drops them: then their names are added to dropped.
Result<json::Object> writeResponses(const chat::Request &request, const Target &target,
                                    std::vector<std::string> &dropped);
// What has to change in the bytes of a client that speaks Responses itself.
chat::EditList responsesEdits(const chat::Call &call, const Target &target, const std::string &model);

// True for models that think: they alone may be asked for their encrypted reasoning.
bool reasons(std::string_view model);

// Reasoning items come back as the signature of a thinking part, so that any dialect that carries
// signatures carries them.
std::string sealReasoning(const json::Object &item);
std::optional<json::Object> openReasoning(std::string_view signature);

}   // namespace gw::providers::openai
