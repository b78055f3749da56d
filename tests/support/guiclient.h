#pragma once

#include "core/client/gatewayclient.h"
#include "tests/support/fakeclients.h"
#include "tests/support/fakeconfig.h"
#include "tests/support/fakedatabase.h"
#include "tests/support/fakekeys.h"
#include "tests/support/fakeplayground.h"
#include "tests/support/fakerouting.h"
#include "tests/support/fakespend.h"
#include "tests/support/faketraffic.h"
#include "tests/support/fakevault.h"
#include "tests/support/guimodels.h"

#include <QDateTime>
#include <QMetaObject>

#include <optional>

// A gateway that does what a test says: it records what was asked of it and answers when told to.
namespace gw::test {

inline constexpr std::int64_t kCent = 10'000'000'000;   // In 10^-12 USD.

class GuiClient final : public client::GatewayClient
{
    Q_OBJECT

public:
    // What the window asked for, as "setPort 4001".
    QStringList calls;
    client::Status state;
    client::Today today;
    std::vector<client::RequestRow> recent;
    std::vector<client::CatalogEntry> entries;
    std::vector<client::ProviderAccount> known;
    // Whether questions about the ledger are answered at once.
    bool answers = true;
    std::optional<client::ProviderDraft> tested;
    std::optional<client::ProviderDraft> added;
    QStringList addedModels;
    client::Token last = 0;
    FakeTraffic requests;
    // Answers in its place; null: nobody.
    client::TrafficClient *otherRequests = nullptr;
    FakeConfig configArea;

    client::ConfigClient &config() override { return configArea; }
    GuiModels modelsArea;
    GuiAccounts accountsArea;
    GuiDiscovery discoveryArea;
    FakeVault vaultArea;
    FakeRouting routingArea;
    FakeKeys keysArea;
    FakeSpend spendArea;
    FakePlayground playgroundArea;
    FakeDatabase databaseArea;   // For who makes the places.
    FakeClients clientsArea;

    client::ModelsClient &models() override { return modelsArea; }
    client::AccountsClient &accountsClient() override { return accountsArea; }
    client::DiscoveryClient &discovery() override { return discoveryArea; }
    client::VaultClient &vault() override { return vaultArea; }
    client::RoutingClient &routing() override { return routingArea; }
    client::KeysClient &keys() override { return keysArea; }
    client::SpendClient &spend() override { return spendArea; }
    client::PlaygroundClient &playground() override { return playgroundArea; }
    client::ClientsClient &clients() override { return clientsArea; }
    client::Place where;
    client::Place place() const override { return where; }
    void reconnect() override { calls << QStringLiteral("reconnect"); }
    client::Status status() const override { return state; }
    std::vector<client::Finding> findings;
    std::vector<client::Finding> examine() const override { return findings; }
    void setRunning(bool on) override { calls << QStringLiteral("setRunning %1").arg(on); }
    void setPort(int port) override { calls << QStringLiteral("setPort %1").arg(port); }
    void setPaused(bool on) override
    {
        calls << QStringLiteral("setPaused %1").arg(on);
        state.paused = on;
        Q_EMIT statusChanged();
    }
    client::Token allowOrigin(const QString &origin) override
    {
        calls << QStringLiteral("allowOrigin %1").arg(origin);
        state.refusedOrigins.removeAll(origin);
        Q_EMIT statusChanged();
        return ++last;
    }
    Secret masterKey() const override { return Secret("sk-master-of-the-test"); }

    client::Token requestToday(std::int64_t) override
    {
        const client::Token token = ++last;
        if (answers)
            later([this, token] { Q_EMIT todayReady(token, today); });
        return token;
    }
    client::Token requestRecent(int) override
    {
        const client::Token token = ++last;
        if (answers)
            later([this, token] { Q_EMIT recentReady(token, recent); });
        return token;
    }
    std::vector<client::CatalogEntry> catalog() const override { return entries; }
    std::vector<client::ProviderAccount> accounts() const override { return known; }
    client::Token testProvider(const client::ProviderDraft &draft) override
    {
        calls << QStringLiteral("testProvider %1").arg(draft.providerId);
        tested = draft;
        return ++last;
    }
    void cancelTest(client::Token token) override { calls << QStringLiteral("cancelTest %1").arg(token); }
    client::Token addProvider(const client::ProviderDraft &draft, const QStringList &models) override
    {
        calls << QStringLiteral("addProvider %1").arg(draft.providerId);
        added = draft;
        addedModels = models;
        return ++last;
    }
    client::Token sendTestRequest(const QString &model) override
    {
        calls << QStringLiteral("sendTestRequest %1").arg(model);
        return ++last;
    }

    client::TrafficClient &traffic() override { return otherRequests ? *otherRequests : requests; }

    void step(client::TestStep::Kind kind, client::TestStep::State stepState, int ms = 0,
              const QString &detail = {})
    {
        Q_EMIT testStepped(last, {kind, stepState, ms * std::int64_t(1000), detail});
    }

private:
    template <typename Call>
    void later(Call call)
    {
        QMetaObject::invokeMethod(this, call, Qt::QueuedConnection);
    }
};

// A gateway with a day of traffic behind it.
void fillTraffic(GuiClient &client);
// A few providers of every kind, and three accounts.
void fillProviders(GuiClient &client);
void fillCatalog(GuiClient &client);
// A minute of requests like those of client.recent, and three that run.
std::vector<events::Event> liveEvents(const GuiClient &client, std::int64_t nowUs);

}   // namespace gw::test
