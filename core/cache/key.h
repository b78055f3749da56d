#pragma once

#include "core/chat/call.h"
#include "core/wire/headers.h"

#include <optional>
#include <string>
#include <string_view>

namespace gw::cache {

// What an answer depends on beside the call itself.
struct KeyParts
{
    std::string_view group;   // Of deployments that answer alike.
    std::string_view scope;   // Who shares answers; empty: everybody.
    const wire::Headers *headers = nullptr;
};

// Lower-case hexadecimal SHA-256 over all that shapes an answer: the same for requests that differ only in
// white space, in the order of members, in who asks or in whether the answer is streamed. Nothing where that
// cannot be said.
std::optional<std::string> hashOf(const chat::Call &call, const KeyParts &parts);

}   // namespace gw::cache
