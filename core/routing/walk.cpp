#include "core/routing/walk.h"

#include "core/base/errortable.h"
#include "core/base/fnv.h"
#include "core/routing/modelaccess.h"

#include <algorithm>
#include <cctype>

namespace gw::routing {

namespace {

constexpr double kTimeoutPenaltyS = 1000;
constexpr std::int64_t kPrefixTokens = 1024;   // Providers cache no shorter prefixes.
constexpr double kPrefixTtlS = 300;
constexpr std::size_t kPrefixBytes = 4096;
constexpr double kUsPerS = 1e6;

Error unknownModel(const Table &table, const chat::Call &call, std::string_view route)
{
    std::string message = std::string(route) + ": Invalid model name passed in model=" + call.model +
                          ". Call `/v1/models` to view available models for your key.";
    const std::vector<std::string> nearest = table.nearest(call.model, 3);
    for (std::size_t i = 0; i < nearest.size(); ++i)
        message += (i == 0 ? " Did you mean " : ", ") + nearest[i];
    if (!nearest.empty())
        message += "?";
    return {.code = ErrorCode::UnknownModel, .message = std::move(message)};
}

std::string quoted(const std::vector<FallbackTarget> &targets)
{
    std::string out;
    for (const FallbackTarget &target : targets)
        out += (out.empty() ? "'" : ", '") + target.name + "'";
    return out.empty() ? "None" : "[" + out + "]";
}

// What a provider would find in its prompt cache: everything up to the last cache marker, else the beginning.
std::uint64_t prefixHash(const chat::Call &call)
{
    std::string_view messages = call.memberText("messages");
    if (messages.empty())
        messages = call.memberText(call.shape == chat::Shape::Gemini ? "contents" : "input");
    const std::size_t marker = messages.rfind("\"cache_control\"");
    messages = messages.substr(0, marker != std::string_view::npos ? marker : kPrefixBytes);
    std::uint64_t hash = fnv1a(messages);
    for (const char *key : {"system", "instructions", "tools"})
        hash = fnv1a(call.memberText(key), hash);
    return hash;
}

int levelOf(const Member &member)
{
    return member.params().order.value_or(INT_MAX);
}

}   // namespace

Walk::Walk(TablePtr table, const chat::Call &call, const auth::Principal &principal, Stage first)
    : m_table(std::move(table))
    , m_call(&call)
    , m_principal(&principal)
    , m_firstGroup(first.group->name)
    , m_stage(std::move(first))
{
    m_ask.model = call.model;
    m_ask.stream = call.stream;
    m_ask.ignoresCooldown = m_stage.direct;
    m_ask.tags = call.gateway.tags;
    m_ask.region = call.gateway.region;
    m_ask.only = call.gateway.deployment;
    m_visited = {call.model, m_firstGroup};
    collectAffinities();
}

Result<Walk> Walk::begin(TablePtr table, const chat::Call &call, const auth::Principal &principal,
                         std::string_view route)
{
    if (table->empty())
        return Error{.code = ErrorCode::NoModels, .message = "No models configured on proxy"};
    const std::string_view wanted = unaliased(principal, call.model);
    auto resolution = table->resolve(wanted);
    if (!resolution)
        return unknownModel(*table, call, route);
    const bool alias = wanted != call.model;
    // A name that the list has may stand for one that it has not.
    if (!alias || !mayUse(*table, principal, wanted, *resolution->group).ok())
        GW_CHECK(mayUse(*table, principal, call.model, *resolution->group));
    if (resolution->paused)
        return Error{.code = ErrorCode::Overloaded,
                     .message = "The model '" + call.model +
                                "' is paused: none of its deployments takes traffic now."};
    Stage first{std::move(resolution->group), resolution->direct, std::move(resolution->aliasRest)};
    return Walk(std::move(table), call, principal, std::move(first));
}

void Walk::collectAffinities()
{
    m_ask.affinities.clear();
    if (settings().optionalChecks.empty() && settings().groupAffinities.empty())
        return;
    const std::string &group = m_stage.group->name;
    const auto wants = [&](std::string_view check) { return hasCheck(settings(), group, check); };
    if (wants("session_affinity") && !m_call->gateway.sessionId.empty())
        m_ask.affinities.push_back("session:" + group + ":" + m_call->gateway.sessionId);
    if (wants("deployment_affinity"))
        m_ask.affinities.push_back("key:" + group + ":" + m_principal->keyHash);
    // Whether it is long enough is known by its bytes; counting tokens would cost more than it saves.
    constexpr std::size_t kBytesPerToken = 4;
    if (wants("prompt_caching") && m_call->body.size() >= kPrefixTokens * kBytesPerToken)
        m_ask.affinities.push_back("prefix:" + group + ":" + std::to_string(prefixHash(*m_call)));
}

bool Walk::tryGo(const Selection &selection, const Moment &now, bool counted)
{
    const Member &member = *selection.member;
    if (!member.state->enter(member.capacity, now))
        return false;
    Slot slot(member.state);
    if (!counted && enforcesRates() && member.params().rpm) {
        if (!member.state->requests.tryAdd(now.minute(), 1, *member.params().rpm))
            return false;
    } else {
        member.state->requests.add(now.minute(), 1);
    }
    m_slot = std::move(slot);
    m_member = &member;
    m_memberGroup = m_stage.group;
    m_attempt = {member.target, m_stage.group->name, selection.reason};
    if (m_fallbacks > 0 && m_failedInLevel == 0)
        m_attempt.reason = "fallback from " + m_firstGroup + ", " + m_attempt.reason;
    else if (m_failedInLevel > 0)
        m_attempt.reason = "retry " + std::to_string(m_failedInLevel) + ", " + m_attempt.reason;
    ++m_attempts;
    return true;
}

bool Walk::enforcesRates() const
{
    return limitsRates(*m_stage.group, settings());
}

std::vector<const Member *> Walk::ranked(const Moment &now, Random &random) const
{
    if (line().size() > 0 || (m_call->gateway.mockFailure && m_fallbacks == 0))
        return {};
    return routing::ranked(*m_stage.group, m_ask, settings(), m_table->state(), now, random);
}

Step Walk::take(std::string_view deploymentId, const Moment &now, Random &random)
{
    for (const Member &member : m_stage.group->members) {
        Selection selection;
        selection.member = &member;
        selection.reason = std::string(strategyName(m_stage.group->strategy)) + ", with other gateways";
        if (member.id() == deploymentId && tryGo(selection, now, true))
            return {Step::Kind::Go};
    }
    return choose(now, random);
}

Step Walk::choose(const Moment &now, Random &random, bool called)
{
    // A slot may be gone between looking and taking; who loses that race often is as good as queued.
    constexpr int kMaxRaces = 8;
    for (int races = 0; races < kMaxRaces;) {
        Selection selection;
        if (m_call->gateway.mockFailure && m_fallbacks == 0) {
            selection.error = {.code = *m_call->gateway.mockFailure,
                               .message = "This is a mock exception for model=" + m_call->model +
                                          ", to trigger a fallback."};
        } else if (!called && line().size() > 0) {
            return {Step::Kind::Queue};
        } else {
            selection = select(*m_stage.group, m_ask, settings(), m_table->state(), now, random);
        }
        if (selection.full)
            return {Step::Kind::Queue};
        if (selection.member) {
            if (tryGo(selection, now))
                return {Step::Kind::Go};
            ++races;
            continue;
        }
        const ErrorCode code = selection.error.code;
        keep(std::move(selection.error));
        if (!nextStage(code))
            return {Step::Kind::Stop, finalError()};
        called = false;
    }
    return {Step::Kind::Queue};
}

bool Walk::adopt(std::string_view deploymentId, std::string_view upstreamModel)
{
    const auto find = [&](const GroupPtr &group) {
        const auto member = std::ranges::find_if(group->members, [&](const Member &one) {
            return one.id() == deploymentId && one.target->upstreamModel == upstreamModel;
        });
        if (member == group->members.end())
            return false;
        m_member = &*member;
        m_memberGroup = group;
        m_attempt = {member->target, m_stage.group->name, "kept answer"};
        return true;
    };
    if (find(m_stage.group))
        return true;
    // Of another group that shares answers with this one.
    const auto other = m_table->resolve(deploymentId);
    return other && other->direct && find(other->group);
}

Step Walk::gaveUp(const Moment &now, Random &random)
{
    constexpr int kRetryAfterMs = 1000;
    keep({.code = ErrorCode::NoDeployment,
          .message = "No deployments available for selected model: all of them are busy "
                     "(max_parallel_requests). Passed model=" +
                     m_call->model,
          .retryAfterMs = kRetryAfterMs});
    if (!nextStage(ErrorCode::NoDeployment))
        return {Step::Kind::Stop, finalError()};
    return choose(now, random);
}

RetryQuestion Walk::question(const Moment &now) const
{
    RetryQuestion out;
    out.failedAttempts = m_failedInLevel;
    out.requestRetries = m_call->gateway.numRetries;
    out.deploymentRetries = m_member->params().numRetries;
    out.groupSize = m_stage.group->members.size();
    for (const Member &member : m_stage.group->members) {
        const bool usable = !member.state->cooling(now) && member.target->problem.empty() &&
                            levelOf(member) == levelOf(*m_member) &&
                            (m_ask.only.empty() || member.id() == m_ask.only);
        if (&member == m_member)
            out.failedUsable = usable || m_stage.direct;
        else if (usable)
            ++out.others;
    }
    return out;
}

Verdict Walk::failed(const Error &error, const Moment &now, Random &random, std::int64_t remainingMs,
                     bool content, bool midstream)
{
    Verdict verdict;
    ++m_failedInLevel;
    verdict.cooldown = noteFailure(*m_member->state, error, *m_member->target->deployment, settings(),
                                   m_stage.group->members.size(), now);
    if (error.code == ErrorCode::UpstreamTimeout) {
        const auto most = static_cast<std::size_t>(m_stage.group->args.maxLatencyListSize);
        m_member->state->perToken.add(kTimeoutPenaltyS, most, now.steadyUs);
        m_member->state->firstToken.add(kTimeoutPenaltyS, most, now.steadyUs);
    }
    m_slot.release();
    m_ask.tried.push_back(m_member->id());
    keep(described(error));
    const auto again = [&](int delayMs) {
        verdict.again = true;
        verdict.delayMs = delayMs;
        return verdict;
    };
    if (!content) {
        RetryQuestion asked = question(now);
        asked.hasFallbacks = !targets(error.code).empty();
        asked.hasContextWindowFallbacks = settings().hasContextWindowFallbacks && asked.hasFallbacks;
        asked.hasContentPolicyFallbacks = settings().hasContentPolicyFallbacks && asked.hasFallbacks;
        asked.random = random.next();
        asked.remainingMs = remainingMs;
        if (const auto delay = retryDelayMs(error, settings(), m_stage.group->name, asked)) {
            ++m_retries;
            return again(*delay);
        }
        const bool ownFault = !mayFallBack(error.code) && m_member->target->problem.empty();
        if (const auto next = nextOrder(*m_stage.group, levelOf(*m_member)); next && !ownFault) {
            m_ask.lowestOrder = *next;
            m_failedInLevel = 0;
            ++m_retries;
            return again(0);
        }
    } else if (!midstream) {
        verdict.error = finalError();
        return verdict;
    }
    if (nextStage(error.code))
        return again(0);
    verdict.error = finalError();
    return verdict;
}

std::vector<FallbackTarget> Walk::targets(ErrorCode code) const
{
    if (m_call->gateway.disableFallbacks || m_principal->disableFallbacks || !mayFallBack(code))
        return {};
    FallbackSources sources;
    sources.settings = &settings();
    sources.aliasRest = m_stage.aliasRest;
    // The request's own list is for what it asked for, and for nobody's fallbacks.
    if (m_call->gateway.fallbacks && m_fallbacks > 0)
        return {};
    if (m_call->gateway.fallbacks)
        sources.requestList = &*m_call->gateway.fallbacks;
    else
        sources.requestList = m_principal->fallbacks.get();
    const bool first = m_fallbacks == 0;
    return fallbackTargets(sources, code, first ? m_call->model : m_stage.group->name, m_stage.group->name);
}

bool Walk::nextStage(ErrorCode code)
{
    if (m_stage.depth < settings().maxFallbacks) {
        std::vector<FallbackTarget> next = targets(code);
        for (auto it = next.rbegin(); it != next.rend(); ++it)
            m_pending.push_front({std::move(*it), m_stage.depth + 1});
    }
    while (!m_pending.empty()) {
        const Pending pending = std::move(m_pending.front());
        m_pending.pop_front();
        if (enterStage(pending))
            return true;
    }
    return false;
}

bool Walk::enterStage(const Pending &pending)
{
    const std::string &name = pending.target.name;
    if (pending.target.overrides.empty() && !m_visited.insert(name).second)
        return false;
    auto resolution = m_table->resolve(name);
    if (!resolution || resolution->paused || !mayUse(*m_table, *m_principal, name, *resolution->group).ok())
        return false;
    m_visited.insert(resolution->group->name);
    m_stage = {std::move(resolution->group), resolution->direct, std::move(resolution->aliasRest),
               pending.target.overrides, pending.depth};
    m_ask.ignoresCooldown = m_stage.direct;
    m_ask.only.clear();
    m_ask.lowestOrder = INT_MIN;
    m_failedInLevel = 0;
    ++m_fallbacks;
    collectAffinities();
    return true;
}

bool Walk::mayFailOver() const
{
    return settings().midstreamFallback &&
           (!m_pending.empty() || !targets(ErrorCode::UpstreamConnection).empty());
}

int Walk::maxRetries() const
{
    RetryQuestion asked;
    asked.requestRetries = m_call->gateway.numRetries;
    if (m_member)
        asked.deploymentRetries = m_member->params().numRetries;
    return retriesAllowed(ErrorCode::UpstreamInternal, settings(), m_stage.group->name, asked);
}

// Provider errors say their class and provider, as LiteLLM's do; users look for these words.
Error Walk::described(const Error &error) const
{
    if (error.upstreamStatus == 0 && error.code < ErrorCode::UpstreamBadRequest)
        return error;
    Error out = error;
    std::string provider = m_member->target->provider;
    if (provider == "openai")
        provider = "OpenAI";
    else if (!provider.empty())
        provider[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(provider[0])));
    out.message = "litellm." + errorRow(error.code).errorClass + ": " + provider + "Exception - " +
                  error.message + ". Received Model Group=" + m_stage.group->name +
                  "\nAvailable Model Group Fallbacks=" + quoted(targets(error.code));
    if (const int most = maxRetries(); most > 0)
        out.message += " LiteLLM Retried: " + std::to_string(m_retries) +
                       " times, LiteLLM Max Retries: " + std::to_string(most);
    return out;
}

