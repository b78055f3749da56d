#include "app/remotewindows.h"

#include "app/windowparts.h"
#include "core/engine/version.h"

#include <QSysInfo>

namespace gw::app {

namespace {

std::unique_ptr<client::GatewayClient> makeClient(Backend &backend)
{
    client::InProcessParts parts = windowParts(backend);
    parts.listens = true;
    parts.port = backend.host().port();
    auto made = std::make_unique<client::InProcessClient>(std::move(parts));
    QObject::connect(&backend, &Backend::configApplied, made.get(), &client::InProcessClient::configApplied);
    QObject::connect(&backend, &Backend::vaultChanged, made.get(), &client::GatewayClient::statusChanged);
    return made;
}

}   // namespace

std::unique_ptr<remote::Door> letWindowsIn(Backend &backend)
{
    auto door = std::make_unique<remote::Door>(
        remote::Door::Parts{.makeClient = [&backend] { return makeClient(backend); },
                            .version = std::string(engine::kVersion),
                            .name = QSysInfo::machineHostName().toStdString()});
    backend.host().addRoutes(door->routes());
    return door;
}

}   // namespace gw::app
