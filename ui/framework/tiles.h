#pragma once

#include "ui/framework/marks.h"

#include <QList>
#include <QWidget>

namespace gw::ui {

void drawSparkline(QPainter &painter, const QRectF &rect, const QList<double> &values, const QColor &ink);

struct Metric
{
    QString name;
    QString value;
    QString unit;
    QString note;   // A comparison or a limit, one line.
    Mark noteMark = Mark::Off;
    QList<double> trend;
    bool stale = false;   // Last known value, shown in the secondary colour with its age in the note.
};

// One number that matters.
class MetricTile final : public QWidget
{
    Q_OBJECT

public:
    explicit MetricTile(Metric metric, QWidget *parent = nullptr);
    void setMetric(Metric metric);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Metric m_metric;
};

// Spent of a limit. Warns at 80 %, stops at 100 %; ticks mark the two.
class Meter final : public QWidget
{
    Q_OBJECT

public:
    Meter(const QString &name, double share, const QString &amount, const QString &state = {},
          QWidget *parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    double m_share;
    QString m_amount;
    QString m_state;
};

// A bar of a share, for cells and cards.
void drawMeterBar(QPainter &painter, const QRectF &rect, double share, const QColor &ink, const QColor &track,
                  bool fromRight);

}   // namespace gw::ui
