#pragma once

#include "core/client/values.h"

#include <QObject>
#include <QTimer>

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

// The sums of today as the ledger last told them. Asks again after requests ended, at most once in kPause,
// and once a minute for the change of the day. GUI thread; the client must outlive it.
class DayModel final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DayModel)

public:
    static constexpr int kPauseMs = 2'000;
    static constexpr int kMinuteMs = 60'000;
    // An answer that takes longer makes the shown values old.
    static constexpr int kPatienceMs = 3'000;

    explicit DayModel(client::GatewayClient &client, QObject *parent = nullptr);

    void refresh();
    const client::Today &today() const { return m_today; }
    bool hasAnswer() const { return m_answeredUs != 0; }
    // When the shown sums were told, Unix microseconds; 0: never.
    std::int64_t answeredUs() const { return m_answeredUs; }
    // A question has been open for longer than kPatienceMs.
    bool isLate() const { return m_late; }

Q_SIGNALS:
    void changed();

private:
    void ask();

    client::GatewayClient &m_client;
    client::Today m_today;
    client::Token m_token = 0;
    bool m_open = false;
    bool m_late = false;
    std::int64_t m_answeredUs = 0;
    QTimer m_pause;
    QTimer m_minute;
    QTimer m_patience;
};

}   // namespace gw::ui
