#pragma once

#include "app/backupschedule.h"
#include "app/commandline/commandline.h"
#include "core/access/directory.h"
#include "core/api/configdesk.h"
#include "core/api/healthchecks.h"
#include "core/api/storedmodels.h"
#include "core/auth/masterkey.h"
#include "core/base/clock.h"
#include "core/config/vaultdoor.h"
#include "core/config/vaultkey.h"
#include "core/config/watcher.h"
#include "core/engine/host.h"
#include "core/events/bus.h"
#include "core/keeping/responsearchive.h"
#include "core/ledger/ledger.h"
#include "core/ledger/ledgerreader.h"
#include "core/postgres/settings.h"
#include "core/pricing/pricetable.h"
#include "core/sharedledger/outbox.h"
#include "core/sharedledger/sharedreader.h"
#include "core/sinks/watch.h"

#include <QLockFile>
#include <QObject>
#include <QThread>

#include <memory>
#include <mutex>

namespace gw::api {
struct SpendReaders;
}

namespace gw::app {

// Of the vault: the master key that a desktop start has made.
inline constexpr const char *kMasterKeyEntry = "portico-master-key";

enum class Face : std::uint8_t { Desktop, Headless };

struct BackendPaths
{
    QString config;   // Empty: no file.
    QString data;
};

// The platform's folders, or what the command line says.
BackendPaths pathsFor(const Options &options);

// Everything of the gateway but a face: built, started and stopped in one order. Lives on the thread that
// made it; the host runs on a thread of its own, so that a window that hangs hangs alone.
class Backend final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Backend)

public:
    // A desktop face asks the keychain for the vault's key and makes itself a master key; a headless one does
    // neither unasked.
    Backend(Face face, Options options, BackendPaths paths, config::EnvironmentReader environment);
    ~Backend() override;

    // Takes the data folder, opens the ledger, reads the config. On error nothing runs and the message says
    // what to do.
    Result<void> prepare();
    // Listens; blocks until that is decided. May be tried again with another port.
    Result<std::uint16_t> listen();
    // Stops listening and lets running answers end; finished() follows.
    void drain();
    void setPort(std::uint16_t port);
    // Calls back, on a thread of the gateway, once its host and every worker have come round.
    void ping(std::function<void()> pong);

    // Reads the config again although no file has changed.
    void reload() { m_watcher->reload(); }

    config::ConfigPtr config() const { return m_config; }
    const auth::MasterKeyChoice &masterKey() const noexcept { return m_masterKey; }
    const BackendPaths &paths() const noexcept { return m_paths; }
    const Options &options() const noexcept { return m_options; }
    events::Bus &bus() noexcept { return m_bus; }
    ledger::Ledger &ledger() noexcept { return *m_ledger; }
    ledger::LedgerReader &reader() noexcept { return *m_reader; }
    // Of all gateways on the database; null: this one is alone.
    ledger::Questions *allGateways() noexcept { return m_sharedReader.get(); }
    // Null when its database cannot be opened: then there are no virtual keys.
    access::Directory *directory() noexcept { return m_directory.get(); }
    engine::GatewayHost &host() noexcept { return *m_host; }
    sinks::Watch &watch() noexcept { return *m_watch; }
    const pricing::PriceTable &prices() const noexcept { return *m_prices; }
    // The PostgreSQL that several gateways share; nothing: this one is alone.
    const std::optional<postgres::Settings> &database() const noexcept { return m_database; }
    // Names this gateway to the others.
    const std::string &gatewayId() const noexcept { return m_gatewayId; }
    config::Vault &vault() noexcept { return *m_vault; }
    config::VaultDoor &vaultDoor() noexcept { return *m_door; }
    QString configProblem() const { return m_watcher ? m_watcher->problem() : QString(); }
    // Where copies of config.yaml go before it is changed.
    QString backupFolder() const { return m_paths.data + QStringLiteral("/backups"); }

Q_SIGNALS:
    void finished();
    // A changed config is in force, or (problem) the old one stays.
    void configApplied(const QString &problem);
    void vaultChanged();

private:
    Result<void> readConfig();
    Result<void> chooseKey();
    void openVault();
    // Where there was nothing to open at the start, and nobody has looked for a key since.
    void openVaultLate();
    Result<void> chooseDatabase();
    void openDirectory();
    void shareLedger();
    void finishOutbox();
    api::StoredModels storedModels();
    api::ConfigDesk configDesk();
    // Behind what this thread has still to do; from any other one.
    void waitForTurn();
    // LITELLM_SALT_KEY, or the master key. From any thread.
    Secret sealKey() const;
    void addWeb(const api::SpendReaders &readers);
    void takeOverLitellm();
    void onVaultChanged();
    void onConfig(const config::ConfigPtr &config, const QString &problem);
    config::ConfigPtr withFlags(const config::ConfigPtr &config) const;
    engine::HostOptions hostOptions() const;
    void startHost();
    void applyToHost();
    void tellWatch();
    backup::Sources backupSources() const;

    const Face m_face;
    const Options m_options;
    const BackendPaths m_paths;
    const config::EnvironmentReader m_environment;
    SystemClock m_clock;
    events::Bus m_bus;
    std::unique_ptr<QLockFile> m_lock;
    std::optional<postgres::Settings> m_database;
    std::string m_gatewayId;
    std::unique_ptr<pricing::PriceTable> m_prices;
    std::unique_ptr<ledger::Ledger> m_ledger;
    std::unique_ptr<ledger::LedgerReader> m_reader;
    std::unique_ptr<access::Directory> m_directory;
    std::unique_ptr<sharedledger::Outbox> m_outbox;   // Null without a database; outlives the watch.
    std::unique_ptr<sharedledger::SharedReader> m_sharedReader;   // The same.
    std::unique_ptr<sinks::Watch> m_watch;                        // Stops before the host and the ledger.
    std::unique_ptr<config::Vault> m_vault;
    std::unique_ptr<config::Keychain> m_keychain;
    std::unique_ptr<config::VaultDoor> m_door;
    config::ConfigStore m_store;
    std::unique_ptr<config::ConfigWatcher> m_watcher;
    config::ConfigPtr m_config;   // As the host has it: the file's, with the command line's wishes.
    auth::MasterKeyChoice m_masterKey;
    mutable std::mutex m_sealMutex;
    Secret m_sealKey;    // Of models in the directory; of m_sealMutex, as what follows.
    Secret m_loginKey;   // The master key as it is now, for /ui.
    // The master key in force, and the one that models are sealed with though it is not yet.
    std::pair<Secret, Secret> m_rotated;
    QThread m_thread;
    engine::GatewayHost *m_host = nullptr;                 // Lives on m_thread.
    std::shared_ptr<api::HealthChecks> m_health;           // Of the host's gateway.
    std::unique_ptr<keeping::ResponseArchive> m_archive;   // Of the host's store.
    BackupSchedule m_backups;
    int m_workers = 1;
};

}   // namespace gw::app
