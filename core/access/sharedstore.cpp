#include "core/access/sharedstore.h"

#include "core/access/tables.h"
#include "core/postgres/schema.h"

#include <QString>

#include <algorithm>
#include <map>
#include <simdjson.h>
#include <tuple>

namespace gw::access {

namespace {

constexpr const char *kChannel = "portico_access";
// Of pg_advisory_xact_lock: any numbers that nobody else uses.
constexpr const char *kLockChanges = "SELECT pg_advisory_xact_lock(7954892334564401001)";
constexpr const char *kLockSpent = "SELECT pg_advisory_xact_lock(7954892334564401002)";

Pico picoFrom(const postgres::Rows &rows, int row, int column)
{
    // Beyond nine million dollars it reads as the most that fits.
    const std::string_view digits = rows.text(row, column);
    constexpr std::size_t kFits = 18;
    return digits.size() > kFits ? INT64_MAX / 2 : rows.integer(row, column);
}

std::optional<Scope> scopeOf(std::int64_t number)
{
    if (number < 0 || number >= static_cast<std::int64_t>(kScopes))
        return std::nullopt;
    return static_cast<Scope>(number);
}

// Whatever goes wrong with it, the database cannot be used now.
Error awayBecause(const Error &error)
{
    if (error.code == ErrorCode::DatabaseAway)
        return error;
    return {.code = ErrorCode::DatabaseAway,
            .message = "database unavailable: " + error.message,
            .upstreamCode = error.upstreamCode};
}

postgres::Settings shortOf(postgres::Settings settings)
{
    constexpr int kAnswerMs = 5000;
    settings.answerMs = kAnswerMs;
    return settings;
}

// How many rows go in one statement.
constexpr std::size_t kRowsAtOnce = 5000;

std::string numbered(std::int64_t number)
{
    return std::to_string(number);
}

// As PostgreSQL takes it: UTF-8 without NUL. Names may come from clients' headers, and one that is refused
// would take all others of its statement with it.
std::string clean(std::string text)
{
    if (text.find('\0') == std::string::npos && simdjson::validate_utf8(text))
        return text;
    QString good = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    good.replace(QChar(0), QChar(QChar::ReplacementCharacter));
    return good.toStdString();
}

// The columns of several rows, each an array for unnest().
class Columns
{
public:
    explicit Columns(std::size_t count)
        : m_values(count)
    {}
    void add(std::vector<std::string> row)
    {
        for (std::size_t i = 0; i < m_values.size(); ++i)
            m_values[i].push_back(clean(std::move(row[i])));
    }
    std::size_t rows() const { return m_values.front().size(); }
    // Runs the statement over at most kRowsAtOnce rows at a time; $1 ... are the columns, more comes behind.
    template <typename Each>
    Result<void> run(postgres::Connection &connection, const std::string &sql,
                     const postgres::Parameters &more, Each each) const
    {
        for (std::size_t begin = 0; begin < rows(); begin += kRowsAtOnce) {
            const std::size_t end = std::min(rows(), begin + kRowsAtOnce);
            postgres::Parameters parameters;
            for (const auto &column : m_values)
                parameters.emplace_back(
                    postgres::arrayOf({column.begin() + static_cast<std::ptrdiff_t>(begin),
                                       column.begin() + static_cast<std::ptrdiff_t>(end)}));
            parameters.insert(parameters.end(), more.begin(), more.end());
            GW_TRY(const postgres::Rows rows, connection.query(sql, parameters));
            each(rows);
        }
        return {};
    }
    Result<void> run(postgres::Connection &connection, const std::string &sql,
                     const postgres::Parameters &more = {}) const
    {
        return run(connection, sql, more, [](const postgres::Rows &) {});
    }

private:
    std::vector<std::vector<std::string>> m_values;
};

// Rows of one kind, the last of those with the same id.
Result<void> putRows(postgres::Connection &connection, Kind kind, const std::vector<Store::Put> &puts)
{
    const Table &table = tableOf(kind);
    std::map<std::string_view, const Store::Put *> last;
    for (const Store::Put &row : puts) {
        if (row.kind == kind)
            last[row.id] = &row;
    }
    if (last.empty())
        return {};
    std::string names = "id";
    std::string arrays = "$1::text[]";
    std::string updates;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        names += std::string(", ") + table.columns[i];
        arrays += ", $" + std::to_string(i + 2) + "::text[]";
        updates += std::string(table.columns[i]) + " = excluded." + table.columns[i] + ", ";
    }
    arrays += ", $" + std::to_string(table.columns.size() + 2) + "::json[]";
    Columns columns(table.columns.size() + 2);
    for (const auto &[id, row] : last) {
        std::vector<std::string> values{row->id};
        values.insert(values.end(), row->columns.begin(), row->columns.end());
        values.push_back(row->document);
        columns.add(std::move(values));
    }
    return columns.run(connection, std::string("INSERT INTO portico.") + table.name + " (" + names +
                                       ", document) SELECT * FROM unnest(" + arrays +
                                       ") ON CONFLICT (id) DO UPDATE SET " + updates +
                                       "document = excluded.document");
}

Result<void> removeRows(postgres::Connection &connection, Kind kind, const Store::Batch &batch)
{
    const Table &table = tableOf(kind);
    std::vector<std::string> ids;
    Columns aside(2);
    for (const Store::Removal &row : batch.removals) {
        if (row.kind != kind)
            continue;
        ids.push_back(row.id);
        if (table.deleted && !row.document.empty())
            aside.add({row.id, row.document});
    }
    if (ids.empty())
        return {};
    GW_CHECK(connection.run(std::string("DELETE FROM portico.") + table.name + " WHERE id = ANY($1::text[])",
                            {postgres::arrayOf(ids)}));
    if (aside.rows() == 0)
        return {};
    return aside.run(connection,
                     std::string("INSERT INTO portico.") + table.deleted +
                         " (id, document, deleted_at, deleted_by) SELECT *, $3::bigint, $4::text FROM "
                         "unnest($1::text[], $2::json[])",
                     {batch.unixS, clean(batch.by)});
}

// The number of the last change.
Result<std::int64_t> noteChanges(postgres::Connection &connection, const Store::Batch &batch,
                                 const std::string &gateway)
{
    std::map<std::pair<Kind, std::string_view>, bool> changes;
    for (const Store::Removal &row : batch.removals)
        changes[{row.kind, row.id}] = true;
    for (const Store::Put &row : batch.puts)
        changes[{row.kind, row.id}] = false;
    Columns columns(3);
    for (const auto &[what, removed] : changes)
        columns.add(
            {numbered(static_cast<std::int64_t>(what.first)), std::string(what.second), removed ? "t" : "f"});
    std::int64_t last = 0;
    GW_CHECK(columns.run(
        connection,
        "INSERT INTO portico.changes (kind, id, seq, removed, gateway) SELECT k, i, "
        "nextval('portico.change_seq'), r, $4::text FROM unnest($1::smallint[], $2::text[], $3::boolean[]) "
        "AS "
        "c(k, i, r) ON CONFLICT (kind, id) DO UPDATE SET seq = excluded.seq, removed = excluded.removed, "
        "gateway = excluded.gateway, at = now() RETURNING seq",
        {gateway}, [&last](const postgres::Rows &rows) {
            for (int row = 0; row < rows.size(); ++row)
                last = std::max(last, rows.integer(row, 0));
        }));
    return last;
}

Result<std::int64_t> putWindows(postgres::Connection &connection, const std::vector<Spending::Moved> &windows,
                                const char *condition)
{
    std::map<std::tuple<Scope, std::string_view, std::string_view>, const WindowState *> states;
    for (const Spending::Moved &one : windows)
        states[{one.scope, one.name, one.state.slot}] = &one.state;
    Columns columns(6);
    for (const auto &[what, state] : states)
        columns.add({numbered(static_cast<std::int64_t>(std::get<0>(what))), std::string(std::get<1>(what)),
                     state->slot, state->duration, numbered(state->base), numbered(state->resetAt)});
    std::int64_t last = 0;
    GW_CHECK(columns.run(
        connection,
        std::string("INSERT INTO portico.windows AS known (scope, name, slot, duration, base, reset_at, seq) "
                    "SELECT *, nextval('portico.change_seq') FROM unnest($1::smallint[], $2::text[], "
                    "$3::text[], $4::text[], $5::bigint[], $6::bigint[]) ON CONFLICT (scope, name, slot) DO "
                    "UPDATE SET duration = excluded.duration, base = excluded.base, reset_at = "
                    "excluded.reset_at, seq = excluded.seq ") +
            condition + " RETURNING seq",
        {}, [&last](const postgres::Rows &rows) {
            for (int row = 0; row < rows.size(); ++row)
                last = std::max(last, rows.integer(row, 0));
        }));
    return last;
}

Result<void> putAudit(postgres::Connection &connection, const std::vector<AuditEntry> &entries)
{
    Columns columns(9);
    for (const AuditEntry &one : entries)
        columns.add({one.id, numbered(one.unixS), one.who, one.keyHash, one.action, one.table, one.object,
                     json::serialize(one.before), json::serialize(one.after)});
    if (entries.empty())
        return {};
    return columns.run(
        connection,
        "INSERT INTO portico.audit_log (id, at, who, key_hash, action, table_name, object_id, "
        "before_value, after_value) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], "
        "$4::text[], $5::text[], $6::text[], $7::text[], $8::json[], $9::json[]) ON CONFLICT (id) "
        "DO NOTHING");
}

}   // namespace

