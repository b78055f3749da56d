#include "core/api/routes.h"
#include "core/api/teamwork.h"
#include "core/base/ids.h"

#include <algorithm>

namespace gw::api {

using engine::ApiReply;

ApiReply unknownTeam(const std::string &id)
{
    return notFound("Team not found, passed team_id=" + id, "team_id");
}

bool mayChangeTeam(const Work &work, const access::Team &team)
{
    return work.admin() || isTeamAdmin(work.caller(), &team);
}

bool maySeeTeam(const Work &work, const access::Team &team)
{
    return work.caller().viewer() || work.caller().teamId == team.teamId || team.member(work.caller().userId);
}

ApiReply mayNotChange(const Work &work, const access::Team &team)
{
    return notAllowed("User=" + work.caller().userId + " is not an admin of team_id=" + team.teamId);
}

FoundTeam teamForChange(Work &work, const std::string &id)
{
    if (id.empty())
        return {nullptr, unprocessable("team_id", "Field required")};
    access::TeamPtr team = work.directory().team(id);
    if (!team)
        return {nullptr, unknownTeam(id)};
    if (!mayChangeTeam(work, *team))
        return {nullptr, mayNotChange(work, *team)};
    return {std::move(team)};
}

FoundTeam teamForChange(Work &work)
{
    return teamForChange(work, std::string(json::stringOr(work.body, "team_id")));
}

void settleMember(Work &work, const std::string &teamId, access::TeamMember &member, json::Array *updated)
{
    access::UserPtr known = member.userId.empty() ? nullptr : work.directory().user(member.userId);
    if (!known && member.userId.empty()) {
        const auto found = work.directory().users().select(
            [&](const access::User &user) { return user.email == member.email; });
        known = found.empty() ? nullptr : found.front();
    }
    access::User user = known ? *known : access::User();
    if (!known) {
        user.userId = member.userId.empty() ? makeId().toString() : member.userId;
        user.email = member.email;
        user.role = "internal_user";
        user.createdAt = work.nowS;
    }
    member.userId = user.userId;
    if (member.email.empty())
        member.email = user.email;
    if (std::ranges::find(user.teams, teamId) == user.teams.end())
        user.teams.push_back(teamId);
    user.updatedAt = work.nowS;
    if (updated)
        updated->emplace_back(userRow(work.directory(), user, work.nowS));
    work.edit.put(std::move(user));
}

json::Array membershipRows(Work &work, const access::Team &team)
{
    json::Array rows;
    for (const access::TeamMember &member : team.members)
        rows.emplace_back(memberRow(work.directory(), team, member.userId, work.nowS));
    return rows;
}

namespace {

constexpr const char *kTable = "TeamTable";

// One member as {role, user_id or user_email}.
std::optional<ApiReply> readMember(const json::Value &value, access::TeamMember &member)
{
    const json::Object *object = value.if_object();
    if (!object)
        return unprocessable("member", "Input should be an object with role and user_id or user_email");
    member.userId = json::stringOr(*object, "user_id");
    member.email = json::stringOr(*object, "user_email");
    member.role = json::stringOr(*object, "role", "user");
    if (member.userId.empty() && member.email.empty())
        return unprocessable("member", "user_id or user_email must be given");
    if (member.role != "admin" && member.role != "user")
        return unprocessable("member", "role: Input should be 'admin' or 'user'");
    return std::nullopt;
}

// max_budget_in_team and the rates; true when the body says any of them.
struct OwnLimits
{
    access::Limits limits;
    bool given = false;
    std::optional<ApiReply> error = {};
};

OwnLimits takeLimits(json::Object &body)
{
    OwnLimits own;
    own.limits.maxBudget = takeMoney(body, "max_budget_in_team", own.error);
    const auto count = [&](const char *name, std::optional<std::int64_t> &out) {
        const auto value = takeMember(body, name);
        if (!value)
            return;
        out = json::toInt(*value);
        if ((!out || *out < 0) && !own.error)
            own.error = unprocessable(name, "Input should be a whole number that is not negative");
    };
    count("tpm_limit", own.limits.tpm);
    count("rpm_limit", own.limits.rpm);
    own.limits.budgetDuration = takeText(body, "budget_duration", own.error);
    own.given =
        own.limits.maxBudget || own.limits.tpm || own.limits.rpm || !own.limits.budgetDuration.empty();
    return own;
}

void putMembership(Work &work, const access::Team &team, const std::string &userId, const OwnLimits &own)
{
    const access::MembershipPtr known = work.directory().membership(team.teamId, userId);
    access::Membership membership =
        known ? *known : access::Membership{.teamId = team.teamId, .userId = userId};
    membership.limits = access::merged(own.limits, membership.limits);
    if (!own.limits.budgetDuration.empty())
        membership.limits.budgetDuration = own.limits.budgetDuration;
    work.edit.put(std::move(membership));
}

json::Object teamAnswer(Work &work, const std::string &teamId)
{
    return teamRow(work.directory(), *work.directory().team(teamId), work.nowS);
}

ApiReply addMembers(Work &work, const access::Team &known, const json::Array &given, const OwnLimits &own)
{
    access::Team team = known;
    json::Array users;
    std::vector<std::string> added;
    for (const json::Value &value : given) {
        access::TeamMember member;
        if (auto error = readMember(value, member))
            return std::move(*error);
        const bool there = std::ranges::any_of(team.members, [&](const access::TeamMember &one) {
            return (!member.userId.empty() && one.userId == member.userId) ||
                   (!member.email.empty() && one.email == member.email);
        });
        if (there)
            return badRequest("User already in team. Member: user_id=" + member.userId +
                                  ", user_email=" + member.email,
                              "member");
        settleMember(work, team.teamId, member, &users);
        if (own.given)
            putMembership(work, team, member.userId, own);
        added.push_back(member.userId);
        team.members.push_back(std::move(member));
    }
    team.updatedAt = work.nowS;
    work.edit.put(team);
    if (auto error = commit(work, "updated", kTable, team.teamId, teamRow(work.directory(), known, work.nowS),
                            teamRow(work.directory(), team, work.nowS)))
        return std::move(*error);
    json::Object answer = teamAnswer(work, team.teamId);
    answer["updated_users"] = std::move(users);
    json::Array memberships;
    for (const std::string &user : added)
        memberships.emplace_back(memberRow(work.directory(), team, user, work.nowS));
    answer["updated_team_memberships"] = std::move(memberships);
    return okReply(answer);
}

ApiReply add(Work &work)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    if (auto error = checkBudgets(work, work.body))
        return std::move(*error);
    const auto member = takeMember(work.body, "member");
    if (!member)
        return unprocessable("member", "Field required");
    OwnLimits own = takeLimits(work.body);
    if (own.error)
        return std::move(*own.error);
    return addMembers(work, *found.team, member->is_array() ? member->get_array() : json::Array{*member},
                      own);
}

ApiReply addSeveral(Work &work)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    const auto members = takeMember(work.body, "members");
    if (!members || !members->is_array())
        return unprocessable("members", "Field required");
    OwnLimits own = takeLimits(work.body);
    if (own.error)
        return std::move(*own.error);
    const std::size_t count = members->get_array().size();
    ApiReply reply = addMembers(work, *found.team, members->get_array(), own);
    if (reply.status != 200)
        return reply;
    return okReply(json::Object{{"team_id", found.team->teamId},
                                {"results", members->get_array()},
                                {"total_requested", count},
                                {"successful_additions", count},
                                {"failed_additions", 0},
                                {"updated_team", teamAnswer(work, found.team->teamId)}});
}

