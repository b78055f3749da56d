#include "core/access/spending.h"

#include <algorithm>
#include <cstdlib>

namespace gw::access {

std::string keyModelName(std::string_view keyHash, std::string_view modelGroup)
{
    return std::string(keyHash) + '\x1f' + std::string(modelGroup);
}

Spending::Spending() = default;

void Spending::setCalendar(Calendar calendar)
{
    const std::lock_guard lock(m_mutex);
    m_calendar = std::move(calendar);
}

Calendar Spending::calendar() const
{
    const std::lock_guard lock(m_mutex);
    return m_calendar;
}

Spending::Shard &Spending::shard(Scope scope, std::string_view name)
{
    return m_shards[static_cast<std::size_t>(scope)][(Shard::Hash()(name) >> 59) % kShards];
}

AccountPtr Spending::account(Scope scope, std::string_view name)
{
    Shard &place = shard(scope, name);
    {
        const std::shared_lock lock(place.mutex);
        if (const auto it = place.accounts.find(name); it != place.accounts.end())
            return it->second;
    }
    const std::unique_lock lock(place.mutex);
    AccountPtr &account = place.accounts[std::string(name)];
    if (!account)
        account = std::make_shared<Account>(scope, std::string(name));
    return account;
}

void Spending::add(Scope scope, std::string_view name, Pico pico)
{
    const AccountPtr found = account(scope, name);
    found->m_own.fetch_add(pico, std::memory_order_relaxed);
    // After the sum: whoever takes the account sees it.
    giveBack(found);
}

void Spending::setElsewhere(const Elsewhere &elsewhere)
{
    account(elsewhere.scope, elsewhere.name)->m_elsewhere.store(elsewhere.total, std::memory_order_relaxed);
}

std::vector<AccountPtr> Spending::takeGrown()
{
    std::vector<AccountPtr> grown;
    {
        const std::lock_guard lock(m_grownMutex);
        grown = std::exchange(m_grown, {});
    }
    for (const AccountPtr &one : grown)
        one->m_grown.store(false, std::memory_order_release);
    return grown;
}

void Spending::giveBack(const AccountPtr &account)
{
    if (account->m_grown.exchange(true, std::memory_order_acq_rel))
        return;
    bool first = false;
    {
        const std::lock_guard lock(m_grownMutex);
        first = m_grown.empty();
        m_grown.push_back(account);
    }
    if (first && m_grownTold)
        m_grownTold();
}

void Spending::noteMoved(const Account &account, const WindowState &state)
{
    {
        const std::lock_guard lock(m_mutex);
        m_moved.push_back({account.scope(), account.name(), state});
    }
    if (m_told)
        m_told();
}

Spending::Spent Spending::spent(Account &account, std::string_view duration, std::int64_t nowS,
                                std::string_view slot)
{
    WindowState moved;
    {
        const std::lock_guard lock(account.m_mutex);
        const Pico total = account.total();
        auto window = std::ranges::find(account.m_windows, slot, &WindowState::slot);
        if (window == account.m_windows.end()) {
            // What was spent before anybody limited it counts for the main window only.
            if (slot.empty() && duration.empty())
                return {total, 0};
            account.m_windows.push_back({std::string(slot), {}, slot.empty() ? 0 : total, 0});
            window = account.m_windows.end() - 1;
        }
        const bool changed = window->duration != duration;
        const bool over = !changed && window->resetAt != 0 && nowS >= window->resetAt;
        if (!changed && !over)
            return {total - window->base, window->resetAt, window->base};
        window->duration = duration;
        window->resetAt = duration.empty() ? 0 : calendar().nextReset(duration, nowS);
        if (over)
            window->base = total;
        moved = *window;
    }
    noteMoved(account, moved);
    return {account.total() - moved.base, moved.resetAt, moved.base};
}

Spending::Spent Spending::spentRolling(Account &account, std::int64_t periodS, std::int64_t nowS)
{
    WindowState moved;
    {
        const std::lock_guard lock(account.m_mutex);
        const Pico total = account.total();
        auto window = std::ranges::find_if(account.m_windows, &WindowState::rolls);
        const bool made = window == account.m_windows.end();
        if (made) {
            // Kept before it begins: what is spent from here on counts, whatever happens to the program.
            account.m_windows.push_back(
                {std::string(WindowState::kRolling), std::to_string(periodS), total, 0});
            window = account.m_windows.end() - 1;
        }
        const WindowState before = *window;
        // A window that runs keeps its beginning when its length is changed.
        if (const std::int64_t lengthS = std::strtoll(window->duration.c_str(), nullptr, 10);
            lengthS != periodS) {
            window->duration = std::to_string(periodS);
            window->resetAt += window->resetAt == 0 ? 0 : periodS - lengthS;
        }
        if (window->resetAt != 0 && nowS >= window->resetAt) {
            window->base = total;
            window->resetAt = 0;
        } else if (window->resetAt == 0 && total > window->base) {
            window->resetAt = nowS + periodS;
        }
        if (!made && *window == before)
            return {total - window->base, window->resetAt, window->base};
        moved = *window;
    }
    noteMoved(account, moved);
    return {account.total() - moved.base, moved.resetAt, moved.base};
}

Spending::Moved Spending::planned(Scope scope, std::string_view name, Pico spentSoFar,
                                  std::string_view duration, std::int64_t nowS)
{
    const AccountPtr found = account(scope, name);
    const std::lock_guard lock(found->m_mutex);
    WindowState state{{}, std::string(duration), found->total() - spentSoFar, 0};
    const auto window = std::ranges::find(found->m_windows, std::string_view(), &WindowState::slot);
    if (window != found->m_windows.end() && window->duration == duration && nowS < window->resetAt)
        state.resetAt = window->resetAt;
    else if (!duration.empty())
        state.resetAt = calendar().nextReset(duration, nowS);
    return {scope, std::string(name), std::move(state)};
}

std::vector<Spending::Moved> Spending::plannedRename(std::string_view hash, std::string_view newHash)
{
    std::vector<Moved> plan;
    const auto carry = [&](Account &from, Scope scope, const std::string &name) {
        const Pico total = account(scope, name)->total();
        const std::lock_guard lock(from.m_mutex);
        std::vector<WindowState> windows = from.m_windows;
        if (std::ranges::none_of(windows, [](const WindowState &one) { return one.slot.empty(); }))
            windows.emplace_back();
        for (WindowState &window : windows) {
            window.base = total - (from.total() - window.base);
            plan.push_back({scope, name, std::move(window)});
        }
    };
    carry(*account(Scope::Key, hash), Scope::Key, std::string(newHash));
    const std::string prefix = keyModelName(hash, {});
    for (const AccountPtr &one : accounts(Scope::KeyModel)) {
        if (one->name().starts_with(prefix))
            carry(*one, Scope::KeyModel, keyModelName(newHash, one->name().substr(prefix.size())));
    }
    return plan;
}

std::vector<AccountPtr> Spending::accounts(Scope scope) const
{
    std::vector<AccountPtr> found;
    for (const Shard &place : m_shards[static_cast<std::size_t>(scope)]) {
        const std::shared_lock lock(place.mutex);
        for (const auto &[name, account] : place.accounts)
            found.push_back(account);
    }
    return found;
}

void Spending::sweep(std::int64_t nowS)
{
    std::vector<std::pair<AccountPtr, WindowState>> over;
    for (std::size_t scope = 0; scope < kScopes; ++scope) {
        for (const AccountPtr &account : accounts(static_cast<Scope>(scope))) {
            const std::lock_guard lock(account->m_mutex);
            for (WindowState &window : account->m_windows) {
                if (window.resetAt == 0 || nowS < window.resetAt)
                    continue;
                window.base = account->total();
                window.resetAt = window.rolls() ? 0 : calendar().nextReset(window.duration, nowS);
                over.emplace_back(account, window);
            }
        }
    }
    for (const auto &[account, window] : over)
        noteMoved(*account, window);
}

void Spending::restore(Moved window)
{
    const AccountPtr found = account(window.scope, window.name);
    const std::lock_guard lock(found->m_mutex);
    std::erase_if(found->m_windows,
                  [&](const WindowState &known) { return known.slot == window.state.slot; });
    found->m_windows.push_back(std::move(window.state));
}

void Spending::giveBack(Moved window)
{
    const std::lock_guard lock(m_mutex);
    m_moved.insert(m_moved.begin(), std::move(window));
}

std::vector<Spending::Moved> Spending::takeMoved()
{
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_moved, {});
}

}   // namespace gw::access
