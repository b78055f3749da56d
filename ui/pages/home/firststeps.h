#pragma once

#include "core/client/discoveryclient.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"

#include <QWidget>

#include <optional>

class QPushButton;

namespace gw::ui {

class StepLine;

// From nothing to the first request in three steps. Each ticks itself as soon as it works.
class FirstSteps final : public Card
{
    Q_OBJECT

public:
    explicit FirstSteps(Services &services, QWidget *parent = nullptr);
    // Whether a request of any program was ever answered.
    void setSeenRequest(bool seen);
    // A model server of this computer that one click takes into use; null: none.
    void setFound(const client::FoundServer *server, bool adding);
    // A test was sent and its answer is still on show.
    bool isHeld() const { return m_held; }

Q_SIGNALS:
    void addProviderAsked();
    void useFoundAsked();
    void copyAddressAsked();
    void copyKeyAsked();
    // The user has seen the answer of the test.
    void released();

private:
    void addSteps();
    void refresh();
    void sendTest();
    void handleAnswer(client::Token token, const QString &answer, const QString &problem);

    Services &m_services;
    StepLine *m_provider = nullptr;
    StepLine *m_program = nullptr;
    StepLine *m_test = nullptr;
    QPushButton *m_use = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_clients = nullptr;
    QPushButton *m_copyAddress = nullptr;
    QPushButton *m_copyKey = nullptr;
    QPushButton *m_send = nullptr;
    bool m_seen = false;
    bool m_held = false;
    bool m_sending = false;
    bool m_answered = false;
    bool m_adding = false;
    std::optional<client::FoundServer> m_found;
    QString m_problem;
    QString m_answer;
    client::Token m_token = 0;
};

}   // namespace gw::ui
