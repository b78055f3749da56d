#include "ui/pages/home/recentcard.h"

#include "core/client/filterlanguage.h"
#include "core/client/gatewayclient.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/rowview.h"
#include "ui/models/livemodel.h"
#include "ui/models/recentmodel.h"
#include "ui/models/sharedfilter.h"

#include <QApplication>
#include <QHeaderView>
#include <QMenu>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

enum Place { Empty, Rows, Loading };

Label *placeholder(const QString &text)
{
    auto *label = (new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped();
    label->setAlignment(Qt::AlignCenter);
    label->setMargin(space::kLarge);
    return label;
}

}   // namespace

RecentCard::RecentCard(Services &services, QWidget *parent)
    : Card(tr("Recent requests"), parent)
    , m_services(services)
    , m_model(new RecentModel(this))
{
    setFlush();
    makeTable();
    m_place = new QStackedWidget;
    m_empty = placeholder({});
    m_place->insertWidget(Empty, m_empty);
    m_place->insertWidget(Rows, m_table);
    m_place->insertWidget(Loading, placeholder(tr("loading…")));
    // The first column begins where the title does.
    body()->setContentsMargins(space::kSmall, 0, space::kSmall, 0);
    body()->addWidget(m_place, 1);
    connect(&services.live, &LiveModel::finished, this, [this](const QList<client::RequestRow> &rows) {
        QList<client::RequestRow> matching;
        for (const client::RequestRow &row : rows) {
            client::TrafficRow known;
            static_cast<client::RequestRow &>(known) = row;
            if (client::matches({.terms = m_services.filter.terms()}, known))
                matching.append(row);
        }
        m_model->prepend(matching);
        refresh();
        Q_EMIT requestsChanged();
    });
    connect(&services.client, &client::GatewayClient::recentReady, this,
            [this](client::Token token, const std::vector<client::RequestRow> &rows) {
                if (token != m_token)
                    return;
                m_told = true;
                m_model->setRows(rows);
                refresh();
                Q_EMIT requestsChanged();
            });
    if (!services.filter.isActive())
        m_model->prepend(services.live.recent());
    connectFilter();
    ask();
    refresh();
}

void RecentCard::connectFilter()
{
    client::TrafficClient &traffic = m_services.client.traffic();
    connect(&m_services.filter, &SharedFilter::changed, this, [this] {
        // What stands here may be no match.
        m_model->clear();
        m_told = false;
        ask();
        refresh();
    });
    connect(&traffic, &client::TrafficClient::outlineReady, this,
            [this, &traffic](client::Token token, const client::TrafficOutline &part) {
                if (token != m_outline || token == 0)
                    return;
                if (part.spans.empty() && !part.done)
                    return;
                // The newest are in the first part that holds any.
                traffic.cancel(std::exchange(m_outline, 0));
                if (part.spans.empty())
                    m_model->setRows({});
                else
                    m_rows = traffic.requestRows({.terms = m_services.filter.terms()}, part.spans.front());
                m_told = true;
                refresh();
            });
    connect(&traffic, &client::TrafficClient::rowsReady, this,
            [this](client::Token token, const std::vector<client::TrafficRow> &rows) {
                if (token != m_rows || token == 0)
                    return;
                m_rows = 0;
                m_model->setRows(
                    {rows.begin(), rows.begin() + std::min<std::ptrdiff_t>(std::ptrdiff_t(rows.size()),
                                                                           RecentModel::kMaxRows)});
                refresh();
            });
    connect(m_table, &QWidget::customContextMenuRequested, this, &RecentCard::showMenu);
    connect(m_table, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        const client::RequestRow &row = m_model->row(index.row());
        if (index.column() == RecentModel::Client)
            showOnly(u"app="_s, row.client);
        else if (index.column() == RecentModel::Route)
            showOnly(u"model="_s, row.requestedModel);
    });
}

void RecentCard::ask()
{
    client::TrafficClient &traffic = m_services.client.traffic();
    traffic.cancel(std::exchange(m_outline, 0));
    traffic.cancel(std::exchange(m_rows, 0));
    m_token = 0;
    if (m_services.filter.isActive())
        m_outline = traffic.requestOutline({.terms = m_services.filter.terms()}, {});
    else
        m_token = m_services.client.requestRecent(RecentModel::kMaxRows);
}

void RecentCard::showOnly(const QString &field, const QString &value)
{
    if (!value.isEmpty())
        m_services.openSubject(u"traffic"_s, SharedFilter::term(field, value));
}

void RecentCard::showMenu(const QPoint &at)
{
    const QModelIndex index = m_table->currentIndex();
    if (!index.isValid())
        return;
    const client::RequestRow row = m_model->row(index.row());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, const QString &field, const QString &value) {
        if (!value.isEmpty())
            connect(menu->addAction(text), &QAction::triggered, this,
                    [this, field, value] { showOnly(field, value); });
    };
    add(tr("Only this program in Traffic"), u"app="_s, row.client);
    add(tr("Only this model in Traffic"), u"model="_s, row.requestedModel);
    add(tr("Only this provider in Traffic"), u"provider="_s, row.provider);
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void RecentCard::makeTable()
{
    m_table = new QTableView;
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Recent requests"));
    prepareTable(*m_table, rowHeight(QApplication::font()));
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView &header = *m_table->horizontalHeader();
    header.setSectionResizeMode(QHeaderView::Fixed);
    constexpr std::int64_t wide = 888'000;
    const std::pair<int, QString> samples[] = {
        {RecentModel::Time, u"88:88:88"_s},
        {RecentModel::Client, u"claude-code · work"_s},
        {RecentModel::Status, u"xxx888"_s},
        {RecentModel::Tokens, u"%1 / %1"_s.arg(tokens(wide / 100))},
        {RecentModel::Cost, u"≈ %1"_s.arg(money(0, 4))},
        {RecentModel::FirstByte, duration(wide)},
        {RecentModel::Total, duration(wide)},
    };
    for (const auto &[column, sample] : samples)
        m_table->setColumnWidth(column, sampleWidth(*m_table, column, sample));
    header.setSectionResizeMode(RecentModel::Route, QHeaderView::Stretch);
}

// A filter that lets nothing through says nothing of what there is.
bool RecentCard::hasRequests() const
{
    return m_model->rowCount() > 0 || m_services.filter.isActive();
}

void RecentCard::refresh()
{
    m_empty->setText(m_services.filter.isActive()
                         ? tr("No request matches the filter.")
                         : tr("Nothing has come in yet. Requests of your programs appear here "
                              "with their cost."));
    m_place->setCurrentIndex(m_model->rowCount() > 0 ? Rows : m_told ? Empty : Loading);
}

}   // namespace gw::ui
