#include "core/api/spendviews.h"
#include "core/billing/repricing.h"

// Amounts for rows that had no price when they were written.
namespace gw::api {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

Result<ledger::RepriceQuery> queryOf(const ApiCall &call)
{
    json::Object body;
    if (!call.body.empty()) {
        auto parsed = json::parse(call.body);
        if (!parsed.ok() || !parsed.value().is_object())
            return Error{.code = ErrorCode::BadJson, .message = "Invalid JSON payload"};
        body = std::move(parsed.value().get_object());
    }
    ledger::RepriceQuery query;
    query.model = json::stringOr(body, "model");
    query.dryRun = json::findBool(body, "dry_run").value_or(false);
    const std::string since(json::stringOr(body, "since"));
    const auto time = parseTime(since);
    if (!since.empty() && !time)
        return Error{.code = ErrorCode::BadRequest,
                     .message = "Invalid since: expected YYYY-MM-DD or YYYY-MM-DD HH:MM:SS",
                     .param = "since"};
    query.sinceUs = time.value_or(0);
    return query;
}

}   // namespace

ledger::LedgerWriter::RepriceJob repriceJob(ledger::RepriceQuery query, access::Directory *directory,
                                            const pricing::PriceTable &prices, const routing::TablePtr &table,
                                            std::function<void(Result<ledger::Repriced>)> done)
{
    ledger::LedgerWriter::RepriceJob job;
    job.query = std::move(query);
    job.price = [&prices, table](const ledger::Row &row) { return billing::amountOf(row, prices, *table); };
    job.corrected = [directory, table](const std::vector<ledger::Correction> &corrections) {
        billing::bookCorrections(table->state().budgets.accounts(), directory, corrections);
    };
    job.done = std::move(done);
    return job;
}

engine::ApiRoutes repriceRoutes(access::Directory *directory, ledger::Ledger &ledger, engine::Shared &shared)
{
    return {{"POST", "/portico/v1/spend/reprice", engine::Access::Management,
             [directory, &ledger, &shared](const ApiCall &call, const ApiRespond &respond) {
                 if (!call.principal.admin)
                     return respond(engine::errorReply(auth::adminOnly(call.principal, call.head.path)));
                 const auto query = queryOf(call);
                 if (!query.ok())
                     return respond(engine::errorReply(query.error()));
                 ledger.reprice(repriceJob(
                     query.value(), directory, shared.prices, call.table,
                     [respond, dryRun = query.value().dryRun](const Result<ledger::Repriced> &repriced) {
                         if (!repriced.ok())
                             return respond(engine::errorReply(repriced.error()));
                         respond(engine::jsonReply(
                             json::Object{{"unpriced", repriced.value().unpriced},
                                          {"priced", repriced.value().priced},
                                          {"cost", dollars(repriced.value().differencePico)},
                                          {"dry_run", dryRun}}));
                     }));
             }}};
}

}   // namespace gw::api
