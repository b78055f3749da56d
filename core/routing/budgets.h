#pragma once

#include "core/access/spending.h"
#include "core/routing/moment.h"

#include <cstdint>
#include <string>

namespace gw::routing {

// What a provider, a deployment or the requests with a tag may cost (CONTRACT 6.10).
struct BudgetRow
{
    access::Scope scope = access::Scope::Provider;
    std::string name;   // Provider, deployment id, tag.
    std::string what;   // "provider openai", for messages.
    std::int64_t limitPico = 0;
    std::int64_t periodS = 0;
};

// Spending in windows that begin with their first amount and last their period. The amounts are those of all
// rows, as they are booked, and the windows outlive the program where the accounts do. Thread-safe.
class Budgets
{
public:
    // Accounts of the whole gateway, which outlive this, in place of those it has for itself. Before anybody
    // asks.
    void use(access::Spending &accounts) noexcept { m_accounts = &accounts; }
    access::Spending &accounts() noexcept { return *m_accounts; }

    // In the window that runs, which this begins where an amount waits for one.
    access::Spending::Spent spent(const BudgetRow &row, const Moment &now)
    {
        return m_accounts->spentRolling(*m_accounts->account(row.scope, row.name), row.periodS, now.unixS);
    }

private:
    access::Spending m_own;
    access::Spending *m_accounts = &m_own;
};

}   // namespace gw::routing
