#pragma once

#include "core/auth/principal.h"
#include "core/chat/call.h"
#include "core/routing/cooldowns.h"
#include "core/routing/fallbacks.h"
#include "core/routing/retrypolicy.h"
#include "core/routing/selection.h"

#include <deque>
#include <set>

namespace gw::routing {

// One try, with the reason in words for the inspector.
struct Attempt
{
    TargetPtr target;
    std::string group;
    std::string reason;
};

// What to do next.
struct Step
{
    enum class Kind : std::uint8_t {
        Go,      // Walk::attempt() is to be tried now; its slot is taken.
        Queue,   // All that may be used are busy: wait in Walk::line(), then choose again.
        Stop,    // Nobody is left: error is for the client.
    };

    Kind kind = Kind::Go;
    Error error = {};
};

// After a failed attempt.
struct Verdict
{
    bool again = false;   // Choose again after delayMs; else error is for the client.
    int delayMs = 0;
    Error error = {};
    std::optional<Cooldown> cooldown = {};   // The deployment rests from now on.
};

// How an attempt ended well.
struct Success
{
    std::int64_t outputTokens = 0;
    std::int64_t totalTokens = 0;
    double seconds = 0;             // The attempt as a whole.
    double firstTokenSeconds = 0;   // Streams; 0 unknown.
};

// The way of one request through deployments, retries, order levels and fallbacks (CONTRACT 6.1 to 6.5). Pure
// but for the shared State: it is told the time and asked what to do; who asks makes the calls. Used by one
// thread.
class Walk
{
public:
    // call and principal outlive the walk. UnknownModel names the nearest models; ModelDenied when the
    // principal may not use it; NoModels when nothing is configured; Overloaded when the model is paused.
    static Result<Walk> begin(TablePtr table, const chat::Call &call, const auth::Principal &principal,
                              std::string_view route);

    // Tokens of the prompt, when they are known; pre-call checks and rates use them.
    void setInputTokens(std::int64_t tokens) { m_ask.inputTokens = tokens; }

    // Picks the next deployment and takes its slot. called: it has waited in the line and been called, so it
    // does not go to the end again.
    Step choose(const Moment &now, Random &random, bool called = false);
    // Instead of choosing: that deployment has answered before, and what it said is given again. Takes no
    // slot and is not judged. False when there is no such deployment any more.
    bool adopt(std::string_view deploymentId, std::string_view upstreamModel);
    // Everyone who might be chosen now, the best first; empty when it is not the time to choose (there is a
    // line, a switch for tests).
    std::vector<const Member *> ranked(const Moment &now, Random &random) const;
    // rpm and tpm are limits in the group that is tried now.
    bool enforcesRates() const;
    // The deployment that all gateways together have chosen and counted.
    Step take(std::string_view deploymentId, const Moment &now, Random &random);
    // What choose() gave last.
    const Attempt &attempt() const noexcept { return m_attempt; }
    // The deployment's share of the group, for limits of its own.
    const Member &member() const noexcept { return *m_member; }
    bool hasAttempt() const noexcept { return m_member != nullptr; }
    Line &line() const { return *m_stage.group->line; }
    // Some deployment of the group that is tried now, for what is the same for all of them.
    const providers::Target &anyTarget() const { return *m_stage.group->members.front().target; }
    // Nobody had a free slot in time: the next group, or the end.
    Step gaveUp(const Moment &now, Random &random);

    // The attempt has failed. remainingMs until the request's deadline, 0: none. content: the client has
    // begun to see an answer, so that only the fallback chain is left, and only if midstream allows it.
    Verdict failed(const Error &error, const Moment &now, Random &random, std::int64_t remainingMs,
                   bool content = false, bool midstream = false);
    void succeeded(const Success &success, const Moment &now);
    // The client has left, or the attempt was not made: no judgement, the slot is free.
    void dropped() { m_slot.release(); }

    const std::string &group() const noexcept { return m_stage.group->name; }
    const std::string &firstGroup() const noexcept { return m_firstGroup; }
    // Members that the request has otherwise for the group that is tried now; null: none.
    const json::Object *overrides() const noexcept
    {
        return m_stage.overrides.empty() ? nullptr : &m_stage.overrides;
    }
    // For explaining: the group that is tried now, what is asked of it, and the way on as if everything there
    // had failed so. Nothing is taken or counted.
    const GroupPtr &stage() const noexcept { return m_stage.group; }
    const Ask &ask() const noexcept { return m_ask; }
    bool skip(ErrorCode code) { return nextStage(code); }
    bool direct() const noexcept { return m_stage.direct; }
    int attempts() const noexcept { return m_attempts; }
    int retries() const noexcept { return m_retries; }
    int fallbacks() const noexcept { return m_fallbacks; }
    int maxRetries() const;
    int maxFallbacks() const noexcept { return settings().maxFallbacks; }
    // Whether a stream that breaks may go on elsewhere.
    bool mayFailOver() const;

private:
    // A group to be tried.
    struct Stage
    {
        GroupPtr group;
        bool direct = false;
        std::vector<std::string> aliasRest = {};
        json::Object overrides = {};
        int depth = 0;
    };
    struct Pending
    {
        FallbackTarget target;
        int depth = 0;
    };

    Walk(TablePtr table, const chat::Call &call, const auth::Principal &principal, Stage first);
    const config::RouterSettings &settings() const noexcept { return m_table->config().router; }
    bool tryGo(const Selection &selection, const Moment &now, bool counted = false);
    RetryQuestion question(const Moment &now) const;
    std::vector<FallbackTarget> targets(ErrorCode code) const;
    // Goes on to the next group; false when there is none.
    bool nextStage(ErrorCode code);
    bool enterStage(const Pending &pending);
    Error described(const Error &error) const;
    void keep(Error error);
    Error finalError() const;
    void collectAffinities();

    TablePtr m_table;
    const chat::Call *m_call;
    const auth::Principal *m_principal;
    std::string m_firstGroup;
    Stage m_stage;
    Ask m_ask;
    std::deque<Pending> m_pending;
    std::set<std::string> m_visited;
    Attempt m_attempt;
    const Member *m_member = nullptr;
    GroupPtr m_memberGroup;   // Keeps m_member alive.
    Slot m_slot;
    int m_failedInLevel = 0;
    int m_attempts = 0;
    int m_retries = 0;
    int m_fallbacks = 0;
    std::optional<Error> m_firstError;   // The latest of the first group.
    std::optional<Error> m_lastError;    // The latest of a fallback.
};

}   // namespace gw::routing
