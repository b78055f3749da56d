#pragma once

#include "core/sinks/event.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gw::sinks {

// What a receiver made of events that it has answered with success.
struct Receipt
{
    std::size_t refused = 0;                 // Lost for good: it will not take them.
    std::map<std::string, unsigned> again;   // What it wants once more: keys, and Event::parts of each.
    std::string reason;                      // Of the first of either.
};

// The words of one kind of receiver. Immutable; any thread.
class Format
{
public:
    virtual ~Format() = default;
    // The body of one POST, JSON.
    virtual std::string write(std::span<const Event> events) const = 0;
    // The answer to it; events are the ones that were sent.
    virtual Receipt read(std::span<const Event> /*events*/, std::string_view /*answer*/) const { return {}; }
};
using FormatPtr = std::unique_ptr<const Format>;

}   // namespace gw::sinks
