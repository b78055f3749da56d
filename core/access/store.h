#pragma once

#include "core/access/directory.h"

#include <QSqlDatabase>

namespace gw::access {

// The directory's local database: the truth, or the mirror of the one that several gateways share. Lives and
// dies on one thread. A batch is one transaction: all of it or nothing.
class Store
{
public:
    // Makes the file readable by its owner only, and brings its tables up to date.
    static Result<std::unique_ptr<Store>> open(const std::string &file);
    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    struct Put
    {
        Kind kind = Kind::Key;
        std::string id;
        std::vector<std::string> columns;   // What rows are looked up by, in the order of the table.
        std::string document;               // JSON.
    };
    struct Removal
    {
        Kind kind = Kind::Key;
        std::string id;
        std::string document;   // Of keys and teams: they move to a table of the deleted.
    };
    struct Batch
    {
        std::vector<Put> puts;
        std::vector<Removal> removals;
        std::vector<Spending::Moved> windows;
        std::vector<AuditEntry> audit;
        // What only the local database keeps of the shared one.
        std::vector<Elsewhere> elsewhere;
        std::vector<std::pair<std::string, std::string>> state;
        std::string by;   // Who removes.
        std::int64_t unixS = 0;

        bool empty() const
        {
            return puts.empty() && removals.empty() && windows.empty() && audit.empty() &&
                   elsewhere.empty() && state.empty();
        }
    };
    Result<void> write(const Batch &batch);

    // Every document of that kind.
    Result<void> read(Kind kind, const std::function<Result<void>(const json::Object &)> &each);
    Result<std::vector<Spending::Moved>> readWindows();
    Result<std::vector<Elsewhere>> readElsewhere();
    // "" when it was never put.
    Result<std::string> state(const std::string &name);
    // A copy that its owner alone may read; file must not be there.
    Result<void> copyTo(const std::string &file);

    struct AuditPage
    {
        std::vector<AuditEntry> entries;   // Newest first.
        std::int64_t total = 0;
    };
    struct AuditQuery
    {
        std::string id = {};   // One entry; empty: those that fit the rest.
        std::string who = {};
        std::string action = {};
        std::string table = {};
        std::string object = {};
        std::int64_t offset = 0;
        std::int64_t limit = 50;
    };
    Result<AuditPage> audit(const AuditQuery &query);

private:
    Store();
    Result<void> migrate();
    Result<void> writeAll(const Batch &batch);
    Result<void> put(const Put &row);
    Result<void> remove(const Removal &row, const Batch &batch);
    Result<void> putWindow(const Spending::Moved &window);
    Result<void> putAudit(const AuditEntry &entry);
    Result<void> putElsewhere(const Elsewhere &one);
    Result<void> putState(const std::string &name, const std::string &value);

    const QString m_connection;
    QSqlDatabase m_database;
};

}   // namespace gw::access
