#include "core/api/management.h"
#include "core/api/routes.h"
#include "core/base/ids.h"

#include <algorithm>
#include <array>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "UserTable";
constexpr std::int64_t kMostUsers = 1000;
constexpr std::array kRoles{"proxy_admin",   "proxy_admin_viewer",   "org_admin",
                            "internal_user", "internal_user_viewer", "team",
                            "customer"};

ApiReply unknownUser(const std::string &id)
{
    return notFound("User not found, passed user_id=" + id, "user_id");
}

std::optional<ApiReply> checkRole(const json::Object &body)
{
    const json::Value *role = json::find(body, "user_role");
    if (!role || role->is_null())
        return std::nullopt;
    if (role->is_string() &&
        std::ranges::any_of(kRoles, [&](const char *known) { return role->get_string() == known; }))
        return std::nullopt;
    return unprocessable("user_role", "Input should be 'proxy_admin', 'proxy_admin_viewer', 'org_admin', "
                                      "'internal_user', 'internal_user_viewer', 'team' or 'customer'");
}

access::UserPtr userWithEmail(const Work &work, std::string_view email)
{
    const auto found = work.directory().users().select([&](const access::User &user) {
        return !email.empty() && user.email.size() == email.size() &&
               std::ranges::equal(user.email, email, [](char a, char b) {
                   return std::tolower(static_cast<unsigned char>(a)) ==
                          std::tolower(static_cast<unsigned char>(b));
               });
    });
    return found.empty() ? nullptr : found.front();
}

// default_internal_user_params, and the budgets that the config has for internal users.
void applyDefaults(const Work &work, json::Object &body)
{
    const json::Object &raw = work.config().litellm.raw;
    const auto fill = [&body](std::string_view name, const json::Value &value) {
        const json::Value *given = json::find(body, name);
        if (!given || given->is_null())
            body[name] = value;
    };
    if (const json::Object *defaults = json::findObject(raw, "default_internal_user_params")) {
        for (const auto &[name, value] : *defaults)
            fill(name, value);
    }
    fill("user_role", "internal_user");
    const json::Value *budget = json::find(raw, "max_internal_user_budget");
    if (!budget || body["user_role"] != json::Value("internal_user"))
        budget = json::find(raw, "max_user_budget");
    if (budget)
        fill("max_budget", *budget);
    if (const json::Value *duration = json::find(raw, "internal_user_budget_duration"))
        fill("budget_duration", *duration);
}

// "t" or {"team_id": "t", "user_role": "admin"}; the user becomes a member of each.
std::optional<ApiReply> joinTeams(Work &work, json::Object &body, const access::User &user)
{
    const auto given = takeMember(body, "teams");
    if (!given)
        return std::nullopt;
    if (!given->is_array())
        return unprocessable("teams", "Input should be a list");
    json::Array ids;
    for (const json::Value &item : given->get_array()) {
        const json::Object *object = item.if_object();
        const std::string id(object             ? json::stringOr(*object, "team_id")
                             : item.is_string() ? std::string_view(item.get_string())
                                                : std::string_view());
        const access::TeamPtr known = work.directory().team(id);
        if (!known)
            return badRequest("Unable to find team object in database. Team ID: " + id, "teams");
        ids.emplace_back(id);
        if (known->member(user.userId))
            continue;
        access::Team team = *known;
        team.members.push_back({user.userId, user.email,
                                object ? std::string(json::stringOr(*object, "user_role", "user")) : "user"});
        work.edit.put(std::move(team));
    }
    body["teams"] = std::move(ids);
    return std::nullopt;
}

// What of the body is about the key that comes with the user.
json::Object keyBody(json::Object &body, const std::string &userId)
{
    json::Object key{{"user_id", userId}};
    for (const char *name :
         {"key_alias", "duration", "aliases", "config", "permissions", "allowed_cache_controls", "team_id",
          "key_type", "allowed_routes", "guardrails", "blocked"}) {
        if (auto value = takeMember(body, name))
            key[name] = std::move(*value);
    }
    if (const json::Value *models = json::find(body, "models"))
        key["models"] = *models;
    return key;
}

