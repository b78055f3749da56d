#include "core/engine/version.h"
#include "core/routing/modelaccess.h"
#include "core/web/deployments.h"
#include "core/web/frame.h"
#include "core/web/pages.h"
#include "core/web/requestrows.h"
#include "core/web/spendsums.h"

namespace gw::web {

namespace {

constexpr std::int64_t kRateS = 300;   // The rate is an average over so many seconds.
constexpr std::int64_t kDayS = 86'400;
constexpr std::int64_t kWeekS = 7 * kDayS;
constexpr int kLatest = 10;
constexpr int kMoneyDecimals = 2;
constexpr std::int64_t kSecondUs = 1'000'000;

enum Asked : std::size_t { kRate, kToday, kFailed, kSpend, kNewest };

std::vector<Question> questionsOf(const Visit &visit)
{
    const std::int64_t now = visit.nowS;
    const std::int64_t midnight = now - now % kDayS;
    return {requestsQuestion(now - kRateS, now, 1, 1), requestsQuestion(midnight, now, 1, 1),
            requestsQuestion(midnight, now, 1, 1, {{"status_filter", "failure"}}), spendQuestion(visit, 1),
            requestsQuestion(now - kWeekS, now, 1, kLatest)};
}

Html tilesOf(const Visit &visit, const std::vector<Answer> &answers)
{
    const Words &t = visit.t;
    const auto figure = [&](const Answer &answer, const std::string &value) {
        return answer.ok() ? value : std::string("–");
    };
    const double rate = static_cast<double>(totalOf(answers[kRate])) * 60 / kRateS;
    const std::int64_t today = totalOf(answers[kToday]);
    const std::int64_t failed = totalOf(answers[kFailed]);
    Html tiles =
        tile(t("Requests a minute"), figure(answers[kRate], t.number(rate, 1)), t("over the last 5 minutes"));
    tiles += tile(t("Requests today"), figure(answers[kToday], t.number(today)),
                  t("retries included, day in UTC"));
    tiles +=
        tile(t("Errors today"), figure(answers[kFailed], t.number(failed)),
             failed > 0 ? t("%1 % of today's",
                            {t.number(100 * static_cast<double>(failed) / static_cast<double>(today), 1)})
                        : t("nothing has failed"));
    tiles += tile(t("Spend today"),
                  figure(answers[kSpend], t.money(spendSums(visit, answers[kSpend], 1).usd, kMoneyDecimals)),
                  seesEverything(visit) ? t("of everybody, in US dollars") : t("your own, in US dollars"));
    return html("<dl class=\"tiles\">\n{}</dl>\n", tiles);
}

Html fact(const std::string &name, const Html &value)
{
    return html("<div><dt>{}</dt><dd>{}</dd></div>\n", name, value);
}

Html directoryFact(const Visit &visit)
{
    const Words &t = visit.t;
    const access::Directory *directory = visit.site->setup().shared.directory;
    if (!directory)
        return badge(Mark::Error, t("No virtual keys: see the log"));
    switch (directory->standing()) {
    case access::Standing::Alone:
        return badge(Mark::Ok, t("Kept by this gateway"));
    case access::Standing::Away:
    case access::Standing::Lost:
        return badge(Mark::Warning, t("The shared database is away"));
    default:
        return badge(Mark::Ok, t("Shared database connected"));
    }
}

Html gatewayCard(const Visit &visit)
{
    const Words &t = visit.t;
    const Site &site = *visit.site;
    const engine::Shared &shared = site.setup().shared;
    Html facts = fact(t("State"), shared.paused.load() ? badge(Mark::Paused, t("All traffic is paused"))
                                                       : badge(Mark::Ok, t("Serving")));
    facts += fact(t("Version"), escaped(engine::kVersion));
    facts +=
        fact(t("Running for"), escaped(t.span((shared.clock.steadyUs() - site.startedUs()) / kSecondUs)));
    if (seesEverything(visit)) {
        facts += fact(t("In flight"), escaped(t.number(std::int64_t{shared.inFlight.load()})));
        const DeploymentCounts counts = countDeployments(visit);
        facts += fact(t("Models"),
                      html("{} <a href=\"{}\">{}</a>",
                           t("%1 names, %2 deployments", {t.number(counts.names), t.number(counts.all)}),
                           visit.address("/models"), t("Show")));
        if (counts.troubled > 0)
            facts += fact(t("Deployments in trouble"), badge(Mark::Warning, t.number(counts.troubled)));
        facts += fact(t("Keys and teams"), directoryFact(visit));
    } else {
        const std::size_t names = routing::usableNames(*visit.asker.table, visit.caller).size();
        facts += fact(t("Models you may use"), escaped(t.number(static_cast<std::int64_t>(names))));
    }
    return card(t("Gateway"), html("<dl class=\"facts\">\n{}</dl>\n", facts));
}

void showStatus(const VisitPtr &visit)
{
    visit->askAll(questionsOf(*visit), [visit](const std::vector<Answer> &answers) {
        const Words &t = visit->t;
        Html body;
        if (visit->open)
            body += banner(Tone::Warning,
                           t("This gateway has no master key: programs of the user who started it may "
                             "use it, on this machine alone. Set general_settings.master_key or "
                             "LITELLM_MASTER_KEY to let others in and to give keys away."));
        for (const Answer &answer : answers) {
            if (answer.ok())
                continue;
            body += banner(Tone::Error, answer.problem());
            break;
        }
        body += tilesOf(*visit, answers);
        body += gatewayCard(*visit);
        body += card(t("Latest requests"),
                     requestTable(t, answers[kNewest], t("The newest requests; times are UTC")));
        visit->respond(page(*visit, "", t("Status"), body));
    });
}

}   // namespace

engine::ApiRoutes statusRoutes(const SitePtr &site)
{
    return {getPage(site, "", &showStatus)};
}

}   // namespace gw::web
