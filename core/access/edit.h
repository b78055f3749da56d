#pragma once

#include "core/access/directory.h"
#include "core/access/store.h"

namespace gw::access {

// One piece of work on the directory's thread: looks around, says what is to change, and commits it. What was
// not committed when it dies has never been.
class Edit
{
public:
    explicit Edit(Directory &directory)
        : m_directory(directory)
    {}

    Directory &directory() noexcept { return m_directory; }
    std::int64_t nowS() const { return m_directory.clock().unixUs() / 1'000'000; }

    void put(Key value);
    void put(User value);
    void put(Team value);
    void put(Membership value);
    void put(Customer value);
    void put(Budget value);
    void put(Tag value);
    void put(AccessGroup value);
    void put(GraceKey value);
    // Keys and teams are kept among the deleted, unless aside is false.
    void remove(Kind kind, const std::string &id, bool aside = true);
    // The main window of that scope has seen that much from now on.
    void setSpent(Scope scope, std::string_view name, Pico spent, std::string_view duration);
    // The key goes on under another hash with what it has spent.
    void rename(std::string_view hash, std::string_view newHash);
    void note(AuditEntry entry);

    // Keeps all of it, then makes it visible; on error nothing has changed. Either way what was said is
    // forgotten, so that more may follow.
    Result<void> commit(const std::string &by);
    // Null: nobody has that alias.
    KeyPtr keyWithAlias(std::string_view alias) const;
    Result<Store::AuditPage> audit(const Store::AuditQuery &query)
    {
        return m_directory.m_store->audit(query);
    }

private:
    void forgetAlias(const std::string &token);
    template <typename Entity>
    void add(Kind kind, Shelf<Entity> &shelf, Entity value, std::vector<std::string> columns);

    Directory &m_directory;
    Store::Batch m_batch;
    std::vector<std::function<void()>> m_apply;
    std::vector<Change> m_changes;
};

}   // namespace gw::access
