#include "ui/framework/rowview.h"

#include "ui/framework/icons.h"
#include "ui/framework/numerals.h"
#include "ui/framework/style.h"
#include "ui/framework/tiles.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

// A cell being painted: the rest of the rectangle shrinks from the leading side.
struct Pen
{
    QPainter &painter;
    const QStyleOptionViewItem &option;
    QRect rest;

    bool rtl() const { return option.direction == Qt::RightToLeft; }
    QRect take(int width)
    {
        QRect part = rest;
        if (rtl()) {
            part.setLeft(rest.right() - width + 1);
            rest.setRight(part.left() - 1);
        } else {
            part.setWidth(width);
            rest.setLeft(part.right() + 1);
        }
        return part;
    }
    void text(const QString &text, const QColor &ink, Qt::Alignment alignment)
    {
        painter.setPen(ink);
        const QString shown = painter.fontMetrics().elidedText(text, Qt::ElideRight, rest.width());
        painter.drawText(rest, int(QStyle::visualAlignment(option.direction, alignment)) | Qt::TextSingleLine,
                         shown);
    }
};

void paintRoute(Pen &pen, const QString &asked, const QString &served, const QColor &ink)
{
    const QPalette &shades = pen.option.palette;
    const QFontMetrics metrics = pen.painter.fontMetrics();
    const int first = std::min(metrics.horizontalAdvance(asked) + 2, pen.rest.width() / 2);
    QRect part = pen.take(first);
    pen.painter.setPen(ink);
    const auto align = QStyle::visualAlignment(pen.option.direction, Qt::AlignLeft | Qt::AlignVCenter);
    pen.painter.drawText(part, int(align), metrics.elidedText(asked, Qt::ElideRight, part.width()));
    if (served.isEmpty())
        return;
    const QRect box = pen.take(24);
    QRectF arrow(0, 0, 12, 12);
    arrow.moveCenter(QRectF(box).center());
    drawIcon(pen.painter, arrow, pen.rtl() ? u"chevron-left"_s : u"arrow-right"_s,
             colour(Colour::TextSecondary, shades));
    // Models differ at their ends.
    pen.text(metrics.elidedText(served, Qt::ElideMiddle, pen.rest.width()),
             colour(Colour::TextSecondary, shades), Qt::AlignLeft | Qt::AlignVCenter);
}

void paintTwoNumbers(Pen &pen, const QString &first, const QString &second, const QColor &ink)
{
    const QFont small = textFont(TextStyle::Caption, pen.option.font);
    const int upper = QFontMetrics(pen.option.font).height();
    const int lower = QFontMetrics(small).height();
    const QRect all = pen.rest;
    const int top = all.y() + (all.height() - upper - lower - 2) / 2;
    const Qt::Alignment end =
        QStyle::visualAlignment(pen.option.direction, Qt::AlignRight) | Qt::AlignVCenter;
    pen.painter.setPen(ink);
    drawNumber(pen.painter, QRect(all.x(), top, all.width(), upper), end, first);
    pen.painter.setFont(small);
    pen.painter.setPen(colour(Colour::TextSecondary, pen.option.palette));
    drawNumber(pen.painter, QRect(all.x(), top + upper + 2, all.width(), lower), end, second);
}

void paintTwoLines(Pen &pen, const QString &first, const QString &second, const QColor &ink)
{
    QFont strong = textFont(TextStyle::BodyStrong, pen.option.font);
    QFont small = textFont(TextStyle::Caption, pen.option.font);
    const int upper = QFontMetrics(strong).height();
    const int lower = QFontMetrics(small).height();
    const QRect all = pen.rest;
    const int top = all.y() + (all.height() - upper - lower - 2) / 2;
    pen.rest = QRect(all.x(), top, all.width(), upper);
    pen.painter.setFont(strong);
    pen.text(first, ink, Qt::AlignLeft | Qt::AlignVCenter);
    pen.rest = QRect(all.x(), top + upper + 2, all.width(), lower);
    pen.painter.setFont(small);
    pen.text(second, colour(Colour::TextSecondary, pen.option.palette), Qt::AlignLeft | Qt::AlignVCenter);
}

}   // namespace

