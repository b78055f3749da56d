#pragma once

#include "core/config/yamlreader.h"
#include "core/sinks/alerter.h"
#include "core/sinks/courier.h"
#include "core/sinks/follower.h"

#include <atomic>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace gw::sinks {

// Who is told of requests: the config's callbacks, each with a courier, and the alerts. Made before the
// ledger starts and stopped before it stops; apply() belongs to one thread, the rest to any.
class Watch
{
public:
    // folder is the ledger's.
    Watch(std::string folder, ledger::Ledger &ledger, config::EnvironmentReader environment);
    ~Watch();
    Watch(const Watch &) = delete;
    Watch &operator=(const Watch &) = delete;

    // Before the ledger starts; follower outlives this.
    void follow(Follower &follower);
    // Before the ledger starts: whether its first rows are to be told.
    void expect(const config::Config &config);
    // After it has. Receivers whose settings have not changed go on where they are; who is new is told of
    // what comes from now on, who is gone is forgotten.
    void apply(const config::ConfigPtr &config, ledger::LedgerReader &reader, const GatewayFacts &facts,
               ApiBases bases);
    void stop();

    std::vector<CourierState> states() const;
    // Alerts that could not be sent.
    std::uint64_t lostAlerts() const;
    // Names of the config, with those that are asked instead of told ("prometheus").
    std::vector<std::string> names() const;
    void raise(std::string type, std::string subject, std::string level, std::string text,
               std::int64_t windowS);

    // Sends a made-up event, or an alert, and says how it went. BadRequest for a service that is not known,
    // UpstreamUnprocessable for one without settings. done comes on a thread of the test's own.
    using Tested = std::function<void(Result<void>)>;
    void test(const std::string &service, Tested done);

private:
    void ring();
    Variables variablesOf(const config::ConfigPtr &config) const;
    Result<void> testNow(const std::string &service, const config::ConfigPtr &config);
    void forgetOthers(const std::vector<SinkSettings> &sinks) const;

    const std::string m_folder;
    const std::string m_progress;
    ledger::Ledger &m_ledger;
    const config::EnvironmentReader m_environment;
    std::atomic<bool> m_stopping = false;

    mutable std::mutex m_mutex;   // Guards what follows.
    config::ConfigPtr m_config;
    std::vector<std::unique_ptr<Courier>> m_couriers;
    Follower *m_follower = nullptr;
    std::map<std::string, std::string> m_problems;   // Of callbacks that cannot be told, by name.
    std::unique_ptr<Alerter> m_alerter;
    std::vector<std::future<void>> m_tests;
};

}   // namespace gw::sinks
