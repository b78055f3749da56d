#include "core/cache/diskstore.h"

#include "core/base/logging.h"

#include <filesystem>
#include <sqlite3.h>
#include <sys/stat.h>
#include <vector>

namespace gw::cache {

namespace {

constexpr int kBusyMs = 1000;
constexpr std::size_t kMaxWaiting = 4096;
constexpr std::size_t kMaxWaitingBytes = 64'000'000;
// What a row takes beside its value.
constexpr std::int64_t kRowBytes = 256;
// An entry that is read often is not written that often.
constexpr std::int64_t kTouchMs = 60'000;

// One statement of SQLite's own, prepared and finished.
class Statement
{
public:
    Statement(sqlite3 *database, const char *sql)
    {
        if (database)
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
    Statement &bind(const std::string &text)
    {
        sqlite3_bind_text(m_statement, ++m_at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        return *this;
    }
    Statement &bindBlob(const std::string &blob)
    {
        sqlite3_bind_blob64(m_statement, ++m_at, blob.data(), blob.size(), SQLITE_STATIC);
        return *this;
    }
    bool row() { return m_statement && sqlite3_step(m_statement) == SQLITE_ROW; }
    bool done() { return m_statement && sqlite3_step(m_statement) == SQLITE_DONE; }
    std::int64_t number(int column) const { return sqlite3_column_int64(m_statement, column); }
    std::string_view blob(int column) const
    {
        const auto *bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
        return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column))};
    }

private:
    sqlite3_stmt *m_statement = nullptr;
    int m_at = 0;
};

}   // namespace

// answers.db, on the store's thread.
class DiskStore::Database
{
public:
    explicit Database(const std::string &folder)
    {
        std::error_code failed;
        std::filesystem::create_directories(folder, failed);
        const std::string path = (std::filesystem::path(folder) / "answers.db").string();
        if (!open(path)) {
            qCWarning(gwCache, "the cache's file %s cannot be used (%s); answers are kept in memory only",
                      path.c_str(), m_database ? sqlite3_errmsg(m_database) : "no memory");
            sqlite3_close(m_database);
            m_database = nullptr;
        }
    }
    ~Database() { sqlite3_close(m_database); }
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    EntryPtr find(const std::string &key, std::int64_t nowMs)
    {
        Statement query(m_database, "SELECT value, expires_ms, used_ms FROM answers WHERE key = ?");
        if (!query.bind(key).row())
            return nullptr;
        auto entry = query.number(1) > nowMs ? decodeEntry(query.blob(0)) : std::nullopt;
        if (!entry) {
            erase(key);
            return nullptr;
        }
        if (nowMs - query.number(2) > kTouchMs)
            Statement(m_database, "UPDATE answers SET used_ms = ? WHERE key = ?")
                .bind(nowMs)
                .bind(key)
                .done();
        return std::make_shared<const Entry>(std::move(*entry));
    }

    void put(const std::string &key, const Entry &entry, std::int64_t maxBytes)
    {
        erase(key);
        const std::string value = encodeEntry(entry);
        const auto size = static_cast<std::int64_t>(value.size()) + kRowBytes;
        if (size > maxBytes)
            return;
        if (m_bytes + size > maxBytes)
            makeRoom(maxBytes * 9 / 10 - size, entry.storedMs);
        Statement insert(m_database,
                         "INSERT INTO answers (key, expires_ms, used_ms, size, value) VALUES (?,?,?,?,?)");
        insert.bind(key).bind(entry.expiresMs).bind(entry.storedMs).bind(size).bindBlob(value);
        if (insert.done())
            m_bytes += size;
    }

    void erase(const std::string &key)
    {
        Statement query(m_database, "DELETE FROM answers WHERE key = ? RETURNING size");
        if (query.bind(key).row())
            m_bytes -= query.number(0);
    }

    void clear()
    {
        Statement(m_database, "DELETE FROM answers").done();
        m_bytes = 0;
    }

