#include "ui/pages/spend/whosespend.h"

#include "core/client/databaseclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/theme.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

enum Choice { ThisGateway, AllGateways, SharedDatabase };

}   // namespace

WhoseSpend::WhoseSpend(client::DatabaseClient *database, std::function<void()> connectDatabase,
                       QWidget *parent)
    : QWidget(parent)
    , m_database(database)
    , m_connect(std::move(connectDatabase))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    m_choice = new Segmented({tr("This gateway"), tr("All gateways"), tr("Database")});
    m_choice->setAccessibleName(tr("Whose spend"));
    m_choice->setObjectName(u"whose"_s);
    m_choice->setToolTip(tr("All: every gateway on the same database. What was said and reckoned in single "
                            "requests is known of this one alone."));
    row->addWidget(m_choice);
    m_gateway = smallButton({}, Emphasis::Secondary, u"network"_s);
    m_gateway->setToolTip(tr("Which of the gateways on this database"));
    m_change = smallButton(tr("PostgreSQL…"), Emphasis::Quiet, u"database"_s);
    m_change->setToolTip(tr("Reads what all gateways have spent that share a database"));
    addAll(row, {m_gateway, m_change});
    row->addStretch();
    connect(m_choice, &QTabBar::currentChanged, this, &WhoseSpend::setWanted);
    connect(m_gateway, &QPushButton::clicked, this, &WhoseSpend::openMenu);
    connect(m_change, &QPushButton::clicked, this, m_connect);
    if (database)
        connect(database, &client::DatabaseClient::gatewaysReady, this,
                [this](client::Token token, const QStringList &gateways, const QString &problem) {
                    if (token == std::exchange(m_token, 0) && token != 0)
                        showMenu(gateways, problem);
                });
}

void WhoseSpend::offer(bool others)
{
    const bool known = m_database && m_database->known().isKnown();
    {
        // Leaving what is not there any more is no choice of the user's.
        const QSignalBlocker blocker(m_choice);
        // Told what it is already, a QTabBar forgets to make room anew.
        for (const auto &[tab, there] : {std::pair(AllGateways, others), std::pair(SharedDatabase, known)}) {
            if (m_choice->isTabVisible(tab) != there)
                m_choice->setTabVisible(tab, there);
        }
        m_choice->setCurrentIndex(m_choice->isTabVisible(m_wanted) ? m_wanted : int(ThisGateway));
    }
    m_choice->updateGeometry();
    setVisible(others || known);
    m_gateway->setVisible(m_choice->currentIndex() == SharedDatabase);
    m_change->setVisible(m_database != nullptr);
    if (!known)
        return;
    const QString gateway = m_database->gateway();
    m_gateway->setText(gateway.isEmpty() ? tr("All of %1").arg(m_database->known().host) : gateway);
}

void WhoseSpend::openMenu()
{
    m_token = m_database->requestGateways();
}

void WhoseSpend::showMenu(const QStringList &gateways, const QString &problem)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    auto *group = new QActionGroup(menu);
    const auto add = [&](const QString &text, const QString &gateway) {
        QAction *action = group->addAction(text);
        menu->addAction(action);
        action->setCheckable(true);
        action->setChecked(gateway == m_database->gateway());
        connect(action, &QAction::triggered, this, [this, gateway] { choose(gateway); });
    };
    add(tr("All gateways"), {});
    for (const QString &gateway : gateways)
        add(gateway, gateway);
    if (!problem.isEmpty())
        menu->addAction(problem)->setEnabled(false);
    menu->popup(m_gateway->mapToGlobal(QPoint(0, m_gateway->height())));
}

void WhoseSpend::choose(const QString &gateway)
{
    m_database->setGateway(gateway);
    Q_EMIT gatewayChosen();
}

}   // namespace gw::ui
