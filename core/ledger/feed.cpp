#include "core/ledger/feed.h"

#include "core/ledger/readerconnection.h"
#include "core/ledger/store.h"

#include <QSqlError>

#include <bit>

using namespace Qt::StringLiterals;

namespace gw::ledger {

namespace {

Error failed(const QSqlError &error)
{
    return {.code = ErrorCode::Internal, .message = "ledger feed: " + error.text().toStdString()};
}

}   // namespace

FeedReader::FeedReader(const std::string &folder)
    : m_path(folder + "/ledger.db")
    , m_connection(u"ledger-feed-"_s + QString::number(reinterpret_cast<quintptr>(this)))
{}

FeedReader::~FeedReader()
{
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_connection);
}

Result<void> FeedReader::open()
{
    if (m_database.isOpen())
        return {};
    if (!m_database.isValid())
        m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connection);
    m_database.setDatabaseName(toQString(m_path));
    m_database.setConnectOptions(u"QSQLITE_OPEN_READONLY;QSQLITE_BUSY_TIMEOUT=5000"_s);
    if (!m_database.open())
        return failed(m_database.lastError());
    return {};
}

Result<std::vector<FedRow>> FeedReader::rows(const QString &sql, const QVariantList &values, bool positions)
{
    GW_CHECK(open());
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return failed(query.lastError());
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return failed(query.lastError());
    std::vector<FedRow> rows;
    while (query.next()) {
        RowReader reader(query);
        Row row = reader.read();
        rows.push_back({positions ? reader.number() : 0, std::move(row)});
    }
    return rows;
}

Result<std::vector<FedRow>> FeedReader::read(std::int64_t after, int limit)
{
    return rows(u"SELECT "_s + kRowColumnsSql +
                    u", f.position FROM feed f JOIN attempts a ON a.id_high = f.id_high AND "
                    u"a.id_low = f.id_low AND a.attempt = f.attempt WHERE f.position > ? "
                    u"ORDER BY f.position LIMIT ?"_s,
                {integer(after), limit}, true);
}

Result<std::vector<FedRow>> FeedReader::readAfter(const Cursor &cursor, int limit)
{
    return rows(kRowSql + u"(a.id_high, a.id_low, a.attempt) > (?, ?, ?) ORDER BY a.id_high, a.id_low, "
                          u"a.attempt LIMIT ?"_s,
                {integer(std::bit_cast<std::int64_t>(cursor.request.high)),
                 integer(storedLow(cursor.request)), integer(cursor.attempt), limit},
                false);
}

Result<std::string> FeedReader::ledgerId()
{
    GW_CHECK(open());
    QSqlQuery query(m_database);
    if (!query.exec(u"SELECT value FROM facts WHERE name = 'id'"_s) || !query.next())
        return failed(query.lastError());
    return query.value(0).toString().toStdString();
}

Result<std::int64_t> FeedReader::newest()
{
    GW_CHECK(open());
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.exec(u"SELECT COALESCE(MAX(position), 0) FROM feed"_s) || !query.next())
        return failed(query.lastError());
    return static_cast<std::int64_t>(query.value(0).toLongLong());
}

}   // namespace gw::ledger
