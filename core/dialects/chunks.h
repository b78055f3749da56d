#pragma once

#include "core/chat/response.h"
#include "core/dialects/dialect.h"

#include <string>
#include <string_view>

// How OpenAI-shaped answers are put together; shared by the chat and the legacy completion dialect.
namespace gw::dialects {

std::string newAnswerId(std::string_view prefix);
// id, object, created, model and the provider's own top-level members.
json::Object answerHead(const chat::Start &start, const AnswerOptions &options, std::string_view object,
                        std::string_view idPrefix);
// OpenAI's usage object: the provider's own when it has that shape, completed where totals are missing.
json::Object usageObject(const chat::UsageReport &report);
// One choice of a chunk; withRole announces the assistant.
json::Object chatDelta(const chat::Delta &delta, bool withRole);
// One choice of a whole answer.
json::Object wholeChoice(int index, const chat::Choice &choice);
// "data: {...}\n\n"
void appendData(std::string &out, const json::Object &object);

}   // namespace gw::dialects
