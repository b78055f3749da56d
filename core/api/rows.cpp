#include "core/api/management.h"

#include <array>

namespace gw::api {

namespace {

constexpr std::array kMoney{"max_budget", "soft_budget", "temp_budget_increase", "team_member_budget"};

// Every member of defaults, what was written over it, and amounts as numbers.
json::Object shown(const char *defaults, const json::Object &written)
{
    const auto parsed = json::parse(defaults);
    json::Object out =
        parsed.ok() && parsed.value().is_object() ? parsed.value().get_object() : json::Object();
    for (const auto &[name, value] : written)
        out[name] = value;
    for (const char *name : kMoney) {
        if (const json::Value *value = json::find(out, name); value && value->is_string())
            out[name] = access::dollarsOf(access::picoOf(*value));
    }
    return out;
}

void addSpent(json::Object &row, const access::Spending::Spent &spent)
{
    row["spend"] = access::dollarsOf(spent.pico);
    row["budget_reset_at"] = access::isoTime(spent.resetAt);
}

json::Value budgetOf(access::Directory &directory, const std::string &budgetId, std::int64_t nowS)
{
    const access::BudgetPtr budget = budgetId.empty() ? nullptr : directory.budget(budgetId);
    if (!budget)
        return nullptr;
    return budgetRow(*budget, directory.spending().calendar(), nowS);
}

// The limits of somebody as a row of the table of budgets.
json::Value budgetTable(access::Directory &directory, const std::string &budgetId,
                        const access::Limits &limits, std::int64_t nowS)
{
    json::Value shared = budgetOf(directory, budgetId, nowS);
    const bool none = !limits.maxBudget && !limits.softBudget && !limits.tpm && !limits.rpm &&
                      !limits.maxParallel && limits.budgetDuration.empty();
    if (!shared.is_null() || none)
        return shared;
    return budgetRow({.budgetId = {}, .limits = limits}, directory.spending().calendar(), nowS);
}

}   // namespace

json::Object keyRow(access::Directory &directory, const access::Key &key, std::int64_t nowS)
{
    json::Object row = shown(
        R"({"token":null,"key_name":null,"key_alias":null,"spend":0.0,"expires":null,"models":[],"aliases":{},
        "config":{},"user_id":null,"team_id":null,"organization_id":null,"project_id":null,"agent_id":null,
        "permissions":{},"max_parallel_requests":null,"metadata":{},"blocked":false,"tpm_limit":null,
        "rpm_limit":null,"max_budget":null,"soft_budget":null,"budget_duration":null,"budget_reset_at":null,
        "budget_id":null,"budget_limits":null,"model_max_budget":{},"model_rpm_limit":null,
        "model_tpm_limit":null,"model_spend":{},"tags":null,"allowed_cache_controls":[],"allowed_routes":[],
        "enforced_params":null,"guardrails":null,"object_permission":null,"access_group_ids":[],
        "router_settings":null,"auto_rotate":false,"rotation_interval":null,"created_at":null,
        "created_by":null,"updated_at":null,"updated_by":null,"litellm_budget_table":null})",
        key.write());
    addSpent(row, directory.spentBy(key, nowS));
    json::Object byModel;
    for (const auto &[model, limits] : key.limits.models ? *key.limits.models : access::ModelLimitsMap()) {
        if (limits.maxBudget)
            byModel[model] = access::dollarsOf(directory.spentBy(key, model, limits, nowS).pico);
    }
    row["model_spend"] = std::move(byModel);
    if (!key.tags.empty())
        row["tags"] = json::Array(key.tags.begin(), key.tags.end());
    row["litellm_budget_table"] = budgetOf(directory, key.budgetId, nowS);
    return row;
}

json::Object userRow(access::Directory &directory, const access::User &user, std::int64_t nowS)
{
    json::Object row = shown(
        R"({"user_id":null,"user_email":null,"user_alias":null,"user_role":null,"teams":[],"models":[],
        "spend":0.0,"max_budget":null,"budget_duration":null,"budget_reset_at":null,"tpm_limit":null,
        "rpm_limit":null,"max_parallel_requests":null,"metadata":{},"model_max_budget":{},"model_spend":{},
        "sso_user_id":null,"organization_memberships":[],"object_permission":null,"created_at":null,
        "updated_at":null})",
        user.write());
    addSpent(row, directory.spentBy(user, nowS));
    return row;
}

