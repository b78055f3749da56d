#include "core/billing/rates.h"

#include "core/base/logging.h"

namespace gw::billing {

namespace {

std::map<std::string, std::string> overridesOf(const config::Deployment &deployment)
{
    std::map<std::string, std::string> prices = deployment.info.prices;
    for (const auto &[key, value] : deployment.params.prices)
        prices.insert_or_assign(key, value);
    return prices;
}

}   // namespace

pricing::Adjustment adjustmentFor(const std::string &provider, const config::Litellm &settings)
{
    const auto discount = settings.costDiscounts.find(provider);
    auto margin = settings.costMargins.find(provider);
    if (margin == settings.costMargins.end())
        margin = settings.costMargins.find("global");
    const config::CostMargin none;
    const config::CostMargin &more = margin == settings.costMargins.end() ? none : margin->second;
    auto made = pricing::makeAdjustment(discount == settings.costDiscounts.end() ? "" : discount->second,
                                        more.fraction, more.fixedAmount);
    if (!made.ok()) {
        qCWarning(gwRoute, "discount and margin of %s: %s", provider.c_str(), made.error().message.c_str());
        return {};
    }
    return made.value();
}

std::optional<pricing::Price> deploymentPrice(const pricing::PriceTable &table,
                                              const providers::Target &target, std::int64_t unixUs)
{
    const config::Deployment &deployment = *target.deployment;
    std::optional<pricing::Price> price;
    if (!deployment.info.baseModel.empty())
        price = table.lookup({target.provider, deployment.info.baseModel, target.baseUrl, unixUs});
    if (!price)
        price = table.lookup({target.provider, target.upstreamModel, target.baseUrl, unixUs});
    const auto overrides = overridesOf(deployment);
    if (overrides.empty())
        return price;
    auto merged = pricing::withOverrides(price.value_or(pricing::Price{}), overrides);
    if (!merged.ok()) {
        qCWarning(gwRoute, "price of %s: %s", deployment.modelName.c_str(), merged.error().message.c_str());
        return price;
    }
    if (merged.value().version.empty())
        merged.value().version = table.version();
    return std::move(merged).value();
}

routing::Facts factsOf(const pricing::PriceTable &table, const providers::Target &target, std::int64_t unixUs)
{
    routing::Facts out;
    if (const auto price = deploymentPrice(table, target, unixUs)) {
        const pricing::Rates &rates = price->standard().rates;
        const auto &input = rates[static_cast<std::size_t>(pricing::Unit::Input)];
        const auto &output = rates[static_cast<std::size_t>(pricing::Unit::Output)];
        // Only for comparing; amounts are never made of it.
        constexpr double kUnit = 1e-27;
        if (input && output)
            out.cost = static_cast<double>(pricing::add(*input, *output).value) * kUnit;
    }
    const std::string &base = target.deployment->info.baseModel;
    const auto facts =
        table.facts({target.provider, base.empty() ? target.upstreamModel : base, target.baseUrl, unixUs});
    if (facts)
        out.maxInput = facts->contextWindow;
    return out;
}

void setCost(ledger::CloseRecord &record, const pricing::Cost &cost)
{
    record.costPico = cost.pico;
    record.unpriced = cost.unpriced;
    record.priceInput = cost.priceInput;
    record.priceOutput = cost.priceOutput;
    record.priceCacheRead = cost.priceCacheRead;
    record.priceCacheWrite = cost.priceCacheWrite;
}

void addCostHeaders(wire::Headers &headers, const pricing::Cost &cost)
{
    headers.add("x-litellm-response-cost", pricing::picoToText(cost.pico));
    if (cost.discount == 0 && cost.margin == 0)
        return;
    headers.add("x-litellm-response-cost-original", pricing::picoToText(cost.original));
    if (cost.discount != 0)
        headers.add("x-litellm-response-cost-discount-amount", pricing::picoToText(cost.discount));
    if (cost.margin == 0)
        return;
    headers.add("x-litellm-response-cost-margin-amount", pricing::picoToText(cost.margin));
    headers.add("x-litellm-response-cost-margin-percent", pricing::toText(cost.marginFraction));
}

events::ExchangeFinished finishedBy(const ledger::CloseRecord &record)
{
    events::ExchangeFinished finished;
    finished.request = record.request;
    finished.durationUs = record.durationUs;
    finished.firstByteUs = record.firstByteUs;
    finished.overheadUs = record.overheadUs;
    finished.status = record.httpStatus;
    finished.attempts = record.attempt + 1;
    finished.estimated = record.ending == ledger::Ending::Estimated;
    finished.unpriced = record.unpriced;
    finished.mock = record.ending == ledger::Ending::Mock;
    finished.usage = record.usage;
    finished.costPico = record.costPico;
    finished.error = record.outcome == ledger::Outcome::ClientGone ? "client left" : record.error;
    return finished;
}

}   // namespace gw::billing
