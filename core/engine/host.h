#pragma once

#include "core/config/schema.h"
#include "core/engine/gateway.h"
#include "core/http/server.h"
#include "core/ledger/ledger.h"
#include "core/net/workers.h"
#include "core/upstream/transports.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>

namespace gw::engine {

struct HostOptions
{
    QStringList addresses{QStringLiteral("127.0.0.1"), QStringLiteral("::1")};
    std::uint16_t port = 4000;
    int workers = 1;
    std::string rootPath;             // SERVER_ROOT_PATH
    std::string environmentOrigins;   // LITELLM_CORS_ORIGINS, comma list
    http::Limits limits;
    bool hubOnly = false;
    upstream::TransportChoice transport = upstream::TransportChoice::Auto;
};

// The gateway as a whole: worker threads, listeners, the current snapshot. Belongs to one thread with an
// event loop, never the window's. Order of life: construct, addRoutes, apply a config, start; stop ends in
// order.
class GatewayHost final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayHost)

public:
    // environment is what the config's providers see of variables. All references outlive the host.
    GatewayHost(HostOptions options, const pricing::PriceTable &prices, const Clock &clock, events::Bus &bus,
                ledger::Ledger &ledger, providers::Environment environment);
    ~GatewayHost() override;

    Gateway &gateway() noexcept { return *m_gateway; }
    Shared &shared() noexcept { return m_shared; }
    void addRoutes(ApiRoutes routes) { m_gateway->addRoutes(std::move(routes)); }
    // Running exchanges keep the config they began with. masterKey is the one chosen from config, environment
    // and vault; keyProblem says why there is one that cannot be had now: then nobody gets in.
    void apply(config::ConfigPtr config, Secret masterKey, std::string keyProblem = {});

    // Starts the workers and listens; the port it got, or why not (in use, not allowed).
    Result<std::uint16_t> start();
    // Listens no longer and starts no work; stopped() follows when running answers are through or
    // Limits::drainMs is over.
    void drain();
    std::uint16_t port() const noexcept { return m_port; }
    bool listening() const noexcept { return m_server && m_server->isListening(); }
    // Another port from the next start on.
    void setPort(std::uint16_t port) { m_options.port = port; }

Q_SIGNALS:
    void stopped();

private:
    void stopWorkers();

    HostOptions m_options;
    providers::Adapters m_adapters;
    Shared m_shared;
    ledger::Ledger &m_ledger;
    providers::Environment m_environment;
    std::unique_ptr<Gateway> m_gateway;
    config::ConfigPtr m_config;
    Secret m_masterKey;
    std::string m_keyProblem;
    std::unique_ptr<net::Workers> m_threads;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::unique_ptr<http::Server> m_server;
    std::uint16_t m_port = 0;
};

}   // namespace gw::engine
