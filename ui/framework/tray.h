#pragma once

#include <QMenu>
#include <QObject>
#include <QSystemTrayIcon>

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class Actions;

// The gateway's state in the desktop's tray, where there is one: a shape beside the mark and a word in the
// tip; the menu pauses, opens and quits by the window's own actions. Everything it offers is in the window
// too. GUI thread.
class Tray final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Tray)

public:
    Tray(client::GatewayClient &client, Actions &actions, QObject *parent = nullptr);

    QMenu &menu() { return m_menu; }
    QSystemTrayIcon &icon() { return m_icon; }

Q_SIGNALS:
    void openAsked();

private:
    void refresh();

    client::GatewayClient &m_client;
    Actions &m_actions;
    QMenu m_menu;
    QSystemTrayIcon m_icon;
    QAction *m_state = nullptr;
    QAction *m_pause = nullptr;
};

}   // namespace gw::ui
