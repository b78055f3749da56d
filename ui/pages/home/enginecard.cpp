#include "ui/pages/home/enginecard.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/secretclipboard.h"
#include "ui/models/livemodel.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QVBoxLayout>

namespace gw::ui {

EngineCard::EngineCard(Services &services, QWidget *parent)
    : Card({}, parent)
    , m_services(services)
    , m_clipboard(new SecretClipboard(this))
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kMedium);
    m_switch = new Switch(tr("Gateway on or off"));
    row->addWidget(m_switch);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    m_title = (new Label({}, TextStyle::Heading))->elided();
    m_detail = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->elided();
    texts->addWidget(m_title);
    texts->addWidget(m_detail);
    row->addLayout(texts, 1);
    m_flights = new Badge(Mark::Busy, {}, Badge::Look::Pill);
    row->addWidget(m_flights);
    row->addSpacing(space::kTight);
    m_address = new CopyField({}, tr("Address for programs"));
    m_address->setObjectName(QStringLiteral("address"));
    row->addWidget(m_address);
    m_key = new CopyField({}, tr("Key for programs"));
    m_key->setObjectName(QStringLiteral("key"));
    m_key->setToolTip(tr("Copies the master key; it leaves the clipboard after %n second(s)", nullptr,
                         SecretClipboard::kKeepMs / 1000));
    m_key->setCopy([this] { copyKey(); });
    row->addWidget(m_key);
    body()->addLayout(row);

    connect(m_switch, &QAbstractButton::clicked, this, [this](bool on) { m_services.client.setRunning(on); });
    connect(&services.client, &client::GatewayClient::statusChanged, this, &EngineCard::refresh);
    connect(&services.live, &LiveModel::flightsChanged, this, &EngineCard::showFlights);
    connect(m_clipboard, &SecretClipboard::changed, this, &EngineCard::refresh);
    refresh();
    showFlights();
}

void EngineCard::copyAddress()
{
    QApplication::clipboard()->setText(m_services.client.status().url);
}

void EngineCard::copyKey()
{
    m_clipboard->copy(m_services.client.masterKey());
}

void EngineCard::refresh()
{
    using client::EngineState;
    const client::Status status = m_services.client.status();
    const bool on = status.state == EngineState::Running || status.state == EngineState::Starting;
    m_switch->setChecked(on);
    // Who switches off a gateway elsewhere cannot switch it on again.
    m_switch->setVisible(!m_services.client.place().elsewhere());
    QString title;
    QString detail;
    Colour role = Colour::TextSecondary;
    switch (status.state) {
    case EngineState::Running:
        title = tr("Gateway is on");
        detail = m_clipboard->isLent() ? tr("The key is in the clipboard and leaves it by itself")
                                       : tr("Programs send their requests to this address");
        break;
    case EngineState::Starting:
        title = tr("Gateway is starting");
        detail = tr("Opening port %1").arg(status.port);
        break;
    case EngineState::PortBusy:
        title = tr("Gateway is off");
        detail = tr("The port could not be opened");
        role = Colour::Error;
        break;
    case EngineState::Failed:
        title = tr("Gateway is off");
        detail = tr("It could not start");
        role = Colour::Error;
        break;
    case EngineState::Stopped:
        title = tr("Gateway is off");
        detail = tr("No program can reach it");
        break;
    }
    if (const client::Place place = m_services.client.place(); place.elsewhere()) {
        title = place.name;
        role = place.away() ? Colour::Error : Colour::TextSecondary;
        detail = place.away() ? tr("There is no connection to it")
                 : place.reach == client::Place::Reach::Connecting
                     ? tr("Connecting to it")
                     : tr("Programs send their requests to this address");
    }
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setRole(role);
    m_address->setText(status.url);
    m_address->setEnabled(status.state == EngineState::Running && !status.url.isEmpty());
    m_key->setText(status.masterKeyMasked);
    m_key->setVisible(!status.masterKeyMasked.isEmpty());
}

void EngineCard::showFlights()
{
    const int count = int(m_services.live.flights().size());
    m_flights->set(Mark::Busy, tr("%n in flight", nullptr, count));
    m_flights->setVisible(count > 0);
}

}   // namespace gw::ui
