#include "ui/framework/placebutton.h"

#include "ui/framework/icons.h"
#include "ui/framework/style.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace gw::ui {

PlaceButton::PlaceButton(QWidget *parent)
    : QAbstractButton(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
}

void PlaceButton::setPlace(Mark mark, const QString &name, const QString &address)
{
    m_mark = mark;
    setText(name);
    setAccessibleName(tr("Gateway: %1").arg(name));
    setToolTip(address.isEmpty() ? tr("The gateway of this computer. Click to look at another.")
                                 : tr("%1. Click to look at another.").arg(address));
    update();
}

QSize PlaceButton::sizeHint() const
{
    return {160, (fontMetrics().height() + 18) / 4 * 4};
}

void PlaceButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect box = rect();
    if (isDown() || underMouse())
        drawPanel(painter, box, radius::kControl, colour(Colour::Pressed, palette()), Qt::transparent);
    const int extent = iconExtent(font());
    const auto at = [&](const QRect &place) { return QStyle::visualRect(layoutDirection(), box, place); };
    const QRect icon(12, box.center().y() - extent / 2 + 1, extent, extent);
    if (m_mark == Mark::Off)
        drawIcon(painter, at(icon), u"monitor"_s, colour(Colour::TextSecondary, palette()));
    else
        drawMark(painter, QRectF(at(icon)), m_mark, palette());
    const QRect arrow(box.right() - 8 - extent, icon.y(), extent, extent);
    drawIcon(painter, at(arrow), u"chevron-down"_s, colour(Colour::TextSecondary, palette()));
    const QRect text(24 + extent, 0, arrow.left() - 28 - extent, box.height());
    painter.setPen(colour(Colour::Text, palette()));
    painter.setFont(textFont(m_mark == Mark::Off ? TextStyle::Body : TextStyle::BodyStrong, font()));
    const auto start = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter);
    painter.drawText(at(text), int(start) | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(this->text(), Qt::ElideRight, text.width()));
    if (hasFocus())
        drawFocusRing(painter, box.adjusted(1, 1, -1, -1), radius::kControl, palette());
}

}   // namespace gw::ui