RowDelegate::RowDelegate(int rowHeight, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_rowHeight(rowHeight)
{}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    return {option.fontMetrics.horizontalAdvance(text) + 24, m_rowHeight};
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QPalette &shades = option.palette;
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, colour(Colour::AccentSoft, shades));
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, colour(Colour::Sunken, shades));

    painter->save();
    painter->setFont(option.font);
    const QVariant kindValue = index.data(CellKindRole);
    const CellKind kind = kindValue.isValid() ? CellKind(kindValue.toInt()) : CellKind::Text;
    const QVariant tone = index.data(CellToneRole);
    const QColor ink = colour(tone.isValid() ? Colour(tone.toInt()) : Colour::Text, shades);
    const QString text = index.data().toString();
    Pen pen{*painter, option, option.rect.adjusted(8, 0, -8, 0)};

    if (const QVariant mark = index.data(CellMarkRole); mark.isValid()) {
        const QRect box = pen.take(12);
        drawMark(*painter, box, Mark(mark.toInt()), shades);
        pen.take(text.isEmpty() ? 0 : 8);
    }
    if (const QVariant series = index.data(CellSeriesRole); series.isValid()) {
        QRectF swatch(0, 0, 10, 10);
        swatch.moveCenter(QRectF(pen.take(10)).center());
        drawPanel(*painter, swatch, 3, seriesColour(series.toInt(), shades), Qt::transparent);
        pen.take(8);
    }
    const Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter;
    switch (kind) {
    case CellKind::Number: {
        painter->setPen(ink);
        drawNumber(*painter, pen.rest,
                   QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter, text);
        break;
    }
    case CellKind::Strong:
        painter->setFont(textFont(TextStyle::BodyStrong, option.font));
        pen.text(text, ink, alignment);
        break;
    case CellKind::Code:
        painter->setFont(textFont(TextStyle::Code, option.font));
        pen.text(text, ink, alignment);
        break;
    case CellKind::Route:
        paintRoute(pen, text, index.data(CellDetailRole).toString(), ink);
        break;
    case CellKind::Bar: {
        QRectF bar = pen.rest;
        bar.setHeight(6);
        bar.moveCenter(QRectF(pen.rest).center());
        const double share = index.data(CellShareRole).toDouble();
        drawMeterBar(*painter, bar, share, tone.isValid() ? ink : colour(Colour::Accent, shades),
                     colour(Colour::Hover, shades), pen.rtl());
        break;
    }
    case CellKind::Trend:
        drawSparkline(*painter, QRectF(pen.rest).adjusted(0, 5, 0, -5),
                      index.data(CellTrendRole).value<QList<double>>(), ink);
        break;
    case CellKind::TwoLines:
        paintTwoLines(pen, text, index.data(CellDetailRole).toString(), ink);
        break;
    case CellKind::TwoNumbers:
        paintTwoNumbers(pen, text, index.data(CellDetailRole).toString(), ink);
        break;
    case CellKind::Text:
        pen.text(text, ink, alignment);
        break;
    }
    painter->restore();
}

namespace {

QStyleOptionViewItem insetOption(const QStyleOptionViewItem &option)
{
    QStyleOptionViewItem inset = option;
    inset.rect.adjust(space::kSmall, 0, -space::kSmall, 0);
    return inset;
}

}   // namespace

void InsetDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, option.palette.highlight());
    QStyledItemDelegate::paint(painter, insetOption(option), index);
}

QSize InsetDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + 2 * space::kSmall + space::kTight, rowHeight(option.font)};
}

bool InsetDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    return QStyledItemDelegate::editorEvent(event, model, insetOption(option), index);
}

int rowHeight(const QFont &font, int lines)
{
    const int line = QFontMetrics(font).height();
    return (line * lines + (lines > 1 ? 16 : 10) + 3) / 4 * 4;
}

void prepareTable(QTableView &view, int height)
{
    view.setItemDelegate(new RowDelegate(height, &view));
    view.setShowGrid(false);
    view.setFrameShape(QFrame::NoFrame);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerItem);
    view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setWordWrap(false);
    view.setTabKeyNavigation(false);
    view.verticalHeader()->hide();
    view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view.verticalHeader()->setMinimumSectionSize(height);
    view.verticalHeader()->setDefaultSectionSize(height);
    view.horizontalHeader()->setHighlightSections(false);
    view.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

int sampleWidth(const QTableView &view, int column, const QString &sample)
{
    const QFont head = textFont(TextStyle::CaptionStrong, view.font());
    const QString title = view.model()->headerData(column, Qt::Horizontal).toString();
    const bool headed = !view.horizontalHeader()->isHidden();
    const qreal first = headed ? QFontMetricsF(head).horizontalAdvance(title) : 0;
    return int(std::ceil(std::max(first, numberWidth(view.font(), sample)))) + 20;
}

}   // namespace gw::ui
