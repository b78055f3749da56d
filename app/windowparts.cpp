#include "app/windowparts.h"

#include "app/startup.h"
#include "core/engine/version.h"

#include <QCoreApplication>

namespace gw::app {

namespace {

// What opens the vault, in words for the status line.
QString sourceName(const config::VaultDoor &door)
{
    const config::VaultKey &key = door.key();
    if (key.key.isEmpty())
        return QCoreApplication::translate("gw::app", "locked");
    switch (key.source) {
    case config::VaultKeySource::Keychain:
        return QString::fromStdString(key.detail);
    case config::VaultKeySource::NamedFile:
    case config::VaultKeySource::CreatedFile:
        return QCoreApplication::translate("gw::app", "key file");
    case config::VaultKeySource::Credential:
        return QCoreApplication::translate("gw::app", "system credential");
    case config::VaultKeySource::Variable:
        return QCoreApplication::translate("gw::app", "environment");
    case config::VaultKeySource::Passphrase:
        return QCoreApplication::translate("gw::app", "passphrase");
    case config::VaultKeySource::None:
        break;
    }
    return QCoreApplication::translate("gw::app", "locked");
}

// Where the master key comes from, in words; empty when none is needed.
QString masterKeySource(const auth::MasterKeyChoice &choice)
{
    switch (choice.source) {
    case auth::MasterKeySource::Config:
        return QCoreApplication::translate("gw::app", "general_settings.master_key in config.yaml");
    case auth::MasterKeySource::Variable:
        return QCoreApplication::translate("gw::app", "the environment variable LITELLM_MASTER_KEY");
    case auth::MasterKeySource::File:
        return QCoreApplication::translate("gw::app", "the file that LITELLM_MASTER_KEY_FILE names");
    case auth::MasterKeySource::Vault:
    case auth::MasterKeySource::Generated:
        return QCoreApplication::translate("gw::app", "made by Portico and kept in its vault");
    case auth::MasterKeySource::None:
        break;
    }
    return {};
}

}   // namespace

client::InProcessParts windowParts(Backend &backend)
{
    return {
        .bus = backend.bus(),
        .ledger = backend.ledger(),
        .reader = backend.reader(),
        .ledgerFolder = backend.paths().data.toStdString(),
        .vault = backend.vault(),
        .config = [&backend] { return backend.config(); },
        // While the real key is locked nothing is shown that could be mistaken for it.
        .masterKey =
            [&backend] { return backend.masterKey().problem.empty() ? backend.masterKey().key : Secret(); },
        .configProblem = [&backend] { return backend.configProblem(); },
        .keySource = [&backend] { return sourceName(backend.vaultDoor()); },
        .listen = [&backend] { return backend.listen(); },
        .drain = [&backend] { backend.drain(); },
        .setPort = [&backend](std::uint16_t port) { backend.setPort(port); },
        .reloadConfig = [&backend] { backend.reload(); },
        .setPaused = [&backend](bool on) { backend.host().shared().paused = on; },
        .paused = [&backend] { return backend.host().shared().paused.load(); },
        .refusedOrigins = [&backend] { return backend.host().shared().refusals.origins(); },
        .ping = [&backend](std::function<void()> pong) { backend.ping(std::move(pong)); },
        .environment = [](std::string_view name) { return processEnvironment(std::string(name)); },
        .masterKeySource = [&backend] { return masterKeySource(backend.masterKey()); },
        .prices = &backend.prices(),
        .routes = [&backend] { return backend.host().gateway().snapshot()->table; },
        .directory = backend.directory(),
        .limiter = &backend.host().shared().limiter,
        .allGateways = backend.allGateways(),
        .door = &backend.vaultDoor(),
        .configPath = backend.paths().config,
        .dataFolder = backend.paths().data,
        .backupFolder = backend.backupFolder(),
        .version =
            QString::fromUtf8(engine::kVersion.data(), static_cast<qsizetype>(engine::kVersion.size())),
        .port = backend.options().port};
}

}   // namespace gw::app
