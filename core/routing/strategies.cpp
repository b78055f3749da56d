#include "core/routing/strategies.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace gw::routing {

namespace {

// What a model costs when nobody knows its price: dear, so that known ones go first.
constexpr double kUnknownCost = 10.0;

std::vector<double> weightsOf(std::span<const Candidate> candidates)
{
    const auto collect = [&](auto member) {
        std::vector<double> weights;
        bool any = false;
        for (const Candidate &candidate : candidates) {
            const std::optional<double> &found = candidate.*member;
            any = any || found.has_value();
            weights.push_back(std::max(0.0, found.value_or(0)));
        }
        if (std::accumulate(weights.begin(), weights.end(), 0.0) <= 0)
            weights.clear();
        return std::pair(any, weights);
    };
    for (const auto member : {&Candidate::weight, &Candidate::rpm, &Candidate::tpm}) {
        if (auto [any, weights] = collect(member); any)
            return weights;
    }
    return {};
}

// CONTRACT 6.5 simple-shuffle: drawn with probability weight / sum; by weight if any row has one, else rpm,
// else tpm, else all the same. A sum of zero is uniform.
std::size_t simpleShuffle(std::span<const Candidate> candidates, Random &random)
{
    const std::vector<double> weights = weightsOf(candidates);
    if (weights.empty())
        return random.below(candidates.size());
    double mark = random.next() * std::accumulate(weights.begin(), weights.end(), 0.0);
    std::size_t chosen = 0;
    while (chosen + 1 < weights.size() && mark >= weights[chosen])
        mark -= weights[chosen++];
    // Rounding must not pick a row that wants no traffic.
    while (weights[chosen] <= 0)
        chosen = (chosen + 1) % weights.size();
    return chosen;
}

// Who has not answered yet goes first, but with one request: until it has, nobody knows whether it will.
double knownLatency(const Candidate &candidate)
{
    constexpr double kUnknownS = 1e6;
    return candidate.latency <= 0 && candidate.inFlight > 0 ? kUnknownS : candidate.latency;
}

// What a strategy likes little of.
double burden(Strategy strategy, const Candidate &candidate)
{
    switch (strategy) {
    case Strategy::LeastBusy:
        return static_cast<double>(candidate.inFlight);
    case Strategy::Usage:
        return static_cast<double>(candidate.tokens + candidate.pendingTokens);
    case Strategy::Latency:
        return knownLatency(candidate);
    case Strategy::Cost:
        return candidate.cost < 0 ? kUnknownCost : candidate.cost;
    case Strategy::SimpleShuffle:
        break;
    }
    return 0;
}

// The most that one may have of it to be as good as the best.
double bound(Strategy strategy, std::span<const Candidate> candidates, const config::StrategyArgs &args)
{
    double best = burden(strategy, candidates.front());
    for (const Candidate &candidate : candidates)
        best = std::min(best, burden(strategy, candidate));
    return best + (strategy == Strategy::Latency ? args.lowestLatencyBuffer * best : 0);
}

// One of those that are as good as the best, by chance.
std::size_t least(Strategy strategy, std::span<const Candidate> candidates, const config::StrategyArgs &args,
                  Random &random)
{
    const double most = bound(strategy, candidates, args);
    const auto fits = [&](const Candidate &candidate) { return burden(strategy, candidate) <= most; };
    std::size_t skip =
        random.below(static_cast<std::size_t>(std::count_if(candidates.begin(), candidates.end(), fits)));
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (fits(candidates[i]) && skip-- == 0)
            return i;
    }
    return 0;
}

constexpr std::array<std::pair<std::string_view, Strategy>, 6> kNames{{
    {"simple-shuffle", Strategy::SimpleShuffle},
    {"least-busy", Strategy::LeastBusy},
    {"usage-based-routing-v2", Strategy::Usage},
    {"usage-based-routing", Strategy::Usage},
    {"latency-based-routing", Strategy::Latency},
    {"cost-based-routing", Strategy::Cost},
}};

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

std::size_t Random::below(std::size_t count)
{
    return count < 2 ? 0 : static_cast<std::size_t>(next() * static_cast<double>(count));
}

Strategy strategyFromName(std::string_view name) noexcept
{
    const auto *const found = std::ranges::find(kNames, name, &decltype(kNames)::value_type::first);
    return found == kNames.end() ? Strategy::SimpleShuffle : found->second;
}

std::string_view strategyName(Strategy strategy) noexcept
{
    const auto *const found = std::ranges::find(kNames, strategy, &decltype(kNames)::value_type::second);
    return found->first;
}

bool enforcesRates(Strategy strategy) noexcept
{
    return strategy == Strategy::Usage || strategy == Strategy::Latency || strategy == Strategy::Cost;
}

bool withinRates(const Candidate &candidate, std::int64_t inputTokens) noexcept
{
    return (!candidate.rpm || static_cast<double>(candidate.requests + 1) <= *candidate.rpm) &&
           (!candidate.tpm || static_cast<double>(candidate.tokens + inputTokens) <= *candidate.tpm);
}

std::size_t pick(Strategy strategy, std::span<const Candidate> candidates, const config::StrategyArgs &args,
                 Random &random)
{
    if (candidates.size() < 2)
        return 0;
    return strategy == Strategy::SimpleShuffle ? simpleShuffle(candidates, random)
                                               : least(strategy, candidates, args, random);
}

std::vector<double> chances(Strategy strategy, std::span<const Candidate> candidates,
                            const config::StrategyArgs &args)
{
    if (candidates.empty())
        return {};
    std::vector<double> out(candidates.size(), 1);
    if (strategy == Strategy::SimpleShuffle) {
        if (std::vector<double> weights = weightsOf(candidates); !weights.empty())
            out = std::move(weights);
    } else {
        const double most = bound(strategy, candidates, args);
        for (std::size_t i = 0; i < candidates.size(); ++i)
            out[i] = burden(strategy, candidates[i]) <= most ? 1 : 0;
    }
    const double sum = std::accumulate(out.begin(), out.end(), 0.0);
    for (double &share : out)
        share /= sum;
    return out;
}

}   // namespace gw::routing
