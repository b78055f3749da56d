#include "core/ledger/store.h"

#include "core/base/resources.h"
#include "core/ledger/callnames.h"
#include "core/ledger/recordcodec.h"

#include <QSqlDriver>
#include <QSqlError>
#include <QVariant>

#include <algorithm>
#include <bit>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace gw::ledger {

namespace {

constexpr std::size_t kMaxCachedNames = 200'000;
constexpr std::size_t kMaxCachedBytes = std::size_t{64} << 20;
// Of 10,000 keys with five models each in a day; some 25 MB.
constexpr std::size_t kMaxCachedSums = 100'000;
constexpr std::string_view kSchemaSteps[] = {
    "schema/0001_init.sql",   "schema/0002_dropped.sql", "schema/0003_routing.sql",    "schema/0004_feed.sql",
    "schema/0005_hashes.sql", "schema/0006_spans.sql",   "schema/0007_corrections.sql"};
constexpr std::int64_t kUsPerMinute = 60'000'000;
constexpr std::uint64_t kTopBit = std::uint64_t{1} << 63;
constexpr int kRowColumns = 59;
constexpr int kRollupColumns = 19;
constexpr int kTotalsColumns = 16;
constexpr std::size_t kRowsBetween = 1000;   // Rows, and then sums.

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

Error sqlError(const char *what, const QSqlError &error)
{
    return {.code = ErrorCode::Internal, .message = std::string(what) + ": " + error.text().toStdString()};
}

QVariant integer(std::int64_t number)
{
    return QVariant(static_cast<qlonglong>(number));
}

Result<void> run(QSqlQuery &query, const char *what)
{
    if (!query.exec())
        return sqlError(what, query.lastError());
    return {};
}

template <typename Record>
QByteArray toBytes(const Record &record)
{
    QByteArray bytes(static_cast<qsizetype>(encodedSize(record)), '\0');
    encode(record, 0, reinterpret_cast<std::byte *>(bytes.data()));
    return bytes;
}

std::optional<AnyRecord> fromBytes(const QByteArray &bytes)
{
    auto decoded = decode(
        {reinterpret_cast<const std::byte *>(bytes.constData()), static_cast<std::size_t>(bytes.size())}, 0);
    return decoded ? std::optional(std::move(decoded->record)) : std::nullopt;
}

// ":p0", ":p1" ... Qt formats a string for each value bound by position, which costs more than SQLite's own
// work; values bound by name cost a look-up.
const QString &placeholder(int index)
{
    static const QStringList names = [] {
        QStringList list;
        for (int i = 0; i < kRowColumns; ++i)
            list << u":p%1"_s.arg(i);
        return list;
    }();
    return names[index];
}

// "(:p0,:p1,...)"
QString placeholders(int count)
{
    QStringList names;
    for (int i = 0; i < count; ++i)
        names << placeholder(i);
    return u'(' + names.join(u',') + u')';
}

// "(?,?,...)"
std::string questionMarks(int count)
{
    std::string text = "(?";
    for (int i = 1; i < count; ++i)
        text += ",?";
    return text + ')';
}

// Binds values to the placeholders in the order of the calls.
class Binder
{
public:
    explicit Binder(QSqlQuery &query)
        : m_query(query)
    {}
    Binder &operator<<(std::int64_t number)
    {
        bind(integer(number));
        return *this;
    }
    void bind(const QVariant &value) { m_query.bindValue(placeholder(m_at++), value); }

private:
    QSqlQuery &m_query;
    int m_at = 0;
};

// The same for a statement of SQLite's own. Texts must live until it is reset.
class RowBinder
{
public:
    explicit RowBinder(sqlite3_stmt *statement)
        : m_statement(statement)
    {}
    RowBinder &operator<<(std::int64_t number)
    {
        sqlite3_bind_int64(m_statement, ++m_at, number);
        return *this;
    }
    // Empty texts and their hashes stay NULL, and so out of the indexes.
    void text(std::string_view text)
    {
        ++m_at;
        if (text.empty())
            sqlite3_bind_null(m_statement, m_at);
        else
            sqlite3_bind_text(m_statement, m_at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void hash(std::string_view text)
    {
        ++m_at;
        if (text.empty())
            sqlite3_bind_null(m_statement, m_at);
        else
            sqlite3_bind_int64(m_statement, m_at, storedHash(text));
    }
    int count() const { return m_at; }

private:
    sqlite3_stmt *m_statement;
    int m_at = 0;
};

void bindTotals(RowBinder &bind, const Totals &totals)
{
    bind << totals.requests << totals.attempts << totals.failures << totals.estimated << totals.broken
         << totals.unpriced << totals.input << totals.cacheRead << totals.cacheWrite << totals.output
         << totals.reasoning << totals.durationUs << static_cast<std::int64_t>(totals.costPico / kPicoPerUsd)
         << static_cast<std::int64_t>(totals.costPico % kPicoPerUsd)
         << static_cast<std::int64_t>(totals.savedPico / kPicoPerUsd)
         << static_cast<std::int64_t>(totals.savedPico % kPicoPerUsd);
}

Result<void> step(sqlite3_stmt *statement)
{
    const int stepped = sqlite3_step(statement);
    sqlite3_reset(statement);
    if (stepped != SQLITE_DONE)
        return Error{.code = ErrorCode::Internal,
                     .message = std::string("ledger roll-up: ") + sqlite3_errstr(stepped)};
    return {};
}

// A row of a table of roll-ups from the column of its first count on.
Totals totalsAt(sqlite3_stmt *statement, int at)
{
    return totalsFrom(
        [statement](int column) -> std::int64_t { return sqlite3_column_int64(statement, column); }, at);
}

// Texts of a row that stand in it as ids, in the order of their columns.
auto namesIn(const OpenRecord &open)
{
    return std::array{&open.route,    &open.requestedModel, &open.modelGroup,  &open.deploymentId,
                      &open.provider, &open.upstreamModel,  &open.keyHash,     &open.keyAlias,
                      &open.userId,   &open.teamId,         &open.endUser,     &open.client,
                      &open.tags,     &open.sessionId,      &open.priceVersion};
}
constexpr std::size_t kTagsColumn = 12;

}   // namespace

std::int64_t storedLow(const Id128 &id) noexcept
{
    return std::bit_cast<std::int64_t>(id.low ^ kTopBit);
}

Id128 idFromStored(std::int64_t high, std::int64_t low) noexcept
{
    return {std::bit_cast<std::uint64_t>(high), std::bit_cast<std::uint64_t>(low) ^ kTopBit};
}

std::int64_t storedHash(std::string_view text) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325ULL;   // FNV-1a
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return std::bit_cast<std::int64_t>(hash);
}

int flagsOf(const Row &row) noexcept
{
    return (row.open.stream ? kFlagStream : 0) | (row.close.unpriced ? kFlagUnpriced : 0) |
           (row.close.again ? kFlagAgain : 0) | (row.open.untold ? kFlagUntold : 0);
}

void setFlags(Row &row, int flags) noexcept
{
    row.open.stream = (flags & kFlagStream) != 0;
    row.open.untold = (flags & kFlagUntold) != 0;
    row.close.unpriced = (flags & kFlagUnpriced) != 0;
    row.close.again = (flags & kFlagAgain) != 0;
}

Store::Store(const std::string &path)
    : m_path(path)
    , m_connection(u"ledger-writer-"_s + QString::number(reinterpret_cast<quintptr>(this)))
{}

Store::~Store()
{
    sqlite3_finalize(m_insertRow);
    sqlite3_finalize(m_readRollup);
    sqlite3_finalize(m_insertRollup);
    sqlite3_finalize(m_updateRollup);
    sqlite3_finalize(m_addSpanRollup);
    sqlite3_finalize(m_insertName);
    sqlite3_finalize(m_findName);
    m_insertPending.reset();
    m_deletePending.reset();
    m_feed.reset();
    m_trimFeed.reset();
    // The handle must be gone before its connection is, on this thread.
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<std::unique_ptr<Store>> Store::open(const std::string &path)
{
    std::unique_ptr<Store> store(new Store(path));
    store->m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, store->m_connection);
    store->m_database.setDatabaseName(toQString(path));
    store->m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!store->m_database.open())
        return sqlError("ledger cannot be opened", store->m_database.lastError());
    QSqlQuery query(store->m_database);
    for (const QString &pragma : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=NORMAL"_s,
                                  u"PRAGMA cache_size=-16000"_s, u"PRAGMA wal_autocheckpoint=16000"_s})
        if (!query.exec(pragma))
            return sqlError("ledger", query.lastError());
    query.finish();
    GW_CHECK(store->migrate());
    GW_CHECK(store->prepare());
    return store;
}

