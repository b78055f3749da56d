#include "ui/dialogs/connectiontest.h"

#include "core/client/gatewayclient.h"
#include "ui/dialogs/teststeps.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

ConnectionTest::ConnectionTest(client::GatewayClient &client, std::function<client::Token()> begin,
                               QWidget *parent)
    : Card(tr("Connection test"), parent)
    , m_client(client)
    , m_begin(std::move(begin))
{
    m_button = smallButton(tr("Test"));
    m_button->setAutoDefault(false);
    addAction(m_button);
    m_strip = new StepStrip({});
    body()->addWidget(m_strip);
    m_outcome = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    body()->addWidget(m_outcome);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_state == State::Running)
            reset();
        else
            start();
    });
    connect(&client, &client::GatewayClient::testStepped, this, &ConnectionTest::handleStep);
    connect(&client, &client::GatewayClient::testFinished, this, &ConnectionTest::handleTested);
    reset();
}

ConnectionTest::~ConnectionTest()
{
    if (m_state == State::Running)
        m_client.cancelTest(m_token);
}

void ConnectionTest::start()
{
    m_token = m_begin();
    if (m_token == 0)
        return;
    m_state = State::Running;
    for (std::size_t i = 0; i < kSteps; ++i)
        m_steps[i] = {client::TestStep::Kind(i), client::TestStep::State::Waiting, 0, {}};
    m_outcome->setRole(Colour::TextSecondary);
    m_outcome->setText(tr("Nothing is saved by the test."));
    refresh();
    Q_EMIT changed();
}

void ConnectionTest::reset()
{
    if (m_state == State::Running)
        m_client.cancelTest(m_token);
    m_state = State::None;
    for (std::size_t i = 0; i < kSteps; ++i)
        m_steps[i] = {client::TestStep::Kind(i), client::TestStep::State::Waiting, 0, {}};
    m_outcome->setRole(Colour::TextSecondary);
    m_outcome->setText(tr("Tries the address, the key and a short answer. Nothing is saved by it."));
    refresh();
    Q_EMIT changed();
}

void ConnectionTest::handleStep(client::Token token, const client::TestStep &step)
{
    if (m_state != State::Running || token != m_token)
        return;
    m_steps[std::size_t(step.kind)] = step;
    if (!step.detail.isEmpty())
        m_outcome->setText(step.detail);
    refresh();
}

void ConnectionTest::handleTested(client::Token token, const client::TestResult &result)
{
    if (m_state != State::Running || token != m_token)
        return;
    m_state = result.ok ? State::Passed : State::Failed;
    m_outcome->setRole(result.ok ? Colour::Ok : Colour::Error);
    m_outcome->setText(!result.ok ? result.problem
                       : result.models.isEmpty()
                           ? tr("It works, but no model is listed.")
                           : tr("It works and lists %n model(s).", nullptr, int(result.models.size())));
    refresh();
    if (!result.models.isEmpty())
        Q_EMIT listed(result.models);
    Q_EMIT changed();
}

void ConnectionTest::refresh()
{
    QList<StepStrip::Step> steps;
    for (const client::TestStep &step : m_steps)
        steps.append(shownStep(step));
    m_strip->setSteps(std::move(steps));
    m_button->setText(m_state == State::Running ? tr("Stop")
                      : m_state == State::None  ? tr("Test")
                                                : tr("Test again"));
}

}   // namespace gw::ui
