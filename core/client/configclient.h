#pragma once

#include "core/client/configvalues.h"

#include <QObject>

namespace gw::client {

// config.yaml and what it includes, for reading and changing. Everything that touches the disk is answered
// later by a signal with the token of the question. A change that is written is put in force at once;
// GatewayClient::configChanged() follows. GUI thread.
class ConfigClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConfigClient)

public:
    explicit ConfigClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    virtual ConfigFacts facts() const = 0;
    // Every key that is known, by section. Constant.
    virtual std::vector<ConfigKey> keys() const = 0;

    // Answered by textsReady().
    virtual Token requestTexts() = 0;
    // What the config would be with this text in that file; answered by checked().
    virtual Token check(const QString &file, const QString &text) = 0;
    // Answered by valuesReady(), in the order asked.
    virtual Token requestValues(const std::vector<ConfigPath> &paths) = 0;
    // seen is the hash of the text that the change was made from: when the file holds another by now, the
    // answer is Conflict. Answered by saved().
    virtual Token save(const QString &file, const QString &text, const QString &seen) = 0;
    // In place, in the files that hold the paths, all or none. Answered by saved().
    virtual Token edit(const std::vector<ConfigEdit> &edits) = 0;

    // Answered by backupsReady(), newest first.
    virtual Token requestBackups() = 0;
    // Answered by backupReady().
    virtual Token readBackup(const QString &backup) = 0;

    // Answered by importReady().
    virtual Token previewImport(const QString &path) = 0;
    // rows are places in ImportPreview::models, for AddModels. Answered by saved().
    virtual Token importConfig(const QString &path, ImportKind kind, const std::vector<int> &rows) = 0;

Q_SIGNALS:
    void textsReady(gw::client::Token token, const gw::client::ConfigTexts &texts);
    void checked(gw::client::Token token, const gw::client::ConfigCheck &check);
    void valuesReady(gw::client::Token token, const std::vector<gw::client::ConfigValue> &values);
    void saved(gw::client::Token token, const gw::client::ConfigSaved &result);
    void backupsReady(gw::client::Token token, const std::vector<gw::client::ConfigBackup> &backups);
    void backupReady(gw::client::Token token, const QString &text, const QString &problem);
    void importReady(gw::client::Token token, const gw::client::ImportPreview &preview);
};

}   // namespace gw::client
