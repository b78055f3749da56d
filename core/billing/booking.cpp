#include "core/billing/booking.h"

#include <algorithm>
#include <future>

namespace gw::billing {

using access::Scope;

void book(access::Spending &spending, const Bill &bill, access::Pico pico)
{
    if (pico == 0)
        return;
    const auth::Principal &who = bill.principal;
    spending.add(Scope::Proxy, {}, pico);
    if (!who.keyHash.empty())
        spending.add(Scope::Key, who.keyHash, pico);
    if (!who.userId.empty())
        spending.add(Scope::User, who.userId, pico);
    if (!who.teamId.empty())
        spending.add(Scope::Team, who.teamId, pico);
    if (!who.teamId.empty() && !who.userId.empty())
        spending.add(Scope::Member, access::Membership::idOf(who.teamId, who.userId), pico);
    if (who.key && !bill.modelGroup.empty())
        spending.add(Scope::KeyModel, access::keyModelName(who.keyHash, bill.modelGroup), pico);
    if (!bill.endUser.empty())
        spending.add(Scope::EndUser, bill.endUser, pico);
    if (!bill.provider.empty())
        spending.add(Scope::Provider, bill.provider, pico);
    if (!bill.deployment.empty())
        spending.add(Scope::Deployment, bill.deployment, pico);
    for (const std::string &tag : bill.tags ? *bill.tags : std::vector<std::string>())
        spending.add(Scope::Tag, tag, pico);
}

access::Pico keySpend(access::Directory *directory, const auth::Principal &principal, std::int64_t nowS)
{
    if (!directory)
        return 0;
    if (principal.key)
        return directory->spentBy(*principal.key, nowS).pico;
    return directory->spending().account(Scope::Key, principal.keyHash)->total();
}

Result<void> loadTotals(ledger::LedgerReader &reader, access::Spending &spending)
{
    using ledger::Dimension;
    using Rows = std::vector<ledger::NamedTotals>;
    constexpr std::pair<Dimension, Scope> kScopes[] = {
        {Dimension::All, Scope::Proxy},         {Dimension::Key, Scope::Key},
        {Dimension::User, Scope::User},         {Dimension::Team, Scope::Team},
        {Dimension::Member, Scope::Member},     {Dimension::EndUser, Scope::EndUser},
        {Dimension::Tag, Scope::Tag},           {Dimension::KeyModel, Scope::KeyModel},
        {Dimension::Provider, Scope::Provider}, {Dimension::Deployment, Scope::Deployment}};
    constexpr ledger::Int128 kMost = INT64_MAX / 2;
    for (const auto &[dimension, scope] : kScopes) {
        std::promise<Result<Rows>> answered;
        reader.totals(dimension, {INT32_MIN, INT32_MAX},
                      [&](ledger::QueryToken, Result<Rows> rows) { answered.set_value(std::move(rows)); });
        GW_TRY(const Rows rows, answered.get_future().get());
        for (const ledger::NamedTotals &row : rows) {
            if (row.totals.costPico != 0 && (scope == Scope::Proxy || !row.name.empty()))
                spending.add(scope, row.name,
                             static_cast<access::Pico>(std::min(row.totals.costPico, kMost)));
        }
    }
    return {};
}

}   // namespace gw::billing
