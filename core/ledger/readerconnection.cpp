#include "core/ledger/readerconnection.h"

#include "core/ledger/store.h"

#include <QSqlDriver>
#include <QSqlError>

#include <bit>
#include <filesystem>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace gw::ledger {

namespace {

// An id is made when its request starts; a row's own time may differ by this much.
constexpr std::int64_t kIdSlackUs = 600'000'000;

Error sqlError(const QSqlError &error)
{
    return {.code = ErrorCode::Internal, .message = "ledger: " + error.text().toStdString()};
}

}   // namespace

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QVariant integer(std::int64_t number)
{
    return QVariant(static_cast<qlonglong>(number));
}

const QString kRowColumnsSql =
    u"a.id_high, a.id_low, a.attempt, a.started_us, a.ended_us, a.duration_us, a.first_byte_us, "
    "a.overhead_us, a.ending, a.outcome, a.flags, a.http_status, a.upstream_status, "
    "(SELECT text FROM names WHERE id = a.route_id), (SELECT text FROM names WHERE id = a.requested_id), "
    "(SELECT text FROM names WHERE id = a.group_id), (SELECT text FROM names WHERE id = a.deployment_id), "
    "(SELECT text FROM names WHERE id = a.provider_id), (SELECT text FROM names WHERE id = a.model_id), "
    "(SELECT text FROM names WHERE id = a.key_id), (SELECT text FROM names WHERE id = a.alias_id), "
    "(SELECT text FROM names WHERE id = a.user_id), (SELECT text FROM names WHERE id = a.team_id), "
    "(SELECT text FROM names WHERE id = a.end_user_id), (SELECT text FROM names WHERE id = a.client_id), "
    "(SELECT text FROM names WHERE id = a.tags_id), (SELECT text FROM names WHERE id = a.session_id), "
    "(SELECT text FROM names WHERE id = a.version_id), "
    "a.input, a.cache_read, a.cache_write, a.cache_write_1h, a.audio_in, a.image_in, a.output, a.reasoning, "
    "a.audio_out, a.accepted, a.rejected, a.total, a.searches, a.cost, a.saved, a.price_input, "
    "a.price_output, "
    "a.price_cache_read, a.price_cache_write, a.estimated_input, a.estimated_cost, a.call_id, a.answer_id, "
    "a.error, a.dropped, (SELECT text FROM names WHERE id = a.reason_id), a.waited_us, a.queued_us, "
    "a.trace"_s;
const QString kRowSql = u"SELECT "_s + kRowColumnsSql + u" FROM attempts a WHERE "_s;
const QString kNewestFirst = u" ORDER BY a.id_high DESC, a.id_low DESC, a.attempt DESC LIMIT "_s;

Row RowReader::read()
{
    Row row;
    OpenRecord &open = row.open;
    CloseRecord &close = row.close;
    const std::int64_t high = number();
    open.request = idFromStored(high, number());
    open.attempt = static_cast<std::uint16_t>(number());
    close.request = open.request;
    close.attempt = open.attempt;
    open.startedUs = number();
    close.endedUs = number();
    close.durationUs = number();
    close.firstByteUs = small();
    close.overheadUs = small();
    close.ending = static_cast<Ending>(number());
    close.outcome = static_cast<Outcome>(number());
    setFlags(row, small());
    close.httpStatus = small();
    close.upstreamStatus = small();
    for (std::string *name :
         {&open.route, &open.requestedModel, &open.modelGroup, &open.deploymentId, &open.provider,
          &open.upstreamModel, &open.keyHash, &open.keyAlias, &open.userId, &open.teamId, &open.endUser,
          &open.client, &open.tags, &open.sessionId, &open.priceVersion})
        *name = text();
    chat::Usage &usage = close.usage;
    for (std::int64_t *count : {&usage.input,
                                &usage.cacheRead,
                                &usage.cacheWrite,
                                &usage.cacheWrite1h,
                                &usage.audioIn,
                                &usage.imageIn,
                                &usage.output,
                                &usage.reasoning,
                                &usage.audioOut,
                                &usage.acceptedPrediction,
                                &usage.rejectedPrediction,
                                &usage.total,
                                &usage.webSearches,
                                &close.costPico,
                                &close.savedPico,
                                &close.priceInput,
                                &close.priceOutput,
                                &close.priceCacheRead,
                                &close.priceCacheWrite,
                                &open.estimatedInput,
                                &open.estimatedCostPico})
        *count = number();
    open.callId = text();
    if (open.callId.empty())
        open.callId = open.request.toString();
    close.providerId = text();
    close.error = text();
    open.dropped = text();
    open.reason = text();
    open.waitedUs = number();
    open.queuedUs = number();
    open.trace = text();
    return row;
}

void addBefore(Conditions &conditions, const Cursor &cursor)
{
    conditions.add(u"(a.id_high, a.id_low, a.attempt) < (?, ?, ?)"_s,
                   {integer(std::bit_cast<std::int64_t>(cursor.request.high)),
                    integer(storedLow(cursor.request)), integer(cursor.attempt)});
}

void addFrom(Conditions &conditions, const Cursor &cursor)
{
    conditions.add(u"(a.id_high, a.id_low, a.attempt) >= (?, ?, ?)"_s,
                   {integer(std::bit_cast<std::int64_t>(cursor.request.high)),
                    integer(storedLow(cursor.request)), integer(cursor.attempt)});
}

Result<LedgerReader::Connection::Reading> LedgerReader::Connection::read()
{
    GW_CHECK(open());
    if (!m_database.transaction())
        return sqlError(m_database.lastError());
    return Reading(*this);
}

