#pragma once

#include "core/client/routingvalues.h"
#include "ui/framework/surfaces.h"

class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace gw::client {
class RoutingClient;
}

namespace gw::ui {

// Takes a request that somebody pastes and shows where it would go now. Nothing is sent.
class SimulateCard final : public Card
{
    Q_OBJECT

public:
    explicit SimulateCard(client::RoutingClient &client, QWidget *parent = nullptr);
    // The sample asks for this model until something else was typed.
    void setSampleModel(const QString &name);
    void run();
    QPlainTextEdit *field() const { return m_request; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(const client::Simulation &result);
    void place(QWidget *content);
    QString sample() const;

    client::RoutingClient &m_client;
    QPlainTextEdit *m_request = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_reset = nullptr;
    QWidget *m_content = nullptr;
    QString m_model;
    client::Token m_token = 0;
};

}   // namespace gw::ui
