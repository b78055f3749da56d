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
        : Edit(directory, Source::Here)
    {}
    ~Edit();
    Edit(const Edit &) = delete;
    Edit &operator=(const Edit &) = delete;

    // Before looking around, where several gateways share the directory: everybody's changes are here then,
    // and with Change nobody makes another until this has committed or dies. Nothing where it is alone.
    // DatabaseAway: nothing can be looked up or changed now.
    enum class Purpose : std::uint8_t { Look, Change };
    Result<void> begin(Purpose purpose = Purpose::Change);

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
    void put(StoredModel value);
    void put(StoredCredential value);
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
    Result<Store::AuditPage> audit(const Store::AuditQuery &query);

private:
    friend class Sharing;

    enum class Source : std::uint8_t { Here, Shared };
    Edit(Directory &directory, Source source)
        : m_directory(directory)
        , m_source(source)
    {}
    // In the local database, then in memory.
    Result<void> keep();
    void forgetAlias(const std::string &token);
    template <typename Entity>
    void add(Kind kind, Shelf<Entity> &shelf, Entity value, std::vector<std::string> columns);

    Directory &m_directory;
    const Source m_source;
    Store::Batch m_batch;
    std::vector<std::function<void()>> m_apply;
    std::vector<Change> m_changes;
};

}   // namespace gw::access
