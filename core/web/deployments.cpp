#include "core/web/deployments.h"

#include "core/web/frame.h"

#include <algorithm>

namespace gw::web {

namespace {

constexpr double kMsPerS = 1000;
constexpr std::int64_t kSecondUs = 1'000'000;

// How a deployment stands, in the order in which it matters.
struct Condition
{
    Mark mark = Mark::Off;
    std::string word = {};
    std::string why = {};
    bool trouble = false;
};

routing::Moment momentOf(const Visit &visit)
{
    const Clock &clock = visit.site->setup().shared.clock;
    return {clock.steadyUs(), clock.unixUs() / kSecondUs};
}

Condition conditionOf(const Visit &visit, const providers::Target &target,
                      const routing::DeploymentState &state, const routing::Moment &now)
{
    const Words &t = visit.t;
    const config::Deployment &deployment = *target.deployment;
    const config::RouterSettings &router = visit.asker.table->config().router;
    if (deployment.info.blocked)
        return {Mark::Paused, t("Paused"), t("by model_info.blocked")};
    if (!target.problem.empty() && !deployment.params.hasMockResponse)
        return {Mark::Refused, t("Not usable"), target.problem, true};
    if (state.cooling(now)) {
        const routing::Cooldown cooldown = state.cooldown();
        const std::int64_t left = (state.coolUntilUs() - now.steadyUs + kSecondUs - 1) / kSecondUs;
        return {Mark::Warning, t("Resting"), t("%1 left, after %2", {t.span(left), cooldown.reason}), true};
    }
    if (state.successes.value(now.minute()) > 0)
        return {Mark::Ok, t("Works"), t("has answered lately")};
    const auto verdict = visit.site->setup().health->verdictOf(deployment.info.id);
    if (verdict && !verdict->error.empty())
        return {Mark::Error, t("Failing"), verdict->error, true};
    if (verdict)
        return {Mark::Ok, t("Works"), t("as the last check found")};
    if (state.perToken.average(router.strategyArgs.ttlS, now.steadyUs) > 0)
        return {Mark::Ok, t("Works"), t("has answered lately")};
    if (const std::int64_t failures = state.failures.value(now.minute()); failures > 0)
        return {Mark::Error, t("Failing"), t("failures this minute: %1", {t.number(failures)}), true};
    return {Mark::Off, t("Not known yet"), {}};
}

// Fractions where whole milliseconds would say nothing.
std::string msText(const Words &t, double seconds)
{
    const double ms = seconds * kMsPerS;
    return t.number(ms, ms < 1 ? 3 : ms < 100 ? 1 : 0);
}

Html latencyOf(const Words &t, const routing::DeploymentState &state, double ttlS, const routing::Moment &now)
{
    const double first = state.firstToken.average(ttlS, now.steadyUs);
    const double each = state.perToken.average(ttlS, now.steadyUs);
    if (first <= 0 && each <= 0)
        return escaped("–");
    return twoLines(each > 0 ? t("%1 ms a token", {msText(t, each)}) : "–",
                    first > 0 ? t("first after %1 ms", {msText(t, first)}) : "");
}

// A base may hold credentials in front of its host.
std::string shownBase(const providers::Target &target)
{
    return target.baseUrl.find('@') == std::string::npos ? target.baseUrl : std::string();
}

}   // namespace

DeploymentCounts countDeployments(const Visit &visit)
{
    const routing::Table &table = *visit.asker.table;
    const routing::Moment now = momentOf(visit);
    DeploymentCounts out;
    out.names = static_cast<std::int64_t>(table.names().size());
    for (const routing::TargetPtr &target : table.targets()) {
        const auto state = table.state().deployment(target->deployment->info.id);
        ++out.all;
        out.troubled += conditionOf(visit, *target, *state, now).trouble ? 1 : 0;
    }
    return out;
}

Html deploymentTable(const Visit &visit)
{
    const Words &t = visit.t;
    const routing::Table &table = *visit.asker.table;
    const routing::Moment now = momentOf(visit);
    const double ttlS = table.config().router.strategyArgs.ttlS;
    Html rows;
    for (const routing::TargetPtr &target : table.targets()) {
        const config::Deployment &deployment = *target->deployment;
        const std::string &id = deployment.info.id;
        const auto state = table.state().deployment(id);
        const Condition condition = conditionOf(visit, *target, *state, now);
        Html cell = badge(condition.mark, condition.word);
        if (!condition.why.empty())
            cell += html("<br><small class=\"why\">{}</small>", condition.why);
        Html actions;
        if (visit.caller.admin && api::Probe::canAsk(*target))
            actions += actionButton(visit, "/models/check", "id", id, t("Check"));
        if (visit.caller.admin && deployment.stored)
            actions += html("<a class=\"button quiet danger\" href=\"{}\">{}</a>",
                            visit.address("/models/remove") + queryOf({{"id", id}}), t("Remove…"));
        rows += html("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td>"
                     "<td class=\"number\">{}</td><td><div class=\"actions\">{}</div></td></tr>\n",
                     twoLines(deployment.modelName, deployment.stored ? t("added by the API") : ""),
                     twoLines(target->provider, target->upstreamModel), shownBase(*target), cell,
                     latencyOf(t, *state, ttlS, now), t.number(std::int64_t{state->inFlight()}), actions);
    }
    if (rows.isEmpty())
        return html("<p class=\"empty\">{}</p>\n", t("There are no models yet."));
    return web::table(t("Deployments and how they are"),
                      {{t("Name")},
                       {t("Provider and model")},
                       {t("Address")},
                       {t("State")},
                       {t("Latency"), true},
                       {t("In flight"), true},
                       {t("Actions")}},
                      rows);
}

}   // namespace gw::web
