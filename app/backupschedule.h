#pragma once

#include "core/backup/snapshot.h"
#include "core/base/clock.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <functional>
#include <thread>

namespace gw::app {

// Saves a snapshot whenever the newest one is too old, and removes old ones. Lives on one thread with an
// event loop and works on another.
class BackupSchedule final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BackupSchedule)

public:
    struct Plan
    {
        std::string folder;
        std::int64_t everyS = 0;   // 0: never.
        std::int64_t keepS = 0;
        std::int64_t maxBytes = 0;   // All snapshots together, but for the newest.
    };

    // sources is asked on this thread right before each snapshot.
    BackupSchedule(const Clock &clock, std::function<backup::Sources()> sources);
    // Waits for the snapshot that is being made.
    ~BackupSchedule() override;

    // Looks every checkMs, the first time after that long: a start is no time for copying.
    void setPlan(Plan plan, int checkMs = kCheckMs);

    static constexpr int kCheckMs = 600'000;

Q_SIGNALS:
    // problem is empty when a snapshot was saved.
    void saved(const QString &problem);

private:
    void look();
    void finish(const QString &problem);

    const Clock &m_clock;
    const std::function<backup::Sources()> m_sources;
    Plan m_plan;
    QTimer m_timer;
    std::thread m_work;
    bool m_working = false;
};

}   // namespace gw::app
