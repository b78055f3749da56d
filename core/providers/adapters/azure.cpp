#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_azure();

namespace {

constexpr std::string_view kDefaultVersion = "2024-10-21";

// Azure OpenAI: OpenAI's bodies under the deployment's own path, with an api-version and the header api-key.
// A base that ends in /openai/v1 is the newer form, which takes OpenAI's paths.
class AzureAdapter final : public openai::OpenAiAdapter
{
protected:
    std::string urlFor(const Target &target, std::string_view endpoint, std::string &model) const override
    {
        const std::string path = endpoint == "chat" ? "/chat/completions" : "/" + std::string(endpoint);
        if (target.baseUrl.ends_with("/openai/v1"))
            return target.baseUrl + path;
        const std::string &version = target.deployment->params.apiVersion;
        return target.baseUrl + "/openai/deployments/" + model + path +
               "?api-version=" + (version.empty() ? std::string(kDefaultVersion) : version);
    }

    void addAuth(wire::Headers &headers, const Target &target) const override
    {
        const auto &credentials = target.deployment->params.credentials;
        if (const auto token = credentials.find("azure_ad_token"); token != credentials.end())
            headers.add("Authorization", "Bearer " + token->second.reveal());
        else if (!target.key.isEmpty())
            headers.add("api-key", target.key.reveal());
    }
};

}   // namespace

AdapterPtr create_azure()
{
    return std::make_unique<AzureAdapter>();
}

}   // namespace gw::providers
