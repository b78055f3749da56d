#pragma once

#include "core/limits/lines.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gw::limits {

enum class Limited : std::uint8_t { Requests, Tokens, Parallel };
// "requests", "tokens", "max_parallel_requests".
const char *limitedName(Limited what) noexcept;

// Windows of rates that several gateways keep together. Belongs to its worker's thread, on which it also
// calls back.
class RateShare
{
public:
    virtual ~RateShare() = default;

    // Of one line, over all gateways.
    struct Use
    {
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
        std::int64_t parallel = 0;
        std::int64_t leftUs = 0;   // Of the window; 0: none runs.
    };
    struct Answer
    {
        std::optional<Limited> limited = {};   // By what the line at refused is used up; else let in.
        std::size_t refused = 0;
        std::vector<Use> uses = {};   // As many as lines.
    };
    // nothing: the others could not be asked; the request may have been counted or not.
    using Told = std::function<void(const std::optional<Answer> &)>;

    // Counts one request in all lines or in none. ticket is its alone. False: nobody can be asked, told is
    // dropped; else it is called once, later.
    [[nodiscard]] virtual bool enter(const std::vector<RateLine> &lines, const std::string &ticket,
                                     std::int64_t windowUs, Told told) = 0;
    virtual void addTokens(const std::vector<RateLine> &lines, std::int64_t tokens) = 0;
    virtual void leave(const std::vector<RateLine> &lines, const std::string &ticket) = 0;
};

}   // namespace gw::limits
