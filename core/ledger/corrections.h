#pragma once

#include "core/ledger/records.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// Amounts for rows that were unpriced, once a price is known. A row is changed in this way alone, and each
// time stands in the table of corrections with what the row said before. Roll-ups change by the difference in
// the same transaction, and the row goes into the feed again, so that all who are told of rows are told.
namespace gw::ledger {

struct RepriceQuery
{
    std::int64_t sinceUs = 0;   // Start of the request; 0: from the oldest on.
    std::string model;          // Group or as served; empty: every one.
    bool dryRun = false;        // Nothing is changed.
};

// The part of a row that a price makes.
struct Amount
{
    std::int64_t costPico = 0;
    std::int64_t priceInput = -1;
    std::int64_t priceOutput = -1;
    std::int64_t priceCacheRead = -1;
    std::int64_t priceCacheWrite = -1;
    std::string priceVersion;
};
// Nothing: there is still no price for it. Called on the ledger's writer thread.
using PriceRow = std::function<std::optional<Amount>(const Row &row)>;

struct Correction
{
    Row row;   // As it is now.
    std::int64_t differencePico = 0;
};

struct Repriced
{
    std::int64_t unpriced = 0;   // Rows that were met without a price ...
    std::int64_t priced = 0;     // ... and those that have one now.
    std::int64_t differencePico = 0;
};

}   // namespace gw::ledger
