#include "core/cache/controls.h"

#include "core/base/json.h"

#include <algorithm>

namespace gw::cache {

namespace {

// LiteLLM's name of the call, without the "a" of the asynchronous one.
std::string_view typeOf(chat::Shape shape)
{
    switch (shape) {
    case chat::Shape::OpenAiChat:
        return "completion";
    case chat::Shape::OpenAiCompletions:
        return "text_completion";
    case chat::Shape::OpenAiEmbeddings:
        return "embedding";
    case chat::Shape::OpenAiResponses:
        return "responses";
    case chat::Shape::AnthropicMessages:
        return "anthropic_messages";
    case chat::Shape::Gemini:
        return "generate_content";
    case chat::Shape::OpenAiTranscription:
        return "transcription";
    case chat::Shape::Rerank:
        return "rerank";
    case chat::Shape::OpenAiImages:
    case chat::Shape::OpenAiSpeech:
    case chat::Shape::OpenAiModerations:
        break;
    }
    return {};
}

// Absent, null and false say nothing.
bool says(const chat::Call &call, std::string_view key)
{
    const std::string_view text = call.memberText(key);
    return !text.empty() && text != "null" && text != "false";
}

}   // namespace

Controls controlsOf(const chat::Call &call)
{
    Controls out;
    if (call.memberText("caching") == "false")
        out.noCache = out.noStore = true;
    const std::string_view text = call.memberText("cache");
    if (text.empty() || text.front() != '{')
        return out;
    const auto parsed = json::parse(text);
    if (!parsed.ok() || !parsed.value().is_object())
        return out;
    const json::Object &object = parsed.value().as_object();
    out.ttlS = json::findDouble(object, "ttl");
    out.maxAgeS = json::findDouble(object, "s-maxage");
    if (!out.maxAgeS)
        out.maxAgeS = json::findDouble(object, "s-max-age");
    out.noCache = out.noCache || json::findBool(object, "no-cache").value_or(false);
    out.noStore = out.noStore || json::findBool(object, "no-store").value_or(false);
    out.use = json::findBool(object, "use-cache").value_or(false);
    out.nameSpace = json::stringOr(object, "namespace");
    return out;
}

bool isCacheable(const chat::Call &call)
{
    return call.operation != chat::Operation::CountTokens && !typeOf(call.shape).empty() &&
           !call.members.hasDuplicates() && !call.gateway.mockResponse && !call.gateway.apiBase &&
           !call.gateway.hasClientKey && call.gateway.deployment.empty() &&
           !says(call, "previous_response_id") && !says(call, "conversation") && !says(call, "background");
}

bool isSupported(const chat::Call &call, const std::vector<std::string> &types)
{
    const std::string_view type = typeOf(call.shape);
    return std::ranges::any_of(types, [&](std::string_view name) {
        return name == type || (name.starts_with('a') && name.substr(1) == type);
    });
}

}   // namespace gw::cache
