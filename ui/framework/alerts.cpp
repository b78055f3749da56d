#include "ui/framework/alerts.h"

#include "core/client/gatewayclient.h"
#include "core/client/modelsclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/models/holderwords.h"
#include "ui/models/sharedfilter.h"

#include <QDateTime>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <variant>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kAll = 100;
constexpr int kMuch = 80;
const QString kPause = u"pause"_s;
const QString kRaise = u"raise"_s;
const QString kInstead = u"instead"_s;
const QString kBack = u"back"_s;
const QString kShow = u"show"_s;
// What a click on the notice itself says.
const QString kDefault = u"default"_s;

// Half as much again.
std::int64_t raised(std::int64_t limitPico)
{
    return limitPico + limitPico / 2;
}

QString nameOf(const client::BudgetState &budget)
{
    using Level = client::LimitLine::Level;
    switch (budget.level) {
    case Level::Key:
    case Level::KeyModel:
        return Alerts::tr("Key “%1”").arg(budget.name);
    case Level::Team:
    case Level::TeamModel:
        return Alerts::tr("Team “%1”").arg(budget.name);
    case Level::User:
    case Level::Member:
        return Alerts::tr("User “%1”").arg(budget.name);
    case Level::EndUser:
        return Alerts::tr("End user “%1”").arg(budget.name);
    case Level::Tag:
        return Alerts::tr("Tag “%1”").arg(budget.name);
    case Level::Proxy:
        break;
    }
    return Alerts::tr("Everything together");
}

}   // namespace

