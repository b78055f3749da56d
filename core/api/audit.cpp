#include "core/api/management.h"
#include "core/api/routes.h"

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr std::int64_t kMostEntries = 1000;

json::Object rowOf(const access::AuditEntry &entry)
{
    return {{"id", entry.id},
            {"updated_at", access::isoTime(entry.unixS)},
            {"changed_by", entry.who},
            {"changed_by_api_key", entry.keyHash},
            {"action", entry.action},
            {"table_name", entry.table},
            {"object_id", entry.object},
            {"before_value", entry.before},
            {"updated_values", entry.after}};
}

ApiReply list(Work &work)
{
    Paging paging = pagingOf(work.call, "page_size", 10, kMostEntries);
    if (paging.error)
        return std::move(*paging.error);
    access::Store::AuditQuery query;
    query.who = queryText(work.call, "changed_by");
    query.action = queryText(work.call, "action");
    query.table = queryText(work.call, "table_name");
    query.object = queryText(work.call, "object_id");
    query.offset = (paging.page - 1) * paging.size;
    query.limit = paging.size;
    const auto page = work.edit.audit(query);
    if (!page.ok())
        return engine::errorReply(page.error());
    json::Array rows;
    for (const access::AuditEntry &entry : page.value().entries)
        rows.emplace_back(rowOf(entry));
    const auto total = static_cast<std::size_t>(page.value().total);
    return okReply(json::Object{{"audit_logs", std::move(rows)},
                                {"total", total},
                                {"page", paging.page},
                                {"page_size", paging.size},
                                {"total_pages", paging.pages(total)}});
}

ApiReply one(Work &work)
{
    access::Store::AuditQuery query;
    query.id = work.call.path.at("id");
    const auto page = work.edit.audit(query);
    if (!page.ok())
        return engine::errorReply(page.error());
    if (page.value().entries.empty())
        return notFound("Audit log with id " + query.id + " not found", "id");
    return okReply(rowOf(page.value().entries.front()));
}

// All keys and teams have spent nothing from now on; the ledger keeps what was.
ApiReply resetSpend(Work &work)
{
    if (work.caller().kind == auth::Principal::Kind::Virtual)
        return engine::errorReply(auth::adminOnly(work.caller(), work.call.head.path));
    for (const access::KeyPtr &key : work.directory().keys().select())
        work.edit.setSpent(access::Scope::Key, key->token, 0, work.directory().limitsOf(*key).budgetDuration);
    for (const access::TeamPtr &team : work.directory().teams().select())
        work.edit.setSpent(access::Scope::Team, team->teamId, 0,
                           work.directory().limitsOf(*team).budgetDuration);
    if (auto error = commit(work, "updated", "VerificationToken", "all", nullptr, json::Object{{"spend", 0}}))
        return std::move(*error);
    return okReply(json::Object{{"message", "Spend for all API Keys and Teams reset successfully"},
                                {"status", "success"}});
}

}   // namespace

engine::ApiRoutes auditRoutes(access::Directory *directory)
{
    return {managementRoute(directory, "GET", "/audit", Access::Admin, &list),
            managementRoute(directory, "GET", "/audit/{id}", Access::Admin, &one),
            managementRoute(directory, "POST", "/global/spend/reset", Access::Admin, &resetSpend)};
}

}   // namespace gw::api
