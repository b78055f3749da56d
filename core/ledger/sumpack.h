#pragma once

#include "core/ledger/queries.h"

#include <cstdint>
#include <string>
#include <string_view>

// How sums lie in the database: names in rising order, each as its distance to the one before it, with the
// counts that are not 0 (resources/schema/0008_packed.sql).
namespace gw::ledger {

struct NamedSum
{
    std::int64_t name = 0;   // Its id.
    Totals totals;
};

// Appends names that are larger than all before them.
class SumPacker
{
public:
    explicit SumPacker(std::string &bytes) noexcept
        : m_bytes(bytes)
    {}
    void add(std::int64_t name, const Totals &totals);

private:
    std::string &m_bytes;
    std::int64_t m_last = 0;
};

// Reads them back.
class SumUnpacker
{
public:
    explicit SumUnpacker(std::string_view bytes) noexcept
        : m_at(bytes.data())
        , m_end(bytes.data() + bytes.size())
    {}
    // False at the end, and where the bytes are none of ours: see damaged().
    bool next(NamedSum &sum) noexcept;
    bool damaged() const noexcept { return m_damaged; }

private:
    const char *m_at;
    const char *m_end;
    std::int64_t m_last = 0;
    bool m_damaged = false;
};

// Packed sums of several dimensions and days behind one another: how the log keeps them.
struct SumGroup
{
    Dimension dimension = Dimension::All;
    Day day = 0;
    std::string_view sums;   // For SumUnpacker.
};
void packGroup(std::string &bytes, const SumGroup &group);
// Takes the first of them from bytes; false where they are none.
bool takeGroup(std::string_view &bytes, SumGroup &group) noexcept;

}   // namespace gw::ledger
