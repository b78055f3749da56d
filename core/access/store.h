#pragma once

#include "core/access/directory.h"

#include <QSqlDatabase>

namespace gw::access {

// The directory's database. Lives and dies on one thread. A batch is one transaction: all of it or nothing.
// Its SQL is what SQLite and PostgreSQL both take; what differs between them stands in open().
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
        std::string by;   // Who removes.
        std::int64_t unixS = 0;

        bool empty() const { return puts.empty() && removals.empty() && windows.empty() && audit.empty(); }
    };
    Result<void> write(const Batch &batch);

    // Every document of that kind.
    Result<void> read(Kind kind, const std::function<Result<void>(const json::Object &)> &each);
    Result<std::vector<Spending::Moved>> readWindows();

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

    const QString m_connection;
    QSqlDatabase m_database;
};

}   // namespace gw::access
