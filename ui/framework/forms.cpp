#include "ui/framework/forms.h"

#include "ui/framework/icons.h"
#include "ui/framework/label.h"
#include "ui/framework/numerals.h"
#include "ui/framework/style.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

Form::Form(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::kLarge);
    m_grid->setVerticalSpacing(space::kTight);
    m_grid->setColumnStretch(1, 1);
}

void Form::addRow(const QString &label, QWidget *field, const QString &hint, Mark hintMark)
{
    auto *name = new Label(label, TextStyle::Body, Colour::TextSecondary);
    name->setBuddy(field);
    name->setMinimumHeight(32);
    if (field->accessibleName().isEmpty())
        field->setAccessibleName(label);
    m_grid->addWidget(name, m_row, 0, Qt::AlignTop);
    // A narrow field must not make its whole column narrow.
    m_grid->addWidget(field, m_row++, 1,
                      field->maximumWidth() < QWIDGETSIZE_MAX ? Qt::AlignLeft : Qt::Alignment());
    auto *below = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    m_grid->addWidget(below, m_row++, 1);
    m_grid->setRowMinimumHeight(m_row, space::kTight);
    m_rows.append({name, field, below, m_row++});
    setHint(field, hint, hintMark);
}

Form::Row *Form::rowOf(const QWidget *field)
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [field](const Row &row) { return row.field == field; });
    return found == m_rows.end() ? nullptr : &*found;
}

void Form::setHint(QWidget *field, const QString &hint, Mark mark)
{
    Row *row = rowOf(field);
    if (!row)
        return;
    row->hint->setRole(mark == Mark::Off ? Colour::TextSecondary : markColour(mark));
    row->hint->setText(hint);
    row->hint->setVisible(row->visible && !hint.isEmpty());
    // A screen reader says the sentence together with the field.
    field->setAccessibleDescription(hint);
}

void Form::setRowVisible(QWidget *field, bool visible)
{
    Row *row = rowOf(field);
    if (!row)
        return;
    row->visible = visible;
    row->name->setVisible(visible);
    row->field->setVisible(visible);
    row->hint->setVisible(visible && !row->hint->text().isEmpty());
    m_grid->setRowMinimumHeight(row->gap, visible ? space::kTight : 0);
}

void Form::addSection(const QString &title)
{
    if (m_row > 0)
        m_grid->setRowMinimumHeight(m_row++, space::kSmall);
    m_grid->addWidget(new Label(title, TextStyle::BodyStrong), m_row++, 0, 1, 2);
}

SecretEdit::SecretEdit(QWidget *parent)
    : QLineEdit(parent)
{
    m_show = addAction(icon(u"eye"_s), TrailingPosition);
    m_show->setShortcut(Qt::CTRL | Qt::Key_H);
    m_show->setShortcutContext(Qt::WidgetShortcut);
    m_show->setText(tr("Show or hide (Ctrl+H)"));
    connect(m_show, &QAction::triggered, this, [this] { setShown(echoMode() == Password); });
    setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    setShown(false);
}

void SecretEdit::focusOutEvent(QFocusEvent *event)
{
    setShown(false);
    QLineEdit::focusOutEvent(event);
}

void SecretEdit::setShown(bool shown)
{
    setEchoMode(shown ? Normal : Password);
    m_show->setIcon(icon(shown ? u"eye-off"_s : u"eye"_s));
}

StepStrip::StepStrip(QList<Step> steps, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSteps(std::move(steps));
}

void StepStrip::setSteps(QList<Step> steps)
{
    m_steps = std::move(steps);
    QStringList names;
    for (const Step &step : std::as_const(m_steps))
        names << u"%1 %2"_s.arg(step.name, step.note);
    setAccessibleName(names.join(u", "_s));
    update();
}

QSize StepStrip::sizeHint() const
{
    const int line = QFontMetrics(textFont(TextStyle::Caption, QApplication::font())).height();
    return {360, 24 + 2 * line};
}

void StepStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const bool rtl = layoutDirection() == Qt::RightToLeft;
    const qreal cell = double(width()) / double(m_steps.size());
    const QFont name = textFont(TextStyle::Caption, QApplication::font());
    const QFont strong = textFont(TextStyle::CaptionStrong, QApplication::font());
    const qreal line = QFontMetricsF(name).height();
    for (qsizetype i = 0; i < m_steps.size(); ++i) {
        const Step &step = m_steps[i];
        const qsizetype place = rtl ? m_steps.size() - 1 - i : i;
        const QRectF box(cell * double(place), 0, cell, height());
        const QRectF circle(box.center().x() - 8, 2, 16, 16);
        const bool done = step.mark == Mark::Ok;
        if (i + 1 < m_steps.size()) {
            const qreal from = rtl ? circle.left() - cell + 20 : circle.right() + 4;
            painter.fillRect(QRectF(from, circle.center().y(), cell - 24, 1),
                             colour(done ? Colour::Ok : Colour::Border, palette()));
        }
        if (done)
            drawIcon(painter, circle, u"ok"_s, colour(Colour::Ok, palette()));
        else if (step.mark == Mark::Error)
            drawIcon(painter, circle, u"error"_s, colour(Colour::Error, palette()));
        else
            drawMark(painter, circle, step.mark, palette());
        painter.setFont(step.mark == Mark::Busy || step.mark == Mark::Error ? strong : name);
        painter.setPen(colour(step.mark == Mark::Off ? Colour::TextSecondary : Colour::Text, palette()));
        painter.drawText(QRectF(box.x(), 22, cell, line), Qt::AlignCenter, step.name);
        painter.setFont(name);
        painter.setPen(colour(Colour::TextSecondary, palette()));
        drawNumber(painter, QRectF(box.x(), 22 + line, cell, line), Qt::AlignHCenter, step.note);
    }
}

}   // namespace gw::ui
