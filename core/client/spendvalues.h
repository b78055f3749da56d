#pragma once

#include "core/client/values.h"

// What was spent, by day and by who or what. Money is in 10^-12 USD and saturates at 9.2 million; days are
// Julian days of UTC, as the ledger sums them.
namespace gw::client {

enum class SpendBy { Program, Key, Team, Model, Provider, Tag };

// Whose spend: that of the gateway one looks at, or of all that share its database.
enum class SpendOf { ThisGateway, AllGateways };

struct SpendDays
{
    std::int64_t first = 0;
    std::int64_t last = 0;   // Inclusive.

    std::int64_t count() const { return last - first + 1; }
    bool operator==(const SpendDays &) const = default;
};

struct SpendSums
{
    std::int64_t requests = 0;
    std::int64_t failures = 0;
    std::int64_t estimated = 0;   // Attempts whose tokens were estimated; broken ones too.
    std::int64_t unpriced = 0;    // Attempts without a price: they cost more than 0.
    std::int64_t input = 0;
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite = 0;
    std::int64_t output = 0;
    std::int64_t costPico = 0;
    std::int64_t savedPico = 0;   // By answers from the gateway's own cache.

    bool operator==(const SpendSums &) const = default;
};

struct SpendName
{
    QString name = {};     // For people; empty: nothing was said.
    QString filter = {};   // As one types it in Traffic; empty: Traffic cannot tell these apart.
    SpendSums sums = {};
    std::vector<std::int64_t> costByDay = {};   // Of SpendDays.
};

struct SpendReport
{
    SpendBy by = SpendBy::Program;
    SpendDays days = {};
    std::vector<SpendName> names = {};   // Largest cost first. Of tags: a request may count for several.
    SpendSums all = {};
    std::vector<std::int64_t> costByDay = {};   // Of everything.
    std::int64_t beforePico = 0;                // In as many days before.
    // The seven days before today, for a forecast; today is the last day of the report or lies outside.
    std::vector<std::int64_t> lastDays = {};
    std::int64_t today = 0;
    QString problem = {};
    SpendOf of = SpendOf::ThisGateway;
};

// One line of the arithmetic: tokens of one class at one price.
struct PriceLine
{
    enum class Class { Input, CacheRead, CacheWrite, Output };

    QString model = {};
    QString provider = {};
    Class kind = Class::Input;   // Input: what was read from no cache and written to none.
    std::int64_t tokens = 0;
    std::int64_t unitPico = 0;   // Per token.
    std::int64_t costPico = 0;   // tokens times unitPico, exactly.
};

struct SpendArithmetic
{
    std::vector<PriceLine> lines = {};   // Largest cost first.
    // What the lines leave over: tokens with prices of their own (audio, pictures, writes for an hour),
    // searches, prices of very long prompts, discounts and margins.
    std::int64_t otherPico = 0;
    std::int64_t costPico = 0;   // The sum, as the ledger has it.
    std::int64_t attempts = 0;
    std::int64_t estimated = 0;
    std::int64_t unpriced = 0;
    QString problem = {};
};

// What may answer instead, with prices in 10^-12 USD per million tokens; -1 unknown.
struct WhatIfTarget
{
    QString deployment = {};   // Id.
    QString name = {};         // "sonnet: anthropic/claude-sonnet-4-5"
    std::int64_t input = -1;
    std::int64_t output = -1;
};

struct WhatIfLine
{
    QString model = {};   // That answered.
    QString provider = {};
    std::int64_t attempts = 0;
    std::int64_t nowPico = 0;
    std::int64_t thenPico = 0;
};

struct WhatIf
{
    std::vector<WhatIfLine> lines = {};   // Largest cost first.
    std::int64_t nowPico = 0;
    std::int64_t thenPico = 0;
    bool incomplete = false;   // Something that was used has no price there.
    QString priceSource = {};
    QString problem = {};
};

}   // namespace gw::client
