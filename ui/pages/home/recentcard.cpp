#include "ui/pages/home/recentcard.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/rowview.h"
#include "ui/models/livemodel.h"
#include "ui/models/recentmodel.h"

#include <QApplication>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

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
    , m_model(new RecentModel(this))
{
    setFlush();
    makeTable();
    m_place = new QStackedWidget;
    m_place->insertWidget(Empty,
                          placeholder(tr("Nothing has come in yet. Requests of your programs appear here "
                                         "with their cost.")));
    m_place->insertWidget(Rows, m_table);
    m_place->insertWidget(Loading, placeholder(tr("loading…")));
    // The first column begins where the title does.
    body()->setContentsMargins(space::kSmall, 0, space::kSmall, 0);
    body()->addWidget(m_place, 1);
    connect(&services.live, &LiveModel::finished, this, [this](const QList<client::RequestRow> &rows) {
        m_model->prepend(rows);
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
    m_model->prepend(services.live.recent());
    m_token = services.client.requestRecent(RecentModel::kMaxRows);
    refresh();
}

void RecentCard::makeTable()
{
    m_table = new QTableView;
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Recent requests"));
    prepareTable(*m_table, rowHeight(QApplication::font()));
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

bool RecentCard::hasRequests() const
{
    return m_model->rowCount() > 0;
}

void RecentCard::refresh()
{
    m_place->setCurrentIndex(hasRequests() ? Rows : m_told ? Empty : Loading);
}

}   // namespace gw::ui
