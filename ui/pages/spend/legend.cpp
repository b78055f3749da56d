#include "ui/pages/spend/legend.h"

#include "ui/framework/style.h"
#include "ui/framework/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>

namespace gw::ui {

namespace {

constexpr int kSwatch = 10;
constexpr int kGap = 6;
constexpr int kHeight = 24;
constexpr int kInset = 6;
constexpr int kWidest = 120;   // Of a name.

// Swatch and name; an outline alone while its bars are out.
class LegendEntry final : public QAbstractButton
{
public:
    LegendEntry(const QString &name, int series)
        : m_series(series)
    {
        setText(name);
        setAccessibleName(name);
        setCheckable(true);
        setFont(textFont(TextStyle::Caption, QApplication::font()));
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
        setCursor(Qt::PointingHandCursor);
        setToolTip(Legend::tr("Click to take it out of the chart or put it back"));
    }
    QSize sizeHint() const override
    {
        return {2 * kInset + kSwatch + kGap + std::min(kWidest, fontMetrics().horizontalAdvance(text()) + 1),
                kHeight};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QColor ink = seriesColour(m_series, palette());
        const bool rtl = layoutDirection() == Qt::RightToLeft;
        const double left = rtl ? width() - kInset - kSwatch : kInset;
        drawPanel(painter, QRectF(left, (height() - kSwatch) / 2.0, kSwatch, kSwatch), 3,
                  isChecked() ? ink : QColor(Qt::transparent), ink);
        painter.setPen(colour(isChecked() ? Colour::TextSecondary : Colour::TextDisabled, palette()));
        const int room = width() - 2 * kInset - kSwatch - kGap;
        const QRect place(rtl ? kInset : kInset + kSwatch + kGap, 0, room, height());
        painter.drawText(place, int(Qt::AlignVCenter | Qt::AlignLeading),
                         fontMetrics().elidedText(text(), Qt::ElideRight, room));
        if (hasFocus())
            drawFocusRing(painter, QRectF(rect()).adjusted(1, 1, -1, -1), 4, palette());
    }

private:
    int m_series;
};

}   // namespace

Legend::Legend(QWidget *parent)
    : QWidget(parent)
{
    m_row = new QHBoxLayout(this);
    m_row->setContentsMargins({});
    m_row->setSpacing(space::kTight);
}

void Legend::setNames(const QStringList &names)
{
    if (names == m_names)
        return;
    m_names = names;
    while (QLayoutItem *item = m_row->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    QSet<QString> hidden;
    for (int i = 0; i < names.size(); ++i) {
        auto *entry = new LegendEntry(names[i], i);
        entry->setChecked(isShown(names[i]));
        if (!entry->isChecked())
            hidden.insert(names[i]);
        connect(entry, &QAbstractButton::toggled, this, [this, name = names[i]](bool on) {
            if (on)
                m_hidden.remove(name);
            else
                m_hidden.insert(name);
            Q_EMIT changed();
        });
        m_row->addWidget(entry);
    }
    m_hidden = hidden;
}

}   // namespace gw::ui
