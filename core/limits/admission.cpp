#include "core/limits/admission.h"

#include "core/pricing/cost.h"
#include "core/pricing/money.h"

#include <algorithm>
#include <utility>

namespace gw::limits {

namespace {

constexpr std::int64_t kUsPerS = 1'000'000;
constexpr std::int64_t kLongestWaitS = 20 * 86'400;   // What fits into Error::retryAfterMs.
constexpr int kUnderWayMs = 1000;                     // For what is put by to be given back.

int waitMs(std::int64_t untilUs, std::int64_t nowUs)
{
    return static_cast<int>(std::clamp<std::int64_t>((untilUs - nowUs) / 1000, 0, kLongestWaitS * 1000));
}

// "2026-11-21 10:00:00 UTC"
std::string clockText(std::int64_t unixUs)
{
    std::string text = access::isoText(unixUs / kUsPerS);
    std::ranges::replace(text, 'T', ' ');
    if (text.ends_with('Z'))
        text.pop_back();
    return text + " UTC";
}

std::string exceeded(const BudgetLine &line, access::Pico cost)
{
    const std::string spent = pricing::picoToText(cost);
    const std::string max = pricing::picoToText(line.max);
    const std::string sums = "Current cost: " + spent + ", Max budget: " + max;
    switch (line.level) {
    case Level::User:
        return "ExceededBudget: User=" + line.shown + " over budget. Spend=" + spent + ", Budget=" + max;
    case Level::EndUser:
        return "ExceededBudget: End User=" + line.shown + " over budget. Spend=" + spent + ", Budget=" + max;
    case Level::Team:
        return "Budget has been exceeded! Team=" + line.shown + " " + sums;
    case Level::Member:
        return "Budget has been exceeded! " + line.shown + " " + sums;
    case Level::Tag:
        return "Budget has been exceeded! Tag=" + line.shown + " " + sums;
    case Level::KeyModel:
        return "LiteLLM Virtual Key: exceeded budget for model=" + line.shown + ". " + sums;
    default:
        return "Budget has been exceeded! " + sums;
    }
}

Error limited(const Windows::Refusal &refusal, std::int64_t nowUs)
{
    return {.code = ErrorCode::RateLimited,
            .message = "Rate limit exceeded for " + std::string(levelName(refusal.line.level)) + ": " +
                       refusal.line.shown + ". Limit type: " + limitedName(refusal.what) +
                       ". Current limit: " + std::to_string(refusal.limit) +
                       ", Remaining: 0. Limit resets at: " + clockText(refusal.resetUs),
            .retryAfterMs = refusal.what == Limited::Parallel ? kUnderWayMs : waitMs(refusal.resetUs, nowUs)};
}

}   // namespace

void Limiter::setProxyBudget(const std::string &amount, const std::string &duration)
{
    std::shared_ptr<const ProxyBudget> proxy;
    if (auto budget = proxyBudgetOf(amount, duration))
        proxy = std::make_shared<const ProxyBudget>(std::move(*budget));
    const std::scoped_lock lock(m_mutex);
    m_proxy = std::move(proxy);
    m_hasProxy = m_proxy != nullptr;
}

std::shared_ptr<const ProxyBudget> Limiter::proxy() const
{
    if (!m_hasProxy)
        return nullptr;
    const std::scoped_lock lock(m_mutex);
    return m_proxy;
}

void Limiter::setRates(std::int64_t windowS, config::LimitDefaults::Tokens counted)
{
    m_windows.setLength(windowS * kUsPerS);
    m_counted = counted;
}

Result<void> Admission::prepare(Limiter &limiter, const Question &question)
{
    const auth::Principal &who = question.asker.principal;
    const std::int64_t nowS = question.nowUs / kUsPerS;
    const auto proxy = limiter.proxy();
    const bool programs = who.directory && who.directory->knowsPrograms();
    if (!who.key && !proxy && !programs)
        return {};
    m_limiter = &limiter;
    m_keyHash = who.keyHash;
    m_model = question.asker.modelGroup;
    m_nowUs = question.nowUs;
    const AskerLimits limits(question.asker);
    const std::vector<BudgetLine> budgets = budgetLines(question.asker, limits, proxy.get(), nowS);
    if (!budgets.empty()) {
        chat::Usage likely;
        likely.input = question.input;
        likely.output = limiter.m_outputs.expected(m_keyHash, m_model, nowS);
        if (question.maxOutput >= 0)
            likely.output = std::min(likely.output, question.maxOutput);
        pricing::Cost cost;
        if (question.cost)
            cost.pico = *question.cost;
        else if (const pricing::Price *price = question.price ? question.price() : nullptr)
            cost = pricing::cost(likely, *price, {.requests = 1});
        else
            cost = pricing::unpricedCost();
        // Models that are free need no budget.
        if (cost.pico > 0 || cost.unpriced)
            GW_CHECK(putBy(budgets, cost.pico, question.nowUs));
    }
    m_lines = rateLines(question.asker, limits);
    return {};
}

bool Admission::ask(const std::shared_ptr<RateShare> &share, const std::string &ticket, RateShare::Told told)
{
    if (m_lines.empty() || !share->enter(m_lines, ticket, m_limiter->m_windows.lengthUs(), std::move(told)))
        return false;
    m_share = share;
    m_ticket = ticket;
    return true;
}

Result<void> Admission::enter(const std::optional<RateShare::Answer> &together)
{
    if (m_lines.empty())
        return {};
    Windows &windows = m_limiter->m_windows;
    if (!together || together->limited)
        m_share.reset();
    std::vector<RateLine> lines = std::exchange(m_lines, {});
    auto refusal = together ? windows.enter(std::move(lines), *together, m_nowUs, m_places)
                            : windows.enter(std::move(lines), m_nowUs, m_places);
    if (refusal)
        return refused(std::move(*refusal));
    return {};
}

Error Admission::refused(Windows::Refusal refusal)
{
    end();
    m_refusal = std::move(refusal);
    m_limiter->m_refusals.add({.unixUs = m_nowUs,
                               .keyHash = m_keyHash,
                               .model = m_model,
                               .level = m_refusal->line.level,
                               .shown = m_refusal->line.shown,
                               .rate = m_refusal->what,
                               .limit = m_refusal->limit,
                               .used = m_refusal->limit,
                               .resetUs = m_refusal->resetUs});
    return limited(*m_refusal, m_nowUs);
}

Result<void> Admission::putBy(const std::vector<BudgetLine> &lines, access::Pico pico, std::int64_t nowUs)
{
    std::vector<std::pair<access::Account *, access::Pico>> sums;
    m_reserved = pico;
    for (const BudgetLine &line : lines) {
        if (line.level == Level::Key && !m_keyBudget)
            m_keyBudget = line.max;
        const auto known =
            std::ranges::find(sums, line.account.get(), &std::pair<access::Account *, access::Pico>::first);
        access::Pico sum = 0;
        if (known == sums.end()) {
            sum = line.account->reserve(pico);
            m_accounts.push_back(line.account);
            sums.emplace_back(line.account.get(), sum);
        } else {
            sum = known->second;
        }
        // Only now: whoever has ended since the line was read counts in one of both, and not in neither.
        const access::Pico spent = line.account->total() - line.spent.base;
        m_final = spent >= line.max;
        const bool alone = sum == pico;
        if (!m_final && (alone || spent + sum <= line.max))
            continue;
        end();
        const access::Pico used = m_final ? spent : spent + sum - pico;
        refuse(line, used);
        return Error{.code = ErrorCode::BudgetExceeded,
                     .message = exceeded(line, used),
                     .retryAfterMs = !m_final                  ? kUnderWayMs
                                     : line.spent.resetAt != 0 ? waitMs(line.spent.resetAt * kUsPerS, nowUs)
                                                               : -1};
    }
    if (m_limiter->m_hard)
        m_hardLines = lines;
    return {};
}

void Admission::refuse(const BudgetLine &line, access::Pico used) const
{
    m_limiter->m_refusals.add({.unixUs = m_nowUs,
                               .keyHash = m_keyHash,
                               .model = m_model,
                               .level = line.level,
                               .shown = line.shown,
                               .limit = line.max,
                               .used = used,
                               .resetUs = line.spent.resetAt * kUsPerS});
}

Result<void> Admission::spentSoFar(access::Pico pico)
{
    for (const BudgetLine &line : m_hardLines) {
        const access::Pico others =
            line.account->total() - line.spent.base + line.account->reserved() - m_reserved;
        if (others + pico <= line.max)
            continue;
        refuse(line, others + pico);
        return Error{.code = ErrorCode::BudgetExceeded, .message = exceeded(line, others + pico)};
    }
    if (pico <= m_reserved)
        return {};
    for (const access::AccountPtr &account : m_accounts)
        account->reserve(pico - m_reserved);
    m_reserved = pico;
    return {};
}

void Admission::used(std::int64_t input, std::int64_t output)
{
    if (!m_limiter)
        return;
    using Tokens = config::LimitDefaults::Tokens;
    const Tokens counted = m_limiter->m_counted;
    const std::int64_t tokens = (counted == Tokens::Output ? 0 : std::max<std::int64_t>(input, 0)) +
                                (counted == Tokens::Input ? 0 : std::max<std::int64_t>(output, 0));
    m_places.addTokens(tokens);
    if (m_share && tokens > 0)
        m_share->addTokens(m_places.lines(), tokens);
    m_limiter->m_outputs.learn(m_keyHash, m_model, output, m_nowUs / kUsPerS);
}

void Admission::end()
{
    for (const access::AccountPtr &account : m_accounts)
        account->reserve(-m_reserved);
    m_accounts.clear();
    if (const auto share = std::exchange(m_share, nullptr))
        share->leave(m_lines.empty() ? m_places.lines() : m_lines, m_ticket);
    m_lines.clear();
    m_places.leave();
}

void Admission::addHeaders(wire::Headers &headers) const
{
    if (!m_limiter)
        return;
    if (m_keyBudget)
        headers.set("x-litellm-key-max-budget", pricing::picoToText(*m_keyBudget));
    if (m_final)
        headers.set("x-should-retry", "false");
    if (m_refusal) {
        headers.set("rate_limit_type", limitedName(m_refusal->what));
        headers.set("reset_at", clockText(m_refusal->resetUs));
    }
    for (const Windows::Places::State &state : m_places.states()) {
        const std::string level = levelName(state.line->level);
        const std::string resets =
            std::to_string(std::max<std::int64_t>((state.resetUs - m_nowUs + kUsPerS - 1) / kUsPerS, 0)) +
            "s";
        const auto tell = [&](const char *what, const std::optional<std::int64_t> &limit, std::int64_t left) {
            if (!limit)
                return;
            const std::string most = std::to_string(*limit);
            headers.set("x-ratelimit-" + level + "-limit-" + what, most);
            headers.set("x-ratelimit-" + level + "-remaining-" + what, std::to_string(left));
            if (state.line->level == Level::KeyModel)
                headers.set("x-litellm-key-remaining-" + std::string(what) + "-" + m_model,
                            std::to_string(left));
            if (state.line->level != Level::Key)
                return;
            headers.set("x-ratelimit-limit-" + std::string(what), most);
            headers.set("x-ratelimit-remaining-" + std::string(what), std::to_string(left));
            headers.set("x-ratelimit-reset-" + std::string(what), resets);
        };
        tell("requests", state.line->requests, state.requests);
        tell("tokens", state.line->tokens, state.tokens);
        tell("max_parallel_requests", state.line->parallel, state.parallel);
        if (state.line->level == Level::Key && state.line->tokens)
            headers.set("x-litellm-key-tpm-limit", std::to_string(*state.line->tokens));
        if (state.line->level == Level::Key && state.line->requests)
            headers.set("x-litellm-key-rpm-limit", std::to_string(*state.line->requests));
    }
}

}   // namespace gw::limits
