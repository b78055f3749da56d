#pragma once

#include "core/api/healthchecks.h"
#include "core/api/storedmodels.h"
#include "core/web/attempts.h"
#include "core/web/form.h"
#include "core/web/inside.h"
#include "core/web/sessions.h"
#include "core/web/texts.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gw::web {

// What the pages are made with. Everything outlives the gateway's workers.
struct SiteSetup
{
    engine::Gateway &gateway;
    engine::Shared &shared;
    std::shared_ptr<api::HealthChecks> health;
    api::StoredModels stored;
    // Of the moment; from any thread. Empty: nobody needs a key.
    std::function<Secret()> masterKey;
    std::string userName = "admin";   // UI_USERNAME
    Secret password = {};             // UI_PASSWORD; empty: the master key.
    std::string root = {};            // SERVER_ROOT_PATH, without a slash at its end.
};

// Everything that requests for pages share. Thread-safe once inside() is filled.
class Site
{
public:
    explicit Site(SiteSetup setup);

    const SiteSetup &setup() const noexcept { return m_setup; }
    Inside &inside() noexcept { return m_inside; }
    const Inside &inside() const noexcept { return m_inside; }
    Sessions &sessions() noexcept { return m_sessions; }
    const Sessions &sessions() const noexcept { return m_sessions; }
    // By the address that is seen, and by the proxy in front of several.
    Attempts &attempts() noexcept { return m_attempts; }
    Attempts &proxied() noexcept { return m_proxied; }
    std::int64_t startedUs() const noexcept { return m_startedUs; }   // Steady clock.

    // "/litellm/ui/keys" of "/keys".
    std::string address(std::string_view page) const;
    auth::Principal openCaller() const;
    bool isOpen() const;
    // The key that a session asks with; nothing once it is over.
    std::optional<Secret> keyOf(const Session &session) const;
    // Of the administrator's name and password as they are now.
    std::string proof() const;

private:
    Secret password() const;

    const SiteSetup m_setup;
    Inside m_inside;
    Sessions m_sessions;
    Attempts m_attempts;
    Attempts m_proxied;
    const std::int64_t m_startedUs;
};
using SitePtr = std::shared_ptr<Site>;

// One request for a page, from somebody who may see it. Shared by what answers it; answer once.
struct Visit
{
    SitePtr site;
    Words t;
    std::string path = {};   // Without the root and "/ui".
    Form query = {};
    Form form = {};   // Of a POST, whose token was right.
    Asker asker = {};
    auth::Principal caller = {};
    std::string session = {};   // Its id; "open" where nobody needs to log in.
    bool open = false;
    std::int64_t nowS = 0;
    engine::ApiRespond respond = {};

    std::string address(std::string_view page) const { return site->address(page); }
    // 303 to another page: what a form has done is not done again by looking at it again.
    void go(std::string_view page, const std::vector<std::pair<std::string, std::string>> &query = {}) const;
    void ask(Question question, std::function<void(Answer)> done) const;
    void askAll(std::vector<Question> questions, std::function<void(std::vector<Answer>)> done) const;
};
using VisitPtr = std::shared_ptr<const Visit>;
using PageJob = std::function<void(const VisitPtr &visit)>;

// A page for those who are logged in; others are led to the login.
engine::ApiRoute getPage(const SitePtr &site, const std::string &page, PageJob job);
// What a form does; without the session's token 403.
engine::ApiRoute postPage(const SitePtr &site, const std::string &page, PageJob job);

// What every answer of the pages carries: nothing of others is loaded, nobody frames them, nothing is kept.
void addSafety(engine::ApiReply &reply);
// Who a request comes from, X-Forwarded-For included where the peer may say it; and whether over TLS.
struct Origin
{
    std::string address;
    bool proxied = false;
    bool tls = false;
};
Origin originOf(const engine::ApiCall &call);
// The session that a request brings; "" for none.
std::string sessionOf(const engine::ApiCall &call);
// Set-Cookie for it; an empty id takes the cookie away.
std::string cookieFor(const engine::ApiCall &call, const Site &site, std::string_view id, bool tls);

}   // namespace gw::web