Result<void> Store::migrate()
{
    QSqlQuery query(m_database);
    if (!query.exec(u"CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)"_s) ||
        !query.exec(u"SELECT COALESCE(MAX(version), 0) FROM schema_version"_s) || !query.next())
        return sqlError("ledger schema", query.lastError());
    const auto done = query.value(0).toULongLong();
    query.finish();
    if (done > std::size(kSchemaSteps))
        return Error{.code = ErrorCode::Internal, .message = "the ledger was written by a newer version"};
    for (std::size_t step = done; step < std::size(kSchemaSteps); ++step) {
        const QString script = toQString(resource(kSchemaSteps[step]));
        if (script.isEmpty() || !m_database.transaction())
            return sqlError("ledger schema", m_database.lastError());
        QStringList statements = script.split(u";\n"_s, Qt::SkipEmptyParts);
        statements << u"INSERT INTO schema_version VALUES (%1)"_s.arg(step + 1);
        for (const QString &statement : statements) {
            if (!statement.trimmed().isEmpty() && !query.exec(statement)) {
                const Error error = sqlError("ledger schema", query.lastError());
                m_database.rollback();
                return error;
            }
        }
        if (!m_database.commit())
            return sqlError("ledger schema", m_database.lastError());
    }
    return {};
}

Result<void> Store::prepare()
{
    const auto make = [this](std::unique_ptr<QSqlQuery> &query, const QString &sql) -> Result<void> {
        query = std::make_unique<QSqlQuery>(m_database);
        query->setForwardOnly(true);
        if (!query->prepare(sql))
            return sqlError("ledger", query->lastError());
        return {};
    };
    GW_CHECK(prepareRaw("INSERT OR IGNORE INTO attempts VALUES " + questionMarks(kRowColumns), m_insertRow));
    GW_CHECK(prepareRaw("INSERT INTO names (text) VALUES (?)", m_insertName));
    GW_CHECK(prepareRaw("SELECT id FROM names WHERE text = ?", m_findName));
    GW_CHECK(make(m_insertPending, u"INSERT OR REPLACE INTO pending VALUES "_s + placeholders(5)));
    GW_CHECK(make(m_deletePending,
                  u"DELETE FROM pending WHERE id_high = :p0 AND id_low = :p1 AND attempt = :p2"_s));
    GW_CHECK(make(m_feed, u"INSERT INTO feed (id_high, id_low, attempt) VALUES "_s + placeholders(3)));
    // Without the last entry SQLite would begin to count anew.
    GW_CHECK(make(m_trimFeed, u"DELETE FROM feed WHERE position <= :p0 AND position < (SELECT MAX(position) "
                              u"FROM feed)"_s));
    GW_CHECK(prepareRollups());
    return readSpans();
}

