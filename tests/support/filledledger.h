#pragma once

#include "tests/core/ledger/ledgersupport.h"

#include <chrono>
#include <ctime>

// Ledgers of any size for measuring, written batch by batch through the store as the ledger's writer does.
namespace gw::ledger::test {

struct FillPlan
{
    std::int64_t rows = 5'000'000;
    std::int64_t newestUs = kNoonUs;     // Start of the last of them ...
    std::int64_t spanUs = 90 * kDayUs;   // ... and how long before it the first begins.
    int keys = 10'000;
    int models = 200;
    int tags = 50;
    std::size_t batch = 5000;   // WriterOptions::commitRows
};

inline constexpr int kFillModelsPerKey = 4;
inline constexpr int kFillKeysPerUser = 4;
inline constexpr int kFillKeysPerTeam = 100;
inline constexpr std::int64_t kFillSession = 50;    // Requests.
inline constexpr std::int64_t kFillFailure = 50;    // One in so many fails ...
inline constexpr std::int64_t kFillRare = 99'991;   // ... and one in so many has this model.
inline const std::string kFillRareModel = "rare-model";

// A number that looks drawn by lot and is the same each time.
inline std::uint64_t mixed(std::uint64_t number) noexcept
{
    number = (number ^ (number >> 31)) * 0x7fb5d329728ea185ULL;
    number = (number ^ (number >> 27)) * 0x81dadef4bc2dd44dULL;
    return number ^ (number >> 33);
}

// The hash of a virtual key.
inline std::string filledKey(std::uint64_t number)
{
    std::string text = std::to_string(number);
    return std::string(64 - text.size(), 'a') + text;
}

// Request number, 0 for the oldest.
inline Row filledRow(const FillPlan &plan, std::int64_t number)
{
    const auto lot = mixed(static_cast<std::uint64_t>(number) + 1);
    const std::int64_t startedUs =
        plan.newestUs - (plan.rows - 1 - number) * (plan.spanUs / std::max<std::int64_t>(plan.rows, 1));
    // Half of all requests come from a tenth of the keys.
    const double share = static_cast<double>(lot >> 11) / static_cast<double>(std::uint64_t{1} << 53);
    const auto key = static_cast<std::uint64_t>(share * share * share * plan.keys);
    const std::uint64_t model =
        (key * 7 + lot / 1'000'003 % kFillModelsPerKey) % static_cast<std::uint64_t>(plan.models);
    const bool failed = number % kFillFailure == kFillFailure - 1;
    Row row;
    OpenRecord &open = row.open;
    open.request = idAt(startedUs, static_cast<std::uint64_t>(number));
    open.startedUs = startedUs;
    // One in five brings an id of its own.
    open.callId = number % 5 == 0 ? "call-" + std::to_string(lot) : open.request.toString();
    open.route = number % 10 == 9 ? "/v1/messages" : "/v1/chat/completions";
    open.modelGroup = number % kFillRare == kFillRare - 1 ? kFillRareModel : "model-" + std::to_string(model);
    open.requestedModel = open.modelGroup;
    open.upstreamModel = open.modelGroup;
    open.deploymentId = "deployment-" + std::to_string(model);
    open.provider = "provider-" + std::to_string(model % 8);
    open.keyHash = filledKey(key);
    open.keyAlias = "key-" + std::to_string(key);
    open.userId = "user-" + std::to_string(key / kFillKeysPerUser);
    open.teamId = "team-" + std::to_string(key / kFillKeysPerTeam);
    open.endUser = number % 3 == 0 ? "guest-" + std::to_string(lot % 1000) : "";
    open.client = "client/" + std::to_string(lot % 12);
    open.tags = "tag-" + std::to_string(lot % static_cast<std::uint64_t>(plan.tags)) + ",all";
    open.sessionId = "session-" + std::to_string(number / kFillSession);
    open.stream = number % 7 == 0;
    open.estimatedInput = 100;
    open.estimatedCostPico = 700;
    open.priceVersion = "2026-11-21";
    CloseRecord &close = row.close;
    close.request = open.request;
    close.durationUs = 900'000 + static_cast<std::int64_t>(lot % 7'000'000);
    close.endedUs = startedUs + close.durationUs;
    close.outcome = failed ? Outcome::UpstreamError : Outcome::Success;
    close.ending = failed ? Ending::Failed : Ending::Complete;
    close.httpStatus = failed ? 429 : 200;
    close.upstreamStatus = close.httpStatus;
    close.error = failed ? "rate_limit_error" : "";
    close.usage.input = failed ? 0 : 1000 + static_cast<std::int64_t>(lot % 40'000);
    close.usage.cacheRead = failed ? -1 : static_cast<std::int64_t>(lot % 1000);
    close.usage.output = failed ? 0 : 20 + static_cast<std::int64_t>(lot % 2000);
    close.costPico = failed ? 0 : 1'000'000'000 + static_cast<std::int64_t>(lot % 1'000'000'000);
    close.priceInput = 2'500'000;
    close.priceOutput = 10'000'000;
    close.firstByteUs = 200'000 + static_cast<std::int32_t>(lot % 900'000);
    close.overheadUs = 300;
    close.providerId = failed ? "" : "chatcmpl-" + std::to_string(lot);
    return row;
}

struct FillTime
{
    double wallS = 0;
    double cpuS = 0;   // Of this thread.
};

inline double threadCpuS()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Writes the requests from..until of the plan and says what the writing took.
inline Result<FillTime> fill(Store &store, const FillPlan &plan, std::int64_t from, std::int64_t until)
{
    FillTime time;
    std::vector<Row> rows;
    while (from < until) {
        rows.clear();
        for (; from < until && rows.size() < plan.batch; ++from)
            rows.push_back(filledRow(plan, from));
        const auto begun = std::chrono::steady_clock::now();
        const double cpuBegun = threadCpuS();
        GW_TRY(const Store::Written written, store.write({.rows = rows, .pending = {}, .settled = {}}));
        time.cpuS += threadCpuS() - cpuBegun;
        time.wallS += std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        if (written.closed != rows.size())
            return Error{.code = ErrorCode::Internal, .message = "rows were there already"};
    }
    return time;
}

// As the ledger's writer does when it has time.
inline Result<void> makeSpans(Store &store, const FillPlan &plan)
{
    for (;;) {
        GW_TRY(const bool made, store.tidySums(dayOf(plan.newestUs)));
        if (!made)
            return {};
    }
}

}   // namespace gw::ledger::test
