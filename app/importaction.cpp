#include "app/importaction.h"

#include "app/database.h"
#include "app/modelrules.h"
#include "app/startup.h"
#include "core/access/sharedstore.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/config/configfiles.h"
#include "core/takeover/takeover.h"

#include <QTemporaryDir>

#include <cstdio>
#include <future>

namespace gw::app {

namespace {

int fail(const std::string &message)
{
    std::fprintf(stderr, "%s\n", message.c_str());
    return 1;
}

}   // namespace

int runImport(const Options &options)
{
    config::LoadOptions load;
    load.path = options.config;
    load.environment = &processEnvironment;
    const config::LoadOutcome outcome = config::loadConfig(load);
    if (!outcome.ok())
        return fail(outcome.problem());
    const auto database = databaseOf(*outcome.config, &processEnvironment);
    if (!database.ok())
        return fail(database.error().message);
    if (!database.value())
        return fail("import-litellm needs DATABASE_URL, or database_url in the config.");
    // A mirror for this run alone: gateways hear of it as of any other's changes.
    const QTemporaryDir folder;
    const SystemClock clock;
    const auto directory =
        access::Directory::open(folder.filePath(QStringLiteral("access.db")).toStdString(), clock);
    if (!directory.ok())
        return fail(directory.error().message);
    directory.value()->share({.settings = *database.value(),
                              .gateway = "import-" + randomHex(4),
                              .backupFolder = folder.path().toStdString(),
                              .mayChangeSchema = mayChangeSchema(*outcome.config, &processEnvironment)});
    const takeover::ModelRules models = modelRules(*outcome.config, &processEnvironment);
    std::promise<int> done;
    directory.value()->edit([&](access::Edit &edit) {
        const auto taken = takeover::takeOver(edit, *database.value(), takeover::When::Again, models);
        if (!taken.ok())
            return done.set_value(fail(taken.error().message));
        if (!taken.value())
            return done.set_value(fail("The database has no tables of LiteLLM's in the schema " +
                                       database.value()->foreignSchema + "."));
        std::printf("%s\n", taken.value()->text().c_str());
        done.set_value(0);
    });
    return done.get_future().get();
}

}   // namespace gw::app
