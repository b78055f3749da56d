#include "core/providers/adapters/anthropic/reasoning.h"
#include "core/providers/adapters/anthropic/requestwriter.h"
#include "core/providers/adapters/anthropic/tools.h"
#include "core/providers/adapters/bedrock/answerreader.h"
#include "core/providers/adapters/bedrock/blocks.h"
#include "core/providers/adapters/bedrock/credentials.h"
#include "core/providers/adapters/bedrock/embeddings.h"
#include "core/providers/adapters/bedrock/pictures.h"
#include "core/providers/adapters/bedrock/requestwriter.h"
#include "core/providers/adapters/bedrock/rerank.h"
#include "core/providers/adapters/bedrock/sources.h"
#include "core/providers/adapters/bedrock/sts.h"
#include "core/providers/params.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_bedrock();

namespace {

using bedrock::ModelId;
using chat::Shape;

// Of Anthropic's API as Bedrock serves it through InvokeModel.
constexpr std::string_view kInvokeVersion = "bedrock-2023-05-31";

ModelId modelId(const Target &target)
{
    return bedrock::parseModelId(target.upstreamModel);
}

bool isInvoke(const ModelId &model)
{
    return model.route == ModelId::Route::Invoke && anthropic::isClaude(model.id);
}

// Bedrock knows a text model by its id; an ARN is explained by base_model or by the prefix in front of it.
std::string describedId(const Target &target, const ModelId &model)
{
    const std::string &base = target.deployment->info.baseModel;
    if (model.id.starts_with("arn:") && !base.empty())
        return base;
    if (model.family == "llama")
        return "meta." + model.id;
    return model.family.empty() ? model.id : "deepseek." + model.id;
}

std::vector<std::string> betasOf(const EncodeContext &context)
{
    std::vector<std::string> out;
    std::string_view list = context.clientHeaders ? context.clientHeaders->valueOr("anthropic-beta") : "";
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view item = list.substr(0, comma);
        list.remove_prefix(std::min(comma + 1, list.size()));
        while (item.starts_with(' '))
            item.remove_prefix(1);
        if (!item.empty())
            out.emplace_back(item);
    }
    return out;
}

bedrock::ConverseOptions optionsFor(const chat::Call &call, const Target &target)
{
    bedrock::ConverseOptions options;
    options.id = describedId(target, modelId(target));
    options.claude = anthropic::ClaudeModel(options.id);
    options.messagesClient = call.shape == Shape::AnthropicMessages;
    return options;
}

// Amazon Bedrock: Converse for text, InvokeModel for embeddings and for Claude where the config says so.
class BedrockAdapter final : public Adapter
{
public:
    std::string opaqueScope(const Target &target) const override
    {
        const ModelId model = modelId(target);
        return target.provider + "/" + (anthropic::isClaude(model.id) ? "claude" : model.id);
    }

    std::string tokenKey(const Target &target) const override
    {
        const std::string role = bedrock::roleKey(target);
        return role.empty() ? bedrock::sourceKey(target) : role;
    }

    Result<TokenRequest> tokenRequest(const Target &target, std::int64_t unixS) const override
    {
        if (bedrock::roleKey(target).empty())
            return bedrock::askSource(target, modelId(target), unixS);
        // A Bedrock API key cannot take on a role.
        Target keys = target;
        keys.key = Secret();
        const auto role = bedrock::roleWithKeys(target);
        if (role && !bedrock::sourceKey(keys).empty())
            return bedrock::askSource(keys, modelId(target), unixS, &*role);
        return bedrock::assumeRole(target, modelId(target), unixS);
    }

    Result<Token> readToken(int status, std::string_view body) const override
    {
        return bedrock::readRole(status, body);
    }

    Result<Token> readTokenOf(const TokenRequest &asked, int status, std::string_view body,
                              std::int64_t unixS) const override
    {
        return asked.step.empty() ? bedrock::readRole(status, body)
                                  : bedrock::readSource(asked, status, body, unixS);
    }

    std::vector<std::string> mediaWanted(const chat::Call &call, const Target &target) const override
    {
        std::vector<std::string> urls;
        const auto canonical = call.canonical();
        const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
        if (!request || isInvoke(modelId(target)))
            return urls;
        for (const chat::Message &message : request->messages) {
            for (const chat::Part &part : message.parts) {
                const std::string &url = part.url.empty() ? part.fileId : part.url;
                if (url.starts_with("https://") || url.starts_with("http://"))
                    urls.push_back(url);
            }
        }
        return urls;
    }

