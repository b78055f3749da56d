#pragma once

#include "core/base/result.h"
#include "core/chat/request.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The pieces of a conversation as Anthropic's content blocks (https://docs.anthropic.com/en/api/messages).
namespace gw::providers::anthropic {

// Nothing for parts that the API would refuse and that say nothing: blank text, thinking without its
// signature. BadRequest for audio.
Result<std::optional<json::Object>> writePart(const chat::Part &part);
Result<json::Array> writeParts(const std::vector<chat::Part> &parts);
// Texts, thinking and calls in the order the model gave them.
Result<json::Array> writeAssistant(const chat::Message &message);
json::Object writeToolUse(const chat::ToolCall &call);
Result<json::Object> writeToolResult(const chat::Message &message);

// Ids may hold letters, digits, '_' and '-' only.
std::string cleanId(std::string_view id);
// The arguments as the object the API wants; other text is wrapped.
json::Object argumentsOf(std::string_view text);
// Media type and base64 of a file part that brings its bytes; nothing when it does not.
std::optional<std::pair<std::string, std::string>> fileBytes(const chat::Part &part);

}   // namespace gw::providers::anthropic
