#include "core/routing/selection.h"

#include "core/pricing/money.h"
#include "core/routing/checks.h"
#include "core/routing/tags.h"

#include <algorithm>
#include <cmath>

namespace gw::routing {

namespace {

constexpr std::int64_t kUsPerMs = 1000;
constexpr double kStaleChecks = 2;   // A check counts for two intervals.
constexpr int kMinuteMs = 60'000;

std::string seconds(std::int64_t us)
{
    return std::to_string((us + 999'999) / 1'000'000);
}

// Walks the filters; who is left stands in m_left.
class Selector
{
public:
    Selector(const Group &group, const Ask &ask, const config::RouterSettings &settings, State &state,
             const Moment &now, Account *account)
        : m_group(group)
        , m_ask(ask)
        , m_settings(settings)
        , m_state(state)
        , m_now(now)
        , m_account(account)
    {
        m_left.reserve(group.members.size());
        for (const Member &member : group.members)
            m_left.push_back(&member);
    }

    Selection run(Random &random);
    std::vector<const Member *> ranked(Random &random);

private:
    // Drops those that why() says a reason for; false when nobody is left then.
    template <typename Why>
    bool filter(Why why)
    {
        std::erase_if(m_left, [&](const Member *member) {
            std::string reason = why(*member);
            if (reason.empty())
                return false;
            if (m_account)
                m_account->excluded.push_back({member->id(), std::move(reason)});
            return true;
        });
        return !m_left.empty();
    }
    // The same, but leaves everybody when nobody would be left.
    template <typename Why>
    void prefer(Why why)
    {
        const auto dropped = [&](const Member *member) { return !why(*member).empty(); };
        if (m_left.size() > 1 && !std::ranges::all_of(m_left, dropped))
            filter(why);
    }

    bool filterHealth();
    bool filterCooldown();
    bool filterBudgets();
    bool filterPreCall();
    bool filterTags();
    bool filterRates();
    bool filterOrder();
    void preferAffinity();
    bool filterFull();
    Candidate candidate(const Member &member) const;
    bool filterAll();
    Selection pickOne(Random &random) const;
    void fail(ErrorCode code, std::string message, int retryAfterMs = -1)
    {
        m_error = {.code = code, .message = std::move(message), .retryAfterMs = retryAfterMs};
    }

    const Group &m_group;
    const Ask &m_ask;
    const config::RouterSettings &m_settings;
    State &m_state;
    const Moment &m_now;
    Account *m_account;
    std::vector<const Member *> m_left;
    Error m_error;
};

bool Selector::filterHealth()
{
    // Rows that cannot work are no choice while another can; alone they tell why.
    prefer([](const Member &member) { return member.target->problem; });
    if (!m_ask.only.empty())
        prefer([&](const Member &member) {
            return member.id() == m_ask.only ? std::string() : "another one holds what the request refers to";
        });
    if (!m_settings.healthRouting || checksCount(m_settings))
        return true;
    const double staleS = m_settings.healthStalenessS.value_or(kStaleChecks * m_settings.healthIntervalS);
    prefer([&](const Member &member) {
        return member.state->health(staleS, m_now) == Health::Failing ? "its last health check failed"
                                                                      : std::string();
    });
    return true;
}

bool Selector::filterCooldown()
{
    if (m_ask.ignoresCooldown)
        return true;
    std::int64_t soonestUs = INT64_MAX;
    std::string list;
    const bool left = filter([&](const Member &member) {
        if (!member.state->cooling(m_now))
            return std::string();
        const std::int64_t us = member.state->coolUntilUs() - m_now.steadyUs;
        soonestUs = std::min(soonestUs, us);
        // Words cost more than all the rest here.
        return m_account ? "rests for " + seconds(us) + " s after " + member.state->cooldown().reason
                         : std::string("rests");
    });
    if (left)
        return true;
    for (const Member &member : m_group.members) {
        if (member.state->cooling(m_now))
            list += (list.empty() ? "'" : ", '") + member.id() + "'";
    }
    fail(ErrorCode::NoDeployment,
         "No deployments available for selected model, Try again in " + seconds(soonestUs) +
             " seconds. Passed model=" + std::string(m_ask.model) + ". pre-call-checks=" +
             (m_settings.enablePreCallChecks ? "True" : "False") + ", cooldown_list=[" + list + "]",
         static_cast<int>(std::min<std::int64_t>(soonestUs / kUsPerMs + 1, INT_MAX)));
    return left;
}

bool Selector::filterBudgets()
{
    std::string crossed;
    const bool shared = !m_settings.providerBudgets.empty() || !m_settings.tagBudgets.empty();
    const bool left = filter([&](const Member &member) {
        if (!shared && member.params().maxBudget.empty())
            return std::string();
        for (const BudgetRow &row : budgetsOf(member, m_ask.tags, m_settings)) {
            const std::int64_t spent = m_state.budgets.spent(row, m_now).pico;
            if (spent < row.limitPico)
                continue;
            std::string text = "Exceeded budget for " + row.what + ": " + pricing::picoToText(spent) +
                               " >= " + pricing::picoToText(row.limitPico);
            if (crossed.find(text) == std::string::npos)
                crossed += (crossed.empty() ? "" : "; ") + text;
            return text;
        }
        return std::string();
    });
    if (!left)
        fail(ErrorCode::NoDeployment, "No deployments available - crossed budget: " + crossed);
    return left;
}

bool Selector::filterPreCall()
{
    if (!m_settings.enablePreCallChecks)
        return true;
    std::int64_t largest = 0;
    bool onlyContext = true;
    const bool left = filter([&](const Member &member) {
        if (member.maxInput > 0 && m_ask.inputTokens > member.maxInput) {
            largest = std::max(largest, member.maxInput);
            return "takes " + std::to_string(member.maxInput) + " tokens, the prompt has about " +
                   std::to_string(m_ask.inputTokens);
        }
        const std::string &region = member.params().regionName;
        std::string why;
        if (member.params().rpm && member.state->requests.value(m_now.minute()) >= *member.params().rpm)
            why = "has used up its " + std::to_string(*member.params().rpm) + " requests this minute";
        else if (!m_ask.region.empty() && region != m_ask.region)
            why = region.empty() ? "its region is not known" : "is in region " + region;
        onlyContext = onlyContext && why.empty();
        return why;
    });
    if (left)
        return true;
    if (onlyContext)
        fail(ErrorCode::UpstreamContextWindow,
             "litellm.ContextWindowExceededError: Context window exceeded for given call. Model=" +
                 std::string(m_ask.model) + ", Max Input Tokens=" + std::to_string(largest) +
                 ", Got=" + std::to_string(m_ask.inputTokens));
    else
        fail(ErrorCode::NoDeployment,
             "No deployments available for selected model, none passed the pre-call checks. Passed model=" +
                 std::string(m_ask.model) + ". pre-call-checks=True");
    return false;
}

bool Selector::filterTags()
{
    if (!m_settings.tagFiltering)
        return true;
    std::vector<std::vector<std::string>> tags;
    tags.reserve(m_left.size());
    for (const Member *member : m_left)
        tags.push_back(member->params().tags);
    std::vector<const Member *> fitting;
    for (const std::size_t i : filterByTags(tags, m_ask.tags, m_settings.tagMatchAny))
        fitting.push_back(m_left[i]);
    const bool left = filter([&](const Member &member) {
        // Both are in the order of the group.
        return std::ranges::binary_search(fitting, &member) ? std::string() : "its tags do not fit";
    });
    if (!left)
        fail(ErrorCode::TagDenied, "Not allowed to access model due to tags configuration");
    return left;
}

bool Selector::filterRates()
{
    if (!limitsRates(m_group, m_settings))
        return true;
    const bool left = filter([&](const Member &member) {
        return withinRates(candidate(member), m_ask.inputTokens) ? std::string()
                                                                 : "has used up its rates this minute";
    });
    if (!left)
        fail(ErrorCode::NoDeployment,
             "No deployments available for selected model, Try again in 60 seconds. Passed model=" +
                 std::string(m_ask.model) + ". Deployments over defined rpm/tpm limits",
             kMinuteMs);
    return left;
}

// Keeps the lowest level that is not used up; rows without one come last where others have one.
bool Selector::filterOrder()
{
    const auto levelOf = [](const Member *member) { return member->params().order.value_or(INT_MAX); };
    int lowest = INT_MAX;
    bool any = m_ask.lowestOrder != INT_MIN;
    for (const Member *member : m_left) {
        any = any || member->params().order.has_value();
        if (levelOf(member) >= m_ask.lowestOrder)
            lowest = std::min(lowest, levelOf(member));
    }
    if (!any)
        return true;
    const std::size_t before = m_account ? m_account->excluded.size() : 0;
    const bool left = filter([&](const Member &member) {
        const int level = levelOf(&member);
        if (level == lowest && level >= m_ask.lowestOrder)
            return std::string();
        return level < lowest ? "its order has been tried"
                              : "order " + std::to_string(lowest) + " goes first";
    });
    if (m_account) {
        for (Excluded &excluded : std::span(m_account->excluded).subspan(before))
            excluded.later = true;
    }
    if (!left)
        fail(ErrorCode::NoDeployment, "No deployments available: those of a later order are not usable now");
    return left;
}

void Selector::preferAffinity()
{
    for (const std::string &key : m_ask.affinities) {
        const std::string id = m_state.affinities.find(key, m_now.steadyUs);
        const auto same = [&](const Member *member) { return member->id() == id; };
        if (id.empty() || std::ranges::none_of(m_left, same))
            continue;
        prefer([&](const Member &member) {
            return member.id() == id ? std::string() : "another one served this before";
        });
        return;
    }
}

bool Selector::filterFull()
{
    return filter([&](const Member &member) {
        return member.state->full(member.capacity, m_now)
                   ? "is busy with " + std::to_string(member.state->inFlight()) + " requests"
                   : std::string();
    });
}

Candidate Selector::candidate(const Member &member) const
{
    const config::DeploymentParams &params = member.params();
    const DeploymentState &state = *member.state;
    Candidate out;
    out.weight = params.weight;
    if (params.rpm)
        out.rpm = static_cast<double>(*params.rpm);
    if (params.tpm)
        out.tpm = static_cast<double>(*params.tpm);
    out.requests = state.requests.value(m_now.minute());
    out.tokens = state.tokens.value(m_now.minute());
    out.inFlight = state.inFlightEverywhere();
    if (const std::int64_t answered = state.successes.value(m_now.minute()); answered > 0)
        out.pendingTokens = out.inFlight * (out.tokens / answered);
    else
        out.pendingTokens = out.inFlight * std::max<std::int64_t>(m_ask.inputTokens, 1);
    const LatencyList &list = m_ask.stream ? state.firstToken : state.perToken;
    out.latency = list.average(m_group.args.ttlS, m_now.steadyUs);
    out.cost = member.cost;
    return out;
}

Selection Selector::pickOne(Random &random) const
{
    Selection out;
    if (m_left.size() == 1) {
        out.member = m_left.front();
        out.reason = m_group.members.size() == 1 ? "only deployment" : "only one left";
        if (m_account)
            m_account->chances.push_back({out.member, 1});
        return out;
    }
    std::vector<Candidate> candidates;
    candidates.reserve(m_left.size());
    for (const Member *member : m_left)
        candidates.push_back(candidate(*member));
    const std::size_t chosen = pick(m_group.strategy, candidates, m_group.args, random);
    if (m_account) {
        const std::vector<double> shares = chances(m_group.strategy, candidates, m_group.args);
        for (std::size_t i = 0; i < shares.size(); ++i)
            m_account->chances.push_back({m_left[i], shares[i]});
    }
    out.member = m_left[chosen];
    out.reason = strategyName(m_group.strategy);
    return out;
}

// Steps 3 to 8; false when nobody is left, and m_error says why.
bool Selector::filterAll()
{
    if (m_left.empty()) {
        fail(ErrorCode::NoDeployment, "There are no healthy deployments for this model");
        return false;
    }
    if (!filterHealth() || !filterCooldown() || !filterBudgets() || !filterPreCall() || !filterTags() ||
        !filterRates() || !filterOrder())
        return false;
    if (!m_ask.tried.empty()) {
        prefer([&](const Member &member) {
            return std::ranges::find(m_ask.tried, member.id()) != m_ask.tried.end()
                       ? "failed this request already"
                       : std::string();
        });
    }
    return true;
}

Selection Selector::run(Random &random)
{
    Selection out;
    if (!filterAll()) {
        out.error = std::move(m_error);
        return out;
    }
    if (!filterFull()) {
        out.full = true;
        return out;
    }
    preferAffinity();
    return pickOne(random);
}

std::vector<const Member *> Selector::ranked(Random &random)
{
    std::vector<const Member *> out;
    if (!filterAll() || !filterFull())
        return out;
    preferAffinity();
    while (!m_left.empty()) {
        out.push_back(pickOne(random).member);
        std::erase(m_left, out.back());
    }
    return out;
}

std::int64_t picoOf(const std::string &decimal)
{
    const auto amount = pricing::parseAmount(decimal);
    return amount.ok() ? pricing::roundToPico(amount.value()) : INT64_MAX;
}

}   // namespace

Selection select(const Group &group, const Ask &ask, const config::RouterSettings &settings, State &state,
                 const Moment &now, Random &random, Account *account)
{
    return Selector(group, ask, settings, state, now, account).run(random);
}

std::vector<const Member *> ranked(const Group &group, const Ask &ask, const config::RouterSettings &settings,
                                   State &state, const Moment &now, Random &random)
{
    return Selector(group, ask, settings, state, now, nullptr).ranked(random);
}

bool hasCheck(const config::RouterSettings &settings, const std::string &group, std::string_view check)
{
    const auto has = [&](const std::vector<std::string> &list) {
        return std::ranges::find(list, check) != list.end();
    };
    const auto own = settings.groupAffinities.find(group);
    return has(settings.optionalChecks) || (own != settings.groupAffinities.end() && has(own->second));
}

bool limitsRates(const Group &group, const config::RouterSettings &settings)
{
    return enforcesRates(group.strategy) || hasCheck(settings, group.name, "enforce_model_rate_limits");
}

std::optional<int> nextOrder(const Group &group, int after)
{
    std::optional<int> next;
    for (const Member &member : group.members) {
        const int level = member.params().order.value_or(INT_MAX);
        if (level > after && (!next || level < *next))
            next = level;
    }
    return next;
}

std::vector<BudgetRow> budgetsOf(const Member &member, std::span<const std::string> tags,
                                 const config::RouterSettings &settings)
{
    using access::Scope;
    std::vector<BudgetRow> rows;
    const std::string &provider = member.target->provider;
    if (const auto it = settings.providerBudgets.find(provider); it != settings.providerBudgets.end())
        rows.push_back({Scope::Provider, provider, "provider " + provider, picoOf(it->second.limit),
                        it->second.periodS});
    const config::DeploymentParams &params = member.params();
    if (!params.maxBudget.empty()) {
        constexpr std::int64_t kDay = 86'400;
        rows.push_back({Scope::Deployment, member.id(), "deployment " + member.id(), picoOf(params.maxBudget),
                        params.budgetPeriodS.value_or(kDay)});
    }
    if (settings.tagBudgets.empty())
        return rows;
    for (const std::string &tag : tags) {
        if (const auto it = settings.tagBudgets.find(tag); it != settings.tagBudgets.end())
            rows.push_back({Scope::Tag, tag, "tag " + tag, picoOf(it->second.limit), it->second.periodS});
    }
    return rows;
}

}   // namespace gw::routing
