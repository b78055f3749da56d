#include "core/access/directory.h"

#include "core/access/edit.h"
#include "core/access/sharing.h"
#include "core/base/logging.h"

#include <algorithm>
#include <chrono>
#include <future>

namespace gw::access {

namespace {

constexpr auto kSweepEvery = std::chrono::seconds(600);

template <typename Entity>
Result<void> loadShelf(Store &store, Kind kind, Shelf<Entity> &shelf)
{
    return store.read(kind, [&](const json::Object &object) -> Result<void> {
        auto read = Entity::read(object);
        // One that cannot be read must not lock everybody out.
        if (!read.ok()) {
            qCWarning(gwAuth, "a row of the database of keys is broken: %s", read.error().message.c_str());
            return {};
        }
        shelf.put(std::make_shared<const Entity>(std::move(read).value()));
        return {};
    });
}

}   // namespace

Directory::Directory(const Clock &clock)
    : m_clock(clock)
{}

Result<std::unique_ptr<Directory>> Directory::open(const std::string &file, const Clock &clock)
{
    std::unique_ptr<Directory> directory(new Directory(clock));
    directory->m_file = file;
    // The database belongs to the thread that opens it.
    std::promise<Result<void>> loaded;
    std::future<Result<void>> result = loaded.get_future();
    directory->m_thread = std::thread([made = directory.get(), loaded = std::move(loaded)]() mutable {
        Result<void> outcome = made->load();
        const bool ok = outcome.ok();
        loaded.set_value(std::move(outcome));
        if (ok)
            made->run();
        made->m_sharing.reset();
        made->m_store.reset();
    });
    GW_CHECK(result.get());
    return directory;
}

Directory::~Directory()
{
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

Result<void> Directory::load()
{
    GW_TRY(m_store, Store::open(m_file));
    GW_CHECK(loadShelf(*m_store, Kind::Key, m_keys));
    for (const KeyPtr &key : m_keys.select()) {
        if (!key->alias.empty())
            m_aliases.insert_or_assign(key->alias, key->token);
    }
    GW_CHECK(loadShelf(*m_store, Kind::User, m_users));
    GW_CHECK(loadShelf(*m_store, Kind::Team, m_teams));
    GW_CHECK(loadShelf(*m_store, Kind::Membership, m_memberships));
    GW_CHECK(loadShelf(*m_store, Kind::Customer, m_customers));
    GW_CHECK(loadShelf(*m_store, Kind::Budget, m_budgets));
    GW_CHECK(loadShelf(*m_store, Kind::Tag, m_tags));
    m_knowsPrograms = !m_tags.select([](const Tag &tag) { return tag.ofProgram(); }).empty();
    GW_CHECK(loadShelf(*m_store, Kind::AccessGroup, m_accessGroups));
    GW_CHECK(loadShelf(*m_store, Kind::GraceKey, m_graceKeys));
    GW_CHECK(loadShelf(*m_store, Kind::Model, m_models));
    GW_CHECK(loadShelf(*m_store, Kind::Credential, m_credentials));
    GW_CHECK(forgetGraceKeys());
    GW_TRY(std::vector<Spending::Moved> windows, m_store->readWindows());
    for (Spending::Moved &window : windows)
        m_spending.restore(std::move(window));
    GW_TRY(const std::string database, m_store->state("database"));
    m_mirror = !database.empty();
    GW_TRY(const std::vector<Elsewhere> elsewhere, m_store->readElsewhere());
    for (const Elsewhere &one : elsewhere)
        m_spending.setElsewhere(one);
    m_spending.onMoved([this] {
        {
            const std::lock_guard lock(m_mutex);
            m_movedWaits = true;
        }
        m_wake.notify_all();
    });
    return {};
}

Result<void> Directory::forgetGraceKeys()
{
    Store::Batch batch;
    const std::int64_t now = m_clock.unixUs() / 1'000'000;
    for (const auto &grace : m_graceKeys.select([now](const GraceKey &one) { return now >= one.until; })) {
        batch.removals.push_back({Kind::GraceKey, grace->hash, {}});
        m_graceKeys.erase(grace->hash);
    }
    return m_store->write(batch);
}

KeyPtr Directory::key(std::string_view hash) const
{
    if (KeyPtr found = m_keys.find(hash))
        return found;
    const auto grace = m_graceKeys.find(hash);
    if (!grace || m_clock.unixUs() / 1'000'000 >= grace->until)
        return nullptr;
    return m_keys.find(grace->token);
}

MembershipPtr Directory::membership(std::string_view teamId, std::string_view userId) const
{
    return m_memberships.find(Membership::idOf(teamId, userId));
}

Limits Directory::withBudget(const Limits &own, const std::string &budgetId) const
{
    const BudgetPtr shared = budgetId.empty() ? nullptr : budget(budgetId);
    return shared ? merged(own, shared->limits) : own;
}

void Directory::setDefaults(Defaults defaults)
{
    const bool any = defaults != Defaults();
    const std::scoped_lock lock(m_defaultsMutex);
    m_defaults = any ? std::make_shared<const Defaults>(std::move(defaults)) : nullptr;
    m_hasDefaults = any;
}

std::shared_ptr<const Defaults> Directory::defaults() const
{
    if (!m_hasDefaults)
        return nullptr;
    const std::scoped_lock lock(m_defaultsMutex);
    return m_defaults;
}

Limits Directory::limitsOf(const Key &key) const
{
    const auto usual = key.teamId.empty() ? defaults() : nullptr;
    const Limits own = withBudget(key.limits, key.budgetId);
    return usual ? merged(own, usual->teams) : own;
}

Limits Directory::limitsOf(const Team &team) const
{
    const auto usual = defaults();
    const Limits own = withBudget(team.limits, team.budgetId);
    return usual ? merged(own, usual->teams) : own;
}

Limits Directory::limitsOf(const Customer &customer) const
{
    const auto usual = defaults();
    const Limits own = withBudget(customer.limits, customer.budgetId);
    return usual ? merged(own, withBudget(usual->endUsers, usual->endUserBudgetId)) : own;
}

CustomerPtr Directory::endUser(std::string_view id) const
{
    CustomerPtr known = id.empty() ? nullptr : customer(id);
    if (known || id.empty())
        return known;
    const auto usual = defaults();
    if (!usual || (usual->endUserBudgetId.empty() && usual->endUsers == Limits()))
        return nullptr;
    return std::make_shared<const Customer>(Customer{.userId = std::string(id)});
}

Limits Directory::memberLimits(const Team &team, std::string_view userId) const
{
    const MembershipPtr own = membership(team.teamId, userId);
    return own ? merged(withBudget(own->limits, own->budgetId), team.memberLimits) : team.memberLimits;
}

Spending::Spent Directory::spentBy(const Key &key, std::int64_t nowS)
{
    return m_spending.spent(Scope::Key, key.token, limitsOf(key).budgetDuration, nowS);
}

Spending::Spent Directory::spentBy(const User &user, std::int64_t nowS)
{
    return m_spending.spent(Scope::User, user.userId, limitsOf(user).budgetDuration, nowS);
}

Spending::Spent Directory::spentBy(const Team &team, std::int64_t nowS)
{
    return m_spending.spent(Scope::Team, team.teamId, limitsOf(team).budgetDuration, nowS);
}

Spending::Spent Directory::spentBy(const Customer &customer, std::int64_t nowS)
{
    return m_spending.spent(Scope::EndUser, customer.userId, limitsOf(customer).budgetDuration, nowS);
}

Spending::Spent Directory::spentBy(const Tag &tag, std::int64_t nowS)
{
    return m_spending.spent(Scope::Tag, tag.name, limitsOf(tag).budgetDuration, nowS);
}

Spending::Spent Directory::spentByMember(const Team &team, std::string_view userId, std::int64_t nowS)
{
    return m_spending.spent(Scope::Member, Membership::idOf(team.teamId, userId),
                            memberLimits(team, userId).budgetDuration, nowS);
}

Spending::Spent Directory::spentBy(const Key &key, const BudgetWindow &window, std::int64_t nowS)
{
    return m_spending.spent(Scope::Key, key.token, window.duration, nowS, window.duration);
}

Spending::Spent Directory::spentBy(const Key &key, std::string_view modelGroup, const ModelLimits &limits,
                                   std::int64_t nowS)
{
    return m_spending.spent(Scope::KeyModel, keyModelName(key.token, modelGroup), limits.budgetDuration,
                            nowS);
}

void Directory::edit(std::function<void(Edit &)> work)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_closed)
            return;
        m_work.push_back(std::move(work));
    }
    m_wake.notify_all();
}

