#pragma once

#include "core/dialects/dialect.h"

#include <map>

// Requests in the shape of OpenAI's Responses API (WIRE: OpenAI Responses).
namespace gw::dialects {

struct ResponsesNotes final : chat::DialectNotes
{
    std::string owner;         // Of what is kept for this call.
    std::string previousId;    // Of an answer of ours whose items stand in front of the input now.
    bool compacts = false;     // The answer is a summary of the conversation.
    std::string answerId;      // Promised to the client, who polls for it; empty: there is none yet.
    std::int64_t askedS = 0;   // When that was; unix seconds.
};

// action: "", "count" or "compact". Items of an earlier answer that the gateway has kept
// (previous_response_id, item_reference) are put into the body, so that whoever reads it has the whole
// conversation. To compact is a chat that asks for a summary, or the client's request as the call's own
// operation.
Result<chat::Call> decodeResponses(Inbound in);

// How a tool of the request is called in the canonical form, and what it is at the client's.
struct ToolShape
{
    enum class Kind { Function, Custom, LocalShell };
    Kind kind = Kind::Function;
    std::string name;
    std::string nameSpace;
};
// By canonical name.
std::map<std::string, ToolShape> toolShapes(const chat::Call &call);

}   // namespace gw::dialects
