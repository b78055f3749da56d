#pragma once

#include "core/providers/adapters/anthropic/claudemodel.h"
#include "core/providers/prepare.h"

#include <string>
#include <vector>

// The canonical request as a body of Bedrock's Converse
// (https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html).
namespace gw::providers::bedrock {

struct ConverseOptions
{
    std::string id;                  // Of the model, as Bedrock names it; decides what has no common word.
    anthropic::ClaudeModel claude;   // Version 0 for other makers and for ids that tell nothing.
    bool messagesClient = false;
    const MediaByUrl *media = nullptr;
    std::vector<std::string> betas = {};   // Of the client's anthropic-beta.
};

struct ConverseBody
{
    json::Object object;
    std::vector<std::string> dropped;
};

// Takes prepared apart. BadRequest is the client's.
Result<ConverseBody> writeConverse(Prepared prepared, const ConverseOptions &options);

// True when the answer format is asked for by a tool, since the model has no formats of its own.
bool usesJsonTool(const json::Object &params, const ConverseOptions &options);

// Those of Anthropic's betas that Bedrock knows, under the names it knows.
std::vector<std::string> knownBetas(const std::vector<std::string> &betas);

}   // namespace gw::providers::bedrock
