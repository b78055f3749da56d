#include "ui/framework/desktopscheme.h"

#include <QApplication>
#ifdef GW_WITH_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#endif

using namespace Qt::StringLiterals;

namespace gw::ui {

DesktopScheme::DesktopScheme(QApplication &app)
    : QObject(&app)
    , m_app(app)
    , m_start(schemeOf(app.palette()))
    , m_desktop(m_start)
{
    const QString wanted = qEnvironmentVariable("GW_COLOR_SCHEME");
    if (wanted == "dark"_L1 || wanted == "light"_L1) {
        apply(wanted == "dark"_L1 ? Scheme::Dark : Scheme::Light);
        return;
    }
    apply(m_start);
#ifdef GW_WITH_DBUS
    askPortal();
#endif
}

void DesktopScheme::apply(Scheme scheme)
{
    m_desktop = scheme;
    applyScheme(m_app, m_chosen.value_or(scheme));
}

void DesktopScheme::choose(std::optional<Scheme> scheme)
{
    m_chosen = scheme;
    apply(m_desktop);
}

#ifdef GW_WITH_DBUS

namespace {

const QString kService = u"org.freedesktop.portal.Desktop"_s;
const QString kPath = u"/org/freedesktop/portal/desktop"_s;
const QString kInterface = u"org.freedesktop.portal.Settings"_s;
const QString kGroup = u"org.freedesktop.appearance"_s;
const QString kKey = u"color-scheme"_s;

// Read() of the portal wraps its answer twice.
uint unwrapped(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt();
}

}   // namespace

void DesktopScheme::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(kService, kPath, kInterface, u"SettingChanged"_s, this,
                SLOT(handleSetting(QString, QString, QDBusVariant)));
    QDBusMessage question = QDBusMessage::createMethodCall(kService, kPath, kInterface, u"Read"_s);
    question << kGroup << kKey;
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(question), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher *watcher) {
        const QDBusPendingReply<QVariant> reply = *watcher;
        if (!reply.isError())
            applyPortal(unwrapped(reply.value()));
        watcher->deleteLater();
    });
}

void DesktopScheme::applyPortal(uint value)
{
    // 1 prefers dark, 2 prefers light, 0 has no preference.
    apply(value == 1 ? Scheme::Dark : value == 2 ? Scheme::Light : m_start);
}

void DesktopScheme::handleSetting(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group == kGroup && key == kKey)
        applyPortal(unwrapped(value.variant()));
}

#endif

}   // namespace gw::ui
