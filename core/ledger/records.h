#pragma once

#include "core/base/ids.h"
#include "core/chat/usage.h"

#include <cstdint>
#include <string>
#include <string_view>

// What the engine tells the ledger about one attempt of one request. Plain values; strings are copied by the
// journal.
namespace gw::ledger {

// How an attempt ended, and with it what it costs (DESIGN.md section 4).
enum class Ending : std::uint8_t {
    Complete,    // With the provider's usage: exact.
    Estimated,   // Complete, but the provider said no usage; or the client left, or the stream was cut.
    Failed,      // Error before any output: cost 0.
    Broken,      // Only the ledger writes this one: opened and never closed.
    Mock,        // Tokens estimated, cost 0.
    CacheHit,    // Cost 0, savedPico says what it would have been.
};

enum class Outcome : std::uint8_t { Success, ClientError, UpstreamError, Timeout, ClientGone, Cut, Refused };

struct OpenRecord
{
    Id128 request;                // One per client request.
    std::uint16_t attempt = 0;    // 0 for the first; retries and fallbacks count up under one request.
    std::int64_t startedUs = 0;   // Unix microseconds.
    std::string callId;           // x-litellm-call-id: the client's own or ours; clients repeat them.
    std::string route;            // "/v1/chat/completions"
    std::string requestedModel;   // As the client said it.
    std::string modelGroup;
    std::string deploymentId;
    std::string provider;
    std::string upstreamModel;
    std::string keyHash;   // SHA-256 hex of a virtual key; "master" or "open" else.
    std::string keyAlias;
    std::string userId;
    std::string teamId;
    std::string endUser;
    // The program ("claude") where it is known when the attempt closes, else what it calls itself by its
    // User-Agent ("claude-cli/2.0"); at most 64 bytes.
    std::string client;
    std::string tags;   // Comma list, at most 256 bytes.
    std::string sessionId;
    bool stream = false;
    std::int64_t estimatedInput = 0;   // Tokens, by the calibrated bytes-per-token rule.
    std::int64_t estimatedCostPico =
        -1;                     // 10^-12 USD of that input, for a row that ends broken; -1 unknown.
    std::string priceVersion;   // Price table this row will be billed by.
    std::string dropped;        // Comma list of the parameters that drop_params left out.
    std::string reason;         // Why this deployment: "retry 1, least-busy".
    // In front of this attempt, in lines and between tries; at most 2^47 - 1, never negative.
    std::int64_t waitedUs = 0;
    std::int64_t queuedUs = 0;   // Of the request so far: in lines for a free slot. The same bound.
    // The client's "traceparent" (W3C), and behind a space the trace id that its body names; either may lack.
    std::string trace;
    bool untold = false;   // The client wants nobody told of it (no-log).
};

struct ProgressRecord
{
    Id128 request;
    std::uint16_t attempt = 0;
    std::int64_t outputSoFar = 0;     // Tokens, estimated or as reported.
    std::int64_t inputSoFar = -1;     // As reported, or -1.
    std::int64_t costPicoSoFar = 0;   // 10^-12 USD of what is known so far, for rows that end broken.
};

struct CloseRecord
{
    Id128 request;
    std::uint16_t attempt = 0;
    Ending ending = Ending::Complete;
    Outcome outcome = Outcome::Success;
    std::int64_t endedUs = 0;   // Unix microseconds.
    int httpStatus = 0;         // Given to the client.
    int upstreamStatus = 0;
    chat::Usage usage;
    std::int64_t costPico = 0;   // 10^-12 USD.
    std::int64_t savedPico = 0;
    bool unpriced = false;
    // Unit prices used, 10^-12 USD per token; -1 unknown. The arithmetic of the row can be shown again from
    // these.
    std::int64_t priceInput = -1;
    std::int64_t priceOutput = -1;
    std::int64_t priceCacheRead = -1;
    std::int64_t priceCacheWrite = -1;
    std::int32_t firstByteUs = -1;   // Time to first token as the client saw it, from the request's start.
    std::int32_t overheadUs = -1;    // Total minus upstream.
    std::int64_t durationUs = 0;
    std::string providerId;     // "chatcmpl-..."
    std::string error;          // Class and short reason; never content. At most 200 bytes.
    bool again = false;         // Failed, and another attempt follows.
    std::string program = {};   // Found out since it was opened: OpenRecord::client from now on.
};

// One attempt as it is kept: what opened it and what closed it.
struct Row
{
    OpenRecord open = {};
    CloseRecord close = {};
    std::string gateway = {};   // Whose it is, where several gateways' rows are read; else empty.
};

// OpenRecord::trace of its two parts, each at most 128 bytes.
std::string traceText(std::string_view parent, std::string_view id);

}   // namespace gw::ledger
