#pragma once

#include "core/postgres/connection.h"

namespace gw::postgres {

// Writes every row of the tables as a line of JSON, {"table": NAME, "row": {...}}, into a zstd-compressed
// file that only its owner may read. Inside a transaction, which gives it one state of all tables. Tables
// that are not there are left out.
Result<void> dumpTables(Connection &connection, const std::string &schema,
                        const std::vector<const char *> &tables, const std::string &file);
// The same of every table of the schema, and how far its sequences are, {"sequence": NAME, "value": N}: in
// one state, while others go on writing.
Result<void> dumpSchema(Connection &connection, const std::string &schema, const std::string &file);
// Puts the rows of such a file into the tables of a schema that is up to date and holds nothing yet, in one
// transaction; gives how many. Internal where there are rows already, and where a newer version has made
// the file.
Result<std::int64_t> loadSchema(Connection &connection, const std::string &schema, const std::string &file);

}   // namespace gw::postgres
