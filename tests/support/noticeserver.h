#pragma once

#include <QDBusConnection>
#include <QObject>
#include <QStringList>
#include <QVariantMap>

namespace gw::test {

// A desktop that shows notices: keeps what it is told, and presses buttons when a test says so.
class NoticeServer final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Shown
    {
        uint number = 0;
        uint replaces = 0;
        QString title;
        QString text;
        QStringList actions;   // Key, text, key, text ...
        int urgency = -1;
    };

    bool start(QDBusConnection bus)
    {
        return bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), this,
                                  QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals) &&
               bus.registerService(QStringLiteral("org.freedesktop.Notifications"));
    }
    void press(uint number, const QString &action) { Q_EMIT ActionInvoked(number, action); }

    QList<Shown> shown;

public Q_SLOTS:
    // NOLINTBEGIN(readability-identifier-naming): the names of the interface.
    uint Notify(const QString &, uint replaces, const QString &, const QString &title, const QString &text,
                const QStringList &actions, const QVariantMap &hints, int)
    {
        const uint number = replaces != 0 ? replaces : ++m_last;
        shown.append(
            {number, replaces, title, text, actions, hints.value(QStringLiteral("urgency"), -1).toInt()});
        return number;
    }

Q_SIGNALS:
    void ActionInvoked(uint number, const QString &action);
    void NotificationClosed(uint number, uint reason);
    // NOLINTEND(readability-identifier-naming)

private:
    uint m_last = 40;
};

}   // namespace gw::test
