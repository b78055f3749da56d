#pragma once

#include <string>
#include <string_view>

namespace gw::providers::bedrock {

// What stands behind "bedrock/" in a model's name: prefixes that choose a route or a region, and the id,
// which may be an ARN with slashes.
struct ModelId
{
    enum class Route { Converse, Invoke };

    std::string id;       // As the URL names it, not yet encoded.
    std::string region;   // Of the name or the ARN; empty when it says none.
    std::string family;   // Of "llama/arn:..." and "deepseek_r1/arn:...", for ids that tell nothing.
    Route route = Route::Converse;
};

ModelId parseModelId(std::string_view name);
// True for "us-east-1", "us-gov-west-1".
bool isRegion(std::string_view text);
// Without the geography in front of an inference profile: "us.anthropic.claude..." is "anthropic.claude...".
std::string foundationModel(std::string_view id);

}   // namespace gw::providers::bedrock
