#include "core/api/management.h"
#include "core/api/routes.h"

#include <algorithm>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiReply;

constexpr const char *kTable = "EndUserTable";

ApiReply unknownCustomer(const std::string &id)
{
    return notFound("End User Id=" + id + " does not exist in db", "user_id");
}

// Somebody who was only named in requests so far counts too.
access::CustomerPtr customerOf(Work &work, const std::string &id)
{
    if (access::CustomerPtr known = work.directory().customer(id))
        return known;
    if (work.directory().spending().account(access::Scope::EndUser, id)->total() == 0)
        return nullptr;
    return std::make_shared<const access::Customer>(access::Customer{.userId = id});
}

// The entity that the body makes of a known one, and what it has spent.
struct Read
{
    access::Customer customer;
    std::optional<access::Pico> spend = {};
    std::optional<ApiReply> error = {};
};

Read read(Work &work, const access::Customer &known)
{
    json::Object body = work.body;
    Read out{known};
    if ((out.error = checkBudgets(work, body)))
        return out;
    const auto given = [&](const char *name) {
        const json::Value *value = json::find(body, name);
        return value && !value->is_null();
    };
    if (given("max_budget") && given("budget_id")) {
        out.error = badRequest("Either max_budget or budget_id can be set, not both", "budget_id");
        return out;
    }
    out.spend = takeMoney(body, "spend", out.error);
    body.erase("created_at");
    auto made = access::Customer::read(overlaid(known.write(), body));
    if (!made.ok())
        out.error = unprocessable(made.error());
    else
        out.customer = std::move(made).value();
    return out;
}

ApiReply store(Work &work, Read change, const char *action, const json::Value &before)
{
    const access::Customer &customer = change.customer;
    work.edit.put(customer);
    if (change.spend)
        work.edit.setSpent(access::Scope::EndUser, customer.userId, *change.spend,
                           work.directory().limitsOf(customer).budgetDuration);
    if (auto error = commit(work, action, kTable, customer.userId, before,
                            customerRow(work.directory(), customer, work.nowS)))
        return std::move(*error);
    return okReply(customerRow(work.directory(), customer, work.nowS));
}

ApiReply create(Work &work)
{
    const std::string id(json::stringOr(work.body, "user_id"));
    if (id.empty())
        return unprocessable("user_id", "Field required");
    if (work.directory().customer(id))
        return badRequest("Customer already exists, passed user_id=" + id + ". Please pass a new user_id.",
                          "user_id");
    Read made = read(work, {});
    if (made.error)
        return std::move(*made.error);
    made.customer.createdAt = work.nowS;
    return store(work, std::move(made), "created", nullptr);
}

ApiReply update(Work &work)
{
    const std::string id(json::stringOr(work.body, "user_id"));
    if (id.empty())
        return unprocessable("user_id", "Field required");
    const access::CustomerPtr known = customerOf(work, id);
    if (!known)
        return unknownCustomer(id);
    Read made = read(work, *known);
    if (made.error)
        return std::move(*made.error);
    // One of the two says what counts.
    if (work.body.contains("budget_id"))
        made.customer.limits.maxBudget.reset();
    else if (work.body.contains("max_budget"))
        made.customer.budgetId.clear();
    return store(work, std::move(made), "updated", customerRow(work.directory(), *known, work.nowS));
}

ApiReply info(Work &work)
{
    const std::string id = queryText(work.call, "end_user_id");
    if (id.empty())
        return unprocessable("end_user_id", "Field required");
    const access::CustomerPtr customer = customerOf(work, id);
    if (!customer)
        return unknownCustomer(id);
    return okReply(customerRow(work.directory(), *customer, work.nowS));
}

ApiReply list(Work &work)
{
    auto customers = work.directory().customers().select();
    std::ranges::sort(customers, {}, [](const access::CustomerPtr &one) { return one->userId; });
    json::Array rows;
    for (const access::CustomerPtr &customer : customers)
        rows.emplace_back(customerRow(work.directory(), *customer, work.nowS));
    return okReply(rows);
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
        const access::CustomerPtr known = work.directory().customer(id);
        if (!known)
            return unknownCustomer(id);
        note(work, "deleted", kTable, id, customerRow(work.directory(), *known, work.nowS), nullptr);
        work.edit.remove(access::Kind::Customer, id);
    }
    if (auto failed = commit(work))
        return std::move(*failed);
    return okReply(json::Object{{"deleted_customers", ids.size()},
                                {"message", "Successfully deleted customers with ids: " +
                                                json::serialize(json::Array(ids.begin(), ids.end()))}});
}

ApiReply setBlocked(Work &work, bool blocked)
{
    std::optional<ApiReply> error;
    const std::vector<std::string> ids = takeTexts(work.body, "user_ids", error);
    if (error)
        return std::move(*error);
    if (ids.empty())
        return unprocessable("user_ids", "Field required");
    json::Array rows;
    for (const std::string &id : ids) {
        const access::CustomerPtr known = work.directory().customer(id);
        access::Customer customer = known ? *known : access::Customer{.userId = id, .createdAt = work.nowS};
        customer.blocked = blocked;
        const json::Object before = known ? customerRow(work.directory(), *known, work.nowS) : json::Object();
        json::Object row = customerRow(work.directory(), customer, work.nowS);
        note(work, blocked ? "blocked" : "unblocked", kTable, id, before, row);
        rows.emplace_back(std::move(row));
        work.edit.put(std::move(customer));
    }
    if (auto failed = commit(work))
        return std::move(*failed);
    return okReply(json::Object{{blocked ? "blocked_users" : "unblocked_users", std::move(rows)}});
}

}   // namespace

engine::ApiRoutes customerRoutes(access::Directory *directory)
{
    engine::ApiRoutes routes;
    const auto add = [&](const char *method, const std::string &pattern, Job job) {
        routes.push_back(managementRoute(directory, method, pattern.c_str(), Access::Admin, job));
    };
    for (const std::string base : {"/customer", "/end_user"}) {
        add("POST", base + "/new", &create);
        add("POST", base + "/update", &update);
        add("GET", base + "/info", &info);
        add("GET", base + "/list", &list);
        add("POST", base + "/delete", &remove);
        add("POST", base + "/block", [](Work &work) { return setBlocked(work, true); });
        add("POST", base + "/unblock", [](Work &work) { return setBlocked(work, false); });
    }
    // From before end users were called customers.
    add("POST", "/user/block", [](Work &work) { return setBlocked(work, true); });
    add("POST", "/user/unblock", [](Work &work) { return setBlocked(work, false); });
    return routes;
}

}   // namespace gw::api
