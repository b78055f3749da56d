#pragma once

#include "core/chat/call.h"

namespace gw::test {

// A call as a dialect would decode it, without a canonical form.
inline chat::Call callOf(std::string body, chat::Shape shape = chat::Shape::OpenAiChat)
{
    auto members = chat::scanMembers(body);
    if (!members.ok())
        qFatal("no JSON object: %s", body.c_str());
    return chat::Call(
        shape, std::move(body), std::move(members).value(),
        [](const chat::Call &) -> Result<chat::CanonicalRequest> { return chat::CanonicalRequest(); });
}

}   // namespace gw::test
