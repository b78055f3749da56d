#pragma once

#include "core/dialects/dialect.h"

// Answers in the shape of Anthropic's Messages API (WIRE: Anthropic Messages).
namespace gw::dialects {

// One content block at a time, numbered from 0, each opened and closed once; a piece that belongs to a later
// block waits until the open one can end. message_start comes first and once, message_delta and message_stop
// last and once.
std::unique_ptr<StreamEncoder> newMessagesEncoder(const AnswerOptions &options);
std::string encodeMessage(const chat::Response &response, const AnswerOptions &options);

// {"type":"error","error":{"type","message"},"request_id"}
ErrorReply messagesError(const Error &error);
std::string messagesStreamError(const Error &error);

}   // namespace gw::dialects
