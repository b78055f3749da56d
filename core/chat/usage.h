#pragma once

#include <cstdint>
#include <string>

namespace gw::chat {

// Tokens of one answer, normalised once for every provider: totals include their parts. -1 means that the
// provider did not say; pricing and dialects never invent a number for it.
struct Usage
{
    std::int64_t input =
        -1;   // Everything the model read: includes cache reads, cache writes, audio, images.
    std::int64_t cacheRead = -1;
    std::int64_t cacheWrite = -1;   // 5-minute writes (or writes of unsaid duration).
    std::int64_t cacheWrite1h = -1;
    std::int64_t audioIn = -1;
    std::int64_t imageIn = -1;
    std::int64_t output = -1;   // Everything the model wrote: includes reasoning and audio.
    std::int64_t reasoning = -1;
    std::int64_t audioOut = -1;
    std::int64_t acceptedPrediction = -1;
    std::int64_t rejectedPrediction = -1;
    std::int64_t total = -1;         // As the provider said it; may differ from input + output.
    std::int64_t webSearches = -1;   // Requests of server tools, billed apart.

    // Pictures among the output: they have a rate of their own. Billed when the answer ends, kept nowhere.
    std::int64_t imageOut = -1;

    // What the provider charges for, where that is not what the model saw (Cohere).
    std::int64_t billedInput = -1;
    std::int64_t billedOutput = -1;

    bool known() const noexcept { return input >= 0 || output >= 0; }
    bool operator==(const Usage &) const = default;
};

// What an answer is billed by beside its tokens: told by the request, and corrected by what the answer says.
struct Billed
{
    std::int64_t images = 0;              // Pictures made.
    std::string imageKind = {};           // "1024x1024 standard": size, then quality.
    std::int64_t audioMilliseconds = 0;   // Read.
    std::int64_t characters = 0;          // Spoken.
    std::int64_t searchUnits = 0;         // Of a rerank.
    std::string serviceTier = {};         // "flex", "priority", "batch"; else the standard one.
    std::string statedCost = {};   // What the provider says it takes, in USD: decimal numbers, to be added.

    bool known() const noexcept
    {
        return images > 0 || audioMilliseconds > 0 || characters > 0 || searchUnits > 0;
    }
};

}   // namespace gw::chat
