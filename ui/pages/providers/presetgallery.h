#pragma once

#include "ui/framework/surfaces.h"

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

Q_SIGNALS:
    // The provider's id; empty for "another".
    void chosen(const QString &id);
};

}   // namespace gw::ui
