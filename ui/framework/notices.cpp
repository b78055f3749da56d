#include "ui/framework/notices.h"

#include "core/client/gatewayclient.h"
#include "core/client/vaultclient.h"
#include "ui/dialogs/vaultaccess.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/surfaces.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kLastPort = 65535;

QPushButton *againButton(client::GatewayClient &client, Emphasis emphasis)
{
    QPushButton *again = button(Notices::tr("Try again"), emphasis);
    QObject::connect(again, &QPushButton::clicked, &client, [&client] { client.setRunning(true); });
    return again;
}

}   // namespace

Notices::Notices(client::GatewayClient &client, QWidget *parent)
    : QWidget(parent)
    , m_client(client)
{
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(space::kPage, space::kLarge, space::kPage, 0);
    m_column->setSpacing(space::kSmall);
    connect(&client, &client::GatewayClient::statusChanged, this, &Notices::refresh);
    connect(&client.vault(), &client::VaultClient::changed, this, &Notices::refresh);
    connect(&client, &client::GatewayClient::callFailed, this, [this](const QString &problem) {
        m_undone = problem;
        refresh();
    });
    refresh();
}

void Notices::refresh()
{
    using client::EngineState;
    const client::Status status = m_client.status();
    QString origin;
    for (const QString &refused : status.refusedOrigins)
        origin = origin.isEmpty() && !m_ignored.contains(refused) ? refused : origin;
    const QString shown = u"%1|%2|%3|%4|%5|%6|%7|%8|%9"_s.arg(int(status.state))
                              .arg(status.port)
                              .arg(status.portOwner, status.problem)
                              .arg(status.paused)
                              .arg(status.lostSinceUs)
                              .arg(m_client.vault().state().problem, origin, m_undone);
    if (shown == m_shown)
        return;
    m_shown = shown;
    while (QLayoutItem *item = m_column->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    if (m_client.place().away())
        m_column->addWidget(elsewhereBanner(status));
    else if (status.lostSinceUs > 0)
        m_column->addWidget(lostBanner(status));
    else if (status.state == EngineState::PortBusy)
        m_column->addWidget(portBanner(status));
    else if (status.state == EngineState::Failed)
        m_column->addWidget(failBanner(status));
    if (status.paused && status.lostSinceUs == 0)
        m_column->addWidget(pauseBanner());
    if (!m_client.vault().state().problem.isEmpty() && status.lostSinceUs == 0)
        m_column->addWidget(vaultBanner());
    if (!origin.isEmpty() && status.lostSinceUs == 0)
        m_column->addWidget(originBanner(origin));
    if (!m_undone.isEmpty())
        m_column->addWidget(undoneBanner());
    setVisible(m_column->count() > 0);
}

QWidget *Notices::portBanner(const client::Status &status)
{
    const QString title = status.portOwner.isEmpty()
                              ? tr("Port %1 is used by another program").arg(status.port)
                              : tr("Port %1 is used by %2").arg(status.port).arg(status.portOwner);
    const int next = status.port < kLastPort ? status.port + 1 : status.port - 1;
    QPushButton *use = button(tr("Use port %1").arg(next), Emphasis::Primary);
    connect(use, &QPushButton::clicked, this, [this, next] {
        m_client.setPort(next);
        m_client.setRunning(true);
    });
    return new Banner(Mark::Error, title,
                      tr("Requests do not arrive here. Programs that are set to port %1 reach the other "
                         "program.")
                          .arg(status.port),
                      {againButton(m_client, Emphasis::Secondary), use});
}

QWidget *Notices::failBanner(const client::Status &status)
{
    return new Banner(Mark::Error, tr("The gateway could not start"), status.problem,
                      {againButton(m_client, Emphasis::Primary)});
}

QWidget *Notices::lostBanner(const client::Status &status)
{
    return new Banner(
        Mark::Error, tr("The gateway does not answer"),
        tr("Nothing has come from it since %1. What is shown is from before; requests may hang. "
           "If this lasts, quit Portico and start it again: what was begun is in the ledger.")
            .arg(clockTime(status.lostSinceUs, true)),
        {});
}

// A gateway elsewhere: lost, which is tried again, or refused, which is not.
QWidget *Notices::elsewhereBanner(const client::Status &status)
{
    const client::Place place = m_client.place();
    QPushButton *choose = button(tr("Gateways…"));
    connect(choose, &QPushButton::clicked, this, &Notices::placesAsked);
    QPushButton *again = button(tr("Try again"), Emphasis::Primary);
    connect(again, &QPushButton::clicked, this, [this] { m_client.reconnect(); });
    if (place.reach == client::Place::Reach::Refused)
        return new Banner(Mark::Error, tr("%1 cannot be looked at").arg(place.name), place.problem,
                          {choose, again});
    const QString text = status.deployments == 0 && status.version.isEmpty()
                             ? tr("%1 It is tried again by itself.").arg(place.problem)
                             : tr("%1 What is shown is from before %2. The gateway itself may well go on; it "
                                  "is tried again by "
                                  "itself.")
                                   .arg(place.problem, clockTime(status.lostSinceUs, true));
    return new Banner(Mark::Error, tr("No connection to %1").arg(place.name), text, {choose, again});
}

QWidget *Notices::undoneBanner()
{
    QPushButton *dismiss = button(tr("Dismiss"), Emphasis::Quiet);
    connect(dismiss, &QPushButton::clicked, this, [this] {
        m_undone.clear();
        refresh();
    });
    return new Banner(Mark::Warning, tr("That was not done"), m_undone, {dismiss});
}

QWidget *Notices::pauseBanner()
{
    QPushButton *resume = button(tr("Resume"), Emphasis::Primary);
    resume->setAccessibleName(tr("Resume all traffic"));
    connect(resume, &QPushButton::clicked, this, [this] { m_client.setPaused(false); });
    return new Banner(Mark::Paused, tr("All traffic is paused"),
                      tr("Programs that ask now get an error (503). Requests that ran already are finished."),
                      {resume});
}

QWidget *Notices::originBanner(const QString &origin)
{
    QPushButton *allow = button(tr("Allow it"));
    allow->setAccessibleName(tr("Allow %1").arg(origin));
    connect(allow, &QPushButton::clicked, this, [this, origin] { m_client.allowOrigin(origin); });
    QPushButton *ignore = button(tr("Ignore"), Emphasis::Quiet);
    ignore->setAccessibleName(tr("Ignore %1").arg(origin));
    connect(ignore, &QPushButton::clicked, this, [this, origin] {
        m_ignored << origin;
        refresh();
    });
    return new Banner(Mark::Warning, tr("%1 asked and was refused").arg(origin),
                      tr("Web pages, and apps with a page inside, may ask once you allow them. Allow it if "
                         "you know what it is."),
                      {ignore, allow});
}

QWidget *Notices::vaultBanner()
{
    const client::VaultState vault = m_client.vault().state();
    const auto open = [this] { VaultAccess::unlock(m_client.vault(), window()); };
    if (vault.mayChoosePassphrase) {
        QPushButton *choose = button(tr("Choose a passphrase…"), Emphasis::Primary);
        connect(choose, &QPushButton::clicked, this, open);
        return new Banner(
            Mark::Warning, tr("This desktop has no keychain"),
            tr("Provider keys and Portico's own key can be kept once you have chosen a passphrase. "
               "Until then programs are refused."),
            {choose});
    }
    QPushButton *unlock = button(vault.needsPassphrase ? tr("Unlock…") : tr("Unlock"), Emphasis::Primary);
    unlock->setAccessibleName(tr("Unlock the vault"));
    connect(unlock, &QPushButton::clicked, this, open);
    const QString text =
        vault.locked || vault.needsPassphrase
            ? tr("Models whose keys lie in it answer with an error (503) until you unlock it.")
            : tr("Models whose keys lie in it answer with an error (503): %1.").arg(vault.problem);
    return new Banner(Mark::Warning, tr("The vault is closed"), text, {unlock});
}

}   // namespace gw::ui
