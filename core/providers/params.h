#pragma once

#include "core/base/result.h"
#include "core/chat/call.h"
#include "core/providers/target.h"

#include <string>
#include <vector>

// What happens to the top-level members of an OpenAI-shaped request on its way to one target: one list of
// edits that the splice path applies to the client's bytes and the hub path to the encoded object, so that
// both send the same.
namespace gw::providers {

struct ParamPlan
{
    chat::EditList edits;
    std::vector<std::string> removed;   // Members that go, in the hub path too.
    std::vector<std::string> dropped;   // Of those, what drop_params left out: shown to the client.
    std::vector<std::string>
        nestedDrops;   // additional_drop_params with a path ("tools[*].input_examples"): hub only.
    bool askedUsage = false;
};

// endpoint is the catalog's word: "chat", "embeddings", "images" ...; model what the provider is asked for.
// The client's values win over the deployment's defaults.
Result<ParamPlan> planParams(const chat::Call &call, const Target &target, std::string_view endpoint,
                             const std::string &model);
// The same for the parameters of a canonical request (OpenAI's names), whatever dialect it came in: for
// adapters that write another shape, and for clients that speak one.
Result<ParamPlan> planParams(const chat::Call &call, const json::Object &params, const Target &target,
                             std::string_view endpoint, const std::string &model);

// Takes members out of a built body that additional_drop_params names by a path ("tools[*].function.strict"):
// objects by name, every item of a list by "[*]".
void dropPaths(json::Object &body, const std::vector<std::string> &paths);

}   // namespace gw::providers