SharedStore::SharedStore(Options options, std::function<void()> told)
    : m_options(std::move(options))
    , m_link(shortOf(m_options.settings), {.name = "portico keys",
                                           .prepare = [this](Connection &one) { return prepare(one); },
                                           .channels = {kChannel},
                                           .notified = [told](const postgres::Notification &) { told(); },
                                           .changed = [told](bool) { told(); }})
{}

Result<void> SharedStore::prepare(Connection &connection)
{
    GW_CHECK(postgres::bringUpToDate(connection, postgres::schemaSteps(), m_options.backupFolder,
                                     m_options.mayChangeSchema));
    ++m_connection;
    return {};
}

Result<void> SharedStore::call(const postgres::Link::Job &job)
{
    const Result<void> done = m_link.call(job);
    return done.ok() ? Result<void>() : Result<void>(awayBecause(done.error()));
}

Result<SharedStore::News> SharedStore::newsSince(std::int64_t seq)
{
    News news;
    const Result<void> called = call([&](Connection &connection) -> Result<void> {
        GW_TRY(news, readNews(connection, seq));
        return {};
    });
    GW_CHECK(called);
    return news;
}

Result<SharedStore::News> SharedStore::begin(std::int64_t seq)
{
    News news;
    const Result<void> called = call([&](Connection &connection) -> Result<void> {
        m_begunOn = m_connection.load();
        GW_CHECK(connection.run("BEGIN"));
        Result<void> locked = connection.run(kLockChanges);
        if (locked.ok()) {
            auto read = readNews(connection, seq);
            if (read.ok())
                news = std::move(read).value();
            else
                locked = read.error();
        }
        if (!locked.ok())
            GW_CHECK(connection.run("ROLLBACK"));
        return locked;
    });
    GW_CHECK(called);
    m_begun = true;
    return news;
}