Result<void> Store::prepareRollups()
{
    const std::string add =
        " DO UPDATE SET requests = requests + excluded.requests, "
        "attempts = attempts + excluded.attempts, failures = failures + excluded.failures, "
        "estimated = estimated + excluded.estimated, broken = broken + excluded.broken, "
        "unpriced = unpriced + excluded.unpriced, input = input + excluded.input, "
        "cache_read = cache_read + excluded.cache_read, cache_write = cache_write + excluded.cache_write, "
        "output = output + excluded.output, reasoning = reasoning + excluded.reasoning, "
        "duration_us = duration_us + excluded.duration_us, "
        "cost_usd = cost_usd + excluded.cost_usd + (cost_pico + excluded.cost_pico) / 1000000000000, "
        "cost_pico = (cost_pico + excluded.cost_pico) % 1000000000000, "
        "saved_usd = saved_usd + excluded.saved_usd + (saved_pico + excluded.saved_pico) / 1000000000000, "
        "saved_pico = (saved_pico + excluded.saved_pico) % 1000000000000";
    const std::string place = " WHERE dimension = ?1 AND day = ?2 AND name_id = ?3";
    GW_CHECK(prepareRaw("SELECT * FROM rollups" + place, m_readRollup));
    GW_CHECK(prepareRaw("INSERT INTO rollups VALUES " + questionMarks(kRollupColumns), m_insertRollup));
    GW_CHECK(prepareRaw("UPDATE rollups SET requests = ?4, attempts = ?5, failures = ?6, estimated = ?7, "
                        "broken = ?8, unpriced = ?9, input = ?10, cache_read = ?11, cache_write = ?12, "
                        "output = ?13, reasoning = ?14, duration_us = ?15, cost_usd = ?16, cost_pico = ?17, "
                        "saved_usd = ?18, saved_pico = ?19" +
                            place,
                        m_updateRollup));
    return prepareRaw("INSERT INTO span_rollups VALUES " + questionMarks(kRollupColumns + 1) +
                          " ON CONFLICT (dimension, days, first, name_id)" + add,
                      m_addSpanRollup);
}

