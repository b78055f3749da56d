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
    json::Object extras;
};

struct Choice
{
    std::optional<std::string> text;
    std::optional<std::string> reasoning;
    std::string signature;
    std::optional<std::string> refusal;
    std::map<int, FoldedToolCall> toolCalls;
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
