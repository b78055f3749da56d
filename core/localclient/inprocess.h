#pragma once

#include "core/client/gatewayclient.h"
#include "core/config/vault.h"
#include "core/engine/host.h"
#include "core/ledger/ledgerreader.h"
#include "core/localclient/localconfig.h"
#include "core/localclient/localtraffic.h"
#include "core/localclient/localvault.h"
#include "core/localclient/providertest.h"
#include "core/pricing/pricetable.h"
#include "core/tools/discovery.h"

#include <QNetworkAccessManager>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>

namespace gw::client {

// What the composition root lends to a client in its own process. Everything outlives the client; functions
// are called on the GUI thread.
struct InProcessParts
{
    events::Bus &bus;
    ledger::Ledger &ledger;
    ledger::LedgerReader &reader;
    std::string ledgerFolder;
    config::Vault &vault;
    std::function<config::ConfigPtr()> config;
    std::function<Secret()> masterKey;
    std::function<QString()> configProblem;
    std::function<QString()> keySource;
    std::function<Result<std::uint16_t>()> listen;
    std::function<void()> drain;   // drained() of the client is to be called when it is through.
    std::function<void(std::uint16_t)> setPort;
    std::function<void()> reloadConfig;
    std::function<void(bool)> setPaused;
    std::function<bool()> paused;
    // Newest first; any thread may have refused them.
    std::function<std::vector<std::string>()> refusedOrigins = {};
    // Calls back on any thread once every thread of the gateway has come round.
    std::function<void(std::function<void()>)> ping;
    providers::Environment environment;
    std::function<QString()> masterKeySource = {};   // In words; empty: no key is needed.
    const pricing::PriceTable *prices = nullptr;
    // What requests are routed by now; null: there is no gateway to ask.
    std::function<routing::TablePtr()> routes = {};
    // Null: there are no virtual keys.
    access::Directory *directory = nullptr;
    limits::Limiter *limiter = nullptr;
    ledger::Questions *allGateways = nullptr;   // Null: this one shares no database.
    std::vector<tools::KnownPort> localPorts = tools::knownPorts();
    config::VaultDoor *door = nullptr;   // Null: there is no vault to lock.
    QString configPath;
    QString dataFolder = {};
    QString backupFolder;
    QString version;
    int port = 4000;
    bool listens = false;   // Already, by somebody else's doing.
};

class ConfigChanger;
class InProcessKeys;
class InProcessClients;
class InProcessSpend;
class InProcessPlayground;
class InProcessAccounts;
class InProcessDiscovery;
class InProcessModels;
class InProcessRouting;

// The gateway of this process.
class InProcessClient final : public GatewayClient
{
    Q_OBJECT

public:
    explicit InProcessClient(InProcessParts parts, QObject *parent = nullptr);
    ~InProcessClient() override;

    // Told by the composition root.
    void drained();
    void configApplied();

    ConfigClient &config() override { return m_config; }
    ModelsClient &models() override;
    AccountsClient &accountsClient() override;
    DiscoveryClient &discovery() override;
    VaultClient &vault() override { return m_vault; }
    RoutingClient &routing() override;
    KeysClient &keys() override;
    SpendClient &spend() override;
    PlaygroundClient &playground() override;
    ClientsClient &clients() override;
    Status status() const override;
    std::vector<Finding> examine() const override;
    void setRunning(bool on) override;
    void setPort(int port) override;
    void setPaused(bool on) override;
    Token allowOrigin(const QString &origin) override;
    Secret masterKey() const override { return m_parts.masterKey(); }
    Token requestToday(std::int64_t unixUs) override;
    Token requestRecent(int limit) override;
    std::vector<CatalogEntry> catalog() const override;
    std::vector<ProviderAccount> accounts() const override;
    Token testProvider(const ProviderDraft &draft) override;
    void cancelTest(Token token) override;
    Token addProvider(const ProviderDraft &draft, const QStringList &models) override;
    Token sendTestRequest(const QString &model) override;
    TrafficClient &traffic() override { return m_traffic; }

private:
    // Writes the switch into config.yaml, where LiteLLM has it too.
    void keepBodies(bool on, std::function<void(const QString &problem)> done);
    AddResult add(const ProviderDraft &draft, const QStringList &models);
    Result<std::string> storeKey(const ProviderDraft &draft);
    // Once a second: tells of a gateway that hangs.
    void watch();
    // Runs call on this object's thread; dropped when the client is gone.
    void home(std::function<void()> call);

    InProcessParts m_parts;
    LocalTraffic m_traffic;
    EngineState m_state = EngineState::Stopped;
    QString m_problem;
    QString m_portOwner;
    Token m_lastToken = 0;
    LocalConfig m_config;
    LocalVault m_vault;
    std::unique_ptr<ConfigChanger> m_changer;
    std::unique_ptr<InProcessModels> m_models;
    std::unique_ptr<InProcessAccounts> m_accounts;
    std::unique_ptr<InProcessDiscovery> m_discovery;
    std::unique_ptr<InProcessRouting> m_routing;
    std::unique_ptr<InProcessKeys> m_keys;
    std::unique_ptr<InProcessSpend> m_spend;
    std::unique_ptr<InProcessPlayground> m_playground;
    std::unique_ptr<InProcessClients> m_clients;
    std::map<Token, std::unique_ptr<ProviderTest>> m_tests;
    QNetworkAccessManager m_network;
    QTimer m_counters;
    std::uint64_t m_pings = 0;   // Asked for; answered up to m_pongs.
    std::uint64_t m_pongs = 0;
    int m_silentTicks = 0;
    std::int64_t m_lostSinceUs = 0;
    QStringList m_refused;   // As they were told last.
};

}   // namespace gw::client
