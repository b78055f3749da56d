#pragma once

#include <QObject>
#ifdef GW_WITH_DBUS
#include <QDBusVariant>
#endif

#include "ui/framework/theme.h"

#include <optional>

class QApplication;

namespace gw::ui {

// Keeps the application in the scheme that the desktop wants: the color-scheme setting of the XDG desktop
// portal, where one answers (Qt tells it only since 6.5), else what the palette at the start looks like.
// GW_COLOR_SCHEME=light or dark in the environment decides instead. GUI thread.
class DesktopScheme final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DesktopScheme)

public:
    explicit DesktopScheme(QApplication &app);

    // What the user wants instead of the desktop's; nothing: the desktop's again.
    void choose(std::optional<Scheme> scheme);

private:
    void apply(Scheme scheme);

#ifdef GW_WITH_DBUS
    void askPortal();
    void applyPortal(uint value);

private Q_SLOTS:
    void handleSetting(const QString &group, const QString &key, const QDBusVariant &value);

private:
#endif
    QApplication &m_app;
    Scheme m_start;
    Scheme m_desktop;   // What the desktop wants, as far as it is known.
    std::optional<Scheme> m_chosen;
};

}   // namespace gw::ui
