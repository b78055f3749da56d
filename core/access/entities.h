#pragma once

#include "core/base/json.h"
#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Who may call and what they may spend: plain values, never changed once they are shared. Each reads itself
// from a JSON object in the vocabulary of CONTRACT 3.5 and 3.6 and writes itself back; members that have no
// field here stay in rest, so that nothing sent is lost.
namespace gw::access {

// 10^-12 USD. Amounts above 9 million dollars read as the largest one: they are never reached.
using Pico = std::int64_t;

// Of one model for a key or a team.
struct ModelLimits
{
    std::optional<Pico> maxBudget = {};
    std::string budgetDuration = {};   // Empty: for ever.
    std::optional<std::int64_t> tpm = {};
    std::optional<std::int64_t> rpm = {};
};
using ModelLimitsMap = std::map<std::string, ModelLimits, std::less<>>;

// What somebody may use. Absent: unlimited.
struct Limits
{
    std::optional<Pico> maxBudget = {};
    std::optional<Pico> softBudget = {};   // Only alerts.
    std::string budgetDuration = {};       // "30d"; empty: the budget is never given anew.
    std::optional<std::int64_t> tpm = {};
    std::optional<std::int64_t> rpm = {};
    std::optional<std::int64_t> maxParallel = {};
    std::shared_ptr<const ModelLimitsMap> models = {};   // Null: none.

    bool operator==(const Limits &) const = default;
};
// own, and shared's where own says nothing. A budget's duration goes with its amount.
Limits merged(const Limits &own, const Limits &shared);

// One of several budgets of a key, each with a window of its own.
struct BudgetWindow
{
    std::string duration;
    Pico maxBudget = 0;
};

struct Key
{
    std::string token;   // SHA-256 of the key, lower-case hexadecimal; the key itself is kept nowhere.
    std::string name;    // "sk-...abcd"
    std::string alias = {};
    std::string userId = {};
    std::string teamId = {};
    std::string budgetId = {};
    std::vector<std::string> models = {};                           // Empty: what the parent allows.
    std::map<std::string, std::string, std::less<>> aliases = {};   // Public model name to real one.
    std::vector<std::string> allowedRoutes = {};
    std::vector<std::string> tags = {};   // Of every request; metadata.tags are among them.
    std::vector<std::string> accessGroups = {};
    Limits limits = {};
    std::vector<BudgetWindow> budgetWindows = {};   // budget_limits
    std::optional<Pico> tempIncrease = {};          // On top of maxBudget until tempExpiry.
    std::int64_t tempExpiry = 0;
    std::int64_t expires = 0;   // Unix seconds; 0: never.
    bool blocked = false;
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    std::string createdBy = {};
    std::string updatedBy = {};
    // Of its requests, in the forms of a request's "fallbacks" (metadata.fallbacks); null: the config's
    // count.
    std::shared_ptr<const json::Array> fallbacks = {};
    bool disableFallbacks = false;   // metadata.disable_fallbacks
    json::Object metadata = {};
    json::Object rest = {};

    const std::string &id() const noexcept { return token; }
    bool expired(std::int64_t nowS) const noexcept { return expires != 0 && nowS >= expires; }
    // A budget of the key with what was granted on top for a while.
    std::optional<Pico> granted(std::optional<Pico> max, std::int64_t nowS) const noexcept;
    // BadRequest with param when a member is of the wrong type.
    static Result<Key> read(const json::Object &object);
    json::Object write() const;
};

struct User
{
    std::string userId;
    std::string email = {};
    std::string alias = {};
    std::string role = {};   // "proxy_admin", "internal_user" ...
    std::vector<std::string> teams = {};
    std::vector<std::string> models = {};
    std::string budgetId = {};
    Limits limits = {};
    bool blocked = false;
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    json::Object metadata = {};
    json::Object rest = {};

    const std::string &id() const noexcept { return userId; }
    static Result<User> read(const json::Object &object);
    json::Object write() const;
};

struct TeamMember
{
    std::string userId;
    std::string email = {};
    std::string role = "user";   // "admin": of this team.
};

struct Team
{
    std::string teamId;
    std::string alias = {};
    std::vector<TeamMember> members = {};
    std::vector<std::string> models = {};
    std::map<std::string, std::string, std::less<>> aliases = {};   // model_aliases
    std::vector<std::string> tags = {};
    std::vector<std::string> accessGroups = {};
    std::string budgetId = {};
    Limits limits = {};
    Limits memberLimits = {};   // team_member_budget ...: of every member without own ones.
    bool blocked = false;
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    json::Object metadata = {};
    json::Object rest = {};

    const std::string &id() const noexcept { return teamId; }
    const TeamMember *member(std::string_view userId) const noexcept;
    static Result<Team> read(const json::Object &object);
    json::Object write() const;
};

// What one user may use in one team. Exists where it differs from the team's memberLimits.
struct Membership
{
    std::string teamId;
    std::string userId;
    std::string budgetId = {};
    Limits limits = {};
    json::Object rest = {};

