#pragma once

#include "ui/framework/services.h"

#include <QWidget>

namespace gw::ui {

class Badge;
class MetricTile;
class RateChart;
class Segmented;
class SpendChart;

// The numbers of today, the two charts and what runs now. Values that are not being confirmed stay, in grey,
// with their age.
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
    void showHours();
    void showRates();

    Services &m_services;
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
