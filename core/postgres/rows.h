#pragma once

#include <charconv>
#include <cstdint>
#include <libpq-fe.h>
#include <memory>
#include <string>
#include <string_view>

namespace gw::postgres {

// What a statement has given: rows of texts. A value that can be moved.
class Rows
{
public:
    Rows() = default;
    explicit Rows(PGresult *result)
        : m_result(result)
    {}

    int size() const noexcept { return m_result ? PQntuples(m_result.get()) : 0; }
    bool empty() const noexcept { return size() == 0; }
    bool isNull(int row, int column) const noexcept { return PQgetisnull(m_result.get(), row, column) != 0; }
    // "" for NULL. Lives as long as this.
    std::string_view text(int row, int column) const noexcept
    {
        return {PQgetvalue(m_result.get(), row, column),
                static_cast<std::size_t>(PQgetlength(m_result.get(), row, column))};
    }
    std::string string(int row, int column) const { return std::string(text(row, column)); }
    // 0 for NULL and for what is no whole number of 64 bits.
    std::int64_t integer(int row, int column) const noexcept
    {
        const std::string_view digits = text(row, column);
        std::int64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }
    bool flag(int row, int column) const noexcept { return text(row, column) == "t"; }
    // Rows that an INSERT, UPDATE or DELETE has touched.
    std::int64_t affected() const noexcept
    {
        const std::string_view digits = m_result ? PQcmdTuples(m_result.get()) : "";
        std::int64_t value = 0;
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return value;
    }

private:
    struct Clear
    {
        void operator()(PGresult *result) const noexcept { PQclear(result); }
    };
    std::unique_ptr<PGresult, Clear> m_result;
};

}   // namespace gw::postgres
