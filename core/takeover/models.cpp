#include "core/takeover/models.h"

#include "core/takeover/sealed.h"

#include <algorithm>

namespace gw::takeover {

namespace {

// LiteLLM seals every text of the parameters by itself; numbers and lists stand open, and so do texts that
// were never sealed.
void openInto(ModelRow &row, const json::Object &params, const Secret &saltKey)
{
    for (const auto &[name, value] : params) {
        if (!value.is_string()) {
            row.params[name] = value;
            continue;
        }
        const std::string_view text = value.get_string();
        if (const auto plain = unsealed(text, saltKey))
            row.params[name] = plain->reveal();
        else if (looksSealed(text))
            row.closed.emplace_back(name);
        else
            row.params[name] = value;
    }
}

}   // namespace

Result<std::vector<ModelRow>> modelRows(const Tables &tables, const Secret &saltKey)
{
    GW_TRY(const std::vector<json::Object> rows, tables.rows("LiteLLM_ProxyModelTable"));
    std::vector<ModelRow> out;
    for (const json::Object &one : rows) {
        ModelRow row;
        row.id = json::stringOr(one, "model_id");
        row.name = json::stringOr(one, "model_name");
        if (const json::Object *params = json::findObject(one, "litellm_params"))
            openInto(row, *params, saltKey);
        if (const json::Object *facts = json::findObject(one, "model_info"))
            row.info = *facts;
        out.push_back(std::move(row));
    }
    std::ranges::sort(out, {}, &ModelRow::id);
    return out;
}

}   // namespace gw::takeover