void SharedStore::abandon()
{
    if (!std::exchange(m_begun, false))
        return;
    m_link.post([this](Connection &connection) {
        return m_begunOn == m_connection.load() ? connection.run("ROLLBACK") : Result<void>();
    });
}

Result<SharedStore::News> SharedStore::readNews(Connection &connection, std::int64_t seq)
{
    News news;
    news.seq = seq;
    // What is committed now. A row that changes between the statements moves beyond it, and is the next news.
    GW_TRY(const postgres::Rows newest,
           connection.query("SELECT GREATEST((SELECT max(seq) FROM portico.changes), (SELECT max(seq) FROM "
                            "portico.windows), 0)"));
    const std::int64_t last = newest.integer(0, 0);
    if (last <= seq)
        return news;
    news.seq = last;
    GW_TRY(
        const postgres::Rows rows,
        connection.query("SELECT kind, id, removed FROM portico.changes WHERE seq > $1 AND seq <= $2 ORDER "
                         "BY seq",
                         {seq, last}));
    for (int row = 0; row < rows.size(); ++row) {
        const std::int64_t kind = rows.integer(row, 0);
        // A newer version may know more kinds.
        if (kind >= 0 && kind < static_cast<std::int64_t>(kKinds))
            news.items.push_back({static_cast<Kind>(kind), rows.string(row, 1), rows.flag(row, 2), {}});
    }
    if (!news.items.empty())
        GW_CHECK(readDocuments(connection, news));
    GW_CHECK(readWindows(connection, seq, news));
    return news;
}