    std::string id() const { return idOf(teamId, userId); }
    static std::string idOf(std::string_view teamId, std::string_view userId);
    static Result<Membership> read(const json::Object &object);
    json::Object write() const;
};

// An end user: somebody whom a request names.
struct Customer
{
    std::string userId;
    std::string alias = {};
    bool blocked = false;
    std::string allowedModelRegion = {};
    std::string defaultModel = {};
    std::string budgetId = {};
    Limits limits = {};
    std::int64_t createdAt = 0;
    json::Object rest = {};

    const std::string &id() const noexcept { return userId; }
    static Result<Customer> read(const json::Object &object);
    json::Object write() const;
};

// Limits that several share by name; each of them spends for itself.
struct Budget
{
    std::string budgetId;
    Limits limits = {};
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    std::string createdBy = {};
    std::string updatedBy = {};
    json::Object rest = {};

    const std::string &id() const noexcept { return budgetId; }
    static Result<Budget> read(const json::Object &object);
    json::Object write() const;
};

struct Tag
{
    // Behind it the name of a program on this computer: what such a tag says holds for that program's
    // requests, whoever's key they bring.
    static constexpr std::string_view kProgram = "Program: ";

    std::string name;
    std::string description = {};
    std::vector<std::string> models = {};   // Deployment ids.
    std::string budgetId = {};
    Limits limits = {};
    bool paused = false;   // Its program gets no answers until it goes on.
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    std::string createdBy = {};
    json::Object rest = {};

    const std::string &id() const noexcept { return name; }
    bool ofProgram() const noexcept { return name.starts_with(kProgram); }
    static Result<Tag> read(const json::Object &object);
    json::Object write() const;
};

// Models under one name, beside those of model_info.access_groups.
struct AccessGroup
{
    std::string name;
    std::vector<std::string> models = {};
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    json::Object rest = {};

    const std::string &id() const noexcept { return name; }
    static Result<AccessGroup> read(const json::Object &object);
    json::Object write() const;
};

// The hash that a regenerated key had before, while it still counts.
struct GraceKey
{
    std::string hash;
    std::string token;        // Of the key it stands for.
    std::int64_t until = 0;   // Unix seconds.

    const std::string &id() const noexcept { return hash; }
    static Result<GraceKey> read(const json::Object &object);
    json::Object write() const;
};

// A row of model_list that was added by the API. Texts in params are sealed: whoever reads the database
// learns no key from it.
struct StoredModel
{
    std::string modelId;
    std::string name;           // model_name
    json::Object params = {};   // litellm_params
    json::Object info = {};     // model_info
    std::string createdBy = {};
    std::string updatedBy = {};
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    json::Object rest = {};

    const std::string &id() const noexcept { return modelId; }
    static Result<StoredModel> read(const json::Object &object);
    json::Object write() const;
};

// Keys and addresses under a name, for several models (/credentials). Texts in values are sealed as a
// StoredModel's are.
struct StoredCredential
{
    std::string name;           // credential_name
    json::Object values = {};   // credential_values
    json::Object info = {};     // credential_info
    std::string createdBy = {};
    std::string updatedBy = {};
    std::int64_t createdAt = 0;
    std::int64_t updatedAt = 0;
    json::Object rest = {};

    const std::string &id() const noexcept { return name; }
    static Result<StoredCredential> read(const json::Object &object);
    json::Object write() const;
};

using KeyPtr = std::shared_ptr<const Key>;
using UserPtr = std::shared_ptr<const User>;
using TeamPtr = std::shared_ptr<const Team>;
using MembershipPtr = std::shared_ptr<const Membership>;
using CustomerPtr = std::shared_ptr<const Customer>;
using BudgetPtr = std::shared_ptr<const Budget>;
using TagPtr = std::shared_ptr<const Tag>;
using AccessGroupPtr = std::shared_ptr<const AccessGroup>;
using StoredModelPtr = std::shared_ptr<const StoredModel>;
using StoredCredentialPtr = std::shared_ptr<const StoredCredential>;

// Exact: "0.1", 5, 1e-7; nothing for what is no amount or below zero.
std::optional<Pico> picoOf(const json::Value &amount);
// As JSON clients know it: the shortest number that reads back the same.
json::Value dollarsOf(std::optional<Pico> pico);
// "2026-11-21T10:00:00Z" and similar; nothing for other texts.
std::optional<std::int64_t> timeOf(std::string_view text);
// "2026-11-21T10:00:00Z"; null for 0.
json::Value isoTime(std::int64_t unixS);
// The text behind isoTime().
std::string isoText(std::int64_t unixS);

}   // namespace gw::access
