#pragma once

#include "core/client/keysvalues.h"
#include "core/postgres/connection.h"

// Lists of keys, teams, users and shared budgets from the tables of the schema portico. On the thread that
// uses the connection.
namespace gw::client {

// Newest first; next is how many come before the next part.
Result<HolderPage> readHolders(postgres::Connection &connection, const HolderQuery &query, std::int64_t nowS);
// With what counts for keys: their own budget, their team's and their user's. BadRequest where there is none.
Result<HolderDetail> readHolder(postgres::Connection &connection, HolderKind kind, const QString &id,
                                std::int64_t nowS);
// Every budget of keys, teams and users, as far as the first kMostBudgets of each.
Result<std::vector<BudgetState>> readBudgets(postgres::Connection &connection, std::int64_t nowS);
inline constexpr int kMostBudgets = 1000;

}   // namespace gw::client
