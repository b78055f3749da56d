#include "ui/framework/undostrip.h"

#include "core/client/gatewayclient.h"
#include "core/client/modelsclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace gw::ui {

UndoStrip::UndoStrip(client::GatewayClient &client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(
        mirrored({space::kLarge, space::kTight, space::kSmall, space::kTight}, layoutDirection()));
    row->setSpacing(space::kSmall);
    m_text = (new Label({}))->wrapped();
    row->addWidget(m_text, 1);
    m_undo = smallButton(tr("Undo"), Emphasis::Secondary, u"undo"_s);
    row->addWidget(m_undo);
    QToolButton *close = iconButton(u"close"_s, tr("Dismiss"));
    setCompact(close);
    row->addWidget(close);
    setVisible(false);
    connect(close, &QToolButton::clicked, this, &UndoStrip::dismiss);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        m_undo->setEnabled(false);
        if (m_takeBack)
            return m_takeBack();
        m_waiting = true;
        m_token = m_client.models().undo();
    });
    connect(&client.models(), &client::ModelsClient::changed, this,
            [this](client::Token token, const client::ChangeResult &result) {
                if (!m_waiting || token != m_token)
                    return;
                m_waiting = false;
                if (result.ok)
                    dismiss();
                else
                    tellProblem(result.problem);
            });
}

void UndoStrip::tell(const QString &done)
{
    show(done, false);
}

void UndoStrip::tellProblem(const QString &problem)
{
    show(problem, true);
}

void UndoStrip::show(const QString &text, bool problem)
{
    m_waiting = false;
    m_problem = problem;
    m_text->setText(text);
    m_text->setRole(problem ? Colour::Error : Colour::Text);
    m_undo->setVisible(!problem);
    m_undo->setEnabled(true);
    setAccessibleName(text);
    setVisible(true);
    update();
}

void UndoStrip::dismiss()
{
    m_waiting = false;
    setVisible(false);
}

void UndoStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor ink = colour(m_problem ? Colour::Error : Colour::Accent, palette());
    const QColor soft = colour(m_problem ? Colour::ErrorSoft : Colour::AccentSoft, palette());
    drawPanel(painter, rect(), radius::kCard, soft, mixed(ink, soft, 0.35));
}

}   // namespace gw::ui
