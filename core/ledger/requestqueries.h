#pragma once

#include "core/ledger/records.h"

#include <optional>
#include <string>
#include <vector>

// Questions about requests, where queries.h asks about attempts. A request stands where its id does; its row
// is its last attempt, its cost that of all attempts.
namespace gw::ledger {

enum class TermField : std::uint8_t {
    // Texts.
    Model,   // As asked, its group, or as served.
    Client,
    Key,   // Hash or alias.
    Provider,
    Route,
    Session,
    Team,   // Id.
    Tag,    // One of the request's.
    Error,
    Anything,   // Any of the above but Team and Tag, or one of the three ids, whole.
    // Numbers.
    Status,
    Attempts,
    Input,
    CacheRead,
    Output,
    Tokens,        // Read and written.
    CostPico,      // 10^-12 USD, of all attempts.
    DurationUs,    // Microseconds; unknown ones match nothing.
    FirstByteUs,   // The same.
    OverheadUs,    // The same.
    // States; without a comparison.
    Failed,   // Not a success, or a status from 400 on.
    Stream,
    Mock,
    Estimated,   // Broken ones too.
    Unpriced,
    Broken,
};

// Contains, for Status: number is the first digit. Other numbers are equal.
enum class TermCompare : std::uint8_t { Contains, Equal, Less, AtMost, Greater, AtLeast };

// ASCII letters are compared without regard to case.
struct Term
{
    TermField field = TermField::Anything;
    TermCompare compare = TermCompare::Contains;
    bool negated = false;
    std::string text = {};
    std::int64_t number = 0;
};

// All terms must hold. Times are those of the request's start, in Unix microseconds.
struct RequestFilter
{
    std::optional<std::int64_t> fromUs = {};    // At or after ...
    std::optional<std::int64_t> untilUs = {};   // ... and before.
    std::vector<Term> terms = {};
};

// Both ends belong to it; absent: no limit.
struct RequestSpan
{
    std::optional<Id128> newest = {};
    std::optional<Id128> oldest = {};
};

struct RequestsQuery
{
    RequestFilter filter = {};
    RequestSpan span = {};
    int limit = 200;
};

struct RequestRow
{
    Row last;
    std::int64_t costPico = 0;   // Of all attempts.
};

// Some consecutive matches.
struct OutlineSpan
{
    Id128 newest;
    Id128 oldest;
    int count = 0;
};

// Walks over the whole filter once, newest first, and cuts what it finds into spans of at most spanRows
// matches, each found among not many more rows than kSliceRows: so any of them is read quickly later.
struct OutlineQuery
{
    RequestFilter filter = {};
    RequestSpan within = {};
    int spanRows = 200;
};

struct Outline
{
    std::vector<OutlineSpan> spans;   // Found since the last answer to the same question.
    std::int64_t scanned = 0;         // Attempts looked at so far.
    std::int64_t reachedMs = 0;       // Unix milliseconds of the oldest of them.
    bool done = false;                // False: more answers follow.
};

struct RequestSums
{
    std::int64_t requests = 0;
    std::int64_t failed = 0;
    std::int64_t slow = 0;   // Longer than SumsQuery::slowUs.
    std::int64_t streams = 0;
    std::int64_t retried = 0;
    std::int64_t unpriced = 0;
    std::int64_t cached = 0;   // Something was read from the provider's cache.
    std::int64_t input = 0;
    std::int64_t output = 0;
    // Whole USD and the rest in 10^-12 USD.
    std::int64_t costUsd = 0;
    std::int64_t costPico = 0;
    bool done = false;   // False: so far; more answers follow.
};

struct SumsQuery
{
    RequestFilter filter = {};
    std::int64_t slowUs = 10'000'000;
};

// Sums of the attempts that match, apart by model and unit prices.
struct TariffQuery
{
    RequestFilter filter = {};
    std::vector<std::int64_t> above = {};   // Tokens of input at which prices change; rising, at most a few.
};

// Names the ledger has met, by their number of requests.
struct KnownNames
{
    std::vector<std::string> models;
    std::vector<std::string> clients;
    std::vector<std::string> providers;
};

}   // namespace gw::ledger
