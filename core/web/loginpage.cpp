#include "core/base/logging.h"
#include "core/web/frame.h"
#include "core/web/pages.h"

#include <algorithm>
#include <array>

namespace gw::web {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

constexpr int kSeeOther = 303;
constexpr int kNobody = 401;
constexpr int kTooMany = 429;

Words wordsOf(const ApiCall &call)
{
    return Words(languageOf(call.head.headers.valueOr("accept-language")));
}

// Where to go after the login; never another site.
std::string targetOf(const Site &site, const std::string &next)
{
    static constexpr std::array kPages{std::string_view("models"), std::string_view("keys"),
                                       std::string_view("spend"), std::string_view("requests")};
    return site.address(std::ranges::find(kPages, next) != kPages.end() ? "/" + next : "");
}

ApiReply loginForm(const Words &t, const Site &site, const std::string &next, const std::string &problem,
                   int status = 200)
{
    Html body;
    if (!problem.empty())
        body += banner(Tone::Error, problem);
    body += html(
        "<form method=\"post\" action=\"{}\" class=\"stack\"><input type=\"hidden\" name=\"next\" "
        "value=\"{}\">{}{}<button class=\"primary\">{}</button></form>\n",
        site.address("/login"), next,
        textField({.id = "username",
                   .label = t("Name"),
                   .hint = t("Leave it empty to log in with a key alone."),
                   .autocomplete = "username"}),
        textField({.id = "password",
                   .label = t("Password or key"),
                   .hint = t("The administrator's password is the master key, unless UI_PASSWORD is set."),
                   .type = "password",
                   .autocomplete = "current-password",
                   .required = true}),
        t("Log in"));
    return barePage(t, site, t("Log in"), body, status);
}

// Who this is; nothing: nobody. problem: what may be told to somebody who holds a key.
std::optional<Session> sessionFor(const Site &site, const Form &form, std::string &problem)
{
    const std::string name = form.value("username");
    const std::string password(form.exact("password"));
    const SiteSetup &setup = site.setup();
    const Secret wanted = setup.password.isEmpty() ? setup.masterKey() : setup.password;
    // Both are looked at, so that the time tells nothing of the name.
    const bool rightName = Secret(setup.userName).equals(name);
    const bool rightPassword = !wanted.isEmpty() && wanted.equals(password);
    if (rightName && rightPassword)
        return Session{.proof = site.proof()};
    const std::string key = form.value("password");
    const auto caller = setup.gateway.snapshot()->keyring->authenticate(key);
    if (!caller.ok()) {
        const ErrorCode code = caller.error().code;
        if (code == ErrorCode::BlockedKey || code == ErrorCode::ExpiredKey ||
            code == ErrorCode::DatabaseAway || code == ErrorCode::SecretAway)
            problem = caller.error().message;
        return std::nullopt;
    }
    if (!name.empty() && name != caller.value().userId && name != caller.value().keyAlias)
        return std::nullopt;
    return Session{.key = Secret(key)};
}

ApiReply tooMany(const Words &t, const Site &site, const std::string &next, std::int64_t waitS)
{
    ApiReply reply = loginForm(
        t, site, next, t("Too many attempts. Try again in %1.", {t.span(std::max<std::int64_t>(waitS, 1))}),
        kTooMany);
    reply.headers.set("retry-after", std::to_string(std::max<std::int64_t>(waitS, 1)));
    return reply;
}

void logIn(const SitePtr &site, const ApiCall &call, const ApiRespond &respond)
{
    const Words t = wordsOf(call);
    const Form form(call.body);
    const std::string next = form.value("next");
    if (site->isOpen())
        return respond(plainPage(t, *site, t("No login needed"), t("This gateway has no master key."), 200));
    const Origin origin = originOf(call);
    const std::string peer = call.head.peer ? call.head.peer->address : std::string();
    if (!site->attempts().begin(origin.address))
        return respond(tooMany(t, *site, next, site->attempts().waitS(origin.address)));
    if (origin.proxied && !site->proxied().begin(peer))
        return respond(tooMany(t, *site, next, site->proxied().waitS(peer)));
    std::string problem;
    auto session = sessionFor(*site, form, problem);
    if (!session) {
        qCInfo(gwAuth, "a login to /ui from %s is refused", origin.address.c_str());
        if (problem.empty())
            problem = t("Name, password or key is not right.");
        return respond(loginForm(t, *site, next, problem, kNobody));
    }
    site->attempts().succeeded(origin.address);
    // Another session than the one before, whoever had put that there.
    site->sessions().end(sessionOf(call));
    ApiReply reply{.status = kSeeOther, .body = {}, .contentType = "text/html; charset=utf-8"};
    reply.headers.set("location", targetOf(*site, next));
    reply.headers.set("set-cookie",
                      cookieFor(call, *site, site->sessions().begin(std::move(*session)), origin.tls));
    addSafety(reply);
    respond(std::move(reply));
}

}   // namespace

engine::ApiRoutes loginRoutes(const SitePtr &site)
{
    const auto form = [site](const ApiCall &call, const ApiRespond &respond) {
        const Words t = wordsOf(call);
        if (site->isOpen())
            return respond(
                plainPage(t, *site, t("No login needed"),
                          t("This gateway has no master key: programs of the user who started it may "
                            "use it, on this machine alone."),
                          200));
        respond(loginForm(t, *site, Form(call.head.query).value("next"), {}));
    };
    const auto logOut = [site](const ApiCall &call, const ApiRespond &respond) {
        const Words t = wordsOf(call);
        const std::string session = sessionOf(call);
        if (!site->sessions().tokenFits(session, Form(call.body).exact("token")))
            return respond(plainPage(t, *site, t("Not done"), t("This form is too old."), 403));
        site->sessions().end(session);
        ApiReply reply{.status = kSeeOther, .body = {}, .contentType = "text/html; charset=utf-8"};
        reply.headers.set("location", site->address("/login"));
        reply.headers.set("set-cookie", cookieFor(call, *site, {}, originOf(call).tls));
        addSafety(reply);
        respond(std::move(reply));
    };
    return {{"GET", "/ui/login", engine::Access::Public, form},
            {"POST", "/ui/login", engine::Access::Public,
             [site](const ApiCall &call, const ApiRespond &respond) { logIn(site, call, respond); }},
            {"POST", "/ui/logout", engine::Access::Public, logOut}};
}

}   // namespace gw::web
