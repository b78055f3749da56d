#include "core/ledger/bodystore.h"

#include "core/base/clock.h"
#include "core/base/logging.h"
#include "core/ledger/bodypack.h"

#include <bit>
#include <chrono>
#include <filesystem>
#include <sqlite3.h>
#include <sys/stat.h>

namespace gw::ledger {

namespace {

constexpr std::int64_t kDayUs = 86'400'000'000;
// How often what has become too old is looked for.
constexpr std::chrono::hours kRound{1};
constexpr int kBusyMs = 2000;

std::int64_t stored(std::uint64_t half)
{
    return std::bit_cast<std::int64_t>(half);
}

std::size_t heldBy(const KeptBodies &bodies)
{
    std::size_t held = 0;
    for (const Body &body : bodies.bodies)
        held += body.bytes.size();
    return held;
}

Error failed(sqlite3 *database)
{
    return {.code = ErrorCode::Internal, .message = std::string("kept bodies: ") + sqlite3_errmsg(database)};
}

// One statement of SQLite's own, prepared and finished.
class Statement
{
public:
    Statement(sqlite3 *database, const char *sql)
        : m_database(database)
    {
        sqlite3_prepare_v2(database, sql, -1, &m_statement, nullptr);
    }
    ~Statement() { sqlite3_finalize(m_statement); }
    Statement(const Statement &) = delete;
    Statement &operator=(const Statement &) = delete;

    Statement &bind(std::int64_t number)
    {
        sqlite3_bind_int64(m_statement, ++m_at, number);
        return *this;
    }
    Statement &bind(std::string_view blob)
    {
        sqlite3_bind_blob64(m_statement, ++m_at, blob.data(), blob.size(), SQLITE_STATIC);
        return *this;
    }
    // Whether there is a row.
    Result<bool> step()
    {
        const int stepped = m_statement ? sqlite3_step(m_statement) : SQLITE_ERROR;
        if (stepped != SQLITE_ROW && stepped != SQLITE_DONE)
            return failed(m_database);
        return stepped == SQLITE_ROW;
    }
    std::int64_t number(int column) const { return sqlite3_column_int64(m_statement, column); }
    std::string_view blob(int column) const
    {
        const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
        return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
    }

private:
    sqlite3 *m_database;
    sqlite3_stmt *m_statement = nullptr;
    int m_at = 0;
};

}   // namespace

// bodies.db, on the store's thread.
class BodyStore::Database
{
public:
    ~Database() { sqlite3_close(m_database); }

