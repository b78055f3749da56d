#include "app/remotewindows.h"
#include "app/startup.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char *argv[])
{
    using namespace gw;
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral(GW_PRODUCT_NAME));
    const app::Startup startup = app::beginProgram(QCoreApplication::arguments(), GW_PRODUCT_NAME "d");
    if (startup.exitCode)
        return *startup.exitCode;

    app::Backend backend(app::Face::Headless, startup.options, app::pathsFor(startup.options),
                         &app::processEnvironment);
    if (const auto prepared = backend.prepare(); !prepared.ok()) {
        std::fprintf(stderr, "%s\n", prepared.error().message.c_str());
        return 1;
    }
    if (startup.options.action == app::Action::SkipStartup)
        return 0;
    const std::unique_ptr<remote::Door> door = app::letWindowsIn(backend);
    const auto port = backend.listen();
    if (!port.ok()) {
        std::fprintf(stderr, "%s\n", port.error().message.c_str());
        return 1;
    }
    app::printBanner(backend, port.value());
    QObject::connect(&backend, &app::Backend::finished, &application, &QCoreApplication::quit);
    app::quitOnSignals(&application, [&backend, &door] {
        door->close();
        backend.drain();
    });
    app::reloadOnHangup(&application, [&backend] { backend.reload(); });
    return QCoreApplication::exec();
}
