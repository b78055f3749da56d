#include "core/chat/request.h"

namespace gw::chat {

std::string Message::text() const
{
    std::string out;
    for (const Part &part : parts) {
        if (part.kind == Part::Kind::Text)
            out += part.text;
    }
    return out;
}

bool isWebSearch(const Tool &tool)
{
    const json::Object *raw = tool.raw ? tool.raw->if_object() : nullptr;
    return raw && (json::stringOr(*raw, "type").starts_with("web_search") || raw->contains("googleSearch") ||
                   raw->contains("google_search"));
}

}   // namespace gw::chat
