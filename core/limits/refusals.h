#pragma once

#include "core/limits/lines.h"
#include "core/limits/windows.h"

#include <deque>
#include <mutex>

namespace gw::limits {

// A request that one of its lines has held back.
struct Refused
{
    std::int64_t unixUs = 0;
    std::string keyHash;
    std::string model;   // As the request names it, or its group.
    Level level = Level::Key;
    std::string shown;   // Of the line.
    // Absent: a budget, with limit and used in 10^-12 USD. Else limit counts what it names.
    std::optional<Limited> rate = {};
    std::int64_t limit = 0;
    std::int64_t used = 0;      // Of a budget: spent, and put by for requests under way.
    std::int64_t resetUs = 0;   // Unix microseconds; 0: never.
};

// The last of them since the process began: refusals are no attempts, so the ledger has no rows of them.
// Thread-safe.
class Refusals
{
public:
    static constexpr std::size_t kKept = 1000;

    void add(Refused refused);
    // Newest first. keyHash empty: of everybody.
    std::vector<Refused> last(std::string_view keyHash, std::size_t most) const;

private:
    mutable std::mutex m_mutex;
    std::deque<Refused> m_kept;
};

}   // namespace gw::limits
