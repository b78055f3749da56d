#pragma once

#include "core/client/values.h"
#include "ui/framework/surfaces.h"

#include <array>
#include <functional>

class QPushButton;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class Label;
class StepStrip;

// Runs a test of an account step by step and shows each step; the button stops it too. GUI thread; the client
// must outlive it.
class ConnectionTest final : public Card
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectionTest)

public:
    enum class State { None, Running, Passed, Failed };

    // begin asks for the test, whose steps are told by the client; zero: not now.
    ConnectionTest(client::GatewayClient &client, std::function<client::Token()> begin,
                   QWidget *parent = nullptr);
    ~ConnectionTest() override;

    State state() const { return m_state; }
    void start();
    // Gives up a test that runs, and what an older one has said.
    void reset();

Q_SIGNALS:
    void changed();
    // The models that the provider lists.
    void listed(const QStringList &models);

private:
    static constexpr std::size_t kSteps = 6;

    void handleStep(client::Token token, const client::TestStep &step);
    void handleTested(client::Token token, const client::TestResult &result);
    void refresh();

    client::GatewayClient &m_client;
    std::function<client::Token()> m_begin;
    std::array<client::TestStep, kSteps> m_steps;
    State m_state = State::None;
    client::Token m_token = 0;
    QPushButton *m_button = nullptr;
    StepStrip *m_strip = nullptr;
    Label *m_outcome = nullptr;
};

}   // namespace gw::ui
