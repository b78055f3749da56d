#include "core/providers/adapters/vertex/vertexclaude.h"

#include "core/chat/scan.h"
#include "core/providers/adapters/gemini/dialect.h"
#include "core/providers/adapters/vertex/place.h"

namespace gw::providers::vertex {

namespace {

Result<void> adapt(WireRequest &request, const Target &target, const EncodeContext &context, bool namesModel)
{
    GW_TRY(const chat::Members members, chat::scanMembers(request.body));
    chat::EditList edits;
    edits.set("anthropic_version", "\"vertex-2023-10-16\"");
    if (!namesModel)
        edits.remove("model");
    request.body = edits.apply(request.body, members);
    request.headers.remove("anthropic-version");
    addCredentials(request.headers, target, context);
    return {};
}

}   // namespace

Result<WireRequest> VertexClaude::encode(const chat::Call &call, const Target &target,
                                         const EncodeContext &context) const
{
    GW_TRY(WireRequest request, AnthropicAdapter::encode(call, target, context));
    request.url = rootOf(target) + "/publishers/anthropic/models/" + target.upstreamModel +
                  (call.stream ? ":streamRawPredict" : ":rawPredict");
    GW_CHECK(adapt(request, target, context, false));
    return request;
}

Result<std::optional<WireRequest>> VertexClaude::encodeCount(const chat::Call &call, const Target &target,
                                                             const EncodeContext &context) const
{
    GW_TRY(std::optional<WireRequest> request, AnthropicAdapter::encodeCount(call, target, context));
    if (!request)
        return request;
    request->url = rootOf(target) + "/publishers/anthropic/models/count-tokens:rawPredict";
    GW_CHECK(adapt(*request, target, context, true));
    return request;
}

Error VertexClaude::readError(int status, const wire::Headers &headers, std::string_view body,
                              const Target &target) const
{
    // Anthropic's own errors come through; those in front of it are Google's.
    const auto value = json::parse(body);
    const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
    if (object && json::stringOr(*object, "type") == "error")
        return AnthropicAdapter::readError(status, headers, body, target);
    return gemini::readError(status, body);
}

void VertexClaude::addAuth(wire::Headers &, const Target &) const {}

}   // namespace gw::providers::vertex
