#include "core/dialects/reasoningseal.h"

#include "core/base/base64.h"

namespace gw::dialects {

namespace {

constexpr std::string_view kMark = "gwr1.";

}   // namespace

std::string sealReasoning(const std::vector<chat::Part> &parts)
{
    json::Array list;
    for (const chat::Part &part : parts) {
        if (part.kind == chat::Part::Kind::RedactedThinking)
            list.emplace_back(json::Object{{"d", part.text}});
        else
            list.emplace_back(json::Object{{"t", part.text}, {"s", part.signature}});
    }
    return std::string(kMark) + toBase64Url(json::serialize(list));
}

std::optional<std::vector<chat::Part>> openReasoning(std::string_view sealed)
{
    if (!sealed.starts_with(kMark))
        return std::nullopt;
    const auto text = fromBase64(sealed.substr(kMark.size()));
    if (!text)
        return std::nullopt;
    const auto value = json::parse(*text);
    if (!value.ok() || !value.value().is_array())
        return std::nullopt;
    std::vector<chat::Part> parts;
    for (const json::Value &item : value.value().get_array()) {
        const json::Object *object = item.if_object();
        if (!object)
            return std::nullopt;
        chat::Part &part = parts.emplace_back();
        if (const auto redacted = json::findString(*object, "d")) {
            part.kind = chat::Part::Kind::RedactedThinking;
            part.text = *redacted;
        } else {
            part.kind = chat::Part::Kind::Thinking;
            part.text = json::stringOr(*object, "t");
            part.signature = json::stringOr(*object, "s");
        }
    }
    return parts;
}

}   // namespace gw::dialects
