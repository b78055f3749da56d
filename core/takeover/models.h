#pragma once

#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/takeover/tables.h"

#include <string>
#include <vector>

namespace gw::takeover {

// A row of LiteLLM_ProxyModelTable.
struct ModelRow
{
    std::string id;
    std::string name;      // model_name
    json::Object params;   // litellm_params, opened: with secrets, never logged.
    json::Object info;     // model_info
    // Parameters that the salt key does not open; they are not in params.
    std::vector<std::string> closed = {};
};

// By id. saltKey: LITELLM_SALT_KEY, or the master key.
Result<std::vector<ModelRow>> modelRows(const Tables &tables, const Secret &saltKey);

}   // namespace gw::takeover
