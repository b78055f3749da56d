#pragma once

#include "core/ledger/queries.h"
#include "core/postgres/connection.h"

#include <span>
#include <string>

// What one gateway writes of its ledger into the database.
namespace gw::sharedledger {

// How far it has come; kept in the database, and changed in the transaction that writes.
struct Progress
{
    std::int64_t position = 0;   // In the feed.
    // Of rows from before there was a feed: what is older is there.
    ledger::Cursor older;
    bool whole = false;   // All of them are.

    bool operator==(const Progress &) const = default;
};

struct Written
{
    int rows = 0;        // New ones ...
    int corrected = 0;   // ... and those whose amount has changed since they were written.
};

// As one gateway with one ledger, on one connection. Blocks.
class Upload
{
public:
    Upload(postgres::Connection &connection, std::string gateway, std::string ledger)
        : m_connection(connection)
        , m_gateway(std::move(gateway))
        , m_ledger(std::move(ledger))
    {}

    // Before all others: makes room for batches, and says how far this ledger is written.
    Result<Progress> begin();
    // Rows, the roll-ups that they change and the progress, together or not at all. Rows that are there
    // already count nowhere, but for what their amount has changed by. Internal when the progress in the
    // database is not before: somebody else writes as this gateway.
    Result<Written> write(std::span<const ledger::Row> rows, const Progress &before, const Progress &after);

private:
    Result<void> move(const Progress &before, const Progress &after);
    Result<void> writeSums(const std::string &lines);

    postgres::Connection &m_connection;
    const std::string m_gateway;
    const std::string m_ledger;
};

}   // namespace gw::sharedledger