    Result<void> takes(const chat::Call &call, const Target &target) const override
    {
        const bool pictures =
            call.path == "images/generations" && bedrock::makesPictures(describedId(target, modelId(target)));
        return pictures || call.shape == Shape::Rerank ? Result<void>() : Adapter::takes(call, target);
    }

    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override
    {
        const ModelId model = modelId(target);
        WireRequest request;
        if (call.shape == Shape::Rerank) {
            GW_CHECK(encodeRerank(call, target, model, context, request));
            return request;
        }
        if (chat::isPassed(call.shape)) {
            GW_TRY(const json::Object body,
                   bedrock::writePictures(call, target, describedId(target, model), request.dropped));
            request.body = json::serialize(body);
            GW_CHECK(send(request, call, target, context, model, "invoke"));
            return request;
        }
        if (call.operation == chat::Operation::Embed) {
            GW_CHECK(encodeEmbedding(call, target, model, request));
            GW_CHECK(send(request, call, target, context, model, "invoke"));
            return request;
        }
        const bool invoke = isInvoke(model);
        GW_TRY(json::Object body, invoke ? invokeBody(call, target, context, request.dropped)
                                         : converseBody(call, target, context, request.dropped));
        request.body = json::serialize(body);
        std::string_view action = call.stream ? "converse-stream" : "converse";
        if (invoke)
            action = call.stream ? "invoke-with-response-stream" : "invoke";
        GW_CHECK(send(request, call, target, context, model, action));
        return request;
    }

    Result<std::optional<WireRequest>> encodeCount(const chat::Call &call, const Target &target,
                                                   const EncodeContext &context) const override
    {
        ModelId model = modelId(target);
        if (!anthropic::isClaude(model.id) || model.id.starts_with("arn:"))
            return std::optional<WireRequest>();
        // Only foundation models count, not the profiles that lead to them.
        model.id = bedrock::foundationModel(model.id);
        WireRequest request;
        GW_TRY(const json::Object body, converseBody(call, target, context, request.dropped));
        json::Object converse;
        for (const std::string_view key : {"messages", "system", "toolConfig"}) {
            if (const json::Value *value = body.if_contains(key))
                converse[key] = *value;
        }
        request.body =
            json::serialize(json::Object{{"input", json::Object{{"converse", std::move(converse)}}}});
        GW_CHECK(send(request, call, target, context, model, "count-tokens"));
        return std::optional(std::move(request));
    }

    std::optional<std::int64_t> readCount(std::string_view body) const override
    {
        const auto value = json::parse(body);
        const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
        return object ? json::findInt(*object, "inputTokens") : std::nullopt;
    }

    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                             bool streamed) const override
    {
        if (call.shape == Shape::Rerank)
            return bedrock::newRerankDecoder(call);
        if (call.operation == chat::Operation::Embed)
            return bedrock::newEmbeddingDecoder();
        const bedrock::Api api = isInvoke(modelId(target)) ? bedrock::Api::Invoke : bedrock::Api::Converse;
        return bedrock::newDecoder(api, {.jsonTool = answersByTool(call, target)}, streamed);
    }

    std::unique_ptr<Relay> newRelay(const chat::Call &call, const Target &,
                                    const RelayOptions &) const override
    {
        if (chat::isPassed(call.shape))
            return bedrock::newPictureRelay(call);
        return nullptr;   // Nobody speaks Converse to us.
    }

    std::string passBase(const Target &target, std::string_view) const override
    {
        return runtimeBase(target, bedrock::regionFor(target, modelId(target), nullptr));
    }

    // Converse for all; by Invoke each model has its own form, of which Claude's is known.
    std::unique_ptr<EventDecoder> newOwnDecoder(std::string_view url, bool streamed) const override
    {
        if (url.ends_with("/converse") || url.ends_with("/converse-stream"))
            return bedrock::newDecoder(bedrock::Api::Converse, {}, streamed);
        const bool invoke = url.ends_with("/invoke") || url.ends_with("/invoke-with-response-stream");
        if (invoke && url.find("claude") != std::string_view::npos)
            return bedrock::newDecoder(bedrock::Api::Invoke, {}, streamed);
        return nullptr;
    }

    // The runtime's calls are POSTs all.
    Result<void> authorize(WireRequest &request, const Target &target,
                           const EncodeContext &context) const override
    {
        GW_TRY(const bedrock::Identity identity,
               bedrock::identityFor(target, modelId(target), bedrock::credentialsFrom(context.token)));
        sign(request, identity, context);
        return {};
    }

    bool repeatsWithoutThinking(const Error &error) const override
    {
        return anthropic::refusesThinking(error);
    }

    Error readError(int status, const wire::Headers &headers, std::string_view body,
                    const Target &target) const override
    {
        return bedrock::errorFrom(status, headers, body, target);
    }

