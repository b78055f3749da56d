#pragma once

#include "core/limits/rateshare.h"

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gw::limits {

// Requests and tokens of one scope in the window that runs. A window begins with its first request.
struct Window
{
    std::mutex mutex;
    std::int64_t beginUs = 0;   // Unix microseconds; 0: none runs.
    std::int64_t requests = 0;
    std::int64_t tokens = 0;
    std::int64_t parallel = 0;   // Under way; of no window.
};
using WindowPtr = std::shared_ptr<Window>;

// Who counts for how much, over all workers of this process. Thread-safe.
class Windows
{
public:
    explicit Windows(std::int64_t lengthUs)
        : m_lengthUs(lengthUs)
    {}
    // Of windows that run too.
    void setLength(std::int64_t lengthUs) noexcept { m_lengthUs = lengthUs; }

    // One request's place in the windows of its lines. Gives its places under way back when it dies.
    class Places
    {
    public:
        Places() = default;
        ~Places() { leave(); }
        Places(const Places &) = delete;
        Places &operator=(const Places &) = delete;

        // It is over; what it has used stays counted.
        void leave();
        void addTokens(std::int64_t tokens);

        struct State
        {
            const RateLine *line = nullptr;
            std::int64_t requests = 0;   // That are left; as the limits are set.
            std::int64_t tokens = 0;
            std::int64_t parallel = 0;
            std::int64_t resetUs = 0;   // Unix microseconds.
        };
        // As things stand now.
        std::vector<State> states() const;
        // That it holds a place in.
        std::vector<RateLine> lines() const;

    private:
        friend class Windows;
        struct Held
        {
            RateLine line;
            WindowPtr window;
            std::int64_t elsewhere = 0;   // Requests of other gateways that were under way.
        };
        std::vector<Held> m_held;
        std::int64_t m_lengthUs = 0;
        bool m_under = false;
    };

    struct Refusal
    {
        RateLine line;
        Limited what = Limited::Requests;
        std::int64_t limit = 0;
        std::int64_t resetUs = 0;   // Unix microseconds.
    };
    // Counts one request in all of them, or in none: then the first line that is used up is told.
    std::optional<Refusal> enter(std::vector<RateLine> lines, std::int64_t nowUs, Places &places);
    // The same where all gateways have decided together: what they know is known here from now on. uses are
    // as many as lines.
    std::optional<Refusal> enter(std::vector<RateLine> lines, const RateShare::Answer &together,
                                 std::int64_t nowUs, Places &places);
    std::int64_t lengthUs() const noexcept { return m_lengthUs; }

    struct Use
    {
        std::int64_t requests = 0;
        std::int64_t tokens = 0;
        std::int64_t parallel = 0;
        std::int64_t resetUs = 0;   // Unix microseconds; 0: no window runs.
    };
    // Of the window that runs; begins none.
    Use useOf(const RateLine &line, std::int64_t nowUs);

private:
    WindowPtr window(const RateLine &line, std::int64_t nowUs);

    static constexpr std::size_t kShards = 16;
    struct Shard
    {
        std::mutex mutex;
        std::unordered_map<std::string, WindowPtr> windows;
        std::size_t sweepAt = 1024;   // Entries at which those that are over are dropped.
    };
    std::atomic<std::int64_t> m_lengthUs;
    std::array<Shard, kShards> m_shards;
};

}   // namespace gw::limits
