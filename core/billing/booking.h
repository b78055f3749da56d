#pragma once

#include "core/access/directory.h"
#include "core/auth/principal.h"
#include "core/ledger/ledgerreader.h"

#include <string>
#include <string_view>
#include <vector>

// Who has spent what: from the ledger's sums at start, then row by row (CONTRACT 7.8).
namespace gw::billing {

// On whose account a row goes.
struct Bill
{
    const auth::Principal &principal;
    std::string_view endUser = {};
    std::string_view modelGroup = {};
    const std::vector<std::string> *tags = nullptr;
    std::string_view provider = {};
    std::string_view deployment = {};   // Its id.
};

// To the key, its user, team, membership and models, the end user, every tag, who answered and the proxy.
// Thread-safe.
void book(access::Spending &spending, const Bill &bill, access::Pico pico);
// What the caller's key has spent in its window.
access::Pico keySpend(access::Directory *directory, const auth::Principal &principal, std::int64_t nowS);
// Adds up all that the ledger holds; before any row of this run is booked. Blocks.
Result<void> loadTotals(ledger::LedgerReader &reader, access::Spending &spending);

}   // namespace gw::billing
