#pragma once

#include "ui/framework/surfaces.h"

class QGridLayout;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

// Providers that many start with, as buttons: those on this computer and the best known ones.
class PresetGallery final : public Card
{
    Q_OBJECT

public:
    explicit PresetGallery(const client::GatewayClient &client, QWidget *parent = nullptr);

    // Whether programs on this computer are offered; they need not be where those that run are shown.
    void setLocalShown(bool shown);

Q_SIGNALS:
    // The provider's id; empty for "another".
    void chosen(const QString &id);

private:
    QGridLayout *m_grid = nullptr;
    QList<QWidget *> m_local;
};

}   // namespace gw::ui