    std::int64_t entries()
    {
        Statement query(m_database, "SELECT COUNT(*) FROM answers");
        return query.row() ? query.number(0) : 0;
    }

private:
    bool open(const std::string &path)
    {
        if (sqlite3_open_v2(path.c_str(), &m_database,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                            nullptr) != SQLITE_OK)
            return false;
        // Answers are nobody else's business.
        ::chmod(path.c_str(), S_IRUSR | S_IWUSR);
        sqlite3_busy_timeout(m_database, kBusyMs);
        // A cache may lose its last seconds at a power cut, but not its room: pages of deleted rows are used
        // again.
        for (const char *sql :
             {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF",
              "CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, expires_ms INTEGER NOT NULL, "
              "used_ms INTEGER NOT NULL, size INTEGER NOT NULL, value BLOB NOT NULL)",
              "CREATE INDEX IF NOT EXISTS answers_by_use ON answers (used_ms, key, size)"}) {
            if (sqlite3_exec(m_database, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
                return false;
        }
        Statement sum(m_database, "SELECT COALESCE(SUM(size), 0) FROM answers");
        m_bytes = sum.row() ? sum.number(0) : 0;
        return true;
    }

    // Down to so many bytes: what has expired first, then what was used longest ago.
    void makeRoom(std::int64_t bytes, std::int64_t nowMs)
    {
        sqlite3_exec(m_database, "BEGIN", nullptr, nullptr, nullptr);
        Statement(m_database, "DELETE FROM answers WHERE expires_ms <= ?").bind(nowMs).done();
        {
            Statement sum(m_database, "SELECT COALESCE(SUM(size), 0) FROM answers");
            m_bytes = sum.row() ? sum.number(0) : 0;
        }
        std::vector<std::string> oldest;
        {
            Statement query(m_database, "SELECT key, size FROM answers ORDER BY used_ms");
            for (std::int64_t left = m_bytes; left > bytes && query.row(); left -= query.number(1))
                oldest.emplace_back(query.blob(0));
        }
        for (const std::string &key : oldest)
            erase(key);
        sqlite3_exec(m_database, "COMMIT", nullptr, nullptr, nullptr);
    }

    sqlite3 *m_database = nullptr;
    std::int64_t m_bytes = 0;
};

DiskStore::DiskStore(std::string folder, std::int64_t maxBytes)
    : m_folder(std::move(folder))
    , m_maxBytes(maxBytes)
    , m_thread([this] { run(); })
{}

DiskStore::~DiskStore()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_ending = true;
    }
    m_more.notify_one();
    m_thread.join();
}

void DiskStore::run()
{
    Database database(m_folder);
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_more.wait(lock, [this] { return m_ending || !m_work.empty(); });
        if (m_work.empty())
            return;
        const Work work = std::move(m_work.front());
        m_work.pop_front();
        m_bytes -= work.bytes;
        lock.unlock();
        work.run(database);
        lock.lock();
    }
}

bool DiskStore::add(std::function<void(Database &)> run, std::size_t bytes, bool always)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!always && (m_work.size() >= kMaxWaiting || m_bytes + bytes > kMaxWaitingBytes))
            return false;
        m_work.push_back({std::move(run), bytes});
        m_bytes += bytes;
    }
    m_more.notify_one();
    return true;
}

void DiskStore::setLimit(std::int64_t maxBytes)
{
    const std::scoped_lock lock(m_mutex);
    m_maxBytes = maxBytes;
}

void DiskStore::find(std::string key, std::int64_t nowMs, Found found)
{
    if (!add([key = std::move(key), nowMs, found](Database &database) { found(database.find(key, nowMs)); },
             0))
        found(nullptr);
}

void DiskStore::put(std::string key, EntryPtr entry)
{
    std::int64_t maxBytes = 0;
    {
        const std::scoped_lock lock(m_mutex);
        maxBytes = m_maxBytes;
    }
    const std::size_t bytes = entry->bytes.size();
    add([key = std::move(key), entry = std::move(entry),
         maxBytes](Database &database) { database.put(key, *entry, maxBytes); },
        bytes);
}

void DiskStore::erase(std::string key)
{
    add([key = std::move(key)](Database &database) { database.erase(key); }, 0, true);
}

void DiskStore::clear()
{
    add([](Database &database) { database.clear(); }, 0, true);
}

void DiskStore::whenDone(std::function<void(std::int64_t)> call)
{
    add([call = std::move(call)](Database &database) { call(database.entries()); }, 0, true);
}

}   // namespace gw::cache
