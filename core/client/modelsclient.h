#pragma once

#include "core/client/modelsvalues.h"

#include <QObject>

namespace gw::client {

// Public model names and what answers them. Changes are written to config.yaml, where everything else stays
// as it is; each is answered by changed() with its token, and GatewayClient::configChanged() follows when it
// is in force. GUI thread; no call blocks but for the reading of config.yaml.
class ModelsClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ModelsClient)

public:
    explicit ModelsClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // In the order of the config, aliases last.
    virtual std::vector<ModelGroup> groups() const = 0;
    // "2026-11-21": of the price table.
    virtual QString priceVersion() const = 0;

    virtual Token addDeployment(const DeploymentDraft &draft) = 0;
    virtual Token changeDeployment(const QString &id, const DeploymentDraft &draft) = 0;
    virtual Token removeDeployment(const QString &id) = 0;
    virtual RemovalEffect removalOf(const QString &id) const = 0;
    // A paused deployment gets no traffic (model_info.blocked); a name whose deployments are all paused
    // answers 503.
    virtual Token setPaused(const QString &id, bool on) = 0;
    // Takes back the last change that was made through this interface or AccountsClient, unless the file has
    // been changed since.
    virtual Token undo() = 0;

    // One small request through this very deployment; answered by tested().
    virtual Token testDeployment(const QString &id) = 0;

Q_SIGNALS:
    void changed(gw::client::Token token, const gw::client::ChangeResult &result);
    void tested(gw::client::Token token, const gw::client::DeploymentTest &result);
};

}   // namespace gw::client