Result<Store::Written> Store::write(const Batch &batch)
{
    if (!m_database.transaction())
        return sqlError("ledger", m_database.lastError());
    Result<Written> written = writeAll(batch);
    if (written.ok() && !m_database.commit())
        written = sqlError("ledger", m_database.lastError());
    if (!written.ok())
        rollBack();
    return written;
}

// Ids given out in the lost transaction are void, and sums are not what they were to become.
void Store::rollBack()
{
    m_database.rollback();
    forgetNames();
    m_sums.clear();
}

void Store::forgetNames()
{
    m_names.clear();
    m_pairs.clear();
    m_tagLists.clear();
    for (Name &last : m_lastNames)
        last.id = 0;
}

Result<Store::Written> Store::writeAll(const Batch &batch)
{
    Written written;
    std::size_t done = 0;
    for (const Row &row : batch.rows) {
        if (++done % kRowsBetween == 0 && batch.meanwhile)
            batch.meanwhile();
        GW_TRY(const RowNames names, namesOf(row.open));
        GW_TRY(const bool added, insertRow(row, names));
        if (!added)
            continue;
        ++(row.close.ending == Ending::Broken ? written.broken : written.closed);
        GW_CHECK(addToRollups(row.open, names, totalsOf(row)));
        if (batch.fed && (!row.open.untold || batch.fedUntold)) {
            GW_CHECK(feed(row));
            ++written.fed;
        }
    }
    if (batch.toldUpTo > 0) {
        Binder(*m_trimFeed) << batch.toldUpTo;
        GW_CHECK(run(*m_trimFeed, "ledger feed"));
    }
    GW_CHECK(writeRollups(batch.meanwhile));
    for (const Pending &pending : batch.pending)
        GW_CHECK(keepPending(pending));
    for (const Cursor &settled : batch.settled) {
        Binder(*m_deletePending) << std::bit_cast<std::int64_t>(settled.request.high)
                                 << storedLow(settled.request) << settled.attempt;
        GW_CHECK(run(*m_deletePending, "ledger"));
    }
    return written;
}

Result<void> Store::feed(const Row &row)
{
    Binder(*m_feed) << std::bit_cast<std::int64_t>(row.open.request.high) << storedLow(row.open.request)
                    << row.open.attempt;
    return run(*m_feed, "ledger feed");
}

