#pragma once

#include "core/base/result.h"

#include <QSqlDatabase>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3_stmt;

namespace gw::ledger {

// A statement of SQLite's own on Qt's connection, for what is done many times: Qt makes a QVariant of every
// value. To be gone before its connection is closed.
class RawStatement
{
public:
    RawStatement() noexcept = default;
    static Result<RawStatement> prepared(const QSqlDatabase &database, const std::string &sql);
    RawStatement(RawStatement &&other) noexcept
        : m_statement(std::exchange(other.m_statement, nullptr))
        , m_bound(other.m_bound)
    {}
    RawStatement &operator=(RawStatement &&other) noexcept
    {
        std::swap(m_statement, other.m_statement);
        std::swap(m_bound, other.m_bound);
        return *this;
    }
    ~RawStatement();

    // Its values, in their order. Bytes must live until the statement begins anew.
    RawStatement &operator<<(std::int64_t number);
    RawStatement &operator<<(std::string_view blob);
    void bindText(std::string_view text);
    // The next row; false at the end.
    Result<bool> next();
    std::int64_t number(int column) const noexcept;
    std::string text(int column) const;
    // Valid until the next row.
    std::string_view blob(int column) const noexcept;
    // Lets go of what it reads; its values are given anew.
    void reset() noexcept;
    // Of one that gives no rows, from its first value to the end.
    Result<void> run();
    // Begins anew with this as its first value, and takes the first row.
    Result<bool> again(std::int64_t value);

private:
    sqlite3_stmt *m_statement = nullptr;
    int m_bound = 0;
};

}   // namespace gw::ledger
