#include "core/web/frame.h"

#include "core/base/ids.h"
#include "core/base/resources.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gw::web {

namespace {

using engine::ApiReply;

struct NavigationEntry
{
    const char *page;
    const char *title;
};
constexpr std::array kNavigation{
    NavigationEntry{"", noop("Status")}, NavigationEntry{"/models", noop("Models")},
    NavigationEntry{"/keys", noop("Keys")}, NavigationEntry{"/spend", noop("Spend")},
    NavigationEntry{"/requests", noop("Requests")}};

struct Done
{
    const char *code;
    const char *sentence;
};
// What a form has done, by the code it leaves in the address: never a text of others.
constexpr std::array kDone{
    Done{"blocked", noop("The key is blocked. Requests with it are refused from now on.")},
    Done{"unblocked", noop("The key works again.")},
    Done{"deleted", noop("The key is deleted.")},
    Done{"added", noop("The model is added and serves requests now.")},
    Done{"removed", noop("The model is removed.")},
    Done{"checked", noop("The models have been checked.")}};

constexpr std::size_t kVersionChars = 8;

// Changes with the file, so that browsers may keep it.
std::string versioned(const Site &site, const Asset &asset)
{
    return site.address("/") + asset.name +
           "?v=" + sha256Hex(resource(asset.resource)).substr(0, kVersionChars);
}

ApiReply whole(const Words &t, const Site &site, const std::string &title, const Html &body, int status)
{
    ApiReply reply{.status = status, .body = {}, .contentType = "text/html; charset=utf-8"};
    reply.body =
        html("<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta name=\"color-scheme\" content=\"light dark\">\n<title>{} – Portico</title>\n"
             "<link rel=\"icon\" href=\"{}\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"{}\">\n"
             "<script src=\"{}\" defer></script>\n</head>\n<body>\n{}</body>\n</html>\n",
             codeOf(t.language()), title, versioned(site, kIcon), versioned(site, kCss),
             versioned(site, kScript), body)
            .text();
    addSafety(reply);
    return reply;
}

Html navigation(const Visit &visit, std::string_view current)
{
    Html items;
    for (const NavigationEntry &entry : kNavigation)
        items += html("<li><a href=\"{}\"{}>{}</a></li>", visit.address(entry.page),
                      current == entry.page ? html(" aria-current=\"page\"") : Html(), visit.t(entry.title));
    return items;
}

std::string callerName(const Visit &visit)
{
    if (visit.open)
        return visit.t("No login needed");
    if (visit.caller.kind == auth::Principal::Kind::Master)
        return visit.t("Administrator");
    return visit.caller.keyAlias.empty()
               ? visit.caller.userId.empty() ? visit.t("Virtual key") : visit.caller.userId
               : visit.caller.keyAlias;
}

Html whoIsThere(const Visit &visit)
{
    Html out = html("<p class=\"name\">{}</p>", callerName(visit));
    if (visit.open)
        return out;
    out += postForm(visit, "/logout", html("<button class=\"quiet\">{}</button>", visit.t("Log out")));
    return out;
}

Html doneBanner(const Visit &visit)
{
    const std::string code = visit.query.value("done");
    for (const Done &done : kDone) {
        if (code == done.code)
            return banner(Tone::Ok, visit.t(done.sentence));
    }
    return {};
}

}   // namespace

ApiReply page(const Visit &visit, std::string_view current, const std::string &title, const Html &body,
              int status)
{
    const Html frame =
        html("<a class=\"skip\" href=\"#main\">{}</a>\n<div class=\"layout\">\n<header class=\"side\">\n"
             "<p class=\"brand\"><img src=\"{}\" alt=\"\" width=\"24\" height=\"24\">Portico</p>\n"
             "<nav aria-label=\"{}\"><ul>{}</ul></nav>\n<div class=\"who\">{}</div>\n</header>\n"
             "<main id=\"main\" tabindex=\"-1\">\n<h1>{}</h1>\n{}{}</main>\n</div>\n",
             visit.t("Skip to content"), versioned(*visit.site, kIcon), visit.t("Pages"),
             navigation(visit, current), whoIsThere(visit), title, doneBanner(visit), body);
    return whole(visit.t, *visit.site, title, frame, status);
}

