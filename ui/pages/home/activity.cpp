#include "ui/pages/home/activity.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/label.h"
#include "ui/framework/numerals.h"
#include "ui/framework/rowview.h"
#include "ui/framework/surfaces.h"
#include "ui/models/flightmodel.h"
#include "ui/models/livemodel.h"
#include "ui/models/recentmodel.h"

#include <QApplication>
#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kTickMs = 1000;

std::int64_t nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

// Wide enough for its heading and for what usually stands in it.
int columnWidth(const QTableView &table, int column, const QString &sample)
{
    const QFont head = textFont(TextStyle::CaptionStrong, QApplication::font());
    const QString title = table.model()->headerData(column, Qt::Horizontal).toString();
    const qreal wide = std::max<qreal>(QFontMetricsF(head).horizontalAdvance(title),
                                       numberWidth(QApplication::font(), sample));
    return int(std::ceil(wide)) + 20;
}

Label *placeholder(const QString &text)
{
    auto *label = (new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped();
    label->setAlignment(Qt::AlignCenter);
    label->setMargin(space::kLarge);
    return label;
}

}   // namespace

Activity::Activity(Services &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_flights(new FlightModel(services.live, this))
    , m_recent(new RecentModel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins({});
    row->setSpacing(space::kMedium);
    row->addWidget(makeNow(), 1);
    row->addWidget(makeRecent(), 2);
    m_second.setInterval(kTickMs);
    connect(&m_second, &QTimer::timeout, this, [this] {
        // ratesChanged() is not sent by advance(): the minute moves on here, once a second while seen.
        if (m_services.live.advance(nowUs()))
            Q_EMIT m_services.live.ratesChanged();
        if (!m_services.live.flights().isEmpty())
            showFlights();
    });
    connect(&services.live, &LiveModel::flightsChanged, this, &Activity::showFlights);
    connect(&services.live, &LiveModel::finished, this, [this](const QList<client::RequestRow> &rows) {
        m_recent->prepend(rows);
        showPlaces();
        Q_EMIT requestsChanged();
    });
    connect(&services.client, &client::GatewayClient::statusChanged, this, &Activity::showPlaces);
    connect(&services.client, &client::GatewayClient::recentReady, this,
            [this](client::Token token, const std::vector<client::RequestRow> &rows) {
                if (token != m_token)
                    return;
                m_told = true;
                m_recent->setRows(rows);
                showPlaces();
                Q_EMIT requestsChanged();
            });
    m_recent->prepend(services.live.recent());
    m_token = services.client.requestRecent(RecentModel::kMaxRows);
    showFlights();
}

bool Activity::hasRequests() const
{
    return m_recent->rowCount() > 0;
}

QWidget *Activity::makeNow()
{
    auto *card = new Card(tr("Now"));
    card->setFlush();
    m_nowTable = new QTableView;
    m_nowTable->setModel(m_flights);
    m_nowTable->setAccessibleName(tr("Requests in flight"));
    prepareTable(*m_nowTable, rowHeight(QApplication::font(), 2));
    m_nowTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_nowTable->horizontalHeader()->hide();
    m_nowTable->horizontalHeader()->setSectionResizeMode(FlightModel::Who, QHeaderView::Stretch);
    m_nowTable->horizontalHeader()->setSectionResizeMode(FlightModel::Progress, QHeaderView::Fixed);
    m_nowTable->setColumnWidth(FlightModel::Progress, columnWidth(*m_nowTable, 1, u"8888 tok/s · $0.000"_s));
    m_nowTable->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_nowText = placeholder({});
    m_nowPlace = new QStackedWidget;
    m_nowPlace->addWidget(m_nowText);
    m_nowPlace->addWidget(m_nowTable);
    card->body()->addWidget(m_nowPlace, 1);
    return card;
}

QWidget *Activity::makeRecent()
{
    auto *card = new Card(tr("Recent requests"));
    card->setFlush();
    m_recentTable = new QTableView;
    m_recentTable->setModel(m_recent);
    m_recentTable->setAccessibleName(tr("Recent requests"));
    prepareTable(*m_recentTable, rowHeight(QApplication::font()));
    m_recentTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_recentTable->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView &header = *m_recentTable->horizontalHeader();
    header.setSectionResizeMode(QHeaderView::Fixed);
    const std::pair<int, QString> samples[] = {
        {RecentModel::Time, u"88:88:88"_s},  {RecentModel::Client, u"claude-code"_s},
        {RecentModel::Status, u"xxx888"_s},  {RecentModel::Tokens, u"888k / 888k"_s},
        {RecentModel::Cost, u"≈ $0.0000"_s}, {RecentModel::FirstByte, u"8.88 s"_s},
        {RecentModel::Total, u"88.8 s"_s},
    };
    for (const auto &[column, sample] : samples)
        m_recentTable->setColumnWidth(column, columnWidth(*m_recentTable, column, sample));
    header.setSectionResizeMode(RecentModel::Route, QHeaderView::Stretch);
    header.setMinimumSectionSize(40);
    m_recentPlace = new QStackedWidget;
    m_recentPlace->addWidget(
        placeholder(tr("Nothing has come in yet. Requests of your programs appear here with "
                       "their cost.")));
    m_recentPlace->addWidget(m_recentTable);
    m_recentPlace->addWidget(placeholder(tr("loading…")));
    card->body()->addWidget(m_recentPlace, 1);
    return card;
}

void Activity::showFlights()
{
    if (isVisible())
        m_flights->refresh(nowUs());
    showPlaces();
}

void Activity::showPlaces()
{
    const bool running = m_services.client.status().state == client::EngineState::Running;
    m_nowText->setText(running
                           ? tr("No request is running.")
                           : tr("The gateway is not listening. Requests appear here as soon as it does."));
    m_nowPlace->setCurrentIndex(m_services.live.flights().isEmpty() ? 0 : 1);
    m_recentPlace->setCurrentIndex(hasRequests() ? 1 : m_told ? 0 : 2);
}

void Activity::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_second.start();
    showFlights();
}

void Activity::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_second.stop();
}

}   // namespace gw::ui
