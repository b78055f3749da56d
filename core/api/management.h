#pragma once

#include "core/access/edit.h"
#include "core/engine/apiroute.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the routes on keys, users, teams and the like share (CONTRACT 3.5 and 3.6): each call is one piece of
// work on the directory's thread, which reads a body, looks at rights, commits and writes the audit log.
namespace gw::api {

struct Work
{
    access::Edit &edit;
    const engine::ApiCall &call;
    json::Object body;   // Empty when there was none.
    std::int64_t nowS = 0;

    access::Directory &directory() const { return edit.directory(); }
    const auth::Principal &caller() const { return call.principal; }
    const config::Config &config() const { return call.table->config(); }
    bool admin() const { return call.principal.admin; }
    // Whom the audit log names.
    std::string who() const;
};

using Job = std::function<engine::ApiReply(Work &work)>;
// directory null: every call is told that there is no database.
engine::ApiRoute managementRoute(access::Directory *directory, const char *method, const char *pattern,
                                 engine::Access access, Job job);

// A route for each job that is a member of one object, which lives as long as its routes.
template <typename Jobs>
auto managementRoutesOf(access::Directory *directory, std::shared_ptr<const Jobs> jobs)
{
    return [directory, jobs = std::move(jobs)](const char *method, const char *pattern,
                                               engine::ApiReply (Jobs::*job)(Work &) const) {
        return managementRoute(directory, method, pattern, engine::Access::Key,
                               [jobs, job](Work &work) { return ((*jobs).*job)(work); });
    };
}

// Errors in LiteLLM's management shape.
engine::ApiReply badRequest(std::string message, std::string param = {});
engine::ApiReply notFound(std::string message, std::string param = {});
engine::ApiReply notAllowed(std::string message);
// 422 {"detail": [{loc, msg, type}]}: a member is missing or of the wrong type.
engine::ApiReply unprocessable(std::string_view member, std::string_view message);
// Of Entity::read().
engine::ApiReply unprocessable(const Error &error);
engine::ApiReply okReply(const json::Value &value);

// Members of the body, taken out of it.
std::optional<json::Value> takeMember(json::Object &body, std::string_view name);
// A text, "" when absent or null; error is set when it is something else.
std::string takeText(json::Object &body, std::string_view name, std::optional<engine::ApiReply> &error);
// A list of texts, or one text.
std::vector<std::string> takeTexts(json::Object &body, std::string_view name,
                                   std::optional<engine::ApiReply> &error);
std::optional<access::Pico> takeMoney(json::Object &body, std::string_view name,
                                      std::optional<engine::ApiReply> &error);
// An object, empty when absent or null; error is set when it is something else.
json::Object takeObject(json::Object &body, std::string_view name, std::optional<engine::ApiReply> &error);
// Puts what body says over what is known; null keeps the old value, and what the list "portico_clear" names
// is taken away.
json::Object overlaid(json::Object known, const json::Object &body);

// Commits with one audit entry; the error that stopped it.
std::optional<engine::ApiReply> commit(Work &work, std::string_view action, std::string_view table,
                                       const std::string &object, json::Value before, json::Value after);
// One more entry for a call that changes several objects; commit(work) follows.
void note(Work &work, std::string_view action, std::string_view table, const std::string &object,
          json::Value before, json::Value after);
std::optional<engine::ApiReply> commit(Work &work);

// A part of a list, by the query's page and the given parameter's size.
struct Paging
{
    std::int64_t page = 1;
    std::int64_t size = 10;
    std::optional<engine::ApiReply> error = {};

    std::size_t begin(std::size_t total) const;
    std::size_t end(std::size_t total) const;
    std::int64_t pages(std::size_t total) const;
};
Paging pagingOf(const engine::ApiCall &call, const char *sizeName, std::int64_t usual, std::int64_t most);
std::string queryText(const engine::ApiCall &call, std::string_view name);
// Parameters that stand several times or hold commas.
std::vector<std::string> queryTexts(const engine::ApiCall &call, std::string_view name);

// Rows as clients see them: every member of the contract, with what was spent.
json::Object keyRow(access::Directory &directory, const access::Key &key, std::int64_t nowS);
json::Object userRow(access::Directory &directory, const access::User &user, std::int64_t nowS);
json::Object teamRow(access::Directory &directory, const access::Team &team, std::int64_t nowS);
json::Object memberRow(access::Directory &directory, const access::Team &team, const std::string &userId,
                       std::int64_t nowS);
json::Object customerRow(access::Directory &directory, const access::Customer &customer, std::int64_t nowS);
json::Object budgetRow(const access::Budget &budget, const access::Calendar &calendar, std::int64_t nowS);
json::Object tagRow(access::Directory &directory, const access::Tag &tag, std::int64_t nowS);

// All that holds requests with this key back, from the nearest to the farthest: what is allowed, what is used
// and when it begins anew.
json::Array effectiveLimits(access::Directory &directory, const config::Config &config,
                            const access::KeyPtr &key, std::int64_t nowS);

// The hash of a key that is given itself or by its hash.
std::string hashOf(std::string_view keyOrHash);
// Newest first, then by id.
std::vector<access::KeyPtr> keysWhere(access::Directory &directory,
                                      const std::function<bool(const access::Key &)> &wanted);
bool isTeamAdmin(const auth::Principal &caller, const access::Team *team);
// permissions let a key see what is not its user's: they are the administrator's to give.
std::optional<engine::ApiReply> checkPermissions(const Work &work, const json::Object &body);
// The problem of a duration or of a budget id that does not exist.
std::optional<engine::ApiReply> checkBudgets(Work &work, const json::Object &body);

// A new key with its defaults and bounds; keys.cpp. The answer of /key/generate in body, or what is wrong.
struct MadeKey
{
    json::Object row;
    std::optional<engine::ApiReply> error;
};
MadeKey makeKey(Work &work, json::Object body);

}   // namespace gw::api
