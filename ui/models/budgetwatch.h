#pragma once

#include "core/client/keysclient.h"

#include <QObject>
#include <QTimer>

class QSettings;

namespace gw::ui {

// Looks after every budget and tells when 50, 80 or 100 percent of one are spent: each once in the budget's
// window, over restarts too. GUI thread; client and settings must outlive it.
class BudgetWatch final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BudgetWatch)

public:
    static constexpr int kEveryMs = 5000;

    BudgetWatch(client::KeysClient &client, QSettings &settings, QObject *parent = nullptr);

    // Something was spent or changed: looks soon, at most once in kEveryMs.
    void lookSoon();

Q_SIGNALS:
    // percent: the highest that was passed.
    void passed(const gw::client::BudgetState &budget, int percent);

private:
    void look();
    void take(const std::vector<client::BudgetState> &budgets);

    client::KeysClient &m_client;
    QSettings &m_settings;
    QTimer m_timer;
    bool m_wanted = false;
    client::Token m_token = 0;
};

// Of spent and limit; 0 below the first.
int passedPercent(std::int64_t spentPico, std::int64_t limitPico);

}   // namespace gw::ui