    Result<void> open(const std::string &path)
    {
        const int opened =
            sqlite3_open_v2(path.c_str(), &m_database,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
        if (opened != SQLITE_OK)
            return failed(m_database);
        // Prompts are nobody else's business.
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
        sqlite3_busy_timeout(m_database, kBusyMs);
        // What was deleted is overwritten; a lost second at a power cut is none of a ledger's.
        for (const char *sql :
             {"PRAGMA auto_vacuum = INCREMENTAL", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL",
              "PRAGMA secure_delete = ON",
              "CREATE TABLE IF NOT EXISTS bodies (seq INTEGER PRIMARY KEY, id_high INTEGER NOT NULL, "
              "id_low INTEGER NOT NULL, kept_us INTEGER NOT NULL, size INTEGER NOT NULL, "
              "packed BLOB NOT NULL)",
              "CREATE INDEX IF NOT EXISTS bodies_by_id ON bodies (id_high, id_low)"})
            GW_CHECK(run(sql));
        GW_TRY(const BodySize size, measure());
        m_bytes = size.bytes;
        return {};
    }

    Result<void> put(const KeptBodies &bodies, std::string_view packed)
    {
        Statement statement(m_database,
                            "INSERT INTO bodies (id_high, id_low, kept_us, size, packed) VALUES (?,?,?,?,?)");
        statement.bind(stored(bodies.request.high))
            .bind(stored(bodies.request.low))
            .bind(bodies.keptUs)
            .bind(static_cast<std::int64_t>(packed.size()))
            .bind(packed);
        GW_CHECK(statement.step());
        m_bytes += static_cast<std::int64_t>(packed.size());
        return {};
    }

    Result<KeptBodies> read(const Id128 &request)
    {
        Statement statement(m_database, "SELECT kept_us, packed FROM bodies WHERE id_high = ? AND id_low = ? "
                                        "ORDER BY seq DESC LIMIT 1");
        statement.bind(stored(request.high)).bind(stored(request.low));
        GW_TRY(const bool found, statement.step());
        if (!found)
            return Error{.code = ErrorCode::NotFound, .message = "nothing is kept of this request"};
        KeptBodies out;
        out.request = request;
        out.keptUs = statement.number(0);
        GW_TRY(out.bodies, unpackBodies(statement.blob(1)));
        return out;
    }

    Result<BodySize> measure()
    {
        Statement statement(m_database,
                            "SELECT coalesce(sum(size), 0), count(*), coalesce(min(kept_us), 0) FROM bodies");
        GW_CHECK(statement.step());
        return BodySize{statement.number(0), statement.number(1), statement.number(2)};
    }

    // The oldest go until neither is too old nor all is too much.
    Result<void> trim(const BodyRetention &retention, std::int64_t nowUs)
    {
        const std::int64_t oldest = nowUs - retention.days * kDayUs;
        bool removed = false;
        for (;;) {
            Statement first(m_database, "SELECT seq, kept_us, size FROM bodies ORDER BY seq LIMIT 1");
            GW_TRY(const bool found, first.step());
            if (!found || (first.number(1) >= oldest && m_bytes <= retention.bytes))
                break;
            Statement remove(m_database, "DELETE FROM bodies WHERE seq = ?");
            remove.bind(first.number(0));
            GW_CHECK(remove.step());
            m_bytes -= first.number(2);
            removed = true;
        }
        return removed ? run("PRAGMA incremental_vacuum(64)") : Result<void>();
    }

    Result<void> clear()
    {
        GW_CHECK(run("DELETE FROM bodies"));
        m_bytes = 0;
        GW_CHECK(run("VACUUM"));
        return run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

private:
    Result<void> run(const char *sql)
    {
        if (sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            return failed(m_database);
        return {};
    }

    sqlite3 *m_database = nullptr;
    std::int64_t m_bytes = 0;
};

BodyStore::BodyStore(std::string folder, BodyLimits limits)
    : m_folder(std::move(folder))
    , m_limits(limits)
{}

BodyStore::~BodyStore()
{
    stop();
}

std::string BodyStore::path() const
{
    return m_folder + "/bodies.db";
}

BodyRetention BodyStore::retention() const
{
    const std::lock_guard lock(m_mutex);
    return m_retention;
}

void BodyStore::set(bool on, const BodyRetention &retention)
{
    m_on = on;
    {
        const std::lock_guard lock(m_mutex);
        m_retention = retention;
    }
    std::error_code error;
    if (on || std::filesystem::exists(path(), error))
        post([] {});   // Every round trims.
}

bool BodyStore::hold(std::size_t bytes) noexcept
{
    if (m_held.fetch_add(bytes) + bytes <= m_limits.heldBytes)
        return true;
    m_held.fetch_sub(bytes);
    return false;
}

void BodyStore::release(std::size_t bytes) noexcept
{
    m_held.fetch_sub(bytes);
}

void BodyStore::keep(KeptBodies bodies)
{
    auto shared = std::make_shared<KeptBodies>(std::move(bodies));
    post([this, shared] { write(*shared); });
}

void BodyStore::drop()
{
    if (m_dropped.fetch_add(1) == 0)
        qCWarning(gwLedger, "prompts and answers come faster than they can be kept: some are left out");
}

void BodyStore::read(const Id128 &request, std::function<void(Result<KeptBodies>)> done)
{
    post([this, request, done = std::move(done)] {
        if (const auto opened = open(false); !opened.ok())
            return done(opened.error());
        done(m_database->read(request));
    });
}

void BodyStore::measure(std::function<void(Result<BodySize>)> done)
{
    post([this, done = std::move(done)] {
        if (const auto opened = open(false); !opened.ok())
            return opened.error().code == ErrorCode::NotFound ? done(BodySize()) : done(opened.error());
        done(m_database->measure());
    });
}

void BodyStore::clear(std::function<void(Result<void>)> done)
{
    post([this, done = std::move(done)] {
        if (const auto opened = open(false); !opened.ok())
            return opened.error().code == ErrorCode::NotFound ? done({}) : done(opened.error());
        done(m_database->clear());
    });
}

void BodyStore::stop()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void BodyStore::post(Task task)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_stopping)
            return;
        m_tasks.push_back(std::move(task));
        if (!m_thread.joinable())
            m_thread = std::thread([this] { run(); });
    }
    m_wake.notify_one();
}

void BodyStore::run()
{
    for (;;) {
        std::deque<Task> tasks;
        BodyRetention retention;
        bool stopping = false;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait_for(lock, kRound, [this] { return m_stopping || !m_tasks.empty(); });
            tasks.swap(m_tasks);
            retention = m_retention;
            stopping = m_stopping;
        }
        for (const Task &task : tasks)
            task();
        if (open(false).ok())
            if (const auto trimmed = m_database->trim(retention, SystemClock().unixUs()); !trimmed.ok())
                qCWarning(gwLedger, "%s", trimmed.error().message.c_str());
        if (stopping)
            break;
    }
    m_database.reset();
}

// NotFound: nothing was ever kept, and create is false.
Result<void> BodyStore::open(bool create)
{
    if (m_database)
        return {};
    std::error_code error;
    if (!create && !std::filesystem::exists(path(), error))
        return Error{.code = ErrorCode::NotFound, .message = "nothing is kept"};
    auto database = std::make_unique<Database>();
    GW_CHECK(database->open(path()));
    m_database = std::move(database);
    return {};
}

void BodyStore::write(KeptBodies &bodies)
{
    const std::size_t held = heldBy(bodies);
    Result<void> written = open(true);
    if (written.ok()) {
        const std::string packed = packBodies(std::move(bodies.bodies));
        written = m_database->put(bodies, packed);
    }
    release(held);
    if (!written.ok() && m_dropped.fetch_add(1) == 0)
        qCWarning(gwLedger, "prompts and answers cannot be kept: %s", written.error().message.c_str());
}

}   // namespace gw::ledger
