#pragma once

#include "core/ledger/records.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Questions to the ledger and its answers, as values.
namespace gw::ledger {

__extension__ typedef __int128 Int128;

// What spend is summed by. The numbers are stored: append only.
enum class Dimension : std::uint8_t {
    All,
    Key,
    User,
    Team,
    EndUser,
    ModelGroup,
    Model,
    Provider,
    Client,
    Tag,
    Member,       // pairName() of team and user
    KeyModel,     // pairName() of a virtual key's hash and the model group
    Deployment,   // By id.
    // No roll-up holds it: for BreakdownQuery alone.
    Route,
};
std::string pairName(std::string_view first, std::string_view second);
// The alias of the master key, which has no sums by model.
inline constexpr std::string_view kMasterAlias = "master";

// Sums over attempts. Money in 10^-12 USD and wide enough for any sum.
struct Totals
{
    std::int64_t requests = 0;   // Attempts number 0: one per client request.
    std::int64_t attempts = 0;
    std::int64_t failures = 0;   // Attempts whose outcome is no success.
    std::int64_t estimated = 0;
    std::int64_t broken = 0;
    std::int64_t unpriced = 0;
    std::int64_t input = 0;   // Tokens; unknown counts as 0.
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite = 0;
    std::int64_t output = 0;
    std::int64_t reasoning = 0;
    std::int64_t durationUs = 0;
    Int128 costPico = 0;
    Int128 savedPico = 0;

    Totals &operator+=(const Totals &other);
    bool operator==(const Totals &) const = default;
};
Totals totalsOf(const Row &row);
// How tables of sums keep amounts: whole dollars, and 10^-12 of one. Each part of a sum stays far within 64
// bits.
inline constexpr std::int64_t kPicoPerUsd = 1'000'000'000'000;
// Of the sixteen columns of such a table from at on; number(column) reads one.
template <typename Number>
Totals totalsFrom(const Number &number, int at)
{
    const auto amount = [&number](int column) {
        return static_cast<Int128>(number(column)) * kPicoPerUsd + number(column + 1);
    };
    return {.requests = number(at),
            .attempts = number(at + 1),
            .failures = number(at + 2),
            .estimated = number(at + 3),
            .broken = number(at + 4),
            .unpriced = number(at + 5),
            .input = number(at + 6),
            .cacheRead = number(at + 7),
            .cacheWrite = number(at + 8),
            .output = number(at + 9),
            .reasoning = number(at + 10),
            .durationUs = number(at + 11),
            .costPico = amount(at + 12),
            .savedPico = amount(at + 14)};
}
// Every sum that a row belongs to, but for those of its tags: by one of its texts, or by two of them, each as
// it stands in the record. add(Dimension, const std::string &first, const std::string *second)
template <typename Add>
void eachColumnSum(const OpenRecord &open, Add add)
{
    constexpr std::size_t kHashChars = 64;   // Of a key; other names stand for no key.
    add(Dimension::Key, open.keyHash, nullptr);
    add(Dimension::User, open.userId, nullptr);
    add(Dimension::Team, open.teamId, nullptr);
    add(Dimension::EndUser, open.endUser, nullptr);
    add(Dimension::ModelGroup, open.modelGroup, nullptr);
    add(Dimension::Model, open.upstreamModel, nullptr);
    add(Dimension::Provider, open.provider, nullptr);
    add(Dimension::Client, open.client, nullptr);
    add(Dimension::Deployment, open.deploymentId, nullptr);
    if (!open.teamId.empty() && !open.userId.empty())
        add(Dimension::Member, open.teamId, &open.userId);
    if (open.keyHash.size() == kHashChars && open.keyAlias != kMasterAlias && !open.modelGroup.empty())
        add(Dimension::KeyModel, open.keyHash, &open.modelGroup);
}
// All of them, by name.
void eachSum(const OpenRecord &open, const std::function<void(Dimension, const std::string &name)> &add);

// Days since 1970-01-01, UTC.
using Day = std::int32_t;
Day dayOf(std::int64_t unixUs) noexcept;

// Place in the list of attempts, which is ordered by id and attempt.
struct Cursor
{
    Id128 request;
    std::uint16_t attempt = 0;

