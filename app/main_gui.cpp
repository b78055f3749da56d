#include "app/startup.h"
#include "core/engine/version.h"
#include "core/localclient/inprocess.h"
#include "ui/framework/application.h"
#include "ui/framework/mainwindow.h"

#include <QApplication>
#include <QMessageBox>
#include <QSettings>

namespace {

using namespace gw;

// What opens the vault, in words for the status line.
QString sourceName(const config::VaultKey &key)
{
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
    case config::VaultKeySource::None:
        break;
    }
    return QCoreApplication::translate("gw::app", "locked");
}

client::InProcessParts partsOf(app::Backend &backend)
{
    return {.bus = backend.bus(),
            .ledger = backend.ledger(),
            .reader = backend.reader(),
            .vault = backend.vault(),
            .config = [&backend] { return backend.config(); },
            .masterKey = [&backend] { return backend.masterKey().key; },
            .configProblem = [&backend] { return backend.configProblem(); },
            .keySource = [&backend] { return sourceName(backend.vaultKey()); },
            .listen = [&backend] { return backend.listen(); },
            .drain = [&backend] { backend.drain(); },
            .setPort = [&backend](std::uint16_t port) { backend.setPort(port); },
            .reloadConfig = [&backend] { backend.reload(); },
            .environment = [](std::string_view name) { return app::processEnvironment(std::string(name)); },
            .configPath = backend.paths().config,
            .backupFolder = backend.backupFolder(),
            .version =
                QString::fromUtf8(engine::kVersion.data(), static_cast<qsizetype>(engine::kVersion.size())),
            .port = backend.options().port};
}

}   // namespace

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral(GW_PRODUCT_NAME));
    const app::Startup startup = app::beginProgram(QCoreApplication::arguments(), GW_PRODUCT_NAME);
    if (startup.exitCode)
        return *startup.exitCode;
    ui::setUpApplication(application);

    app::Backend backend(app::Face::Desktop, startup.options, app::pathsFor(startup.options),
                         &app::processEnvironment);
    if (const auto prepared = backend.prepare(); !prepared.ok()) {
        QMessageBox::critical(nullptr, QApplication::applicationDisplayName(),
                              QString::fromStdString(prepared.error().message));
        return 1;
    }
    client::InProcessClient client(partsOf(backend));
    QObject::connect(&backend, &app::Backend::finished, &client, &client::InProcessClient::drained);
    QObject::connect(&backend, &app::Backend::configApplied, &client,
                     &client::InProcessClient::configApplied);
    QObject::connect(&backend, &app::Backend::vaultChanged, &client, &client::GatewayClient::statusChanged);

    QSettings settings(backend.paths().data + QStringLiteral("/window.ini"), QSettings::IniFormat);
    ui::MainWindow window(client, settings);
    window.show();
    client.setRunning(true);
    if (client.status().state == client::EngineState::Running)
        app::printBanner(backend, static_cast<std::uint16_t>(client.status().port));
    app::quitOnSignals(&application, [] { QApplication::quit(); });
    app::reloadOnHangup(&application, [&backend] { backend.reload(); });
    return QApplication::exec();
}
