#pragma once

#include "core/client/trafficclient.h"

#include <QPushButton>

namespace gw::ui {

// Says whether prompts and answers are kept, and opens the dialog that changes it. GUI thread; the client
// must outlive it.
class KeepingButton final : public QPushButton
{
    Q_OBJECT

public:
    explicit KeepingButton(client::TrafficClient &client, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    client::TrafficClient &m_client;
    client::Token m_token = 0;
};

}   // namespace gw::ui
