#pragma once

#include "core/dialects/dialect.h"

// Answers in the shape of Google's generateContent (WIRE: Gemini generateContent).
namespace gw::dialects {

// Every chunk is a whole GenerateContentResponse; calls come when their arguments are complete, the finish
// reason and the counts with the last chunk. asArray: one JSON array instead of server-sent events.
std::unique_ptr<StreamEncoder> newGeminiEncoder(const AnswerOptions &options, bool asArray);
std::string encodeContent(const chat::Response &response, const AnswerOptions &options);
std::string encodeEmbeddings(const chat::Response &response, bool batch);

// google.rpc.Status as {"error":{"code","message","status","details"}}.
ErrorReply geminiError(const Error &error);
std::string geminiStreamError(const Error &error);

}   // namespace gw::dialects