// A statement of SQLite's own on Qt's connection.
Result<void> Store::prepareRaw(const std::string &sql, sqlite3_stmt *&statement)
{
    const QVariant handle = m_database.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return Error{.code = ErrorCode::Internal, .message = "ledger: Qt's SQLite driver is of another kind"};
    sqlite3 *const database = *static_cast<sqlite3 *const *>(handle.constData());
    if (sqlite3_prepare_v3(database, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK)
        return Error{.code = ErrorCode::Internal,
                     .message = std::string("ledger: ") + sqlite3_errmsg(database)};
    return {};
}

Result<bool> Store::insertRow(const Row &row, const RowNames &names)
{
    const OpenRecord &open = row.open;
    const CloseRecord &close = row.close;
    const chat::Usage &usage = close.usage;
    RowBinder bind(m_insertRow);
    bind << std::bit_cast<std::int64_t>(open.request.high) << storedLow(open.request) << open.attempt
         << open.startedUs << close.endedUs << close.durationUs << close.firstByteUs << close.overheadUs
         << static_cast<int>(close.ending) << static_cast<int>(close.outcome) << flagsOf(row)
         << close.httpStatus << close.upstreamStatus;
    for (const std::int64_t id : names)
        bind << id;
    bind << usage.input << usage.cacheRead << usage.cacheWrite << usage.cacheWrite1h << usage.audioIn
         << usage.imageIn << usage.output << usage.reasoning << usage.audioOut << usage.acceptedPrediction
         << usage.rejectedPrediction << usage.total << usage.webSearches << close.costPico << close.savedPico
         << close.priceInput << close.priceOutput << close.priceCacheRead << close.priceCacheWrite
         << open.estimatedInput << open.estimatedCostPico;
    const std::string_view callId = open.callId == open.request.toString() ? std::string_view() : open.callId;
    bind.text(callId);
    bind.hash(callId);
    bind.text(close.providerId);
    bind.hash(close.providerId);
    bind.text(close.error);
    bind.text(open.dropped);
    GW_TRY(const std::int64_t reason, nameId(open.reason));
    bind << reason << open.waitedUs << open.queuedUs;
    bind.text(open.trace);
    Q_ASSERT(bind.count() == kRowColumns);
    const int stepped = sqlite3_step(m_insertRow);
    sqlite3 *const database = sqlite3_db_handle(m_insertRow);
    const bool added = sqlite3_changes(database) > 0;
    sqlite3_reset(m_insertRow);
    if (stepped != SQLITE_DONE)
        return Error{.code = ErrorCode::Internal,
                     .message = std::string("ledger row: ") + sqlite3_errstr(stepped)};
    return added;
}

Result<std::int64_t> Store::nameId(std::string_view text)
{
    if (const std::int64_t known = m_names.find(text); known != 0)
        return known;
    if (m_names.size() >= kMaxCachedNames || m_names.bytes() >= kMaxCachedBytes)
        forgetNames();
    sqlite3 *const database = sqlite3_db_handle(m_findName);
    // Null would be no text.
    const char *const bytes = text.empty() ? "" : text.data();
    sqlite3_bind_text(m_findName, 1, bytes, static_cast<int>(text.size()), SQLITE_STATIC);
    int stepped = sqlite3_step(m_findName);
    std::int64_t id = stepped == SQLITE_ROW ? sqlite3_column_int64(m_findName, 0) : 0;
    sqlite3_reset(m_findName);
    if (stepped == SQLITE_DONE) {
        sqlite3_bind_text(m_insertName, 1, bytes, static_cast<int>(text.size()), SQLITE_STATIC);
        stepped = sqlite3_step(m_insertName);
        sqlite3_reset(m_insertName);
        id = sqlite3_last_insert_rowid(database);
    }
    if (stepped != SQLITE_ROW && stepped != SQLITE_DONE)
        return Error{.code = ErrorCode::Internal,
                     .message = std::string("ledger name: ") + sqlite3_errstr(stepped)};
    m_names.add(text, id);
    return id;
}

Result<Store::RowNames> Store::namesOf(const OpenRecord &open)
{
    RowNames ids{};
    const auto texts = namesIn(open);
    static_assert(texts.size() == kRowNames);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        Name &last = m_lastNames[i];
        if (last.id == 0 || last.text != *texts[i]) {
            // Models have the same name in several columns.
            if (i > 0 && *texts[i] == *texts[i - 1]) {
                ids[i] = ids[i - 1];
            } else {
                GW_TRY(ids[i], nameId(*texts[i]));
            }
            last = {*texts[i], ids[i]};
        }
        ids[i] = last.id;
    }
    return ids;
}

Result<std::int64_t> Store::pairId(const std::string &first, std::int64_t firstId, const std::string &second,
                                   std::int64_t secondId)
{
    const auto found = m_pairs.find({firstId, secondId});
    if (found != m_pairs.end())
        return found->second;
    GW_TRY(const std::int64_t id, nameId(pairName(first, second)));
    m_pairs.emplace(std::pair(firstId, secondId), id);
    return id;
}

