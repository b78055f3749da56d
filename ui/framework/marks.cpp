#include "ui/framework/marks.h"

#include "ui/framework/style.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

namespace gw::ui {

Colour markColour(Mark mark)
{
    switch (mark) {
    case Mark::Ok:
        return Colour::Ok;
    case Mark::Partial:
    case Mark::Warning:
    case Mark::Paused:
        return Colour::Warning;
    case Mark::Blocked:
    case Mark::Error:
        return Colour::Error;
    case Mark::Busy:
    case Mark::Local:
        return Colour::Accent;
    case Mark::Off:
        break;
    }
    return Colour::TextSecondary;
}

void drawMark(QPainter &painter, const QRectF &rect, Mark mark, const QPalette &palette)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor ink = colour(markColour(mark), palette);
    QRectF box(0, 0, 9, 9);
    box.moveCenter(rect.center());
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    switch (mark) {
    case Mark::Ok:
        painter.setBrush(ink);
        painter.drawEllipse(box.adjusted(.5, .5, -.5, -.5));
        break;
    case Mark::Off:
        painter.drawEllipse(box.adjusted(.5, .5, -.5, -.5));
        break;
    case Mark::Partial:
        painter.drawEllipse(box.adjusted(.5, .5, -.5, -.5));
        painter.setBrush(ink);
        painter.drawPie(box.adjusted(.5, .5, -.5, -.5), 90 * 16, 180 * 16);
        break;
    case Mark::Blocked:
        painter.drawLine(box.topLeft() + QPointF(1, 1), box.bottomRight() - QPointF(1, 1));
        painter.drawLine(box.topRight() + QPointF(-1, 1), box.bottomLeft() + QPointF(1, -1));
        break;
    case Mark::Warning: {
        QPainterPath path(QPointF(box.center().x(), box.top()));
        path.lineTo(box.right(), box.bottom() - 1);
        path.lineTo(box.left(), box.bottom() - 1);
        path.closeSubpath();
        painter.fillPath(path, ink);
        painter.drawPath(path);
        break;
    }
    case Mark::Error:
        painter.setBrush(ink);
        painter.drawRect(box.adjusted(1, 1, -1, -1));
        break;
    case Mark::Busy:
        painter.drawArc(box.adjusted(.5, .5, -.5, -.5), 90 * 16, -250 * 16);
        break;
    case Mark::Paused:
        painter.setPen(QPen(ink, 2, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(QPointF(box.x() + 2.5, box.y() + 1), QPointF(box.x() + 2.5, box.bottom() - 1));
        painter.drawLine(QPointF(box.right() - 2.5, box.y() + 1),
                         QPointF(box.right() - 2.5, box.bottom() - 1));
        break;
    case Mark::Local:
        painter.setBrush(ink);
        painter.translate(box.center());
        painter.rotate(45);
        painter.drawRect(QRectF(-2.8, -2.8, 5.6, 5.6));
        break;
    }
    painter.restore();
}

Badge::Badge(Mark mark, const QString &word, Look look, QWidget *parent)
    : QWidget(parent)
    , m_mark(mark)
    , m_word(word)
    , m_look(look)
{
    setFont(textFont(TextStyle::CaptionStrong, QApplication::font()));
    setAccessibleName(word);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::set(Mark mark, const QString &word)
{
    if (m_mark == mark && m_word == word)
        return;
    m_mark = mark;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    const int inset = m_look == Look::Pill ? 8 : 0;
    return {12 + 6 + fontMetrics().horizontalAdvance(m_word) + 2 * inset + 1, m_look == Look::Pill ? 22 : 20};
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int inset = m_look == Look::Pill ? 8 : 0;
    if (m_look == Look::Pill) {
        const Colour soft = m_mark == Mark::Off ? Colour::Sunken : Colour(int(markColour(m_mark)) + 1);
        drawPanel(painter, rect(), height() / 2.0, colour(soft, palette()), Qt::transparent);
    }
    const QRect inner = rect().adjusted(inset, 0, -inset, 0);
    const QRect shape = QStyle::visualRect(layoutDirection(), inner, QRect(inner.x(), 0, 12, height()));
    const QRect word =
        QStyle::visualRect(layoutDirection(), inner, QRect(inner.x() + 18, 0, inner.width() - 18, height()));
    drawMark(painter, shape, m_mark, palette());
    painter.setPen(colour(m_mark == Mark::Off ? Colour::TextSecondary : markColour(m_mark), palette()));
    painter.drawText(word, Qt::AlignVCenter | Qt::TextSingleLine, m_word);
}

}   // namespace gw::ui
