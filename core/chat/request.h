#pragma once

#include "core/base/json.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// The canonical request every client dialect decodes into and every adapter encodes from. Its vocabulary for
// scalar parameters is OpenAI's; what no field holds stays in extras, in the order it came, so that nothing
// is lost on the way.
namespace gw::chat {

// One piece of a message, in the order the client gave.
struct Part
{
    enum class Kind { Text, Image, Audio, File, Refusal, Thinking, RedactedThinking, Other };

    Kind kind = Kind::Text;
    std::string text;           // Text, Refusal, Thinking; RedactedThinking: its data.
    std::string url;            // Image: a URL, data: included. File: where the provider may fetch it.
    std::string detail;         // Image.
    std::string data;           // Audio and File (documents, video): base64 or a data: URL.
    std::string format;         // Audio.
    std::string fileName;       // File.
    std::string fileId;         // File.
    std::string signature;      // Thinking; Gemini also signs texts. Opaque, of the vendor that made it.
    json::Object extras;        // Further members of the part ("cache_control").
    json::Object innerExtras;   // Further members of its inner object ("image_url", "file" ...).
    json::Value raw;            // Other: the whole part.
};

struct ToolCall
{
    std::string id;
    std::string type = "function";
    std::string name;
    std::string arguments;   // JSON text as the model wrote it; may be invalid JSON. Custom tools: the input.
    std::string signature;   // Gemini's thoughtSignature of this call; opaque.
    // How many parts of the message stood before the call, for providers that keep the order of blocks. More
    // than there are: behind all of them.
    std::size_t partsBefore = SIZE_MAX;
    json::Object extras;
    json::Object functionExtras;
};

struct Message
{
    enum class Role { System, Developer, User, Assistant, Tool, Function };
    // How the content was said, so that it can be said again in the same way.
    enum class Form { Absent, Null, String, Parts };

    Role role = Role::User;
    Form form = Form::Absent;
    std::vector<Part> parts;
    std::vector<ToolCall> toolCalls;
    bool hasToolCalls = false;   // The member was there, even if empty.
    std::string toolCallId;      // Tool.
    bool isError = false;        // Tool: the result is the tool's failure.
    std::optional<std::string> name;
    json::Object extras;   // reasoning_content, thinking_blocks, refusal, audio, function_call ...

    std::string text() const;   // All text parts, concatenated.
};

struct Tool
{
    std::string name;
    std::optional<std::string> description;
    std::optional<json::Value> parameters;
    json::Object functionExtras;      // strict ...
    json::Object extras;              // cache_control ...
    std::optional<json::Value> raw;   // Not a function: the whole tool, untouched.
};

// True for every vendor's own web search ({"type":"web_search_20250305"}, {"googleSearch":{}} ...).
bool isWebSearch(const Tool &tool);

struct Request
{
    std::string model;
    std::vector<Message> messages;
    std::vector<Tool> tools;
    bool hasTools = false;
    // Every further top-level member by its OpenAI name: sampling, limits, tool_choice, response_format,
    // metadata ... and what OpenAI does not know, in the order the client gave them.
    json::Object params;
    bool stream = false;
};

// Legacy completions: prompts instead of messages. Everything else as in Request::params.
struct CompletionRequest
{
    std::string model;
    json::Value prompt;   // String, list of strings, token list or list of token lists.
    json::Object params;
    bool stream = false;
};

struct EmbeddingRequest
{
    std::string model;
    json::Value input;     // String, list of strings, token list or list of token lists.
    json::Object params;   // encoding_format, dimensions, user ...
};

// Which documents answer a query best. The words are Cohere's.
struct RerankRequest
{
    std::string model;
    json::Value query;
    json::Array documents;   // Texts, or objects with a text.
    std::int64_t topN = -1;
    bool returnDocuments = false;
    json::Object params;   // What is left: rank_fields, max_tokens_per_doc ...
};

}   // namespace gw::chat
