#pragma once

#include "app/backend.h"

#include <QFile>
#include <QTest>

#include <memory>

namespace gw::test {

// A gateway as a desktop has it, in that folder, with that config.yaml; it does not listen yet. Null, and the
// test has failed, when it cannot be made ready.
inline std::unique_ptr<app::Backend> preparedBackend(const QString &folder, const QByteArray &config,
                                                     config::EnvironmentReader environment)
{
    app::Options options;
    options.port = 0;
    app::BackendPaths paths;
    paths.data = folder + QStringLiteral("/data");
    paths.config = folder + QStringLiteral("/config.yaml");
    options.dataFolder = paths.data.toStdString();
    QFile file(paths.config);
    const bool written = file.open(QIODevice::WriteOnly) && file.write(config) == config.size();
    file.close();
    auto backend = std::make_unique<app::Backend>(app::Face::Desktop, options, paths, std::move(environment));
    const auto prepared = backend->prepare();
    const bool ready = written && prepared.ok();
    [&] {
        QVERIFY2(ready, prepared.ok() ? "config.yaml cannot be written" : prepared.error().message.c_str());
    }();
    return ready ? std::move(backend) : nullptr;
}

}   // namespace gw::test