private:
    static bool answersByTool(const chat::Call &call, const Target &target)
    {
        const config::DeploymentParams &params = target.deployment->params;
        const auto canonical = call.canonical();
        const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
        const json::Object &asked = params.extraBody.contains("response_format") ? params.extraBody
                                    : request && request->params.contains("response_format")
                                        ? request->params
                                        : params.defaults;
        const bedrock::ConverseOptions options = optionsFor(call, target);
        return isInvoke(modelId(target)) ? anthropic::usesJsonTool(asked, options.claude)
                                         : bedrock::usesJsonTool(asked, options);
    }

    Result<json::Object> converseBody(const chat::Call &call, const Target &target,
                                      const EncodeContext &context, std::vector<std::string> &dropped) const
    {
        GW_TRY(Prepared prepared, prepareChat(call, target, context, opaqueScope(target)));
        dropped = prepared.dropped;
        bedrock::ConverseOptions options = optionsFor(call, target);
        options.media = context.media;
        options.betas = betasOf(context);
        GW_TRY(bedrock::ConverseBody body, bedrock::writeConverse(std::move(prepared), options));
        dropped.insert(dropped.end(), body.dropped.begin(), body.dropped.end());
        return std::move(body.object);
    }

    Result<json::Object> invokeBody(const chat::Call &call, const Target &target,
                                    const EncodeContext &context, std::vector<std::string> &dropped) const
    {
        GW_TRY(Prepared prepared, prepareChat(call, target, context, opaqueScope(target)));
        dropped = prepared.dropped;
        const bedrock::ConverseOptions known = optionsFor(call, target);
        anthropic::BodyOptions options;
        options.model = known.claude;
        options.messagesClient = known.messagesClient;
        options.namesModel = false;
        options.saysStream = false;
        options.version = kInvokeVersion;
        options.maxOutput = target.deployment->info.maxOutputTokens.value_or(-1);
        GW_TRY(anthropic::Body body, anthropic::writeMessages(std::move(prepared), options));
        dropped.insert(dropped.end(), body.dropped.begin(), body.dropped.end());
        std::vector<std::string> betas = betasOf(context);
        betas.insert(betas.end(), body.betas.begin(), body.betas.end());
        json::Array list;
        for (const std::string &beta : bedrock::knownBetas(betas))
            list.emplace_back(beta);
        if (!list.empty())
            body.object["anthropic_beta"] = std::move(list);
        return std::move(body.object);
    }

    static Result<void> encodeEmbedding(const chat::Call &call, const Target &target, const ModelId &model,
                                        WireRequest &request)
    {
        GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
        chat::EmbeddingRequest embedding = std::get<chat::EmbeddingRequest>(*canonical);
        GW_TRY(ParamPlan plan,
               planParams(call, embedding.params, target, "embeddings", target.upstreamModel));
        plan.edits.apply(embedding.params);
        embedding.params.erase("model");
        request.dropped = std::move(plan.dropped);
        GW_TRY(json::Object body, bedrock::writeEmbedding(embedding, model.id));
        dropPaths(body, plan.nestedDrops);
        request.body = json::serialize(body);
        return {};
    }

    static Result<void> encodeRerank(const chat::Call &call, const Target &target, const ModelId &model,
                                     const EncodeContext &context, WireRequest &request)
    {
        GW_TRY(const bedrock::Identity identity,
               bedrock::identityFor(target, model, bedrock::credentialsFrom(context.token)));
        GW_TRY(const json::Object body, bedrock::writeRerank(call, target, model.id, identity.region));
        request.body = json::serialize(body);
        request.url = bedrock::agentBase(runtimeBase(target, identity.region)) + "/rerank";
        finish(request, call, target, context, identity);
        return {};
    }

    // Where the request goes, and who signs it.
    static Result<void> send(WireRequest &request, const chat::Call &call, const Target &target,
                             const EncodeContext &context, const ModelId &model, std::string_view action)
    {
        GW_TRY(const bedrock::Identity identity,
               bedrock::identityFor(target, model, bedrock::credentialsFrom(context.token)));
        request.url = runtimeBase(target, identity.region) + "/model/" + bedrock::uriEncoded(model.id) + "/" +
                      std::string(action);
        finish(request, call, target, context, identity);
        return {};
    }

    static void finish(WireRequest &request, const chat::Call &call, const Target &target,
                       const EncodeContext &context, const bedrock::Identity &identity)
    {
        wire::Headers &headers = request.headers;
        headers.add("Content-Type", "application/json");
        headers.add("Accept", call.stream ? "application/vnd.amazon.eventstream" : "application/json");
        for (const auto &[name, value] : target.deployment->params.extraHeaders)
            headers.set(name, value);
        sign(request, identity, context);
    }

    static std::string runtimeBase(const Target &target, const std::string &region)
    {
        std::string base = target.setting("aws_bedrock_runtime_endpoint");
        if (base.empty())
            base = target.baseUrl;
        if (base.empty())
            base = "https://bedrock-runtime.{region}.amazonaws.com";
        while (base.ends_with('/'))
            base.pop_back();
        constexpr std::string_view kRegion = "{region}";
        if (const std::size_t at = base.find(kRegion); at != std::string::npos)
            base.replace(at, kRegion.size(), region);
        return base;
    }

    static void sign(WireRequest &request, const bedrock::Identity &identity, const EncodeContext &context)
    {
        if (!identity.bearer.isEmpty())
            request.headers.set("Authorization", "Bearer " + identity.bearer.reveal());
        else
            bedrock::signV4(request.headers, request.url, request.body, identity.credentials,
                            {.region = identity.region, .unixS = context.unixS});
    }
};

}   // namespace

AdapterPtr create_bedrock()
{
    return std::make_unique<BedrockAdapter>();
}

}   // namespace gw::providers
