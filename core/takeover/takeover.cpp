#include "core/takeover/takeover.h"

#include "core/takeover/models.h"
#include "core/takeover/tables.h"

#include <algorithm>
#include <map>

namespace gw::takeover {

namespace {

using access::Pico;
using access::Scope;

// Sessions of LiteLLM's own admin pages.
constexpr std::string_view kDashboard = "litellm-dashboard";
// The user on whose account LiteLLM books what the whole proxy spends.
constexpr std::string_view kProxyUser = "litellm-proxy-budget";

// What rows have and entities do not.
constexpr const char *kDropped[] = {"spend",
                                    "model_spend",
                                    "budget_reset_at",
                                    "password",
                                    "admins",
                                    "members",
                                    "model_id",
                                    "last_active",
                                    "soft_budget_cooldown",
                                    "total_spend",
                                    "team_member_permissions_id"};

class TakeOver
{
public:
    TakeOver(access::Edit &edit, const Tables &tables, const ModelRules &models)
        : m_edit(edit)
        , m_tables(tables)
        , m_models(models)
    {}

    Result<Taken> run()
    {
        GW_CHECK(budgets());
        GW_CHECK(teams());
        GW_CHECK(users());
        GW_CHECK(memberships());
        GW_CHECK(keys());
        GW_CHECK(customers());
        GW_CHECK(tags());
        GW_CHECK(graceKeys());
        GW_CHECK(models());
        return std::move(m_taken);
    }

private:
    access::Directory &directory() { return m_edit.directory(); }

    // Reads an entity of a row; members of a wrong type are left out, so that one of them costs nobody a key.
    template <typename Entity>
    std::optional<Entity> read(const char *table, const json::Object &row)
    {
        json::Object left = row;
        for (const char *name : kDropped)
            left.erase(name);
        for (;;) {
            auto entity = Entity::read(left);
            if (entity.ok())
                return std::move(entity).value();
            const std::string &member = entity.error().param;
            if (member.empty() || left.erase(member) == 0)
                return std::nullopt;
            m_taken.leftOut.push_back(std::string(table) + "." + member);
        }
    }

    // In the window that runs now; one that is over has seen nothing.
    Pico spentBy(const json::Object &row) const
    {
        const auto reset = json::findString(row, "budget_reset_at");
        const auto resetAt = reset ? access::timeOf(*reset) : std::nullopt;
        if (resetAt && *resetAt <= m_edit.nowS())
            return 0;
        const json::Value *spend = json::find(row, "spend");
        return spend ? access::picoOf(*spend).value_or(0) : 0;
    }

    access::Limits withBudget(const access::Limits &own, const std::string &budgetId) const
    {
        const auto it = m_budgets.find(budgetId);
        return it == m_budgets.end() ? own : access::merged(own, it->second);
    }

    void spend(Scope scope, std::string_view name, const json::Object &row, const access::Limits &limits)
    {
        if (const Pico spent = spentBy(row); spent != 0)
            m_edit.setSpent(scope, name, spent, limits.budgetDuration);
    }

    Result<void> budgets();
    Result<void> teams();
    Result<void> users();
    Result<void> memberships();
    Result<void> keys();
    Result<void> customers();
    Result<void> tags();
    Result<void> graceKeys();
    Result<void> models();
    // What keeps this one from being kept; empty: nothing, and it is put.
    std::string put(const ModelRow &row);
    void readMemberBudget(access::Team &team) const;

