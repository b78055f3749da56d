#pragma once

#include "core/engine/worker.h"
#include "core/sinks/alerts.h"
#include "core/telemetry/metrics.h"

#include <vector>

// Budgets as those see them who watch the gateway (CONTRACT 10.1 and 10.4). Both walk over everybody: not for
// a thread that must not wait.
namespace gw::api {

// Of teams and keys: all that have a budget where all is set, else those that have spent anything. Of keys
// also what is left of the rates that single models have there.
void addBudgetGauges(telemetry::Gauges &gauges, engine::Shared &shared, bool all);
// Every budget that something has been spent of.
std::vector<sinks::BudgetFact> budgetFacts(engine::Shared &shared);

}   // namespace gw::api
