#pragma once

#include "core/access/directory.h"
#include "core/api/background.h"
#include "core/api/healthchecks.h"
#include "core/api/storedmodels.h"
#include "core/engine/gateway.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledgerreader.h"
#include "core/sinks/watch.h"

#include <functional>

// Routes beside the pipeline (CONTRACT 3.3, 3.4, 3.7): information, health, spend, metrics.
namespace gw::api {

// Who is asked what was spent: this gateway's own ledger, and the one that several gateways share.
struct SpendReaders
{
    ledger::Questions &local;
    ledger::Questions *shared = nullptr;   // Null: this gateway is alone.
    std::function<bool()> sharedUp = {};
    // Calls back once this gateway's rows are where shared reads, or cannot be for now.
    std::function<void(std::function<void()>)> settle = {};
};

// /, /test, /routes, /health/*, and 501 for what is out of scope.
engine::ApiRoutes systemRoutes(engine::Gateway &gateway, engine::Shared &shared);
// /v1/models (as Anthropic lists them for its clients), /v1beta/models, /model/info, /model_group/info and
// their aliases.
engine::ApiRoutes modelRoutes(const pricing::PriceTable &prices);
// /spend/*, /global/spend/*, /global/activity/*, /provider/budgets (CONTRACT 3.7). directory null: there are
// no virtual keys.
engine::ApiRoutes spendRoutes(access::Directory *directory, const SpendReaders &readers,
                              ledger::Ledger &ledger, engine::Shared &shared);
// POST /portico/v1/spend/reprice {"since": "2026-11-21", "model": "fast", "dry_run": true}, all of it
// optional.
engine::ApiRoutes repriceRoutes(access::Directory *directory, ledger::Ledger &ledger, engine::Shared &shared);
// What the ledger is asked for by it: directory's accounts follow, prices outlive the job.
ledger::LedgerWriter::RepriceJob repriceJob(ledger::RepriceQuery query, access::Directory *directory,
                                            const pricing::PriceTable &prices, const routing::TablePtr &table,
                                            std::function<void(Result<ledger::Repriced>)> done);
// /health: what is known for everybody on this machine; for a key, what the background found, else real
// calls.
engine::ApiRoutes healthRoutes(engine::Gateway &gateway, std::shared_ptr<HealthChecks> checks);
// /health/history, /health/latest, /health/test_connection and the like.
engine::ApiRoutes healthHistoryRoutes(engine::Gateway &gateway, const std::shared_ptr<HealthChecks> &checks);

// /metrics, /health/services, /active/callbacks, /get/config/callbacks. watch outlives the gateway.
engine::ApiRoutes watchingRoutes(engine::Gateway &gateway, engine::Shared &shared, sinks::Watch &watch);
// What alerts ask the gateway; not to be called once it goes.
sinks::GatewayFacts watchedFacts(engine::Gateway &gateway, engine::Shared &shared);
sinks::ApiBases apiBasesOf(const routing::Table &table);
// /v1/responses/{id} and what is below it, of answers that the gateway has kept or still waits for.
engine::ApiRoutes responseRoutes(engine::Shared &shared, const std::shared_ptr<Background> &background);
// /cache/ping, /cache/delete, /cache/flushall, /cache/redis/info, /cache/settings.
engine::ApiRoutes cacheRoutes(engine::Gateway &gateway);
// /key/*, /user/*, /team/*, /customer/*, /budget/*, /tag/*, /access_group/*, /audit, /global/spend/reset
// (CONTRACT 3.5 and 3.6). directory null: all of them answer that there is no database.
engine::ApiRoutes keyRoutes(access::Directory *directory, const StoredModels &stored);
engine::ApiRoutes userRoutes(access::Directory *directory);
engine::ApiRoutes teamRoutes(access::Directory *directory);
engine::ApiRoutes memberRoutes(access::Directory *directory);
engine::ApiRoutes customerRoutes(access::Directory *directory);
engine::ApiRoutes budgetRoutes(access::Directory *directory);
engine::ApiRoutes tagRoutes(access::Directory *directory);
engine::ApiRoutes accessGroupRoutes(access::Directory *directory);
engine::ApiRoutes auditRoutes(access::Directory *directory);
// All of them.
engine::ApiRoutes accessRoutes(access::Directory *directory, const StoredModels &stored);
// /user/daily/activity and the like: from the ledger's sums.
engine::ApiRoutes activityRoutes(access::Directory *directory, const SpendReaders &readers);
// Brings the config's budget_config into the directory.
void applyBudgetConfig(access::Directory &directory, const config::Config &config);

// /utils/token_counter, /utils/supported_openai_params, /utils/transform_request.
engine::ApiRoutes utilityRoutes(engine::Shared &shared);

}   // namespace gw::api
