#pragma once

#include "core/base/clock.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledgerreader.h"
#include "core/sinks/alerts.h"
#include "core/sinks/courier.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

namespace gw::sinks {

// What the gateway is asked now and then; called on the alerter's thread, thread-safe.
struct GatewayFacts
{
    std::function<std::vector<CooldownFact>()> cooldowns;
    std::function<std::vector<HangingFact>(double olderThanS)> hanging;
    std::function<std::vector<BudgetFact>()> budgets;   // Walks over everybody.
};

// Tells administrators what goes wrong: looks at what the ledger's feed and the gateway say, on a thread of
// its own, and sends what Alerts makes of it. An alert that nobody takes is tried a few times and then lost:
// tomorrow it would be no news.
class Alerter
{
public:
    Alerter(config::Alerting settings, Variables variables, std::string ledgerFolder,
            std::string progressFolder, ledger::Ledger &ledger, ledger::LedgerReader &reader,
            GatewayFacts facts, std::shared_ptr<const ApiBases> bases);
    ~Alerter();
    Alerter(const Alerter &) = delete;
    Alerter &operator=(const Alerter &) = delete;

    // Any thread. Of what others know: budgets, keys.
    void raise(std::string type, std::string subject, std::string level, std::string text,
               std::int64_t windowS);
    void setBases(std::shared_ptr<const ApiBases> bases);
    std::int64_t position() const noexcept { return m_position; }
    std::uint64_t lost() const noexcept { return m_lost; }

private:
    void run();
    bool stopping() const;
    void look(Alerts &alerts);
    void readFeed(Alerts &alerts, std::int64_t nowUs);
    void reportSpend(Alerts &alerts, std::int64_t nowUs);
    void send(const AlertMessage &message);

    const config::Alerting m_settings;
    const Variables m_variables;
    const std::string m_folder;
    Progress m_progress;
    Progress m_daily;
    Progress m_spend;
    ledger::Ledger &m_ledger;
    ledger::LedgerReader &m_reader;
    const GatewayFacts m_facts;
    const SystemClock m_clock;
    Poster m_poster;
    std::unique_ptr<ledger::FeedReader> m_feed;   // The thread's.
    std::int64_t m_budgetsUs = 0;                 // When they were looked at last; the thread's.
    std::atomic<std::int64_t> m_position = 0;
    std::atomic<std::uint64_t> m_lost = 0;

    struct Raised
    {
        std::string type;
        std::string subject;
        std::string level;
        std::string text;
        std::int64_t windowS = 0;
    };
    mutable std::mutex m_mutex;   // Guards what follows.
    std::condition_variable m_wake;
    std::shared_ptr<const ApiBases> m_bases;
    std::deque<Raised> m_raised;
    bool m_stopping = false;
    std::thread m_thread;
};

// The bodies of one alert.
std::string slackBody(const AlertMessage &message);
std::string webhookBody(const AlertMessage &message);

}   // namespace gw::sinks
