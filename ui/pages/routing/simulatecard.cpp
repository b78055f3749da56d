#include "ui/pages/routing/simulatecard.h"

#include "core/client/routingclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/pages/routing/decisionpath.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kRequestHeight = 132;

}   // namespace

SimulateCard::SimulateCard(client::RoutingClient &client, QWidget *parent)
    : Card(tr("Simulate"), parent)
    , m_client(client)
{
    setNote(tr("nothing is sent"));
    m_request = new QPlainTextEdit;
    m_request->setFont(textFont(TextStyle::Code, QApplication::font()));
    m_request->setFixedHeight(kRequestHeight);
    m_request->setAccessibleName(tr("Request to simulate"));
    m_request->setPlaceholderText(tr("A line for curl, or a JSON body"));
    m_request->setTabChangesFocus(true);
    m_request->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_request->installEventFilter(this);
    body()->addWidget(m_request);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    m_reset = smallButton(tr("Sample"), Emphasis::Quiet);
    m_run = smallButton(tr("Simulate"), Emphasis::Primary);
    m_run->setToolTip(tr("Ctrl+Enter"));
    row->addWidget(m_reset);
    row->addStretch();
    row->addWidget(m_run);
    body()->addLayout(row);
    connect(m_run, &QPushButton::clicked, this, &SimulateCard::run);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        m_request->setPlainText(sample());
        m_request->setFocus();
    });
    connect(&client, &client::RoutingClient::simulated, this,
            [this](client::Token token, const client::Simulation &result) {
                if (token == m_token)
                    show(result);
            });
    place(
        (new Label(tr("Paste a request as programs send it: this shows which deployments would be tried, in "
                      "which order and why."),
                   TextStyle::Caption, Colour::TextSecondary))
            ->wrapped());
}

QString SimulateCard::sample() const
{
    return u"{\n  \"model\": \"%1\",\n  \"messages\": [\n    {\"role\": \"user\", \"content\": \"Hello\"}\n  ]\n}"_s
        .arg(m_model);
}

void SimulateCard::setSampleModel(const QString &name)
{
    if (name == m_model)
        return;
    const bool untouched = m_request->toPlainText().isEmpty() || m_request->toPlainText() == sample();
    m_model = name;
    if (untouched)
        m_request->setPlainText(sample());
}

void SimulateCard::run()
{
    m_run->setEnabled(false);
    m_token = m_client.simulate(m_request->toPlainText());
}

void SimulateCard::show(const client::Simulation &result)
{
    m_run->setEnabled(true);
    place(new DecisionPath(DecisionPath::stopsOf(result)));
}

void SimulateCard::place(QWidget *content)
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, space::kSmall, 0, 0);
    column->addWidget(content);
    column->addStretch(1);
    QScrollArea *area = scrolled(box);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    if (QWidget *old = std::exchange(m_content, area)) {
        old->hide();
        old->deleteLater();
    }
    body()->addWidget(area, 1);
}

bool SimulateCard::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_request && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) &&
            key->modifiers().testFlag(Qt::ControlModifier)) {
            if (m_run->isEnabled())
                run();
            return true;
        }
    }
    return Card::eventFilter(watched, event);
}

}   // namespace gw::ui
