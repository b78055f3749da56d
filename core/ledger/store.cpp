#include "core/ledger/store.h"

#include "core/base/resources.h"
#include "core/ledger/callnames.h"
#include "core/ledger/pairs.h"
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
constexpr std::string_view kSchemaSteps[] = {"schema/0001_init.sql",        "schema/0002_dropped.sql",
                                             "schema/0003_routing.sql",     "schema/0004_feed.sql",
                                             "schema/0005_hashes.sql",      "schema/0006_spans.sql",
                                             "schema/0007_corrections.sql", "schema/0008_packed.sql"};
constexpr std::int64_t kUsPerMinute = 60'000'000;
constexpr std::uint64_t kTopBit = std::uint64_t{1} << 63;
constexpr int kRowColumns = 59;
constexpr std::size_t kRowsBetween = 1000;   // Between two calls of meanwhile.

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
    // Empty ones are NULL.
    void text(std::string_view text)
    {
        ++m_at;
        if (text.empty())
            sqlite3_bind_null(m_statement, m_at);
        else
            sqlite3_bind_text(m_statement, m_at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    }
    void null() { sqlite3_bind_null(m_statement, ++m_at); }
    int count() const { return m_at; }

private:
    sqlite3_stmt *m_statement;
    int m_at = 0;
};

// Empty where it is the id itself.
std::string_view ownCallId(const OpenRecord &open)
{
    return open.callId == open.request.toString() ? std::string_view() : open.callId;
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
    sqlite3_finalize(m_insertName);
    sqlite3_finalize(m_findName);
    m_insertPending.reset();
    m_deletePending.reset();
    m_feed.reset();
    m_trimFeed.reset();
    m_sums.reset();
    m_ids.reset();
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
    GW_CHECK(prepareRaw("INSERT OR IGNORE INTO names (text) VALUES (?)", m_insertName));
    GW_CHECK(prepareRaw("SELECT id FROM names WHERE text = ?", m_findName));
    GW_CHECK(make(m_insertPending, u"INSERT OR REPLACE INTO pending VALUES "_s + placeholders(5)));
    GW_CHECK(make(m_deletePending,
                  u"DELETE FROM pending WHERE id_high = :p0 AND id_low = :p1 AND attempt = :p2"_s));
    GW_CHECK(make(m_feed, u"INSERT INTO feed (id_high, id_low, attempt) VALUES "_s + placeholders(3)));
    // Without the last entry SQLite would begin to count anew.
    GW_CHECK(make(m_trimFeed, u"DELETE FROM feed WHERE position <= :p0 AND position < (SELECT MAX(position) "
                              u"FROM feed)"_s));
    GW_TRY(m_sums, SumTables::open(m_database));
    GW_TRY(m_ids, IdIndex::open(m_database));
    return {};
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
    m_sums->forget();
    m_ids->forget();
}

void Store::forgetNames()
{
    m_names.clear();
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
        const std::string_view callId = ownCallId(row.open);
        GW_TRY(const bool added, insertRow(row, names, callId));
        if (!added)
            continue;
        ++(row.close.ending == Ending::Broken ? written.broken : written.closed);
        GW_CHECK(addToRollups(row.open, names, totalsOf(row)));
        noteIds(row, callId);
        if (batch.fed && (!row.open.untold || batch.fedUntold)) {
            GW_CHECK(feed(row));
            ++written.fed;
        }
    }
    if (batch.toldUpTo > 0) {
        Binder(*m_trimFeed) << batch.toldUpTo;
        GW_CHECK(run(*m_trimFeed, "ledger feed"));
    }
    GW_CHECK(m_sums->write(batch.meanwhile));
    GW_CHECK(m_ids->write());
    for (const Pending &pending : batch.pending)
        GW_CHECK(keepPending(pending));
    for (const Cursor &settled : batch.settled) {
        Binder(*m_deletePending) << std::bit_cast<std::int64_t>(settled.request.high)
                                 << storedLow(settled.request) << settled.attempt;
        GW_CHECK(run(*m_deletePending, "ledger"));
    }
    return written;
}

void Store::noteIds(const Row &row, std::string_view callId)
{
    const IdIndex::Place place{std::bit_cast<std::int64_t>(row.open.request.high),
                               storedLow(row.open.request)};
    m_ids->add(callId, place);
    m_ids->add(row.close.providerId, place);
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

Result<bool> Store::insertRow(const Row &row, const RowNames &names, std::string_view callId)
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
    bind.text(callId);
    bind.null();   // Hashes of the two stood here (idindex.h).
    bind.text(close.providerId);
    bind.null();
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
    // Most of those that are not at hand are new.
    sqlite3_bind_text(m_insertName, 1, bytes, static_cast<int>(text.size()), SQLITE_STATIC);
    int stepped = sqlite3_step(m_insertName);
    sqlite3_reset(m_insertName);
    std::int64_t id = sqlite3_last_insert_rowid(database);
    if (stepped == SQLITE_DONE && sqlite3_changes(database) == 0) {
        sqlite3_bind_text(m_findName, 1, bytes, static_cast<int>(text.size()), SQLITE_STATIC);
        stepped = sqlite3_step(m_findName);
        id = stepped == SQLITE_ROW ? sqlite3_column_int64(m_findName, 0) : 0;
        sqlite3_reset(m_findName);
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
    if (const std::optional<std::int64_t> pair = pairOf(firstId, secondId))
        return *pair;
    return nameId(pairName(first, second));
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
        m_sums->add(m_places, totals);
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
    if (good && deleted > 0) {
        good = query.exec(u"SELECT COALESCE(MIN(id_high), %1) FROM attempts"_s.arg(INT64_MAX)) &&
               query.next() && m_ids->dropBefore(query.value(0).toLongLong()).ok();
    }
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
