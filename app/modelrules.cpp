#include "app/modelrules.h"

#include "core/api/storedmodels.h"

namespace gw::app {

takeover::ModelRules modelRules(const config::Config &config, const Secret &seal,
                                const config::EnvironmentReader &environment)
{
    takeover::ModelRules rules;
    rules.saltKey = seal;
    if (!config.general.storeModels)
        rules.whyNot = "STORE_MODEL_IN_DB is not set";
    else if (environment("LITELLM_SALT_KEY").value_or("").empty())
        rules.whyNot =
            "models in a shared database need LITELLM_SALT_KEY; the master key where LiteLLM had none";
    rules.seal = [seal](const json::Object &params) { return api::ModelSeal(seal).seal(params); };
    rules.problem = [may = config.general.modelPrivateAddresses](const json::Object &row) {
        return api::storedProblem(row, may);
    };
    return rules;
}

}   // namespace gw::app
