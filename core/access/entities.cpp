#include "core/access/entities.h"

#include "core/access/fields.h"

#include <algorithm>

namespace gw::access {

namespace {

// Tags stand in the metadata, wherever they came from.
std::vector<std::string> takeTags(Fields &fields, json::Object &metadata)
{
    std::vector<std::string> tags;
    fields.texts("tags", tags);
    if (!tags.empty()) {
        metadata["tags"] = json::Array(tags.begin(), tags.end());
        return tags;
    }
    if (const json::Array *kept = json::findArray(metadata, "tags")) {
        for (const json::Value &tag : *kept) {
            if (tag.is_string())
                tags.emplace_back(tag.get_string());
        }
    }
    return tags;
}

void readBudgetWindows(Fields &fields, std::vector<BudgetWindow> &out)
{
    const json::Value *list = json::find(fields.rest(), "budget_limits");
    if (!list || list->is_null())
        return;
    constexpr std::string_view kExpected = "a list of {budget_duration, max_budget}";
    if (!list->is_array())
        return fields.wrong("budget_limits", kExpected);
    for (const json::Value &item : list->get_array()) {
        const json::Object *object = item.if_object();
        const json::Value *amount = object ? json::find(*object, "max_budget") : nullptr;
        const auto pico = amount ? picoOf(*amount) : std::nullopt;
        const std::string_view duration = object ? json::stringOr(*object, "budget_duration") : "";
        if (!pico || duration.empty())
            return fields.wrong("budget_limits", kExpected);
        out.push_back({std::string(duration), *pico});
    }
}

void readFallbacks(const json::Object &metadata, const json::Object &rest, Key &out)
{
    out.disableFallbacks = json::findBool(metadata, "disable_fallbacks").value_or(false);
    const json::Array *list = json::findArray(metadata, "fallbacks");
    const json::Object *router = json::findObject(rest, "router_settings");
    if (!list && router)
        list = json::findArray(*router, "fallbacks");
    if (list)
        out.fallbacks = std::make_shared<const json::Array>(*list);
}

void readMembers(Fields &fields, std::vector<TeamMember> &out, json::Object &rest)
{
    const json::Value *list = json::find(rest, "members_with_roles");
    if (!list || list->is_null())
        return;
    constexpr std::string_view kExpected = "a list of {role, user_id or user_email}";
    if (!list->is_array())
        return fields.wrong("members_with_roles", kExpected);
    for (const json::Value &item : list->get_array()) {
        const json::Object *object = item.if_object();
        if (!object)
            return fields.wrong("members_with_roles", kExpected);
        TeamMember member{std::string(json::stringOr(*object, "user_id")),
                          std::string(json::stringOr(*object, "user_email")),
                          std::string(json::stringOr(*object, "role", "user"))};
        if (member.userId.empty() && member.email.empty())
            return fields.wrong("members_with_roles", kExpected);
        out.push_back(std::move(member));
    }
    rest.erase("members_with_roles");
}

}   // namespace

Limits merged(const Limits &own, const Limits &shared)
{
    Limits out = own;
    if (!out.maxBudget) {
        out.maxBudget = shared.maxBudget;
        if (out.budgetDuration.empty())
            out.budgetDuration = shared.budgetDuration;
    }
    const auto either = [](auto &mine, const auto &theirs) {
        if (!mine)
            mine = theirs;
    };
    either(out.softBudget, shared.softBudget);
    either(out.tpm, shared.tpm);
    either(out.rpm, shared.rpm);
    either(out.maxParallel, shared.maxParallel);
    either(out.models, shared.models);
    return out;
}

std::optional<Pico> Key::granted(std::optional<Pico> max, std::int64_t nowS) const noexcept
{
    if (!max || !tempIncrease || nowS >= tempExpiry)
        return max;
    Pico sum = 0;
    return __builtin_add_overflow(*max, *tempIncrease, &sum) ? INT64_MAX : sum;
}

Result<Key> Key::read(const json::Object &object)
{
    Fields fields(object);
    Key key;
    fields.text("token", key.token);
    fields.text("key_name", key.name);
    fields.text("key_alias", key.alias);
    fields.text("user_id", key.userId);
    fields.text("team_id", key.teamId);
    fields.text("budget_id", key.budgetId);
    fields.texts("models", key.models);
    fields.textMap("aliases", key.aliases);
    fields.texts("allowed_routes", key.allowedRoutes);
    fields.texts("access_group_ids", key.accessGroups);
    fields.limits(key.limits);
    fields.money("temp_budget_increase", key.tempIncrease);
    fields.time("temp_budget_expiry", key.tempExpiry);
    fields.time("expires", key.expires);
    fields.flag("blocked", key.blocked);
    fields.time("created_at", key.createdAt);
    fields.time("updated_at", key.updatedAt);
    fields.text("created_by", key.createdBy);
    fields.text("updated_by", key.updatedBy);
    fields.object("metadata", key.metadata);
    key.tags = takeTags(fields, key.metadata);
    fields.modelLimits(key.metadata, key.limits);
    readBudgetWindows(fields, key.budgetWindows);
    readFallbacks(key.metadata, fields.rest(), key);
    return fields.finish(std::move(key));
}

json::Object Key::write() const
{
    Members members(rest);
    members.text("token", token);
    members.text("key_name", name);
    members.text("key_alias", alias);
    members.text("user_id", userId);
    members.text("team_id", teamId);
    members.text("budget_id", budgetId);
    members.texts("models", models);
    members.textMap("aliases", aliases);
    members.texts("allowed_routes", allowedRoutes);
    members.texts("access_group_ids", accessGroups);
    members.limits(limits);
    members.money("temp_budget_increase", tempIncrease);
    members.time("temp_budget_expiry", tempExpiry);
    members.time("expires", expires);
    members.flag("blocked", blocked);
    members.time("created_at", createdAt);
    members.time("updated_at", updatedAt);
    members.text("created_by", createdBy);
    members.text("updated_by", updatedBy);
    members.object("metadata", metadata);
    return members.take();
}

Result<User> User::read(const json::Object &object)
{
    Fields fields(object);
    User user;
    fields.text("user_id", user.userId);
    fields.text("user_email", user.email);
    fields.text("user_alias", user.alias);
    fields.text("user_role", user.role);
    fields.texts("teams", user.teams);
    fields.texts("models", user.models);
    fields.text("budget_id", user.budgetId);
    fields.limits(user.limits);
    fields.flag("blocked", user.blocked);
    fields.time("created_at", user.createdAt);
    fields.time("updated_at", user.updatedAt);
    fields.object("metadata", user.metadata);
    fields.modelLimits(user.metadata, user.limits);
    return fields.finish(std::move(user));
}

json::Object User::write() const
{
    Members members(rest);
    members.text("user_id", userId);
    members.text("user_email", email);
    members.text("user_alias", alias);
    members.text("user_role", role);
    members.texts("teams", teams);
    members.texts("models", models);
    members.text("budget_id", budgetId);
    members.limits(limits);
    members.flag("blocked", blocked);
    members.time("created_at", createdAt);
    members.time("updated_at", updatedAt);
    members.object("metadata", metadata);
    return members.take();
}

const TeamMember *Team::member(std::string_view userId) const noexcept
{
    const auto found =
        std::ranges::find_if(members, [&](const TeamMember &one) { return one.userId == userId; });
    return found == members.end() || userId.empty() ? nullptr : &*found;
}

Result<Team> Team::read(const json::Object &object)
{
    json::Object given = object;
    Team team;
    {
        Fields list({});
        readMembers(list, team.members, given);
        GW_CHECK(list.check());
    }
    Fields fields(std::move(given));
    fields.text("team_id", team.teamId);
    fields.text("team_alias", team.alias);
    fields.texts("models", team.models);
    fields.textMap("model_aliases", team.aliases);
    fields.texts("access_group_ids", team.accessGroups);
    fields.text("budget_id", team.budgetId);
    fields.limits(team.limits);
    fields.money("team_member_budget", team.memberLimits.maxBudget);
    fields.text("team_member_budget_duration", team.memberLimits.budgetDuration);
    fields.count("team_member_rpm_limit", team.memberLimits.rpm);
    fields.count("team_member_tpm_limit", team.memberLimits.tpm);
    fields.flag("blocked", team.blocked);
    fields.time("created_at", team.createdAt);
    fields.time("updated_at", team.updatedAt);
    fields.object("metadata", team.metadata);
    team.tags = takeTags(fields, team.metadata);
    fields.modelLimits(team.metadata, team.limits);
    return fields.finish(std::move(team));
}

json::Object Team::write() const
{
    Members out(rest);
    out.text("team_id", teamId);
    out.text("team_alias", alias);
    json::Array list;
    for (const TeamMember &one : members) {
        json::Object member{{"role", one.role}};
        member["user_id"] = one.userId.empty() ? json::Value(nullptr) : json::Value(one.userId);
        member["user_email"] = one.email.empty() ? json::Value(nullptr) : json::Value(one.email);
        list.emplace_back(std::move(member));
    }
    if (!list.empty())
        out.all()["members_with_roles"] = std::move(list);
    out.texts("models", models);
    out.textMap("model_aliases", aliases);
    out.texts("access_group_ids", accessGroups);
    out.text("budget_id", budgetId);
    out.limits(limits);
    out.money("team_member_budget", memberLimits.maxBudget);
    out.text("team_member_budget_duration", memberLimits.budgetDuration);
    out.count("team_member_rpm_limit", memberLimits.rpm);
    out.count("team_member_tpm_limit", memberLimits.tpm);
    out.flag("blocked", blocked);
    out.time("created_at", createdAt);
    out.time("updated_at", updatedAt);
    out.object("metadata", metadata);
    return out.take();
}

std::string Membership::idOf(std::string_view teamId, std::string_view userId)
{
    return std::string(teamId) + '\x1f' + std::string(userId);
}

Result<Membership> Membership::read(const json::Object &object)
{
    Fields fields(object);
    Membership membership;
    fields.text("team_id", membership.teamId);
    fields.text("user_id", membership.userId);
    fields.text("budget_id", membership.budgetId);
    fields.limits(membership.limits);
    fields.modelLimits({}, membership.limits);
    return fields.finish(std::move(membership));
}

json::Object Membership::write() const
{
    Members members(rest);
    members.text("team_id", teamId);
    members.text("user_id", userId);
    members.text("budget_id", budgetId);
    members.limits(limits);
    return members.take();
}

Result<Customer> Customer::read(const json::Object &object)
{
    Fields fields(object);
    Customer customer;
    fields.text("user_id", customer.userId);
    fields.text("alias", customer.alias);
    fields.flag("blocked", customer.blocked);
    fields.text("allowed_model_region", customer.allowedModelRegion);
    fields.text("default_model", customer.defaultModel);
    fields.text("budget_id", customer.budgetId);
    fields.limits(customer.limits);
    fields.modelLimits({}, customer.limits);
    fields.time("created_at", customer.createdAt);
    return fields.finish(std::move(customer));
}

json::Object Customer::write() const
{
    Members members(rest);
    members.text("user_id", userId);
    members.text("alias", alias);
    members.flag("blocked", blocked);
    members.text("allowed_model_region", allowedModelRegion);
    members.text("default_model", defaultModel);
    members.text("budget_id", budgetId);
    members.limits(limits);
    members.time("created_at", createdAt);
    return members.take();
}

Result<Budget> Budget::read(const json::Object &object)
{
    Fields fields(object);
    Budget budget;
    fields.text("budget_id", budget.budgetId);
    fields.limits(budget.limits);
    fields.modelLimits({}, budget.limits);
    fields.time("created_at", budget.createdAt);
    fields.time("updated_at", budget.updatedAt);
    fields.text("created_by", budget.createdBy);
    fields.text("updated_by", budget.updatedBy);
    return fields.finish(std::move(budget));
}

json::Object Budget::write() const
{
    Members members(rest);
    members.text("budget_id", budgetId);
    members.limits(limits);
    members.time("created_at", createdAt);
    members.time("updated_at", updatedAt);
    members.text("created_by", createdBy);
    members.text("updated_by", updatedBy);
    return members.take();
}

Result<Tag> Tag::read(const json::Object &object)
{
    Fields fields(object);
    Tag tag;
    fields.text("name", tag.name);
    fields.text("description", tag.description);
    fields.texts("models", tag.models);
    fields.text("budget_id", tag.budgetId);
    fields.flag("paused", tag.paused);
    fields.limits(tag.limits);
    fields.modelLimits({}, tag.limits);
    fields.time("created_at", tag.createdAt);
    fields.time("updated_at", tag.updatedAt);
    fields.text("created_by", tag.createdBy);
    return fields.finish(std::move(tag));
}

json::Object Tag::write() const
{
    Members members(rest);
    members.text("name", name);
    members.text("description", description);
    members.texts("models", models);
    members.text("budget_id", budgetId);
    members.flag("paused", paused);
    members.limits(limits);
    members.time("created_at", createdAt);
    members.time("updated_at", updatedAt);
    members.text("created_by", createdBy);
    return members.take();
}

Result<AccessGroup> AccessGroup::read(const json::Object &object)
{
    Fields fields(object);
    AccessGroup group;
    fields.text("access_group", group.name);
    fields.texts("model_names", group.models);
    fields.time("created_at", group.createdAt);
    fields.time("updated_at", group.updatedAt);
    return fields.finish(std::move(group));
}

json::Object AccessGroup::write() const
{
    Members members(rest);
    members.text("access_group", name);
    members.texts("model_names", models);
    members.time("created_at", createdAt);
    members.time("updated_at", updatedAt);
    return members.take();
}

Result<StoredModel> StoredModel::read(const json::Object &object)
{
    Fields fields(object);
    StoredModel model;
    fields.text("model_id", model.modelId);
    fields.text("model_name", model.name);
    fields.object("litellm_params", model.params);
    fields.object("model_info", model.info);
    fields.text("created_by", model.createdBy);
    fields.text("updated_by", model.updatedBy);
    fields.time("created_at", model.createdAt);
    fields.time("updated_at", model.updatedAt);
    return fields.finish(std::move(model));
}

json::Object StoredModel::write() const
{
    Members members(rest);
    members.text("model_id", modelId);
    members.text("model_name", name);
    members.object("litellm_params", params);
    members.object("model_info", info);
    members.text("created_by", createdBy);
    members.text("updated_by", updatedBy);
    members.time("created_at", createdAt);
    members.time("updated_at", updatedAt);
    return members.take();
}

Result<StoredCredential> StoredCredential::read(const json::Object &object)
{
    Fields fields(object);
    StoredCredential credential;
    fields.text("credential_name", credential.name);
    fields.object("credential_values", credential.values);
    fields.object("credential_info", credential.info);
    fields.text("created_by", credential.createdBy);
    fields.text("updated_by", credential.updatedBy);
    fields.time("created_at", credential.createdAt);
    fields.time("updated_at", credential.updatedAt);
    return fields.finish(std::move(credential));
}

json::Object StoredCredential::write() const
{
    Members members(rest);
    members.text("credential_name", name);
    members.object("credential_values", values);
    members.object("credential_info", info);
    members.text("created_by", createdBy);
    members.text("updated_by", updatedBy);
    members.time("created_at", createdAt);
    members.time("updated_at", updatedAt);
    return members.take();
}

Result<GraceKey> GraceKey::read(const json::Object &object)
{
    Fields fields(object);
    GraceKey grace;
    fields.text("hash", grace.hash);
    fields.text("token", grace.token);
    fields.time("until", grace.until);
    GW_CHECK(fields.check());
    return grace;
}

json::Object GraceKey::write() const
{
    Members members({});
    members.text("hash", hash);
    members.text("token", token);
    members.time("until", until);
    return members.take();
}

}   // namespace gw::access
