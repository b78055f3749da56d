#pragma once

#include "core/client/values.h"

#include <optional>

// What the list of requests asks for and gets. Money is in 10^-12 USD, times in microseconds, moments since
// the Unix epoch. A request's place is its id: newer requests have larger ones.
namespace gw::client {

enum class TrafficField {
    // Texts.
    Model,   // As asked, or as served.
    App,
    Key,
    Provider,
    Route,
    Session,
    Team,   // Id.
    Tag,
    Error,
    Anything,   // Any of these but team and tag, or a whole id.
    // Numbers.
    Status,
    Attempts,
    Input,
    Cached,
    Output,
    Tokens,   // Read and written.
    Cost,
    Duration,
    FirstByte,
    Overhead,
    // States.
    IsError,
    IsStream,
    IsMock,
    IsEstimated,
    IsUnpriced,
    IsBroken,
};

// Contains, for Status: number is the first digit.
enum class TrafficCompare { Contains, Equal, Less, AtMost, Greater, AtLeast };

struct TrafficTerm
{
    TrafficField field = TrafficField::Anything;
    TrafficCompare compare = TrafficCompare::Contains;
    bool negated = false;
    QString text = {};
    std::int64_t number = 0;   // 10^-12 USD for Cost, microseconds for times.

    bool operator==(const TrafficTerm &) const = default;
};

// All terms must hold.
struct TrafficFilter
{
    std::optional<std::int64_t> fromUs = {};    // Start of the request: at or after ...
    std::optional<std::int64_t> untilUs = {};   // ... and before.
    std::vector<TrafficTerm> terms = {};

    bool operator==(const TrafficFilter &) const = default;
};

// One request as the list shows it: its last attempt, at the cost of all.
struct TrafficRow : RequestRow
{
    QString group;   // Of models, that the asked name stands for.
    QString keyHash;
    QString route;
    QString session;
    std::int64_t overheadUs = -1;
    bool broken = false;   // The gateway died before it ended.

    bool running() const { return status == 0 && !broken; }
    bool failed() const { return status >= 400 || broken || (status != 0 && !error.isEmpty()); }
};

// Some consecutive matches of a filter, both ends included.
struct TrafficSpan
{
    Id128 newest;
    Id128 oldest;
    int count = 0;
};

// The matches of a filter as spans, newest first; a part of them.
struct TrafficOutline
{
    std::vector<TrafficSpan> spans;
    std::int64_t scanned = 0;     // Attempts looked at so far.
    std::int64_t reachedUs = 0;   // Start of the oldest of them.
    bool done = false;            // False: more parts follow.
    QString problem;              // Why there is no more; in words for a user.
};

struct TrafficSums
{
    std::int64_t requests = 0;
    std::int64_t failed = 0;
    std::int64_t slow = 0;
    std::int64_t streams = 0;
    std::int64_t retried = 0;
    std::int64_t unpriced = 0;
    std::int64_t cached = 0;
    std::int64_t input = 0;
    std::int64_t output = 0;
    // Saturates; 9.2 million USD.
    std::int64_t costPico = 0;
    bool done = false;   // False: so far.
};

struct TrafficNames
{
    QStringList models;
    QStringList apps;
    QStringList providers;
};

// One attempt with what it cost and why.
struct TrafficAttempt
{
    int number = 0;   // From 0.
    std::int64_t startedUs = 0;
    std::int64_t endedUs = 0;
    std::int64_t durationUs = 0;     // From the start of the request to the end of this attempt.
    std::int64_t firstByteUs = -1;   // From the start of the request.
    std::int64_t overheadUs = -1;    // Of durationUs, what the gateway itself took.
    QString provider;
    QString model;
    QString deployment;
    int status = 0;           // What the client got, or would have got had this been the last attempt.
    int upstreamStatus = 0;   // 0: no answer.
    QString error;            // Class and short reason.
    bool clientLeft = false;
    bool broken = false;
    bool estimated = false;
    bool unpriced = false;
    bool mock = false;
    bool cacheHit = false;
    // Tokens; -1 unknown. Totals include their parts.
    std::int64_t input = -1;
    std::int64_t cacheRead = -1;
    std::int64_t cacheWrite = -1;
    std::int64_t cacheWrite1h = -1;
    std::int64_t output = -1;
    std::int64_t reasoning = -1;
    std::int64_t estimatedInput = 0;
    std::int64_t costPico = 0;
    std::int64_t savedPico = 0;
    // Unit prices, 10^-12 USD per token; -1 unknown.
    std::int64_t priceInput = -1;
    std::int64_t priceOutput = -1;
    std::int64_t priceCacheRead = -1;
    std::int64_t priceCacheWrite = -1;
    QString priceVersion;
    QString answerId;            // The provider's.
    QStringList dropped;         // Parameters that the provider does not take and that were left out.
    QString reason;              // Why this deployment: "retry 1, least-busy".
    std::int64_t waitedUs = 0;   // In front of it, in lines and between tries.
    std::int64_t queuedUs = 0;   // Of the request so far, in lines for a free slot.
};

// One request with everything that is known of it. No attempts: the ledger does not hold it (yet).
struct TrafficDetail
{
    Id128 request;
    QString callId;
    QString requestedModel;
    QString modelGroup;
    QString route;
    QString client;
    QString keyAlias;
    QString keyHash;
    QString user;
    QString team;
    QString endUser;
    QString session;
    QString tags;
    bool stream = false;
    std::vector<TrafficAttempt> attempts;
    QString problem;
};

enum class ExportFormat { Csv, JsonLines };

struct ExportState
{
    std::int64_t written = 0;
    std::int64_t total = -1;   // -1: still being counted.
    bool done = false;
    QString problem;   // With done: nothing was left at the path.
};

}   // namespace gw::client
