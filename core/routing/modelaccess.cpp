#include "core/routing/modelaccess.h"

#include <algorithm>
#include <set>

namespace gw::routing {

namespace {

constexpr std::string_view kAllTeamModels = "all-team-models";

bool matchesPattern(std::string_view pattern, std::string_view name)
{
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos)
        return pattern == name;
    return name.size() + 1 >= pattern.size() && name.starts_with(pattern.substr(0, star)) &&
           name.ends_with(pattern.substr(star + 1));
}

// What somebody wants to use, by all the names it has.
struct Wanted
{
    const Table &table;
    const access::Directory *directory;
    std::string_view requested;
    const Group &group;

    bool named(std::string_view entry) const
    {
        return matchesPattern(entry, requested) || matchesPattern(entry, group.name);
    }
    bool inGroup(const std::string &entry) const
    {
        if (const auto kept = directory ? directory->accessGroup(entry) : nullptr;
            kept && std::ranges::any_of(kept->models, [this](const auto &model) { return named(model); }))
            return true;
        return std::ranges::any_of(group.members, [&](const Member &member) {
            const auto &groups = member.target->deployment->info.accessGroups;
            return std::ranges::find(groups, entry) != groups.end();
        });
    }
    bool fits(const std::string &entry) const
    {
        return entry == "*" || entry == "all-proxy-models" || named(entry) || inGroup(entry);
    }
    bool allowedBy(const std::vector<std::string> &models, const std::vector<std::string> &groups) const
    {
        if (models.empty() && groups.empty())
            return true;
        return std::ranges::any_of(models, [this](const std::string &entry) { return fits(entry); }) ||
               std::ranges::any_of(groups, [this](const std::string &entry) { return inGroup(entry); });
    }
};

Error denied(std::string_view whose, std::string_view type, const std::vector<std::string> &models,
             std::string_view requested)
{
    std::string list;
    for (const std::string &model : models)
        list += (list.empty() ? "'" : ", '") + model + "'";
    const std::string lower = whose == "Team" ? "team" : std::string(whose);
    return {.code = ErrorCode::ModelDenied,
            .message = std::string(whose) + " not allowed to access model. This " + lower +
                       " can only access models=[" + list + "]. Tried to access " + std::string(requested),
            .param = "model",
            .upstreamType = std::string(type)};
}

}   // namespace

std::string_view unaliased(const auth::Principal &principal, std::string_view requested)
{
    if (principal.key) {
        if (const auto it = principal.key->aliases.find(requested); it != principal.key->aliases.end())
            return it->second;
    }
    if (principal.team) {
        if (const auto it = principal.team->aliases.find(requested); it != principal.team->aliases.end())
            return it->second;
    }
    return requested;
}

Result<void> mayUse(const Table &table, const auth::Principal &principal, std::string_view requested,
                    const Group &group)
{
    const access::Key *key = principal.key.get();
    if (!key)
        return {};
    const access::Team *team = principal.team.get();
    const Wanted wanted{table, principal.directory, requested, group};
    const bool teamDecides = team && std::ranges::find(key->models, kAllTeamModels) != key->models.end();
    if (!teamDecides && !wanted.allowedBy(key->models, key->accessGroups))
        return denied("key", "key_model_access_denied", key->models, requested);
    if (team && !wanted.allowedBy(team->models, team->accessGroups))
        return denied("Team", "team_model_access_denied", team->models, requested);
    if (!team && principal.user && !wanted.allowedBy(principal.user->models, {}))
        return denied("User", "user_model_access_denied", principal.user->models, requested);
    return {};
}

Result<void> mayPass(const Table &table, const auth::Principal &principal, std::string_view provider,
                     std::string_view model)
{
    Group group;
    group.name = std::string(provider) + "/" + std::string(model);
    return mayUse(table, principal, model.empty() ? std::string_view(group.name) : model, group);
}

std::vector<std::string> usableNames(const Table &table, const auth::Principal &principal)
{
    std::vector<std::string> names = table.names();
    if (!principal.key)
        return names;
    std::erase_if(names, [&](const std::string &name) {
        const auto resolution = table.resolve(name);
        return !resolution || !mayUse(table, principal, name, *resolution->group).ok();
    });
    std::set<std::string> known(names.begin(), names.end());
    const auto addAliases = [&](const auto &aliases) {
        for (const auto &[name, target] : aliases) {
            const auto resolution = table.resolve(target);
            if (resolution && mayUse(table, principal, target, *resolution->group).ok() &&
                known.insert(name).second)
                names.push_back(name);
        }
    };
    addAliases(principal.key->aliases);
    if (principal.team)
        addAliases(principal.team->aliases);
    return names;
}

}   // namespace gw::routing
