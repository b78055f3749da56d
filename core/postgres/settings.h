#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::postgres {

// Where a PostgreSQL is and how long it may take.
struct Settings
{
    std::string hosts = "localhost";   // As libpq takes them: one or several, or the folder of a socket.
    std::string ports = "5432";        // One for each host.
    std::string username;
    Secret password;
    std::string database;
    // Of libpq, in its own names: sslmode, sslrootcert ...
    std::vector<std::pair<std::string, std::string>> more = {};
    std::vector<std::string> ignored = {};   // Names of parameters of the URL that mean nothing here.
    std::string foreignSchema = "public";    // Where LiteLLM's own tables would be: Prisma's ?schema=.
    // Until a new connection can be used; and silence in which an answer is due. Beyond either the database
    // counts as away.
    int connectMs = 3000;
    int answerMs = 10'000;
    // The first and the longest pause between attempts to connect.
    int firstPauseMs = 200;
    int lastPauseMs = 3000;

    // "db.example:5432/litellm": for logs, without credentials.
    std::string place() const;
};

// postgres:// and postgresql:// with user, password, hosts, ports, database and parameters, percent-encoded
// parts decoded. BadRequest for everything else, without the URL in its text.
Result<Settings> parseUrl(std::string_view url);

using Environment = std::function<std::optional<std::string>(const std::string &)>;

// The database to use; nothing: none is configured. configUrl (general_settings.database_url) goes before
// DATABASE_URL, and that before DATABASE_HOST, _PORT, _USER or _USERNAME, _PASSWORD, _NAME and _SCHEMA.
// DIRECT_URL, where it is set beside one of them, is the way past a pooler: it is used, because pools have
// no notifications. sqlite: URLs are no other database than the local one.
Result<std::optional<Settings>> chooseDatabase(const std::string &configUrl, const Environment &environment);

}   // namespace gw::postgres
