#pragma once

#include "core/chat/request.h"
#include "core/providers/adapters/anthropic/claudemodel.h"

#include <optional>
#include <string>
#include <string_view>

// Tools, the choice among them and answer formats in Anthropic's words.
namespace gw::providers::anthropic {

// The tool that stands for an answer format where the model has no formats; its input is the answer.
constexpr std::string_view kJsonTool = "json_tool_call";

// OpenAI's older "functions" and "function_call" as tools and tool_choice.
void modernise(chat::Request &request);

json::Value writeTool(const chat::Tool &tool, const ClaudeModel &model);
// Nothing when there is nothing to say. Takes tool_choice and parallel_tool_calls out of params.
std::optional<json::Object> takeToolChoice(json::Object &params);
// web_search_options as the server's tool.
json::Object webSearchTool(const json::Object &options);

// What response_format asks for.
struct AnswerFormat
{
    enum class Kind : std::uint8_t { Text, Object, Schema };
    Kind kind = Kind::Text;
    std::string name;
    std::string description;
    json::Object schema;
};
AnswerFormat answerFormat(const json::Object &params);
// True when format is asked for by the tool above. It must be the same for request and answer: both are
// derived from the request's params.
bool usesJsonTool(const json::Object &params, const ClaudeModel &model);

// A schema as structured outputs take it: objects closed, limits that the grammar cannot hold moved into the
// description.
json::Value strictSchema(json::Value schema);

}   // namespace gw::providers::anthropic
