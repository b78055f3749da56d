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

}   // namespace gw::chat
