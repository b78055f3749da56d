#include "core/web/frame.h"
#include "core/web/keyform.h"
#include "core/web/pages.h"

#include <algorithm>

namespace gw::web {

namespace {

constexpr const char *kPage = "/keys";
constexpr const char *kNew = "/keys/new";
constexpr const char *kDelete = "/keys/delete";
constexpr int kRows = 25;
constexpr int kMoneyDecimals = 4;
constexpr std::size_t kShownModels = 3;

std::string modelsText(const Words &t, const json::Object &row)
{
    const json::Array *models = json::findArray(row, "models");
    if (!models || models->empty())
        return t("all");
    std::string out;
    for (std::size_t i = 0; i < std::min(models->size(), kShownModels); ++i) {
        if ((*models)[i].is_string())
            out += (out.empty() ? "" : ", ") + std::string((*models)[i].get_string());
    }
    if (models->size() > kShownModels)
        out += " " + t("and %1 more", {t.number(static_cast<std::int64_t>(models->size() - kShownModels))});
    return out;
}

std::string limitsText(const Words &t, const json::Object &row)
{
    std::string out;
    const auto add = [&](const char *member, const char *pattern) {
        if (const auto limit = json::findInt(row, member))
            out += (out.empty() ? "" : ", ") + t(pattern, {t.number(*limit)});
    };
    add("rpm_limit", noop("%1 requests/min"));
    add("tpm_limit", noop("%1 tokens/min"));
    add("max_parallel_requests", noop("%1 at once"));
    return out.empty() ? "–" : out;
}

Html budgetCell(const Words &t, const json::Object &row)
{
    const std::string spent = t.money(json::findDouble(row, "spend").value_or(0), kMoneyDecimals);
    const auto most = json::findDouble(row, "max_budget");
    if (!most)
        return twoLines(spent, {});
    const std::string period(json::stringOr(row, "budget_duration"));
    const std::string limit = t.money(*most, 2);
    return twoLines(spent, period.empty() ? t("of %1", {limit}) : t("of %1 in %2", {limit, period}));
}

Html stateCell(const Visit &visit, const json::Object &row)
{
    const Words &t = visit.t;
    const std::string expires(json::stringOr(row, "expires"));
    Html out;
    if (json::findBool(row, "blocked").value_or(false))
        out = badge(Mark::Refused, t("Blocked"));
    else if (!expires.empty() && expires < access::isoText(visit.nowS))
        out = badge(Mark::Off, t("Expired"));
    else
        out = badge(Mark::Ok, t("Works"));
    if (!expires.empty())
        out += html("<br><small>{}</small>", t("until %1", {expires.substr(0, 10)}));
    return out;
}

Html rowOf(const Visit &visit, const json::Object &row)
{
    const Words &t = visit.t;
    const std::string token(json::stringOr(row, "token"));
    const std::string alias(json::stringOr(row, "key_alias"));
    const std::string name(json::stringOr(row, "key_name"));
    const bool blocked = json::findBool(row, "blocked").value_or(false);
    Html actions;
    if (visit.caller.admin)
        actions += actionButton(visit, blocked ? "/keys/unblock" : "/keys/block", "key", token,
                                blocked ? t("Unblock") : t("Block"), "quiet",
                                html("<input type=\"hidden\" name=\"q\" value=\"{}\"><input type=\"hidden\" "
                                     "name=\"page\" value=\"{}\">",
                                     visit.query.value("q"), pageNumber(visit)));
    if (!visit.caller.viewer() || visit.caller.admin)
        actions += html("<a class=\"button quiet danger\" href=\"{}\">{}</a>",
                        visit.address(kDelete) + queryOf({{"key", token}}), t("Delete…"));
    return html(
        "<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td><td>{}</td><td>{}</td><td><div "
        "class=\"actions\">{}</div></td></tr>\n",
        twoLines(alias.empty() ? name : alias, alias.empty() ? "" : name),
        twoLines(std::string(json::stringOr(row, "user_id", "–")),
                 std::string(json::stringOr(row, "team_id"))),
        modelsText(t, row), budgetCell(t, row), limitsText(t, row), stateCell(visit, row), actions);
}

Html searchForm(const Visit &visit)
{
    const Words &t = visit.t;
    return html("<form method=\"get\" action=\"{}\" class=\"filters\" role=\"search\">{}<button "
                "class=\"secondary\">{}"
                "</button><a class=\"button primary\" href=\"{}\">{}</a></form>\n",
                visit.address(kPage),
                textField({.id = "q",
                           .label = t("Find by alias, user, team or end of the key"),
                           .value = visit.query.value("q"),
                           .type = "search"}),
                t("Find"), visit.address(kNew), t("New key"));
}

void showKeys(const VisitPtr &visit)
{
    const std::string search = visit->query.value("q");
    const int number = pageNumber(*visit);
    const Question question{.target = "/key/list" + queryOf({{"return_full_object", "true"},
                                                             {"page", std::to_string(number)},
                                                             {"size", std::to_string(kRows)},
                                                             {"search", search}})};
    visit->ask(question, [visit, search, number](const Answer &answer) {
        const Words &t = visit->t;
        if (!answer.ok())
            return visit->respond(problemPage(*visit, kPage, t("Keys"), answer));
        Html rows;
        const json::Array *keys = json::findArray(answer.object(), "keys");
        for (const json::Value &row : keys ? *keys : json::Array()) {
            if (row.is_object())
                rows += rowOf(*visit, row.get_object());
        }
        const std::int64_t total = json::findInt(answer.object(), "total_count").value_or(0);
        Html body = searchForm(*visit);
        if (rows.isEmpty())
            body += html("<p class=\"empty\">{}</p>\n",
                         search.empty()
                             ? t("There are no keys yet. The master key may do everything; give others keys "
                                 "of their own.")
                             : t("No key fits."));
        else
            body += table(t("Virtual keys, newest first"),
                          {{t("Key")},
                           {t("User and team")},
                           {t("Models")},
                           {t("Spend"), true},
                           {t("Rates")},
                           {t("State")},
                           {t("Actions")}},
                          rows);
        const auto link = [&](int other) {
            return visit->address(kPage) + queryOf({{"q", search}, {"page", std::to_string(other)}});
        };
        const std::int64_t first = std::int64_t{number - 1} * kRows;
        const std::int64_t last = std::min<std::int64_t>(first + kRows, total);
        body += pager(*visit, number > 1 ? link(number - 1) : "", last < total ? link(number + 1) : "",
                      rows.isEmpty()
                          ? ""
                          : t("%1 to %2 of %3", {t.number(first + 1), t.number(last), t.number(total)}));
        visit->respond(page(*visit, kPage, t("Keys"), body));
    });
}

engine::ApiReply newKeyPage(const Visit &visit, const std::string &problem, int status)
{
    Html body;
    if (visit.open)
        body +=
            banner(Tone::Warning, visit.t("This gateway has no master key, so nobody is asked for a key."));
    if (!problem.empty())
        body += banner(Tone::Error, problem);
    body += card(visit.t("What it may do"), keyForm(visit));
    return page(visit, kPage, visit.t("New key"), body, status);
}

void showNew(const VisitPtr &visit)
{
    visit->respond(newKeyPage(*visit, {}, 200));
}

void makeKey(const VisitPtr &visit)
{
    std::string problem;
    Question question{.method = "POST", .target = "/key/generate"};
    question.body = keyWish(*visit, problem);
    if (!problem.empty())
        return visit->respond(newKeyPage(*visit, problem, 400));
    visit->ask(std::move(question), [visit](const Answer &answer) {
        if (!answer.ok())
            return visit->respond(newKeyPage(*visit, answer.problem(), answer.status));
        visit->respond(page(*visit, kPage, visit->t("New key"), newKeyCard(*visit, answer.object())));
    });
}

// Posts one member and goes back to where the list was.
void change(const VisitPtr &visit, const char *target, json::Object body, const char *done)
{
    visit->ask(
        {.method = "POST", .target = target, .body = std::move(body)}, [visit, done](const Answer &answer) {
            if (!answer.ok())
                return visit->respond(problemPage(*visit, kPage, visit->t("Keys"), answer));
            visit->go(kPage,
                      {{"done", done}, {"q", visit->form.value("q")}, {"page", visit->form.value("page")}});
        });
}

void confirmDelete(const VisitPtr &visit)
{
    const std::string token = visit->query.value("key");
    visit->ask({.target = "/key/info" + queryOf({{"key", token}})}, [visit, token](const Answer &answer) {
        const Words &t = visit->t;
        if (!answer.ok() || token.empty())
            return visit->respond(problemPage(*visit, kPage, t("Keys"), answer));
        const json::Object *row = json::findObject(answer.object(), "info");
        const std::string alias(row ? json::stringOr(*row, "key_alias") : std::string_view());
        const std::string name(row ? json::stringOr(*row, "key_name") : std::string_view());
        const Html body = confirmation(
            *visit,
            t("Requests with it will be refused, and it cannot be brought back. What it has spent stays "
              "in the records. To stop it for a while, block it."),
            actionButton(*visit, kDelete, "key", token, t("Delete the key"), "primary danger"), kPage);
        visit->respond(page(*visit, kPage, t("Delete %1?", {alias.empty() ? name : alias}), body));
    });
}

}   // namespace

engine::ApiRoutes keyRoutes(const SitePtr &site)
{
    const auto blocking = [](const char *target, const char *done) {
        return [target, done](const VisitPtr &visit) {
            change(visit, target, {{"key", visit->form.value("key")}}, done);
        };
    };
    return {getPage(site, kPage, &showKeys),
            getPage(site, kNew, &showNew),
            postPage(site, kNew, &makeKey),
            postPage(site, "/keys/block", blocking("/key/block", "blocked")),
            postPage(site, "/keys/unblock", blocking("/key/unblock", "unblocked")),
            getPage(site, kDelete, &confirmDelete),
            postPage(site, kDelete, [](const VisitPtr &visit) {
                change(visit, "/key/delete", {{"keys", json::Array{json::Value(visit->form.value("key"))}}},
                       "deleted");
            })};
}

}   // namespace gw::web
