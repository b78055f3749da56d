#pragma once

#include "core/access/defaults.h"
#include "core/access/shelf.h"
#include "core/access/spending.h"
#include "core/base/clock.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>

namespace gw::access {

class Edit;
class Sharing;
class Store;
struct SharedOptions;

// The numbers are stored: append only.
enum class Kind : std::uint8_t {
    Key,
    User,
    Team,
    Membership,
    Customer,
    Budget,
    Tag,
    AccessGroup,
    GraceKey,
    Model,
    Credential
};

struct Change
{
    Kind kind = Kind::Key;
    std::string id;
    bool removed = false;
};

// One line of the audit log: never with secrets.
struct AuditEntry
{
    std::string id = {};
    std::int64_t unixS = 0;
    std::string who = {};   // User id, or the alias of the key.
    std::string keyHash = {};
    std::string action = {};   // "created", "updated", "deleted", "blocked" ...
    std::string table = {};    // LiteLLM_VerificationToken ...
    std::string object = {};   // Its id.
    json::Value before = {};
    json::Value after = {};
};

// How a directory stands to the database that it shares with others.
enum class Standing : std::uint8_t {
    Alone,       // There is none: the local one is the truth.
    Connected,   // What is here is what is there, but for a moment.
    Away,        // What is here was there not long ago, and counts; nothing can be changed.
    Lost,        // What is here is too old to count.
};

// Everybody who may call, in memory, over one database. Reading is cheap, from any thread, and gives
// immutable values. Changes are made one after another on the directory's own thread: first kept in one
// transaction, then visible to everybody at once. Where several gateways share a PostgreSQL that one is the
// truth, and the local database its mirror.
class Directory
{
public:
    static constexpr std::int64_t kUsualToleranceS = 86'400;

    // file: the database; it is made when it is not there. One process owns it.
    static Result<std::unique_ptr<Directory>> open(const std::string &file, const Clock &clock);
    ~Directory();
    Directory(const Directory &) = delete;
    Directory &operator=(const Directory &) = delete;

    // By hash; also by one that a regenerated key had before, while that counts. Null: unknown.
    KeyPtr key(std::string_view hash) const;
    UserPtr user(std::string_view id) const { return m_users.find(id); }
    TeamPtr team(std::string_view id) const { return m_teams.find(id); }
    // Null where it does not differ from the team's memberLimits.
    MembershipPtr membership(std::string_view teamId, std::string_view userId) const;
    CustomerPtr customer(std::string_view id) const { return m_customers.find(id); }
    BudgetPtr budget(std::string_view id) const { return m_budgets.find(id); }
    TagPtr tag(std::string_view name) const { return m_tags.find(name); }
    AccessGroupPtr accessGroup(std::string_view name) const { return m_accessGroups.find(name); }
    StoredModelPtr model(std::string_view id) const { return m_models.find(id); }
    StoredCredentialPtr credential(std::string_view name) const { return m_credentials.find(name); }

    // Whether a program has, or has had, rules of its own: every request asks.
    bool knowsPrograms() const noexcept { return m_knowsPrograms.load(std::memory_order_relaxed); }

    // What counts: their own limits, then those of the budget they name, then the defaults. Of members also
    // the team's own defaults.
    Limits limitsOf(const Key &key) const;
    Limits limitsOf(const User &user) const { return withBudget(user.limits, user.budgetId); }
    Limits limitsOf(const Team &team) const;
    Limits limitsOf(const Customer &customer) const;
    Limits limitsOf(const Tag &tag) const { return withBudget(tag.limits, tag.budgetId); }
    Limits memberLimits(const Team &team, std::string_view userId) const;
    // What counts from now on for those without limits of their own.
    void setDefaults(Defaults defaults);
    // Somebody whom a request names: as they are known, or as the defaults have them. Null: nothing holds
    // them back.
    CustomerPtr endUser(std::string_view id) const;
    // Of max_budget's window, which begins anew when its time is over. Ask here, so that everybody means the
    // same window.
    Spending::Spent spentBy(const Key &key, std::int64_t nowS);
    Spending::Spent spentBy(const User &user, std::int64_t nowS);
    Spending::Spent spentBy(const Team &team, std::int64_t nowS);
    Spending::Spent spentBy(const Customer &customer, std::int64_t nowS);
    Spending::Spent spentBy(const Tag &tag, std::int64_t nowS);
    Spending::Spent spentByMember(const Team &team, std::string_view userId, std::int64_t nowS);
    Spending::Spent spentBy(const Key &key, const BudgetWindow &window, std::int64_t nowS);
    // modelGroup: as it stands in model_max_budget.
    Spending::Spent spentBy(const Key &key, std::string_view modelGroup, const ModelLimits &limits,
                            std::int64_t nowS);

