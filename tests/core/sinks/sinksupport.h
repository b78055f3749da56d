#pragma once

#include "core/sinks/event.h"
#include "tests/core/ledger/ledgersupport.h"

// Events as the ledger's test rows make them.
namespace gw::sinks::test {

inline ledger::Row successRow(std::uint64_t number = 0)
{
    ledger::Row row;
    row.open = ledger::test::openRecord(number);
    row.open.trace.clear();
    row.close = ledger::test::closeRecord(row.open, 1'250'000'000);
    row.close.endedUs = row.open.startedUs + 2'500'000;
    row.close.durationUs = 2'500'000;
    row.close.firstByteUs = 400'000;
    row.close.usage.input = 1000;
    row.close.usage.cacheRead = 400;
    row.close.usage.output = 500;
    return row;
}

inline ledger::Row failureRow(std::uint64_t number = 0, bool again = false)
{
    ledger::Row row = successRow(number);
    row.close.ending = ledger::Ending::Failed;
    row.close.outcome = ledger::Outcome::UpstreamError;
    row.close.error = "RateLimitError";
    row.close.httpStatus = 429;
    row.close.upstreamStatus = 429;
    row.close.again = again;
    row.close.costPico = 0;
    row.close.usage = {};
    return row;
}

inline Event eventOf(ledger::Row row)
{
    return {.row = std::move(row), .apiBase = "https://api.example/v1"};
}

inline Event withContent(Event event)
{
    ledger::KeptBodies kept;
    kept.bodies.push_back(
        {.part = ledger::BodyPart::ClientRequest,
         .contentType = "application/json",
         .bytes =
             R"({"model":"fast","messages":[{"role":"user","content":"Hi"}],"temperature":0.25,"max_tokens":9,)"
             R"("metadata":{"generation_name":"step","trace_user_id":"u9","mask_output":true}})"});
    kept.bodies.push_back({.part = ledger::BodyPart::ClientAnswer,
                           .contentType = "application/json",
                           .bytes = R"({"choices":[{"index":0,"finish_reason":"stop",)"
                                    R"("message":{"role":"assistant","content":"Hello"}}]})"});
    event.content = std::make_shared<const Content>(contentOf(kept));
    return event;
}

}   // namespace gw::sinks::test
