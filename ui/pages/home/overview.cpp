#include "ui/pages/home/overview.h"

#include "core/client/gatewayclient.h"
#include "ui/charts/ratechart.h"
#include "ui/charts/spendchart.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/tiles.h"
#include "ui/models/daymodel.h"
#include "ui/models/livemodel.h"
#include "ui/models/sharedfilter.h"
#include "ui/pages/home/nowcard.h"
#include "ui/pages/traffic/sums.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QTime>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kChartHeight = 110;
constexpr int kHours = 24;

// The hours of the day that have begun.
QList<double> trend(const std::vector<std::int64_t> &hours)
{
    const auto begun = std::min(hours.size(), std::size_t(QTime::currentTime().hour()) + 1);
    QList<double> values;
    for (std::size_t i = 0; i < begun; ++i)
        values.append(double(hours[i]));
    return values;
}

}   // namespace

Overview::Overview(Services &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(space::kMedium);
    all->addWidget(makeTiles());
    all->addWidget(makeCharts(), 1);
    m_filtered = new TrafficTotals(services.client.traffic(), this);
    connect(m_filtered, &TrafficTotals::changed, this, &Overview::showToday);
    connect(&services.filter, &SharedFilter::changed, this, [this] {
        askFiltered();
        showToday();
    });
    connect(&services.day, &DayModel::changed, this, [this] {
        if (m_services.filter.isActive())
            m_filtered->growOld();
        showToday();
        showHours();
    });
    connect(&services.live, &LiveModel::ratesChanged, this, &Overview::showRates);
    connect(&services.client, &client::GatewayClient::statusChanged, this, [this] {
        showToday();
        showRates();
    });
    askFiltered();
    showToday();
    showHours();
}

void Overview::askFiltered()
{
    const bool on = m_services.filter.isActive();
    m_dayCard->setNote(on ? tr("per hour, not filtered") : tr("per hour"));
    if (!on)
        return;
    client::TrafficFilter filter{.terms = m_services.filter.terms()};
    filter.fromUs = QDate::currentDate().startOfDay().toMSecsSinceEpoch() * 1000;
    m_filtered->ask(filter, std::nullopt);
}

client::Today Overview::shownToday() const
{
    client::Today today = m_services.day.today();
    if (!m_services.filter.isActive())
        return today;
    const client::TrafficSums &sums = m_filtered->shown();
    client::Today part;
    part.requests = sums.requests;
    part.failures = sums.failed;
    part.unpriced = sums.unpriced;
    part.input = sums.input;
    part.output = sums.output;
    part.costPico = sums.costPico;
    part.overheadP95Us = today.overheadP95Us;
    return part;
}

QWidget *Overview::makeTiles()
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(space::kMedium);
    for (MetricTile **tile : {&m_requests, &m_tokens, &m_spend, &m_delay}) {
        *tile = new MetricTile({});
        row->addWidget(*tile, 1);
    }
    return box;
}

QWidget *Overview::makeCharts()
{
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(space::kMedium);
    auto *live = new Card(tr("Last 60 seconds"));
    live->setNote(tr("requests per second"));
    m_errors = new Badge(Mark::Off, tr("no errors"));
    live->addAction(m_errors);
    m_rate = new RateChart;
    m_rate->setMinimumHeight(kChartHeight);
    live->body()->addWidget(m_rate, 1);
    row->addWidget(live, 4);
    auto *today = m_dayCard = new Card(tr("Today"));
    m_what = new Segmented({tr("Spend"), tr("Tokens")});
    m_what->setAccessibleName(tr("What the bars show"));
    today->addAction(m_what);
    connect(m_what, &QTabBar::currentChanged, this, &Overview::showHours);
    m_hours = new SpendChart;
    m_hours->setMinimumHeight(kChartHeight);
    today->body()->addWidget(m_hours, 1);
    row->addWidget(today, 3);
    row->addWidget(new NowCard(m_services), 3);
    return box;
}

