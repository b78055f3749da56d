#include "core/localclient/deploymentrows.h"

#include "core/base/ids.h"
#include "core/localclient/texts.h"

#include <QFileInfo>

#include <algorithm>
#include <map>

namespace gw::client {

namespace {

constexpr std::size_t kIdLength = 16;
constexpr const char *kAccountKeys[] = {"api_base",
                                        "base_url",
                                        "api_key",
                                        "api_version",
                                        "custom_llm_provider",
                                        "organization",
                                        "litellm_credential_name",
                                        "azure_ad_token",
                                        "tenant_id",
                                        "client_id",
                                        "client_secret",
                                        "aws_access_key_id",
                                        "aws_secret_access_key",
                                        "aws_session_token",
                                        "aws_region_name",
                                        "aws_profile_name",
                                        "aws_role_name",
                                        "vertex_project",
                                        "vertex_location",
                                        "vertex_credentials",
                                        "proxy",
                                        "ssl_verify",
                                        "ssl_ca_file"};

// The vault's name of a key; empty: it is not from there.
std::string vaultNameOf(const config::Vault &vault, const Secret &key)
{
    if (key.isEmpty())
        return {};
    for (const std::string &name : vault.names()) {
        const auto kept = vault.resolve(name);
        if (kept.ok() && kept.value().equals(key.reveal()))
            return name;
    }
    return {};
}

// Where a key comes from, never the key.
QString keyState(const std::string &vaultName, const config::DeploymentParams &params,
                 const providers::Target &target, const providers::Environment &environment)
{
    if (!vaultName.empty())
        return text("keychain/" + vaultName);
    if (!params.apiKey.isEmpty())
        return QStringLiteral("config.yaml");
    if (!params.apiKeyProblem.empty())
        return InProcessClient::tr("locked");
    for (const std::string &name : target.row ? target.row->keyEnv : std::vector<std::string>()) {
        if (const auto value = environment(name); value && !value->empty())
            return text(name);
    }
    return QStringLiteral("none");
}

// The user's own name for the account: model_info.account, which LiteLLM keeps and ignores.
std::string givenName(const config::Deployment &deployment)
{
    return std::string(json::stringOr(deployment.info.raw, "account"));
}

bool matches(const std::string &name, const std::vector<std::string> &names)
{
    return std::ranges::find(names, name) != names.end();
}

}   // namespace

std::vector<Account> accountsOf(const InProcessParts &parts, const config::Config &config)
{
    std::vector<Account> out;
    std::map<std::string, std::size_t> known;
    for (const config::Deployment &deployment : config.deployments) {
        const providers::Target target =
            providers::resolveTarget(providers::Catalog::builtIn(), deployment, false, parts.environment);
        const std::string id =
            sha256Hex(target.provider + "\n" + target.baseUrl + "\n" + givenName(deployment) + "\n" +
                      (target.key.isEmpty() ? "" : sha256Hex(target.key.reveal())))
                .substr(0, kIdLength);
        const auto [it, added] = known.try_emplace(id, out.size());
        if (added) {
            Account account;
            account.target = target;
            account.vaultName = vaultNameOf(parts.vault, deployment.params.apiKey);
            ProviderAccount &shown = account.shown;
            shown.id = text(id);
            shown.providerId = text(target.provider);
            shown.name = text(givenName(deployment));
            if (shown.name.isEmpty() && !account.vaultName.empty() && account.vaultName != target.provider)
                shown.name = text(account.vaultName);
            if (shown.name.isEmpty())
                shown.name = target.row ? text(target.row->name) : text(target.provider);
            shown.baseUrl = text(target.baseUrl);
            shown.keyState = keyState(account.vaultName, deployment.params, target, parts.environment);
            shown.problem = deployment.params.hasMockResponse ? QString() : text(target.problem);
            shown.local = target.row && target.row->local;
            shown.inVault = !account.vaultName.empty();
            out.push_back(std::move(account));
        }
        Account &account = out[it->second];
        account.deployments.push_back(&deployment);
        account.upstream << text(target.upstreamModel);
        account.shown.models << text(deployment.modelName);
        if (account.shown.readOnly.isEmpty())
            account.shown.readOnly = readOnlyReason(config, deployment);
    }
    return out;
}

std::optional<config::ModelRow> rowOf(const config::ConfigFiles &files, const config::Deployment &deployment)
{
    for (config::ModelRow &row : files.modelRows()) {
        if (row.where.file == deployment.where.file && row.where.line == deployment.where.line &&
            row.modelName == deployment.modelName)
            return std::move(row);
    }
    return std::nullopt;
}

QString readOnlyReason(const config::Config &config, const config::Deployment &deployment)
{
    if (deployment.where.line <= 0)
        return InProcessClient::tr("It comes from the command line, not from config.yaml.");
    const auto same = std::ranges::count_if(config.deployments, [&](const config::Deployment &other) {
        return other.where.file == deployment.where.file && other.where.line == deployment.where.line;
    });
    return same > 1
               ? InProcessClient::tr("Its row in config.yaml makes several deployments; change it there.")
               : QString();
}

RemovalEffect removalOf(const config::Config &config,
                        const std::vector<const config::Deployment *> &deployments,
                        const QStringList &upstream)
{
    RemovalEffect effect;
    effect.deployments = upstream;
    std::vector<std::string> gone;
    for (const config::Deployment *deployment : deployments) {
        const bool left = std::ranges::any_of(config.deployments, [&](const config::Deployment &other) {
            return other.modelName == deployment->modelName &&
                   std::ranges::find(deployments, &other) == deployments.end();
        });
        if (!left && !matches(deployment->modelName, gone))
            gone.push_back(deployment->modelName);
    }
    for (const std::string &name : gone)
        effect.unserved << text(name);
    const config::RouterSettings &router = config.router;
    for (const config::AliasRow &alias : router.aliases)
        if (std::ranges::any_of(alias.targets, [&](const std::string &name) { return matches(name, gone); }))
            effect.references << InProcessClient::tr("alias %1").arg(text(alias.alias));
    for (const auto *list :
         {&router.fallbacks, &router.contextWindowFallbacks, &router.contentPolicyFallbacks}) {
        for (const config::FallbackRow &row : *list)
            if (std::ranges::any_of(row.targets,
                                    [&](const std::string &name) { return matches(name, gone); }))
                effect.references << InProcessClient::tr("fallback of %1").arg(text(row.source));
    }
    if (std::ranges::any_of(router.defaultChain,
                            [&](const std::string &name) { return matches(name, gone); }))
        effect.references << InProcessClient::tr("the default chain of fallbacks");
    for (const auto &[alias, name] : config.litellm.modelAliasMap)
        if (matches(name, gone))
            effect.references << InProcessClient::tr("alias %1").arg(text(alias));
    effect.references.removeDuplicates();
    return effect;
}

Result<std::vector<config::Edit>> removals(const config::ConfigFiles &files,
                                           const std::vector<const config::Deployment *> &deployments)
{
    std::vector<config::ModelRow> rows;
    for (const config::Deployment *deployment : deployments) {
        auto row = rowOf(files, *deployment);
        if (!row)
            return Error{.message = "config.yaml has changed and is being read again"};
        rows.push_back(std::move(*row));
    }
    std::ranges::sort(rows, std::greater(),
                      [](const config::ModelRow &row) { return std::get<std::size_t>(row.path.back()); });
    std::vector<config::Edit> edits;
    for (config::ModelRow &row : rows)
        edits.push_back({config::Edit::Op::Remove, std::move(row.path)});
    return edits;
}

config::Path pathIn(const config::ModelRow &row, const std::string &section, const std::string &key)
{
    config::Path path = row.path;
    path.emplace_back(section);
    path.emplace_back(key);
    return path;
}

config::Edit appendRow(const config::ConfigFiles &files, json::Object row, std::size_t further)
{
    const std::size_t rows = files.modelRows().size() + further;
    if (rows == 0)
        return {config::Edit::Op::Set, {std::string("model_list")}, json::Array{std::move(row)}};
    return {config::Edit::Op::Insert, {std::string("model_list"), rows}, std::move(row)};
}

const Account *accountById(const std::vector<Account> &accounts, const QString &id)
{
    const auto found =
        std::ranges::find_if(accounts, [&](const Account &account) { return account.shown.id == id; });
    return found == accounts.end() ? nullptr : &*found;
}

std::span<const char *const> accountKeys()
{
    return kAccountKeys;
}

std::string prefixOf(const std::string &written, const providers::Target &target)
{
    const std::string &upstream = target.upstreamModel;
    if (written.ends_with(upstream))
        return written.substr(0, written.size() - upstream.size());
    return target.provider + "/";
}

json::Object rowLike(const config::ConfigFiles &files, const config::ModelRow &likeRow,
                     const Account &account, const std::string &name, const std::string &upstreamModel)
{
    const std::string prefix = prefixOf(account.deployments.front()->params.model, account.target);
    json::Object params{{"model", prefix + upstreamModel}};
    for (const char *key : kAccountKeys)
        if (auto value = files.value(pathIn(likeRow, kParams, key)))
            params[key] = std::move(*value);
    json::Object row{{"model_name", name}, {kParams, std::move(params)}};
    if (auto given = files.value(pathIn(likeRow, kInfo, "account")))
        row[kInfo] = json::Object{{"account", std::move(*given)}};
    return row;
}

}   // namespace gw::client
