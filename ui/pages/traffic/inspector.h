#pragma once

#include "core/client/trafficclient.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QScrollArea;
class QTabBar;
class QToolButton;

namespace gw::ui {

// Everything about one request, in parts.
class Inspector final : public QWidget
{
    Q_OBJECT

public:
    enum Tab { Summary, Messages, Raw, Route, Cost, Timing };

    explicit Inspector(client::TrafficClient &client, QWidget *parent = nullptr);
    ~Inspector() override;

    // What the list knows of it; the rest is asked for. The row of another time replaces the one before.
    void inspect(const client::TrafficRow &row);
    // Asks for "choose a request".
    void clear();
    std::optional<Id128> request() const;
    void setTab(Tab tab);
    // A command that sends a request like it; needs no key in it. Empty: nothing is chosen.
    QString curl(const QString &address) const;

Q_SIGNALS:
    void tabChosen(int tab);
    void copyAsked();
    void replayAsked();
    void closed();

private:
    void ask();
    void rebuild();
    QWidget *content();
    // What was said, read when one wants to see it.
    void askBodies();
    QWidget *bodies(Tab tab);
    QWidget *nothingKept();
    static QWidget *note(const QString &text);
    static QWidget *hints();

    client::TrafficClient &m_client;
    std::optional<client::TrafficRow> m_row;
    std::optional<client::TrafficDetail> m_detail;
    std::optional<client::TrafficBodies> m_bodies;
    client::Token m_bodiesToken = 0;
    QString m_keepProblem;   // Why keeping could not be switched on.
    bool m_shown = false;    // The area holds these bodies, which do not change.
    client::Token m_token = 0;
    int m_tries = 0;
    QTimer m_again;
    QTabBar *m_tabs = nullptr;
    QScrollArea *m_area = nullptr;
    QToolButton *m_copy = nullptr;
    QToolButton *m_replay = nullptr;
};

}   // namespace gw::ui
