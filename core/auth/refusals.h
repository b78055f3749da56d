#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gw::auth {

// The origins that were last refused at the door, so that somebody can be asked about them. Thread-safe.
class Refusals
{
public:
    static constexpr std::size_t kMost = 8;          // Of different origins; older ones are forgotten.
    static constexpr std::size_t kMostBytes = 256;   // Longer ones are no origin.

    // Of a request that was refused for it; an empty one is none.
    void add(std::string_view origin);
    // Newest first.
    std::vector<std::string> origins() const;

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_origins;
};

}   // namespace gw::auth
