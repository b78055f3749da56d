#pragma once

#include "core/client/values.h"

#include <QWidget>

#include <functional>

class QPushButton;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class Label;

// One line that says what was just done, with the button that takes it back. Takes no room before the first
// and after the last. GUI thread; the client must outlive it.
class UndoStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit UndoStrip(client::GatewayClient &client, QWidget *parent = nullptr);

    // Takes back in another way than by ModelsClient::undo(); whoever does it dismisses the strip or tells
    // the problem.
    void setUndo(std::function<void()> undo) { m_takeBack = std::move(undo); }

    // Of what the button would take back now.
    void tell(const QString &done);
    // Something could not be done; stays until the next.
    void tellProblem(const QString &problem);
    void dismiss();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void show(const QString &text, bool problem);

    client::GatewayClient &m_client;
    std::function<void()> m_takeBack;
    Label *m_text = nullptr;
    QPushButton *m_undo = nullptr;
    bool m_problem = false;
    bool m_waiting = false;
    client::Token m_token = 0;
};

}   // namespace gw::ui
