#pragma once

#include "core/access/directory.h"
#include "core/auth/principal.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a caller may use, line by line: of the key, its user, team and membership, the end user, tags, models
// and the proxy (CONTRACT 7.4 and 7.6). The gateway holds to these, and whoever explains them reads the same.
namespace gw::limits {

enum class Level : std::uint8_t { Key, KeyModel, TeamModel, User, Team, Member, EndUser, Tag, Proxy };
// "api_key", "model_per_key", "team" ...: as LiteLLM names them in headers and errors.
const char *levelName(Level level) noexcept;

// Who asks for what.
struct Asker
{
    const auth::Principal &principal;
    std::string_view endUser = {};
    std::string_view modelGroup = {};
    const std::vector<std::string> *tags = nullptr;
};

struct RateLine
{
    Level level = Level::Key;
    std::string name;    // What is counted under: hash, id.
    std::string shown;   // What may be told to a client: never a hash.
    std::optional<std::int64_t> requests;
    std::optional<std::int64_t> tokens;
    std::optional<std::int64_t> parallel;
};

struct BudgetLine
{
    Level level = Level::Key;
    std::string name;
    std::string shown;
    access::Pico max = 0;
    access::Spending::Spent spent;   // In the window that runs.
    std::string duration = {};       // Empty: never given anew.
    access::AccountPtr account;
};

// All the gateway spends together.
struct ProxyBudget
{
    access::Pico max = 0;
    std::string duration = {};
};

// amount: USD as decimal text; nothing for an empty one.
std::optional<ProxyBudget> proxyBudgetOf(const std::string &amount, const std::string &duration);

// The limits of whom an asker stands for, their budgets' included; looked up once for all lines of a request.
struct AskerLimits
{
    explicit AskerLimits(const Asker &asker);

    access::Limits key = {};
    access::Limits user = {};
    access::Limits team = {};
    access::Limits member = {};
    access::CustomerPtr customer = {};
    access::Limits ofCustomer = {};
};

// Those that hold something back, in the order in which they are looked at. Master keys have none but the
// proxy's budget. Thread-safe.
std::vector<RateLine> rateLines(const Asker &asker, const AskerLimits &limits);
std::vector<BudgetLine> budgetLines(const Asker &asker, const AskerLimits &limits, const ProxyBudget *proxy,
                                    std::int64_t nowS);

// All that holds requests with one key back, from the nearest to the farthest; of models those that have
// limits of their own.
struct KeyLines
{
    std::vector<BudgetLine> budgets;
    std::vector<RateLine> rates;
};
KeyLines linesOf(access::Directory &directory, const access::KeyPtr &key, const ProxyBudget *proxy,
                 std::int64_t nowS);

// Every budget there is, of whoever has one. Walks over all of them: not for a thread that must not wait.
std::vector<BudgetLine> allBudgets(access::Directory &directory, const ProxyBudget *proxy, std::int64_t nowS);

// What only alerts.
struct SoftBudget
{
    Level level = Level::Key;
    std::string name;
    std::string shown;
    access::Pico soft = 0;
    access::Pico spent = 0;   // In the window of the budget beside it.
};
// Of keys, teams and users. Walks over all of them, as allBudgets().
std::vector<SoftBudget> softBudgets(access::Directory &directory, std::int64_t nowS);

}   // namespace gw::limits
