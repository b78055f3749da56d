#include "ui/pages/traffic/keepingbutton.h"

#include "ui/dialogs/keepprompts.h"
#include "ui/framework/icons.h"
#include "ui/framework/style.h"

using namespace Qt::StringLiterals;

namespace gw::ui {

KeepingButton::KeepingButton(client::TrafficClient &client, QWidget *parent)
    : QPushButton(parent)
    , m_client(client)
{
    setIcon(ui::icon(u"database"_s));
    setEmphasis(this, Emphasis::Quiet);
    setCompact(this);
    setAutoDefault(false);
    setToolTip(tr("Whether prompts and answers are kept, and for how long"));
    setText(tr("Prompts are not kept"));
    connect(this, &QPushButton::clicked, this, [this] { KeepPrompts::open(m_client, window()); });
    // Whoever asked: the newest answer counts.
    connect(&client, &client::TrafficClient::keepingReady, this,
            [this](client::Token, const client::BodyKeeping &keeping) {
                setText(keeping.on ? tr("Prompts kept: %1").arg(KeepPrompts::share(keeping))
                                   : tr("Prompts are not kept"));
            });
    connect(&client, &client::TrafficClient::keepingChanged, this,
            [this] { m_token = m_client.requestKeeping(); });
}

void KeepingButton::showEvent(QShowEvent *event)
{
    QPushButton::showEvent(event);
    m_token = m_client.requestKeeping();
}

}   // namespace gw::ui
