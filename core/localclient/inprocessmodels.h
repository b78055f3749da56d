#pragma once

#include "core/client/modelsclient.h"
#include "core/localclient/deploymentrows.h"

#include <QNetworkAccessManager>

namespace gw::client {

class ConfigChanger;

// ModelsClient over the config of this process.
class InProcessModels final : public ModelsClient
{
    Q_OBJECT

public:
    // Everything outlives it.
    InProcessModels(const InProcessParts &parts, ConfigChanger &changer, std::function<Token()> nextToken);

    std::vector<ModelGroup> groups() const override;
    QString priceVersion() const override;
    Token addDeployment(const DeploymentDraft &draft) override;
    Token changeDeployment(const QString &id, const DeploymentDraft &draft) override;
    Token removeDeployment(const QString &id) override;
    RemovalEffect removalOf(const QString &id) const override;
    Token setPaused(const QString &id, bool on) override;
    Token undo() override;
    Token testDeployment(const QString &id) override;

private:
    Token answer(const ChangeResult &result);
    DeploymentRow rowFor(const config::Config &config, const config::Deployment &deployment,
                         const providers::Target &target) const;
    void addPrice(DeploymentRow &row, const config::Deployment &deployment,
                  const providers::Target &target) const;
    ChangeResult add(const DeploymentDraft &draft);
    ChangeResult change(const QString &id, const DeploymentDraft &draft);
    ChangeResult pause(const QString &id, bool on);

    const InProcessParts &m_parts;
    ConfigChanger &m_changer;
    std::function<Token()> m_nextToken;
    QNetworkAccessManager m_network;
};

}   // namespace gw::client
