#pragma once

#include <QWidget>

class QGridLayout;

namespace gw::ui {

// Names and values below one another; values can be selected. What has no value is left out.
class Facts final : public QWidget
{
    Q_OBJECT

public:
    explicit Facts(QWidget *parent = nullptr);
    void add(const QString &name, const QString &value);
    void addWidget(QWidget *widget);

private:
    QGridLayout *m_grid = nullptr;
};

// A bill as one would write it by hand.
class CostSheet final : public QWidget
{
    Q_OBJECT

public:
    struct Line
    {
        QString name;
        QString tokens;
        QString price;   // Of a million.
        QString amount;
        bool quiet = false;   // Nothing of it.
    };
    CostSheet(QList<Line> lines, const QString &total, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int lineHeight() const;
    QList<Line> m_lines;
    QString m_total;
};

// When each attempt waited and when it received, on one axis.
class TimingBars final : public QWidget
{
    Q_OBJECT

public:
    struct Bar
    {
        QString name;
        QString note;
        std::int64_t fromUs = 0;         // All after the start of the request.
        std::int64_t firstByteUs = -1;   // -1: none came.
        std::int64_t untilUs = 0;
        bool failed = false;
    };
    explicit TimingBars(QList<Bar> bars, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {200, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int lineHeight() const;
    QList<Bar> m_bars;
    std::int64_t m_totalUs = 1;
};

}   // namespace gw::ui
