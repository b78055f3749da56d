#pragma once

#include "core/client/bodyvalues.h"
#include "core/client/trafficvalues.h"
#include "core/ledger/bodystore.h"
#include "core/ledger/queries.h"
#include "core/ledger/requestqueries.h"

// The ledger's values as the window's, and back.
namespace gw::client {

ledger::RequestFilter toLedger(const TrafficFilter &filter);
// One attempt, as if it were its whole request.
RequestRow toRequestRow(const ledger::Row &row);
TrafficRow toRow(const ledger::RequestRow &row);
TrafficDetail toDetail(const std::vector<ledger::Row> &attempts);
TrafficSums toSums(const ledger::RequestSums &sums);
TrafficBodies toBodies(const ledger::KeptBodies &kept);

}   // namespace gw::client
