#include "ui/pages/models/deploymentcard.h"

#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/models/deploymentmodel.h"
#include "ui/models/routewords.h"

#include <QDate>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

QString priceFact(const client::DeploymentRow &row)
{
    if (row.mock)
        return DeploymentCard::tr("costs nothing: the answer is fixed");
    if (row.priceSource.isEmpty())
        return DeploymentCard::tr("no price: what it costs is not counted");
    if (row.priceSource == "local"_L1)
        return DeploymentCard::tr("free: it runs on this computer");
    if (!row.ownInput.isEmpty() || !row.ownOutput.isEmpty())
        return DeploymentCard::tr("price set in config.yaml");
    QString source = DeploymentCard::tr("price of %1, table %2").arg(row.priceSource, row.priceVersion);
    if (row.estimated)
        source += DeploymentCard::tr(", estimated");
    return source;
}

// What happens there now.
QString nowText(const client::RouteDeployment &now)
{
    constexpr double kUsPerS = 1e6;
    QStringList facts;
    if (const QString detail = routewords::stateDetail(now); !detail.isEmpty())
        facts << detail;
    facts << DeploymentCard::tr("%1 in flight").arg(routewords::load(now));
    facts << DeploymentCard::tr("%1 requests and %2 tokens this minute")
                 .arg(QLocale().toString(qlonglong(now.requests)), tokens(now.tokens));
    if (now.firstTokenS > 0)
        facts << DeploymentCard::tr("first token after %1 on average")
                     .arg(duration(std::int64_t(now.firstTokenS * kUsPerS)));
    return facts.join(u" · "_s);
}

}   // namespace

DeploymentCard::DeploymentCard(bool withTraffic, QWidget *parent)
    : Card({}, parent)
    , m_withTraffic(withTraffic)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::kSmall);
    m_name = (new Label({}, TextStyle::BodyStrong))->elided();
    m_badge = new Badge(Mark::Ok, {}, Badge::Look::Pill);
    head->addWidget(m_name);
    head->addWidget(m_badge);
    head->addStretch();
    m_test = smallButton(tr("Test"), Emphasis::Secondary, u"bolt"_s);
    m_edit = smallButton(tr("Edit…"), Emphasis::Secondary, u"edit"_s);
    m_pause = smallButton(tr("Pause"), Emphasis::Secondary, u"pause"_s);
    m_traffic = smallButton(tr("Its traffic"), Emphasis::Secondary, u"traffic"_s);
    m_delete = smallButton(tr("Delete…"), Emphasis::Danger, u"trash"_s);
    m_add = smallButton(tr("Add deployment…"), Emphasis::Secondary, u"plus"_s);
    addAll(head, {m_test, m_edit, m_pause, m_traffic, m_delete, m_add});
    body()->addLayout(head);
    m_facts = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    m_load = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    m_remark = (new Label({}, TextStyle::Caption, Colour::Error))->wrapped();
    m_result = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    body()->addWidget(m_facts);
    body()->addWidget(m_load);
    body()->addWidget(m_remark);
    body()->addWidget(m_result);
    connect(m_test, &QPushButton::clicked, this, &DeploymentCard::testAsked);
    connect(m_edit, &QPushButton::clicked, this, &DeploymentCard::editAsked);
    connect(m_pause, &QPushButton::clicked, this, &DeploymentCard::pauseAsked);
    connect(m_traffic, &QPushButton::clicked, this, &DeploymentCard::trafficAsked);
    connect(m_delete, &QPushButton::clicked, this, &DeploymentCard::deleteAsked);
    connect(m_add, &QPushButton::clicked, this, &DeploymentCard::addAsked);
    showNothing();
}

void DeploymentCard::showButtons(bool deployment, bool group)
{
    for (QPushButton *push : {m_test, m_edit, m_pause, m_delete})
        push->setVisible(deployment);
    m_traffic->setVisible(m_withTraffic && (deployment || group));
    m_add->setVisible(group);
}

