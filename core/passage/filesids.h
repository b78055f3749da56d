#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Ids of files and batches that say where they live.
namespace gw::passage {

// "file-abc" of a deployment -> "file-bGl0ZWxsbTpmaWxlLWFiYzttb2RlbCxJRA": LiteLLM's form, base64url of
// "litellm:ID;model,DEPLOYMENT" behind the id's own prefix.
std::string wrapId(std::string_view id, std::string_view deploymentId);
// {the provider's id, deployment}; nothing for ids that carry none.
std::optional<std::pair<std::string, std::string>> unwrapId(std::string_view id);

}   // namespace gw::passage
