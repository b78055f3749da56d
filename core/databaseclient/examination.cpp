#include "core/databaseclient/examination.h"

#include "core/localclient/texts.h"

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

using Kind = DatabaseStep::Kind;
using State = DatabaseStep::State;
using postgres::Connection;
using postgres::Rows;

// The step that a fault of opening a connection belongs to; those before it have passed.
Kind stepOf(DatabaseFault fault)
{
    switch (fault) {
    case DatabaseFault::Tls:
        return Kind::Tls;
    case DatabaseFault::SignIn:
    case DatabaseFault::NoDatabase:
        return Kind::SignIn;
    default:
        break;
    }
    return Kind::Reach;
}

class Examination
{
public:
    Examination(const postgres::Settings &settings, const std::atomic<bool> &stop,
                const std::function<void(const DatabaseStep &)> &tell)
        : m_settings(settings)
        , m_stop(stop)
        , m_tell(tell)
    {}

    DatabaseTest run()
    {
        begin(Kind::Reach);
        if (!open())
            return m_result;
        begin(Kind::Schema);
        if (!passed(beReader(*m_connection), Kind::Schema))
            return m_result;
        end(Kind::Schema);
        begin(Kind::Content);
        if (!passed(count(), Kind::Content))
            return m_result;
        end(Kind::Content);
        begin(Kind::Rights);
        if (!passed(weigh(), Kind::Rights))
            return m_result;
        end(Kind::Rights, m_result.mayWrite ? State::Warned : State::Passed);
        return m_result;
    }

private:
    bool open()
    {
        auto opened = Connection::open(m_settings, "portico test", &m_stop);
        if (!opened.ok()) {
            const Kind broken = stepOf(faultOf(opened.error()));
            for (int kind = 0; kind < int(broken); ++kind)
                end(Kind(kind));
            return passed(opened.error(), broken);
        }
        m_connection = std::move(opened).value();
        m_result.protocol = text(m_connection->protocol());
        end(Kind::Reach);
        end(Kind::Tls, State::Passed, m_result.protocol);
        const auto version = m_connection->query("SHOW server_version");
        if (!passed(version.ok() ? Result<void>() : Result<void>(version.error()), Kind::SignIn))
            return false;
        m_result.server = text(version.value().text(0, 0)).section(u' ', 0, 0);
        end(Kind::SignIn);
        return true;
    }

    Result<void> count()
    {
        GW_TRY(const Rows rows,
               m_connection->query("SELECT gateway, SUM(attempts)::bigint FROM portico.rollups WHERE "
                                   "dimension = 0 GROUP BY gateway ORDER BY gateway"));
        for (int row = 0; row < rows.size(); ++row) {
            m_result.gateways << text(rows.text(row, 0));
            m_result.rows += rows.integer(row, 1);
        }
        return {};
    }

    Result<void> weigh()
    {
        GW_TRY(const Rows rows,
               m_connection->query(
                   "SELECT has_schema_privilege('portico', 'CREATE') OR EXISTS (SELECT 1 FROM pg_class c "
                   "WHERE c.relnamespace = 'portico'::regnamespace AND c.relkind IN ('r', 'p') AND "
                   "has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))"));
        m_result.mayWrite = rows.flag(0, 0);
        if (m_result.mayWrite)
            m_result.readerSql = readerSql(m_settings.database);
        return {};
    }

    void begin(Kind kind) { m_tell({.kind = kind, .state = State::Running}); }
    void end(Kind kind, State state = State::Passed, const QString &detail = {})
    {
        m_tell({.kind = kind, .state = state, .detail = detail});
    }
    bool passed(const Result<void> &done, Kind kind)
    {
        if (done.ok())
            return true;
        m_result.fault = faultOf(done.error());
        m_result.problem = problemOf(done.error());
        end(kind, State::Failed);
        return false;
    }

    const postgres::Settings &m_settings;
    const std::atomic<bool> &m_stop;
    const std::function<void(const DatabaseStep &)> &m_tell;
    std::unique_ptr<Connection> m_connection;
    DatabaseTest m_result;
};

}   // namespace

DatabaseTest examine(const postgres::Settings &settings, const std::atomic<bool> &stop,
                     const std::function<void(const DatabaseStep &)> &tell)
{
    return Examination(settings, stop, tell).run();
}

QString readerSql(const std::string &database)
{
    return u"CREATE ROLE portico_reader LOGIN PASSWORD 'choose one';\n"
           "GRANT CONNECT ON DATABASE %1 TO portico_reader;\n"
           "GRANT USAGE ON SCHEMA portico TO portico_reader;\n"
           "GRANT SELECT ON portico.schema_steps, portico.attempts, portico.rollups,\n"
           "  portico.keys, portico.teams, portico.users, portico.budgets, portico.customers,\n"
           "  portico.tags, portico.spent, portico.windows TO portico_reader;\n"_s.arg(
               text(postgres::quoted(database)));
}

}   // namespace gw::client