ApiReply create(Work &work)
{
    json::Object body = work.body;
    applyDefaults(work, body);
    if (auto error = checkRole(body))
        return std::move(*error);
    if (auto error = checkBudgets(work, body))
        return std::move(*error);
    std::optional<ApiReply> error;
    const auto automatic = takeMember(body, "auto_create_key");
    const access::Pico spend = takeMoney(body, "spend", error).value_or(0);
    for (const char *ignored : {"send_invite_email", "organizations", "created_at", "updated_at", "password"})
        body.erase(ignored);
    if (error)
        return std::move(*error);
    std::string id(json::stringOr(body, "user_id"));
    if (id.empty())
        id = makeId().toString();
    if (work.directory().user(id))
        return badRequest("User with id " + id + " already exists", "user_id");
    if (userWithEmail(work, json::stringOr(body, "user_email")))
        return badRequest("User with email " + std::string(json::stringOr(body, "user_email")) +
                              " already exists",
                          "user_email");
    body["user_id"] = id;
    json::Object keyWish = keyBody(body, id);
    access::User named;
    named.userId = id;
    named.email = json::stringOr(body, "user_email");
    if (auto problem = joinTeams(work, body, named))
        return std::move(*problem);
    auto read = access::User::read(body);
    if (!read.ok())
        return unprocessable(read.error());
    access::User user = std::move(read).value();
    user.createdAt = user.updatedAt = work.nowS;
    work.edit.put(user);
    work.edit.setSpent(access::Scope::User, id, spend, work.directory().limitsOf(user).budgetDuration);
    json::Object row = userRow(work.directory(), user, work.nowS);
    row["spend"] = access::dollarsOf(spend);
    note(work, "created", kTable, id, nullptr, row);
    json::Object answer;
    if (!automatic || *automatic != json::Value(false)) {
        MadeKey made = makeKey(work, std::move(keyWish));
        if (made.error)
            return std::move(*made.error);
        answer = std::move(made.row);
    } else {
        answer["key"] = nullptr;
    }
    if (auto failed = commit(work))
        return std::move(*failed);
    for (const auto &[name, value] : row)
        answer[name] = value;
    return okReply(answer);
}

struct Changed
{
    std::optional<access::User> user;
    std::optional<ApiReply> error = {};
};

Changed change(Work &work, json::Object body)
{
    const std::string id(json::stringOr(body, "user_id"));
    const std::string email(json::stringOr(body, "user_email"));
    if (id.empty() && email.empty())
        return {{}, badRequest("user_id or user_email must be given", "user_id")};
    const access::UserPtr known = id.empty() ? userWithEmail(work, email) : work.directory().user(id);
    if (!known)
        return {{}, unknownUser(id.empty() ? email : id)};
    const access::UserPtr other = userWithEmail(work, email);
    if (other && other->userId != known->userId)
        return {{}, badRequest("User with email " + email + " already exists", "user_email")};
    if (auto error = checkRole(body))
        return {{}, std::move(error)};
    if (auto error = checkBudgets(work, body))
        return {{}, std::move(error)};
    std::optional<ApiReply> error;
    const auto spend = takeMoney(body, "spend", error);
    if (error)
        return {{}, std::move(error)};
    for (const char *ignored : {"created_at", "updated_at", "teams", "password"})
        body.erase(ignored);
    auto read = access::User::read(overlaid(known->write(), body));
    if (!read.ok())
        return {{}, unprocessable(read.error())};
    access::User user = std::move(read).value();
    user.userId = known->userId;
    user.updatedAt = work.nowS;
    if (spend)
        work.edit.setSpent(access::Scope::User, user.userId, *spend,
                           work.directory().limitsOf(user).budgetDuration);
    work.edit.put(user);
    if (auto failed =
            commit(work, "updated", kTable, user.userId, userRow(work.directory(), *known, work.nowS),
                   userRow(work.directory(), user, work.nowS)))
        return {{}, std::move(failed)};
    return {std::move(user)};
}

json::Object updateAnswer(Work &work, const access::User &user)
{
    json::Object row = userRow(work.directory(), user, work.nowS);
    json::Object answer{{"user_id", user.userId}, {"data", row}};
    for (const auto &[name, value] : row)
        answer[name] = value;
    return answer;
}

ApiReply update(Work &work)
{
    Changed changed = change(work, work.body);
    if (changed.error)
        return std::move(*changed.error);
    return okReply(updateAnswer(work, *changed.user));
}

