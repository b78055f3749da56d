#include "core/databaseclient/databasereader.h"

#include "core/localclient/texts.h"
#include "core/postgres/schema.h"

#include <QFile>

#include <algorithm>
#include <array>

namespace gw::client {

namespace {

// Sums over many rows may take a while.
constexpr int kAnswerMs = 60'000;
constexpr int kConnectMs = 5000;
// Where Linux systems keep the authorities that they trust.
constexpr std::array kAuthorities{"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt",
                                  "/etc/ssl/ca-bundle.pem"};
// Of the schema: what is read stands in their tables.
constexpr std::array<std::string_view, 2> kNeeded{"access-1", "ledger-1"};
constexpr const char *kTables = "{attempts,rollups,keys,teams,users,budgets,customers,tags,spent,windows}";

// In Error::upstreamCode, beside SQLSTATEs.
constexpr std::string_view kNoSchema = "no schema";
constexpr std::string_view kOlder = "older schema";
constexpr std::string_view kNewer = "newer schema";
constexpr std::string_view kNotAllowed = "42501";

std::string systemAuthorities()
{
    const auto there =
        std::ranges::find_if(kAuthorities, [](const char *file) { return QFile::exists(text(file)); });
    return there == kAuthorities.end() ? std::string() : *there;
}

Result<void> lookAtSteps(postgres::Connection &connection)
{
    GW_TRY(const postgres::Rows there,
           connection.query("SELECT to_regclass('portico.schema_steps') IS NOT NULL"));
    if (!there.flag(0, 0))
        return Error{.message = "there is no schema portico", .upstreamCode = std::string(kNoSchema)};
    GW_TRY(const postgres::Rows done, connection.query("SELECT name, changes FROM portico.schema_steps"));
    const auto steps = postgres::schemaSteps();
    std::size_t needed = 0;
    for (int row = 0; row < done.size(); ++row) {
        const std::string_view name = done.text(row, 0);
        needed += static_cast<std::size_t>(std::ranges::count(kNeeded, name));
        if (done.flag(row, 1) &&
            std::ranges::none_of(steps, [&](const postgres::SchemaStep &step) { return name == step.name; }))
            return Error{.message = "a newer version has changed the schema portico (step " +
                                    std::string(name) + ")",
                         .upstreamCode = std::string(kNewer)};
    }
    if (needed < kNeeded.size())
        return Error{.message = "the schema portico is of an older version",
                     .upstreamCode = std::string(kOlder)};
    return {};
}

}   // namespace

postgres::Settings settingsOf(const KnownDatabase &database, const Secret &password)
{
    postgres::Settings out;
    out.hosts = database.host.toStdString();
    out.ports = std::to_string(database.port);
    out.database = database.database.toStdString();
    out.username = database.user.toStdString();
    out.password = password;
    out.connectMs = kConnectMs;
    out.answerMs = kAnswerMs;
    const auto more = [&out](const char *name, std::string value) {
        out.more.emplace_back(name, std::move(value));
    };
    switch (database.tls) {
    case DatabaseTls::Off:
        more("sslmode", "disable");
        break;
    case DatabaseTls::Required:
        more("sslmode", "require");
        break;
    case DatabaseTls::Verified:
        more("sslmode", "verify-full");
        more("sslrootcert",
             database.authorities.isEmpty() ? systemAuthorities() : database.authorities.toStdString());
        break;
    }
    return out;
}

Result<void> beReader(postgres::Connection &connection)
{
    GW_CHECK(connection.run("SET default_transaction_read_only = on"));
    GW_CHECK(lookAtSteps(connection));
    GW_TRY(const postgres::Rows closed,
           connection.query("SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_class c WHERE "
                            "c.relnamespace = 'portico'::regnamespace AND c.relname = ANY($1::text[]) AND "
                            "NOT has_table_privilege(c.oid, 'SELECT')",
                            {kTables}));
    if (!closed.isNull(0, 0))
        return Error{.message = "permission denied for tables of the schema portico: " + closed.string(0, 0),
                     .upstreamCode = std::string(kNotAllowed)};
    return {};
}

DatabaseFault faultOf(const Error &error)
{
    const std::string &code = error.upstreamCode;
    if (code == kNoSchema)
        return DatabaseFault::NoSchema;
    if (code == kOlder)
        return DatabaseFault::OlderSchema;
    if (code == kNewer)
        return DatabaseFault::NewerSchema;
    if (code == kNotAllowed)
        return DatabaseFault::NotAllowed;
    if (code == postgres::kNoDatabase)
        return DatabaseFault::NoDatabase;
    if (code.starts_with("28"))
        return DatabaseFault::SignIn;
    // libpq has no codes before it has spoken with the server.
    if (error.code == ErrorCode::DatabaseAway && code.empty()) {
        const auto says = [&](const char *words) { return error.message.find(words) != std::string::npos; };
        if (says("SSL") || says("certificate"))
            return DatabaseFault::Tls;
        return says("password") ? DatabaseFault::SignIn : DatabaseFault::Unreachable;
    }
    return DatabaseFault::Other;
}

QString problemOf(const Error &error)
{
    std::string_view words = error.message;
    for (const std::string_view before : {"database unavailable: ", "the database refuses: "}) {
        if (words.starts_with(before))
            words.remove_prefix(before.size());
    }
    return text(words).trimmed();
}

DatabaseReader::DatabaseReader(postgres::Settings settings)
    : m_settings(std::move(settings))
    , m_thread([this] { run(); })
{}

DatabaseReader::~DatabaseReader()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    m_thread.join();
    for (const Waiting &one : m_waiting)
        one.done(Error{.code = ErrorCode::DatabaseAway, .message = "nobody reads the database any more"});
}

void DatabaseReader::post(Job job, Done done)
{
    {
        const std::scoped_lock lock(m_mutex);
        m_waiting.push_back({std::move(job), std::move(done)});
    }
    m_wake.notify_one();
}

void DatabaseReader::run()
{
    for (;;) {
        Waiting one;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stopping || !m_waiting.empty(); });
            if (m_stopping)
                return;
            one = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        one.done(work(one.job));
    }
}

Result<void> DatabaseReader::work(const Job &job)
{
    // A connection that was idle may have been cut without anybody having noticed.
    if (m_connection && m_connection->alive()) {
        const Result<void> done = job(*m_connection);
        if (done.ok() || m_connection->alive() || m_stopping)
            return done;
    }
    m_connection.reset();
    auto opened = postgres::Connection::open(m_settings, "portico window", &m_stopping);
    if (!opened.ok())
        return opened.error();
    m_connection = std::move(opened).value();
    if (const Result<void> ready = beReader(*m_connection); !ready.ok()) {
        m_connection.reset();
        return ready;
    }
    return job(*m_connection);
}

}   // namespace gw::client