// The member that the body names.
access::TeamMember *memberOf(access::Team &team, const json::Object &body)
{
    const std::string_view id = json::stringOr(body, "user_id");
    const std::string_view email = json::stringOr(body, "user_email");
    const auto it = std::ranges::find_if(team.members, [&](const access::TeamMember &member) {
        return (!id.empty() && member.userId == id) ||
               (id.empty() && !email.empty() && member.email == email);
    });
    return it == team.members.end() ? nullptr : &*it;
}

ApiReply noMember(const access::Team &team)
{
    return badRequest("User not found in team. Team: " + team.teamId, "user_id");
}

ApiReply update(Work &work)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    if (auto error = checkBudgets(work, work.body))
        return std::move(*error);
    access::Team team = *found.team;
    access::TeamMember *member = memberOf(team, work.body);
    if (!member)
        return noMember(team);
    OwnLimits own = takeLimits(work.body);
    if (own.error)
        return std::move(*own.error);
    const std::string_view role = json::stringOr(work.body, "role");
    if (!role.empty() && role != "admin" && role != "user")
        return unprocessable("role", "Input should be 'admin' or 'user'");
    if (!role.empty())
        member->role = role;
    const access::TeamMember changed = *member;
    if (own.given)
        putMembership(work, team, changed.userId, own);
    team.updatedAt = work.nowS;
    work.edit.put(team);
    if (auto error =
            commit(work, "updated", kTable, team.teamId, teamRow(work.directory(), *found.team, work.nowS),
                   teamRow(work.directory(), team, work.nowS)))
        return std::move(*error);
    const access::Limits limits = work.directory().memberLimits(team, changed.userId);
    const auto orNull = [](const auto &count) { return count ? json::Value(*count) : json::Value(nullptr); };
    return okReply(json::Object{{"team_id", team.teamId},
                                {"user_id", changed.userId},
                                {"user_email", changed.email},
                                {"role", changed.role},
                                {"max_budget_in_team", access::dollarsOf(limits.maxBudget)},
                                {"tpm_limit", orNull(limits.tpm)},
                                {"rpm_limit", orNull(limits.rpm)}});
}

