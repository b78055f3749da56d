#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace gw {

// Time as the gateway sees it, so that tests can own it. Thread-safe.
class Clock
{
public:
    virtual ~Clock() = default;
    // Microseconds since the Unix epoch; may step.
    virtual std::int64_t unixUs() const = 0;
    // Microseconds from an arbitrary start; never steps back. For durations.
    virtual std::int64_t steadyUs() const = 0;
};

class SystemClock final : public Clock
{
public:
    std::int64_t unixUs() const override
    {
        using namespace std::chrono;
        return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
    }
    std::int64_t steadyUs() const override
    {
        using namespace std::chrono;
        return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
    }
};

// For tests: stands still until advanced.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(std::int64_t unixUs = 1'800'000'000'000'000)
        : m_unixUs(unixUs)
    {}
    std::int64_t unixUs() const override { return m_unixUs.load(); }
    std::int64_t steadyUs() const override { return m_unixUs.load(); }
    void advanceUs(std::int64_t us) { m_unixUs += us; }

private:
    std::atomic<std::int64_t> m_unixUs;
};

}   // namespace gw
