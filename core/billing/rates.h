#pragma once

#include "core/config/schema.h"
#include "core/events/events.h"
#include "core/ledger/records.h"
#include "core/pricing/cost.h"
#include "core/pricing/pricetable.h"
#include "core/providers/target.h"
#include "core/routing/table.h"
#include "core/wire/headers.h"

#include <optional>
#include <string>

// What deployments cost, and what rows say of it: between the price table, the config and the ledger.
namespace gw::billing {

// What a deployment is billed by at unixUs: the price table's entry for base_model or the upstream name,
// under the config's own prices (litellm_params before model_info). Nothing when neither knows a price.
// Thread-safe.
std::optional<pricing::Price> deploymentPrice(const pricing::PriceTable &table,
                                              const providers::Target &target, std::int64_t unixUs);

// What routing asks of a deployment: its cost, and how long a prompt it takes. Thread-safe.
routing::Facts factsOf(const pricing::PriceTable &table, const providers::Target &target,
                       std::int64_t unixUs);

// The amount of a row, and the rates that made it.
void setCost(ledger::CloseRecord &record, const pricing::Cost &cost);

// What an answer has cost, and what discount and margin had to do with it (CONTRACT 5).
void addCostHeaders(wire::Headers &headers, const pricing::Cost &cost);

// What every closed row tells the window; who asked whom for what is the caller's to say.
events::ExchangeFinished finishedBy(const ledger::CloseRecord &record);

// The config's discount and margin for a provider; a provider's own margin takes the place of the global one.
pricing::Adjustment adjustmentFor(const std::string &provider, const config::Litellm &settings);

}   // namespace gw::billing
