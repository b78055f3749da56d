#include "ui/pages/providers/foundservers.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kNameWidth = 120;
constexpr int kAddressWidth = 150;
constexpr int kButtonWidth = 88;

QString placeOf(const QString &base)
{
    const QUrl url(base);
    return url.host().isEmpty() ? base : u"%1:%2"_s.arg(url.host()).arg(url.port(80));
}

}   // namespace

FoundServers::FoundServers(client::GatewayClient &client, QWidget *parent)
    : Card(tr("Found on this computer"), parent)
    , m_client(client)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setNote(tr("needs no key and costs nothing"));
    QPushButton *again = smallButton(tr("Look again"), Emphasis::Quiet, u"refresh"_s);
    addAction(again);
    connect(again, &QPushButton::clicked, this, &FoundServers::look);
    connect(&client.discovery(), &client::DiscoveryClient::found, this,
            [this](client::Token token, const std::vector<client::FoundServer> &servers) {
                if (token != m_lookToken || servers == m_servers)
                    return;
                m_servers = servers;
                rebuild();
            });
    connect(&client, &client::GatewayClient::providerAdded, this,
            [this](client::Token token, const client::AddResult &result) {
                if (!m_adding || token != m_addToken)
                    return;
                m_adding = false;
                m_problem = result.problem;
                rebuild();
                look();
            });
    connect(&client, &client::GatewayClient::configChanged, this, &FoundServers::look);
    rebuild();
    look();
}

void FoundServers::look()
{
    m_lookToken = m_client.discovery().look();
}

const client::FoundServer *FoundServers::firstFree() const
{
    const auto found = std::ranges::find_if(m_servers, [](const client::FoundServer &server) {
        return !server.used && !server.models.isEmpty();
    });
    return found == m_servers.end() ? nullptr : &*found;
}

void FoundServers::use(const client::FoundServer &server)
{
    if (m_adding)
        return;
    m_adding = true;
    m_problem.clear();
    m_addToken = m_client.addProvider({server.providerId, server.name, server.baseUrl, {}}, server.models);
    rebuild();
}

void FoundServers::setShown(bool shown)
{
    m_shown = shown;
    setVisible(m_shown && !m_servers.empty());
}

void FoundServers::rebuild()
{
    const QWidget *focus = window()->focusWidget();
    const bool hadFocus = m_rows && focus && m_rows->isAncestorOf(focus);
    if (m_rows) {
        m_rows->hide();
        m_rows->deleteLater();
    }
    m_rows = new QWidget;
    auto *column = new QVBoxLayout(m_rows);
    column->setContentsMargins({});
    column->setSpacing(space::kSmall);
    for (const client::FoundServer &server : m_servers) {
        if (column->count() > 0)
            column->addWidget(new Separator);
        column->addWidget(makeRow(server));
    }
    if (!m_problem.isEmpty())
        column->addWidget((new Label(m_problem, TextStyle::Caption, Colour::Error))->wrapped());
    body()->addWidget(m_rows);
    m_rows->show();   // At once, so that it can have the focus.
    if (hadFocus)
        if (auto *next = m_rows->findChild<QPushButton *>())
            next->setFocus();
    // First whoever makes room for it: a window that had to grow stays so.
    Q_EMIT changed();
    setVisible(m_shown && !m_servers.empty());
}

QWidget *FoundServers::makeRow(const client::FoundServer &server)
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(space::kLarge);
    auto *name = new Label(server.name, TextStyle::BodyStrong);
    name->setMinimumWidth(kNameWidth);
    auto *address = new Label(placeOf(server.baseUrl), TextStyle::Code, Colour::TextSecondary);
    address->setMinimumWidth(kAddressWidth);
    const bool empty = server.models.isEmpty();
    auto *models = new Label(empty ? tr("no model is loaded") : server.models.join(u", "_s), TextStyle::Body,
                             Colour::TextSecondary);
    row->addWidget(name);
    row->addWidget(address);
    row->addWidget(models->elided(), 1);
    row->addWidget(
        new Badge(server.used ? Mark::Ok : Mark::Off, server.used ? tr("in use") : tr("not used")));
    if (server.used)
        return box;
    QPushButton *use = smallButton(m_adding ? tr("Adding…") : tr("Use"));
    use->setMinimumWidth(kButtonWidth);
    use->setEnabled(!empty && !m_adding);
    use->setAccessibleName(tr("Use %1").arg(server.name));
    if (empty)
        use->setToolTip(tr("Load a model there first, then look again."));
    connect(use, &QPushButton::clicked, this, [this, server] { this->use(server); });
    row->addWidget(use);
    return box;
}

}   // namespace gw::ui
