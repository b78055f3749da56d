#pragma once

#include "core/base/result.h"
#include "core/ledger/queries.h"

#include <QSqlDatabase>
#include <QVariant>

#include <string>
#include <vector>

namespace gw::ledger {

struct FedRow
{
    std::int64_t position = 0;
    Row row;
};

// What the ledger's writer has written since somebody wants to be told of it, in the order of writing: ids
// are in the order of the requests' starts, so that late rows stand among old ones. Whoever reads remembers
// the position he has come to; a position is never used twice. Lives and dies on one thread, with a read-only
// connection of its own.
class FeedReader
{
public:
    // folder is the ledger's, which has been started.
    explicit FeedReader(const std::string &folder);
    ~FeedReader();
    FeedReader(const FeedReader &) = delete;
    FeedReader &operator=(const FeedReader &) = delete;

    // Up to limit rows behind this position.
    Result<std::vector<FedRow>> read(std::int64_t after, int limit);
    // Up to limit rows behind this one in the order of their ids, whether they are in the feed or not;
    // positions are 0.
    Result<std::vector<FedRow>> readAfter(const Cursor &cursor, int limit);
    // Names this ledger among all.
    Result<std::string> ledgerId();
    // The newest position; 0 while there was none.
    Result<std::int64_t> newest();

private:
    Result<void> open();
    Result<std::vector<FedRow>> rows(const QString &sql, const QVariantList &values, bool positions);

    const std::string m_path;
    const QString m_connection;
    QSqlDatabase m_database;
};

}   // namespace gw::ledger
