#pragma once

#include "core/client/modelsvalues.h"
#include "core/config/configfiles.h"
#include "core/config/vault.h"

#include <QCoreApplication>

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gw::client {

// Writes changes of the window to config.yaml and the vault, and can take the last one back. One thread.
class ConfigChanger
{
    Q_DECLARE_TR_FUNCTIONS(gw::client::ConfigChanger)

public:
    struct Places
    {
        std::string configPath;
        std::string backupFolder;
        std::function<void()> reload;   // Called after each change.
    };

    ConfigChanger(config::Vault &vault, Places places);

    // A key of the vault to be set, or (empty) to be forgotten, along with the next apply().
    void store(const std::string &name, const Secret &secret);
    void forget(const std::string &name);

    // files is what the edits were made from: nothing is written when the disk holds another text now. Keys
    // are changed first, and put back when the file cannot be written.
    ChangeResult apply(const config::ConfigFiles &files, std::span<const config::Edit> edits);
    // Nothing is overwritten that another has changed since.
    ChangeResult undo();

private:
    using Keys = std::map<std::string, Secret>;   // By name; an empty one is not there.

    Result<void> exchangeKeys(const Keys &keys);
    Keys keysNow(const Keys &of) const;

    config::Vault &m_vault;
    Places m_places;
    Keys m_keys;   // For the next apply().

    struct Done
    {
        std::vector<config::FileText> before;
        std::vector<config::FileText> after;   // Parallel to before.
        Keys keysBefore;
    };
    std::optional<Done> m_done;
};

}   // namespace gw::client
