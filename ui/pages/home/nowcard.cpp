#include "ui/pages/home/nowcard.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/label.h"
#include "ui/framework/rowview.h"
#include "ui/models/flightmodel.h"

#include <QApplication>
#include <QDateTime>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kTickMs = 1000;
constexpr int kRows = 3;   // Seen without scrolling.

std::int64_t nowUs()
{
    return QDateTime::currentMSecsSinceEpoch() * 1000;
}

}   // namespace

NowCard::NowCard(Services &services, QWidget *parent)
    : Card(tr("Now"), parent)
    , m_services(services)
    , m_flights(new FlightModel(services.live, this))
{
    setFlush();
    m_table = new QTableView;
    m_table->setModel(m_flights);
    m_table->setAccessibleName(tr("Requests in flight"));
    const int height = rowHeight(QApplication::font(), 2);
    prepareTable(*m_table, height);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    QHeaderView &header = *m_table->horizontalHeader();
    header.hide();
    header.setSectionResizeMode(FlightModel::Who, QHeaderView::Stretch);
    header.setSectionResizeMode(FlightModel::Progress, QHeaderView::Fixed);
    m_table->setColumnWidth(FlightModel::Progress,
                            sampleWidth(*m_table, FlightModel::Progress, u"888 tok/s · $0.000"_s));
    m_text = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setMargin(space::kLarge);
    m_place = new QStackedWidget;
    m_place->addWidget(m_text);
    m_place->addWidget(m_table);
    m_place->setMinimumHeight(kRows * height);
    // The rows begin where the title does.
    body()->setContentsMargins(space::kSmall, 0, space::kSmall, 0);
    body()->addWidget(m_place, 1);
    m_second.setInterval(kTickMs);
    connect(&m_second, &QTimer::timeout, this, &NowCard::tick);
    connect(&services.live, &LiveModel::flightsChanged, this, &NowCard::refresh);
    connect(&services.client, &client::GatewayClient::statusChanged, this, &NowCard::refresh);
    refresh();
}

void NowCard::tick()
{
    m_services.live.advance(nowUs());
    if (!m_services.live.flights().isEmpty())
        refresh();
}

void NowCard::refresh()
{
    const bool running = m_services.client.status().state == client::EngineState::Running;
    m_text->setText(running ? tr("No request is running.")
                            : tr("The gateway is not listening. Requests appear here as soon as it does."));
    m_place->setCurrentIndex(m_services.live.flights().isEmpty() ? 0 : 1);
    if (isVisible())
        m_flights->refresh(nowUs());
}

void NowCard::showEvent(QShowEvent *event)
{
    Card::showEvent(event);
    m_second.start();
    tick();
    refresh();
}

void NowCard::hideEvent(QHideEvent *event)
{
    Card::hideEvent(event);
    m_second.stop();
}

}   // namespace gw::ui