void Directory::share(const SharedOptions &options)
{
    std::promise<void> begun;
    m_shared = true;
    m_spending.onGrown([this] {
        {
            const std::lock_guard lock(m_mutex);
            m_grownTold = true;
        }
        m_wake.notify_all();
    });
    edit([&](Edit &) {
        m_sharing = std::make_unique<Sharing>(*this, options, [this] {
            {
                const std::lock_guard lock(m_mutex);
                m_sharedTold = true;
            }
            m_wake.notify_all();
        });
        m_sharing->start();
        begun.set_value();
    });
    begun.get_future().wait();
}

Standing Directory::standing() const
{
    if (!m_shared.load(std::memory_order_relaxed))
        return Standing::Alone;
    if (m_connected.load(std::memory_order_acquire))
        return Standing::Connected;
    const std::int64_t tolerance = m_toleranceS.load(std::memory_order_relaxed);
    return tolerance < 0 || m_clock.unixUs() / 1'000'000 - m_seenS.load() < tolerance ? Standing::Away
                                                                                      : Standing::Lost;
}

void Directory::editWhenConnected(std::function<void(Edit &)> work)
{
    edit([this, work = std::move(work)](Edit &change) {
        const Standing now = standing();
        if (now == Standing::Alone || now == Standing::Connected)
            return work(change);
        const std::lock_guard lock(m_mutex);
        m_waitForDatabase.push_back(work);
    });
}

