#include "core/providers/adapters/anthropic/anthropicadapter.h"
#include "core/providers/adapters/anthropic/claudemodel.h"
#include "core/providers/adapters/anthropic/reasoning.h"
#include "core/providers/adapters/openai/openaiadapter.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_azureai();

namespace {

// Claude on Azure AI Foundry: the Messages API under a path of its own, beside those of other models.
class AzureClaude final : public anthropic::AnthropicAdapter
{
protected:
    std::string urlFor(const Target &target) const override
    {
        std::string base = target.baseUrl;
        if (base.find("/anthropic") == std::string::npos) {
            for (const std::string_view path : {"/models", "/openai/v1"}) {
                if (base.ends_with(path))
                    base.resize(base.size() - path.size());
            }
            base += "/anthropic";
        }
        if (base.ends_with("/messages"))
            return base;
        return base + (base.ends_with("/v1") ? "/messages" : "/v1/messages");
    }

    void addAuth(wire::Headers &headers, const Target &target) const override
    {
        if (const std::string token = target.setting("azure_ad_token"); !token.empty())
            headers.add("Authorization", "Bearer " + token);
        else if (!target.key.isEmpty())
            headers.add("api-key", target.key.reveal());
    }
};

// Everything else but chats has paths of its own at the same host.
class AzureModels final : public openai::OpenAiAdapter
{
protected:
    std::string urlFor(const Target &target, std::string_view endpoint, std::string &model) const override
    {
        const bool images = endpoint.starts_with("images/");
        if (endpoint != "rerank" && !images)
            return OpenAiAdapter::urlFor(target, endpoint, model);
        std::string base = target.baseUrl;
        for (const std::string_view path : {"/models", "/openai/v1"}) {
            if (base.ends_with(path))
                base.resize(base.size() - path.size());
        }
        return base + (images ? "/openai/v1/" : "/v1/") + std::string(endpoint);
    }
};

// Azure AI Foundry: OpenAI's form for most models, Anthropic's for Claude.
class AzureAiAdapter final : public Adapter
{
public:
    std::string opaqueScope(const Target &target) const override { return of(target).opaqueScope(target); }

    Result<std::optional<WireRequest>> encodeCount(const chat::Call &call, const Target &target,
                                                   const EncodeContext &context) const override
    {
        return of(target).encodeCount(call, target, context);
    }
    std::optional<std::int64_t> readCount(std::string_view body) const override
    {
        return m_claude.readCount(body);   // Nobody else counts.
    }
    Result<void> takes(const chat::Call &call, const Target &target) const override
    {
        return of(target).takes(call, target);
    }
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override
    {
        return of(target).encode(call, target, context);
    }
    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                             bool streamed) const override
    {
        return of(target).newDecoder(call, target, streamed);
    }
    std::unique_ptr<Relay> newRelay(const chat::Call &call, const Target &target,
                                    const RelayOptions &options) const override
    {
        return of(target).newRelay(call, target, options);
    }
    // Only Claude's own words match.
    bool repeatsWithoutThinking(const Error &error) const override
    {
        return anthropic::refusesThinking(error);
    }
    Error readError(int status, const wire::Headers &headers, std::string_view body,
                    const Target &target) const override
    {
        return of(target).readError(status, headers, body, target);
    }

private:
    const Adapter &of(const Target &target) const
    {
        const bool claude = anthropic::isClaude(target.upstreamModel) ||
                            anthropic::isClaude(target.deployment->info.baseModel);
        return claude ? static_cast<const Adapter &>(m_claude) : m_openAi;
    }

    AzureClaude m_claude;
    AzureModels m_openAi;
};

}   // namespace

AdapterPtr create_azureai()
{
    return std::make_unique<AzureAiAdapter>();
}

}   // namespace gw::providers
