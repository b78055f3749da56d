#include "core/takeover/tables.h"

#include <algorithm>
#include <array>

namespace gw::takeover {

namespace {

constexpr int kReadMs = 120'000;

// Columns that some releases fill with JSON and others with a text of JSON.
constexpr std::array<std::string_view, 11> kJson{"metadata",      "aliases",          "config",
                                                 "permissions",   "model_max_budget", "members_with_roles",
                                                 "model_info",    "model_aliases",    "litellm_params",
                                                 "budget_limits", "router_settings"};

bool saysNothing(const json::Value &value)
{
    return value.is_null() || (value.is_array() && value.get_array().empty()) ||
           (value.is_object() && value.get_object().empty());
}

json::Object tidied(const json::Object &row)
{
    json::Object out;
    for (const auto &[name, value] : row) {
        json::Value read = value;
        if (value.is_string() && std::ranges::find(kJson, std::string_view(name)) != kJson.end()) {
            if (auto parsed = json::parse(value.get_string()); parsed.ok())
                read = std::move(parsed).value();
        }
        if (!saysNothing(read))
            out[name] = std::move(read);
    }
    return out;
}

}   // namespace

Result<Tables> Tables::find(postgres::Connection &connection, const std::string &schema)
{
    Tables found(connection, schema);
    GW_TRY(const postgres::Rows rows,
           connection.query(
               "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE "
               "n.nspname = $1 AND c.relkind IN ('r', 'p') AND c.relname LIKE 'LiteLLM\\_%'",
               {schema}));
    for (int row = 0; row < rows.size(); ++row)
        found.m_names.push_back(rows.string(row, 0));
    return found;
}

bool Tables::has(const std::string &name) const
{
    return std::ranges::find(m_names, name) != m_names.end();
}

Result<std::vector<json::Object>> Tables::rows(const std::string &name) const
{
    std::vector<json::Object> out;
    if (!has(name))
        return out;
    const int usual = m_connection->settings().answerMs;
    m_connection->setAnswerMs(kReadMs);
    const auto read = m_connection->query("SELECT row_to_json(t)::text FROM " + postgres::quoted(m_schema) +
                                          "." + postgres::quoted(name) + " t");
    m_connection->setAnswerMs(usual);
    if (!read.ok())
        return read.error();
    for (int row = 0; row < read.value().size(); ++row) {
        const auto parsed = json::parse(read.value().text(row, 0));
        if (parsed.ok() && parsed.value().is_object())
            out.push_back(tidied(parsed.value().get_object()));
    }
    return out;
}

}   // namespace gw::takeover
