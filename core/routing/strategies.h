#pragma once

#include "core/config/schema.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// How a strategy picks among the deployments that may be used: pure functions over a snapshot and a source of
// random numbers (CONTRACT 6.5).
namespace gw::routing {

// A small generator for spreading load; never for secrets. One per worker.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {}
    // Uniform in [0, 1).
    double next();
    // Uniform in [0, count).
    std::size_t below(std::size_t count);

private:
    std::uint64_t m_state;
};

enum class Strategy : std::uint8_t { SimpleShuffle, LeastBusy, Usage, Latency, Cost };

// By the name in the config; both usage-based names mean the same. Unknown names are simple-shuffle.
Strategy strategyFromName(std::string_view name) noexcept;
std::string_view strategyName(Strategy strategy) noexcept;
// Whether rpm and tpm are limits and not only weights.
bool enforcesRates(Strategy strategy) noexcept;

// One deployment as a strategy sees it.
struct Candidate
{
    std::optional<double> weight;
    std::optional<double> rpm;
    std::optional<double> tpm;
    std::int64_t requests = 0;   // In this minute.
    std::int64_t tokens = 0;
    std::int64_t pendingTokens = 0;   // What requests in flight will use, by those before them.
    int inFlight = 0;
    double latency = 0;   // Of the kind the request asks for; 0 unknown.
    double cost = -1;     // USD for one token in and one out; below 0 unknown.
};

// Whether one more request of inputTokens stays within rpm and tpm.
bool withinRates(const Candidate &candidate, std::int64_t inputTokens) noexcept;

// The index of the chosen candidate. All candidates may be used; there is at least one.
std::size_t pick(Strategy strategy, std::span<const Candidate> candidates, const config::StrategyArgs &args,
                 Random &random);
// The probability of each with which pick() would choose it; they add up to 1.
std::vector<double> chances(Strategy strategy, std::span<const Candidate> candidates,
                            const config::StrategyArgs &args);

}   // namespace gw::routing