Result<void> SharedStore::readDocuments(Connection &connection, News &news)
{
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
        std::map<std::string_view, News::Item *> wanted;
        std::vector<std::string> ids;
        for (News::Item &item : news.items) {
            if (static_cast<std::size_t>(item.kind) != kind || item.removed)
                continue;
            ids.push_back(item.id);
            wanted[item.id] = &item;
        }
        if (ids.empty())
            continue;
        GW_TRY(const postgres::Rows rows,
               connection.query(std::string("SELECT id, document FROM portico.") + tables()[kind].name +
                                    " WHERE id = ANY($1::text[])",
                                {postgres::arrayOf(ids)}));
        for (int row = 0; row < rows.size(); ++row) {
            if (const auto it = wanted.find(rows.text(row, 0)); it != wanted.end())
                it->second->document = rows.string(row, 1);
        }
    }
    // Removed since the changes were read: that is the next news.
    std::erase_if(news.items, [](const News::Item &item) { return !item.removed && item.document.empty(); });
    return {};
}

Result<void> SharedStore::readWindows(Connection &connection, std::int64_t seq, News &news)
{
    GW_TRY(const postgres::Rows rows,
           connection.query("SELECT scope, name, slot, duration, base, reset_at FROM portico.windows WHERE "
                            "seq > $1 AND seq <= $2",
                            {seq, news.seq}));
    for (int row = 0; row < rows.size(); ++row) {
        if (const auto scope = scopeOf(rows.integer(row, 0)))
            news.windows.push_back({*scope, rows.string(row, 1),
                                    WindowState{rows.string(row, 2), rows.string(row, 3),
                                                rows.integer(row, 4), rows.integer(row, 5)}});
    }
    return {};
}

Result<std::int64_t> SharedStore::writeAll(Connection &connection, const Store::Batch &batch)
{
    for (std::size_t kind = 0; kind < kKinds; ++kind)
        GW_CHECK(removeRows(connection, static_cast<Kind>(kind), batch));
    for (std::size_t kind = 0; kind < kKinds; ++kind)
        GW_CHECK(putRows(connection, static_cast<Kind>(kind), batch.puts));
    GW_TRY(const std::int64_t change, noteChanges(connection, batch, m_options.gateway));
    GW_TRY(const std::int64_t window, putWindows(connection, batch.windows, ""));
    GW_CHECK(putAudit(connection, batch.audit));
    GW_CHECK(connection.run("SELECT pg_notify($1, $2)", {kChannel, m_options.gateway}));
    return std::max(change, window);
}

Result<std::int64_t> SharedStore::commit(const Store::Batch &batch)
{
    m_begun = false;
    std::int64_t last = 0;
    const Result<void> called = call([&](Connection &connection) -> Result<void> {
        // The lock went with the connection that had it.
        if (m_begunOn != m_connection.load())
            return Error{.code = ErrorCode::DatabaseAway,
                         .message = "database unavailable: the connection was lost meanwhile"};
        auto written = writeAll(connection, batch);
        Result<void> done = written.ok() ? connection.run("COMMIT") : Result<void>(written.error());
        if (written.ok())
            last = written.value();
        if (!done.ok() && connection.alive())
            GW_CHECK(connection.run("ROLLBACK"));
        return done;
    });
    GW_CHECK(called);
    return last;
}

Result<void> SharedStore::writeWindows(const std::vector<Spending::Moved> &windows, bool all)
{
    if (windows.empty())
        return {};
    return call([&](Connection &connection) {
        return connection.transaction([&]() -> Result<void> {
            GW_CHECK(connection.run(kLockChanges));
            GW_TRY(const std::int64_t last,
                   putWindows(connection, windows,
                              all ? "WHERE excluded.reset_at > known.reset_at"
                                  : "WHERE excluded.reset_at > known.reset_at OR excluded.duration <> "
                                    "known.duration"));
            return last == 0 ? Result<void>()
                             : connection.run("SELECT pg_notify($1, $2)", {kChannel, m_options.gateway});
        });
    });
}

Result<SharedStore::Identity> SharedStore::identity()
{
    Identity identity;
    const Result<void> called = call([&](Connection &connection) -> Result<void> {
        GW_TRY(
            const postgres::Rows rows,
            connection.query("SELECT value, (SELECT last_value FROM portico.change_seq) FROM portico.facts "
                             "WHERE name = 'id'"));
        if (rows.empty())
            return Error{.message = "the schema portico has no id"};
        identity = {rows.string(0, 0), rows.integer(0, 1)};
        return {};
    });
    GW_CHECK(called);
    return identity;
}

