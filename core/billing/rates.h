#pragma once

#include "core/config/schema.h"
#include "core/events/events.h"
#include "core/ledger/records.h"
#include "core/pricing/cost.h"
#include "core/pricing/pricetable.h"
#include "core/providers/target.h"
#include "core/routing/table.h"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

// What deployments cost, and what rows say of it: between the price table, the config and the ledger.
namespace gw::billing {

// Spend by key in 10^-12 USD. Thread-safe.
class KeySpend
{
public:
    // Adds and returns the sum; it saturates after nine million dollars.
    std::int64_t add(const std::string &keyHash, std::int64_t pico);
    std::int64_t of(const std::string &keyHash) const;

private:
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, std::int64_t> m_spend;
};

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

// What every closed row tells the window; who asked whom for what is the caller's to say.
events::ExchangeFinished finishedBy(const ledger::CloseRecord &record);

// The config's discount and margin for a provider; a provider's own margin takes the place of the global one.
pricing::Adjustment adjustmentFor(const std::string &provider, const config::Litellm &settings);

}   // namespace gw::billing
