#include "core/ledger/statement.h"

#include <QSqlDriver>
#include <QVariant>

#include <sqlite3.h>

namespace gw::ledger {

namespace {

Error failed(const char *text)
{
    return {.code = ErrorCode::Internal, .message = std::string("ledger: ") + text};
}

}   // namespace

Result<RawStatement> RawStatement::prepared(const QSqlDatabase &database, const std::string &sql)
{
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid() || qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return failed("Qt's SQLite driver is of another kind");
    sqlite3 *const connection = *static_cast<sqlite3 *const *>(handle.constData());
    RawStatement statement;
    if (sqlite3_prepare_v3(connection, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement.m_statement,
                           nullptr) != SQLITE_OK)
        return failed(sqlite3_errmsg(connection));
    return statement;
}

RawStatement::~RawStatement()
{
    sqlite3_finalize(m_statement);
}

RawStatement &RawStatement::operator<<(std::int64_t number)
{
    sqlite3_bind_int64(m_statement, ++m_bound, number);
    return *this;
}

RawStatement &RawStatement::operator<<(std::string_view blob)
{
    sqlite3_bind_blob(m_statement, ++m_bound, blob.data(), static_cast<int>(blob.size()), SQLITE_STATIC);
    return *this;
}

void RawStatement::bindText(std::string_view text)
{
    sqlite3_bind_text(m_statement, ++m_bound, text.empty() ? "" : text.data(), static_cast<int>(text.size()),
                      SQLITE_TRANSIENT);
}

Result<bool> RawStatement::next()
{
    const int stepped = sqlite3_step(m_statement);
    if (stepped == SQLITE_ROW || stepped == SQLITE_DONE)
        return stepped == SQLITE_ROW;
    return failed(sqlite3_errstr(stepped));
}

std::int64_t RawStatement::number(int column) const noexcept
{
    return sqlite3_column_int64(m_statement, column);
}

std::string RawStatement::text(int column) const
{
    const auto *bytes = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return bytes ? std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                 : std::string();
}

std::string_view RawStatement::blob(int column) const noexcept
{
    const auto *const bytes = static_cast<const char *>(sqlite3_column_blob(m_statement, column));
    return bytes
               ? std::string_view(bytes, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
               : std::string_view();
}

void RawStatement::reset() noexcept
{
    sqlite3_reset(m_statement);
    m_bound = 0;
}

Result<void> RawStatement::run()
{
    const Result<bool> done = next();
    reset();
    if (!done.ok())
        return done.error();
    return {};
}

Result<bool> RawStatement::again(std::int64_t value)
{
    reset();
    *this << value;
    return next();
}

}   // namespace gw::ledger
