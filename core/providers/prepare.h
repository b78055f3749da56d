#pragma once

#include "core/base/result.h"
#include "core/chat/request.h"
#include "core/providers/adapter.h"

#include <string>
#include <vector>

// What happens to every canonical chat request before an adapter of a family other than OpenAI's writes it.
namespace gw::providers {

struct Prepared
{
    chat::Request request;   // Its params are planned: defaults in, refused ones out, rules applied.
    std::vector<std::string> dropped;   // Left out by drop_params: shown to the client.
    // additional_drop_params with a path ("tools[*].input_examples"), to be taken out of the built body.
    std::vector<std::string> nestedDrops;
};

// A legacy prompt as one user message, for providers without text completions. BadRequest for token lists.
Result<chat::Request> chatFromCompletion(const chat::CompletionRequest &request);

// Copies the call's canonical form and applies the deployment's defaults, the row's refusals and rules, and
// additional_drop_params. Reasoning that chat clients carry beside the content (thinking_blocks,
// reasoning_content, a signature in the tool call) becomes parts in front of the text, and what an earlier
// answer left in the opaque store for scope comes back to its tool calls. Legacy completions become one user
// message. max_completion_tokens and max_tokens come out as max_tokens. BadRequest and UnsupportedParam are
// the client's.
Result<Prepared> prepareChat(const chat::Call &call, const Target &target, const EncodeContext &context,
                             const std::string &scope);

// True for signatures that adapters of other APIs have made out of their vendor's reasoning
// ("openai-reasoning:..."): only they can open them, and a vendor's own validator refuses them.
bool isSealedReasoning(std::string_view signature);

// {"mime/type", base64} of a data: URL; nothing when it is none. Plain (not base64) data is encoded.
std::optional<std::pair<std::string, std::string>> splitDataUrl(std::string_view url);

}   // namespace gw::providers
