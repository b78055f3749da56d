#pragma once

#include "core/config/schema.h"
#include "core/net/reactor.h"
#include "core/redis/currentclient.h"
#include "core/redis/sharedcounters.h"
#include "core/routing/walk.h"
#include "core/sharing/sharedrates.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gw::sharing {

class SharedRouting;

// One request's share of a deployment that all gateways have counted. Given back once; at the latest when it
// dies. Move-only.
class Reservation
{
public:
    Reservation() = default;
    Reservation(std::weak_ptr<redis::SharedCounters> counters, std::string deploymentId, std::string ticket,
                std::int64_t minute, std::int64_t estimatedTokens);
    Reservation(Reservation &&other) noexcept = default;
    Reservation &operator=(Reservation &&other) noexcept;
    ~Reservation() { release(); }

    // The deployment is free again; tokens were used instead of the estimate, where that is known.
    void release(std::optional<std::int64_t> tokens = std::nullopt);

private:
    std::weak_ptr<redis::SharedCounters> m_counters;
    std::string m_deploymentId;   // Empty: nothing is reserved.
    std::string m_ticket;
    std::int64_t m_minute = 0;
    std::int64_t m_estimated = 0;
};

// What a worker shares with other gateways over Redis: for the router requests and tokens of the minute,
// requests in flight, cooldowns; for limits the rates of callers. Each decision is one script there. While
// Redis is away, or none is configured, every gateway decides for itself. One per worker; belongs to its
// thread.
class SharedRouting
{
public:
    // warned: when a Redis was last warned about; all workers share it, so that one says it for all.
    SharedRouting(net::Reactor &reactor, std::shared_ptr<std::atomic<std::int64_t>> warned)
        : m_warned(std::move(warned))
        , m_client(reactor)
    {}
    ~SharedRouting() { dropRates(); }
    SharedRouting(const SharedRouting &) = delete;
    SharedRouting &operator=(const SharedRouting &) = delete;

    // What the gateways together decided; nothing: decide alone. What is known of the candidates has been
    // noted in their states before.
    struct Decision
    {
        std::string deploymentId;   // Empty: none could take the request.
        Reservation reservation;
    };
    using Decided = std::function<void(std::optional<Decision>)>;
    // Whether there are other gateways to decide with now.
    bool available(const config::Config &config) { return counters(config) != nullptr; }
    // False: decide alone, decided is dropped. Else it is called once, later, on this thread. ticket is the
    // attempt's alone.
    bool decide(const config::Config &config, const routing::Walk &walk, const std::string &ticket,
                std::int64_t inputTokens, const routing::Moment &now, routing::Random &random,
                Decided decided);
    void coolDown(const std::string &deploymentId, const routing::Cooldown &cooldown);
    // Null: there are no other gateways now.
    std::shared_ptr<limits::RateShare> rates(const config::Config &config)
    {
        return available(config) ? m_rates : nullptr;
    }

private:
    redis::SharedCounters *counters(const config::Config &config);
    void dropRates();

    std::shared_ptr<std::atomic<std::int64_t>> m_warned;
    std::uint64_t m_version = UINT64_MAX;
    redis::CurrentClient m_client;
    std::shared_ptr<redis::SharedCounters> m_counters;
    std::shared_ptr<SharedRates> m_rates;
};

}   // namespace gw::sharing
