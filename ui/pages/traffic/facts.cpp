#include "ui/pages/traffic/facts.h"

#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/numerals.h"
#include "ui/framework/style.h"
#include "ui/framework/theme.h"

#include <QGridLayout>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kColumnGap = 20;

// A place that begins at x from the leading side.
QRectF placed(const QWidget &widget, double x, double y, double width, double height)
{
    const bool rtl = widget.layoutDirection() == Qt::RightToLeft;
    return {rtl ? widget.width() - x - width : x, y, width, height};
}

Qt::Alignment start(const QWidget &widget)
{
    return (widget.layoutDirection() == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft) |
           Qt::AlignAbsolute | Qt::AlignVCenter;
}

Qt::Alignment end(const QWidget &widget)
{
    return (widget.layoutDirection() == Qt::RightToLeft ? Qt::AlignLeft : Qt::AlignRight) |
           Qt::AlignAbsolute | Qt::AlignVCenter;
}

}   // namespace

Facts::Facts(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins({});
    m_grid->setHorizontalSpacing(space::kLarge);
    m_grid->setVerticalSpacing(6);
    m_grid->setColumnStretch(1, 1);
}

void Facts::add(const QString &name, const QString &value)
{
    if (value.isEmpty())
        return;
    const int row = m_grid->rowCount();
    m_grid->addWidget(new Label(name, TextStyle::Body, Colour::TextSecondary), row, 0);
    auto *label = (new Label(value))->elided();
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setAccessibleName(name + u": "_s + value);
    m_grid->addWidget(label, row, 1);
}

void Facts::addWidget(QWidget *widget)
{
    m_grid->addWidget(widget, m_grid->rowCount(), 0, 1, 2);
}

CostSheet::CostSheet(QList<Line> lines, const QString &total, QWidget *parent)
    : QWidget(parent)
    , m_lines(std::move(lines))
    , m_total(total)
{
    QStringList said;
    for (const Line &line : std::as_const(m_lines))
        said << (line.tokens.isEmpty()
                     ? u"%1: %2"_s.arg(line.name, line.amount)
                     : u"%1: %2 × %3 = %4"_s.arg(line.name, line.tokens, line.price, line.amount));
    said << tr("Total: %1").arg(total);
    setAccessibleName(tr("How the cost was computed"));
    setAccessibleDescription(said.join(u"; "_s));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int CostSheet::lineHeight() const
{
    return fontMetrics().height() + 9;
}

QSize CostSheet::sizeHint() const
{
    // By digits: the average of a font with Chinese letters is twice as wide.
    return {fontMetrics().horizontalAdvance(u'0') * 56, lineHeight() * (int(m_lines.size()) + 2) + 8};
}

void CostSheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int high = lineHeight();
    const QFont small = textFont(TextStyle::CaptionStrong, font());
    // Numbers are as wide as the widest of their column.
    const QString heads[] = {tr("Tokens"), tr("Per million"), tr("Dollars")};
    double wide[3];
    for (int i = 0; i < 3; ++i)
        wide[i] = QFontMetricsF(small).horizontalAdvance(heads[i]);
    for (const Line &line : std::as_const(m_lines)) {
        wide[0] = std::max(wide[0], numberWidth(font(), line.tokens));
        wide[1] = std::max(wide[1], numberWidth(font(), line.price));
        wide[2] = std::max(wide[2], numberWidth(font(), line.amount));
    }
    wide[2] = std::max(wide[2], numberWidth(textFont(TextStyle::BodyStrong, font()), m_total)) + 2;
    const double amountAt = width() - wide[2];
    const double priceAt = amountAt - kColumnGap - wide[1];
    const double tokensAt = priceAt - kColumnGap * 1.5 - wide[0];
    painter.setFont(small);
    painter.setPen(colour(Colour::TextSecondary, palette()));
    painter.drawText(placed(*this, tokensAt, 0, wide[0], high), int(end(*this)), heads[0]);
    painter.drawText(placed(*this, priceAt, 0, wide[1], high), int(end(*this)), heads[1]);
    painter.drawText(placed(*this, amountAt, 0, wide[2], high), int(end(*this)), heads[2]);
    painter.setFont(font());
    int y = high;
    for (const Line &line : std::as_const(m_lines)) {
        const QColor ink = colour(line.quiet ? Colour::TextSecondary : Colour::Text, palette());
        painter.setPen(ink);
        painter.drawText(placed(*this, 0, y, tokensAt - kColumnGap, high), int(start(*this)),
                         fontMetrics().elidedText(line.name, Qt::ElideRight, int(tokensAt) - kColumnGap));
        drawNumber(painter, placed(*this, tokensAt, y, wide[0], high), end(*this), line.tokens);
        painter.setPen(colour(Colour::TextSecondary, palette()));
        if (!line.price.isEmpty())
            drawNumber(painter, placed(*this, tokensAt + wide[0], y, kColumnGap, high), Qt::AlignCenter,
                       u"×"_s);
        drawNumber(painter, placed(*this, priceAt, y, wide[1], high), end(*this), line.price);
        painter.setPen(ink);
        drawNumber(painter, placed(*this, amountAt, y, wide[2], high), end(*this), line.amount);
        y += high;
    }
    painter.fillRect(QRect(0, y + 2, width(), 1), colour(Colour::BorderStrong, palette()));
    y += 6;
    painter.setFont(textFont(TextStyle::BodyStrong, font()));
    painter.setPen(colour(Colour::Text, palette()));
    painter.drawText(placed(*this, 0, y, tokensAt, high), int(start(*this)), tr("Total"));
    drawNumber(painter, placed(*this, amountAt - kColumnGap, y, wide[2] + kColumnGap, high), end(*this),
               m_total);
}

