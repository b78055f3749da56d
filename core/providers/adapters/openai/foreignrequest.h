#pragma once

#include "core/providers/adapter.h"

#include <map>

// Requests of clients that speak another dialect, in what OpenAI-shaped chat can say.
namespace gw::providers::openai {

// A copy of request without what chat has no word for: reasoning goes back where target wants it, pictures in
// tool results follow as a user message, documents become files or text, budgets become efforts, tools of
// other vendors and their parameters go. BadRequest names what can neither be said nor left out.
Result<chat::Request> sayAsChat(const chat::Request &request, const Target &target,
                                const EncodeContext &context);

// The same for the Responses API, which can say more of a request but the parameters and tools of other
// vendors no better.
void sayForResponses(chat::Request &request, const Target &target);

// The name of a tool as every server of the family takes it: at most 64 of [A-Za-z0-9_-].
std::string toolNameFor(const std::string &name);
// By the name that was sent: the client's own, for those that had to change.
std::map<std::string, std::string> renamedTools(const chat::Request &request);
// Gives the tools in inner's events their own names back.
std::unique_ptr<EventDecoder> newRenamingDecoder(std::unique_ptr<EventDecoder> inner,
                                                 std::map<std::string, std::string> names);

}   // namespace gw::providers::openai
