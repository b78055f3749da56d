#pragma once

#include <cstdint>

namespace gw::routing {

// Now, by both clocks: steady for spans, Unix for minutes that all gateways share.
struct Moment
{
    std::int64_t steadyUs = 0;
    std::int64_t unixS = 0;

    std::int64_t minute() const noexcept { return unixS / 60; }
};

}   // namespace gw::routing
