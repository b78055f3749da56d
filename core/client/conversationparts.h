#pragma once

#include "core/base/json.h"
#include "core/client/conversation.h"

// Pieces of dialects that both requests and answers hold; used by conversation.cpp alone.
namespace gw::client::said {

QString toText(std::string_view text);
QString member(const json::Object &object, std::string_view key);
// A text as it is, anything else as JSON.
QString plainOrJson(const json::Value &value);

// The content of a message of OpenAI or Anthropic: a text or a list of parts.
void addContent(SaidMessage &message, const json::Value &content);
void addPart(SaidMessage &message, const json::Object &part);
// OpenAI's tool_calls and function_call of a message.
void addToolCalls(SaidMessage &message, const json::Object &from);
// Gemini's parts of a content.
void addGeminiParts(SaidMessage &message, const json::Object &content);
// One item of the input or the output of OpenAI's Responses.
SaidMessage responsesItem(const json::Object &item);
// Text that goes on joins the part before it, if that is of its kind.
void append(SaidMessage &message, SaidPart::Kind kind, const QString &text);

}   // namespace gw::client::said
