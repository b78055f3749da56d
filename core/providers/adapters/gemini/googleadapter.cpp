#include "core/providers/adapters/gemini/googleadapter.h"

#include "core/providers/adapters/gemini/media.h"

namespace gw::providers::gemini {

namespace {

// Vertex takes OpenAI's service_tier as a header.
void askForTier(const chat::Call &call, wire::Headers &headers)
{
    const auto canonical = call.canonical();
    const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
    const std::string_view tier = request ? json::stringOr(request->params, "service_tier") : "";
    if (tier == "flex" || tier == "priority")
        headers.set("X-Vertex-AI-LLM-Shared-Request-Type", tier);
}

}   // namespace

WireRequest GoogleAdapter::requestTo(std::string url, const Target &target, const EncodeContext &context,
                                     bool streamed) const
{
    WireRequest request;
    request.url = std::move(url);
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Accept", streamed ? "text/event-stream" : "application/json");
    addAuth(request.headers, target, context);
    for (const auto &[name, value] : target.row->extraHeaders)
        request.headers.set(name, value);
    for (const auto &[name, value] : target.deployment->params.extraHeaders)
        request.headers.set(name, value);
    return request;
}

Result<json::Object> GoogleAdapter::hubBody(const chat::Call &call, const Target &target,
                                            const EncodeContext &context,
                                            std::vector<std::string> &dropped) const
{
    const Flavour flavour = flavourOf(target.upstreamModel, m_vertex);
    GW_TRY(Prepared prepared, prepareChat(call, target, context, opaqueScope(target)));
    dropped = std::move(prepared.dropped);
    return writeRequest(prepared.request, flavour, context.media, dropped);
}

Result<void> GoogleAdapter::takes(const chat::Call &call, const Target &target) const
{
    const bool imagen = isImagen(target.upstreamModel);
    if (call.path == "images/generations" || (call.path == "images/edits" && !imagen) ||
        (call.shape == chat::Shape::OpenAiSpeech && !imagen))
        return {};
    return Adapter::takes(call, target);
}

// Pictures and speech. The latter comes whole: the models read all of a text before they speak.
Result<WireRequest> GoogleAdapter::encodeMedia(const chat::Call &call, const Target &target,
                                               const EncodeContext &context) const
{
    const Flavour flavour = flavourOf(target.upstreamModel, m_vertex);
    const bool imagen = isImagen(flavour.model);
    WireRequest request = requestTo(urlFor(target, flavour.model, imagen ? "predict" : "generateContent"),
                                    target, context, false);
    json::Object body;
    if (call.shape == chat::Shape::OpenAiSpeech) {
        GW_TRY(body, writeSpeech(call, target, flavour, request.dropped));
    } else if (imagen) {
        GW_TRY(body, writeImagen(call, target, request.dropped));
    } else {
        GW_TRY(body, writePictures(call, target, flavour, request.dropped));
    }
    request.body = json::serialize(body);
    return request;
}

Result<WireRequest> GoogleAdapter::encode(const chat::Call &call, const Target &target,
                                          const EncodeContext &context) const
{
    if (chat::isPassed(call.shape))
        return encodeMedia(call, target, context);
    const Flavour flavour = flavourOf(target.upstreamModel, m_vertex);
    const std::string_view method = call.stream ? "streamGenerateContent?alt=sse" : "generateContent";
    if (call.operation == chat::Operation::Embed) {
        GW_TRY(const chat::CanonicalRequest *canonical, call.canonical());
        return encodeEmbeddings(std::get<chat::EmbeddingRequest>(*canonical), target, context);
    }
    WireRequest request = requestTo(urlFor(target, flavour.model, method), target, context, call.stream);
    if (call.shape == chat::Shape::Gemini && !context.hubOnly) {
        request.body = nativeEdits(call, target).apply(call.body, call.members);
        request.spliced = true;
        return request;
    }
    GW_TRY(const json::Object body, hubBody(call, target, context, request.dropped));
    if (m_vertex)
        askForTier(call, request.headers);
    request.body = json::serialize(body);
    return request;
}

std::unique_ptr<EventDecoder> GoogleAdapter::newDecoder(const chat::Call &call, const Target &,
                                                        bool streamed) const
{
    if (call.operation == chat::Operation::Embed)
        return newEmbeddingDecoder();
    const auto canonical = call.canonical();
    const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
    return gemini::newDecoder(streamed,
                              request ? renamedTools(*request) : std::map<std::string, std::string>());
}

std::unique_ptr<Relay> GoogleAdapter::newRelay(const chat::Call &call, const Target &,
                                               const RelayOptions &) const
{
    if (chat::isPassed(call.shape))
        return call.shape == chat::Shape::OpenAiSpeech ? newSpeechRelay(call) : newPictureRelay(call);
    if (call.shape != chat::Shape::Gemini || call.operation == chat::Operation::Embed)
        return nullptr;
    return gemini::newRelay(call.stream);
}

Error GoogleAdapter::readError(int status, const wire::Headers &, std::string_view body, const Target &) const
{
    return gemini::readError(status, body);
}

Result<void> GoogleAdapter::authorize(WireRequest &request, const Target &target,
                                      const EncodeContext &context) const
{
    addAuth(request.headers, target, context);
    return {};
}

std::vector<std::string> GoogleAdapter::mediaWanted(const chat::Call &call, const Target &target) const
{
    // Whoever speaks Gemini knows what Google fetches.
    if (call.shape == chat::Shape::Gemini || call.body.find("http") == std::string::npos)
        return {};
    const auto canonical = call.canonical();
    const auto *request = canonical.ok() ? std::get_if<chat::Request>(canonical.value()) : nullptr;
    return request ? foreignMedia(*request, flavourOf(target.upstreamModel, m_vertex))
                   : std::vector<std::string>();
}

Result<std::optional<WireRequest>> GoogleAdapter::encodeCount(const chat::Call &call, const Target &target,
                                                              const EncodeContext &context) const
{
    const Flavour flavour = flavourOf(target.upstreamModel, m_vertex);
    WireRequest request = requestTo(urlFor(target, flavour.model, "countTokens"), target, context, false);
    if (call.shape == chat::Shape::Gemini) {
        request.body = nativeEdits(call, target).apply(call.body, call.members);
        return std::optional(std::move(request));
    }
    GW_TRY(json::Object body, hubBody(call, target, context, request.dropped));
    // Vertex takes the members as they are, AI Studio only inside a whole request.
    if (!m_vertex) {
        body["model"] = "models/" + flavour.model;
        body = json::Object{{"generateContentRequest", std::move(body)}};
    }
    request.body = json::serialize(body);
    return std::optional(std::move(request));
}

std::optional<std::int64_t> GoogleAdapter::readCount(std::string_view body) const
{
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    return object ? json::findInt(*object, "totalTokens") : std::nullopt;
}

}   // namespace gw::providers::gemini
