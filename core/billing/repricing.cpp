#include "core/billing/repricing.h"

#include "core/billing/booking.h"
#include "core/billing/rates.h"
#include "core/ledger/callnames.h"

namespace gw::billing {

std::optional<ledger::Amount> amountOf(const ledger::Row &row, const pricing::PriceTable &prices,
                                       const routing::Table &table)
{
    const ledger::OpenRecord &open = row.open;
    if (row.close.usage.input < 0 || row.close.usage.output < 0)
        return std::nullopt;
    // A deployment's own prices count as long as it is there.
    const routing::TargetPtr target = table.byId(open.deploymentId);
    std::optional<pricing::Price> price = target ? deploymentPrice(prices, *target, open.startedUs)
                                                 : prices.lookup({.provider = open.provider,
                                                                  .model = open.upstreamModel,
                                                                  .baseUrl = {},
                                                                  .unixUs = open.startedUs});
    if (!price)
        return std::nullopt;
    price->adjustment = adjustmentFor(open.provider, table.config().litellm);
    const pricing::Cost cost = pricing::cost(row.close.usage, *price, {.requests = 1});
    if (cost.unpriced)
        return std::nullopt;
    return ledger::Amount{.costPico = cost.pico,
                          .priceInput = cost.priceInput,
                          .priceOutput = cost.priceOutput,
                          .priceCacheRead = cost.priceCacheRead,
                          .priceCacheWrite = cost.priceCacheWrite,
                          .priceVersion = price->version};
}

void bookCorrections(access::Spending &spending, access::Directory *directory,
                     const std::vector<ledger::Correction> &corrections)
{
    for (const ledger::Correction &correction : corrections) {
        const ledger::OpenRecord &open = correction.row.open;
        auth::Principal who;
        who.keyHash = open.keyHash;
        who.userId = open.userId;
        who.teamId = open.teamId;
        who.key = directory ? directory->key(open.keyHash) : nullptr;
        const std::vector<std::string> tags = ledger::tagsOf(open);
        book(spending, {who, open.endUser, open.modelGroup, &tags, open.provider, open.deploymentId},
             correction.differencePico);
    }
}

}   // namespace gw::billing
