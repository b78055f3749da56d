#include "core/providers/adapters/gemini/googleadapter.h"
#include "core/providers/adapters/vertex/serviceaccount.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_vertex();

namespace {

constexpr std::string_view kDefaultLocation = "us-central1";

// Vertex AI (WIRE: Vertex AI): Gemini with Google's OAuth tokens, project and location in the path.
class VertexAdapter final : public gemini::GoogleAdapter
{
public:
    VertexAdapter()
        : GoogleAdapter(true)
    {}

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
        std::string place = location(target);
        if (at != std::string_view::npos) {
            const std::string_view rest = path.substr(at + kLocations.size());
            place = rest.substr(0, rest.find('/'));
        }
        return host(target, place);
    }

protected:
    std::string urlFor(const Target &target, std::string_view model, std::string_view method) const override
    {
        return root(target) + "/publishers/google/models/" + std::string(model) + ":" + std::string(method);
    }

    void addAuth(wire::Headers &headers, const Target &target, const EncodeContext &context) const override
    {
        if (!context.token.isEmpty())
            headers.add("Authorization", "Bearer " + context.token.reveal());
        else if (target.key.reveal().starts_with("AIza"))
            headers.add("x-goog-api-key", target.key.reveal());
        else if (!target.key.isEmpty())
            headers.add("Authorization", "Bearer " + target.key.reveal());
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
    static std::string location(const Target &target)
    {
        const std::string written =
            target.setting("vertex_location", {"VERTEXAI_LOCATION", "VERTEX_LOCATION"});
        return written.empty() ? std::string(kDefaultLocation) : written;
    }

    static std::string host(const Target &target, const std::string &place)
    {
        if (!target.baseUrl.empty())
            return target.baseUrl;
        if (place == "global")
            return "https://aiplatform.googleapis.com";
        return place == "eu" || place == "us" ? "https://aiplatform." + place + ".rep.googleapis.com"
                                              : "https://" + place + "-aiplatform.googleapis.com";
    }

    // Up to and with the location.
    static std::string root(const Target &target)
    {
        const std::string place = location(target);
        std::string project = target.setting("vertex_project", {"VERTEXAI_PROJECT", "VERTEX_PROJECT"});
        if (project.empty()) {
            if (const auto credentials = vertex::credentialsOf(target); credentials.ok())
                project = credentials.value().project;
        }
        const std::string base = host(target, place);
        if (project.empty())
            return base + "/v1";   // Express mode knows no project.
        return base + "/v1/projects/" + project + "/locations/" + place;
    }
};

}   // namespace

AdapterPtr create_vertex()
{
    return std::make_unique<VertexAdapter>();
}

}   // namespace gw::providers
