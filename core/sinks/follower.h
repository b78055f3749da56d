#pragma once

#include "core/sinks/courier.h"

namespace gw::sinks {

// Somebody else who is told of everything in the ledger's feed, what clients want nobody told of included: it
// stays at home. Functions may be called from any thread.
class Follower
{
public:
    virtual ~Follower() = default;
    // There is more in the feed.
    virtual void wake() = 0;
    // The feed may forget what stands before.
    virtual std::int64_t position() const = 0;
    virtual CourierState state() const = 0;
};

}   // namespace gw::sinks
