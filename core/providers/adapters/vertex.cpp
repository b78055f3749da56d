#include "core/providers/adapters/anthropic/claudemodel.h"
#include "core/providers/adapters/gemini/googleadapter.h"
#include "core/providers/adapters/vertex/place.h"
#include "core/providers/adapters/vertex/ranking.h"
#include "core/providers/adapters/vertex/serviceaccount.h"
#include "core/providers/adapters/vertex/vertexclaude.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_vertex();

namespace {

// Vertex AI (WIRE: Vertex AI): Gemini and Claude with Google's OAuth tokens, project and location in the
// path.
class VertexAdapter final : public gemini::GoogleAdapter
{
public:
    VertexAdapter()
        : GoogleAdapter(true)
    {}

    std::string opaqueScope(const Target &target) const override
    {
        return isClaude(target) ? m_claude.opaqueScope(target) : GoogleAdapter::opaqueScope(target);
    }
    Result<void> takes(const chat::Call &call, const Target &target) const override
    {
        if (isClaude(target))
            return Adapter::takes(call, target);
        return call.shape == chat::Shape::Rerank ? Result<void>() : GoogleAdapter::takes(call, target);
    }
    Result<WireRequest> encode(const chat::Call &call, const Target &target,
                               const EncodeContext &context) const override
    {
        if (call.shape == chat::Shape::Rerank)
            return encodeRanking(call, target, context);
        return isClaude(target) ? m_claude.encode(call, target, context)
                                : GoogleAdapter::encode(call, target, context);
    }
    std::unique_ptr<EventDecoder> newDecoder(const chat::Call &call, const Target &target,
                                             bool streamed) const override
    {
        if (call.shape == chat::Shape::Rerank)
            return vertex::newRankingDecoder(call);
        return isClaude(target) ? m_claude.newDecoder(call, target, streamed)
                                : GoogleAdapter::newDecoder(call, target, streamed);
    }
    std::unique_ptr<Relay> newRelay(const chat::Call &call, const Target &target,
                                    const RelayOptions &options) const override
    {
        return isClaude(target) ? m_claude.newRelay(call, target, options)
                                : GoogleAdapter::newRelay(call, target, options);
    }
    bool repeatsWithoutThinking(const Error &error) const override
    {
        return m_claude.repeatsWithoutThinking(error);
    }
    Error readError(int status, const wire::Headers &headers, std::string_view body,
                    const Target &target) const override
    {
        return isClaude(target) ? m_claude.readError(status, headers, body, target)
                                : GoogleAdapter::readError(status, headers, body, target);
    }
    std::vector<std::string> mediaWanted(const chat::Call &call, const Target &target) const override
    {
        return isClaude(target) ? m_claude.mediaWanted(call, target)
                                : GoogleAdapter::mediaWanted(call, target);
    }
    Result<std::optional<WireRequest>> encodeCount(const chat::Call &call, const Target &target,
                                                   const EncodeContext &context) const override
    {
        return isClaude(target) ? m_claude.encodeCount(call, target, context)
                                : GoogleAdapter::encodeCount(call, target, context);
    }
    std::optional<std::int64_t> readCount(std::string_view body) const override
    {
        const auto counted = GoogleAdapter::readCount(body);
        return counted ? counted : m_claude.readCount(body);
    }

    std::string tokenKey(const Target &target) const override
    {
        // Express mode, or a token of the administrator's.
        return target.key.isEmpty() ? vertex::credentialsKey(target) : std::string();
    }

    Result<TokenRequest> tokenRequest(const Target &target, std::int64_t unixS) const override
    {
        GW_TRY(const vertex::Credentials credentials, vertex::credentialsOf(target));
        return vertex::tokenRequest(credentials, unixS);
    }

    Result<Token> readToken(int status, std::string_view body) const override
    {
        return vertex::readToken(status, body);
    }

    // The location stands in the path.
    std::string passBase(const Target &target, std::string_view path) const override
    {
        constexpr std::string_view kLocations = "/locations/";
        const std::size_t at = path.find(kLocations);
        std::string place = vertex::locationOf(target);
        if (at != std::string_view::npos) {
            const std::string_view rest = path.substr(at + kLocations.size());
            place = rest.substr(0, rest.find('/'));
        }
        return vertex::hostOf(target, place);
    }

protected:
    std::string urlFor(const Target &target, std::string_view model, std::string_view method) const override
    {
        return vertex::rootOf(target) + "/publishers/google/models/" + std::string(model) + ":" +
               std::string(method);
    }

    void addAuth(wire::Headers &headers, const Target &target, const EncodeContext &context) const override
    {
        vertex::addCredentials(headers, target, context);
    }

    Result<WireRequest> encodeEmbeddings(const chat::EmbeddingRequest &request, const Target &target,
                                         const EncodeContext &context) const override
    {
        json::Array instances;
        const auto add = [&](const json::Value &text) {
            json::Object instance{{"content", text}};
            for (const char *key : {"task_type", "title"}) {
                if (const json::Value *value = request.params.if_contains(key))
                    instance[key] = *value;
            }
            instances.emplace_back(std::move(instance));
        };
        if (const json::Array *list = request.input.if_array()) {
            for (const json::Value &text : *list)
                add(text);
        } else {
            add(request.input);
        }
        json::Object body{{"instances", std::move(instances)}};
        json::Object parameters;
        if (const json::Value *dimensions = request.params.if_contains("dimensions"))
            parameters["outputDimensionality"] = *dimensions;
        if (const json::Value *truncate = request.params.if_contains("auto_truncate"))
            parameters["autoTruncate"] = *truncate;
        if (!parameters.empty())
            body["parameters"] = std::move(parameters);
        WireRequest wire = requestTo(urlFor(target, target.upstreamModel, "predict"), target, context, false);
        wire.body = json::serialize(body);
        return wire;
    }

private:
    Result<WireRequest> encodeRanking(const chat::Call &call, const Target &target,
                                      const EncodeContext &context) const
    {
        GW_TRY(std::string url, vertex::rankingUrl(target));
        WireRequest wire = requestTo(std::move(url), target, context, false);
        if (const std::string project = vertex::projectOf(target); !project.empty())
            wire.headers.set("X-Goog-User-Project", project);
        GW_TRY(const json::Object body, vertex::writeRanking(call, target));
        wire.body = json::serialize(body);
        return wire;
    }

    static bool isClaude(const Target &target)
    {
        return anthropic::isClaude(target.upstreamModel) ||
               anthropic::isClaude(target.deployment->info.baseModel);
    }

    vertex::VertexClaude m_claude;
};

}   // namespace

AdapterPtr create_vertex()
{
    return std::make_unique<VertexAdapter>();
}

}   // namespace gw::providers