ApiReply bulkUpdate(Work &work)
{
    json::Array rows;
    if (const json::Array *list = json::findArray(work.body, "users")) {
        rows = *list;
    } else if (json::findBool(work.body, "all_users").value_or(false)) {
        const json::Object *updates = json::findObject(work.body, "user_updates");
        for (const access::UserPtr &user : work.directory().users().select()) {
            json::Object row = updates ? *updates : json::Object();
            row["user_id"] = user->userId;
            rows.emplace_back(std::move(row));
        }
    } else {
        return unprocessable("users", "Field required");
    }
    json::Array results;
    std::int64_t good = 0;
    for (const json::Value &row : rows) {
        const json::Object body = row.is_object() ? row.get_object() : json::Object();
        Changed changed = change(work, body);
        json::Object result{{"user_id", json::stringOr(body, "user_id")},
                            {"user_email", json::stringOr(body, "user_email")},
                            {"success", !changed.error}};
        if (changed.error)
            result["error"] = changed.error->body;
        else
            result["updated_user"] = userRow(work.directory(), *changed.user, work.nowS);
        good += changed.error ? 0 : 1;
        results.emplace_back(std::move(result));
    }
    const auto total = static_cast<std::int64_t>(results.size());
    return okReply(json::Object{{"results", std::move(results)},
                                {"total_requested", total},
                                {"successful_updates", good},
                                {"failed_updates", total - good}});
}

json::Array teamsOf(Work &work, const std::string &userId)
{
    auto teams =
        work.directory().teams().select([&](const access::Team &team) { return team.member(userId); });
    std::ranges::sort(teams, {}, [](const access::TeamPtr &team) { return team->teamId; });
    json::Array rows;
    for (const access::TeamPtr &team : teams)
        rows.emplace_back(teamRow(work.directory(), *team, work.nowS));
    return rows;
}

// Users that never were made, as the one of the master key, still have what they spent.
json::Object rowOf(Work &work, const std::string &id)
{
    if (const access::UserPtr user = work.directory().user(id))
        return userRow(work.directory(), *user, work.nowS);
    access::User user;
    user.userId = id;
    user.role = work.admin() && id == work.caller().userId ? "proxy_admin" : "";
    return userRow(work.directory(), user, work.nowS);
}

// Nothing when the caller may not look.
std::optional<ApiReply> checkSight(const Work &work, const std::string &id)
{
    if (work.caller().viewer() || (!id.empty() && id == work.caller().userId))
        return std::nullopt;
    return notAllowed("Non-admins can only see themselves. Your user_id=" + work.caller().userId);
}

ApiReply info(Work &work)
{
    std::string id = queryText(work.call, "user_id");
    if (id.empty())
        id = work.caller().userId;
    if (auto error = checkSight(work, id))
        return std::move(*error);
    if (!work.directory().user(id) && !(work.admin() && id == work.caller().userId))
        return unknownUser(id);
    json::Array keys;
    for (const access::KeyPtr &key :
         keysWhere(work.directory(), [&](const access::Key &key) { return key.userId == id; }))
        keys.emplace_back(keyRow(work.directory(), *key, work.nowS));
    return okReply(json::Object{{"user_id", id},
                                {"user_info", rowOf(work, id)},
                                {"keys", std::move(keys)},
                                {"teams", teamsOf(work, id)}});
}

ApiReply shortInfo(Work &work)
{
    std::string id = queryText(work.call, "user_id");
    if (id.empty())
        id = work.caller().userId;
    if (auto error = checkSight(work, id))
        return std::move(*error);
    if (!work.directory().user(id) && !(work.admin() && id == work.caller().userId))
        return unknownUser(id);
    return okReply(rowOf(work, id));
}

