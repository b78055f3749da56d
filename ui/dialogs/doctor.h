#pragma once

#include "core/client/finding.h"

#include <QDialog>

#include <functional>

class QVBoxLayout;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

// What has been found about this installation, the faults first, each with the click that mends it. Examines
// anew when something changes. GUI thread; the client must outlive it.
class Doctor final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Doctor)

public:
    // openPage shows a page of the window, and there what is looked for.
    Doctor(client::GatewayClient &client,
           std::function<void(const QString &page, const QString &subject)> openPage, QWidget *parent);

private:
    void examine();
    void fit();
    QWidget *row(const client::Finding &finding);
    void mend(const client::Finding &finding);

    client::GatewayClient &m_client;
    const std::function<void(const QString &, const QString &)> m_openPage;
    QVBoxLayout *m_rows = nullptr;
    std::vector<client::Finding> m_findings;
    QString m_shown;
};

}   // namespace gw::ui
