#include "app/backupschedule.h"

#include "core/base/logging.h"

namespace gw::app {

BackupSchedule::BackupSchedule(const Clock &clock, std::function<backup::Sources()> sources)
    : m_clock(clock)
    , m_sources(std::move(sources))
{
    connect(&m_timer, &QTimer::timeout, this, &BackupSchedule::look);
}

BackupSchedule::~BackupSchedule()
{
    if (m_work.joinable())
        m_work.join();
}

void BackupSchedule::setPlan(Plan plan, int checkMs)
{
    m_plan = std::move(plan);
    if (m_plan.everyS <= 0)
        m_timer.stop();
    else if (!m_timer.isActive() || m_timer.interval() != checkMs)
        m_timer.start(checkMs);
}

void BackupSchedule::look()
{
    const std::int64_t nowS = m_clock.unixUs() / 1'000'000;
    const std::vector<backup::Kept> all = backup::list(m_plan.folder);
    if (m_working || (!all.empty() && nowS - all.back().unixS < m_plan.everyS))
        return;
    m_working = true;
    if (m_work.joinable())
        m_work.join();
    m_work = std::thread([this, sources = m_sources(), plan = m_plan, nowS] {
        const auto saved = backup::save(sources, plan.folder, nowS);
        if (saved.ok()) {
            qCInfo(gwApp, "saved %s/%s", plan.folder.c_str(), backup::stampOf(nowS).c_str());
            for (const std::string &reason : saved.value().leftOut)
                qCInfo(gwApp, "not in the backup: %s", reason.c_str());
            backup::prune(plan.folder, nowS, plan.keepS, plan.maxBytes);
        }
        const QString problem = saved.ok() ? QString() : QString::fromStdString(saved.error().message);
        QMetaObject::invokeMethod(
            this, [this, problem] { finish(problem); }, Qt::QueuedConnection);
    });
}

void BackupSchedule::finish(const QString &problem)
{
    m_working = false;
    if (!problem.isEmpty())
        qCWarning(gwApp, "no backup was made: %s", qUtf8Printable(problem));
    Q_EMIT saved(problem);
}

}   // namespace gw::app
