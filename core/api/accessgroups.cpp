#include "core/api/management.h"
#include "core/api/routes.h"

#include <algorithm>
#include <map>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "AccessGroupTable";

// What the config's deployments say of themselves, beside what was made here.
std::map<std::string, std::vector<std::string>> groupsOfConfig(const Work &work)
{
    std::map<std::string, std::vector<std::string>> groups;
    for (const routing::TargetPtr &target : work.call.table->targets()) {
        for (const std::string &group : target->deployment->info.accessGroups) {
            std::vector<std::string> &models = groups[group];
            if (std::ranges::find(models, target->deployment->modelName) == models.end())
                models.push_back(target->deployment->modelName);
        }
    }
    return groups;
}

json::Object rowOf(const Work &work, const std::string &name, const std::vector<std::string> &models)
{
    const auto deployments =
        std::ranges::count_if(work.call.table->targets(), [&](const routing::TargetPtr &target) {
            return std::ranges::find(models, target->deployment->modelName) != models.end();
        });
    return {{"access_group", name},
            {"model_names", json::Array(models.begin(), models.end())},
            {"deployment_count", deployments}};
}

ApiReply unknownGroup(const std::string &name)
{
    return notFound("Access group '" + name + "' not found", "access_group");
}

// Its models exist: a misspelt one would give nobody anything.
std::optional<ApiReply> takeModels(Work &work, std::vector<std::string> &models)
{
    std::optional<ApiReply> error;
    models = takeTexts(work.body, "model_names", error);
    if (error)
        return error;
    if (models.empty())
        return unprocessable("model_names", "Field required");
    for (const std::string &model : models) {
        if (!work.call.table->resolve(model))
            return badRequest("Model names not found in router: " + model, "model_names");
    }
    return std::nullopt;
}

ApiReply store(Work &work, access::AccessGroup group, const access::AccessGroup *known)
{
    group.updatedAt = work.nowS;
    if (!known)
        group.createdAt = work.nowS;
    work.edit.put(group);
    json::Object row = rowOf(work, group.name, group.models);
    if (auto error = commit(work, known ? "updated" : "created", kTable, group.name,
                            known ? json::Value(known->write()) : json::Value(nullptr), row))
        return std::move(*error);
    row["models_updated"] = row["deployment_count"];
    return okReply(row);
}

ApiReply create(Work &work)
{
    const std::string name(json::stringOr(work.body, "access_group"));
    if (name.empty())
        return unprocessable("access_group", "Field required");
    if (work.directory().accessGroup(name) || groupsOfConfig(work).contains(name))
        return badRequest("Access group '" + name + "' already exists", "access_group");
    access::AccessGroup group{.name = name};
    if (auto error = takeModels(work, group.models))
        return std::move(*error);
    return store(work, std::move(group), nullptr);
}

ApiReply update(Work &work)
{
    const std::string &name = work.call.path.at("name");
    const access::AccessGroupPtr known = work.directory().accessGroup(name);
    if (!known && groupsOfConfig(work).contains(name))
        return badRequest("Access group '" + name + "' is defined in the config and is changed there");
    if (!known)
        return unknownGroup(name);
    access::AccessGroup group = *known;
    if (auto error = takeModels(work, group.models))
        return std::move(*error);
    return store(work, std::move(group), known.get());
}

ApiReply remove(Work &work)
{
    const std::string &name = work.call.path.at("name");
    const access::AccessGroupPtr known = work.directory().accessGroup(name);
    if (!known)
        return unknownGroup(name);
    work.edit.remove(access::Kind::AccessGroup, name);
    if (auto error = commit(work, "deleted", kTable, name, known->write(), nullptr))
        return std::move(*error);
    return okReply(json::Object{{"access_group", name},
                                {"models_updated", known->models.size()},
                                {"message", "Access group '" + name + "' deleted successfully"}});
}

ApiReply info(Work &work)
{
    const std::string &name = work.call.path.at("name");
    if (const access::AccessGroupPtr known = work.directory().accessGroup(name))
        return okReply(rowOf(work, name, known->models));
    const auto configured = groupsOfConfig(work);
    const auto it = configured.find(name);
    return it == configured.end() ? unknownGroup(name) : okReply(rowOf(work, name, it->second));
}

ApiReply list(Work &work)
{
    auto groups = groupsOfConfig(work);
    for (const access::AccessGroupPtr &group : work.directory().accessGroups().select())
        groups[group->name] = group->models;
    json::Array rows;
    for (const auto &[name, models] : groups)
        rows.emplace_back(rowOf(work, name, models));
    return okReply(json::Object{{"access_groups", std::move(rows)}});
}

}   // namespace

engine::ApiRoutes accessGroupRoutes(access::Directory *directory)
{
    const auto route = [directory](const char *method, const char *pattern, Job job) {
        return managementRoute(directory, method, pattern, Access::Admin, job);
    };
    return {route("POST", "/access_group/new", &create),
            route("GET", "/access_group/list", &list),
            route("GET", "/access_group/{name}/info", &info),
            route("PUT", "/access_group/{name}/update", &update),
            route("POST", "/access_group/{name}/update", &update),
            route("DELETE", "/access_group/{name}/delete", &remove),
            route("POST", "/access_group/{name}/delete", &remove)};
}

}   // namespace gw::api