void Walk::keep(Error error)
{
    (m_fallbacks == 0 ? m_firstError : m_lastError) = std::move(error);
}

Error Walk::finalError() const
{
    if (!m_firstError)
        return m_lastError.value_or(Error());
    Error out = *m_firstError;
    if (m_lastError)
        out.message += "\nError doing the fallback: " + m_lastError->message;
    return out;
}

void Walk::succeeded(const Success &success, const Moment &now)
{
    if (!m_slot)
        return;
    DeploymentState &state = *m_member->state;
    state.successes.add(now.minute(), 1);
    state.tokens.add(now.minute(), success.totalTokens);
    state.recovered();
    const auto most = static_cast<std::size_t>(m_stage.group->args.maxLatencyListSize);
    if (m_call->stream && success.firstTokenSeconds > 0)
        state.firstToken.add(success.firstTokenSeconds, most, now.steadyUs);
    else if (!m_call->stream)
        state.perToken.add(success.outputTokens > 0
                               ? success.seconds / static_cast<double>(success.outputTokens)
                               : success.seconds,
                           most, now.steadyUs);
    for (const BudgetRow &row : budgetsOf(*m_member, m_ask.tags, settings()))
        m_table->state().budgets.spent(row, now);   // Begins its window where this was the first amount.
    for (const std::string &key : m_ask.affinities) {
        const double ttlS = key.starts_with("prefix:") ? kPrefixTtlS : settings().affinityTtlS;
        m_table->state().affinities.keep(key, m_member->id(),
                                         now.steadyUs + static_cast<std::int64_t>(ttlS * kUsPerS));
    }
    m_slot.release();
}

}   // namespace gw::routing
