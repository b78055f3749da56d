#include "ui/framework/tray.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/actions.h"
#include "ui/framework/marks.h"

#include <QApplication>
#include <QPainter>
#include <QPixmap>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kSizes[] = {16, 22, 24, 32, 48};
constexpr qreal kMarkExtent = 12;   // Of a mark as it is drawn, with its margin.

// The product's mark; in trouble or at rest with the state's shape over its lower corner.
QIcon trayIcon(Mark mark)
{
    const QIcon plain(u":/app/portico.svg"_s);
    if (mark == Mark::Ok)
        return plain;
    QIcon marked;
    for (const int size : kSizes) {
        QPixmap pixmap = plain.pixmap(size, size);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        const qreal extent = size * 0.56;
        const QRectF corner(size - extent, size - extent, extent, extent);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour(Colour::Surface, QApplication::palette()));
        painter.drawEllipse(corner);
        const qreal inset = extent * 0.18;
        painter.translate(corner.center());
        painter.scale((extent - inset) / kMarkExtent, (extent - inset) / kMarkExtent);
        drawMark(painter, QRectF(-8, -8, 16, 16), mark, QApplication::palette());
        painter.end();
        marked.addPixmap(pixmap);
    }
    return marked;
}

}   // namespace

Tray::Tray(client::GatewayClient &client, Actions &actions, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_actions(actions)
{
    m_state = m_menu.addAction(QString());
    m_state->setEnabled(false);
    m_menu.addSeparator();
    m_pause = m_menu.addAction(QString());
    connect(m_pause, &QAction::triggered, this, [this] { m_actions.trigger(u"traffic.pause"_s); });
    QAction *copy = m_menu.addAction(tr("Copy address"));
    connect(copy, &QAction::triggered, this, [this] { m_actions.trigger(u"address.copy"_s); });
    QAction *open = m_menu.addAction(tr("Open Portico"));
    connect(open, &QAction::triggered, this, &Tray::openAsked);
    m_menu.addSeparator();
    QAction *quit = m_menu.addAction(tr("Quit"));
    connect(quit, &QAction::triggered, this, [this] { m_actions.trigger(u"window.quit"_s); });
    m_menu.setDefaultAction(open);
    m_icon.setContextMenu(&m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
        if (reason == QSystemTrayIcon::Trigger || reason == QSystemTrayIcon::DoubleClick)
            Q_EMIT openAsked();
    });
    connect(&client, &client::GatewayClient::statusChanged, this, &Tray::refresh);
    refresh();
}

void Tray::refresh()
{
    using client::EngineState;
    const client::Status status = m_client.status();
    Mark mark = Mark::Ok;
    QString text = tr("Listening on localhost:%1").arg(status.port);
    if (status.lostSinceUs > 0) {
        mark = Mark::Error;
        text = tr("The gateway does not answer");
    } else if (status.state == EngineState::PortBusy || status.state == EngineState::Failed) {
        mark = Mark::Error;
        text = tr("Not listening");
    } else if (status.state != EngineState::Running) {
        mark = Mark::Off;
        text = tr("Switched off");
    } else if (status.paused) {
        mark = Mark::Paused;
        text = tr("All traffic is paused");
    }
    if (const client::Place place = m_client.place(); place.elsewhere()) {
        const bool well = place.reach == client::Place::Reach::Connected;
        mark = place.away() ? Mark::Error : mark;
        text = well && !status.paused ? tr("Connected to %1").arg(place.name)
               : place.away()         ? tr("No connection to %1").arg(place.name)
                                      : text;
    }
    m_state->setText(text);
    m_pause->setText(status.paused ? tr("Resume all traffic") : tr("Pause all traffic"));
    m_icon.setIcon(trayIcon(mark));
    m_icon.setToolTip(u"Portico\n"_s + text);
}

}   // namespace gw::ui
