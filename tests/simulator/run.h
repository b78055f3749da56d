#pragma once

#include "tests/simulator/fleet.h"

#include <queue>

#include <deque>

namespace gw::simulator {

struct Result
{
    std::int64_t asked = 0;
    std::int64_t succeeded = 0;
    std::int64_t hopeless = 0;   // Failed while nobody of the chain would have answered.
    std::int64_t attempts = 0;
    std::int64_t fallbacks = 0;
    std::int64_t queued = 0;
    double addedMeanS = 0;   // From the arrival to the attempt that succeeded.
    double addedP99S = 0;
    double costPerThousand = 0;   // USD
    // Standard deviation over mean of what well deployments of a group served; the mean over the groups.
    double spread = 0;
    double cpuS = 0;
    double virtualS = 0;

    double successRate() const noexcept
    {
        const std::int64_t possible = asked - hopeless;
        return possible > 0 ? static_cast<double>(succeeded) / static_cast<double>(possible) : 0;
    }
};

// Many requests through routing::Walk on a virtual clock, as Exchange would walk them: it chooses, waits in
// the line where all are busy, tells how the attempt ended. One thread.
class Run
{
public:
    // perSecond: arrivals, without memory of each other.
    Run(Fleet &fleet, const std::string &strategy, std::int64_t requests, double perSecond,
        std::uint64_t seed);
    Result run();

private:
    enum class Kind : std::uint8_t { Arrive, Choose, Turn, Look, Ended };
    struct Event
    {
        std::int64_t atUs = 0;
        std::uint64_t number = 0;   // What is planned first happens first.
        std::size_t request = 0;
        std::uint32_t stamp = 0;
        Kind kind = Kind::Arrive;

        bool operator>(const Event &other) const noexcept
        {
            return atUs != other.atUs ? atUs > other.atUs : number > other.number;
        }
    };
    struct Request
    {
        std::optional<routing::Walk> walk = {};
        std::int64_t arrivedUs = 0;
        std::int64_t attemptUs = 0;
        std::int64_t queuedUs = 0;
        std::uint32_t stamp = 0;   // Grows with each state: older events are for nobody.
        int group = 0;
        std::size_t machine = 0;
        Outcome outcome = {};
        routing::Line *line = nullptr;
        routing::Line::Ticket ticket = 0;
    };

    routing::Moment moment() const noexcept;
    double nowS() const noexcept { return static_cast<double>(m_nowUs) * 1e-6; }
    void plan(double inS, Kind kind, std::size_t request);
    void handle(const Event &event);
    void arrive();
    void take(std::size_t number, const routing::Step &step);
    void join(std::size_t number);
    void look(std::size_t number);
    void ended(std::size_t number);
    void leave(std::size_t number, bool well);
    Result result() const;

    Fleet &m_fleet;
    routing::TablePtr m_table;
    routing::Random m_random;
    std::vector<chat::Call> m_calls;   // One for each group.
    auth::Principal m_principal;
    double m_perSecond;
    std::int64_t m_nowUs = 0;
    std::uint64_t m_planned = 0;
    std::priority_queue<Event, std::vector<Event>, std::greater<>> m_events;
    std::deque<Request> m_requests;
    std::vector<std::size_t> m_free;
    std::vector<float> m_added;
    std::int64_t m_left;
    double m_cost = 0;
    Result m_result;
};

}   // namespace gw::simulator
