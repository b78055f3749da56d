#include "core/routing/explain.h"

#include <algorithm>

namespace gw::routing {

namespace {

constexpr std::size_t kMostGroups = 50;   // Longer ways would only be unreadable.

// Looks at one group as Walk::choose() would, level by level.
class GroupExplainer
{
public:
    GroupExplainer(const Table &table, const chat::Call &call, const Group &group, Ask ask, const Moment &now)
        : m_table(table)
        , m_call(call)
        , m_group(group)
        , m_ask(std::move(ask))
        , m_now(now)
    {}

    ExplainedGroup run()
    {
        m_out.name = m_group.name;
        m_out.strategy = m_group.strategy;
        m_out.direct = m_ask.ignoresCooldown;
        m_out.ahead = m_group.line ? m_group.line->size() : 0;
        std::vector<ExplainedDeployment> left;
        for (int turn = 0;; ++turn) {
            Account account;
            const Selection selection =
                select(m_group, m_ask, m_table.config().router, m_table.state(), m_now, m_random, &account);
            if (turn == 0)
                left = leftOut(account);
            if (!selection.member) {
                m_out.waits = turn == 0 && selection.full;
                if (turn == 0 && !selection.full)
                    m_out.problem = selection.error.message;
                break;
            }
            addLevel(account, turn);
            const auto next = nextOrder(m_group, selection.member->params().order.value_or(INT_MAX));
            if (!next)
                break;
            m_ask.lowestOrder = *next;
        }
        addMissing(left);
        return std::move(m_out);
    }

private:
    ExplainedDeployment described(const Member &member) const
    {
        const config::DeploymentParams &params = member.params();
        const config::RouterSettings &router = m_table.config().router;
        ExplainedDeployment out;
        out.target = member.target;
        out.order = params.order;
        RetryQuestion question;
        question.requestRetries = m_call.gateway.numRetries;
        question.deploymentRetries = params.numRetries;
        out.retries = retriesAllowed(ErrorCode::UpstreamInternal, router, m_group.name, question);
        out.limits = timeLimits(
            m_table.config(), {.total = m_call.gateway.timeoutS, .firstToken = m_call.gateway.streamTimeoutS},
            params, m_group.name);
        return out;
    }

    // The likeliest first; the config's order among equals.
    void addLevel(const Account &account, int turn)
    {
        std::vector<Chance> chances = account.chances;
        std::ranges::stable_sort(chances, std::greater<>(), &Chance::share);
        for (const Chance &chance : chances) {
            ExplainedDeployment one = described(*chance.member);
            one.usable = true;
            one.turn = turn;
            one.chance = chance.share;
            m_out.deployments.push_back(std::move(one));
        }
    }

    std::vector<ExplainedDeployment> leftOut(const Account &account) const
    {
        std::vector<ExplainedDeployment> out;
        for (const Excluded &excluded : account.excluded) {
            const auto member = std::ranges::find(m_group.members, excluded.deploymentId, &Member::id);
            if (member == m_group.members.end())
                continue;
            ExplainedDeployment one = described(*member);
            one.why = excluded.why;
            out.push_back(std::move(one));
        }
        return out;
    }

    // Everyone who was left out and whose turn did not come in a later level either.
    void addMissing(const std::vector<ExplainedDeployment> &left)
    {
        for (const ExplainedDeployment &one : left) {
            const auto same = [&](const ExplainedDeployment &other) { return other.target == one.target; };
            if (std::ranges::none_of(m_out.deployments, same))
                m_out.deployments.push_back(one);
        }
    }

    const Table &m_table;
    const chat::Call &m_call;
    const Group &m_group;
    Ask m_ask;
    const Moment &m_now;
    Random m_random{1};   // Only which one is drawn depends on it, and nobody looks at that.
    ExplainedGroup m_out;
};

}   // namespace

Explanation explain(const TablePtr &table, const chat::Call &call, const auth::Principal &principal,
                    std::string_view route, std::int64_t inputTokens, const Moment &now)
{
    Explanation out;
    out.inputTokens = inputTokens;
    const auto begun = [&] {
        auto walk = Walk::begin(table, call, principal, route);
        if (walk.ok())
            walk.value().setInputTokens(inputTokens);
        return walk;
    };
    const auto groupOf = [&](const Walk &walk) {
        return GroupExplainer(*table, call, *walk.stage(), walk.ask(), now).run();
    };
    const auto first = begun();
    if (!first.ok()) {
        out.error = first.error();
        return out;
    }
    out.groups.push_back(groupOf(first.value()));
    const auto behind = [&](ErrorCode code) {
        std::vector<ExplainedGroup> groups;
        auto walk = begun();
        while (walk.ok() && groups.size() < kMostGroups && walk.value().skip(code))
            groups.push_back(groupOf(walk.value()));
        return groups;
    };
    out.general = behind(ErrorCode::UpstreamInternal);
    out.context = behind(ErrorCode::UpstreamContextWindow);
    out.policy = behind(ErrorCode::UpstreamContentPolicy);
    return out;
}

}   // namespace gw::routing
