#pragma once

#include "core/config/yamlreader.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <QTimer>

#include <mutex>

namespace gw::config {

// The config in force. Thread-safe: workers take a snapshot per exchange.
class ConfigStore
{
public:
    ConfigStore()
        : m_current(std::make_shared<const Config>())
    {}

    // Never null.
    ConfigPtr current() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_current;
    }
    void set(ConfigPtr config)
    {
        const std::scoped_lock lock(m_mutex);
        m_current = std::move(config);
    }

private:
    mutable std::mutex m_mutex;
    ConfigPtr m_current;
};

// Loads the config, and again whenever one of its files changes: editors replace files, so their folders are
// watched too, and a slow poll catches what the system does not report (network folders). A config with
// errors is not applied; the one in force stays. Lives in the thread it was made in, which needs an event
// loop.
class ConfigWatcher : public QObject
{
    Q_OBJECT

public:
    // Times in milliseconds: files must be quiet for settle before they are read.
    struct Pace
    {
        int settleMs = 150;
        int pollMs = 2000;
    };

    // store must outlive the watcher. options.version is counted up from its value.
    ConfigWatcher(ConfigStore &store, LoadOptions options, Pace pace, QObject *parent = nullptr);
    ConfigWatcher(ConfigStore &store, LoadOptions options, QObject *parent = nullptr)
        : ConfigWatcher(store, std::move(options), Pace(), parent)
    {}

    // Loads now and begins to watch. What the first load found is in the outcome; no signal is sent for it.
    LoadOutcome start();
    // Reads again although no file has changed: the vault was opened, the environment is another.
    void reload();
    // What was read at the last load, the main file first.
    const std::vector<std::string> &files() const noexcept { return m_files; }
    // Why the files as they are now are not in force; empty when they are.
    QString problem() const { return m_problem; }

Q_SIGNALS:
    // After every reload: the config in force, and why it is not the one in the files (else empty).
    void applied(gw::config::ConfigPtr config, QString problem);

private:
    struct Stamp
    {
        qint64 size = -1;
        qint64 modifiedNs = -1;
        quint64 inode = 0;
        bool operator==(const Stamp &) const = default;
    };

    static Stamp stampOf(const std::string &path);
    LoadOutcome load();
    void watch();
    void poll();
    bool changed() const;

    ConfigStore &m_store;
    LoadOptions m_options;
    Pace m_pace;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;
    QTimer m_poll;
    std::map<std::string, Stamp> m_stamps;
    std::vector<std::string> m_files;
    QString m_problem;
};

}   // namespace gw::config
