#include "ui/charts/spendchart.h"

#include "ui/framework/format.h"
#include "ui/framework/theme.h"

#include <QApplication>
#include <QBarSet>
#include <QCategoryAxis>
#include <QChart>
#include <QLocale>
#include <QMouseEvent>
#include <QStackedBarSeries>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kLabelGap = 16;    // Between two labels, and what the axis keeps for itself.
constexpr int kAxisWidth = 56;   // The amounts beside the plot.

}   // namespace

SpendChart::SpendChart(QWidget *parent)
    : PlotView(tr("Spend over time"), parent)
    , m_bars(new QStackedBarSeries)
    , m_category(new QCategoryAxis)
    , m_amount(new QValueAxis)
{
    m_bars->setBarWidth(0.72);
    m_amount->setTickCount(3);
    // QBarCategoryAxis would shorten every label to dots as soon as one does not fit, so the
    // bars stand on a value axis and only as many labels are given as there is room for.
    m_category->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    chart()->addAxis(m_category, Qt::AlignBottom);
    chart()->addAxis(m_amount, Qt::AlignLeft);
    chart()->addSeries(m_bars);
    m_bars->attachAxis(m_category);
    m_bars->attachAxis(m_amount);
    SpendChart::restyle();
}

void SpendChart::setUnit(Unit unit)
{
    m_unit = unit;
    setAccessibleName(unit == Unit::Dollars ? tr("Spend over time") : tr("Tokens over time"));
}

void SpendChart::setSpend(const QStringList &categories, const QList<SpendSeries> &series,
                          const QList<double> &forecast)
{
    m_bars->clear();
    m_forecast = nullptr;
    QList<double> totals(categories.size(), 0.0);
    for (const SpendSeries &entry : series)
        for (qsizetype i = 0; i < std::min(entry.amounts.size(), totals.size()); ++i)
            totals[i] += entry.amounts[i];
    const double most = totals.isEmpty() ? 0 : *std::max_element(totals.cbegin(), totals.cend());
    m_scale = m_unit == Unit::Dollars || most < 1e3 ? 1 : most < 1e6 ? 1e3 : 1e6;
    totals.fill(0.0);
    const auto add = [&](const QString &name, const QList<double> &amounts) {
        auto *set = new QBarSet(name);
        for (const double amount : amounts)
            set->append(amount / m_scale);
        for (qsizetype i = 0; i < std::min(amounts.size(), totals.size()); ++i)
            totals[i] += amounts[i] / m_scale;
        m_bars->append(set);
        return set;
    };
    for (const SpendSeries &entry : series)
        add(entry.name, entry.amounts);
    if (!forecast.isEmpty())
        m_forecast = add(tr("Forecast"), forecast);
    m_names = categories;
    const int count = int(categories.size());
    m_category->setRange(-0.5, count - 0.5);
    m_category->setStartValue(-0.5);
    m_labelEvery = 0;
    labelCategories();
    const double highest = totals.isEmpty() ? 0 : *std::max_element(totals.cbegin(), totals.cend());
    const double top = niceTop(highest * 1.02);
    m_amount->setRange(0, top);
    m_amount->setTickCount(tickCount(top, height()));
    // As many digits as tell the ticks apart: 0 from two dollars up, 2 for cents, more below.
    const int digits = top >= 2 ? 0 : std::max(2, 1 - int(std::floor(std::log10(top))));
    if (m_unit == Unit::Dollars) {
        m_amount->setLabelFormat(moneyFormat(digits));
    } else {
        const QString suffix = m_scale > 1e3 ? u"M"_s : m_scale > 1 ? u"k"_s : QString();
        m_amount->setLabelFormat(u"%.%1f"_s.arg(top >= 2 || m_scale <= 1 ? 0 : 1) + suffix);
    }
    restyle();
}

void SpendChart::mouseReleaseEvent(QMouseEvent *event)
{
    PlotView::mouseReleaseEvent(event);
    const QPointF place = chart()->mapFromScene(mapToScene(event->position().toPoint()));
    const int category = int(std::lround(chart()->mapToValue(place, m_bars).x()));
    if (event->button() == Qt::LeftButton && chart()->plotArea().contains(place) && category >= 0 &&
        category < m_names.size())
        Q_EMIT categoryChosen(category);
}

void SpendChart::resizeEvent(QResizeEvent *event)
{
    PlotView::resizeEvent(event);
    m_amount->setTickCount(tickCount(m_amount->max(), height()));
    labelCategories();
}

void SpendChart::labelCategories()
{
    // The axis shortens a label that has no room to dots, so only as many are given as fit.
    const QFontMetrics metrics(textFont(TextStyle::Caption, QApplication::font()));
    int widest = 1;
    for (const QString &name : std::as_const(m_names))
        widest = std::max(widest, metrics.horizontalAdvance(name) + kLabelGap);
    const int room = std::max(widest, width() - kAxisWidth);
    int every = 1;
    for (const int step : {1, 2, 3, 4, 6, 12, 24, 31, 62})
        if (int(m_names.size()) * widest / (every = step) <= room)
            break;
    if (every == m_labelEvery)
        return;
    m_labelEvery = every;
    for (const QString &old : m_category->categoriesLabels())
        m_category->remove(old);
    for (qsizetype i = 0; i < m_names.size(); i += every)
        m_category->append(m_names[i], double(i));
}

void SpendChart::restyle()
{
    const QPalette shades = QApplication::palette();
    int index = 0;
    for (QBarSet *set : m_bars->barSets()) {
        if (set == m_forecast) {
            set->setBrush(colour(Colour::Hover, shades));
            set->setPen(QPen(colour(Colour::BorderStrong, shades), 1, Qt::DashLine));
        } else {
            set->setBrush(seriesColour(m_colours.value(index, index), shades));
            ++index;
            set->setPen(QPen(colour(Colour::Surface, shades), 1));
        }
    }
    dressAxis(*m_category, false);
    m_category->setGridLineVisible(false);
    dressAxis(*m_amount, true);
}

QString SpendChart::amountText(double amount) const
{
    return m_unit == Unit::Dollars ? QLocale().toCurrencyString(amount, u"$"_s)
                                   : tokens(std::llround(amount * m_scale));
}

std::optional<PlotView::Tip> SpendChart::tipAt(const QPointF &value) const
{
    const int i = int(std::lround(value.x()));
    if (i < 0 || i >= m_names.size())
        return std::nullopt;
    Tip tip{double(i), m_names.at(i), {}};
    double total = 0;
    int index = 0;
    for (const QBarSet *set : m_bars->barSets()) {
        const double amount = set->at(i);
        if (amount > 0)
            tip.rows.append(
                {set == m_forecast ? -1 : m_colours.value(index, index), set->label(), amountText(amount)});
        total += amount;
        ++index;
    }
    if (total <= 0)
        return std::nullopt;
    if (tip.rows.size() > 1)
        tip.rows.append({-1, tr("Total"), amountText(total)});
    return tip;
}

}   // namespace gw::ui
