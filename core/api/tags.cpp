#include "core/api/management.h"
#include "core/api/routes.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "TagTable";

std::string nameOf(Work &work)
{
    return std::string(json::stringOr(work.body, "name"));
}

// Deployments by their names, beside their ids.
json::Object rowOf(Work &work, const access::Tag &tag)
{
    json::Object row = tagRow(work.directory(), tag, work.nowS);
    json::Object names;
    for (const std::string &id : tag.models) {
        if (const auto target = work.call.table->byId(id))
            names[id] = target->deployment->modelName;
    }
    row["model_info"] = std::move(names);
    return row;
}

ApiReply store(Work &work, const json::Object &document, const access::Tag *known)
{
    auto read = access::Tag::read(document);
    if (!read.ok())
        return unprocessable(read.error());
    access::Tag tag = std::move(read).value();
    tag.updatedAt = work.nowS;
    if (!known) {
        tag.createdAt = work.nowS;
        tag.createdBy = work.who();
    }
    work.edit.put(tag);
    json::Object row = rowOf(work, tag);
    if (auto error = commit(work, known ? "updated" : "created", kTable, tag.name,
                            known ? json::Value(rowOf(work, *known)) : json::Value(nullptr), row))
        return std::move(*error);
    return okReply(json::Object{
        {"message", "Tag " + tag.name + (known ? " updated successfully" : " created successfully")},
        {"tag", std::move(row)}});
}

ApiReply create(Work &work)
{
    const std::string name = nameOf(work);
    if (name.empty())
        return unprocessable("name", "Field required");
    if (work.directory().tag(name))
        return badRequest("Tag " + name + " already exists", "name");
    if (auto error = checkBudgets(work, work.body))
        return std::move(*error);
    return store(work, work.body, nullptr);
}

ApiReply update(Work &work)
{
    const std::string name = nameOf(work);
    if (name.empty())
        return unprocessable("name", "Field required");
    const access::TagPtr known = work.directory().tag(name);
    if (!known)
        return notFound("Tag " + name + " not found", "name");
    if (auto error = checkBudgets(work, work.body))
        return std::move(*error);
    return store(work, overlaid(known->write(), work.body), known.get());
}

ApiReply remove(Work &work)
{
    const std::string name = nameOf(work);
    if (name.empty())
        return unprocessable("name", "Field required");
    const access::TagPtr known = work.directory().tag(name);
    if (!known)
        return notFound("Tag " + name + " not found", "name");
    work.edit.remove(access::Kind::Tag, name);
    if (auto error = commit(work, "deleted", kTable, name, rowOf(work, *known), nullptr))
        return std::move(*error);
    return okReply(json::Object{{"message", "Tag " + name + " deleted successfully"}});
}

ApiReply info(Work &work)
{
    std::optional<ApiReply> error;
    const std::vector<std::string> names = takeTexts(work.body, "names", error);
    if (error)
        return std::move(*error);
    if (names.empty())
        return unprocessable("names", "Field required");
    json::Object rows;
    for (const std::string &name : names) {
        const access::TagPtr tag = work.directory().tag(name);
        if (!tag)
            return notFound("No tags found: " + name, "names");
        rows[name] = rowOf(work, *tag);
    }
    return okReply(rows);
}

ApiReply list(Work &work)
{
    auto tags = work.directory().tags().select();
    std::ranges::sort(tags, {}, [](const access::TagPtr &tag) { return tag->name; });
    json::Array rows;
    for (const access::TagPtr &tag : tags)
        rows.emplace_back(rowOf(work, *tag));
    return okReply(rows);
}

ApiReply distinct(Work &work)
{
    std::vector<std::string> names;
    for (const access::AccountPtr &account : work.directory().spending().accounts(access::Scope::Tag))
        names.push_back(account->name());
    for (const access::TagPtr &tag : work.directory().tags().select())
        names.push_back(tag->name);
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    json::Array rows;
    for (const std::string &name : names)
        rows.emplace_back(json::Object{{"tag", name}});
    return okReply(json::Object{{"results", std::move(rows)}});
}

}   // namespace

engine::ApiRoutes tagRoutes(access::Directory *directory)
{
    const auto route = [directory](const char *method, const char *pattern, Job job) {
        return managementRoute(directory, method, pattern, Access::Admin, job);
    };
    return {route("POST", "/tag/new", &create),    route("POST", "/tag/update", &update),
            route("POST", "/tag/delete", &remove), route("POST", "/tag/info", &info),
            route("GET", "/tag/list", &list),      route("GET", "/tag/distinct", &distinct)};
}

}   // namespace gw::api
