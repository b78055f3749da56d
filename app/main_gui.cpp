#include "app/singleinstance.h"
#include "app/startup.h"
#include "app/windowparts.h"
#include "core/databaseclient/database.h"
#include "core/remoteclient/places.h"
#include "ui/framework/application.h"
#include "ui/framework/gatewaywindow.h"

#include <QApplication>
#include <QMessageBox>
#include <QSettings>

int main(int argc, char *argv[])
{
    using namespace gw;
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral(GW_PRODUCT_NAME));
    const app::Startup startup = app::beginProgram(QCoreApplication::arguments(), GW_PRODUCT_NAME);
    if (startup.exitCode)
        return *startup.exitCode;
    ui::setUpApplication(application);

    const app::BackendPaths paths = app::pathsFor(startup.options);
    app::SingleInstance instance(paths.data);
    if (instance.raiseOther())
        return 0;
    app::Backend backend(app::Face::Desktop, startup.options, paths, &app::processEnvironment);
    if (const auto prepared = backend.prepare(); !prepared.ok()) {
        QMessageBox::critical(nullptr, QApplication::applicationDisplayName(),
                              QString::fromStdString(prepared.error().message));
        return 1;
    }
    client::InProcessClient client(app::windowParts(backend));
    QObject::connect(&backend, &app::Backend::finished, &client, &client::InProcessClient::drained);
    QObject::connect(&backend, &app::Backend::configApplied, &client,
                     &client::InProcessClient::configApplied);
    QObject::connect(&backend, &app::Backend::vaultChanged, &client, &client::GatewayClient::statusChanged);

    QSettings settings(backend.paths().data + QStringLiteral("/window.ini"), QSettings::IniFormat);
    ui::applyPreferences(application, settings);
    config::Vault &vault = backend.vault();
    const std::string passwordEntry = "database-reader";
    client::Database database(
        settings, {.store = [&](const Secret &password) { return vault.store(passwordEntry, password); },
                   .read = [&] { return vault.resolve(passwordEntry); },
                   .forget = [&] { static_cast<void>(vault.remove(passwordEntry)); }});
    client::Places places(
        client, settings,
        {.store = [&vault](const std::string &name, const Secret &key) { return vault.store(name, key); },
         .read = [&vault](const std::string &name) { return vault.resolve(name); },
         .forget = [&vault](const std::string &name) { static_cast<void>(vault.remove(name)); }},
        &database);
    ui::GatewayWindow window(places, settings);
    window.show();
    QObject::connect(&instance, &app::SingleInstance::raiseAsked, &window, &ui::GatewayWindow::raiseWindow);
    instance.listen();
    client.setRunning(true);
    if (client.status().state == client::EngineState::Running)
        app::printBanner(backend, static_cast<std::uint16_t>(client.status().port));
    app::quitOnSignals(&application, [&window] { window.quitUnasked(); });
    app::reloadOnHangup(&application, [&backend] { backend.reload(); });
    return QApplication::exec();
}
