#pragma once

#include <QWidget>

class QVBoxLayout;

namespace gw::client {
class GatewayClient;
struct Status;
}   // namespace gw::client

namespace gw::ui {

// What must be known on every page: the gateway does not listen, does not answer or lets nothing through.
// Takes no room while there is nothing to tell. GUI thread; the client must outlive it.
class Notices final : public QWidget
{
    Q_OBJECT

public:
    explicit Notices(client::GatewayClient &client, QWidget *parent = nullptr);

Q_SIGNALS:
    // The user wants to choose another gateway, or mend the way to this one.
    void placesAsked();

private:
    void refresh();
    QWidget *portBanner(const client::Status &status);
    QWidget *failBanner(const client::Status &status);
    QWidget *lostBanner(const client::Status &status);
    QWidget *elsewhereBanner(const client::Status &status);
    QWidget *undoneBanner();
    QWidget *pauseBanner();
    QWidget *vaultBanner();
    QWidget *originBanner(const QString &origin);

    client::GatewayClient &m_client;
    QVBoxLayout *m_column = nullptr;
    QStringList m_ignored;   // Origins that somebody does not want to allow.
    QString m_undone;        // Why the last call that nobody answers was not done.
    QString m_shown;         // What the banners say, so that they are made anew only when that changes.
};

}   // namespace gw::ui
