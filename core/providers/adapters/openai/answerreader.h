#pragma once

#include "core/providers/adapter.h"

// OpenAI-shaped answers, whole or streamed, as canonical events.
namespace gw::providers::openai {

// Reads OpenAI's usage object and the variants of servers that imitate it (DeepSeek's cache hits, Mistral's
// and OpenRouter's names). reasoningOutside: reasoning tokens come on top of completion tokens.
chat::Usage readUsage(const json::Object &usage, bool reasoningOutside);
// The money that a usage names, as chat::Billed::statedCost has it: "cost" of OpenRouter and of gateways like
// this one, "cost.total_cost" of Perplexity.
std::string statedCost(const json::Object &usage);
// The usage of an answer or chunk: its own member, or where a usage-path rule says.
std::optional<chat::UsageReport> findUsage(const json::Object &answer, const Target &target);
// An error object inside an answer ({"error": ...}, Groq's failed_generation included).
std::optional<Error> findError(const json::Object &answer, const Target &target);
Error errorFromBody(int status, std::string_view body, const Target &target);

// foldsReasoning: a "reasoning" member is reasoning whatever the row's rules say, for clients that would not
// see it otherwise.
std::unique_ptr<EventDecoder> newChatDecoder(const Target &target, bool streaming,
                                             bool foldsReasoning = false);
std::unique_ptr<EventDecoder> newEmbeddingDecoder(const Target &target);

}   // namespace gw::providers::openai
