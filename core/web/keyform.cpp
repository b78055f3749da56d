#include "core/web/keyform.h"

#include "core/access/entities.h"
#include "core/web/frame.h"

#include <algorithm>
#include <charconv>

namespace gw::web {

namespace {

Html modelBoxes(const Visit &visit)
{
    const Words &t = visit.t;
    const std::vector<std::string> chosen = visit.form.values("models");
    Html boxes;
    for (const std::string &name : visit.asker.table->names()) {
        const bool on = std::ranges::find(chosen, name) != chosen.end();
        boxes += html(
            "<label class=\"check\"><input type=\"checkbox\" name=\"models\" value=\"{}\"{}><span>{}</span>"
            "</label>",
            name, on ? html(" checked") : Html(), name);
    }
    if (boxes.isEmpty())
        return {};
    return html("<fieldset><legend>{}</legend><div class=\"checks\">{}</div><small>{}</small></fieldset>\n",
                t("Models"), boxes, t("None chosen: all of them."));
}

std::int64_t wholeNumber(const std::string &text)
{
    std::int64_t number = -1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? number : -1;
}

}   // namespace

Html keyForm(const Visit &visit)
{
    const Words &t = visit.t;
    const auto typed = [&](const char *name) { return visit.form.value(name); };
    Html fields = textField({.id = "alias",
                             .label = t("Alias"),
                             .value = typed("alias"),
                             .hint = t("A name to know it by, such as the program it is for.")});
    fields += textField({.id = "user",
                         .label = t("User"),
                         .value = typed("user"),
                         .hint = t("Id of a user whose limits count too; may stay empty.")});
    fields += selectField("expires", t("Expires"),
                          {{"", t("Never")},
                           {"1d", t("In a day")},
                           {"7d", t("In 7 days")},
                           {"30d", t("In 30 days")},
                           {"90d", t("In 90 days")},
                           {"365d", t("In 365 days")}},
                          typed("expires"));
    fields += textField({.id = "budget",
                         .label = t("Budget in US dollars"),
                         .value = typed("budget"),
                         .hint = t("Empty: no limit.")});
    fields += selectField(
        "period", t("The budget begins anew"),
        {{"", t("Never")}, {"1d", t("Every day")}, {"7d", t("Every 7 days")}, {"1mo", t("Every month")}},
        typed("period"));
    fields += textField(
        {.id = "rpm", .label = t("Requests a minute"), .value = typed("rpm"), .hint = t("Empty: no limit.")});
    fields += textField(
        {.id = "tpm", .label = t("Tokens a minute"), .value = typed("tpm"), .hint = t("Empty: no limit.")});
    return postForm(visit, "/keys/new",
                    html("<div class=\"grid\">{}</div>{}<button class=\"primary\">{}</button>", fields,
                         modelBoxes(visit), t("Make key")));
}

json::Object keyWish(const Visit &visit, std::string &problem)
{
    const Words &t = visit.t;
    const Form &form = visit.form;
    json::Object wish;
    const auto text = [&](const char *field, const char *member) {
        if (std::string value = form.value(field); !value.empty())
            wish[member] = std::move(value);
    };
    text("alias", "key_alias");
    text("user", "user_id");
    text("period", "budget_duration");
    text("expires", "duration");
    for (const auto &[field, member, label] : {std::tuple("rpm", "rpm_limit", noop("Requests a minute")),
                                               std::tuple("tpm", "tpm_limit", noop("Tokens a minute"))}) {
        const std::string value = form.value(field);
        if (value.empty())
            continue;
        const std::int64_t number = wholeNumber(value);
        if (number < 0)
            problem = t("%1: this is no whole number.", {t(label)});
        wish[member] = number;
    }
    if (std::string budget = form.value("budget"); !budget.empty()) {
        // As it is written in German.
        std::ranges::replace(budget, ',', '.');
        const auto pico = access::picoOf(json::Value(budget));
        if (!pico)
            problem = t("%1: this is no amount.", {t("Budget in US dollars")});
        wish["max_budget"] = budget;
    }
    if (const std::vector<std::string> models = form.values("models"); !models.empty())
        wish["models"] = json::Array(models.begin(), models.end());
    return wish;
}

Html newKeyCard(const Visit &visit, const json::Object &made)
{
    const Words &t = visit.t;
    const std::string alias(json::stringOr(made, "key_alias"));
    Html body =
        banner(Tone::Warning, t("Copy the key now: it is shown this once, and only its hash is kept."));
    body += html(
        "<div class=\"secret\"><code id=\"secret\">{}</code><button class=\"secondary\" data-copy=\"secret\" "
        "data-done=\"{}\" hidden>{}</button></div>\n<p><a class=\"button\" href=\"{}\">{}</a></p>\n",
        json::stringOr(made, "key"), t("Copied"), t("Copy"), visit.address("/keys"),
        t("To the list of keys"));
    return card(alias.empty() ? t("The new key") : t("The new key %1", {alias}), body);
}

}   // namespace gw::web
