#include "ui/framework/sidebar.h"

#include "ui/framework/icons.h"
#include "ui/framework/numerals.h"
#include "ui/framework/style.h"

#include <QApplication>
#include <QPainter>
#include <QStyledItemDelegate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kIconRole = Qt::UserRole;
constexpr int kCountRole = Qt::UserRole + 1;

class PageDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {120, (option.fontMetrics.height() + 18) / 4 * 4};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QPalette &shades = option.palette;
        const bool on = option.state & QStyle::State_Selected;
        const QRect row = option.rect.adjusted(8, 1, -8, -1);
        const QColor under = colour(Colour::Sidebar, shades);
        if (on)
            drawPanel(*painter, row, radius::kControl, mixed(colour(Colour::Accent, shades), under, 0.14),
                      Qt::transparent);
        else if (option.state & QStyle::State_MouseOver)
            drawPanel(*painter, row, radius::kControl, colour(Colour::Pressed, shades), Qt::transparent);
        if (on) {
            QRectF bar(row.left(), row.top() + 8, 3, row.height() - 16);
            drawPanel(*painter, QStyle::visualRect(option.direction, row, bar.toRect()), 1.5,
                      colour(Colour::Accent, shades), Qt::transparent);
        }
        const int extent = iconExtent(option.font);
        const QRect iconBox(row.left() + 12, row.center().y() - extent / 2 + 1, extent, extent);
        drawIcon(*painter, QStyle::visualRect(option.direction, row, iconBox),
                 index.data(kIconRole).toString(),
                 colour(on ? Colour::Accent : Colour::TextSecondary, shades));
        const auto start = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
        painter->setFont(on ? textFont(TextStyle::BodyStrong, option.font) : option.font);
        painter->setPen(colour(Colour::Text, shades));
        const QRect text = QStyle::visualRect(option.direction, row, row.adjusted(24 + extent, 0, -32, 0));
        painter->drawText(
            text, int(start) | Qt::TextSingleLine,
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        if (const int count = index.data(kCountRole).toInt(); count > 0) {
            painter->setFont(textFont(TextStyle::CaptionStrong, option.font));
            const QString shown = QLocale().toString(count);
            const int wide = std::max(20, int(numberWidth(painter->font(), shown)) + 12);
            const QRect pill = QStyle::visualRect(
                option.direction, row, QRect(row.right() - wide - 6, row.center().y() - 8, wide, 18));
            drawPanel(*painter, pill, 9, colour(Colour::WarningSoft, shades), Qt::transparent);
            painter->setPen(colour(Colour::Warning, shades));
            drawNumber(*painter, pill, Qt::AlignHCenter | Qt::AlignVCenter, shown);
        }
        if (on && (option.state & QStyle::State_HasFocus) &&
            (option.state & QStyle::State_KeyboardFocusChange))
            drawFocusRing(*painter, row, radius::kControl, shades);
    }
};

}   // namespace

Sidebar::Sidebar(QWidget *parent)
    : QListWidget(parent)
{
    setItemDelegate(new PageDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setUniformItemSizes(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setBackgroundRole(QPalette::NoRole);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Pages"));
}

void Sidebar::addPage(const QString &iconId, const QString &title, const QString &shortcut)
{
    auto *item = new QListWidgetItem(title, this);
    item->setData(kIconRole, iconId);
    item->setToolTip(shortcut);
}

void Sidebar::setCount(int page, int count)
{
    item(page)->setData(kCountRole, count);
}

StatusLine::StatusLine(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StatusLine::setState(Mark mark, const QString &text)
{
    m_mark = mark;
    m_text = text;
    setAccessibleName(text);
    update();
}

void StatusLine::setFacts(const QStringList &facts)
{
    m_facts = facts;
    setAccessibleDescription(facts.join(u", "_s));
    update();
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), colour(Colour::Sidebar, palette()));
    painter.fillRect(QRect(0, 0, width(), 1), colour(Colour::Border, palette()));
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    qreal x = 16;
    const auto place = [&](qreal wide) {
        const QRectF box(rtl ? width() - x - wide : x, 1, wide, height() - 1);
        x += wide;
        return box;
    };
    drawMark(painter, place(12), m_mark, palette());
    x += 6;
    painter.setFont(textFont(TextStyle::CaptionStrong, QApplication::font()));
    painter.setPen(colour(markColour(m_mark), palette()));
    painter.drawText(place(painter.fontMetrics().horizontalAdvance(m_text) + 1), Qt::AlignVCenter, m_text);
    painter.setFont(textFont(TextStyle::Caption, QApplication::font()));
    for (const QString &fact : m_facts) {
        x += 12;
        painter.setPen(colour(Colour::Border, palette()));
        const QRectF gap = place(1);
        painter.fillRect(QRectF(gap.x(), 9, 1, height() - 17), colour(Colour::Border, palette()));
        x += 12;
        painter.setPen(colour(Colour::TextSecondary, palette()));
        drawNumber(painter, place(numberWidth(painter.font(), fact) + 1),
                   rtl ? Qt::AlignRight : Qt::AlignLeft, fact);
    }
}

}   // namespace gw::ui

#include "sidebar.moc"
