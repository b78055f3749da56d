#pragma once

#include "core/dialects/dialect.h"

// Answers in the shape of OpenAI's Responses API (WIRE: OpenAI Responses).
namespace gw::dialects {

// Every event in the order that the API promises, sequence_number rising by one. What is finished is kept in
// the store when the request does not refuse it.
std::unique_ptr<StreamEncoder> newResponsesEncoder(const chat::Call &call, const AnswerOptions &options);
// The response object; for a compaction, its own object.
std::string encodeResponse(const chat::Call &call, const chat::Response &response,
                           const AnswerOptions &options);

// The response object before anything has happened, under the id that was promised (Inbound::answerId).
json::Object queuedResponse(const chat::Call &call);

// Word of OpenAI's for an error inside a response object ("rate_limit_exceeded").
std::string responsesErrorCode(const Error &error);
std::string responsesStreamError(const Error &error, const Relayed &before);

}   // namespace gw::dialects
