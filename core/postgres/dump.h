#pragma once

#include "core/postgres/connection.h"

namespace gw::postgres {

// Writes every row of the tables as a line of JSON, {"table": NAME, "row": {...}}, into a zstd-compressed
// file that only its owner may read. Inside a transaction, which gives it one state of all tables. Tables
// that are not there are left out.
Result<void> dumpTables(Connection &connection, const std::string &schema,
                        const std::vector<const char *> &tables, const std::string &file);

}   // namespace gw::postgres
