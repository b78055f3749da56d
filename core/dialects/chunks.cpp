#include "core/dialects/chunks.h"

#include "core/base/ids.h"

#include <ctime>

namespace gw::dialects {

namespace {

void setIfKnown(json::Object &object, std::string_view key, std::int64_t value)
{
    if (value >= 0)
        object[key] = value;
}

json::Object toolCallObject(const chat::FoldedToolCall &call)
{
    json::Object object;
    object["id"] = call.id.empty() ? "call_" + randomToken(24) : call.id;
    const bool custom = call.type == "custom";
    object["type"] = call.type.empty() ? "function" : call.type;
    object[custom ? "custom" : "function"] =
        json::Object{{"name", call.name}, {custom ? "input" : "arguments", call.arguments}};
    for (const auto &member : call.extras)
        object[member.key()] = member.value();
    return object;
}

// Reasoning that its maker wants to see again as it was: signed, or readable to it alone.
json::Array thinkingBlocks(const chat::Choice &choice)
{
    json::Array blocks;
    for (const chat::Block &block : choice.blocks) {
        if (block.kind == chat::Block::Kind::RedactedThinking)
            blocks.emplace_back(json::Object{{"type", "redacted_thinking"}, {"data", block.text}});
        else if (block.kind == chat::Block::Kind::Thinking && !block.signature.empty())
            blocks.emplace_back(
                json::Object{{"type", "thinking"}, {"thinking", block.text}, {"signature", block.signature}});
    }
    return blocks;
}

}   // namespace

std::string newAnswerId(std::string_view prefix)
{
    return std::string(prefix) + randomToken(29);
}

json::Object answerHead(const chat::Start &start, const AnswerOptions &options, std::string_view object,
                        std::string_view idPrefix)
{
    json::Object head;
    head["id"] = start.id.empty() ? newAnswerId(idPrefix) : start.id;
    head["object"] = object;
    head["created"] = start.created > 0 ? start.created : static_cast<std::int64_t>(std::time(nullptr));
    head["model"] = options.model.empty() ? start.model : options.model;
    for (const auto &member : start.extras)
        head[member.key()] = member.value();
    return head;
}

json::Object usageObject(const chat::UsageReport &report)
{
    const chat::Usage &usage = report.usage;
    json::Object object = report.native;
    const auto completed = [&](std::string_view key, std::int64_t value) {
        if (!json::findInt(object, key))
            object[key] = std::max<std::int64_t>(value, 0);
    };
    completed("prompt_tokens", usage.input);
    completed("completion_tokens", usage.output);
    completed("total_tokens", usage.total >= 0 ? usage.total
                                               : std::max<std::int64_t>(usage.input, 0) +
                                                     std::max<std::int64_t>(usage.output, 0));
    if (!report.native.empty())
        return object;
    json::Object input;
    setIfKnown(input, "cached_tokens", usage.cacheRead);
    setIfKnown(input, "audio_tokens", usage.audioIn);
    setIfKnown(input, "image_tokens", usage.imageIn);
    if (usage.cacheWrite >= 0 || usage.cacheWrite1h >= 0)
        input["cache_creation_tokens"] =
            std::max<std::int64_t>(usage.cacheWrite, 0) + std::max<std::int64_t>(usage.cacheWrite1h, 0);
    if (!input.empty())
        object["prompt_tokens_details"] = std::move(input);
    json::Object output;
    setIfKnown(output, "reasoning_tokens", usage.reasoning);
    setIfKnown(output, "audio_tokens", usage.audioOut);
    setIfKnown(output, "accepted_prediction_tokens", usage.acceptedPrediction);
    setIfKnown(output, "rejected_prediction_tokens", usage.rejectedPrediction);
    if (!output.empty())
        object["completion_tokens_details"] = std::move(output);
    return object;
}

json::Object chatDelta(const chat::Delta &delta, bool withRole)
{
    json::Object inner;
    if (withRole)
        inner["role"] = "assistant";
    if (delta.text)
        inner["content"] = *delta.text;
    else if (withRole && delta.toolCalls.empty() && !delta.reasoning && !delta.refusal)
        inner["content"] = "";
    if (delta.reasoning)
        inner["reasoning_content"] = *delta.reasoning;
    if (!delta.signature.empty() || !delta.redacted.empty())
        inner["thinking_blocks"] = json::Array{
            delta.redacted.empty()
                ? json::Object{{"type", "thinking"}, {"thinking", ""}, {"signature", delta.signature}}
                : json::Object{{"type", "redacted_thinking"}, {"data", delta.redacted}}};
    if (delta.refusal)
        inner["refusal"] = *delta.refusal;
    if (!delta.toolCalls.empty()) {
        json::Array calls;
        for (const chat::ToolCallDelta &call : delta.toolCalls) {
            json::Object object;
            object["index"] = call.index;
            const bool custom = call.type == "custom";
            if (!call.id.empty())
                object["id"] = call.id;
            if (!call.type.empty())
                object["type"] = call.type;
            else if (!call.id.empty())
                object["type"] = "function";
            json::Object function;
            if (!call.name.empty())
                function["name"] = call.name;
            function[custom ? "input" : "arguments"] = call.arguments;
            object[custom ? "custom" : "function"] = std::move(function);
            for (const auto &member : call.extras)
                object[member.key()] = member.value();
            calls.emplace_back(std::move(object));
        }
        inner["tool_calls"] = std::move(calls);
    }
    for (const auto &member : delta.extras)
        inner[member.key()] = member.value();
    json::Object choice;
    choice["index"] = delta.choice;
    choice["delta"] = std::move(inner);
    for (const auto &member : delta.choiceExtras)
        choice[member.key()] = member.value();
    return choice;
}

json::Object wholeChoice(int index, const chat::Choice &choice)
{
    json::Object message;
    message["role"] = "assistant";
    if (choice.text)
        message["content"] = *choice.text;
    else
        message["content"] = nullptr;
    if (choice.reasoning)
        message["reasoning_content"] = *choice.reasoning;
    if (json::Array blocks = thinkingBlocks(choice); !blocks.empty())
        message["thinking_blocks"] = std::move(blocks);
    if (choice.refusal)
        message["refusal"] = *choice.refusal;
    if (!choice.toolCalls.empty()) {
        json::Array calls;
        for (const auto &[position, call] : choice.toolCalls)
            calls.emplace_back(toolCallObject(call));
        message["tool_calls"] = std::move(calls);
    }
    for (const auto &member : choice.extras)
        message[member.key()] = member.value();
    json::Object object;
    object["index"] = index;
    object["message"] = std::move(message);
    object["finish_reason"] = chat::stopName(choice.finish ? choice.finish->reason : chat::Stop::Stop);
    for (const auto &member : choice.choiceExtras)
        object[member.key()] = member.value();
    return object;
}

void appendData(std::string &out, const json::Object &object)
{
    out += "data: ";
    out += json::serialize(object);
    out += "\n\n";
}

}   // namespace gw::dialects
