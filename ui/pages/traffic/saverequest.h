#pragma once

#include "core/client/gatewayclient.h"

#include <QWidget>

namespace gw::ui {

// Asks where to, reads what is kept of one request, and writes it as an HTTP Archive. Shown while it tells
// how that went; GUI thread.
class SaveRequest final : public QWidget
{
    Q_OBJECT

public:
    explicit SaveRequest(client::GatewayClient &client, QWidget *parent = nullptr);
    ~SaveRequest() override;

    // Lets one choose a file first.
    void choose(const client::TrafficRow &row);
    void save(const client::TrafficRow &row, const QString &path);

Q_SIGNALS:
    // problem empty: it is there.
    void saved(const QString &path, const QString &problem);

private:
    void write();

    client::GatewayClient &m_client;
    client::TrafficRow m_row;
    client::TrafficDetail m_detail;
    client::TrafficBodies m_bodies;
    QString m_path;
    client::Token m_detailToken = 0;
    client::Token m_bodiesToken = 0;
};

}   // namespace gw::ui
