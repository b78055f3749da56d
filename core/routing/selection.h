#pragma once

#include "core/base/result.h"
#include "core/routing/table.h"

#include <climits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gw::routing {

// What choosing needs to know of one request.
struct Ask
{
    std::string_view model;   // As requested, for messages.
    bool stream = false;
    bool ignoresCooldown = false;   // The deployment was named by its id.
    std::int64_t inputTokens = 0;   // Estimated; 0 unknown.
    std::vector<std::string> tags = {};
    std::string region = {};
    std::string only = {};                      // The one deployment that can answer.
    std::vector<std::string> affinities = {};   // Keys into State::affinities, the strongest first.
    std::vector<std::string> tried = {};        // Ids that failed this request: only if there is no other.
    int lowestOrder = INT_MIN;                  // Levels below have been used up.
};

// Why a deployment is not to be used now.
struct Excluded
{
    std::string deploymentId;
    std::string why;
    bool later = false;   // Another order level goes first.
};

// How likely a deployment that may be used now is to be chosen.
struct Chance
{
    const Member *member = nullptr;   // Of the group that was asked.
    double share = 1;
};

// Everything there is to say about a choice beside its outcome.
struct Account
{
    std::vector<Excluded> excluded;
    std::vector<Chance> chances;   // In the group's order.
};

struct Selection
{
    const Member *member = nullptr;   // Of the group that was asked; null: see full and error.
    std::string reason = {};          // "least-busy: 3 in flight", for the inspector.
    bool full = false;                // All that may be used are busy: worth waiting.
    Error error = {};                 // Why nobody is left, when not full.
};

// The filters of CONTRACT 6.1, steps 3 to 9, over what the group's deployments do now; then the strategy.
// account, when given, gets everyone who was left out and the chances of the others. Takes no slot and counts
// nothing. Thread-safe.
Selection select(const Group &group, const Ask &ask, const config::RouterSettings &settings, State &state,
                 const Moment &now, Random &random, Account *account = nullptr);

// Everyone who might be chosen now, in the order in which the strategy would take them.
std::vector<const Member *> ranked(const Group &group, const Ask &ask, const config::RouterSettings &settings,
                                   State &state, const Moment &now, Random &random);

// Whether a check of optional_pre_call_checks is on for the group, by itself or for all.
bool hasCheck(const config::RouterSettings &settings, const std::string &group, std::string_view check);
// Whether rpm and tpm are limits in the group.
bool limitsRates(const Group &group, const config::RouterSettings &settings);

// The order level behind after that group has deployments of, cooling or not; nothing when it was the last.
std::optional<int> nextOrder(const Group &group, int after);

// The budgets that a request with these tags to a deployment counts in.
std::vector<BudgetRow> budgetsOf(const Member &member, std::span<const std::string> tags,
                                 const config::RouterSettings &settings);

}   // namespace gw::routing
