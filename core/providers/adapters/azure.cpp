#include "core/base/json.h"
#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/decoding.h"
#include "core/providers/registry.h"
#include "core/wire/query.h"

namespace gw::providers {

AdapterPtr create_azure();

namespace {

constexpr std::string_view kDefaultVersion = "2024-10-21";
constexpr std::string_view kDefaultAuthority = "https://login.microsoftonline.com";
constexpr std::string_view kDefaultScope = "https://cognitiveservices.azure.com/.default";

// Azure OpenAI (WIRE: Azure OpenAI): OpenAI's bodies under the deployment's own path, with an api-version and
// the header api-key or an Entra token. A base that ends in /openai/v1, or a version that is no date, is the
// newer form, which takes OpenAI's paths.
class AzureAdapter final : public openai::OpenAiAdapter
{
public:
    // Client credentials, where neither a key nor a token is given.
    std::string tokenKey(const Target &target) const override
    {
        if (!target.key.isEmpty() || !givenToken(target).empty())
            return {};
        const Identity identity(target);
        if (identity.tenant.empty() || identity.client.empty() || identity.secret.isEmpty())
            return {};
        return "azure " + identity.authority + " " + identity.tenant + " " + identity.client + " " +
               identity.scope;
    }

    Result<TokenRequest> tokenRequest(const Target &target, std::int64_t) const override
    {
        const Identity identity(target);
        TokenRequest request;
        request.wire.url = identity.authority + "/" + identity.tenant + "/oauth2/v2.0/token";
        request.wire.headers.add("Content-Type", "application/x-www-form-urlencoded");
        request.wire.body =
            "grant_type=client_credentials&client_id=" + wire::percentEncoded(identity.client) +
            "&client_secret=" + wire::percentEncoded(identity.secret.reveal()) +
            "&scope=" + wire::percentEncoded(identity.scope);
        return request;
    }

    Result<Token> readToken(int status, std::string_view body) const override
    {
        return readOAuthToken(status, body, "Entra");
    }

protected:
    std::string urlFor(const Target &target, std::string_view endpoint, std::string &model) const override
    {
        const std::string path = endpoint == "chat" ? "/chat/completions" : "/" + std::string(endpoint);
        std::string version = target.deployment->params.apiVersion;
        if (version.empty() && target.variables.contains("AZURE_API_VERSION"))
            version = target.variables.find("AZURE_API_VERSION")->second.reveal();
        if (target.baseUrl.ends_with("/openai/v1"))
            return target.baseUrl + path;
        if (version == "v1" || version == "latest" || version == "preview")
            return target.baseUrl + "/openai/v1" + path +
                   (version == "preview" ? "?api-version=preview" : "");
        if (endpoint == "responses")
            return target.baseUrl + (version.empty() ? "/openai/v1/responses?api-version=preview"
                                                     : "/openai/responses?api-version=" + version);
        return target.baseUrl + "/openai/deployments/" + model + path +
               "?api-version=" + (version.empty() ? std::string(kDefaultVersion) : version);
    }

    void addAuth(wire::Headers &headers, const Target &target, const EncodeContext &context) const override
    {
        if (const std::string token = givenToken(target); !token.empty())
            headers.add("Authorization", "Bearer " + token);
        else if (!context.token.isEmpty())
            headers.add("Authorization", "Bearer " + context.token.reveal());
        else if (!target.key.isEmpty())
            headers.add("api-key", target.key.reveal());
    }

private:
    struct Identity
    {
        explicit Identity(const Target &target)
            : tenant(target.setting("tenant_id", {"AZURE_TENANT_ID"}))
            , client(target.setting("client_id", {"AZURE_CLIENT_ID"}))
            , secret(target.setting("client_secret", {"AZURE_CLIENT_SECRET"}))
            , authority(target.setting("azure_authority_host", {"AZURE_AUTHORITY_HOST"}))
            , scope(target.setting("azure_scope", {"AZURE_SCOPE"}))
        {
            if (authority.empty())
                authority = kDefaultAuthority;
            while (authority.ends_with('/'))
                authority.pop_back();
            if (scope.empty())
                scope = kDefaultScope;
        }

        std::string tenant;
        std::string client;
        Secret secret;
        std::string authority;
        std::string scope;
    };

    static std::string givenToken(const Target &target)
    {
        return target.setting("azure_ad_token", {"AZURE_AD_TOKEN"});
    }
};

}   // namespace

AdapterPtr create_azure()
{
    return std::make_unique<AzureAdapter>();
}

}   // namespace gw::providers
