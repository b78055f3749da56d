#pragma once

#include "core/base/json.h"
#include "core/postgres/connection.h"

#include <string>
#include <vector>

namespace gw::takeover {

// LiteLLM's own tables in one schema of a database: they are read, and never written.
class Tables
{
public:
    // Tables only: views of these names are ours.
    static Result<Tables> find(postgres::Connection &connection, const std::string &schema);

    bool has(const std::string &name) const;
    bool empty() const { return m_names.empty(); }
    // Every row as an object of its columns, without those that say nothing: null, and empty lists and
    // objects. JSON that is kept as a text within JSON is read. None where there is no such table.
    Result<std::vector<json::Object>> rows(const std::string &name) const;

private:
    Tables(postgres::Connection &connection, std::string schema)
        : m_connection(&connection)
        , m_schema(std::move(schema))
    {}

    postgres::Connection *m_connection;
    std::string m_schema;
    std::vector<std::string> m_names;
};

}   // namespace gw::takeover
