#pragma once

#include "core/access/calendar.h"
#include "core/access/entities.h"

#include <array>
#include <atomic>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>

namespace gw::access {

// What can cost something. The numbers are stored: append only.
enum class Scope : std::uint8_t {
    Proxy,   // Everything; its name is "".
    Key,     // By hash.
    User,
    Team,
    Member,   // Membership::idOf()
    EndUser,
    Tag,
    KeyModel,   // keyModelName()
    Provider,
    Deployment,   // By id.
};
inline constexpr std::size_t kScopes = 10;
std::string keyModelName(std::string_view keyHash, std::string_view modelGroup);

// What a budget has seen since it was last given.
struct WindowState
{
    std::string slot;           // "" is the main one; others are named by their duration, or kRolling.
    std::string duration;       // Empty: never given anew. Of kRolling in seconds.
    Pico base = 0;              // Of the account's total when the window began; below 0 after moves.
    std::int64_t resetAt = 0;   // Unix seconds; 0 without a duration.

    bool rolls() const noexcept { return slot == kRolling; }
    bool operator==(const WindowState &) const = default;

    static constexpr std::string_view kRolling = "rolling";
};

// The cost of one scope. Thread-safe.
class Account
{
public:
    Account(Scope scope, std::string name)
        : m_scope(scope)
        , m_name(std::move(name))
    {}
    Scope scope() const noexcept { return m_scope; }
    const std::string &name() const noexcept { return m_name; }
    // Of every gateway. Only grows. Saturates at the loaded value's end: 9 million dollars.
    Pico total() const noexcept { return own() + m_elsewhere.load(std::memory_order_relaxed); }
    // Of this gateway alone.
    Pico own() const noexcept { return m_own.load(std::memory_order_relaxed); }
    // What requests under way are likely to cost. Gives the new sum; below 0 gives back. Who sees in the sum
    // that another has given back sees in total() what that one has added before.
    Pico reserve(Pico pico) noexcept { return m_reserved.fetch_add(pico, std::memory_order_acq_rel) + pico; }
    Pico reserved() const noexcept { return m_reserved.load(std::memory_order_relaxed); }

private:
    friend class Spending;

    const Scope m_scope;
    const std::string m_name;
    std::atomic<Pico> m_own{0};
    std::atomic<Pico> m_elsewhere{0};
    std::atomic<Pico> m_reserved{0};
    std::atomic<bool> m_grown{false};   // It is among those that takeGrown() gives.
    std::mutex m_mutex;
    std::vector<WindowState> m_windows;
};
using AccountPtr = std::shared_ptr<Account>;

// What the other gateways' requests have cost one scope.
struct Elsewhere
{
    Scope scope = Scope::Proxy;
    std::string name;
    Pico total = 0;
};

// What every scope has cost so far, and since when its budgets count. The totals are the ledger's, loaded at
// start, and grow with every row that is closed; only the windows are kept here. Where several gateways share
// a database, what the others have spent is put beside. Thread-safe.
class Spending
{
public:
    Spending();
    Spending(const Spending &) = delete;
    Spending &operator=(const Spending &) = delete;

    // The time zone of days, weeks and months; windows that run keep their end.
    void setCalendar(Calendar calendar);
    Calendar calendar() const;

    // Found or made; stays the same as long as this lives, so it may be kept for a request.
    AccountPtr account(Scope scope, std::string_view name);
    std::vector<AccountPtr> accounts(Scope scope) const;
    void add(Scope scope, std::string_view name, Pico pico);
    void setElsewhere(const Elsewhere &elsewhere);
    // Whose own total has grown since this was last asked.
    std::vector<AccountPtr> takeGrown();
    // What could not be told now: takeGrown() gives it again.
    void giveBack(const AccountPtr &account);
    // Told when there is something to take where there was nothing, from any thread; set before others call.
    void onGrown(std::function<void()> told) { m_grownTold = std::move(told); }

    struct Spent
    {
        Pico pico = 0;
        std::int64_t resetAt = 0;   // Unix seconds; 0: never.
        Pico base = 0;              // The account's total less this is what was spent, now and later.
    };
    // In the window that runs at nowS; one that is over is begun anew first. duration "": everything since
    // the last move. slot: "" for max_budget with budget_duration, the duration for one of several windows.
    Spent spent(Account &account, std::string_view duration, std::int64_t nowS, std::string_view slot = {});
    Spent spent(Scope scope, std::string_view name, std::string_view duration, std::int64_t nowS,
                std::string_view slot = {})
    {
        return spent(*account(scope, name), duration, nowS, slot);
    }
    // In the account's rolling window: it begins with its first amount, or when that is seen here, and is
    // over periodS later; 0 until the next one begins.
    Spent spentRolling(Account &account, std::int64_t periodS, std::int64_t nowS);
    // Begins every window anew whose time is over.
    void sweep(std::int64_t nowS);

    // A window as it is kept.
    struct Moved
    {
        Scope scope = Scope::Proxy;
        std::string name;
        WindowState state;
    };
    // What restore() would have to put there so that the main window has seen that much from now on. Changes
    // nothing.
    Moved planned(Scope scope, std::string_view name, Pico spentSoFar, std::string_view duration,
                  std::int64_t nowS);
    // The same so that a key goes on under another hash with what it has spent, by model too.
    std::vector<Moved> plannedRename(std::string_view hash, std::string_view newHash);
    void restore(Moved window);
    // What has begun anew by itself and is to be kept.
    std::vector<Moved> takeMoved();
    // What could not be kept now: takeMoved() gives it again.
    void giveBack(Moved window);
    // Told when there is something to take, from any thread; set before others call.
    void onMoved(std::function<void()> told) { m_told = std::move(told); }

private:
    static constexpr std::size_t kShards = 16;
    struct Shard
    {
        struct Hash
        {
            using is_transparent = void;
            std::size_t operator()(std::string_view text) const noexcept
            {
                return std::hash<std::string_view>()(text);
            }
        };
        mutable std::shared_mutex mutex;
        std::unordered_map<std::string, AccountPtr, Hash, std::equal_to<>> accounts;
    };

    Shard &shard(Scope scope, std::string_view name);
    void noteMoved(const Account &account, const WindowState &state);

    std::array<std::array<Shard, kShards>, kScopes> m_shards;
    mutable std::mutex m_mutex;
    Calendar m_calendar;
    std::vector<Moved> m_moved;
    std::mutex m_grownMutex;
    std::vector<AccountPtr> m_grown;
    std::function<void()> m_told;
    std::function<void()> m_grownTold;
};

}   // namespace gw::access
