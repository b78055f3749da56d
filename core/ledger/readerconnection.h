#pragma once

#include "core/ledger/ledgerreader.h"
#include "core/ledger/statement.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>

#include <utility>

// The inside of LedgerReader, shared by the files that answer its questions.
namespace gw::ledger {

QString toQString(std::string_view text);
QVariant integer(std::int64_t number);

// WHERE conditions and their values.
struct Conditions
{
    QStringList texts;
    QVariantList values;

    void add(const QString &text, std::initializer_list<QVariant> bound)
    {
        texts << text;
        values << QVariantList(bound);
    }
    QString sql() const
    {
        return texts.isEmpty() ? QStringLiteral("1") : texts.join(QStringLiteral(" AND "));
    }
};

// Rows looked at between two answers and two looks at cancel(); tens of milliseconds.
inline constexpr int kSliceRows = 20'000;

// The columns of attempts a that RowReader reads, in its order.
extern const QString kRowColumnsSql;
// Select them; conditions follow.
extern const QString kRowSql;
// A limit follows.
extern const QString kNewestFirst;

// Older than cursor, and cursor or newer.
void addBefore(Conditions &conditions, const Cursor &cursor);
void addFrom(Conditions &conditions, const Cursor &cursor);

// Reads the columns of kRowSql in their order.
class RowReader
{
public:
    explicit RowReader(const QSqlQuery &query)
        : m_query(query)
    {}
    Row read();
    // The next column, for what a query selects behind those.
    std::int64_t number() { return m_query.value(m_at++).toLongLong(); }

private:
    int small() { return static_cast<int>(number()); }
    std::string text() { return m_query.value(m_at++).toString().toStdString(); }

    const QSqlQuery &m_query;
    int m_at = 0;
};

// The read-only database, opened when first needed, on the reader's thread.
class LedgerReader::Connection
{
public:
    Connection(const std::string &path, const LedgerReader &reader)
        : m_path(path)
        , m_reader(reader)
        , m_name(QStringLiteral("ledger-reader-") + QString::number(reinterpret_cast<quintptr>(this)))
    {}
    ~Connection()
    {
        m_database.close();
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(m_name);
    }

    bool cancelled(QueryToken token) const { return m_reader.isCancelled(token); }
    Result<QSqlQuery> select(const QString &sql, const QVariantList &values);
    Result<RawStatement> walk(const QString &sql, const QVariantList &values);
    // While it lives, everything read is of one moment.
    class Reading
    {
    public:
        explicit Reading(Connection &connection)
            : m_connection(&connection)
        {}
        Reading(Reading &&other) noexcept
            : m_connection(std::exchange(other.m_connection, nullptr))
        {}
        Reading &operator=(Reading &&) = delete;
        ~Reading()
        {
            if (m_connection)
                m_connection->m_database.commit();
        }

    private:
        Connection *m_connection;
    };
    Result<Reading> read();
    Result<std::optional<std::int64_t>> nameId(const std::string &text);
    // Turns a filter into conditions; nothing when it names what the ledger has never seen.
    Result<std::optional<Conditions>> conditions(const Filter &filter);
    // The same for requests. Numbers the tables of names it needs from 0: they are valid until the next call.
    Result<std::optional<Conditions>> conditions(const RequestFilter &filter);
    // The slice of at most kSliceRows rows below cursor: its oldest row, and how many they are.
    struct Slice
    {
        Cursor oldest;
        int rows = 0;
    };
    Result<std::optional<Slice>> slice(const Filter &filter, const std::optional<Cursor> &before);
    // Attempts that meet them.
    Result<std::int64_t> count(const Conditions &conditions);

private:
    Result<void> open();
    Result<void> run(const QString &sql, const QVariantList &values = {});
    Result<std::optional<QString>> condition(const Term &term, QVariantList &values);
    Result<std::optional<QString>> nameTable(const Term &term);

    const std::string m_path;
    const LedgerReader &m_reader;
    const QString m_name;
    QSqlDatabase m_database;
    int m_nameTables = 0;
};

}   // namespace gw::ledger
