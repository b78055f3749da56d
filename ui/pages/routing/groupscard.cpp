#include "ui/pages/routing/groupscard.h"

#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/rowview.h"
#include "ui/models/routemodel.h"
#include "ui/models/routewords.h"

#include <QApplication>
#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kMostRows = 10;   // Before the table scrolls by itself.

QString budgetText(const client::RouteBudget &budget)
{
    QString text =
        GroupsCard::tr("budget %1 of %2").arg(moneyShort(budget.spentPico), moneyShort(budget.limitPico));
    if (budget.resetUnixS > 0)
        text += GroupsCard::tr(", begins anew %1")
                    .arg(QLocale().toString(QDateTime::fromSecsSinceEpoch(budget.resetUnixS),
                                            QLocale::ShortFormat));
    return text;
}

// What the table has no column for.
QString factsOf(const client::RouteDeployment &row)
{
    QStringList facts;
    if (const QString detail = routewords::stateDetail(row); !detail.isEmpty())
        facts << detail;
    if (row.order)
        facts << GroupsCard::tr("order %1").arg(QLocale().toString(*row.order));
    if (row.weight)
        facts << GroupsCard::tr("weight %1").arg(QLocale().toString(*row.weight));
    facts << (row.tokenLimit > 0 ? GroupsCard::tr("%1 of %2 tokens this minute")
                                       .arg(tokens(row.tokens), tokens(row.tokenLimit))
                                 : GroupsCard::tr("%1 tokens this minute").arg(tokens(row.tokens)));
    if (row.failures > 0)
        facts << GroupsCard::tr("%n failure(s) this minute", nullptr, int(row.failures));
    if (row.costPico > 0)
        facts << GroupsCard::tr("%1 for a million tokens in and one out").arg(moneyShort(row.costPico));
    if (!row.tags.isEmpty())
        facts << GroupsCard::tr("tags %1").arg(row.tags.join(u", "_s));
    for (const client::RouteBudget &budget : row.budgets)
        facts << budgetText(budget);
    return facts.join(u" · "_s);
}

}   // namespace

GroupsCard::GroupsCard(QWidget *parent)
    : Card(tr("Who answers"), parent)
{
    setFlush();
    m_model = new RouteModel(this);
    m_view = new QTableView;
    prepareTable(*m_view, rowHeight(QApplication::font()) + 2);
    m_view->setModel(m_model);
    m_view->setAccessibleName(tr("Models and how their deployments are now"));
    QHeaderView *header = m_view->horizontalHeader();
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(RouteModel::Name, QHeaderView::Stretch);
    for (const auto &[column, sample] :
         {std::pair(RouteModel::State, routewords::strategy(u"usage-based-routing"_s)),
          std::pair(RouteModel::Load, RouteModel::tr("%1 of %2").arg(88).arg(88)),
          std::pair(RouteModel::Minute, RouteModel::tr("%1 of %2").arg(888).arg(888)),
          std::pair(RouteModel::FirstToken, u"88,88 ms"_s)})
        header->resizeSection(column, sampleWidth(*m_view, column, sample));
    body()->addWidget(m_view);
    body()->addWidget(makeFoot());
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, &GroupsCard::showCurrent);
    connect(m_view, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const client::RouteDeployment *row = m_model->deployment(index))
            Q_EMIT modelAsked(row->id);
    });
    connect(m_model, &QAbstractItemModel::dataChanged, this, &GroupsCard::showCurrent);
    showCurrent();
}

QWidget *GroupsCard::makeFoot()
{
    auto *foot = new QWidget;
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(space::kLarge, 0, space::kLarge, space::kMedium);
    row->setSpacing(space::kSmall);
    m_detail = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    row->addWidget(m_detail, 1);
    m_end = smallButton(tr("Send traffic again"), Emphasis::Secondary);
    m_open = smallButton(tr("Show in Models"), Emphasis::Quiet);
    row->addWidget(m_end, 0, Qt::AlignTop);
    row->addWidget(m_open, 0, Qt::AlignTop);
    connect(m_end, &QPushButton::clicked, this, [this] { Q_EMIT endRestAsked(resting()); });
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const client::RouteDeployment *one = m_model->deployment(m_view->currentIndex()))
            Q_EMIT modelAsked(one->id);
    });
    return foot;
}

QString GroupsCard::resting() const
{
    const client::RouteDeployment *row = m_model->deployment(m_view->currentIndex());
    return row && (row->restsMs > 0 || row->onProbation) ? row->id : QString();
}

void GroupsCard::show(const client::RoutingState &state)
{
    const client::RouteDeployment *chosen = m_model->deployment(m_view->currentIndex());
    const QString id = chosen ? chosen->id : QString();
    m_model->setGroups(state.groups);
    if (!m_view->currentIndex().isValid() && !id.isEmpty())
        m_view->setCurrentIndex(m_model->indexOf(id));
    if (!m_view->currentIndex().isValid() && m_model->rowCount() > 1)
        m_view->setCurrentIndex(m_model->index(1, 0));
    fit();
    showCurrent();
}

void GroupsCard::fit()
{
    const int rows = std::clamp(m_model->rowCount(), 1, kMostRows);
    m_view->setFixedHeight(rows * m_view->verticalHeader()->defaultSectionSize() +
                           m_view->horizontalHeader()->sizeHint().height() + 2);
}

void GroupsCard::showCurrent()
{
    const QModelIndex index = m_view->currentIndex();
    const client::RouteDeployment *row = m_model->deployment(index);
    const client::RouteGroup *group = m_model->group(index);
    if (row)
        m_detail->setText(factsOf(*row));
    else if (group)
        m_detail->setText(tr("Requests for this name are shared by %n deployment(s).", nullptr,
                             int(group->deployments.size())));
    else
        m_detail->setText(tr("Choose a deployment to see more of it."));
    m_end->setVisible(!resting().isEmpty());
    m_open->setVisible(row != nullptr);
}

}   // namespace gw::ui