Result<Store::AuditPage> SharedStore::audit(const Store::AuditQuery &asked)
{
    std::string where = " FROM portico.audit_log WHERE true";
    postgres::Parameters values;
    for (const auto &[column, value] :
         {std::pair("id", &asked.id), std::pair("who", &asked.who), std::pair("action", &asked.action),
          std::pair("table_name", &asked.table), std::pair("object_id", &asked.object)}) {
        if (value->empty())
            continue;
        values.emplace_back(*value);
        where += std::string(" AND ") + column + " = $" + std::to_string(values.size());
    }
    const auto parsed = [](const std::string &text) {
        auto value = json::parse(text);
        return value.ok() ? std::move(value).value() : json::Value(nullptr);
    };
    Store::AuditPage page;
    const Result<void> called = call([&](Connection &connection) -> Result<void> {
        GW_TRY(const postgres::Rows count, connection.query("SELECT count(*)" + where, values));
        page.total = count.integer(0, 0);
        GW_TRY(const postgres::Rows rows,
               connection.query("SELECT id, at, who, key_hash, action, table_name, object_id, before_value, "
                                "after_value" +
                                    where + " ORDER BY id DESC LIMIT " + std::to_string(asked.limit) +
                                    " OFFSET " + std::to_string(asked.offset),
                                values));
        for (int row = 0; row < rows.size(); ++row)
            page.entries.push_back({rows.string(row, 0), rows.integer(row, 1), rows.string(row, 2),
                                    rows.string(row, 3), rows.string(row, 4), rows.string(row, 5),
                                    rows.string(row, 6), parsed(rows.string(row, 7)),
                                    parsed(rows.string(row, 8))});
        return {};
    });
    GW_CHECK(called);
    return page;
}

Result<SharedStore::Spent> SharedStore::exchangeSpent(const std::vector<Elsewhere> &own, std::int64_t seq)
{
    Spent spent;
    spent.seq = seq;
    const Result<void> called = call([&](Connection &connection) -> Result<void> {
        if (!own.empty()) {
            Columns columns(3);
            for (const Elsewhere &one : own)
                columns.add({numbered(static_cast<std::int64_t>(one.scope)), one.name, numbered(one.total)});
            const Result<void> told = connection.transaction([&]() -> Result<void> {
                GW_CHECK(connection.run(kLockSpent));
                return columns.run(
                    connection,
                    "INSERT INTO portico.spent (gateway, scope, name, total, seq) SELECT $4::text, s, n, t, "
                    "nextval('portico.spent_seq') FROM unnest($1::smallint[], $2::text[], $3::numeric[]) AS "
                    "c(s, n, t) ON CONFLICT (gateway, scope, name) DO UPDATE SET total = excluded.total, seq "
                    "= "
                    "excluded.seq",
                    {m_options.gateway});
            });
            GW_CHECK(told);
        }
        GW_TRY(
            const postgres::Rows rows,
            connection.query("WITH moved AS (SELECT scope, name, max(seq) AS seq FROM portico.spent WHERE "
                             "seq > $1 AND gateway <> $2 GROUP BY scope, name) SELECT scope, name, "
                             "sum(total), max(moved.seq) FROM portico.spent JOIN moved USING (scope, name) "
                             "WHERE gateway <> $2 GROUP BY scope, name",
                             {seq, m_options.gateway}));
        for (int row = 0; row < rows.size(); ++row) {
            spent.seq = std::max(spent.seq, rows.integer(row, 3));
            if (const auto scope = scopeOf(rows.integer(row, 0)))
                spent.elsewhere.push_back({*scope, rows.string(row, 1), picoFrom(rows, row, 2)});
        }
        return {};
    });
    GW_CHECK(called);
    return spent;
}

Result<std::vector<Elsewhere>> SharedStore::toldBefore()
{
    std::vector<Elsewhere> told;
    const Result<void> called = call([&](Connection &connection) -> Result<void> {
        GW_TRY(const postgres::Rows rows,
               connection.query("SELECT scope, name, total FROM portico.spent WHERE gateway = $1",
                                {m_options.gateway}));
        for (int row = 0; row < rows.size(); ++row) {
            if (const auto scope = scopeOf(rows.integer(row, 0)))
                told.push_back({*scope, rows.string(row, 1), picoFrom(rows, row, 2)});
        }
        return {};
    });
    GW_CHECK(called);
    return told;
}

}   // namespace gw::access