ApiReply problemPage(const Visit &visit, std::string_view current, const std::string &title,
                     const Answer &answer)
{
    return page(visit, current, title, banner(Tone::Error, answer.problem()), answer.status);
}

ApiReply barePage(const Words &t, const Site &site, const std::string &title, const Html &body, int status)
{
    return whole(
        t, site, title,
        html("<main class=\"bare\" id=\"main\">\n<p class=\"brand\"><img src=\"{}\" alt=\"\" width=\"32\" "
             "height=\"32\">Portico</p>\n<h1>{}</h1>\n{}</main>\n",
             versioned(site, kIcon), title, body),
        status);
}

ApiReply plainPage(const Words &t, const Site &site, const std::string &title, const std::string &sentence,
                   int status)
{
    return barePage(
        t, site, title,
        html("<p>{}</p>\n<p><a href=\"{}\">{}</a></p>\n", sentence, site.address(""), t("To the start")),
        status);
}

bool seesEverything(const Visit &visit)
{
    return visit.caller.viewer();
}

Html badge(Mark mark, const std::string &word)
{
    const auto with = [&](const char *tone, const Html &shape) {
        return html("<span class=\"badge {}\"><svg viewBox=\"0 0 10 10\" width=\"10\" height=\"10\" "
                    "aria-hidden=\"true\">{}</svg>{}</span>",
                    tone, shape, word);
    };
    switch (mark) {
    case Mark::Ok:
        return with("ok", html("<circle cx=\"5\" cy=\"5\" r=\"4\" class=\"fill\"/>"));
    case Mark::Off:
        return with("off", html("<circle cx=\"5\" cy=\"5\" r=\"3.5\" class=\"line\"/>"));
    case Mark::Warning:
        return with("warning", html("<path d=\"M5 1 9.5 9h-9z\" class=\"fill\"/>"));
    case Mark::Error:
        return with("error", html("<rect x=\"1\" y=\"1\" width=\"8\" height=\"8\" class=\"fill\"/>"));
    case Mark::Refused:
        return with("error", html("<path d=\"M1.5 1.5l7 7m0-7l-7 7\" class=\"line\"/>"));
    case Mark::Paused:
        break;
    }
    return with("warning", html("<path d=\"M2 1h2v8h-2zM6 1h2v8h-2z\" class=\"fill\"/>"));
}

Html banner(Tone tone, const std::string &sentence)
{
    return html("<p class=\"banner {}\" role=\"{}\">{}</p>\n",
                tone == Tone::Ok        ? "ok"
                : tone == Tone::Warning ? "warning"
                                        : "error",
                tone == Tone::Error ? "alert" : "status", sentence);
}

Html table(const std::string &caption, const std::vector<Column> &columns, const Html &rows,
           std::string_view kind)
{
    Html heads;
    for (const Column &column : columns)
        heads += html("<th scope=\"col\"{}>{}</th>", column.numeric ? html(" class=\"number\"") : Html(),
                      column.title);
    return html(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table class=\"{}\">\n"
        "<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table></div>\n",
        caption, kind, caption, heads, rows);
}

Html twoLines(const std::string &first, const std::string &second)
{
    const Html above = html("<span class=\"line\" title=\"{}\">{}</span>", first, first);
    return second.empty()
               ? above
               : html("{}<br><small class=\"line\" title=\"{}\">{}</small>", above, second, second);
}

Html card(const std::string &title, const Html &body)
{
    return html("<section class=\"card\">\n<h2>{}</h2>\n{}</section>\n", title, body);
}

Html tile(const std::string &name, const std::string &value, const std::string &note)
{
    return html(
        "<div class=\"tile\"><dt>{}</dt><dd><span class=\"figure\">{}</span><small>{}</small></dd></div>\n",
        name, value, note);
}

