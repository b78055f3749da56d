#pragma once

#include <QHash>
#include <QObject>
#include <QStringList>

#include <utility>

#ifdef GW_WITH_DBUS
#include <QDBusConnection>
#endif

namespace gw::ui {

// Notices of the desktop itself (org.freedesktop.Notifications), with buttons; they are seen while the window
// is not. GUI thread; nothing blocks.
class DesktopNotices final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DesktopNotices)

public:
    struct Notice
    {
        QString id;   // One that is shown with the same id is replaced.
        QString title;
        QString text;
        QList<std::pair<QString, QString>>
            actions;   // What actionInvoked() tells, and what stands on the button.
        bool urgent = false;
    };

    // The bus of the session.
    explicit DesktopNotices(QObject *parent = nullptr);
#ifdef GW_WITH_DBUS
    explicit DesktopNotices(const QDBusConnection &bus, QObject *parent = nullptr);
#endif

    // Answered by shown() or by failed().
    void show(const Notice &notice);

Q_SIGNALS:
    void shown(const QString &id);
    // Nobody shows notices here: it is to be told in another way.
    void failed(const QString &id);
    void actionInvoked(const QString &id, const QString &action);

private Q_SLOTS:
    void handleAction(uint number, const QString &action);
    void handleClosed(uint number, uint reason);

private:
    QHash<QString, uint> m_numbers;   // Of the server, by our ids.
#ifdef GW_WITH_DBUS
    void listen();

    QDBusConnection m_bus;
    bool m_listens = false;
#endif
};

}   // namespace gw::ui