    access::Edit &m_edit;
    const Tables &m_tables;
    const ModelRules &m_models;
    Taken m_taken;
    std::map<std::string, access::Limits> m_budgets;
    std::map<std::string, access::Limits> m_memberLimits;   // By team.
};

Result<void> TakeOver::budgets()
{
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_BudgetTable"));
    for (const json::Object &row : rows) {
        auto budget = read<access::Budget>("LiteLLM_BudgetTable", row);
        if (!budget || budget->budgetId.empty())
            continue;
        m_budgets[budget->budgetId] = budget->limits;
        if (directory().budget(budget->budgetId)) {
            ++m_taken.known;
            continue;
        }
        m_edit.put(std::move(*budget));
        ++m_taken.budgets;
    }
    return {};
}

// A team's members share a budget row that the team's metadata names.
void TakeOver::readMemberBudget(access::Team &team) const
{
    const auto it = m_budgets.find(std::string(json::stringOr(team.metadata, "team_member_budget_id")));
    if (it != m_budgets.end())
        team.memberLimits = access::merged(team.memberLimits, it->second);
}

Result<void> TakeOver::teams()
{
    GW_TRY(const auto aliasRows, m_tables.rows("LiteLLM_ModelTable"));
    std::map<std::int64_t, const json::Object *> aliases;
    for (const json::Object &row : aliasRows) {
        // The column is model_aliases, under Prisma's name for it where a release has not mapped it.
        const json::Object *map = json::findObject(row, "model_aliases");
        if (!map)
            map = json::findObject(row, "aliases");
        if (const auto id = json::findInt(row, "id"); id && map)
            aliases[*id] = map;
    }
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_TeamTable"));
    for (json::Object row : rows) {
        const auto model = json::findInt(row, "model_id");
        if (const auto it = model ? aliases.find(*model) : aliases.end(); it != aliases.end())
            row["model_aliases"] = *it->second;
        auto team = read<access::Team>("LiteLLM_TeamTable", row);
        if (!team || team->teamId.empty())
            continue;
        readMemberBudget(*team);
        m_memberLimits[team->teamId] = team->memberLimits;
        if (directory().team(team->teamId)) {
            ++m_taken.known;
            continue;
        }
        spend(Scope::Team, team->teamId, row, withBudget(team->limits, team->budgetId));
        m_edit.put(std::move(*team));
        ++m_taken.teams;
    }
    return {};
}

Result<void> TakeOver::users()
{
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_UserTable"));
    for (const json::Object &row : rows) {
        auto user = read<access::User>("LiteLLM_UserTable", row);
        if (!user || user->userId.empty())
            continue;
        if (directory().user(user->userId)) {
            ++m_taken.known;
            continue;
        }
        if (user->userId == kProxyUser)
            spend(Scope::Proxy, {}, row, user->limits);
        else
            spend(Scope::User, user->userId, row, withBudget(user->limits, user->budgetId));
        m_edit.put(std::move(*user));
        ++m_taken.users;
    }
    return {};
}

Result<void> TakeOver::memberships()
{
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_TeamMembership"));
    for (const json::Object &row : rows) {
        auto membership = read<access::Membership>("LiteLLM_TeamMembership", row);
        if (!membership || membership->teamId.empty() || membership->userId.empty())
            continue;
        if (directory().membership(membership->teamId, membership->userId)) {
            ++m_taken.known;
            continue;
        }
        const access::Limits own = withBudget(membership->limits, membership->budgetId);
        spend(Scope::Member, membership->id(), row, access::merged(own, m_memberLimits[membership->teamId]));
        m_edit.put(std::move(*membership));
        ++m_taken.memberships;
    }
    return {};
}

Result<void> TakeOver::keys()
{
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_VerificationToken"));
    for (const json::Object &row : rows) {
        if (json::stringOr(row, "team_id") == kDashboard)
            continue;
        auto key = read<access::Key>("LiteLLM_VerificationToken", row);
        if (!key || key->token.empty())
            continue;
        if (directory().key(key->token)) {
            ++m_taken.known;
            continue;
        }
        spend(Scope::Key, key->token, row, withBudget(key->limits, key->budgetId));
        m_edit.put(std::move(*key));
        ++m_taken.keys;
    }
    return {};
}

Result<void> TakeOver::customers()
{
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_EndUserTable"));
    for (const json::Object &row : rows) {
        auto customer = read<access::Customer>("LiteLLM_EndUserTable", row);
        if (!customer || customer->userId.empty())
            continue;
        if (directory().customer(customer->userId)) {
            ++m_taken.known;
            continue;
        }
        spend(Scope::EndUser, customer->userId, row, withBudget(customer->limits, customer->budgetId));
        m_edit.put(std::move(*customer));
        ++m_taken.customers;
    }
    return {};
}

Result<void> TakeOver::tags()
{
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_TagTable"));
    for (json::Object row : rows) {
        if (const auto name = json::findString(row, "tag_name")) {
            row["name"] = std::string(*name);
            row.erase("tag_name");
        }
        auto tag = read<access::Tag>("LiteLLM_TagTable", row);
        if (!tag || tag->name.empty())
            continue;
        if (directory().tag(tag->name)) {
            ++m_taken.known;
            continue;
        }
        spend(Scope::Tag, tag->name, row, withBudget(tag->limits, tag->budgetId));
        m_edit.put(std::move(*tag));
        ++m_taken.tags;
    }
    return {};
}

// Hashes that regenerated keys had before.
Result<void> TakeOver::graceKeys()
{
    GW_TRY(const auto rows, m_tables.rows("LiteLLM_DeprecatedVerificationToken"));
    for (const json::Object &row : rows) {
        const auto until = json::findString(row, "revoke_at");
        access::GraceKey grace{std::string(json::stringOr(row, "token")),
                               std::string(json::stringOr(row, "active_token_id")),
                               until ? access::timeOf(*until).value_or(0) : 0};
        if (grace.hash.empty() || grace.token.empty() || grace.until <= m_edit.nowS())
            continue;
        m_edit.put(std::move(grace));
        ++m_taken.graceKeys;
    }
    return {};
}

}   // namespace

Result<void> TakeOver::models()
{
    if (!m_tables.has("LiteLLM_ProxyModelTable"))
        return {};
    GW_TRY(const auto rows, modelRows(m_tables, m_models.saltKey));
    for (const ModelRow &row : rows) {
        if (directory().model(row.id)) {
            ++m_taken.known;
            continue;
        }
        if (const std::string reason = put(row); !reason.empty())
            m_taken.notes.push_back("the model " + row.name + " (" + row.id + "): " + reason);
        else
            ++m_taken.models;
    }
    return {};
}

std::string TakeOver::put(const ModelRow &row)
{
    if (!m_models.whyNot.empty())
        return m_models.whyNot;
    if (!row.closed.empty())
        return "LITELLM_SALT_KEY does not open its " + row.closed.front();
    json::Object info = row.info;
    info["id"] = row.id;
    if (const std::string problem = m_models.problem(
            {{"model_name", row.name}, {"litellm_params", row.params}, {"model_info", info}});
        !problem.empty())
        return problem;
    auto sealed = m_models.seal(row.params);
    if (!sealed.ok())
        return sealed.error().message;
    access::StoredModel model;
    model.modelId = row.id;
    model.name = row.name;
    model.params = std::move(sealed).value();
    model.info = std::move(info);
    model.createdBy = "litellm";
    model.createdAt = m_edit.nowS();
    model.updatedAt = model.createdAt;
    m_edit.put(std::move(model));
    return {};
}

std::string Taken::text() const
{
    std::string out = std::to_string(keys) + " keys, " + std::to_string(users) + " users, " +
                      std::to_string(teams) + " teams, " + std::to_string(memberships) + " memberships, " +
                      std::to_string(customers) + " customers, " + std::to_string(budgets) + " budgets, " +
                      std::to_string(tags) + " tags and " + std::to_string(models) +
                      " models were taken over from LiteLLM's tables";
    if (known > 0)
        out += "; " + std::to_string(known) + " were here already";
    if (!leftOut.empty()) {
        out += "; not understood and left out:";
        for (const std::string &one : leftOut)
            out += " " + one;
    }
    for (const std::string &note : notes)
        out += "; left out: " + note;
    return out;
}

Result<std::optional<Taken>> takeOver(access::Edit &edit, const postgres::Settings &settings, When when,
                                      const ModelRules &models)
{
    GW_TRY(const auto connection, postgres::Connection::open(settings, "portico import"));
    GW_TRY(const Tables tables, Tables::find(*connection, settings.foreignSchema));
    if (!tables.has("LiteLLM_VerificationToken"))
        return std::optional<Taken>();
    // Nobody else imports until this is committed.
    GW_CHECK(edit.begin());
    const std::string fact = "imported " + settings.foreignSchema;
    if (when == When::Once) {
        GW_TRY(const postgres::Rows done,
               connection->query("SELECT 1 FROM portico.facts WHERE name = $1", {fact}));
        if (!done.empty())
            return std::optional<Taken>();
    }
    GW_TRY(Taken taken, TakeOver(edit, tables, models).run());
    // Before the lock is given back; if that fails it is tried again at the next start, which does no harm.
    GW_CHECK(
        connection->run("INSERT INTO portico.facts VALUES ($1, now()::text) ON CONFLICT (name) DO UPDATE "
                        "SET value = excluded.value",
                        {fact}));
    if (const auto done = edit.commit("import"); !done.ok()) {
        if (when == When::Once)
            GW_CHECK(connection->run("DELETE FROM portico.facts WHERE name = $1", {fact}));
        return done.error();
    }
    return std::optional(std::move(taken));
}

}   // namespace gw::takeover
