#pragma once

#include "core/ledger/ledger.h"
#include "core/ledger/ledgerreader.h"

#include <QTemporaryDir>

#include <future>

// What the ledger's tests share: records that differ, and answers waited for.
namespace gw::ledger::test {

// 2026-11-21 12:00:00 UTC.
inline constexpr std::int64_t kNoonUs = 1'795'262'400'000'000;
inline constexpr std::int64_t kDayUs = 86'400'000'000;

// An id as makeId() gives, of a moment of our choosing.
inline Id128 idAt(std::int64_t unixUs, std::uint64_t number)
{
    return {(static_cast<std::uint64_t>(unixUs / 1000) << 16) | 0x7000U | (number & 0xfffU),
            0x8000000000000000ULL | number};
}

inline OpenRecord openRecord(std::uint64_t number, std::int64_t startedUs = kNoonUs)
{
    OpenRecord open;
    open.request = idAt(startedUs, number);
    open.startedUs = startedUs;
    open.callId = open.request.toString();
    open.route = "/v1/chat/completions";
    open.requestedModel = "fast";
    open.modelGroup = "fast";
    open.deploymentId = "d1";
    open.provider = "openai";
    open.upstreamModel = number % 2 == 0 ? "gpt-4o" : "gpt-5";
    open.keyHash = "key" + std::to_string(number % 3);
    open.keyAlias = "alias";
    open.userId = "user";
    open.teamId = "team";
    open.endUser = "";
    open.client = "claude-cli/2.0";
    open.tags = number % 2 == 0 ? "a,b" : "b";
    open.sessionId = "s1";
    open.stream = true;
    open.estimatedInput = 100;
    open.estimatedCostPico = 700;
    open.priceVersion = "2026-11-21";
    open.dropped = "logit_bias,seed";
    open.reason = "retry 1, least-busy";
    open.waitedUs = 1'250'000;
    open.queuedUs = 70'000'000'000;
    open.trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 mine";
    return open;
}

inline CloseRecord closeRecord(const OpenRecord &open, std::int64_t costPico = 1'000'000)
{
    CloseRecord close;
    close.request = open.request;
    close.attempt = open.attempt;
    close.endedUs = open.startedUs + 5000;
    close.httpStatus = 200;
    close.upstreamStatus = 200;
    close.usage.input = 100;
    close.usage.cacheRead = 40;
    close.usage.output = 20;
    close.usage.reasoning = 5;
    close.costPico = costPico;
    close.priceInput = 2'500'000;
    close.priceOutput = 10'000'000;
    close.firstByteUs = 900;
    close.overheadUs = 80;
    close.durationUs = 5000;
    close.providerId = "chatcmpl-" + std::to_string(open.request.low);
    return close;
}

inline void flushed(Ledger &ledger)
{
    std::promise<void> done;
    ledger.flush([&done] { done.set_value(); });
    done.get_future().wait();
}

// Waits for the last answer to a question.
template <typename Answer, typename Ask>
Result<Answer> ask(Ask &&question)
{
    std::promise<Result<Answer>> promise;
    question([&promise](QueryToken, Result<Answer> answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
}

// All rows of all parts of one page.
inline Page pageOf(LedgerReader &reader, const PageQuery &query)
{
    std::promise<Page> promise;
    Page whole;
    reader.page(query, [&](QueryToken, Result<Page> part) {
        if (!part.ok()) {
            promise.set_value({});
            return;
        }
        Page &page = part.value();
        whole.rows.insert(whole.rows.end(), page.rows.begin(), page.rows.end());
        whole.next = page.next;
        whole.scanned = page.scanned;
        whole.done = page.done;
        if (page.done)
            promise.set_value(whole);
    });
    return promise.get_future().get();
}

inline Totals totalsBy(LedgerReader &reader, Dimension dimension, const std::string &name,
                       DayRange days = {0, 1'000'000})
{
    const auto answer = ask<std::vector<NamedTotals>>(
        [&](auto callback) { reader.totals(dimension, days, std::move(callback)); });
    if (answer.ok())
        for (const NamedTotals &entry : answer.value())
            if (entry.name == name)
                return entry.totals;
    return {};
}

}   // namespace gw::ledger::test