void Directory::resumeWaiting()
{
    const std::lock_guard lock(m_mutex);
    for (auto &work : std::exchange(m_waitForDatabase, {})) {
        if (!m_closed)
            m_work.push_back(std::move(work));
    }
}

void Directory::close()
{
    std::unique_lock lock(m_mutex);
    m_closed = true;
    m_idle.wait(lock, [this] { return m_work.empty() && !m_working; });
}

void Directory::listen(std::function<void(const std::vector<Change> &)> listener)
{
    const std::lock_guard lock(m_mutex);
    m_listeners.push_back(std::move(listener));
}

void Directory::tell(const std::vector<Change> &changes)
{
    if (changes.empty())
        return;
    std::vector<std::function<void(const std::vector<Change> &)>> listeners;
    {
        const std::lock_guard lock(m_mutex);
        listeners = m_listeners;
    }
    for (const auto &listener : listeners)
        listener(changes);
}

void Directory::keepMoved()
{
    Store::Batch batch;
    batch.windows = m_spending.takeMoved();
    if (m_sharing)
        m_sharing->writeWindows(batch.windows);
    if (const auto written = m_store->write(batch); !written.ok()) {
        qCWarning(gwAuth, "budget windows are not kept: %s", written.error().message.c_str());
        while (!batch.windows.empty()) {
            m_spending.giveBack(std::move(batch.windows.back()));
            batch.windows.pop_back();
        }
    }
}

void Directory::run()
{
    using Steady = std::chrono::steady_clock;
    auto nextSweep = Steady::now() + kSweepEvery;
    auto nextShare = Steady::now();
    auto lastShare = nextShare;
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait_until(lock, m_sharing ? std::min(nextSweep, nextShare) : nextSweep, [this] {
            return m_stopping || m_movedWaits || m_sharedTold || m_grownTold || !m_work.empty();
        });
        if (std::exchange(m_grownTold, false))
            nextShare = std::min(nextShare, lastShare + Sharing::kPauseSpending);
        while (!m_work.empty()) {
            auto work = std::move(m_work.front());
            m_work.pop_front();
            m_working = true;
            lock.unlock();
            {
                Edit edit(*this);
                work(edit);
                work = nullptr;   // What it captured dies unlocked.
            }
            lock.lock();
            m_working = false;
        }
        m_idle.notify_all();
        const bool stopping = m_stopping;
        m_movedWaits = false;
        const bool told = std::exchange(m_sharedTold, false);
        lock.unlock();
        keepMoved();
        if (m_sharing && (told || stopping || Steady::now() >= nextShare)) {
            m_sharing->tick();
            lastShare = Steady::now();
            nextShare = lastShare + Sharing::kPause;
        }
        if (Steady::now() >= nextSweep) {
            m_spending.sweep(m_clock.unixUs() / 1'000'000);
            nextSweep = Steady::now() + kSweepEvery;
        }
        lock.lock();
        if (stopping && m_work.empty())
            return;
    }
}

}   // namespace gw::access