TimingBars::TimingBars(QList<Bar> bars, QWidget *parent)
    : QWidget(parent)
    , m_bars(std::move(bars))
{
    QStringList said;
    for (const Bar &bar : std::as_const(m_bars)) {
        m_totalUs = std::max(m_totalUs, bar.untilUs);
        said << u"%1: %2 – %3"_s.arg(bar.name, duration(bar.fromUs), duration(bar.untilUs));
    }
    setAccessibleName(tr("Attempts over time"));
    setAccessibleDescription(said.join(u"; "_s));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

int TimingBars::lineHeight() const
{
    return fontMetrics().height() * 2 + 14;
}

QSize TimingBars::sizeHint() const
{
    return {480, lineHeight() * int(m_bars.size()) + fontMetrics().height() + 6};
}

void TimingBars::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const int high = lineHeight();
    const int text = fontMetrics().height();
    const auto at = [&](std::int64_t us) {
        return std::round(double(us) / double(m_totalUs) * (width() - 1));
    };
    int y = 0;
    for (const Bar &bar : std::as_const(m_bars)) {
        painter.setFont(font());
        painter.setPen(colour(Colour::Text, palette()));
        painter.drawText(placed(*this, 0, y, width(), text), int(start(*this)), bar.name);
        painter.setFont(textFont(TextStyle::Caption, font()));
        painter.setPen(colour(bar.failed ? Colour::Error : Colour::TextSecondary, palette()));
        painter.drawText(placed(*this, 0, y, width(), text), int(end(*this)), bar.note);
        const double top = y + text + 2;
        const double thick = high - text - 10;
        drawPanel(painter, QRectF(0, top, width(), thick), radius::kSmall, colour(Colour::Sunken, palette()),
                  Qt::transparent);
        const double from = at(bar.fromUs);
        const double until = std::max(at(bar.untilUs), from + 2);
        const double first = bar.firstByteUs >= 0 ? std::clamp(at(bar.firstByteUs), from, until) : until;
        const QColor ink = bar.failed ? colour(Colour::Error, palette()) : seriesColour(0, palette());
        // Waiting is an outline, receiving is full: told apart without colour.
        if (first > from)
            drawPanel(painter, placed(*this, from, top, first - from, thick), radius::kSmall,
                      mixed(ink, colour(Colour::Surface, palette()), 0.18), ink);
        if (until > first)
            drawPanel(painter, placed(*this, first, top, until - first, thick), radius::kSmall, ink, ink);
        y += high;
    }
    painter.setFont(textFont(TextStyle::Caption, font()));
    painter.setPen(colour(Colour::TextSecondary, palette()));
    drawNumber(painter, placed(*this, 0, y, width(), text), start(*this), u"0"_s);
    drawNumber(painter, placed(*this, 0, y, width(), text), end(*this), duration(m_totalUs));
}

}   // namespace gw::ui