Result<void> LedgerReader::Connection::open()
{
    if (m_database.isOpen())
        return {};
    // Read-only connections do not create it, and their message would not say so.
    if (std::error_code error; !std::filesystem::exists(m_path, error))
        return Error{.code = ErrorCode::NotFound, .message = "there is no ledger yet"};
    if (!m_database.isValid())
        m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_name);
    m_database.setDatabaseName(toQString(m_path));
    m_database.setConnectOptions(u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!m_database.open())
        return sqlError(m_database.lastError());
    return run(u"PRAGMA temp_store=MEMORY"_s);
}

Result<void> LedgerReader::Connection::run(const QString &sql, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return sqlError(query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return sqlError(query.lastError());
    return {};
}

Result<RawStatement> LedgerReader::Connection::walk(const QString &sql, const QVariantList &values)
{
    GW_CHECK(open());
    GW_TRY(RawStatement statement, RawStatement::prepared(m_database, sql.toStdString()));
    for (const QVariant &value : values) {
        if (value.typeId() == QMetaType::QString)
            statement.bindText(value.toString().toStdString());
        else
            statement << value.toLongLong();
    }
    return statement;
}

Result<QSqlQuery> LedgerReader::Connection::select(const QString &sql, const QVariantList &values)
{
    GW_CHECK(open());
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return sqlError(query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return sqlError(query.lastError());
    return query;
}

Result<std::optional<std::int64_t>> LedgerReader::Connection::nameId(const std::string &text)
{
    GW_TRY(QSqlQuery query,
           select(u"SELECT id FROM names WHERE text = ?"_s, {text.empty() ? u""_s : toQString(text)}));
    if (!query.next())
        return std::optional<std::int64_t>();
    return std::optional<std::int64_t>(query.value(0).toLongLong());
}

Result<std::optional<Conditions>> LedgerReader::Connection::conditions(const Filter &filter)
{
    Conditions result;
    const std::pair<const std::optional<std::string> *, QString> names[] = {
        {&filter.key, u"a.key_id = ?"_s},           {&filter.user, u"a.user_id = ?"_s},
        {&filter.team, u"a.team_id = ?"_s},         {&filter.endUser, u"a.end_user_id = ?"_s},
        {&filter.modelGroup, u"a.group_id = ?"_s},  {&filter.model, u"a.model_id = ?"_s},
        {&filter.provider, u"a.provider_id = ?"_s}, {&filter.client, u"a.client_id = ?"_s},
        {&filter.route, u"a.route_id = ?"_s},       {&filter.session, u"a.session_id = ?"_s},
        {&filter.keyAlias, u"a.alias_id = ?"_s},    {&filter.deployment, u"a.deployment_id = ?"_s}};
    for (const auto &[text, condition] : names) {
        if (!*text)
            continue;
        GW_TRY(const std::optional<std::int64_t> id, nameId(**text));
        if (!id)
            return std::optional<Conditions>();
        result.add(condition, {integer(*id)});
    }
    const auto number = [&result](const auto &value, const QString &condition) {
        if (value)
            result.add(condition, {integer(static_cast<std::int64_t>(*value))});
    };
    number(filter.fromUs, u"a.started_us >= ?"_s);
    number(filter.untilUs, u"a.started_us < ?"_s);
    number(filter.outcome, u"a.outcome = ?"_s);
    number(filter.ending, u"a.ending = ?"_s);
    number(filter.httpStatus, u"a.http_status = ?"_s);
    number(filter.upstreamStatus, u"a.upstream_status = ?"_s);
    number(filter.minCostPico, u"a.cost >= ?"_s);
    number(filter.maxCostPico, u"a.cost <= ?"_s);
    if (filter.failed)
        result.add(*filter.failed ? u"a.outcome <> 0"_s : u"a.outcome = 0"_s, {});
    if (filter.unpriced)
        result.add(*filter.unpriced ? u"a.flags & 2"_s : u"NOT (a.flags & 2)"_s, {});
    return std::optional(result);
}

Result<std::optional<LedgerReader::Connection::Slice>>
LedgerReader::Connection::slice(const Filter &filter, const std::optional<Cursor> &before)
{
    Conditions range;
    if (before)
        addBefore(range, *before);
    if (filter.fromUs)
        addFrom(range, Cursor::at(*filter.fromUs - kIdSlackUs));
    if (filter.untilUs)
        addBefore(range, Cursor::at(*filter.untilUs + kIdSlackUs));
    GW_TRY(QSqlQuery query, select(u"SELECT COUNT(*), MIN(id_high) FROM (SELECT a.id_high, "
                                   u"a.id_low, a.attempt FROM "
                                   "attempts a WHERE "_s +
                                       range.sql() + kNewestFirst + QString::number(kSliceRows) + u')',
                                   range.values));
    Slice slice;
    if (!query.next() || (slice.rows = query.value(0).toInt()) == 0)
        return std::optional<Slice>();
    // Several rows may share the upper half of the oldest id; the slice ends below all of them.
    slice.oldest.request = idFromStored(query.value(1).toLongLong(), storedLow({}));
    return std::optional(slice);
}

Result<std::int64_t> LedgerReader::Connection::count(const Conditions &conditions)
{
    GW_TRY(QSqlQuery query,
           select(u"SELECT COUNT(*) FROM attempts a WHERE "_s + conditions.sql(), conditions.values));
    return query.next() ? query.value(0).toLongLong() : 0;
}

}   // namespace gw::ledger
