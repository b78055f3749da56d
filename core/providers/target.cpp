#include "core/providers/target.h"

#include <algorithm>

namespace gw::providers {

namespace {

// Name and value.
std::optional<std::pair<std::string, std::string>> firstSet(const std::vector<std::string> &names,
                                                            const Environment &environment)
{
    for (const std::string &name : names) {
        if (auto value = environment(name); value && !value->empty())
            return std::pair(name, std::move(*value));
    }
    return std::nullopt;
}

// Fills {region} and the like from the deployment's own params, then from the provider's environment
// variables.
std::string fillPlaceholders(std::string base, const config::DeploymentParams &params, const ProviderRow &row,
                             const Environment &environment)
{
    std::size_t open = 0;
    while ((open = base.find('{', open)) != std::string::npos) {
        const std::size_t close = base.find('}', open);
        if (close == std::string::npos)
            break;
        const std::string name = base.substr(open + 1, close - open - 1);
        std::string value(json::stringOr(params.other, name));
        for (const std::string &variable : row.otherEnv) {
            std::string upper = name;
            std::ranges::transform(upper, upper.begin(),
                                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
            if (value.empty() && variable.find(upper) != std::string::npos)
                value = environment(variable).value_or("");
        }
        if (value.empty())
            return {};
        base.replace(open, close - open + 1, value);
        open += value.size();
    }
    return base;
}

// Whether the row's base, placeholders filled in, is where requests go. Other families put region and the
// like into their addresses themselves.
bool spokenAt(const ProviderRow &row)
{
    return row.adapter == "openai" || row.adapter == "databricks" || row.adapter == "snowflake";
}

void collectRules(Target &target)
{
    target.rules.clear();
    if (!target.row)
        return;
    for (const Rule &rule : target.row->rules) {
        if (modelMatches(rule.models, target.upstreamModel))
            target.rules.push_back(&rule);
    }
}

}   // namespace

std::string Target::setting(std::string_view param, std::initializer_list<std::string_view> names) const
{
    const config::DeploymentParams &params = deployment->params;
    if (const auto secret = params.credentials.find(std::string(param));
        secret != params.credentials.end() && !secret->second.isEmpty())
        return secret->second.reveal();
    if (const json::Value *value = params.other.if_contains(param); value && !value->is_null())
        return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
    for (const std::string_view name : names) {
        if (const auto variable = variables.find(name); variable != variables.end())
            return variable->second.reveal();
    }
    return {};
}

bool Target::hasRule(Rule::Kind kind) const
{
    return std::ranges::any_of(rules, [&](const Rule *rule) { return rule->kind == kind; });
}

Target resolveTarget(const Catalog &catalog, const config::Deployment &deployment, bool globalDropParams,
                     const Environment &ours)
{
    const config::DeploymentParams &params = deployment.params;
    // What this machine's environment knows goes to no base that its owner has not written.
    const bool elsewhere = deployment.stored && !params.apiBase.empty();
    const Environment nothing = [](std::string_view) { return std::optional<std::string>(); };
    const Environment &environment = elsewhere ? nothing : ours;
    Target target;
    target.deployment = &deployment;
    ModelName name = splitModel(catalog, params.model, params.customLlmProvider, params.apiBase);
    target.provider = name.provider;
    target.row = name.row;
    target.upstreamModel = name.upstream;
    target.dropParams = params.dropParams.value_or(globalDropParams);
    target.key = params.apiKey;
    target.baseUrl = params.apiBase;
    collectRules(target);
    if (!target.row) {
        target.problem =
            "the provider of model '" + params.model + "' is not known; write it as provider/model";
        return target;
    }
    const ProviderRow &row = *target.row;
    // Keys and bases of the environment belong to the provider's own servers: a deployment that names another
    // base gets no key of ours with it, except where it asks for one.
    if (target.key.isEmpty() && params.apiKeyProblem.empty()) {
        if (auto key = firstSet(row.keyEnv, environment)) {
            target.keyVariable = std::move(key->first);
            target.key = Secret(std::move(key->second));
        }
    }
    for (const std::string &variable : row.otherEnv) {
        if (auto value = environment(variable); value && !value->empty())
            target.variables.insert_or_assign(variable, Secret(std::move(*value)));
    }
    if (target.baseUrl.empty()) {
        if (auto base = firstSet(row.baseEnv, environment))
            target.baseUrl = std::move(base->second);
    }
    // Regions of AWS come from more places than these: the adapter fills them in.
    if (target.baseUrl.empty())
        target.baseUrl =
            row.auth == "sigv4" ? row.baseUrl : fillPlaceholders(row.baseUrl, params, row, environment);
    while (target.baseUrl.ends_with('/'))
        target.baseUrl.pop_back();
    if (!params.apiKeyProblem.empty()) {
        target.problem = params.apiKeyProblem;
        target.secretAway = true;
    } else if (row.adapter == "none") {
        target.problem = row.reason.empty() ? row.name + " is not supported yet" : row.reason;
        target.notImplemented = true;
    } else if (target.baseUrl.empty() && (row.baseUrl.empty() || spokenAt(row))) {
        target.problem = row.name + " needs an api_base";
    }
    return target;
}

Target withModel(const Target &target, std::string upstreamModel)
{
    Target out = target;
    out.upstreamModel = std::move(upstreamModel);
    collectRules(out);
    return out;
}

Target withWildcard(const Target &target, std::string_view requested, std::string_view matched,
                    const Catalog &catalog)
{
    Target out = target;
    const std::size_t star = out.upstreamModel.find('*');
    if (star == std::string::npos)
        return out;
    if (target.deployment->params.model == "*") {
        // A catch-all row takes its provider from the name that was asked for.
        const ModelName name = splitModel(catalog, requested, {}, target.deployment->params.apiBase);
        out.upstreamModel = name.upstream;
        if (name.row) {
            out.row = name.row;
            out.provider = name.provider;
        }
    } else {
        out.upstreamModel.replace(star, 1, matched);
    }
    collectRules(out);
    return out;
}

}   // namespace gw::providers