Result<void> Store::addToRollups(const OpenRecord &open, const RowNames &names, const Totals &totals)
{
    const Day day = dayOf(open.startedUs);
    const auto texts = namesIn(open);
    const auto idOf = [&](const std::string *text) {
        return names[static_cast<std::size_t>(std::ranges::find(texts, text) - texts.begin())];
    };
    Result<void> result;
    m_places.clear();
    const auto add = [&](Dimension dimension, const Result<std::int64_t> &id) {
        if (id.ok())
            m_places.push_back({dimension, day, id.value()});
        else
            result = id.error();
    };
    add(Dimension::All, nameId({}));
    eachColumnSum(open, [&](Dimension dimension, const std::string &first, const std::string *second) {
        if (second)
            add(dimension, pairId(first, idOf(&first), *second, idOf(second)));
        else
            add(dimension, idOf(&first));
    });
    if (!open.tags.empty()) {
        GW_TRY(const std::vector<std::int64_t> *const tags, tagIds(open, names[kTagsColumn]));
        for (const std::int64_t id : *tags)
            add(Dimension::Tag, id);
    }
    if (result.ok())
        m_sums.add(m_places, totals);
    return result;
}

// Of the tags of a row; valid until the next id is asked for.
Result<const std::vector<std::int64_t> *> Store::tagIds(const OpenRecord &open, std::int64_t list)
{
    if (const auto known = m_tagLists.find(list); known != m_tagLists.end())
        return &known->second;
    std::vector<std::int64_t> ids;
    for (const std::string &tag : tagsOf(open)) {
        GW_TRY(const std::int64_t id, nameId(tag));
        ids.push_back(id);
    }
    return &m_tagLists.insert_or_assign(list, std::move(ids)).first->second;
}

Result<void> Store::readRollup(Sums::Sum &sum)
{
    RowBinder(m_readRollup) << static_cast<int>(sum.place.dimension) << sum.place.day << sum.place.name;
    const int stepped = sqlite3_step(m_readRollup);
    sum.there = stepped == SQLITE_ROW;
    sum.stored = sum.there ? totalsAt(m_readRollup, kRollupColumns - kTotalsColumns) : Totals();
    sqlite3_reset(m_readRollup);
    sum.known = true;
    if (stepped != SQLITE_ROW && stepped != SQLITE_DONE)
        return Error{.code = ErrorCode::Internal,
                     .message = std::string("ledger roll-up: ") + sqlite3_errstr(stepped)};
    return {};
}

Result<void> Store::writeRollups(const std::function<void()> &meanwhile)
{
    std::size_t done = 0;
    // In the table's order, so that each page is met once.
    for (Sums::Sum *sum : m_sums.touched()) {
        if (++done % kRowsBetween == 0 && meanwhile)
            meanwhile();
        if (!sum->known)
            GW_CHECK(readRollup(*sum));
        sum->stored += sum->added;
        sqlite3_stmt *const statement = sum->there ? m_updateRollup : m_insertRollup;
        sum->there = true;
        RowBinder bind(statement);
        bind << static_cast<int>(sum->place.dimension) << sum->place.day << sum->place.name;
        bindTotals(bind, sum->stored);
        GW_CHECK(step(statement));
        for (const int days : kSpanDays) {
            const Span span = spanAt(days, sum->place.day);
            if (!m_spans.contains(span))
                continue;
            RowBinder late(m_addSpanRollup);
            late << static_cast<int>(sum->place.dimension) << span.days << span.first << sum->place.name;
            bindTotals(late, sum->added);
            GW_CHECK(step(m_addSpanRollup));
        }
    }
    m_sums.rest();
    if (m_sums.size() > kMaxCachedSums)
        m_sums.clear();
    return {};
}

Result<void> Store::keepPending(const Pending &pending)
{
    Binder bind(*m_insertPending);
    bind << std::bit_cast<std::int64_t>(pending.open.request.high) << storedLow(pending.open.request)
         << pending.open.attempt;
    bind.bind(toBytes(pending.open));
    bind.bind(pending.progress ? QVariant(toBytes(*pending.progress)) : QVariant());
    return run(*m_insertPending, "ledger");
}

Result<std::vector<Store::Pending>> Store::readPending()
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT opened, progress FROM pending"_s))
        return sqlError("ledger", query.lastError());
    std::vector<Pending> result;
    while (query.next()) {
        const auto open = fromBytes(query.value(0).toByteArray());
        if (!open || !std::holds_alternative<OpenRecord>(*open))
            continue;
        Pending &pending = result.emplace_back(Pending{std::get<OpenRecord>(*open), {}});
        const auto progress = fromBytes(query.value(1).toByteArray());
        if (progress && std::holds_alternative<ProgressRecord>(*progress))
            pending.progress = std::get<ProgressRecord>(*progress);
    }
    return result;
}

