#pragma once

#include "core/access/directory.h"
#include "core/config/schema.h"
#include "core/config/yamlreader.h"
#include "core/postgres/settings.h"

#include <optional>
#include <string>

// The PostgreSQL that several gateways share.
namespace gw::app {

// As the config and the environment name it; nothing: this gateway is alone. What the URL says in vain is
// told in the log.
Result<std::optional<postgres::Settings>> databaseOf(const config::Config &config,
                                                     const config::EnvironmentReader &environment);
// False where DISABLE_SCHEMA_UPDATE or disable_prisma_schema_update forbids to make tables.
bool mayChangeSchema(const config::Config &config, const config::EnvironmentReader &environment);
// Names this gateway, for as long as its data folder lives, to the others. Made at the first start.
Result<std::string> gatewayIdOf(const std::string &dataFolder);
// How long known keys count while the database is away.
void applyAwayTolerance(access::Directory &directory, const config::General &general);

}   // namespace gw::app
