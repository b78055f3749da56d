#pragma once

#include "core/client/values.h"
#include "ui/framework/services.h"

#include <QWidget>

namespace gw::ui {

class Badge;
class Card;
class MetricTile;
class RateChart;
class Segmented;
class SpendChart;
class TrafficTotals;

// The numbers of today, as far as the shared filter lets them through, the two charts and what runs now.
// Values that are not being confirmed stay, in grey, with their age.
class Overview final : public QWidget
{
    Q_OBJECT

public:
    explicit Overview(Services &services, QWidget *parent = nullptr);

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeTiles();
    QWidget *makeCharts();
    void showToday();
    void askFiltered();
    // What the tiles show: the day, or the part of it that the filter lets through.
    client::Today shownToday() const;
    void showHours();
    void showRates();

    Services &m_services;
    TrafficTotals *m_filtered = nullptr;
    Card *m_dayCard = nullptr;
    MetricTile *m_requests = nullptr;
    MetricTile *m_tokens = nullptr;
    MetricTile *m_spend = nullptr;
    MetricTile *m_delay = nullptr;
    RateChart *m_rate = nullptr;
    SpendChart *m_hours = nullptr;
    Segmented *m_what = nullptr;
    Badge *m_errors = nullptr;
};

}   // namespace gw::ui
