#include "core/api/management.h"
#include "core/api/routes.h"
#include "core/base/ids.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "BudgetTable";

ApiReply unknownBudget(const std::string &id, const char *param)
{
    return notFound("Budget not found, passed budget_id=" + id, param);
}

json::Object rowOf(const Work &work, const access::Budget &budget)
{
    return budgetRow(budget, work.directory().spending().calendar(), work.nowS);
}

ApiReply store(Work &work, const json::Object &document, const access::Budget *known)
{
    auto read = access::Budget::read(document);
    if (!read.ok())
        return unprocessable(read.error());
    access::Budget budget = std::move(read).value();
    budget.updatedAt = work.nowS;
    budget.updatedBy = work.who();
    if (!known) {
        budget.createdAt = work.nowS;
        budget.createdBy = work.who();
    }
    work.edit.put(budget);
    json::Object row = rowOf(work, budget);
    if (auto error = commit(work, known ? "updated" : "created", kTable, budget.budgetId,
                            known ? json::Value(rowOf(work, *known)) : json::Value(nullptr), row))
        return std::move(*error);
    return okReply(row);
}

json::Object cleaned(json::Object body)
{
    for (const char *ignored : {"created_at", "updated_at", "created_by", "updated_by", "budget_reset_at"})
        body.erase(ignored);
    return body;
}

std::optional<ApiReply> checkDuration(Work &work)
{
    json::Object durations = work.body;
    durations.erase("budget_id");
    return checkBudgets(work, durations);
}

ApiReply create(Work &work)
{
    if (auto error = checkDuration(work))
        return std::move(*error);
    json::Object body = cleaned(work.body);
    std::string id(json::stringOr(body, "budget_id"));
    if (id.empty())
        id = makeId().toString();
    if (work.directory().budget(id))
        return badRequest("Budget already exists, passed budget_id=" + id, "budget_id");
    body["budget_id"] = id;
    return store(work, body, nullptr);
}

ApiReply update(Work &work)
{
    const std::string id(json::stringOr(work.body, "budget_id"));
    if (id.empty())
        return unprocessable("budget_id", "Field required");
    const access::BudgetPtr known = work.directory().budget(id);
    if (!known)
        return unknownBudget(id, "budget_id");
    if (auto error = checkDuration(work))
        return std::move(*error);
    return store(work, overlaid(known->write(), cleaned(work.body)), known.get());
}

ApiReply info(Work &work)
{
    std::optional<ApiReply> error;
    const std::vector<std::string> ids = takeTexts(work.body, "budgets", error);
    if (error)
        return std::move(*error);
    if (ids.empty())
        return badRequest("Specify list of budget id's to query. Passed in=[]", "budgets");
    json::Array rows;
    for (const std::string &id : ids) {
        if (const access::BudgetPtr budget = work.directory().budget(id))
            rows.emplace_back(rowOf(work, *budget));
    }
    return okReply(rows);
}

ApiReply remove(Work &work)
{
    const std::string id(json::stringOr(work.body, "id"));
    if (id.empty())
        return unprocessable("id", "Field required");
    const access::BudgetPtr known = work.directory().budget(id);
    if (!known)
        return unknownBudget(id, "id");
    json::Object row = rowOf(work, *known);
    work.edit.remove(access::Kind::Budget, id);
    if (auto error = commit(work, "deleted", kTable, id, row, nullptr))
        return std::move(*error);
    return okReply(row);
}

ApiReply list(Work &work)
{
    auto budgets = work.directory().budgets().select();
    std::ranges::sort(budgets, {}, [](const access::BudgetPtr &one) { return one->budgetId; });
    json::Array rows;
    for (const access::BudgetPtr &budget : budgets)
        rows.emplace_back(rowOf(work, *budget));
    return okReply(rows);
}

ApiReply settings(Work &work)
{
    const std::string id = queryText(work.call, "budget_id");
    if (id.empty())
        return unprocessable("budget_id", "Field required");
    const access::BudgetPtr budget = work.directory().budget(id);
    if (!budget)
        return unknownBudget(id, "budget_id");
    const json::Object row = rowOf(work, *budget);
    struct Field
    {
        const char *name;
        const char *type;
        const char *about;
    };
    constexpr Field kFields[] = {
        {"max_parallel_requests", "Integer", "How many requests may run at the same time"},
        {"tpm_limit", "Integer", "Tokens a minute"},
        {"rpm_limit", "Integer", "Requests a minute"},
        {"max_budget", "Float", "What may be spent, in USD"},
        {"soft_budget", "Float", "From what on there is an alert, in USD"},
        {"budget_duration", "String", "How long the budget is for, as 1d, 7d or 1mo"}};
    json::Array rows;
    for (const Field &field : kFields)
        rows.emplace_back(json::Object{{"field_name", field.name},
                                       {"field_type", field.type},
                                       {"field_description", field.about},
                                       {"field_value", row.at(field.name)},
                                       {"stored_in_db", true}});
    return okReply(rows);
}

}   // namespace

engine::ApiRoutes budgetRoutes(access::Directory *directory)
{
    const auto route = [directory](const char *method, const char *pattern, Job job) {
        return managementRoute(directory, method, pattern, Access::Admin, job);
    };
    return {route("POST", "/budget/new", &create), route("POST", "/budget/update", &update),
            route("POST", "/budget/info", &info),  route("POST", "/budget/delete", &remove),
            route("GET", "/budget/list", &list),   route("GET", "/budget/settings", &settings)};
}

}   // namespace gw::api
