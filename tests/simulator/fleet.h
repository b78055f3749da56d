#pragma once

#include "core/routing/walk.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace gw::simulator {

// How a deployment behaves beside the load it has.
enum class Pattern : std::uint8_t { Well, Dead, Flapping, Slow, Storm };
inline constexpr std::array kPatternNames{"well", "dead", "flapping", "slow", "429 storm"};

// One deployment as it is on the other side of the wire. Times are seconds of the simulation.
struct Machine
{
    int group = 0;
    int region = 0;
    Pattern pattern = Pattern::Well;
    double phase = 0;           // Of its flapping or storms.
    double latencyS = 1;        // Of a request when nothing else runs.
    double pricePerToken = 0;   // USD, one token in and one out.
    int limit = 64;             // Requests at once; more get a 429.
    int inFlight = 0;
    std::int64_t served = 0;
};

// What will come of an attempt.
struct Outcome
{
    double seconds = 0;
    std::optional<Error> error = {};
    std::int64_t tokens = 0;   // Out; as many go in.
    double cost = 0;           // USD
};

// Providers with their faults: several groups of deployments in regions, one of which goes away for a while,
// and a spare group behind all others.
class Fleet
{
public:
    static constexpr int kRegions = 4;
    static constexpr int kGroups = 6;   // The last one is the spare.
    static constexpr double kAttemptTimeoutS = 10;

    // spanS: how long the traffic lasts; the outage is in the middle of it. limitsKnown: the config says how
    // many requests at once a provider takes.
    Fleet(int deployments, double spanS, bool limitsKnown, std::uint64_t seed);

    std::shared_ptr<config::Config> config(const std::string &strategy) const;
    routing::Facts facts(const providers::Target &target) const;
    static std::string groupName(int group);
    // A group by its share of the traffic.
    int drawGroup(routing::Random &random) const;

    // An attempt begins; end() has to follow.
    Outcome begin(std::size_t machine, double nowS, routing::Random &random);
    void end(std::size_t machine, bool well);
    // Whether it would answer now.
    bool healthy(const Machine &machine, double nowS) const;
    // Whether anybody of the group or the spare would.
    bool anyHealthy(int group, double nowS) const;

    const std::vector<Machine> &machines() const noexcept { return m_machines; }
    // Forgets what was served.
    void reset();

private:
    double m_spanS;
    bool m_limitsKnown;
    std::vector<Machine> m_machines;
};

}   // namespace gw::simulator
