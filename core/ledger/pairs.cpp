#include "core/ledger/pairs.h"

namespace gw::ledger {

const char *const OldPairs::kSql =
    "SELECT (SELECT id FROM names WHERE text = substr(pair.text, 1, instr(pair.text, char(31)) - 1)), "
    "(SELECT id FROM names WHERE text = substr(pair.text, instr(pair.text, char(31)) + 1)) "
    "FROM names pair WHERE pair.id = ? AND instr(pair.text, char(31)) > 0";

Result<std::int64_t> OldPairs::idOf(std::int64_t name)
{
    const auto [known, added] = m_known.try_emplace(name, name);
    if (!added)
        return known->second;
    GW_TRY(const bool there, m_parts.again(name));
    // Ids begin with 1: 0 is no name.
    if (there && m_parts.number(0) > 0 && m_parts.number(1) > 0)
        known->second = pairOf(m_parts.number(0), m_parts.number(1)).value_or(name);
    m_parts.reset();
    return known->second;
}

}   // namespace gw::ledger
