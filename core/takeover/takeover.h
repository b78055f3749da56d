#pragma once

#include "core/access/edit.h"
#include "core/base/secret.h"
#include "core/postgres/settings.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// Keys, users, teams, what they have spent, and models, from the database of a LiteLLM proxy that was there
// before.
namespace gw::takeover {

struct Taken
{
    int keys = 0;
    int users = 0;
    int teams = 0;
    int memberships = 0;
    int customers = 0;
    int budgets = 0;
    int tags = 0;
    int graceKeys = 0;
    int models = 0;
    int known = 0;   // Were here already, and stay as they are here.
    // Members that could not be read and were left out, with their table and row; never a value.
    std::vector<std::string> leftOut = {};
    std::vector<std::string> notes = {};   // Models that were left out, and why; never a value.

    std::string text() const;   // One line.
};

// How models of theirs are put among those that are stored here.
struct ModelRules
{
    Secret saltKey;            // What LiteLLM has sealed them with.
    std::string whyNot = {};   // No model can be kept here; empty: they can.
    // The texts of litellm_params, for our database.
    std::function<Result<json::Object>(const json::Object &params)> seal = {};
    // Why this row, {model_name, litellm_params, model_info}, may not be kept; empty: it may.
    std::function<std::string(const json::Object &row)> problem = {};
};

enum class When : std::uint8_t { Once, Again };

// Reads LiteLLM's tables in the schema that the settings name and commits what is not here yet: hashes go on
// working, and budgets go on from what was spent. Their tables are never written; that it was done is
// remembered in ours. On the directory's thread, as a piece of its work; the directory shares the same
// database. Nothing: there are no such tables, or it was done before and is to be done once.
Result<std::optional<Taken>> takeOver(access::Edit &edit, const postgres::Settings &settings, When when,
                                      const ModelRules &models);

}   // namespace gw::takeover