Html postForm(const Visit &visit, std::string_view action, const Html &content)
{
    return html(
        "<form method=\"post\" action=\"{}\"><input type=\"hidden\" name=\"token\" value=\"{}\">{}</form>",
        visit.address(action), visit.site->sessions().token(visit.session), content);
}

Html actionButton(const Visit &visit, std::string_view action, std::string_view field, std::string_view value,
                  const std::string &label, std::string_view classes, const Html &more)
{
    return postForm(visit, action,
                    html("<input type=\"hidden\" name=\"{}\" value=\"{}\">{}<button class=\"{}\">{}</button>",
                         field, value, more, classes, label));
}

Html confirmation(const Visit &visit, const std::string &words, const Html &action, std::string_view back)
{
    return html("<p>{}</p>\n<div class=\"below\">{}<a class=\"button\" href=\"{}\">{}</a></div>\n", words,
                action, visit.address(back), visit.t("Keep it"));
}

namespace {

Html hintOf(const std::string &id, const std::string &hint)
{
    return hint.empty() ? Html() : html("<small id=\"{}-hint\">{}</small>", id, hint);
}

Html describedBy(const std::string &id, const std::string &hint)
{
    return hint.empty() ? Html() : html(" aria-describedby=\"{}-hint\"", id);
}

}   // namespace

Html textField(const Field &field)
{
    return html(
        "<div class=\"field {}\"><label for=\"{}\">{}</label><input id=\"{}\" name=\"{}\" type=\"{}\" "
        "value=\"{}\" autocomplete=\"{}\"{}{}{}>{}</div>\n",
        field.type, field.id, field.label, field.id, field.id, field.type, field.value, field.autocomplete,
        field.required ? html(" required") : Html(),
        field.list.empty() ? Html() : html(" list=\"{}\"", field.list), describedBy(field.id, field.hint),
        hintOf(field.id, field.hint));
}

Html selectField(const std::string &id, const std::string &label, const std::vector<Option> &options,
                 const std::string &chosen, const std::string &hint)
{
    Html items;
    for (const Option &option : options)
        items += html("<option value=\"{}\"{}>{}</option>", option.value,
                      option.value == chosen ? html(" selected") : Html(), option.label);
    return html("<div class=\"field\"><label for=\"{}\">{}</label><select id=\"{}\" "
                "name=\"{}\"{}>{}</select>{}</div>\n",
                id, label, id, id, describedBy(id, hint), items, hintOf(id, hint));
}

Html dataList(const std::string &id, const std::vector<std::string> &values)
{
    Html items;
    for (const std::string &value : values)
        items += html("<option value=\"{}\"></option>", value);
    return html("<datalist id=\"{}\">{}</datalist>", id, items);
}

Html timeText(std::string_view iso)
{
    constexpr std::size_t kSecondChars = 19;
    std::string shown(iso.substr(0, kSecondChars));
    if (const std::size_t t = shown.find('T'); t != std::string::npos)
        shown[t] = ' ';
    return html("<time datetime=\"{}\">{}</time>", iso, shown);
}

int pageNumber(const Visit &visit)
{
    constexpr int kMost = 1'000'000;
    const std::string text = visit.query.value("page");
    int number = 1;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() ? std::clamp(number, 1, kMost) : 1;
}

Html pager(const Visit &visit, const std::string &previous, const std::string &next,
           const std::string &between)
{
    if (previous.empty() && next.empty())
        return html("<p class=\"count\">{}</p>\n", between);
    const auto link = [](const std::string &target, const std::string &label, const char *rel) {
        return target.empty() ? html("<span class=\"button off\">{}</span>", label)
                              : html("<a class=\"button\" rel=\"{}\" href=\"{}\">{}</a>", rel, target, label);
    };
    return html("<nav class=\"pager\" aria-label=\"{}\">{}<span class=\"count\">{}</span>{}</nav>\n",
                visit.t("Parts of this list"), link(previous, visit.t("Back"), "prev"), between,
                link(next, visit.t("Next"), "next"));
}

}   // namespace gw::web
