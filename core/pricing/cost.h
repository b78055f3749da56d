#pragma once

#include "core/chat/usage.h"
#include "core/pricing/price.h"

namespace gw::pricing {

// What a request was billed for beside its tokens, and how.
struct CostOptions
{
    Service service = Service::Standard;
    std::int64_t requests = 0;         // 1 where providers bill the call itself; ignored without such a rate.
    std::int64_t queries = 0;          // Rerank search units.
    std::int64_t secondsMilliIn = 0;   // Thousandths of a second of audio read.
    std::int64_t secondsMilliOut = 0;   // Thousandths of a second made, or of computing time.
    std::int64_t charactersIn = 0;
    std::int64_t images = 0;
    std::string imageKind = {};   // "1024x1024 standard".
};

// One line of the arithmetic as the window shows it.
struct CostLine
{
    Unit unit = Unit::Input;
    std::int64_t count = 0;   // Thousandths for seconds.
    std::optional<Amount> unitPrice;
    Amount amount;   // Unrounded.
};

struct Cost
{
    Pico pico = 0;   // Of the lines that have a price, after the price's adjustment.
    // At list prices, and what the adjustment took off and put on: each rounded for itself, for show.
    Pico original = 0;
    Pico discount = 0;
    Pico margin = 0;
    Amount marginFraction = {};   // 0.1: ten percent.
    // Something used has neither a rate nor a parent's, or the usage is unknown: pico is not the whole cost.
    bool unpriced = false;
    bool estimated = false;
    std::vector<CostLine> lines;   // Only units with a count.
    // The rates that applied to this request, rounded to pico; -1 unknown.
    Pico priceInput = -1;
    Pico priceOutput = -1;
    Pico priceCacheRead = -1;
    Pico priceCacheWrite = -1;
};

// Prices one answer. Parts are taken out of their totals, which never become negative; a unit without a rate
// costs its parent's. Pure; rounds once, half-even.
Cost cost(const chat::Usage &usage, const Price &price, const CostOptions &options = {});
// For a model that has no price at all.
Cost unpricedCost();

}   // namespace gw::pricing
