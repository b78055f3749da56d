#pragma once

#include "core/chat/event.h"

#include <map>

namespace gw::chat {

// One finished tool call.
struct FoldedToolCall
{
    std::string id;
    std::string type;
    std::string name;
    std::string arguments;
    std::string signature;
    json::Object extras;
};

// One piece of an answer in the order the model gave them, for dialects whose answers are lists of blocks.
struct Block
{
    enum class Kind { Text, Thinking, RedactedThinking, Refusal, ToolCall };

    Kind kind = Kind::Text;
    std::string text = {};        // RedactedThinking: its data.
    std::string signature = {};   // Thinking.
    int toolCall = -1;            // ToolCall: index into Choice::toolCalls.
};

struct Choice
{
    std::optional<std::string> text;
    std::optional<std::string> reasoning;
    std::string signature;
    std::optional<std::string> refusal;
    std::map<int, FoldedToolCall> toolCalls;
    std::vector<Block> blocks;   // Texts, reasoning and calls again, in order.
    json::Object extras;
    json::Object choiceExtras;
    std::optional<Finish> finish;
};

// A whole answer, folded from events.
struct Response
{
    Start start;
    std::map<int, Choice> choices;
    std::optional<UsageReport> usage;
    json::Object annotations;
    std::optional<Error> failure;
    bool ended = false;

    void fold(Event event);
};

}   // namespace gw::chat
