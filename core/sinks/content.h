#pragma once

#include "core/base/json.h"
#include "core/ledger/bodystore.h"

namespace gw::sinks {

// What was said in a request, as far as it is kept, in the words of the client's API.
struct Content
{
    json::Value messages;      // Of the request: "messages", "input", "contents" or "prompt".
    json::Value response;      // The answer; of a stream a message of its text. Null where it is no text.
    json::Object parameters;   // temperature, max_tokens, tools ...
    json::Object metadata;     // As the client sent it.
};

Content contentOf(const ledger::KeptBodies &kept);

}   // namespace gw::sinks
