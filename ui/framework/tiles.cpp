#include "ui/framework/tiles.h"

#include "ui/framework/numerals.h"
#include "ui/framework/style.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

void drawSparkline(QPainter &painter, const QRectF &rect, const QList<double> &values, const QColor &ink)
{
    if (values.size() < 2)
        return;
    const auto [low, high] = std::minmax_element(values.cbegin(), values.cend());
    const double span = std::max(*high - *low, 1e-9);
    QPolygonF line;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double x = rect.left() + rect.width() * double(i) / double(values.size() - 1);
        line << QPointF(x, rect.bottom() - 2 - (rect.height() - 4) * (values[i] - *low) / span);
    }
    QPainterPath area;
    area.addPolygon(line);
    area.lineTo(rect.bottomRight());
    area.lineTo(rect.bottomLeft());
    area.closeSubpath();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor wash = ink;
    wash.setAlphaF(0.12F);
    painter.fillPath(area, wash);
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(line);
    painter.setBrush(ink);
    painter.setPen(Qt::NoPen);
    painter.drawEllipse(line.last(), 2, 2);
    painter.restore();
}

void drawMeterBar(QPainter &painter, const QRectF &rect, double share, const QColor &ink, const QColor &track,
                  bool fromRight)
{
    drawPanel(painter, rect, rect.height() / 2, track, Qt::transparent);
    QRectF part = rect;
    part.setWidth(std::max(rect.height(), rect.width() * std::clamp(share, 0.0, 1.0)));
    if (fromRight)
        part.moveRight(rect.right());
    if (share > 0)
        drawPanel(painter, part, rect.height() / 2, ink, Qt::transparent);
}

MetricTile::MetricTile(Metric metric, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMetric(std::move(metric));
}

void MetricTile::setMetric(Metric metric)
{
    m_metric = std::move(metric);
    setAccessibleName(u"%1: %2 %3"_s.arg(m_metric.name, m_metric.value, m_metric.unit).trimmed());
    setAccessibleDescription(m_metric.note);
    setToolTip(m_metric.note);
    update();
}

QSize MetricTile::sizeHint() const
{
    const QFont base = QApplication::font();
    const int caption = QFontMetrics(textFont(TextStyle::Caption, base)).height();
    const int value = QFontMetrics(textFont(TextStyle::Display, base)).height();
    return {220, (12 + caption + 4 + value + 4 + caption + 12 + 3) / 4 * 4};
}

void MetricTile::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QPalette &shades = palette();
    const QFont base = QApplication::font();
    drawPanel(painter, rect(), radius::kCard, colour(Colour::Surface, shades),
              colour(Colour::Border, shades));
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const auto start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter);
    QRectF line = QRectF(rect()).adjusted(16, 12, -16, 0);
    const auto next = [&](TextStyle style) {
        painter.setFont(textFont(style, base));
        line.setHeight(painter.fontMetrics().height());
        return line;
    };
    next(TextStyle::Caption);
    painter.setPen(colour(Colour::TextSecondary, shades));
    painter.drawText(line, int(start),
                     painter.fontMetrics().elidedText(m_metric.name, Qt::ElideRight, int(line.width())));
    line.translate(0, line.height() + 4);

    next(TextStyle::Display);
    painter.setPen(colour(m_metric.stale ? Colour::TextSecondary : Colour::Text, shades));
    drawNumber(painter, line, start, m_metric.value);
    const qreal wide = numberWidth(painter.font(), m_metric.value) + 6;
    const QRectF valueLine = line;
    painter.setFont(base);
    painter.setPen(colour(Colour::TextSecondary, shades));
    QRectF unit = line.adjusted(rtl ? 0 : wide, 0, rtl ? -wide : 0, -2);
    painter.drawText(unit, Qt::AlignLeft | Qt::AlignBottom, m_metric.unit);

    const qreal used = wide + painter.fontMetrics().horizontalAdvance(m_metric.unit) + 12;
    const qreal room = std::min(96.0, valueLine.width() - used);
    if (room > 40 && !m_metric.stale) {
        QRectF spark(rtl ? valueLine.left() : valueLine.right() - room, valueLine.top() + 2, room,
                     valueLine.height() - 6);
        drawSparkline(painter, spark, m_metric.trend, colour(Colour::Accent, shades));
    }
    line.translate(0, line.height() + 4);

    next(TextStyle::Caption);
    painter.setPen(colour(
        m_metric.noteMark == Mark::Off ? Colour::TextSecondary : markColour(m_metric.noteMark), shades));
    if (m_metric.noteMark != Mark::Off) {
        drawMark(painter, QRectF(rtl ? line.right() - 10 : line.left(), line.top(), 10, line.height()),
                 m_metric.noteMark, shades);
        line.adjust(rtl ? 0 : 16, 0, rtl ? -16 : 0, 0);
    }
    painter.drawText(line, int(start),
                     painter.fontMetrics().elidedText(m_metric.note, Qt::ElideRight, int(line.width())));
}

Meter::Meter(const QString &name, double share, const QString &amount, const QString &state, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
    , m_share(share)
    , m_amount(amount)
    , m_state(state)
{
    setAccessibleName(u"%1: %2"_s.arg(name, amount));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize Meter::sizeHint() const
{
    return {180, fontMetrics().height() + 4 + 6 + 4};
}

void Meter::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Mark mark = m_share >= 1 ? Mark::Paused : m_share >= 0.8 ? Mark::Warning : Mark::Ok;
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const QRectF line(0, 0, width(), fontMetrics().height());
    painter.setPen(colour(Colour::TextSecondary, palette()));
    drawNumber(painter, line, rtl ? Qt::AlignLeft : Qt::AlignRight, m_amount);
    qreal end = numberWidth(font(), m_amount) + 10;
    if (!m_state.isEmpty()) {
        painter.save();
        painter.setFont(textFont(TextStyle::CaptionStrong, font()));
        const qreal wide = painter.fontMetrics().horizontalAdvance(m_state);
        painter.setPen(colour(markColour(mark), palette()));
        const QRectF word(rtl ? end : line.right() - end - wide, 0, wide + 1, line.height());
        painter.drawText(word, Qt::AlignVCenter, m_state);
        drawMark(painter, QRectF(rtl ? word.right() + 4 : word.left() - 16, 0, 12, line.height()), mark,
                 palette());
        end += wide + 22;
        painter.restore();
    }
    painter.setPen(colour(Colour::Text, palette()));
    const QRectF name = rtl ? line.adjusted(end, 0, 0, 0) : line.adjusted(0, 0, -end, 0);
    painter.drawText(name, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_name, Qt::ElideRight, int(name.width())));
    const QRectF bar(0, line.height() + 4, width(), 6);
    drawMeterBar(painter, bar, m_share,
                 colour(m_share < 0.8 ? Colour::Accent : Colour::WarningFill, palette()),
                 colour(Colour::Hover, palette()), rtl);
    for (const double at : {0.8}) {
        const qreal x = rtl ? bar.right() - bar.width() * at : bar.left() + bar.width() * at;
        painter.fillRect(QRectF(x, bar.top(), 1, bar.height()), colour(Colour::BorderStrong, palette()));
    }
}

}   // namespace gw::ui
