#include "core/engine/host.h"

#include "core/base/ids.h"
#include "core/base/logging.h"
#include "core/limits/settings.h"

#include <algorithm>
#include <unistd.h>

namespace gw::engine {

namespace {

bool onlyLoopback(const QStringList &addresses)
{
    return std::ranges::all_of(
        addresses, [](const QString &address) { return auth::isLoopbackName(address.toStdString()); });
}

}   // namespace

GatewayHost::GatewayHost(HostOptions options, const pricing::PriceTable &prices, const Clock &clock,
                         events::Bus &bus, ledger::Ledger &ledger, providers::Environment environment)
    : m_options(std::move(options))
    , m_shared{providers::Catalog::builtIn(),
               m_adapters,
               prices,
               clock,
               bus,
               {},
               {},
               m_options.hubOnly,
               {},
               {},
               &ledger.bodies()}
    , m_ledger(ledger)
    , m_environment(std::move(environment))
    , m_gateway(std::make_unique<Gateway>(m_shared, m_options.rootPath))
{
    apply(std::make_shared<const config::Config>(), {});
}

GatewayHost::~GatewayHost()
{
    stopWorkers();
}

void GatewayHost::apply(config::ConfigPtr config, Secret masterKey, std::string keyProblem)
{
    m_masterKey = std::move(masterKey);
    m_keyProblem = std::move(keyProblem);
    auto snapshot = std::make_shared<Snapshot>();
    const config::General &general = config->general;
    // environment_variables of the config win over the process's own.
    const auto environment = [this, config](std::string_view name) -> std::optional<std::string> {
        if (const auto it = config->environment.find(std::string(name)); it != config->environment.end())
            return it->second.reveal();
        return m_environment(name);
    };
    // Looking everything up would cost more of the start than the rest of the table.
    routing::FactsOf facts;
    if (routing::needsFacts(config->router))
        facts = routing::remembering(
            [&prices = m_shared.prices, &clock = m_shared.clock](const providers::Target &target) {
                return billing::factsOf(prices, target, clock.unixUs());
            });
    snapshot->table = std::make_shared<const routing::Table>(config, m_shared.catalog, environment,
                                                             m_shared.routing, std::move(facts));
    auth::KeyringOptions keys;
    keys.masterKey = m_masterKey;
    keys.problem = m_keyProblem;
    keys.keyHeaderName = general.keyHeaderName;
    keys.directory = m_shared.directory;
    keys.routes = {general.allowedRoutes, general.adminOnlyRoutes, general.publicRoutes};
    limits::apply(*config, m_shared.limiter, m_shared.directory);
    snapshot->keyring = std::make_shared<const auth::Keyring>(std::move(keys));
    auto door = std::make_shared<auth::DoorPolicy>();
    door->loopbackBind = onlyLoopback(m_options.addresses);
    door->port = m_port != 0 ? m_port : m_options.port;
    door->hostNames = general.hostNames;
    door->origins = general.origins;
    std::ranges::copy(wire::listItems(m_options.environmentOrigins), std::back_inserter(door->origins));
    door->allowedIps = general.allowedIps;
    door->ownUserOnly = m_masterKey.isEmpty() && m_keyProblem.empty();
    door->ownUid = static_cast<long>(geteuid());
    snapshot->door = std::move(door);
    m_ledger.bodies().set(general.storePrompts && !config->litellm.turnOffMessageLogging,
                          {general.bodyDays, std::int64_t{general.bodyMegabytes} * 1'000'000});
    m_shared.cache.apply(config->cache);
    m_config = config;
    m_gateway->apply(std::move(snapshot));
}

Result<std::uint16_t> GatewayHost::start()
{
    if (!m_threads) {
        m_threads = std::make_unique<net::Workers>(m_options.workers);
        m_threads->start();
        std::vector<Worker *> workers;
        for (int i = 0; i < m_threads->count(); ++i) {
            m_threads->runOn(i, [this, i] {
                net::Reactor &reactor = m_threads->reactor(i);
                const Id128 seed = makeId();
                m_workers.push_back(std::make_unique<Worker>(
                    i, reactor, m_shared, m_ledger.journal(i),
                    std::make_unique<upstream::Transports>(reactor, m_options.transport),
                    seed.low ^ seed.high));
            });
            workers.push_back(m_workers.back().get());
        }
        m_gateway->setWorkers(std::move(workers));
    }
    m_server = std::make_unique<http::Server>(*m_threads, *m_gateway, m_options.limits);
    auto port = m_server->listen(m_options.addresses, m_options.port);
    if (!port.ok()) {
        m_server.reset();
        return port;
    }
    m_port = port.value();
    apply(m_config, m_masterKey, m_keyProblem);   // The door knows its own port now.
    connect(m_server.get(), &http::Server::drained, this, [this] {
        m_server.reset();
        Q_EMIT stopped();
    });
    return port;
}

void GatewayHost::drain()
{
    if (m_server)
        m_server->drain();
    else
        QMetaObject::invokeMethod(this, &GatewayHost::stopped, Qt::QueuedConnection);
}

void GatewayHost::stopWorkers()
{
    m_server.reset();
    if (!m_threads)
        return;
    m_gateway->setWorkers({});
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        m_threads->runOn(static_cast<int>(i), [this, i] {
            // Whoever is still being answered is cut; the ledger's rows are closed as left by the client.
            auto running = std::move(m_workers[i]->exchanges);
            for (auto &[key, exchange] : running)
                exchange->abandon();
            running.clear();
            m_workers[i].reset();
        });
    }
    m_workers.clear();
    m_threads->stop();
    m_threads.reset();
}

}   // namespace gw::engine