    const Shelf<Key> &keys() const noexcept { return m_keys; }
    const Shelf<User> &users() const noexcept { return m_users; }
    const Shelf<Team> &teams() const noexcept { return m_teams; }
    const Shelf<Membership> &memberships() const noexcept { return m_memberships; }
    const Shelf<Customer> &customers() const noexcept { return m_customers; }
    const Shelf<Budget> &budgets() const noexcept { return m_budgets; }
    const Shelf<Tag> &tags() const noexcept { return m_tags; }
    const Shelf<AccessGroup> &accessGroups() const noexcept { return m_accessGroups; }
    const Shelf<GraceKey> &graceKeys() const noexcept { return m_graceKeys; }
    const Shelf<StoredModel> &models() const noexcept { return m_models; }
    const Shelf<StoredCredential> &credentials() const noexcept { return m_credentials; }
    Spending &spending() noexcept { return m_spending; }
    const Clock &clock() const noexcept { return m_clock; }

    // From now on others share these. Waits until the first attempt to reach the database has ended, well or
    // badly. Once, when spending() knows this gateway's own totals.
    void share(const SharedOptions &options);
    // Cheap, from any thread.
    Standing standing() const;
    // How long what is here counts while the shared database is away; below 0: for ever.
    void setAwayTolerance(std::int64_t seconds) { m_toleranceS = seconds; }

    // Runs work on the directory's thread, after what was asked for before. From any thread; returns at once.
    // Work that has not begun when the directory dies is done before it does; after close() it is dropped.
    void edit(std::function<void(Edit &)> work);
    // The same, when the shared database is there: now, or as soon as it is back.
    void editWhenConnected(std::function<void(Edit &)> work);
    // Waits until nothing is being done; what comes later is dropped. Before those die whom work answers to.
    void close();
    // Told of every change, on the directory's thread, after it is visible. Not from inside a listener.
    void listen(std::function<void(const std::vector<Change> &)> listener);

private:
    friend class Edit;
    friend class Sharing;

    explicit Directory(const Clock &clock);
    Result<void> load();
    // Those whose time is over.
    Result<void> forgetGraceKeys();
    void run();
    Limits withBudget(const Limits &own, const std::string &budgetId) const;
    // Null: there are none, as mostly.
    std::shared_ptr<const Defaults> defaults() const;
    void tell(const std::vector<Change> &changes);
    void keepMoved();
    // What editWhenConnected() was given meanwhile.
    void resumeWaiting();

    const Clock &m_clock;
    Shelf<Key> m_keys;
    Shelf<User> m_users;
    Shelf<Team> m_teams;
    Shelf<Membership> m_memberships;
    Shelf<Customer> m_customers;
    Shelf<Budget> m_budgets;
    Shelf<Tag> m_tags;
    Shelf<AccessGroup> m_accessGroups;
    Shelf<GraceKey> m_graceKeys;
    Shelf<StoredModel> m_models;
    Shelf<StoredCredential> m_credentials;
    Spending m_spending;
    mutable std::mutex m_defaultsMutex;
    std::shared_ptr<const Defaults> m_defaults;
    std::atomic<bool> m_hasDefaults{false};   // Every request asks.
    std::atomic<bool> m_knowsPrograms{false};
    std::unordered_map<std::string, std::string> m_aliases;   // Of keys, to their hash; of m_thread.

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::deque<std::function<void(Edit &)>> m_work;
    std::vector<std::function<void(const std::vector<Change> &)>> m_listeners;
    std::string m_file;
    std::atomic<bool> m_shared{false};
    std::atomic<bool> m_connected{false};
    std::atomic<std::int64_t> m_seenS{0};   // When the shared database last answered; Unix seconds.
    std::atomic<std::int64_t> m_toleranceS{kUsualToleranceS};
    std::vector<std::function<void(Edit &)>> m_waitForDatabase;
    bool m_sharedTold = false;
    bool m_grownTold = false;
    bool m_mirror = false;   // The local database has once been the mirror of a shared one; of m_thread.
    bool m_movedWaits = false;
    bool m_working = false;
    bool m_closed = false;
    bool m_stopping = false;
    std::unique_ptr<Store> m_store;       // Of m_thread.
    std::unique_ptr<Sharing> m_sharing;   // Of m_thread; null: alone.
    std::thread m_thread;
};

}   // namespace gw::access
