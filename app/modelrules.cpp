#include "app/modelrules.h"

#include "core/api/storedmodels.h"

namespace gw::app {

takeover::ModelRules modelRules(const config::Config &config, const config::EnvironmentReader &environment)
{
    const Secret salt(environment("LITELLM_SALT_KEY").value_or(""));
    takeover::ModelRules rules;
    rules.saltKey = salt;
    if (!config.general.storeModels)
        rules.whyNot = "STORE_MODEL_IN_DB is not set";
    else if (salt.isEmpty())
        rules.whyNot =
            "models in a shared database need LITELLM_SALT_KEY; the master key where LiteLLM had none";
    rules.seal = [salt](const json::Object &params) { return api::ModelSeal(salt).seal(params); };
    rules.problem = [may = config.general.modelPrivateAddresses](const json::Object &row) {
        return api::storedProblem(row, may);
    };
    return rules;
}

}   // namespace gw::app
