#include "ui/models/daymodel.h"

#include "core/client/gatewayclient.h"

#include <QDateTime>

namespace gw::ui {

DayModel::DayModel(client::GatewayClient &client, QObject *parent)
    : QObject(parent)
    , m_client(client)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(kPauseMs);
    m_minute.setInterval(kMinuteMs);
    m_patience.setSingleShot(true);
    m_patience.setInterval(kPatienceMs);
    connect(&m_pause, &QTimer::timeout, this, &DayModel::ask);
    connect(&m_minute, &QTimer::timeout, this, &DayModel::ask);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_late = true;
        Q_EMIT changed();
    });
    connect(&client, &client::GatewayClient::todayReady, this,
            [this](client::Token token, const client::Today &today) {
                if (token != m_token)
                    return;
                m_open = false;
                m_late = false;
                m_patience.stop();
                m_today = today;
                m_answeredUs = QDateTime::currentMSecsSinceEpoch() * 1000;
                Q_EMIT changed();
            });
    m_minute.start();
    ask();
}

void DayModel::refresh()
{
    if (!m_pause.isActive())
        m_pause.start();
}

void DayModel::ask()
{
    const bool open = m_open;
    m_open = true;
    m_token = m_client.requestToday(QDateTime::currentMSecsSinceEpoch() * 1000);
    // Asking again does not make the first unanswered question younger.
    if (!open || !m_patience.isActive())
        m_patience.start();
}

}   // namespace gw::ui
