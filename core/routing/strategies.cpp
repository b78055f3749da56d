#include "core/routing/strategies.h"

#include <algorithm>
#include <numeric>

namespace gw::routing {

namespace {

std::vector<double> weightsOf(const std::vector<TargetPtr> &candidates)
{
    using Params = config::DeploymentParams;
    const auto collect = [&](auto value) {
        std::vector<double> weights;
        bool any = false;
        for (const TargetPtr &target : candidates) {
            const auto found = value(target->deployment->params);
            any = any || found.has_value();
            weights.push_back(found ? std::max(0.0, static_cast<double>(*found)) : 0.0);
        }
        if (!any || std::accumulate(weights.begin(), weights.end(), 0.0) <= 0)
            weights.clear();
        return std::pair(any, weights);
    };
    const auto [hasWeight, weights] = collect([](const Params &p) { return p.weight; });
    if (hasWeight)
        return weights;
    const auto [hasRpm, rpm] = collect([](const Params &p) { return p.rpm; });
    if (hasRpm)
        return rpm;
    const auto [hasTpm, tpm] = collect([](const Params &p) { return p.tpm; });
    return hasTpm ? tpm : std::vector<double>();
}

}   // namespace

double Random::next()
{
    // SplitMix64.
    m_state += 0x9e3779b97f4a7c15ULL;
    std::uint64_t z = m_state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    z ^= z >> 31;
    return static_cast<double>(z >> 11) * 0x1.0p-53;
}

std::vector<TargetPtr> simpleShuffle(std::vector<TargetPtr> candidates, Random &random)
{
    if (candidates.size() < 2)
        return candidates;
    std::vector<double> weights = weightsOf(candidates);
    if (weights.empty())
        weights.assign(candidates.size(), 1.0);
    std::vector<TargetPtr> order;
    order.reserve(candidates.size());
    while (!candidates.empty()) {
        const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
        std::size_t chosen = 0;
        if (sum > 0) {
            double mark = random.next() * sum;
            while (chosen + 1 < weights.size() && mark >= weights[chosen]) {
                mark -= weights[chosen];
                ++chosen;
            }
            // Rounding must not pick a row that wants no traffic.
            while (weights[chosen] <= 0)
                chosen = (chosen + 1) % weights.size();
        } else {
            chosen = static_cast<std::size_t>(random.next() * static_cast<double>(candidates.size()));
        }
        order.push_back(std::move(candidates[chosen]));
        candidates.erase(candidates.begin() + static_cast<std::ptrdiff_t>(chosen));
        weights.erase(weights.begin() + static_cast<std::ptrdiff_t>(chosen));
    }
    return order;
}

}   // namespace gw::routing
