#pragma once

#include "core/base/result.h"
#include "core/providers/adapters/anthropic/claudemodel.h"
#include "core/providers/prepare.h"

#include <string>
#include <vector>

// The canonical request as a body of the Messages API, for Anthropic itself and for the clouds that host its
// models.
namespace gw::providers::anthropic {

struct BodyOptions
{
    ClaudeModel model;
    bool messagesClient =
        false;                // The client speaks Messages: its schemas and efforts are said as it said them.
    bool namesModel = true;   // Vertex and Bedrock have the model in the URL.
    bool saysStream = true;   // Bedrock has it in the URL as well.
    std::string version = {};      // The member "anthropic_version", for Vertex and Bedrock.
    std::int64_t maxOutput = -1;   // Where the client gives no limit; -1: the model's own.
};

struct Body
{
    json::Object object;
    std::vector<std::string> betas;     // Features of the API that the body makes use of.
    std::vector<std::string> dropped;   // What the model could not be asked for, beside Prepared::dropped.
};

// Takes prepared apart. BadRequest is the client's.
Result<Body> writeMessages(Prepared prepared, const BodyOptions &options);

// What writeMessages() makes of the conversation alone.
struct Conversation
{
    json::Value system;   // Null when there is none.
    json::Array messages;
};
Result<Conversation> writeConversation(const std::vector<chat::Message> &messages, const ClaudeModel &model);

// How many tokens a request has is asked for with these members of its body alone.
json::Object countBody(const json::Object &body);

// The model a target asks for: its base_model where the name it is called by says nothing.
ClaudeModel modelOf(const Target &target);

}   // namespace gw::providers::anthropic
