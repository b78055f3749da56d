#include "core/access/edit.h"

#include "core/access/sharing.h"
#include "core/base/ids.h"
#include "core/base/logging.h"

namespace gw::access {

template <typename Entity>
void Edit::add(Kind kind, Shelf<Entity> &shelf, Entity value, std::vector<std::string> columns)
{
    auto shared = std::make_shared<const Entity>(std::move(value));
    m_batch.puts.push_back(
        {kind, std::string(shared->id()), std::move(columns), json::serialize(shared->write())});
    m_changes.push_back({kind, std::string(shared->id()), false});
    m_apply.push_back([&shelf, shared] { shelf.put(shared); });
}

void Edit::put(Key value)
{
    std::vector<std::string> columns{value.alias, value.userId, value.teamId};
    const std::string token = value.token;
    const std::string alias = value.alias;
    m_apply.push_back([this, token, alias] {
        forgetAlias(token);
        if (!alias.empty())
            m_directory.m_aliases.insert_or_assign(alias, token);
    });
    add(Kind::Key, m_directory.m_keys, std::move(value), std::move(columns));
}

// Before the key itself changes.
void Edit::forgetAlias(const std::string &token)
{
    const KeyPtr known = m_directory.m_keys.find(token);
    const auto it = known ? m_directory.m_aliases.find(known->alias) : m_directory.m_aliases.end();
    if (it != m_directory.m_aliases.end() && it->second == token)
        m_directory.m_aliases.erase(it);
}

KeyPtr Edit::keyWithAlias(std::string_view alias) const
{
    const auto it = m_directory.m_aliases.find(std::string(alias));
    return it == m_directory.m_aliases.end() ? nullptr : m_directory.m_keys.find(it->second);
}

void Edit::put(User value)
{
    std::vector<std::string> columns{value.email};
    add(Kind::User, m_directory.m_users, std::move(value), std::move(columns));
}

void Edit::put(Team value)
{
    std::vector<std::string> columns{value.alias};
    add(Kind::Team, m_directory.m_teams, std::move(value), std::move(columns));
}

void Edit::put(Membership value)
{
    std::vector<std::string> columns{value.teamId, value.userId};
    add(Kind::Membership, m_directory.m_memberships, std::move(value), std::move(columns));
}

void Edit::put(Customer value)
{
    add(Kind::Customer, m_directory.m_customers, std::move(value), {});
}

void Edit::put(Budget value)
{
    add(Kind::Budget, m_directory.m_budgets, std::move(value), {});
}

void Edit::put(Tag value)
{
    if (value.ofProgram())
        m_directory.m_knowsPrograms = true;
    add(Kind::Tag, m_directory.m_tags, std::move(value), {});
}

void Edit::put(AccessGroup value)
{
    add(Kind::AccessGroup, m_directory.m_accessGroups, std::move(value), {});
}

void Edit::put(GraceKey value)
{
    add(Kind::GraceKey, m_directory.m_graceKeys, std::move(value), {});
}

void Edit::put(StoredModel value)
{
    std::vector<std::string> columns{value.name};
    add(Kind::Model, m_directory.m_models, std::move(value), std::move(columns));
}

void Edit::put(StoredCredential value)
{
    add(Kind::Credential, m_directory.m_credentials, std::move(value), {});
}

void Edit::remove(Kind kind, const std::string &id, bool aside)
{
    std::string document;
    if (const KeyPtr key = aside && kind == Kind::Key ? m_directory.m_keys.find(id) : nullptr)
        document = json::serialize(key->write());
    if (const TeamPtr team = aside && kind == Kind::Team ? m_directory.m_teams.find(id) : nullptr)
        document = json::serialize(team->write());
    m_batch.removals.push_back({kind, id, std::move(document)});
    m_changes.push_back({kind, id, true});
    m_apply.push_back([this, kind, id] {
        switch (kind) {
        case Kind::Key:
            forgetAlias(id);
            return m_directory.m_keys.erase(id);
        case Kind::User:
            return m_directory.m_users.erase(id);
        case Kind::Team:
            return m_directory.m_teams.erase(id);
        case Kind::Membership:
            return m_directory.m_memberships.erase(id);
        case Kind::Customer:
            return m_directory.m_customers.erase(id);
        case Kind::Budget:
            return m_directory.m_budgets.erase(id);
        case Kind::Tag:
            return m_directory.m_tags.erase(id);
        case Kind::AccessGroup:
            return m_directory.m_accessGroups.erase(id);
        case Kind::GraceKey:
            return m_directory.m_graceKeys.erase(id);
        case Kind::Model:
            return m_directory.m_models.erase(id);
        case Kind::Credential:
            return m_directory.m_credentials.erase(id);
        }
    });
}

void Edit::setSpent(Scope scope, std::string_view name, Pico spent, std::string_view duration)
{
    m_batch.windows.push_back(m_directory.spending().planned(scope, name, spent, duration, nowS()));
}

void Edit::rename(std::string_view hash, std::string_view newHash)
{
    for (Spending::Moved &window : m_directory.spending().plannedRename(hash, newHash))
        m_batch.windows.push_back(std::move(window));
}

void Edit::note(AuditEntry entry)
{
    entry.id = makeId().toString();
    entry.unixS = nowS();
    m_batch.audit.push_back(std::move(entry));
}

Edit::~Edit()
{
    if (m_source == Source::Here && m_directory.m_sharing)
        m_directory.m_sharing->abandon();
}

Result<void> Edit::begin(Purpose purpose)
{
    if (!m_directory.m_sharing)
        return {};
    return purpose == Purpose::Change ? m_directory.m_sharing->begin() : m_directory.m_sharing->refresh();
}

Result<Store::AuditPage> Edit::audit(const Store::AuditQuery &query)
{
    return m_directory.m_sharing ? m_directory.m_sharing->audit(query) : m_directory.m_store->audit(query);
}

Result<void> Edit::commit(const std::string &by)
{
    m_batch.by = by;
    m_batch.unixS = nowS();
    if (m_directory.m_sharing && !m_batch.empty()) {
        if (auto written = m_directory.m_sharing->write(m_batch); !written.ok()) {
            m_batch = {};
            m_apply.clear();
            m_changes.clear();
            return written;
        }
    } else if (m_directory.m_mirror && !m_batch.empty()) {
        m_batch.state.emplace_back("alone", "1");
    }
    return keep();
}

Result<void> Edit::keep()
{
    Store::Batch batch = std::exchange(m_batch, {});
    const auto applies = std::exchange(m_apply, {});
    const auto changes = std::exchange(m_changes, {});
    const auto kept = m_directory.m_store->write(batch);
    // What is shared is true already; the mirror gets it again at the next start.
    if (!kept.ok() && !m_directory.m_sharing)
        return kept;
    if (!kept.ok())
        qCWarning(gwAuth, "the mirror of the shared database: %s", kept.error().message.c_str());
    for (Spending::Moved &window : batch.windows)
        m_directory.spending().restore(std::move(window));
    for (const auto &apply : applies)
        apply();
    m_directory.tell(changes);
    return {};
}

}   // namespace gw::access
