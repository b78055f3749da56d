#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gw::routing {

// Which deployment answered last for a key, a session or a prompt prefix (CONTRACT 6.12). Forgets what is
// older than its life, and the least used beyond a bound. Thread-safe.
class Affinities
{
public:
    explicit Affinities(std::size_t most = 100'000)
        : m_most(most)
    {}

    void keep(std::string_view key, std::string_view deploymentId, std::int64_t untilUs);
    // "" when there is none.
    std::string find(std::string_view key, std::int64_t nowUs);
    std::size_t size() const;

private:
    struct Entry
    {
        std::string key;
        std::string deploymentId;
        std::int64_t untilUs = 0;
    };

    const std::size_t m_most;
    mutable std::mutex m_mutex;
    std::list<Entry> m_entries;   // Last used first.
    std::unordered_map<std::string_view, std::list<Entry>::iterator> m_index;
};

}   // namespace gw::routing
