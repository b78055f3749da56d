#pragma once

#include "core/auth/refusals.h"
#include "core/base/clock.h"
#include "core/billing/booking.h"
#include "core/billing/rates.h"
#include "core/cache/workercache.h"
#include "core/chat/estimator.h"
#include "core/dialects/dialect.h"
#include "core/events/bus.h"
#include "core/ledger/bodystore.h"
#include "core/ledger/journal.h"
#include "core/limits/admission.h"
#include "core/net/reactor.h"
#include "core/peers/programs.h"
#include "core/preparation/preparation.h"
#include "core/pricing/cost.h"
#include "core/pricing/pricetable.h"
#include "core/providers/registry.h"
#include "core/routing/strategies.h"
#include "core/routing/table.h"
#include "core/sharing/sharedrouting.h"
#include "core/telemetry/metrics.h"
#include "core/upstream/transport.h"

#include <memory>
#include <unordered_map>

namespace gw::engine {

class Exchange;

// What all workers share: thread-safe or immutable, and outliving every worker.
struct Shared
{
    const providers::Catalog &catalog;
    const providers::Adapters &adapters;
    const pricing::PriceTable &prices;
    const Clock &clock;
    events::Bus &bus;
    // Who may call and what they have spent; null: no virtual keys.
    access::Directory *directory = nullptr;
    std::atomic<int> inFlight = 0;
    // Testing: never splice or relay, so that the hub path can be compared with the fast one.
    bool hubOnly = false;
    // Set once the gateway refuses new exchanges (pause all traffic).
    std::atomic<bool> paused = false;
    dialects::Stores stores = {};
    // Takes what is said while it is switched on; null: nothing is taken.
    ledger::BodyStore *bodies = nullptr;
    // Origins that the door has refused.
    auth::Refusals refusals = {};
    cache::ResponseCache cache = {};
    // When the router last warned of a Redis that is away; steady clock.
    std::shared_ptr<std::atomic<std::int64_t>> redisWarned = std::make_shared<std::atomic<std::int64_t>>(-1);
    // What routing learns from traffic; outlives every table.
    std::shared_ptr<routing::State> routing = std::make_shared<routing::State>();
    // Which programs of this computer ask.
    peers::Programs programs = {};
    // What callers may spend.
    limits::Limiter limiter = limits::Limiter();
};

// One worker thread's own tools. Everything here belongs to its thread, but for metrics.
struct Worker
{
    Worker(int number, net::Reactor &itsReactor, Shared &common, ledger::Journal &itsJournal,
           std::unique_ptr<upstream::Transport> itsTransport, std::uint64_t seed)
        : index(number)
        , reactor(itsReactor)
        , shared(common)
        , journal(itsJournal)
        , transport(std::move(itsTransport))
        , tokens(*transport)
        , cache(common.cache, itsReactor, common.clock)
        , sharing(itsReactor, common.redisWarned)
        , random(seed)
    {}

    const int index;
    net::Reactor &reactor;
    Shared &shared;
    ledger::Journal &journal;
    const std::unique_ptr<upstream::Transport> transport;
    preparation::Tokens tokens;
    cache::WorkerCache cache;
    sharing::SharedRouting sharing;
    routing::Random random;
    chat::Estimator estimator;
    telemetry::Metrics metrics;
    // Requests that are passed on as they are; kept alive in the same way.
    std::unordered_map<void *, std::shared_ptr<void>> others;
    // Running exchanges keep themselves alive through this set.
    std::unordered_map<Exchange *, std::shared_ptr<Exchange>> exchanges;

    // The price of a deployment now, with the config's discount and margin; looked up anew after a minute,
    // since some change with the hour.
    const pricing::Price *price(const providers::Target &target, const config::Config &config);

private:
    struct CachedPrice
    {
        std::int64_t untilUs = 0;
        std::optional<pricing::Price> price;
    };
    std::unordered_map<std::string, CachedPrice> m_prices;
    std::uint64_t m_pricesVersion = 0;
};

}   // namespace gw::engine
