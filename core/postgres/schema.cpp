#include "core/postgres/schema.h"

#include "core/base/logging.h"
#include "core/base/resources.h"
#include "core/postgres/dump.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace gw::postgres {

namespace {

// Of our advisory locks: any number that nobody else uses.
constexpr std::int64_t kSchemaLock = 0x706f727469636f;   // "portico"
// Steps may move many rows.
constexpr int kStepMs = 600'000;

const std::array<SchemaStep, 4> &allSteps()
{
    static const std::array<SchemaStep, 4> list{{{"access-1", "schema/postgres_access_0001.sql", {}},
                                                 {"access-2", "schema/postgres_access_0002.sql", {}},
                                                 {"access-3", "schema/postgres_access_0003.sql", {}},
                                                 {"ledger-1", "schema/postgres_ledger_0001.sql", {}}}};
    return list;
}

Result<void> runStep(Connection &connection, const SchemaStep &step, const std::string &backupFolder)
{
    if (!step.changes.empty()) {
        const auto now = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::system_clock::now().time_since_epoch());
        const std::string file =
            backupFolder + "/database-" + step.name + "-" + std::to_string(now.count()) + ".jsonl.zst";
        GW_CHECK(dumpTables(connection, "portico", step.changes, file));
        qCInfo(gwDatabase, "the tables before step %s are saved in %s", step.name, file.c_str());
    }
    const std::string_view sql = resource(step.resource);
    if (sql.empty())
        return Error{.message = std::string("the step ") + step.name + " has no text"};
    GW_CHECK(connection.script(std::string(sql)));
    return connection.run("INSERT INTO portico.schema_steps (name, changes) VALUES ($1, $2)",
                          {step.name, !step.changes.empty()});
}

struct StepDone
{
    std::string name;
    bool changes = false;   // It has changed tables that were there before.
};

// The steps that the database knows; nothing where it has none of our tables.
Result<std::vector<StepDone>> stepsDone(Connection &connection)
{
    std::vector<StepDone> done;
    GW_TRY(const Rows there, connection.query("SELECT to_regclass('portico.schema_steps') IS NOT NULL"));
    if (!there.flag(0, 0))
        return done;
    GW_TRY(const Rows rows, connection.query("SELECT name, changes FROM portico.schema_steps"));
    for (int row = 0; row < rows.size(); ++row)
        done.push_back({rows.string(row, 0), rows.flag(row, 1)});
    return done;
}

bool contains(const std::vector<StepDone> &done, std::string_view name)
{
    return std::ranges::any_of(done, [name](const StepDone &one) { return one.name == name; });
}

Result<void> runMissing(Connection &connection, std::span<const SchemaStep> steps,
                        const std::string &backupFolder)
{
    return connection.transaction([&]() -> Result<void> {
        // Until the end of the transaction, however it comes. Whoever is first may take a while.
        GW_CHECK(connection.script("SET LOCAL lock_timeout = '600s'; SELECT pg_advisory_xact_lock(" +
                                   std::to_string(kSchemaLock) + ")"));
        // IF NOT EXISTS asks for the right to make schemas even where there is one.
        GW_TRY(const Rows there, connection.query("SELECT to_regnamespace('portico') IS NOT NULL"));
        if (!there.flag(0, 0))
            GW_CHECK(connection.run("CREATE SCHEMA portico"));
        GW_CHECK(connection.script(
            "CREATE TABLE IF NOT EXISTS portico.schema_steps (name text PRIMARY KEY, changes boolean NOT "
            "NULL, "
            "done_at timestamptz NOT NULL DEFAULT now()); SET LOCAL search_path = portico"));
        GW_TRY(const std::vector<StepDone> done, stepsDone(connection));
        for (const SchemaStep &step : steps) {
            if (!contains(done, step.name))
                GW_CHECK(runStep(connection, step, backupFolder));
        }
        return {};
    });
}

}   // namespace

std::span<const SchemaStep> schemaSteps()
{
    return allSteps();
}

Result<void> bringUpToDate(Connection &connection, std::span<const SchemaStep> steps,
                           const std::string &backupFolder, bool mayChange)
{
    GW_TRY(const std::vector<StepDone> done, stepsDone(connection));
    for (const StepDone &one : done) {
        // New tables of a newer version are nothing to this one.
        if (one.changes &&
            std::ranges::none_of(steps, [&](const SchemaStep &step) { return one.name == step.name; }))
            return Error{.message = "the database's schema portico was changed by a newer version (step " +
                                    one.name + "); update this gateway"};
    }
    if (std::ranges::all_of(steps, [&](const SchemaStep &step) { return contains(done, step.name); }))
        return {};
    if (!mayChange)
        return Error{.code = ErrorCode::DatabaseAway,
                     .message = "database unavailable: its schema portico is not up to date, and "
                                "DISABLE_SCHEMA_UPDATE forbids to change it; start one gateway without it"};
    const int usual = connection.settings().answerMs;
    connection.setAnswerMs(kStepMs);
    const Result<void> outcome = runMissing(connection, steps, backupFolder);
    connection.setAnswerMs(usual);
    if (outcome.ok())
        qCInfo(gwDatabase, "the database's schema portico is up to date");
    return outcome;
}

bool mayBeMissing(const Error &whyNot)
{
    constexpr std::array<std::string_view, 3> kStates{kNoDatabase, "28000", "28P01"};
    return std::ranges::find(kStates, whyNot.upstreamCode) != kStates.end();
}

Result<void> makeDatabase(const Settings &settings, const Error &whyNot)
{
    const std::string create = "CREATE DATABASE " + quoted(settings.database);
    if (whyNot.upstreamCode == kNoDatabase) {
        Settings other = settings;
        other.database = "postgres";
        auto made = Connection::open(other, "portico");
        const Result<void> created = made.ok() ? made.value()->run(create) : Result<void>(made.error());
        if (created.ok())
            qCInfo(gwDatabase, "the database %s was made", settings.database.c_str());
        // Another gateway may have been first.
        if (created.ok() || created.error().upstreamCode == kDatabaseExists ||
            created.error().upstreamCode == kUniqueViolation)
            return {};
    }
    return Error{.code = ErrorCode::DatabaseAway,
                 .message = whyNot.message + ". An administrator can run: CREATE ROLE " +
                            quoted(settings.username) + " LOGIN PASSWORD '...'; " + create + " OWNER " +
                            quoted(settings.username) + ";",
                 .upstreamCode = whyNot.upstreamCode};
}

}   // namespace gw::postgres