Alerts::Alerts(Services &services, DesktopNotices *notices, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_client(services.client)
    , m_notices(notices)
    , m_watch(new BudgetWatch(services.client.keys(), services.settings, this))
{
    m_notices->setParent(this);
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(space::kPage, space::kLarge, space::kPage, 0);
    m_column->setSpacing(space::kSmall);
    setVisible(false);
    connect(m_watch, &BudgetWatch::passed, this, &Alerts::tellBudget);
    connect(&m_client.keys(), &client::KeysClient::changed, this,
            [this](client::Token token, const client::HolderChange &change) {
                const auto found = m_switching.find(token);
                if (found == m_switching.end())
                    return;
                const Alert alert = found->second;
                m_switching.erase(found);
                tellSwitched(change, alert);
            });
    connect(m_notices, &DesktopNotices::failed, this, &Alerts::showBanner);
    connect(m_notices, &DesktopNotices::actionInvoked, this, &Alerts::act);
    connect(&m_client, &client::GatewayClient::happened, this,
            [this](const std::vector<events::Event> &batch) {
                const std::int64_t nowUs = QDateTime::currentMSecsSinceEpoch() * 1000;
                bool spent = false;
                for (const events::Event &event : batch) {
                    const auto *finished = std::get_if<events::ExchangeFinished>(&event);
                    if (!finished || finished->costPico <= 0)
                        continue;
                    spent = true;
                    m_cheaper.add(*finished);
                    if (const auto sudden = m_pace.add(*finished, nowUs))
                        tellPace(*sudden);
                }
                if (spent)
                    m_watch->lookSoon();
            });
}

void Alerts::tellBudget(const client::BudgetState &budget, int percent)
{
    Alert alert{.title = {}, .text = {}, .urgent = percent >= kAll, .budget = budget, .program = {}};
    const QString name = nameOf(budget);
    if (budget.level == client::LimitLine::Level::Key)
        alert.instead = m_cheaper.of(budget.name, m_client.models().groups());
    alert.title = percent >= kAll    ? tr("%1: the budget is spent").arg(name)
                  : percent >= kMuch ? tr("%1: 80 % of the budget are spent").arg(name)
                                     : tr("%1: half of the budget is spent").arg(name);
    alert.text = tr("%1 of %2 %3.")
                     .arg(moneyShort(budget.spentPico), moneyShort(budget.limitPico),
                          holderwords::window(budget.window));
    if (percent >= kAll)
        alert.text += u' ' + (budget.resetS > 0
                                  ? tr("Its requests are refused until %1.")
                                        .arg(QLocale().toString(QDateTime::fromSecsSinceEpoch(budget.resetS),
                                                                QLocale::ShortFormat))
                                  : tr("Its requests are refused until the budget is raised."));
    tell(u"budget/%1/%2/%3"_s.arg(int(budget.level)).arg(budget.id, budget.window), alert);
}

void Alerts::tellSwitched(const client::HolderChange &change, Alert alert)
{
    const QString name = nameOf(alert.budget);
    alert.urgent = false;
    const QString id = u"switched/"_s + alert.budget.id;
    if (!change.ok) {
        alert.title = tr("%1 could not be changed").arg(name);
        alert.text = change.problem;
        alert.instead.reset();
        return tell(id, alert);
    }
    if (!alert.switched)
        return dismiss(id);
    alert.title = tr("%1 uses %2 now").arg(name, alert.instead->to);
    alert.text = tr("Its requests for %1 are answered by %2, until you take it back.")
                     .arg(alert.instead->from, alert.instead->to);
    tell(id, alert);
}

void Alerts::tellPace(const SpendPace::Sudden &sudden)
{
    const QString name = sudden.program.isEmpty() ? tr("A program without a name") : sudden.program;
    Alert alert{.title = tr("%1 spends much more than usual").arg(name),
                .text = tr("%1 in five minutes, %2 times its mean of the hour before.")
                            .arg(moneyShort(sudden.pico))
                            .arg(sudden.times),
                .urgent = true,
                .budget = {},
                .program = sudden.program};
    tell(u"pace/"_s + sudden.program, alert);
}

QList<std::pair<QString, QString>> Alerts::actionsOf(const Alert &alert) const
{
    QList<std::pair<QString, QString>> actions{{kDefault, tr("Open Portico")}};
    const client::BudgetState &budget = alert.budget;
    if (alert.switched && alert.instead)
        return actions << std::pair(kBack, tr("Back to %1").arg(alert.instead->from))
                       << std::pair(kShow, tr("Show"));
    const bool ofBudget = alert.program.isEmpty() && budget.limitPico > 0;
    const std::pair pause = !ofBudget || !budget.mayBlock ? std::pair(kPause, tr("Pause all traffic"))
                            : budget.level == client::LimitLine::Level::Team
                                ? std::pair(kPause, tr("Block the team"))
                                : std::pair(kPause, tr("Block the key"));
    const bool raise = ofBudget && budget.mayRaise;
    // What is spent is refused anyway: to raise comes first then.
    const bool raiseFirst = raise && budget.spentPico >= budget.limitPico;
    if (!raiseFirst)
        actions.append(pause);
    if (raise)
        actions.append({kRaise, tr("Raise to %1").arg(moneyShort(raised(budget.limitPico)))});
    if (raiseFirst)
        actions.append(pause);
    if (alert.instead)
        actions.append({kInstead, tr("Use %1 instead of %2").arg(alert.instead->to, alert.instead->from)});
    actions.append({kShow, tr("Show")});
    return actions;
}

void Alerts::tell(const QString &id, const Alert &alert)
{
    m_alerts[id] = alert;
    dismiss(id);
    m_notices->show({id, alert.title, alert.text, actionsOf(alert), alert.urgent});
}

void Alerts::act(const QString &id, const QString &action)
{
    const auto found = m_alerts.find(id);
    if (found == m_alerts.end())
        return;
    Alert alert = found->second;
    dismiss(id);
    const bool isTeam = alert.budget.level == client::LimitLine::Level::Team;
    if (action == kPause) {
        if (alert.budget.mayBlock)
            m_client.keys().setBlocked(isTeam ? client::HolderKind::Team : client::HolderKind::Key,
                                       alert.budget.id, true);
        else
            m_client.setPaused(true);
    } else if (action == kRaise) {
        m_client.keys().raise(alert.budget, raised(alert.budget.limitPico));
    } else if ((action == kInstead || action == kBack) && alert.instead) {
        alert.switched = action == kInstead;
        const client::Token token = m_client.keys().useInstead(
            alert.budget.id, alert.instead->from, alert.switched ? alert.instead->to : QString());
        m_switching[token] = alert;
    } else if (action == kShow || action == kDefault) {
        Q_EMIT windowAsked();
        if (!alert.program.isEmpty() || alert.budget.limitPico == 0)
            m_services.openSubject(u"traffic"_s, alert.program.isEmpty()
                                                     ? QString()
                                                     : SharedFilter::term(u"app:"_s, alert.program + u'/'));
        else if (alert.budget.mayBlock)
            m_services.openSubject(u"keys"_s, (isTeam ? u"team:"_s : QString()) + alert.budget.id);
        else
            m_services.openPage(u"spend"_s);
    }
}

void Alerts::showBanner(const QString &id)
{
    const auto found = m_alerts.find(id);
    if (found == m_alerts.end())
        return;
    dismiss(id);
    const Alert &alert = found->second;
    std::vector<QPushButton *> buttons;
    for (const auto &[action, text] : actionsOf(alert)) {
        if (action == kDefault)
            continue;
        buttons.push_back(
            button(text, buttons.empty() && alert.urgent ? Emphasis::Primary : Emphasis::Secondary));
        connect(buttons.back(), &QPushButton::clicked, this,
                [this, id, chosen = action] { act(id, chosen); });
    }
    QPushButton *close = button(tr("Dismiss"), Emphasis::Quiet);
    connect(close, &QPushButton::clicked, this, [this, id] { dismiss(id); });
    const Mark mark = alert.urgent ? Mark::Paused : alert.switched ? Mark::Ok : Mark::Warning;
    std::vector<QWidget *> row{close};
    row.insert(row.end(), buttons.rbegin(), buttons.rend());
    auto *banner = new Banner(mark, alert.title, alert.text, row);
    m_banners[id] = banner;
    m_column->addWidget(banner);
    setVisible(true);
}

void Alerts::dismiss(const QString &id)
{
    if (const auto shown = m_banners.find(id); shown != m_banners.end()) {
        shown->second->hide();
        m_column->removeWidget(shown->second);
        shown->second->deleteLater();
        m_banners.erase(shown);
    }
    setVisible(!m_banners.empty());
}

}   // namespace gw::ui
