#include "core/engine/worker.h"

#include "core/engine/exchange.h"

namespace gw::engine {

namespace {

constexpr std::int64_t kPriceLifeUs = 60'000'000;
constexpr std::size_t kMaxPrices = 20'000;

}   // namespace

const pricing::Price *Worker::price(const providers::Target &target, const config::Config &config)
{
    const std::int64_t now = shared.clock.unixUs();
    if (m_prices.size() > kMaxPrices || m_pricesVersion != config.version)
        m_prices.clear();
    m_pricesVersion = config.version;
    CachedPrice &cached = m_prices[target.deployment->info.id + "\n" + target.upstreamModel];
    if (cached.untilUs <= now) {
        cached.price = billing::deploymentPrice(shared.prices, target, now);
        if (cached.price)
            cached.price->adjustment = billing::adjustmentFor(target.provider, config.litellm);
        cached.untilUs = now + kPriceLifeUs;
    }
    return cached.price ? &*cached.price : nullptr;
}

}   // namespace gw::engine
