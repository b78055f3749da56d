#include "core/config/watcher.h"

#include "core/base/logging.h"

#include <QFileInfo>
#include <QStringList>

#include <sys/stat.h>

namespace gw::config {

ConfigWatcher::ConfigWatcher(ConfigStore &store, LoadOptions options, Pace pace, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_options(std::move(options))
    , m_pace(pace)
{
    m_settle.setSingleShot(true);
    m_settle.setInterval(m_pace.settleMs);
    m_poll.setInterval(m_pace.pollMs);
    connect(&m_settle, &QTimer::timeout, this, [this] {
        if (changed())
            reload();
    });
    connect(&m_poll, &QTimer::timeout, this, &ConfigWatcher::poll);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &ConfigWatcher::poll);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &ConfigWatcher::poll);
}

ConfigWatcher::Stamp ConfigWatcher::stampOf(const std::string &path)
{
    struct stat state
    {
    };
    if (::stat(path.c_str(), &state) != 0)
        return {};
    constexpr qint64 kNsPerSecond = 1'000'000'000;
    return {state.st_size, state.st_mtim.tv_sec * kNsPerSecond + state.st_mtim.tv_nsec,
            static_cast<quint64>(state.st_ino)};
}

LoadOutcome ConfigWatcher::load()
{
    // Stamps are taken before the text is read: a change in between is seen as one.
    for (auto &[path, stamp] : m_stamps)
        stamp = stampOf(path);
    LoadOutcome outcome = loadConfig(m_options);
    std::map<std::string, Stamp> stamps;
    m_files = outcome.files;
    for (const std::string &path : outcome.files) {
        const auto known = m_stamps.find(path);
        stamps[path] = known != m_stamps.end() ? known->second : stampOf(path);
    }
    // The named path itself may be a link that is turned to another file.
    if (!m_options.path.empty() && !stamps.contains(m_options.path))
        stamps[m_options.path] = stampOf(m_options.path);
    m_stamps = std::move(stamps);
    m_problem = QString::fromStdString(outcome.problem());
    if (outcome.ok()) {
        // Errors of rows left out are no reason to keep the old config.
        m_problem.clear();
        m_store.set(outcome.config);
        ++m_options.version;
    }
    watch();
    return outcome;
}

LoadOutcome ConfigWatcher::start()
{
    LoadOutcome outcome = load();
    if (!m_options.path.empty())
        m_poll.start();
    return outcome;
}

void ConfigWatcher::reload()
{
    const LoadOutcome outcome = load();
    qCDebug(gwConfig, "reloaded: %s", outcome.ok() ? "applied" : "kept the old config");
    Q_EMIT applied(m_store.current(), m_problem);
}

void ConfigWatcher::watch()
{
    QStringList wanted;
    for (const auto &[path, stamp] : m_stamps) {
        const QFileInfo file(QString::fromStdString(path));
        if (file.exists())
            wanted << file.filePath();
        wanted << file.path();
    }
    wanted.removeDuplicates();
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    QStringList gone;
    for (const QString &path : watched) {
        if (!wanted.contains(path))
            gone << path;
        else
            wanted.removeAll(path);
    }
    if (!gone.isEmpty())
        m_watcher.removePaths(gone);
    if (!wanted.isEmpty())
        m_watcher.addPaths(wanted);
}

bool ConfigWatcher::changed() const
{
    for (const auto &[path, stamp] : m_stamps) {
        if (stampOf(path) != stamp)
            return true;
    }
    return false;
}

void ConfigWatcher::poll()
{
    // A file that was replaced has lost its watch.
    watch();
    if (changed())
        m_settle.start();
}

}   // namespace gw::config
