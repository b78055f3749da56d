#include "core/web/frame.h"
#include "core/web/pages.h"
#include "core/web/requestrows.h"
#include "core/web/spendsums.h"

#include <QDateTime>

#include <algorithm>

namespace gw::web {

namespace {

constexpr const char *kPage = "/requests";
constexpr int kRows = 100;
constexpr std::int64_t kDayS = 86'400;
constexpr int kMoneyDecimals = 4;

std::string durationText(const Words &t, std::int64_t ms)
{
    constexpr std::int64_t kSecondMs = 1000;
    if (ms < 1)
        return t("< 1 ms");
    return ms < kSecondMs ? t("%1 ms", {t.number(ms)})
                          : t("%1 s", {t.number(static_cast<double>(ms) / 1000, 1)});
}

Html stateOf(const Words &t, const json::Object &row)
{
    if (json::stringOr(row, "status") == "success")
        return badge(Mark::Ok, t("Answered"));
    const json::Object *metadata = json::findObject(row, "metadata");
    const json::Object *error = metadata ? json::findObject(*metadata, "error_information") : nullptr;
    const std::string code(error ? json::stringOr(*error, "error_code") : std::string_view());
    const std::string name(error ? json::stringOr(*error, "error_class") : std::string_view());
    Html out = badge(Mark::Error, t("Failed"));
    out +=
        html("<br><small class=\"line\">{}</small>", code == "0" || code.empty() ? name : code + " " + name);
    return out;
}

Html rowOf(const Words &t, const json::Object &row)
{
    const json::Object *metadata = json::findObject(row, "metadata");
    const std::string alias(metadata ? json::stringOr(*metadata, "user_api_key_alias") : std::string_view());
    const std::string user(json::stringOr(row, "user"));
    const std::string group(json::stringOr(row, "model_group"));
    const std::string model(json::stringOr(row, "model"));
    const bool priced = !metadata || json::stringOr(*metadata, "cost_status") != "unpriced";
    const std::string provider(json::stringOr(row, "custom_llm_provider"));
    return html("<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td><td class=\"number\">{}</td>"
                "<td class=\"number\">{}</td><td class=\"number\">{}</td></tr>\n",
                timeText(json::stringOr(row, "startTime")),
                twoLines(group.empty() ? model : group, provider.empty() ? model : provider + " · " + model),
                twoLines(alias.empty() ? "–" : alias, user == "default_user_id" ? "" : user), stateOf(t, row),
                twoLines(t("%1 in", {t.number(json::findInt(row, "prompt_tokens").value_or(0))}),
                         t("%1 out", {t.number(json::findInt(row, "completion_tokens").value_or(0))})),
                durationText(t, json::findInt(row, "request_duration_ms").value_or(0)),
                priced ? t.money(json::findDouble(row, "spend").value_or(0), kMoneyDecimals) : t("unknown"));
}

std::int64_t secondsOf(const std::string &text)
{
    // "2026-11-21T10:00" as browsers write it, or with seconds.
    QDateTime time = QDateTime::fromString(QString::fromStdString(text), Qt::ISODate);
    if (!time.isValid())
        return -1;
    time.setTimeSpec(Qt::UTC);
    return time.toSecsSinceEpoch();
}

int daysOf(const Visit &visit)
{
    const std::string text = visit.query.value("days");
    return text == "1" ? 1 : text == "30" ? 30 : text == "90" ? 90 : 7;
}

bool isHash(const std::string &text)
{
    constexpr std::size_t kHash = 64;
    return text.size() == kHash && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::vector<std::pair<std::string, std::string>> filtersOf(const Visit &visit)
{
    const std::string key = visit.query.value("key");
    const std::string status = visit.query.value("status");
    return {{"model_group", visit.query.value("model")},
            {isHash(key) ? "api_key" : "key_alias", key},
            {"status_filter", status == "success" || status == "failure" ? status : ""}};
}

Html filterForm(const Visit &visit)
{
    const Words &t = visit.t;
    std::vector<std::string> names;
    if (seesEverything(visit))
        names = visit.asker.table->names();
    Html fields = textField(
        {.id = "model", .label = t("Model"), .value = visit.query.value("model"), .list = "models"});
    fields += dataList("models", names);
    fields += textField({.id = "key", .label = t("Key (alias)"), .value = visit.query.value("key")});
    fields += selectField("status", t("Result"),
                          {{"", t("All")}, {"success", t("Answered")}, {"failure", t("Failed")}},
                          visit.query.value("status"));
    fields += selectField(
        "days", t("Time"),
        {{"1", t("Last day")}, {"7", t("Last 7 days")}, {"30", t("Last 30 days")}, {"90", t("Last 90 days")}},
        std::to_string(daysOf(visit)));
    fields += textField({.id = "until",
                         .label = t("Before (UTC)"),
                         .value = visit.query.value("until"),
                         .type = "datetime-local"});
    return html(
        "<form method=\"get\" action=\"{}\" class=\"filters\" role=\"search\">{}<button class=\"primary\">{}"
        "</button><a class=\"button\" href=\"{}\">{}</a></form>\n",
        visit.address(kPage), fields, t("Show"), visit.address(kPage), t("Newest"));
}

void showRequests(const VisitPtr &visit)
{
    const std::string until = visit->query.value("until");
    const std::int64_t asked = until.empty() ? -1 : secondsOf(until);
    const std::int64_t untilS = asked > 0 ? std::min(asked, visit->nowS) : visit->nowS;
    const int number = pageNumber(*visit);
    const Question question = requestsQuestion(std::max<std::int64_t>(untilS - daysOf(*visit) * kDayS, 0),
                                               untilS, number, kRows, filtersOf(*visit));
    visit->ask(question, [visit, number, untilS](const Answer &answer) {
        const Words &t = visit->t;
        const std::string title = t("Requests");
        Html body = filterForm(*visit);
        if (!answer.ok()) {
            body += banner(Tone::Error, answer.problem());
            return visit->respond(page(*visit, kPage, title, body, answer.status));
        }
        // Later pages are counted from the same moment, so that new requests push nothing along.
        const std::string moment = QDateTime::fromSecsSinceEpoch(untilS, Qt::UTC)
                                       .toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"))
                                       .toStdString();
        const auto link = [&](int other) {
            return visit->address(kPage) + queryOf({{"model", visit->query.value("model")},
                                                    {"key", visit->query.value("key")},
                                                    {"status", visit->query.value("status")},
                                                    {"days", std::to_string(daysOf(*visit))},
                                                    {"until", moment},
                                                    {"page", std::to_string(other)}});
        };
        const std::int64_t total = totalOf(answer);
        const std::int64_t first = std::int64_t{number - 1} * kRows;
        const std::int64_t last = std::min<std::int64_t>(first + kRows, total);
        body += requestTable(t, answer, t("Requests, newest first; times are UTC"));
        body += pager(
            *visit, number > 1 ? link(number - 1) : "", last < total ? link(number + 1) : "",
            total == 0 ? "" : t("%1 to %2 of %3", {t.number(first + 1), t.number(last), t.number(total)}));
        visit->respond(page(*visit, kPage, title, body));
    });
}

}   // namespace

Html requestTable(const Words &t, const Answer &answer, const std::string &caption)
{
    const json::Array *data = json::findArray(answer.object(), "data");
    if (!data || data->empty())
        return html("<p class=\"empty\">{}</p>\n", t("There are no such requests."));
    Html rows;
    for (const json::Value &row : *data) {
        if (row.is_object())
            rows += rowOf(t, row.get_object());
    }
    return table(caption,
                 {{t("Time")},
                  {t("Model and provider")},
                  {t("Key")},
                  {t("Result")},
                  {t("Tokens"), true},
                  {t("Duration"), true},
                  {t("Cost"), true}},
                 rows);
}

engine::ApiRoutes requestRoutes(const SitePtr &site)
{
    return {getPage(site, kPage, &showRequests)};
}

}   // namespace gw::web
