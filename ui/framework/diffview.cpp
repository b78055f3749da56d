#include "ui/framework/diffview.h"

#include "ui/framework/style.h"
#include "ui/framework/theme.h"

#include <QApplication>
#include <QPainter>
#include <QPaintEvent>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

DiffView::DiffView(QList<Line> lines, QWidget *parent)
    : QWidget(parent)
{
    setFont(textFont(TextStyle::Code, QApplication::font()));
    setLayoutDirection(Qt::LeftToRight);   // Files are read left to right in every language.
    setAccessibleName(tr("Changes"));
    setLines(std::move(lines));
}

void DiffView::setLines(QList<Line> lines)
{
    m_lines = std::move(lines);
    int added = 0;
    int removed = 0;
    for (const Line &line : std::as_const(m_lines)) {
        added += line.change == Change::Added ? 1 : 0;
        removed += line.change == Change::Removed ? 1 : 0;
    }
    setAccessibleDescription(tr("%1 lines added, %2 removed").arg(added).arg(removed));
    setMinimumSize(sizeHint());
    updateGeometry();
    update();
}

int DiffView::lineHeight() const
{
    return (fontMetrics().height() + 6) / 2 * 2;
}

QSize DiffView::sizeHint() const
{
    int wide = 0;
    for (const Line &line : m_lines)
        wide = std::max(wide, fontMetrics().horizontalAdvance(line.text));
    return {wide + 120, lineHeight() * int(m_lines.size()) + 8};
}

void DiffView::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    // A painter starts with the application's direction, not with its widget's.
    painter.setLayoutDirection(Qt::LeftToRight);
    drawPanel(painter, rect(), radius::kControl, colour(Colour::Sunken, palette()),
              colour(Colour::Border, palette()));
    const int step = lineHeight();
    const int digit = fontMetrics().horizontalAdvance(u'0');
    const int gutter = digit * 4;
    int y = 4;
    for (const Line &line : m_lines) {
        const QRect row(1, y, width() - 2, step);
        if (row.bottom() < event->rect().top() || row.top() > event->rect().bottom()) {
            y += step;
            continue;
        }
        const bool added = line.change == Change::Added;
        const bool removed = line.change == Change::Removed;
        if (added || removed)
            painter.fillRect(row, colour(added ? Colour::OkSoft : Colour::ErrorSoft, palette()));
        painter.setPen(colour(Colour::TextSecondary, palette()));
        if (line.before)
            painter.drawText(QRect(0, y, gutter, step), Qt::AlignRight | Qt::AlignVCenter,
                             QString::number(line.before));
        if (line.after)
            painter.drawText(QRect(gutter, y, gutter, step), Qt::AlignRight | Qt::AlignVCenter,
                             QString::number(line.after));
        painter.setPen(colour(added                            ? Colour::Ok
                              : removed                        ? Colour::Error
                              : line.change == Change::Skipped ? Colour::TextSecondary
                                                               : Colour::Text,
                              palette()));
        painter.drawText(QRect(2 * gutter + digit, y, digit * 2, step), Qt::AlignVCenter,
                         added     ? u"+"_s
                         : removed ? u"−"_s
                                   : QString());
        painter.drawText(QRect(2 * gutter + 3 * digit, y, width() - 2 * gutter - 4 * digit, step),
                         Qt::AlignVCenter, line.text);
        y += step;
    }
}

}   // namespace gw::ui
