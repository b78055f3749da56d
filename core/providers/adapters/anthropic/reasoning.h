#pragma once

#include "core/chat/request.h"
#include "core/providers/adapters/anthropic/claudemodel.h"

#include <optional>
#include <string>
#include <vector>

// How hard a Claude model shall think, out of what OpenAI's clients and Anthropic's say about it.
namespace gw::providers::anthropic {

struct Reasoning
{
    std::optional<json::Object> thinking;   // The member "thinking".
    std::string effort;                     // output_config.effort; empty: not said.
    bool ours = false;   // thinking was derived from an effort; the client did not ask for it as such.

    // Tokens of thinking that are counted against max_tokens; 0 where the model decides itself.
    std::int64_t budget() const;
};

// Takes "thinking" and "reasoning_effort" out of the request's params. effortAlone: the client speaks
// Messages, where an effort does not ask for thinking. What the model cannot do is named in dropped.
Reasoning takeReasoning(chat::Request &request, const ClaudeModel &model, bool effortAlone,
                        std::vector<std::string> &dropped);

// {"type":"enabled","budget_tokens"} in the words of models that refuse it: adaptive, and an effort for the
// budget. Nothing when thinking is fine as it is.
struct Adaptive
{
    json::Object thinking;
    std::string effort;
};
std::optional<Adaptive> adaptiveFor(const json::Object &thinking, const ClaudeModel &model);

// Takes sampling parameters out that the model refuses, alone or beside reasoning of our own making.
void limitSampling(json::Object &params, const ClaudeModel &model, const Reasoning &reasoning,
                   std::vector<std::string> &dropped);

// max_tokens of a request: the client's, above the budget for thinking. -1 where the client said none.
std::int64_t outputLimit(const json::Object &params, const Reasoning &reasoning, const ClaudeModel &model);

// True when tool_choice makes the model call a tool.
bool forcesTool(const json::Object &params);

// True for a 400 that says that thinking blocks of earlier turns are not this model's, or not in their place.
bool refusesThinking(const Error &error);

}   // namespace gw::providers::anthropic
