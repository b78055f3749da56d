#include "core/providers/adapters/gemini/googleadapter.h"
#include "core/providers/registry.h"

namespace gw::providers {

AdapterPtr create_gemini();

namespace {

// Google AI Studio: a key in a header, the model in the path.
class GeminiAdapter final : public gemini::GoogleAdapter
{
public:
    GeminiAdapter()
        : GoogleAdapter(false)
    {}

protected:
    std::string urlFor(const Target &target, std::string_view model, std::string_view method) const override
    {
        std::string base = target.baseUrl;
        if (!base.ends_with("/v1beta") && !base.ends_with("/v1"))
            base += "/v1beta";
        return base + "/models/" + std::string(model) + ":" + std::string(method);
    }

    void addAuth(wire::Headers &headers, const Target &target, const EncodeContext &) const override
    {
        if (!target.key.isEmpty())
            headers.add("x-goog-api-key", target.key.reveal());
    }

    Result<WireRequest> encodeEmbeddings(const chat::EmbeddingRequest &request, const Target &target,
                                         const EncodeContext &context) const override
    {
        const std::string model = gemini::flavourOf(target.upstreamModel, false).model;
        WireRequest wire = requestTo(urlFor(target, model, "batchEmbedContents"), target, context, false);
        GW_TRY(const json::Object body, gemini::writeEmbeddings(request, model));
        wire.body = json::serialize(body);
        return wire;
    }
};

}   // namespace

AdapterPtr create_gemini()
{
    return std::make_unique<GeminiAdapter>();
}

}   // namespace gw::providers
