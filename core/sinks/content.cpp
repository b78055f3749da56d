#include "core/sinks/content.h"

#include "core/wire/sse.h"

#include <algorithm>
#include <array>

namespace gw::sinks {

namespace {

using std::string_view_literals::operator""sv;

constexpr std::array kMessages{"messages"sv, "input"sv, "contents"sv, "prompt"sv};
// Not sent to the provider, or not a parameter of the model.
constexpr std::array kOther{
    "model"sv,    "stream"sv,   "stream_options"sv, "metadata"sv, "litellm_metadata"sv,
    "api_key"sv,  "api_base"sv, "base_url"sv,       "tags"sv,     "fallbacks"sv,
    "messages"sv, "input"sv,    "contents"sv,       "prompt"sv,   "cache"sv};

const ledger::Body *bodyOf(const ledger::KeptBodies &kept, ledger::BodyPart part)
{
    const ledger::Body *found = nullptr;
    for (const ledger::Body &body : kept.bodies) {
        if (body.part == part)
            found = &body;
    }
    return found;
}

// What one event of a stream adds to the text of its first answer, in the client's API.
std::string_view pieceOf(const json::Object &event)
{
    if (const json::Array *choices = json::findArray(event, "choices")) {
        const json::Object *choice = choices->empty() ? nullptr : choices->front().if_object();
        const json::Object *delta = choice ? json::findObject(*choice, "delta") : nullptr;
        if (delta)
            return json::stringOr(*delta, "content");
        return choice ? json::stringOr(*choice, "text") : std::string_view();
    }
    if (json::stringOr(event, "type") == "response.output_text.delta")
        return json::stringOr(event, "delta");
    if (json::stringOr(event, "type") == "content_block_delta") {
        const json::Object *delta = json::findObject(event, "delta");
        return delta ? json::stringOr(*delta, "text") : std::string_view();
    }
    return {};
}

void addGeminiText(const json::Object &event, std::string &text)
{
    const json::Array *candidates = json::findArray(event, "candidates");
    const json::Object *candidate =
        candidates && !candidates->empty() ? candidates->front().if_object() : nullptr;
    const json::Object *content = candidate ? json::findObject(*candidate, "content") : nullptr;
    const json::Array *parts = content ? json::findArray(*content, "parts") : nullptr;
    for (std::size_t i = 0; parts && i < parts->size(); ++i) {
        if (const json::Object *part = (*parts)[i].if_object())
            text += json::stringOr(*part, "text");
    }
}

json::Value streamed(std::string_view bytes)
{
    wire::SseReader reader;
    std::string text;
    if (!reader.feed(bytes).ok())
        return nullptr;
    while (const auto event = reader.next()) {
        const auto value = json::parse(event->data);
        const json::Object *object = value.ok() ? value.value().if_object() : nullptr;
        if (!object)
            continue;
        text += pieceOf(*object);
        addGeminiText(*object, text);
    }
    return json::Object{{"role", "assistant"}, {"content", text}};
}

json::Value answerOf(const ledger::Body &body)
{
    if (body.contentType.find("event-stream") != std::string::npos || body.bytes.starts_with("data:") ||
        body.bytes.starts_with("event:"))
        return streamed(body.bytes);
    auto value = json::parse(body.bytes);
    return value.ok() ? std::move(value).value() : json::Value(nullptr);
}

}   // namespace

Content contentOf(const ledger::KeptBodies &kept)
{
    Content out;
    if (const ledger::Body *request = bodyOf(kept, ledger::BodyPart::ClientRequest)) {
        auto parsed = json::parse(request->bytes);
        if (json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr) {
            for (const std::string_view name : kMessages) {
                if (const json::Value *found = out.messages.is_null() ? json::find(*object, name) : nullptr)
                    out.messages = *found;
            }
            for (const std::string_view name : {"litellm_metadata"sv, "metadata"sv}) {
                if (const json::Object *found = json::findObject(*object, name))
                    out.metadata.insert(found->begin(), found->end());
            }
            for (const auto &[name, value] : *object) {
                if (std::ranges::find(kOther, std::string_view(name)) == kOther.end())
                    out.parameters[name] = value;
            }
        }
    }
    const ledger::Body *answer = bodyOf(kept, ledger::BodyPart::ClientAnswer);
    if (!answer)
        answer = bodyOf(kept, ledger::BodyPart::UpstreamAnswer);
    if (answer)
        out.response = answerOf(*answer);
    return out;
}

}   // namespace gw::sinks
