#pragma once

#include "core/client/configclient.h"
#include "core/config/vault.h"
#include "core/config/yamlreader.h"

#include <QThreadPool>

#include <functional>
#include <string>

namespace gw::client {

// What LocalConfig is lent. Everything outlives it; functions are called on the GUI thread, but for
// environment, which any thread may call.
struct LocalConfigParts
{
    config::Vault &vault;
    config::EnvironmentReader environment;
    std::function<void()> reload;   // After a change was written.
    std::function<QString()> masterKeySource = {};
    QString configPath;
    QString dataFolder;
    QString backupFolder;
};

// The config on this computer's disk, read and written on a thread of its own, one thing after the other.
class LocalConfig final : public ConfigClient
{
    Q_OBJECT

public:
    explicit LocalConfig(LocalConfigParts parts, QObject *parent = nullptr);
    ~LocalConfig() override;

    ConfigFacts facts() const override;
    std::vector<ConfigKey> keys() const override;
    Token requestTexts() override;
    Token check(const QString &file, const QString &text) override;
    Token requestValues(const std::vector<ConfigPath> &paths) override;
    Token save(const QString &file, const QString &text, const QString &seen) override;
    Token edit(const std::vector<ConfigEdit> &edits) override;
    Token requestBackups() override;
    Token readBackup(const QString &backup) override;
    Token previewImport(const QString &path) override;
    Token importConfig(const QString &path, ImportKind kind, const std::vector<int> &rows) override;

private:
    // Work on the disk, then tell on the GUI thread.
    template <typename Work, typename Tell>
    Token ask(Work work, Tell tell);
    template <typename Work>
    Token askToSave(Work work);
    config::LoadOptions loadOptions(const std::string &path) const;

    LocalConfigParts m_parts;
    QThreadPool m_pool;
    Token m_lastToken = 0;
};

}   // namespace gw::client
