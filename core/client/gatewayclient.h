#pragma once

#include "core/base/secret.h"
#include "core/client/finding.h"
#include "core/client/trafficclient.h"
#include "core/client/values.h"
#include "core/events/bus.h"

#include <QObject>

namespace gw::client {

class ConfigClient;
class AccountsClient;
class DiscoveryClient;
class VaultClient;
class ModelsClient;
class RoutingClient;
class KeysClient;
class SpendClient;
class PlaygroundClient;
class ClientsClient;

// What a window needs of a gateway, wherever it runs. All members are called on the GUI thread, and all
// answers come there as signals; questions return a token that their answer carries, so that an asker who has
// moved on can drop it. No call blocks. Implementations: in this process, over HTTPS.
class GatewayClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayClient)

public:
    explicit GatewayClient(QObject *parent = nullptr);
    ~GatewayClient() override;

    // config.yaml; lives as long as this.
    virtual ConfigClient &config() = 0;
    // Its areas; they live as long as this.
    virtual ModelsClient &models() = 0;
    virtual AccountsClient &accountsClient() = 0;
    virtual DiscoveryClient &discovery() = 0;
    virtual VaultClient &vault() = 0;
    virtual RoutingClient &routing() = 0;
    virtual KeysClient &keys() = 0;
    virtual SpendClient &spend() = 0;
    virtual PlaygroundClient &playground() = 0;
    virtual ClientsClient &clients() = 0;

    // Where it is; statusChanged() tells when that changes.
    virtual Place place() const { return {}; }
    // Tries again at once to reach a gateway elsewhere.
    virtual void reconnect() {}
    virtual Status status() const = 0;
    // What a doctor says of this installation, the faults first.
    virtual std::vector<Finding> examine() const = 0;
    // Starts or stops listening; requests that run are finished first. The outcome shows in status().
    virtual void setRunning(bool on) = 0;
    virtual void setPort(int port) = 0;
    // Refuses every request of programs with 503, or lets them in again; those that run go on. Not kept over
    // a restart.
    virtual void setPaused(bool on) = 0;
    // Lets pages or apps of that origin in from now on; answered by config().saved() with this token.
    virtual Token allowOrigin(const QString &origin) = 0;
    // For the clipboard only.
    virtual Secret masterKey() const = 0;

    // Sums and hourly series of the local day that holds unixUs; answered by todayReady().
    virtual Token requestToday(std::int64_t unixUs) = 0;
    // The newest requests; answered by recentReady().
    virtual Token requestRecent(int limit) = 0;

    // Every provider the catalog knows, in its order. Constant.
    virtual std::vector<CatalogEntry> catalog() const = 0;
    // The accounts of the current config: deployments grouped by provider, base and key.
    virtual std::vector<ProviderAccount> accounts() const = 0;

    // Tries a draft step by step without saving it; steps are told by testStepped(), the end by
    // testFinished().
    virtual Token testProvider(const ProviderDraft &draft) = 0;
    virtual void cancelTest(Token token) = 0;
    // Puts the key into the vault and the chosen models into config.yaml; answered by providerAdded().
    virtual Token addProvider(const ProviderDraft &draft, const QStringList &models) = 0;

    // Sends one small chat through the gateway itself; answered by testRequestFinished().
    virtual Token sendTestRequest(const QString &model) = 0;

    // Single requests; lives as long as this.
    virtual TrafficClient &traffic() = 0;

Q_SIGNALS:
    void statusChanged();
    // What happened, oldest first, at most ten batches a second.
    void happened(const std::vector<gw::events::Event> &batch);
    void configChanged();
    void todayReady(gw::client::Token token, const gw::client::Today &today);
    void recentReady(gw::client::Token token, const std::vector<gw::client::RequestRow> &rows);
    void testStepped(gw::client::Token token, const gw::client::TestStep &step);
    void testFinished(gw::client::Token token, const gw::client::TestResult &result);
    void providerAdded(gw::client::Token token, const gw::client::AddResult &result);
    // Something that nobody answers was not done, and why; never of a gateway in this process.
    void callFailed(const QString &problem);
    void testRequestFinished(gw::client::Token token, const QString &answer, const QString &problem);
};

}   // namespace gw::client
