#pragma once

#include "core/routing/plan.h"

#include <cstdint>
#include <vector>

// How a strategy orders the deployments of a group: pure functions over a snapshot and a source of random
// numbers.
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

private:
    std::uint64_t m_state;
};

// CONTRACT 6.5 simple-shuffle: a random order in which each next deployment is drawn with probability weight
// / sum; by weight if any row has one, else rpm, else tpm, else all the same. A sum of zero is uniform.
std::vector<TargetPtr> simpleShuffle(std::vector<TargetPtr> candidates, Random &random);

}   // namespace gw::routing
