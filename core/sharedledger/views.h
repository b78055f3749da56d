#pragma once

#include "core/postgres/connection.h"

namespace gw::sharedledger {

// Views with the names and columns of LiteLLM's tables (CONTRACT 9.1, 9.2) over ours, for those who read its
// database by SQL. They stand in schema and only where it has none of LiteLLM's own tables; a role that may
// not create there gets none, and that is no error.
Result<void> makeViews(postgres::Connection &connection, const std::string &schema);

}   // namespace gw::sharedledger
