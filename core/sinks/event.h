#pragma once

#include "core/base/json.h"
#include "core/ledger/feed.h"
#include "core/sinks/content.h"

#include <memory>
#include <string>
#include <string_view>

namespace gw::sinks {

// One attempt of a request, as sinks tell of it. An attempt is told of at least once; its key is the same
// each time.
struct Event
{
    ledger::Row row;
    std::string apiBase;                           // As far as the config still knows the deployment.
    std::shared_ptr<const Content> content = {};   // Null: nothing is kept of it, or it is not to be told.
    // Bits of what is still to be sent of it, where a format makes several items of one event.
    unsigned parts = ~0U;
};

// The request's id, and the attempt's number behind it for all but the first.
std::string keyOf(const ledger::Row &row);
bool succeeded(const ledger::Row &row) noexcept;
// W3C trace context: what the client's traceparent says, else the request's id as trace and no parent.
struct Trace
{
    std::string trace;    // 32 hexadecimal digits.
    std::string parent;   // 16 of them, or "".
};
Trace traceOf(const ledger::Row &row);
// The trace id that the request's body names, or "".
std::string_view namedTrace(const ledger::Row &row);
// 10^-12 USD as clients of JSON know money.
double dollars(std::int64_t pico);
// "2026-11-21T10:00:00.123456Z"
std::string isoTime(std::int64_t unixUs);
std::int64_t requestStartUs(const ledger::Row &row) noexcept;
// size hexadecimal digits that depend on text alone.
std::string digest(std::string_view text, std::size_t size);

// The common record (LiteLLM's "standard logging payload", CONTRACT 10.3).
json::Object standardPayload(const Event &event);

}   // namespace gw::sinks