void DeploymentCard::showState()
{
    const bool broken = !m_row.problem.isEmpty();
    m_badge->setVisible(true);
    if (!m_row.paused && !broken && m_now)
        m_badge->set(routewords::mark(*m_now), routewords::state(*m_now));
    else
        m_badge->set(m_row.paused ? Mark::Paused
                     : broken     ? Mark::Error
                                  : Mark::Ok,
                     m_row.paused ? tr("paused, gets no traffic")
                     : broken     ? tr("problem")
                                  : tr("ready"));
    const QString load = m_now && !m_row.paused && !broken ? nowText(*m_now) : QString();
    m_load->setText(load);
    m_load->setVisible(!load.isEmpty());
}

void DeploymentCard::showRouting(const client::RouteDeployment *now)
{
    m_now = now ? std::optional(*now) : std::nullopt;
    showState();
}

void DeploymentCard::showDeployment(const client::DeploymentRow &row, const client::RouteDeployment *now)
{
    m_row = row;
    m_name->setText(row.upstreamModel);
    const bool broken = !row.problem.isEmpty();
    showRouting(now);
    QStringList facts{tr("answers “%1”").arg(row.group)};
    if (!row.baseUrl.isEmpty())
        facts << tr("at %1").arg(row.baseUrl);
    facts << priceFact(row);
    if (row.maxOutput > 0)
        facts << tr("writes up to %1 tokens").arg(QLocale().toString(qlonglong(row.maxOutput)));
    m_facts->setText(facts.join(u" · "_s));
    QString remark = row.problem;
    if (remark.isEmpty() && !row.shutdown.isEmpty()) {
        const QString day =
            QLocale().toString(QDate::fromString(row.shutdown, Qt::ISODate), QLocale::LongFormat);
        remark = row.replacement.isEmpty()
                     ? tr("The provider switches it off on %1.").arg(day)
                     : tr("The provider switches it off on %1. Its successor: %2.").arg(day, row.replacement);
    }
    if (remark.isEmpty())
        remark = row.readOnly;
    m_remark->setText(remark);
    m_remark->setRole(broken                   ? Colour::Error
                      : row.shutdown.isEmpty() ? Colour::TextSecondary
                                               : Colour::Warning);
    m_remark->setVisible(!remark.isEmpty());
    m_pause->setText(row.paused ? tr("Resume") : tr("Pause"));
    const bool changeable = row.readOnly.isEmpty();
    m_test->setEnabled(!row.paused);
    m_edit->setEnabled(changeable);
    m_pause->setEnabled(changeable);
    m_delete->setEnabled(changeable);
    tellTest({}, Colour::TextSecondary);
    showButtons(true, false);
}

void DeploymentCard::showGroup(const client::ModelGroup &group)
{
    const bool alias = !group.aliasOf.isEmpty();
    m_name->setText(group.name);
    m_badge->setVisible(false);
    m_load->setVisible(false);
    m_facts->setText(alias ? tr("Another name for %1, set under router_settings.model_group_alias.")
                                 .arg(group.aliasOf.join(u", "_s))
                           : tr("Requests for this name are shared by %n deployment(s).", nullptr,
                                int(group.deployments.size())));
    m_remark->setVisible(false);
    tellTest({}, Colour::TextSecondary);
    showButtons(false, !alias);
}

void DeploymentCard::showNothing()
{
    m_name->setText({});
    m_badge->setVisible(false);
    m_load->setVisible(false);
    m_facts->setText(tr("Choose a deployment to test, change or pause it."));
    m_remark->setVisible(false);
    tellTest({}, Colour::TextSecondary);
    showButtons(false, false);
}

void DeploymentCard::tellTest(const QString &text, Colour role)
{
    m_result->setRole(role);
    m_result->setText(text);
    m_result->setVisible(!text.isEmpty());
}

void DeploymentCard::setBusy(bool busy)
{
    for (QPushButton *push : {m_test, m_edit, m_pause, m_delete})
        if (busy)
            push->setEnabled(false);
}

}   // namespace gw::ui
