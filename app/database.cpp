#include "app/database.h"

#include "core/base/ids.h"
#include "core/base/logging.h"
#include "core/config/atomicfile.h"

#include <QFile>

namespace gw::app {

namespace {

constexpr std::size_t kIdBytes = 8;
constexpr std::int64_t kHourS = 3600;

bool isOn(const std::string &text)
{
    return text == "1" || text == "true" || text == "True" || text == "TRUE";
}

}   // namespace

Result<std::optional<postgres::Settings>> databaseOf(const config::Config &config,
                                                     const config::EnvironmentReader &environment)
{
    const auto variable = [&](const std::string &name) -> std::optional<std::string> {
        const auto it = config.environment.find(name);
        return it == config.environment.end() ? environment(name) : std::optional(it->second.reveal());
    };
    auto chosen = postgres::chooseDatabase(config.general.databaseUrl, variable);
    if (!chosen.ok())
        return Error{.code = chosen.error().code, .message = "DATABASE_URL: " + chosen.error().message + "."};
    if (chosen.value() && !chosen.value()->ignored.empty()) {
        std::string names;
        for (const std::string &name : chosen.value()->ignored)
            names += (names.empty() ? "" : ", ") + name;
        qCInfo(gwDatabase, "the database URL's %s mean nothing here", names.c_str());
    }
    return chosen;
}

bool mayChangeSchema(const config::Config &config, const config::EnvironmentReader &environment)
{
    if (isOn(environment("DISABLE_SCHEMA_UPDATE").value_or("")))
        return false;
    return !json::findBool(config.general.raw, "disable_prisma_schema_update").value_or(false);
}

Result<std::string> gatewayIdOf(const std::string &dataFolder)
{
    const std::string name = dataFolder + "/gateway-id";
    QFile file(QString::fromStdString(name));
    if (file.open(QIODevice::ReadOnly)) {
        if (std::string id = file.readAll().trimmed().toStdString(); !id.empty())
            return id;
        file.close();
    }
    std::string id = randomHex(kIdBytes);
    GW_CHECK(config::writeFileAtomically(name, id + "\n"));
    return id;
}

void applyAwayTolerance(access::Directory &directory, const config::General &general)
{
    directory.setAwayTolerance(
        general.allowWithoutDatabase ? -1 : std::int64_t{general.databaseAwayHours} * kHourS);
}

}   // namespace gw::app