    // Before everything of this moment and later.
    static Cursor at(std::int64_t unixUs) noexcept;
    bool operator==(const Cursor &) const = default;
};

// Everything that is set must hold. Texts are compared whole.
struct Filter
{
    std::optional<std::int64_t> fromUs;    // Start of the attempt: at or after ...
    std::optional<std::int64_t> untilUs;   // ... and before.
    std::optional<std::string> key;
    std::optional<std::string> user;
    std::optional<std::string> team;
    std::optional<std::string> endUser;
    std::optional<std::string> modelGroup;
    std::optional<std::string> model;
    std::optional<std::string> provider;
    std::optional<std::string> client;
    std::optional<std::string> route;
    std::optional<std::string> session;
    std::optional<std::string> keyAlias;
    std::optional<std::string> deployment;
    std::optional<std::string> gateway;   // Of a ledger that several share; one's own rows are nobody else's.
    std::optional<Outcome> outcome;
    std::optional<Ending> ending;
    std::optional<int> httpStatus;
    std::optional<int> upstreamStatus;
    std::optional<bool> failed;
    std::optional<bool> unpriced;
    std::optional<std::int64_t> minCostPico;
    std::optional<std::int64_t> maxCostPico;

    bool isEmpty() const;
};

struct PageQuery
{
    Filter filter;
    std::optional<Cursor> before;   // Newest first from here; absent: from the newest.
    int limit = 100;
    std::int64_t skip = 0;   // Matches that are passed over first.
};

struct Page
{
    std::vector<Row> rows;   // Found since the last answer to the same question.
    // Where the next page begins; absent at the end of the ledger.
    std::optional<Cursor> next;
    std::int64_t scanned = 0;   // Rows looked at so far, for showing progress.
    bool done = false;          // False: more answers to this question follow.
};

struct DayRange
{
    Day from = 0;
    Day to = 0;   // Inclusive.
};

struct NamedTotals
{
    std::string name;
    Totals totals;
};

struct DayTotals
{
    Day day = 0;
    std::string name;
    Totals totals;
};

// What one name has to do with a chart of days.
struct NamedChart
{
    std::string name;
    Totals totals;
    std::vector<Int128> costByDay;   // From the first day asked for to the last.
};

// Sums over the attempts themselves, by up to three dimensions (not Tag, Member and KeyModel): for what no
// roll-up holds.
struct BreakdownQuery
{
    Filter filter;
    Dimension first = Dimension::All;
    Dimension second = Dimension::All;
    bool byDay = false;
    Dimension third = Dimension::All;
    std::size_t limit = 200'000;   // Of groups; more are an error.
};

struct BreakdownRow
{
    Day day = 0;   // 0 unless byDay.
    std::string first;
    std::string second;
    Totals totals;
    std::string third = {};
};

// Attempts with the same model and the same unit prices, summed up: cost can be reckoned again from it.
struct TariffRow
{
    std::string model;
    std::string provider;
    // 10^-12 USD per token; -1 unknown.
    std::int64_t priceInput = -1;
    std::int64_t priceOutput = -1;
    std::int64_t priceCacheRead = -1;
    std::int64_t priceCacheWrite = -1;
    // How many of TariffQuery::above the input was larger than: 0 to their number.
    int tier = 0;
    // They cost something, or would if a price were known: no failures, mocks and answers from the cache.
    bool billed = false;
    std::int64_t attempts = 0;
    std::int64_t estimated = 0;   // Broken ones too.
    std::int64_t unpriced = 0;
    chat::Usage usage;   // Sums; unknown counts as 0.
    Int128 costPico = 0;
};

}   // namespace gw::ledger
