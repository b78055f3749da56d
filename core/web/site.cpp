#include "core/web/site.h"

#include "core/base/ids.h"
#include "core/web/frame.h"

#include <algorithm>

namespace gw::web {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

constexpr std::string_view kOpen = "open";
// Of the proxy itself, where it says whom it asks for: somebody on this machine can say anything.
constexpr std::size_t kMostProxied = 100;
constexpr int kSeeOther = 303;

std::string cookieName(const ApiCall &call)
{
    // Browsers keep one set of cookies for all ports of a host.
    return "portico_ui_" + std::to_string(call.head.peer ? call.head.peer->localPort : 0);
}

ApiReply redirect(const std::string &target)
{
    ApiReply reply{.status = kSeeOther, .body = {}, .contentType = "text/html; charset=utf-8"};
    reply.headers.set("location", target);
    addSafety(reply);
    return reply;
}

std::shared_ptr<Visit> visitOf(const SitePtr &site, const ApiCall &call, const ApiRespond &respond)
{
    auto visit = std::make_shared<Visit>(
        Visit{.site = site, .t = Words(languageOf(call.head.headers.valueOr("accept-language")))});
    visit->path = std::string(call.head.path);
    const std::string prefix = site->address("");
    if (visit->path.starts_with(prefix))
        visit->path.erase(0, prefix.size());
    visit->query = Form(call.head.query);
    visit->asker.worker = call.worker;
    visit->asker.table = call.table;
    visit->asker.loopback = call.head.peer && call.head.peer->loopback;
    visit->nowS = site->setup().shared.clock.unixUs() / 1'000'000;
    visit->respond = respond;
    return visit;
}

// Null: the request has been answered.
std::shared_ptr<Visit> entered(const SitePtr &site, const ApiCall &call, const ApiRespond &respond)
{
    auto visit = visitOf(site, call, respond);
    if (site->isOpen()) {
        visit->open = true;
        visit->session = kOpen;
        visit->caller = site->openCaller();
        return visit;
    }
    visit->session = sessionOf(call);
    const auto session = site->sessions().find(visit->session);
    const auto key = session ? site->keyOf(*session) : std::nullopt;
    auto caller = key ? site->setup().gateway.snapshot()->keyring->authenticate(key->reveal())
                      : Result<auth::Principal>(Error{.code = ErrorCode::NoKey, .message = {}});
    if (!caller.ok()) {
        // A database that is away does not end the session.
        if (caller.error().code == ErrorCode::DatabaseAway) {
            respond(plainPage(visit->t, *site, visit->t("Not now"), caller.error().message, 503));
            return nullptr;
        }
        if (session)
            site->sessions().end(visit->session);
        const std::string next =
            call.head.method == "GET" && visit->path.size() > 1 ? visit->path.substr(1) : "";
        respond(redirect(site->address("/login") + queryOf({{"next", next}})));
        return nullptr;
    }
    visit->asker.key = *key;
    visit->caller = std::move(caller).value();
    return visit;
}

}   // namespace

Site::Site(SiteSetup setup)
    : m_setup(std::move(setup))
    , m_inside(m_setup.gateway)
    , m_sessions(m_setup.shared.clock)
    , m_attempts(m_setup.shared.clock)
    , m_proxied(m_setup.shared.clock, kMostProxied)
    , m_startedUs(m_setup.shared.clock.steadyUs())
{}

std::string Site::address(std::string_view page) const
{
    return m_setup.root + "/ui" + std::string(page);
}

bool Site::isOpen() const
{
    return m_setup.gateway.snapshot()->keyring->open();
}

auth::Principal Site::openCaller() const
{
    auto caller = m_setup.gateway.snapshot()->keyring->authenticate({});
    return caller.ok() ? std::move(caller).value() : auth::Principal();
}

Secret Site::password() const
{
    return m_setup.password.isEmpty() ? m_setup.masterKey() : m_setup.password;
}

std::string Site::proof() const
{
    const Secret now = password();
    return now.isEmpty() ? std::string() : sha256Hex(sha256Hex(m_setup.userName) + now.reveal());
}