ApiReply list(Work &work)
{
    Paging paging = pagingOf(work.call, "page_size", 25, kMostUsers);
    if (paging.error)
        return std::move(*paging.error);
    const std::string role = queryText(work.call, "role");
    const std::string email = queryText(work.call, "user_email");
    const std::string team = queryText(work.call, "team");
    const std::vector<std::string> ids = queryTexts(work.call, "user_ids");
    auto users = work.directory().users().select([&](const access::User &user) {
        const bool inTeam = team.empty() || std::ranges::find(user.teams, team) != user.teams.end();
        return inTeam && (role.empty() || user.role == role) &&
               (email.empty() || user.email.find(email) != std::string::npos) &&
               (ids.empty() || std::ranges::find(ids, user.userId) != ids.end());
    });
    std::ranges::sort(users, [](const access::UserPtr &a, const access::UserPtr &b) {
        return a->createdAt != b->createdAt ? a->createdAt > b->createdAt : a->userId < b->userId;
    });
    const std::string by = queryText(work.call, "sort_by");
    const bool ascending = queryText(work.call, "sort_order") != "desc";
    if (by == "spend" || by == "user_email" || by == "user_id") {
        std::ranges::stable_sort(users, [&](const access::UserPtr &a, const access::UserPtr &b) {
            const access::User &x = ascending ? *a : *b;
            const access::User &y = ascending ? *b : *a;
            if (by == "spend")
                return work.directory().spentBy(x, work.nowS).pico <
                       work.directory().spentBy(y, work.nowS).pico;
            return by == "user_id" ? x.userId < y.userId : x.email < y.email;
        });
    }
    json::Array rows;
    for (std::size_t i = paging.begin(users.size()); i < paging.end(users.size()); ++i) {
        json::Object row = userRow(work.directory(), *users[i], work.nowS);
        row["key_count"] = work.directory()
                               .keys()
                               .select([&](const access::Key &key) { return key.userId == users[i]->userId; })
                               .size();
        rows.emplace_back(std::move(row));
    }
    return okReply(json::Object{{"users", std::move(rows)},
                                {"total", users.size()},
                                {"page", paging.page},
                                {"page_size", paging.size},
                                {"total_pages", paging.pages(users.size())}});
}

void removeUser(Work &work, const access::User &user)
{
    for (const access::KeyPtr &key :
         work.directory().keys().select([&](const access::Key &key) { return key.userId == user.userId; })) {
        note(work, "deleted", "VerificationToken", key->token, keyRow(work.directory(), *key, work.nowS),
             nullptr);
        work.edit.remove(access::Kind::Key, key->token);
    }
    for (const access::MembershipPtr &one : work.directory().memberships().select(
             [&](const access::Membership &membership) { return membership.userId == user.userId; }))
        work.edit.remove(access::Kind::Membership, one->id());
    note(work, "deleted", kTable, user.userId, userRow(work.directory(), user, work.nowS), nullptr);
    work.edit.remove(access::Kind::User, user.userId);
}

ApiReply remove(Work &work)
{
    std::optional<ApiReply> error;
    const std::vector<std::string> ids = takeTexts(work.body, "user_ids", error);
    if (error)
        return std::move(*error);
    if (ids.empty())
        return unprocessable("user_ids", "Field required");
    for (const std::string &id : ids) {
        if (!work.directory().user(id))
            return unknownUser(id);
    }
    for (const std::string &id : ids)
        removeUser(work, *work.directory().user(id));
    const auto isGone = [&](const access::TeamMember &member) {
        return std::ranges::find(ids, member.userId) != ids.end();
    };
    for (const access::TeamPtr &known : work.directory().teams().select(
             [&](const access::Team &team) { return std::ranges::any_of(team.members, isGone); })) {
        access::Team team = *known;
        std::erase_if(team.members, isGone);
        work.edit.put(std::move(team));
    }
    if (auto failed = commit(work))
        return std::move(*failed);
    return okReply(ids.size());
}

ApiReply usersForUi(Work &work)
{
    json::Array rows;
    for (const access::UserPtr &user : work.directory().users().select())
        rows.emplace_back(json::Object{{"user_id", user->userId}, {"user_email", user->email}});
    return okReply(rows);
}

ApiReply available(Work &work)
{
    return okReply(json::Object{{"total_users", nullptr},
                                {"total_users_used", work.directory().users().size()},
                                {"total_users_remaining", nullptr}});
}

}   // namespace

engine::ApiRoutes userRoutes(access::Directory *directory)
{
    const auto route = [directory](const char *method, const char *pattern, Job job,
                                   Access access = Access::Admin) {
        return managementRoute(directory, method, pattern, access, job);
    };
    return {route("POST", "/user/new", &create),
            route("POST", "/user/update", &update),
            route("POST", "/user/bulk_update", &bulkUpdate),
            route("GET", "/user/info", &info, Access::Management),
            route("GET", "/v2/user/info", &shortInfo, Access::Management),
            route("GET", "/user/list", &list),
            route("GET", "/user/get_users", &list),
            route("GET", "/user/filter/ui", &usersForUi),
            route("GET", "/user/available_users", &available),
            route("POST", "/user/delete", &remove)};
}

}   // namespace gw::api
