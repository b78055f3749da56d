#pragma once

#include "core/dialects/dialect.h"

// Requests in the shape of Google's generateContent family (WIRE: Gemini generateContent).
namespace gw::dialects {

// action: "generate", "stream", "count", "embed" or "batchEmbed". Names in camel case and in snake case are
// read alike, as Google does.
Result<chat::Call> decodeGemini(Inbound in);

// How embeddings were asked for: one or a batch.
struct GeminiNotes final : chat::DialectNotes
{
    bool embeds = false;
    bool batch = false;
};

}   // namespace gw::dialects
