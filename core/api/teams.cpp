#include "core/api/routes.h"
#include "core/api/teamwork.h"
#include "core/base/ids.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "TeamTable";
constexpr std::int64_t kMostTeams = 1000;

ApiReply create(Work &work)
{
    json::Object body = work.body;
    const json::Object *defaults = json::findObject(work.config().litellm.raw, "default_team_params");
    for (const auto &[name, value] : defaults ? *defaults : json::Object()) {
        const json::Value *given = json::find(body, name);
        if (!given || given->is_null())
            body[name] = value;
    }
    if (auto error = checkBudgets(work, body))
        return std::move(*error);
    std::optional<ApiReply> error;
    const access::Pico spend = takeMoney(body, "spend", error).value_or(0);
    for (const char *ignored : {"created_at", "updated_at", "members", "admins"})
        body.erase(ignored);
    if (error)
        return std::move(*error);
    std::string id(json::stringOr(body, "team_id"));
    if (id.empty())
        id = makeId().toString();
    if (work.directory().team(id))
        return badRequest("Team id = " + id + " already exists. Please use a different team id.", "team_id");
    body["team_id"] = id;
    auto read = access::Team::read(body);
    if (!read.ok())
        return unprocessable(read.error());
    access::Team team = std::move(read).value();
    if (work.caller().kind == auth::Principal::Kind::Virtual && !team.member(work.caller().userId) &&
        !work.caller().userId.empty())
        team.members.push_back({work.caller().userId, {}, "admin"});
    for (access::TeamMember &member : team.members)
        settleMember(work, id, member, nullptr);
    team.createdAt = team.updatedAt = work.nowS;
    work.edit.put(team);
    work.edit.setSpent(access::Scope::Team, id, spend, work.directory().limitsOf(team).budgetDuration);
    json::Object row = teamRow(work.directory(), team, work.nowS);
    if (auto failed = commit(work, "created", kTable, id, nullptr, row))
        return std::move(*failed);
    return okReply(teamRow(work.directory(), team, work.nowS));
}

ApiReply store(Work &work, const access::Team &known, access::Team team, const char *action)
{
    team.updatedAt = work.nowS;
    work.edit.put(team);
    if (auto error = commit(work, action, kTable, team.teamId, teamRow(work.directory(), known, work.nowS),
                            teamRow(work.directory(), team, work.nowS)))
        return std::move(*error);
    return okReply(teamRow(work.directory(), team, work.nowS));
}

// What binds a team is not for its own admins to change.
constexpr const char *kBinding[] = {"max_budget",      "soft_budget",      "budget_duration",
                                    "budget_id",       "tpm_limit",        "rpm_limit",
                                    "models",          "blocked",          "model_rpm_limit",
                                    "model_tpm_limit", "organization_id",  "max_parallel_requests",
                                    "spend",           "access_group_ids", "model_max_budget"};

ApiReply update(Work &work)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    json::Object body = work.body;
    if (auto error = checkBudgets(work, body))
        return std::move(*error);
    for (const char *name : kBinding) {
        const json::Value *given = json::find(body, name);
        if (!work.admin() && given && !given->is_null())
            return notAllowed("Only proxy admins may change " + std::string(name) + " of a team");
    }
    std::optional<ApiReply> error;
    const auto spend = takeMoney(body, "spend", error);
    if (error)
        return std::move(*error);
    for (const char *ignored : {"created_at", "updated_at", "members", "admins", "members_with_roles"})
        body.erase(ignored);
    auto read = access::Team::read(overlaid(found.team->write(), body));
    if (!read.ok())
        return unprocessable(read.error());
    if (spend)
        work.edit.setSpent(access::Scope::Team, found.team->teamId, *spend,
                           work.directory().limitsOf(read.value()).budgetDuration);
    ApiReply reply = store(work, *found.team, std::move(read).value(), "updated");
    if (reply.status != 200)
        return reply;
    const access::TeamPtr team = work.directory().team(found.team->teamId);
    json::Object row = teamRow(work.directory(), *team, work.nowS);
    json::Object answer{{"team_id", team->teamId}, {"data", row}};
    for (const auto &[name, value] : row)
        answer[name] = value;
    return okReply(answer);
}

