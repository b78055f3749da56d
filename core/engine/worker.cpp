#include "core/engine/worker.h"

#include "core/base/logging.h"
#include "core/engine/exchange.h"

namespace gw::engine {

namespace {

constexpr std::int64_t kPriceLifeUs = 60'000'000;
constexpr std::size_t kMaxPrices = 20'000;

std::map<std::string, std::string> overridesOf(const config::Deployment &deployment)
{
    std::map<std::string, std::string> prices = deployment.info.prices;
    for (const auto &[key, value] : deployment.params.prices)
        prices.insert_or_assign(key, value);
    return prices;
}

}   // namespace

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

std::int64_t KeySpend::add(const std::string &keyHash, std::int64_t pico)
{
    const std::scoped_lock lock(m_mutex);
    std::int64_t &sum = m_spend[keyHash];
    if (sum > INT64_MAX - pico)
        sum = INT64_MAX;
    else
        sum += pico;
    return sum;
}

std::int64_t KeySpend::of(const std::string &keyHash) const
{
    const std::scoped_lock lock(m_mutex);
    const auto it = m_spend.find(keyHash);
    return it == m_spend.end() ? 0 : it->second;
}

const pricing::Price *Worker::price(const providers::Target &target, std::uint64_t configVersion)
{
    const std::int64_t now = shared.clock.unixUs();
    if (m_prices.size() > kMaxPrices || m_pricesVersion != configVersion)
        m_prices.clear();
    m_pricesVersion = configVersion;
    CachedPrice &cached = m_prices[target.deployment->info.id + "\n" + target.upstreamModel];
    if (cached.untilUs <= now) {
        cached.price = deploymentPrice(shared.prices, target, now);
        cached.untilUs = now + kPriceLifeUs;
    }
    return cached.price ? &*cached.price : nullptr;
}

}   // namespace gw::engine
