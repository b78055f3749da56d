#pragma once

#include "core/auth/principal.h"
#include "core/chat/call.h"
#include "core/routing/timelimits.h"
#include "core/routing/walk.h"

// What the router would do with a request now, for people: the same steps as a Walk, but nothing is sent,
// taken or counted.
namespace gw::routing {

// One deployment of a group, in the order in which it would come to its turn.
struct ExplainedDeployment
{
    TargetPtr target;
    bool usable = false;
    // Of being the first that is tried once its turn has come; 0 where only the failure of others leads to
    // it. Of usable ones.
    double chance = 0;
    int turn = 0;                    // Of usable ones: order levels that are used up before, from 0.
    std::optional<int> order = {};   // As the config says it.
    std::string why = {};            // Why it is left out; "" for usable ones.
    int retries = 0;                 // After a failure of the kind that may be repeated.
    TimeLimits limits = {};
};

struct ExplainedGroup
{
    std::string name;
    Strategy strategy = Strategy::SimpleShuffle;
    bool direct = false;     // Its deployment was named by its id.
    bool waits = false;      // All that may be used are busy: the request would stand in line.
    std::size_t ahead = 0;   // Those who stand there.
    std::vector<ExplainedDeployment> deployments;
    std::string problem;   // Why none can be used now.
};

struct Explanation
{
    std::vector<ExplainedGroup> groups;   // The one that was asked for; none: see error.
    // The groups behind it, for a failure of any kind, for a prompt that is too long, for a refused one.
    std::vector<ExplainedGroup> general;
    std::vector<ExplainedGroup> context;
    std::vector<ExplainedGroup> policy;
    std::int64_t inputTokens = 0;
    std::optional<Error> error;   // Why nobody would be asked at all.
};

// inputTokens: of the prompt, estimated; 0 unknown. route as the ledger calls it. Thread-safe.
Explanation explain(const TablePtr &table, const chat::Call &call, const auth::Principal &principal,
                    std::string_view route, std::int64_t inputTokens, const Moment &now);

}   // namespace gw::routing