void Overview::showToday()
{
    const QLocale locale;
    const DayModel &day = m_services.day;
    const client::Today today = shownToday();
    const bool running = m_services.client.status().state == client::EngineState::Running;
    const bool stale = !running || day.isLate() || !day.hasAnswer();
    const QString age =
        day.hasAnswer() ? tr("as of %1").arg(clockTime(day.answeredUs(), false)) : tr("loading…");
    const auto show = [&](MetricTile *tile, Metric metric) {
        if (!day.hasAnswer()) {
            metric.value = dash();
            metric.unit.clear();
        }
        if (stale) {
            metric.stale = true;
            metric.note = age;
            metric.noteMark = Mark::Off;
        }
        tile->setMetric(std::move(metric));
    };
    show(m_requests, {tr("Requests today"),
                      locale.toString(qlonglong(today.requests)),
                      {},
                      today.failures == 0 ? tr("none failed") : tr("%n failed", nullptr, int(today.failures)),
                      today.failures == 0 ? Mark::Off : Mark::Blocked,
                      trend(today.requestsByHour)});
    show(m_tokens, {tr("Tokens today"),
                    tokens(today.input + today.output),
                    {},
                    tr("%1 in, %2 out").arg(tokens(today.input), tokens(today.output)),
                    Mark::Off,
                    trend(today.tokensByHour)});
    const std::int64_t each = today.requests > 0 ? today.costPico / today.requests : 0;
    show(m_spend, {tr("Spend today"),
                   moneyShort(today.costPico),
                   {},
                   today.unpriced > 0 ? tr("%n request(s) without a price", nullptr, int(today.unpriced))
                                      : tr("%1 per request").arg(money(each, 4)),
                   today.unpriced > 0 ? Mark::Warning : Mark::Off,
                   trend(today.costPicoByHour)});
    const bool measured = today.overheadP95Us >= 0;
    const QString ms = locale.toString(double(today.overheadP95Us) / 1e3, 'f', 2);
    show(m_delay, {tr("Added delay, p95"),
                   measured ? ms : dash(),
                   measured ? tr("ms") : QString(),
                   !measured                      ? tr("not measured yet")
                   : m_services.filter.isActive() ? tr("of all requests, not filtered")
                                                  : tr("added by the gateway itself"),
                   Mark::Off,
                   {}});
}

void Overview::showHours()
{
    const client::Today &today = m_services.day.today();
    const bool spend = m_what->currentIndex() == 0;
    const std::vector<std::int64_t> &values = spend ? today.costPicoByHour : today.tokensByHour;
    QStringList hours;
    QList<double> amounts;
    double sum = 0;
    for (int hour = 0; hour < kHours; ++hour) {
        hours << QString::number(hour);
        const std::int64_t value = std::size_t(hour) < values.size() ? values[std::size_t(hour)] : 0;
        amounts << (spend ? dollars(value) : double(value));
        sum += double(value);
    }
    m_hours->setUnit(spend ? SpendChart::Unit::Dollars : SpendChart::Unit::Tokens);
    m_hours->setSpend(hours, {{spend ? tr("Spend") : tr("Tokens"), amounts}});
    m_hours->setPlaceholder(!m_services.day.hasAnswer() ? tr("loading…")
                            : sum > 0                   ? QString()
                            : spend                     ? tr("nothing spent yet")
                                                        : tr("no tokens yet"));
}

void Overview::showRates()
{
    // A page that is not seen is not drawn; showEvent() catches up.
    if (!isVisible())
        return;
    const LiveModel &live = m_services.live;
    const bool running = m_services.client.status().state == client::EngineState::Running;
    const bool empty = live.isQuiet();
    if (!running && empty) {
        m_rate->setRates({}, {});
        m_rate->setPlaceholder(tr("the gateway is not listening"));
        m_errors->set(Mark::Off, tr("no data"));
        return;
    }
    m_rate->setPlaceholder({});
    m_rate->setRates(live.rates(), live.errorsAt());
    const int errors = live.errorCount();
    m_errors->set(errors > 0 ? Mark::Blocked : Mark::Off,
                  errors > 0 ? tr("%n error(s)", nullptr, errors) : tr("no errors"));
}

void Overview::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showRates();
}

}   // namespace gw::ui