ApiReply remove(Work &work)
{
    FoundTeam found = teamForChange(work);
    if (found.error)
        return std::move(*found.error);
    access::Team team = *found.team;
    const access::TeamMember *named = memberOf(team, work.body);
    if (!named)
        return noMember(team);
    const std::string userId = named->userId;
    std::erase_if(team.members, [&](const access::TeamMember &member) { return member.userId == userId; });
    if (const access::UserPtr known = work.directory().user(userId)) {
        access::User user = *known;
        std::erase(user.teams, team.teamId);
        work.edit.put(std::move(user));
    }
    if (work.directory().membership(team.teamId, userId))
        work.edit.remove(access::Kind::Membership, access::Membership::idOf(team.teamId, userId));
    // Their keys in the team went with the team's trust.
    for (const access::KeyPtr &key : work.directory().keys().select(
             [&](const access::Key &one) { return one.teamId == team.teamId && one.userId == userId; })) {
        note(work, "deleted", "VerificationToken", key->token, keyRow(work.directory(), *key, work.nowS),
             nullptr);
        work.edit.remove(access::Kind::Key, key->token);
    }
    team.updatedAt = work.nowS;
    work.edit.put(team);
    if (auto error =
            commit(work, "updated", kTable, team.teamId, teamRow(work.directory(), *found.team, work.nowS),
                   teamRow(work.directory(), team, work.nowS)))
        return std::move(*error);
    return okReply(teamAnswer(work, team.teamId));
}

}   // namespace

engine::ApiRoutes memberRoutes(access::Directory *directory)
{
    const auto route = [directory](const char *pattern, Job job) {
        return managementRoute(directory, "POST", pattern, engine::Access::Management, job);
    };
    return {route("/team/member_add", &add), route("/team/bulk_member_add", &addSeveral),
            route("/team/member_update", &update), route("/team/member_delete", &remove)};
}

}   // namespace gw::api