std::optional<Secret> Site::keyOf(const Session &session) const
{
    if (!session.key.isEmpty())
        return session.key;
    const std::string now = proof();
    if (now.empty() || session.proof != now)
        return std::nullopt;
    return m_setup.masterKey();
}

void Visit::go(std::string_view page, const std::vector<std::pair<std::string, std::string>> &fields) const
{
    respond(redirect(address(page) + queryOf(fields)));
}

void Visit::ask(Question question, std::function<void(Answer)> done) const
{
    site->inside().ask(asker, std::move(question), std::move(done));
}

void Visit::askAll(std::vector<Question> questions, std::function<void(std::vector<Answer>)> done) const
{
    site->inside().askAll(asker, std::move(questions), std::move(done));
}

engine::ApiRoute getPage(const SitePtr &site, const std::string &page, PageJob job)
{
    return {"GET", "/ui" + page, engine::Access::Public,
            [site, job = std::move(job)](const ApiCall &call, const ApiRespond &respond) {
                if (const VisitPtr visit = entered(site, call, respond))
                    job(visit);
            }};
}

engine::ApiRoute postPage(const SitePtr &site, const std::string &page, PageJob job)
{
    return {"POST", "/ui" + page, engine::Access::Public,
            [site, job = std::move(job)](const ApiCall &call, const ApiRespond &respond) {
                const auto visit = entered(site, call, respond);
                if (!visit)
                    return;
                visit->form = Form(call.body);
                if (!site->sessions().tokenFits(visit->session, visit->form.exact("token")))
                    return respond(
                        plainPage(visit->t, *site, visit->t("Not done"),
                                  visit->t("This form is too old, or was not sent from a page of "
                                           "this gateway. Go back, reload the page and try again."),
                                  403));
                job(visit);
            }};
}

void addSafety(ApiReply &reply)
{
    reply.headers.set("content-security-policy",
                      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
                      "form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    reply.headers.set("x-frame-options", "DENY");
    reply.headers.set("x-content-type-options", "nosniff");
    // With "no-referrer" browsers send forms with the origin "null", which the door refuses.
    reply.headers.set("referrer-policy", "same-origin");
    reply.headers.set("cross-origin-opener-policy", "same-origin");
    reply.headers.set("cross-origin-resource-policy", "same-origin");
    reply.headers.set("vary", "Cookie, Accept-Language");
    if (!reply.headers.contains("cache-control"))
        reply.headers.set("cache-control", "no-store");
}

Origin originOf(const ApiCall &call)
{
    const std::vector<std::string> &trusted = call.table->config().general.trustedProxies;
    const auto isTrusted = [&](std::string_view address) {
        return std::ranges::find(trusted, address) != trusted.end();
    };
    Origin out;
    if (!call.head.peer)
        return out;
    out.address = call.head.peer->address;
    if (!call.head.peer->loopback && !isTrusted(out.address))
        return out;
    out.tls = call.head.headers.hasToken("x-forwarded-proto", "https");
    // From the right: what the proxies of ours have added.
    std::vector<std::string> hops = wire::listItems(call.head.headers.valueOr("x-forwarded-for"));
    while (hops.size() > 1 && isTrusted(hops.back()))
        hops.pop_back();
    if (!hops.empty()) {
        out.address = hops.back();
        out.proxied = true;
    }
    return out;
}

std::string sessionOf(const ApiCall &call)
{
    const std::string wanted = cookieName(call) + "=";
    for (const auto &[name, value] : call.head.headers) {
        if (!wire::equalsIgnoringCase(name, "cookie"))
            continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::size_t end = rest.find(';');
            const std::string_view cookie = wire::trimmed(rest.substr(0, end));
            if (cookie.starts_with(wanted))
                return std::string(cookie.substr(wanted.size()));
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        }
    }
    return {};
}

std::string cookieFor(const ApiCall &call, const Site &site, std::string_view id, bool tls)
{
    return cookieName(call) + "=" + std::string(id) + "; Path=" + site.address("") +
           "; Max-Age=" + std::to_string(id.empty() ? 0 : Sessions::kLifeS) + "; HttpOnly; SameSite=Strict" +
           (tls ? "; Secure" : "");
}

}   // namespace gw::web
