#pragma once

#include "core/postgres/connection.h"

#include <span>

// The schema portico of the database: our tables live there, and nothing of anybody else's is touched.
namespace gw::postgres {

// One step towards today's tables. Steps are only ever added; each is run once, by whoever comes first.
struct SchemaStep
{
    const char *name;                         // Remembered: never changes.
    const char *resource;                     // SQL, with portico as the search path.
    std::vector<const char *> changes = {};   // Tables that existed before: they are saved first.
};
std::span<const SchemaStep> schemaSteps();

// Runs the steps that were not run yet, each in a transaction, one gateway at a time. Rows of tables that a
// step changes go to backupFolder/database-STEP-TIME.jsonl.zst first. Internal when a newer version has
// changed tables. mayChange false: DatabaseAway with what to do when a step is missing, and nothing is done.
Result<void> bringUpToDate(Connection &connection, std::span<const SchemaStep> steps,
                           const std::string &backupFolder, bool mayChange = true);

// True when Connection::open() failed because there is no such database or role, or its password differs.
bool mayBeMissing(const Error &whyNot);
// Makes the database that the settings name when the server has none of that name and the role may; else the
// error says which two statements an administrator has to run.
Result<void> makeDatabase(const Settings &settings, const Error &whyNot);

}   // namespace gw::postgres
