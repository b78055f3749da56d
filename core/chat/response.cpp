#include "core/chat/response.h"

#include <utility>

namespace gw::chat {

namespace {

void append(std::optional<std::string> &to, std::optional<std::string> &from)
{
    if (!from)
        return;
    if (to)
        *to += *from;
    else
        to = std::move(from);
}

// Members that come in pieces (logprobs, annotations) are lists to be joined; others replace what was there.
void mergeMembers(json::Object &to, json::Object &from)
{
    for (auto &member : from) {
        json::Value *old = to.if_contains(member.key());
        json::Value &value = member.value();
        if (old && old->is_array() && value.is_array()) {
            for (json::Value &item : value.get_array())
                old->get_array().push_back(std::move(item));
        } else if (old && old->is_object() && value.is_object()) {
            mergeMembers(old->get_object(), value.get_object());
        } else if (!old || !value.is_null()) {
            to[member.key()] = std::move(value);
        }
    }
}

// Appends to the last block where that one is of the same kind and still open.
void addToBlock(Choice &choice, Block::Kind kind, const std::optional<std::string> &text, bool begins)
{
    if (!text || (text->empty() && !begins))
        return;
    const bool open = !choice.blocks.empty() && choice.blocks.back().kind == kind &&
                      choice.blocks.back().signature.empty() && !begins;
    if (!open)
        choice.blocks.push_back({.kind = kind});
    choice.blocks.back().text += *text;
}

void foldBlocks(Choice &choice, const Delta &delta)
{
    addToBlock(choice, Block::Kind::Thinking, delta.reasoning, delta.newBlock);
    if (!delta.signature.empty()) {
        if (choice.blocks.empty() || choice.blocks.back().kind != Block::Kind::Thinking)
            choice.blocks.push_back({.kind = Block::Kind::Thinking});
        choice.blocks.back().signature += delta.signature;
    }
    if (!delta.redacted.empty())
        choice.blocks.push_back({.kind = Block::Kind::RedactedThinking, .text = delta.redacted});
    addToBlock(choice, Block::Kind::Text, delta.text, delta.newBlock && !delta.reasoning);
    addToBlock(choice, Block::Kind::Refusal, delta.refusal, false);
    for (const ToolCallDelta &call : delta.toolCalls) {
        if (!choice.toolCalls.contains(call.index))
            choice.blocks.push_back({.kind = Block::Kind::ToolCall, .toolCall = call.index});
    }
}

void foldToolCall(Choice &choice, ToolCallDelta &delta)
{
    FoldedToolCall &call = choice.toolCalls[delta.index];
    if (!delta.id.empty())
        call.id = std::move(delta.id);
    if (!delta.type.empty())
        call.type = std::move(delta.type);
    if (!delta.name.empty())
        call.name = std::move(delta.name);
    call.arguments += delta.arguments;
    call.signature += delta.signature;
    mergeMembers(call.extras, delta.extras);
}

}   // namespace

std::string_view stopName(Stop stop)
{
    switch (stop) {
    case Stop::Length:
        return "length";
    case Stop::ToolCalls:
        return "tool_calls";
    case Stop::ContentFilter:
        return "content_filter";
    case Stop::FunctionCall:
        return "function_call";
    case Stop::Stop:
    case Stop::Pause:
        break;
    }
    return "stop";
}

Stop stopFromName(std::string_view name)
{
    if (name == "length" || name == "model_length" || name == "max_tokens" || name == "MAX_TOKENS")
        return Stop::Length;
    if (name == "tool_calls" || name == "tool_use" || name == "tool_call")
        return Stop::ToolCalls;
    if (name == "content_filter" || name == "content_filtered" || name == "SAFETY" || name == "refusal")
        return Stop::ContentFilter;
    if (name == "function_call")
        return Stop::FunctionCall;
    return Stop::Stop;
}

void Response::fold(Event event)
{
    if (auto *first = std::get_if<Start>(&event)) {
        start = std::move(*first);
    } else if (auto *delta = std::get_if<Delta>(&event)) {
        Choice &choice = choices[delta->choice];
        foldBlocks(choice, *delta);
        append(choice.text, delta->text);
        append(choice.reasoning, delta->reasoning);
        append(choice.refusal, delta->refusal);
        choice.signature += delta->signature;
        for (ToolCallDelta &call : delta->toolCalls)
            foldToolCall(choice, call);
        mergeMembers(choice.extras, delta->extras);
        mergeMembers(choice.choiceExtras, delta->choiceExtras);
    } else if (auto *finish = std::get_if<Finish>(&event)) {
        choices[finish->choice].finish = std::move(*finish);
    } else if (auto *report = std::get_if<UsageReport>(&event)) {
        usage = std::move(*report);
    } else if (auto *annotation = std::get_if<Annotation>(&event)) {
        mergeMembers(annotations, annotation->members);
    } else if (auto *broken = std::get_if<Failure>(&event)) {
        failure = std::move(broken->error);
    } else {
        ended = true;
    }
}

}   // namespace gw::chat
