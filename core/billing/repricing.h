#pragma once

#include "core/access/directory.h"
#include "core/ledger/corrections.h"
#include "core/pricing/pricetable.h"
#include "core/routing/table.h"

#include <optional>
#include <vector>

// Amounts for rows that had no price when they were written.
namespace gw::billing {

// What a row costs by the table and the config of today, at the moment it was of. Nothing: there is still no
// price for it, or nobody knows what it used. Thread-safe.
std::optional<ledger::Amount> amountOf(const ledger::Row &row, const pricing::PriceTable &prices,
                                       const routing::Table &table);
// Adds what rows cost more than they did to everybody's account. directory null: there are no virtual keys.
void bookCorrections(access::Spending &spending, access::Directory *directory,
                     const std::vector<ledger::Correction> &corrections);

}   // namespace gw::billing