ApiReply remove(Work &work)
{
    std::optional<ApiReply> error;
    const std::vector<std::string> ids = takeTexts(work.body, "team_ids", error);
    if (error)
        return std::move(*error);
    if (ids.empty())
        return unprocessable("team_ids", "Field required");
    for (const std::string &id : ids) {
        if (!work.directory().team(id))
            return unknownTeam(id);
    }
    const auto isOne = [&](const std::string &id) { return std::ranges::find(ids, id) != ids.end(); };
    for (const access::KeyPtr &key :
         work.directory().keys().select([&](const access::Key &one) { return isOne(one.teamId); })) {
        note(work, "deleted", "VerificationToken", key->token, keyRow(work.directory(), *key, work.nowS),
             nullptr);
        work.edit.remove(access::Kind::Key, key->token);
    }
    for (const access::MembershipPtr &one : work.directory().memberships().select(
             [&](const access::Membership &membership) { return isOne(membership.teamId); }))
        work.edit.remove(access::Kind::Membership, one->id());
    for (const access::UserPtr &known : work.directory().users().select(
             [&](const access::User &user) { return std::ranges::any_of(user.teams, isOne); })) {
        access::User user = *known;
        std::erase_if(user.teams, isOne);
        work.edit.put(std::move(user));
    }
    for (const std::string &id : ids) {
        note(work, "deleted", kTable, id, teamRow(work.directory(), *work.directory().team(id), work.nowS),
             nullptr);
        work.edit.remove(access::Kind::Team, id);
    }
    if (auto failed = commit(work))
        return std::move(*failed);
    return okReply(
        json::Object{{"deleted_teams", json::Array(ids.begin(), ids.end())}, {"count", ids.size()}});
}

ApiReply setBlocked(Work &work, bool blocked)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    access::Team team = *found.team;
    team.blocked = blocked;
    return store(work, *found.team, std::move(team), blocked ? "blocked" : "unblocked");
}

ApiReply info(Work &work)
{
    std::string id = queryText(work.call, "team_id");
    if (id.empty())
        id = work.caller().teamId;
    if (id.empty())
        return unprocessable("team_id", "Field required");
    const access::TeamPtr team = work.directory().team(id);
    if (!team)
        return unknownTeam(id);
    if (!maySeeTeam(work, *team))
        return notAllowed("key not allowed to access this team's info. Key team_id=" + work.caller().teamId +
                          ", Requested team_id=" + id);
    json::Array keys;
    for (const access::KeyPtr &key :
         keysWhere(work.directory(), [&](const access::Key &key) { return key.teamId == id; }))
        keys.emplace_back(keyRow(work.directory(), *key, work.nowS));
    return okReply(json::Object{{"team_id", id},
                                {"team_info", teamRow(work.directory(), *team, work.nowS)},
                                {"keys", std::move(keys)},
                                {"team_memberships", membershipRows(work, *team)}});
}

std::vector<access::TeamPtr> visibleTeams(Work &work)
{
    const std::string user = queryText(work.call, "user_id");
    const std::string organization = queryText(work.call, "organization_id");
    const std::string alias = queryText(work.call, "team_alias");
    const std::string id = queryText(work.call, "team_id");
    auto teams = work.directory().teams().select([&](const access::Team &team) {
        return maySeeTeam(work, team) && (user.empty() || team.member(user)) &&
               (id.empty() || team.teamId == id) &&
               (alias.empty() || team.alias.find(alias) != std::string::npos) &&
               (organization.empty() || json::stringOr(team.rest, "organization_id") == organization);
    });
    std::ranges::sort(teams, [](const access::TeamPtr &a, const access::TeamPtr &b) {
        return a->createdAt != b->createdAt ? a->createdAt > b->createdAt : a->teamId < b->teamId;
    });
    return teams;
}

ApiReply list(Work &work)
{
    json::Array rows;
    for (const access::TeamPtr &team : visibleTeams(work)) {
        json::Object row = teamRow(work.directory(), *team, work.nowS);
        json::Array keys;
        for (const access::KeyPtr &key :
             keysWhere(work.directory(), [&](const access::Key &key) { return key.teamId == team->teamId; }))
            keys.emplace_back(keyRow(work.directory(), *key, work.nowS));
        row["keys"] = std::move(keys);
        row["team_memberships"] = membershipRows(work, *team);
        rows.emplace_back(std::move(row));
    }
    return okReply(rows);
}

ApiReply pagedList(Work &work)
{
    Paging paging = pagingOf(work.call, "page_size", 10, kMostTeams);
    if (paging.error)
        return std::move(*paging.error);
    const auto teams = visibleTeams(work);
    json::Array rows;
    for (std::size_t i = paging.begin(teams.size()); i < paging.end(teams.size()); ++i)
        rows.emplace_back(teamRow(work.directory(), *teams[i], work.nowS));
    return okReply(json::Object{{"teams", std::move(rows)},
                                {"total", teams.size()},
                                {"page", paging.page},
                                {"page_size", paging.size},
                                {"total_pages", paging.pages(teams.size())}});
}

