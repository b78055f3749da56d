#pragma once

#include "core/databaseclient/databasereader.h"

namespace gw::client {

// Looks step by step whether a database can be read, and tells of each step as it begins and ends. Blocks,
// seconds where nothing answers; stop ends it early. Writes nothing.
DatabaseTest examine(const postgres::Settings &settings, const std::atomic<bool> &stop,
                     const std::function<void(const DatabaseStep &)> &tell);

// What makes a role that may read what this window shows, and nothing else.
QString readerSql(const std::string &database);

}   // namespace gw::client
