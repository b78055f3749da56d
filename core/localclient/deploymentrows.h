#pragma once

#include "core/client/modelsvalues.h"
#include "core/config/configfiles.h"
#include "core/localclient/inprocess.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

// What the window's clients of models and accounts share: the current config as rows, and where they are
// written.
namespace gw::client {

inline constexpr const char *kParams = "litellm_params";
inline constexpr const char *kInfo = "model_info";

// An account with what belongs to it in the current config, which must be held while it is used.
struct Account
{
    ProviderAccount shown;
    std::string vaultName;      // Of its key; empty: not in the vault.
    providers::Target target;   // Of its first deployment, the key included.
    std::vector<const config::Deployment *> deployments;
    QStringList upstream;   // Parallel to deployments.
};

std::vector<Account> accountsOf(const InProcessParts &parts, const config::Config &config);

// The row of a deployment in files as they are now; nothing when it is no longer there.
std::optional<config::ModelRow> rowOf(const config::ConfigFiles &files, const config::Deployment &deployment);
// Why the window cannot change that deployment; empty: it can.
QString readOnlyReason(const config::Config &config, const config::Deployment &deployment);
// What goes when these are removed.
RemovalEffect removalOf(const config::Config &config,
                        const std::vector<const config::Deployment *> &deployments,
                        const QStringList &upstream);
// Removes rows so that the paths of those that are left stay right.
Result<std::vector<config::Edit>> removals(const config::ConfigFiles &files,
                                           const std::vector<const config::Deployment *> &deployments);
// Path of a key of a row's litellm_params or model_info.
config::Path pathIn(const config::ModelRow &row, const std::string &section, const std::string &key);
// A further row of model_list, behind further ones that were appended already.
config::Edit appendRow(const config::ConfigFiles &files, json::Object row, std::size_t further);

const Account *accountById(const std::vector<Account> &accounts, const QString &id);
// What of litellm_params says where a deployment is and who pays, not which model it is.
std::span<const char *const> accountKeys();
// "openai/" of "openai/gpt-5.1", however that row writes it.
std::string prefixOf(const std::string &written, const providers::Target &target);
// A row for another model with everything that makes the account of likeRow, its first one.
json::Object rowLike(const config::ConfigFiles &files, const config::ModelRow &likeRow,
                     const Account &account, const std::string &name, const std::string &upstreamModel);

}   // namespace gw::client