ApiReply setModels(Work &work, bool add)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    if (!work.admin())
        return notAllowed("Only proxy admins may change the models of a team");
    std::optional<ApiReply> error;
    const std::vector<std::string> models = takeTexts(work.body, "models", error);
    if (error)
        return std::move(*error);
    if (models.empty())
        return unprocessable("models", "Field required");
    access::Team team = *found.team;
    for (const std::string &model : models) {
        std::erase(team.models, model);
        if (add)
            team.models.push_back(model);
    }
    return store(work, *found.team, std::move(team), "updated");
}

ApiReply available(Work &)
{
    return okReply(json::Array());
}

ApiReply permissions(Work &work)
{
    const std::string id = queryText(work.call, "team_id");
    const access::TeamPtr team = work.directory().team(id);
    if (!team)
        return unknownTeam(id);
    if (!maySeeTeam(work, *team))
        return mayNotChange(work, *team);
    const json::Array *granted = json::findArray(team->rest, "team_member_permissions");
    return okReply(json::Object{
        {"team_id", id},
        {"team_member_permissions", granted ? json::Value(*granted) : json::Value(json::Array())},
        {"all_available_permissions",
         json::Array{"/key/generate", "/key/update", "/key/delete", "/key/info", "/key/regenerate",
                     "/key/list", "/key/block", "/key/unblock", "/key/health"}}});
}

ApiReply setPermissions(Work &work)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    std::optional<ApiReply> error;
    const std::vector<std::string> granted = takeTexts(work.body, "team_member_permissions", error);
    if (error)
        return std::move(*error);
    access::Team team = *found.team;
    team.rest["team_member_permissions"] = json::Array(granted.begin(), granted.end());
    return store(work, *found.team, std::move(team), "updated");
}

ApiReply addCallback(Work &work)
{
    FoundTeam found = teamForChange(work, work.call.path.at("id"));
    if (found.error)
        return std::move(*found.error);
    if (json::stringOr(work.body, "callback_name").empty())
        return unprocessable("callback_name", "Field required");
    access::Team team = *found.team;
    json::Array logging;
    if (const json::Array *known = json::findArray(team.metadata, "logging"))
        logging = *known;
    logging.emplace_back(work.body);
    team.metadata["logging"] = std::move(logging);
    return store(work, *found.team, std::move(team), "updated");
}

ApiReply callbacks(Work &work)
{
    const std::string &id = work.call.path.at("id");
    const access::TeamPtr team = work.directory().team(id);
    if (!team)
        return unknownTeam(id);
    if (!mayChangeTeam(work, *team))
        return mayNotChange(work, *team);
    json::Array success;
    json::Array failure;
    const json::Array *logging = json::findArray(team->metadata, "logging");
    for (const json::Value &row : logging ? *logging : json::Array()) {
        const json::Object *object = row.if_object();
        if (!object)
            continue;
        const std::string_view type = json::stringOr(*object, "callback_type", "success_and_failure");
        if (type != "failure")
            success.emplace_back(json::stringOr(*object, "callback_name"));
        if (type != "success")
            failure.emplace_back(json::stringOr(*object, "callback_name"));
    }
    return okReply(json::Object{{"status", "success"},
                                {"data", json::Object{{"team_id", id},
                                                      {"success_callbacks", std::move(success)},
                                                      {"failure_callbacks", std::move(failure)}}}});
}

ApiReply disableLogging(Work &work)
{
    FoundTeam found = teamForChange(work, work.call.path.at("id"));
    if (found.error)
        return std::move(*found.error);
    access::Team team = *found.team;
    team.metadata.erase("logging");
    return store(work, *found.team, std::move(team), "updated");
}

}   // namespace

engine::ApiRoutes teamRoutes(access::Directory *directory)
{
    const auto route = [directory](const char *method, const char *pattern, Job job,
                                   Access access = Access::Management) {
        return managementRoute(directory, method, pattern, access, job);
    };
    return {route("POST", "/team/new", &create, Access::Admin),
            route("POST", "/team/update", &update),
            route("POST", "/team/delete", &remove, Access::Admin),
            route(
                "POST", "/team/block", [](Work &work) { return setBlocked(work, true); }, Access::Admin),
            route(
                "POST", "/team/unblock", [](Work &work) { return setBlocked(work, false); }, Access::Admin),
            route("GET", "/team/info", &info),
            route("GET", "/team/list", &list),
            route("GET", "/v2/team/list", &pagedList),
            route("GET", "/team/available", &available),
            route("GET", "/team/permissions_list", &permissions),
            route("POST", "/team/permissions_update", &setPermissions),
            route("POST", "/team/model/add", [](Work &work) { return setModels(work, true); }),
            route("POST", "/team/model/delete", [](Work &work) { return setModels(work, false); }),
            route("POST", "/team/{id}/callback", &addCallback),
            route("GET", "/team/{id}/callback", &callbacks),
            route("POST", "/team/{id}/disable_logging", &disableLogging)};
}

}   // namespace gw::api
