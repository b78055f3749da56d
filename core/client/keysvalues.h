#pragma once

#include "core/base/ids.h"
#include "core/base/secret.h"
#include "core/client/values.h"

// Who may call, and what they may use. Money is in 10^-12 USD, -1 stands for no limit, moments are seconds
// since the Unix epoch unless they are named otherwise.
namespace gw::client {

enum class HolderKind { Key, Team, User, Budget };

// What somebody may use.
struct Allowance
{
    std::int64_t budgetPico = -1;
    QString window = {};          // "1d", "30d": how often the budget is given anew; empty: never.
    std::int64_t requests = -1;   // A minute.
    std::int64_t tokens = -1;     // A minute.
    std::int64_t parallel = -1;

    bool operator==(const Allowance &) const = default;
};

struct HolderRow
{
    HolderKind kind = HolderKind::Key;
    QString id = {};       // Of keys: the hash.
    QString name = {};     // Its own, else what is known of it: "sk-...abcd", an e-mail address.
    QString masked = {};   // Of keys: "sk-...abcd".
    QString role = {};     // Of users.
    QString team = {};     // Id; of keys.
    QString teamName = {};
    QString user = {};           // Of keys.
    QString sharedBudget = {};   // Whose limits count where there are no own ones.
    QStringList models = {};     // Empty: all that are above allow.
    Allowance own = {};
    Allowance counts = {};        // Its own, with those of the shared budget.
    std::int64_t spentPico = 0;   // In the window that runs.
    std::int64_t resetS = 0;      // 0: never.
    std::int64_t createdS = 0;
    std::int64_t expiresS = 0;   // 0: never.
    // Julian day of its last request, UTC; 0: none in the last kLastUsedDays.
    std::int64_t lastUsedDay = 0;
    bool blocked = false;
    bool expired = false;
    int members = 0;   // Of teams.
    int keys = 0;      // Of teams and users; of budgets, all that name them.

    static constexpr int kLastUsedDays = 30;
};

struct HolderQuery
{
    HolderKind kind = HolderKind::Key;
    QString search = {};
    QString after = {};   // HolderPage::next of the part before.
    int limit = 100;
};

struct HolderPage
{
    std::vector<HolderRow> rows = {};
    QString next = {};   // Empty: that was all.
    std::int64_t matches = 0;
    QString problem = {};   // Why there is nothing.
};

// One thing that holds requests back.
struct LimitLine
{
    enum class Level { Key, KeyModel, TeamModel, User, Team, Member, EndUser, Tag, Proxy };
    enum class Kind { Budget, Requests, Tokens, Parallel };

    Level level = Level::Key;
    Kind kind = Kind::Budget;
    QString subject = {};   // Whose; empty for the proxy.
    std::int64_t limit = 0;
    std::int64_t used = 0;
    std::int64_t reserved = 0;   // Of budgets: put by for requests under way.
    QString window = {};         // Of budgets; empty: never given anew.
    std::int64_t resetS = 0;

    bool usedUp() const { return used >= limit; }
};

// A request that one of them has refused.
struct Refusal
{
    std::int64_t atUs = 0;
    QString model = {};
    LimitLine line = {};   // As it was then.
};

struct HolderDetail
{
    HolderRow row = {};
    std::vector<LimitLine> lines = {};    // Of keys: what is looked at for each request.
    std::vector<Refusal> refusals = {};   // Of keys, newest first, since the gateway began.
    QString problem = {};
};

// What is to be made or changed. Members left as they are in a new draft are not set.
struct HolderDraft
{
    HolderKind kind = HolderKind::Key;
    QString id = {};   // Empty: a new one. Of new users and budgets: nextId.
    QString newId = {};
    QString name = {};   // Alias; of users the e-mail address.
    QString team = {};
    QString user = {};
    QString sharedBudget = {};
    QStringList models = {};
    Allowance allowance = {};
    // "30d": from now on; empty: as it was, of new keys never; "-1": never.
    QString lifetime = {};
};

// How a change came out.
struct HolderChange
{
    bool ok = false;
    QString problem = {};
    QString id = {};      // Of what was made or changed; of keys the hash they have now.
    Secret secret = {};   // Of a new or regenerated key: told this once, kept nowhere.
    bool undoable = false;
};

// One budget with what it has seen.
struct BudgetState
{
    LimitLine::Level level = LimitLine::Level::Key;
    QString id = {};     // As the gateway counts it; one id may have several windows.
    QString name = {};   // For people; empty for the proxy.
    std::int64_t spentPico = 0;
    std::int64_t limitPico = 0;
    QString window = {};
    std::int64_t resetS = 0;
    bool mayRaise = false;   // KeysClient::raise() works on it.
    bool mayBlock = false;   // KeysClient::setBlocked() would stop what spends it; of keys and teams.
};

}   // namespace gw::client
