#pragma once

#include "core/dialects/dialect.h"

// Requests in the shape of Google's generateContent family (WIRE: Gemini generateContent).
namespace gw::dialects {

// action: "generate", "stream", "count", "embed" or "batchEmbed". Names in camel case and in snake case are
// read alike, as Google does.
Result<chat::Call> decodeGemini(Inbound in);

struct GeminiNotes final : chat::DialectNotes
{
    bool array = false;   // The stream is to be one JSON array instead of events (without alt=sse).
    bool batch = false;
};

}   // namespace gw::dialects