// The moment stands in the database's own number for its users (PRAGMA user_version), in Unix minutes: it
// changes with the transaction that deletes.
Result<int> Store::prune(std::int64_t endedBeforeUs, int limit, const std::optional<Untold> &untold)
{
    const std::int64_t minute = endedBeforeUs / kUsPerMinute;
    GW_TRY(const std::int64_t known, prunedBeforeUs());
    if (!m_database.transaction())
        return sqlError("ledger", m_database.lastError());
    QSqlQuery query(m_database);
    const std::int64_t endUs = minute * kUsPerMinute;
    const QString told = untold ? u" AND ((id_high, id_low) < (?, ?) OR ended_us < ?)"_s : QString();
    bool good =
        query.prepare(u"DELETE FROM attempts WHERE (id_high, id_low, attempt) IN (SELECT id_high, id_low, "
                      "attempt FROM attempts WHERE id_high < ? AND ended_us < ?"_s +
                      told + u" ORDER BY id_high, id_low, attempt LIMIT ?)"_s);
    query.addBindValue(integer(std::bit_cast<std::int64_t>(Cursor::at(endUs).request.high)));
    query.addBindValue(integer(endUs));
    if (untold) {
        query.addBindValue(integer(std::bit_cast<std::int64_t>(untold->oldest.high)));
        query.addBindValue(integer(storedLow(untold->oldest)));
        query.addBindValue(integer(untold->waitedUs));
    }
    query.addBindValue(limit);
    good = good && query.exec();
    const int deleted = good ? query.numRowsAffected() : 0;
    if (good && deleted > 0 && endUs > known)
        good = query.exec(u"PRAGMA user_version = %1"_s.arg(minute));
    const QSqlError error = query.lastError();
    query.finish();
    if (!good || !m_database.commit()) {
        const Error problem = sqlError("ledger", good ? m_database.lastError() : error);
        m_database.rollback();
        return problem;
    }
    return deleted;
}

Result<std::optional<Id128>> Store::oldestUntold(std::int64_t toldUpTo)
{
    QSqlQuery query(m_database);
    if (!query.exec(
            u"SELECT id_high, id_low FROM feed WHERE position > %1 ORDER BY id_high, id_low LIMIT 1"_s.arg(
                toldUpTo)))
        return sqlError("ledger feed", query.lastError());
    if (!query.next())
        return std::optional<Id128>();
    return std::optional(idFromStored(query.value(0).toLongLong(), query.value(1).toLongLong()));
}

Result<int> Store::forgetPruned(std::int64_t toldUpTo)
{
    QSqlQuery query(m_database);
    if (!query.exec(
            u"DELETE FROM feed WHERE position > %1 AND position < (SELECT MAX(position) FROM feed) AND NOT "
            "EXISTS (SELECT 1 FROM attempts a WHERE a.id_high = feed.id_high AND a.id_low = feed.id_low "
            "AND a.attempt = feed.attempt)"_s.arg(toldUpTo)))
        return sqlError("ledger feed", query.lastError());
    return query.numRowsAffected();
}

Result<std::int64_t> Store::number(const QString &pragma)
{
    QSqlQuery query(m_database);
    if (!query.exec(u"PRAGMA "_s + pragma) || !query.next())
        return sqlError("ledger", query.lastError());
    return query.value(0).toLongLong();
}

Result<std::int64_t> Store::prunedBeforeUs()
{
    GW_TRY(const std::int64_t minute, number(u"user_version"_s));
    return minute * kUsPerMinute;
}

Result<Store::Size> Store::size()
{
    GW_TRY(const std::int64_t page, number(u"page_size"_s));
    GW_TRY(const std::int64_t all, number(u"page_count"_s));
    GW_TRY(const std::int64_t free, number(u"freelist_count"_s));
    return Size{all * page, free * page};
}

Result<void> Store::syncToDisk()
{
    // With synchronous=NORMAL a commit stands in the log without being forced to the disk; journals may be
    // given up only after it is. SQLite's locks are on other files, so closing this descriptor frees none.
    const int fd = ::open((m_path + "-wal").c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};   // No log: everything is in the database, and a checkpoint syncs that.
    const bool ok = ::fdatasync(fd) == 0;
    ::close(fd);
    if (!ok)
        return Error{.code = ErrorCode::Internal, .message = "the ledger's log cannot be synced"};
    return {};
}

}   // namespace gw::ledger
