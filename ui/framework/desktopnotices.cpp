#include "ui/framework/desktopnotices.h"

#include <QGuiApplication>
#include <QVariantMap>

#ifdef GW_WITH_DBUS
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#endif

using namespace Qt::StringLiterals;

namespace gw::ui {

#ifdef GW_WITH_DBUS

namespace {

const QString kService = u"org.freedesktop.Notifications"_s;
const QString kPath = u"/org/freedesktop/Notifications"_s;
constexpr int kAnswerMs = 2000;
constexpr int kUsualTime = -1;   // As long as the desktop likes.
constexpr uchar kNormal = 1;
constexpr uchar kCritical = 2;

}   // namespace

DesktopNotices::DesktopNotices(QObject *parent)
    : DesktopNotices(QDBusConnection::sessionBus(), parent)
{}

DesktopNotices::DesktopNotices(const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
{}

void DesktopNotices::listen()
{
    if (std::exchange(m_listens, true))
        return;
    m_bus.connect(kService, kPath, kService, u"ActionInvoked"_s, this, SLOT(handleAction(uint, QString)));
    m_bus.connect(kService, kPath, kService, u"NotificationClosed"_s, this, SLOT(handleClosed(uint, uint)));
}

void DesktopNotices::show(const Notice &notice)
{
    if (!m_bus.isConnected()) {
        QMetaObject::invokeMethod(
            this, [this, id = notice.id] { Q_EMIT failed(id); }, Qt::QueuedConnection);
        return;
    }
    listen();
    QStringList actions;
    for (const auto &[key, text] : notice.actions)
        actions << key << text;
    const QVariantMap hints{{u"urgency"_s, QVariant::fromValue(notice.urgent ? kCritical : kNormal)},
                            {u"desktop-entry"_s, QGuiApplication::desktopFileName()}};
    QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, u"Notify"_s);
    call.setArguments({QGuiApplication::applicationDisplayName(), m_numbers.value(notice.id, 0U),
                       u"portico"_s, notice.title, notice.text, actions, hints, kUsualTime});
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call, kAnswerMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, id = notice.id] {
        watcher->deleteLater();
        const QDBusPendingReply<uint> reply = *watcher;
        if (reply.isError())
            return Q_EMIT failed(id);
        m_numbers.insert(id, reply.value());
        Q_EMIT shown(id);
    });
}

#else

DesktopNotices::DesktopNotices(QObject *parent)
    : QObject(parent)
{}

void DesktopNotices::show(const Notice &notice)
{
    QMetaObject::invokeMethod(
        this, [this, id = notice.id] { Q_EMIT failed(id); }, Qt::QueuedConnection);
}

#endif

void DesktopNotices::handleAction(uint number, const QString &action)
{
    // Others' notices are told, too.
    if (const QString id = m_numbers.key(number); !id.isEmpty())
        Q_EMIT actionInvoked(id, action);
}

void DesktopNotices::handleClosed(uint number, uint)
{
    if (const QString id = m_numbers.key(number); !id.isEmpty())
        m_numbers.remove(id);
}

}   // namespace gw::ui
