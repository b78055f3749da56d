#include "core/sharedledger/views.h"

#include "core/base/logging.h"
#include "core/base/resources.h"

namespace gw::sharedledger {

namespace {

constexpr std::string_view kViews = "schema/postgres_views.sql";

Result<bool> hasOwnTables(postgres::Connection &connection, const std::string &schema)
{
    GW_TRY(
        const postgres::Rows rows,
        connection.query("SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                         "c.relnamespace WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND c.relname LIKE "
                         "'LiteLLM\\_%' LIMIT 1",
                         {schema}));
    return !rows.empty();
}

}   // namespace

Result<void> makeViews(postgres::Connection &connection, const std::string &schema)
{
    GW_TRY(const bool theirs, hasOwnTables(connection, schema));
    if (theirs)
        return {};
    GW_TRY(
        const postgres::Rows allowed,
        connection.query("SELECT has_schema_privilege(n.oid, 'CREATE') FROM pg_catalog.pg_namespace n WHERE "
                         "n.nspname = $1",
                         {schema}));
    if (allowed.empty() || !allowed.flag(0, 0)) {
        qCInfo(gwDatabase, "there are no views named LiteLLM_*: this role may create nothing in schema %s",
               schema.c_str());
        return {};
    }
    // One gateway at a time; two that replace a view at once would disturb each other.
    return connection.transaction([&]() -> Result<void> {
        constexpr std::int64_t kViewsLock = 0x7669657773;   // "views"
        GW_CHECK(connection.run("SELECT pg_advisory_xact_lock($1)", {kViewsLock}));
        GW_CHECK(connection.run("SELECT set_config('search_path', $1 || ', portico', true)",
                                {postgres::quoted(schema)}));
        std::string_view rest = resource(kViews);
        constexpr std::string_view kEnd = ";\n";
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find(kEnd), rest.size());
            const std::string statement(rest.substr(0, end));
            rest.remove_prefix(std::min(end + kEnd.size(), rest.size()));
            if (statement.find("VIEW") != std::string::npos)
                GW_CHECK(connection.run(statement));
        }
        return {};
    });
}

}   // namespace gw::sharedledger