json::Object teamRow(access::Directory &directory, const access::Team &team, std::int64_t nowS)
{
    json::Object row = shown(
        R"({"team_id":null,"team_alias":null,"organization_id":null,"admins":[],"members":[],
        "members_with_roles":[],"metadata":{},"tags":null,"models":[],"model_aliases":{},"spend":0.0,
        "max_budget":null,"soft_budget":null,"budget_duration":null,"budget_reset_at":null,"tpm_limit":null,
        "rpm_limit":null,"max_parallel_requests":null,"model_rpm_limit":null,"model_tpm_limit":null,
        "blocked":false,"guardrails":null,"team_member_budget":null,"team_member_rpm_limit":null,
        "team_member_tpm_limit":null,"team_member_key_duration":null,"team_member_permissions":[],
        "access_group_ids":[],"router_settings":null,"object_permission":null,"created_at":null,
        "updated_at":null})",
        team.write());
    addSpent(row, directory.spentBy(team, nowS));
    json::Array members;
    json::Array admins;
    for (const access::TeamMember &member : team.members) {
        const std::string &name = member.userId.empty() ? member.email : member.userId;
        members.emplace_back(name);
        if (member.role == "admin")
            admins.emplace_back(name);
    }
    row["members"] = std::move(members);
    row["admins"] = std::move(admins);
    if (!team.tags.empty())
        row["tags"] = json::Array(team.tags.begin(), team.tags.end());
    return row;
}

json::Object memberRow(access::Directory &directory, const access::Team &team, const std::string &userId,
                       std::int64_t nowS)
{
    const access::MembershipPtr own = directory.membership(team.teamId, userId);
    const access::Limits limits = directory.memberLimits(team, userId);
    const auto spent = directory.spentByMember(team, userId, nowS);
    json::Object row = own ? own->rest : json::Object();
    row["user_id"] = userId;
    row["team_id"] = team.teamId;
    row["budget_id"] = own && !own->budgetId.empty() ? json::Value(own->budgetId) : json::Value(nullptr);
    row["spend"] = access::dollarsOf(spent.pico);
    row["budget_reset_at"] = access::isoTime(spent.resetAt);
    row["litellm_budget_table"] = budgetTable(directory, {}, limits, nowS);
    return row;
}

json::Object customerRow(access::Directory &directory, const access::Customer &customer, std::int64_t nowS)
{
    json::Object row = shown(
        R"({"user_id":null,"blocked":false,"alias":null,"spend":0.0,"allowed_model_region":null,
        "default_model":null,"object_permission":null})",
        customer.write());
    const auto spent = directory.spentBy(customer, nowS);
    row["spend"] = access::dollarsOf(spent.pico);
    row["litellm_budget_table"] = budgetTable(directory, customer.budgetId, customer.limits, nowS);
    return row;
}

json::Object budgetRow(const access::Budget &budget, const access::Calendar &calendar, std::int64_t nowS)
{
    json::Object row = shown(
        R"({"budget_id":null,"max_budget":null,"soft_budget":null,"max_parallel_requests":null,
        "tpm_limit":null,"rpm_limit":null,"model_max_budget":null,"budget_duration":null,
        "budget_reset_at":null,"created_at":null,"created_by":null,"updated_at":null,"updated_by":null})",
        budget.write());
    if (!budget.limits.budgetDuration.empty())
        row["budget_reset_at"] = access::isoTime(calendar.nextReset(budget.limits.budgetDuration, nowS));
    return row;
}

json::Object tagRow(access::Directory &directory, const access::Tag &tag, std::int64_t nowS)
{
    json::Object row = shown(
        R"({"name":null,"description":null,"models":[],"model_info":null,"spend":0.0,"budget_id":null,
        "created_at":null,"updated_at":null,"created_by":null})",
        tag.write());
    const auto spent = directory.spentBy(tag, nowS);
    row["spend"] = access::dollarsOf(spent.pico);
    row["litellm_budget_table"] = budgetTable(directory, tag.budgetId, tag.limits, nowS);
    return row;
}

}   // namespace gw::api
