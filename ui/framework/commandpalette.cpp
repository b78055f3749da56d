#include "ui/framework/commandpalette.h"

#include "ui/framework/fuzzy.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"
#include "ui/framework/style.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 560;
constexpr int kTop = 72;
constexpr int kShownRows = 10;
constexpr int kMost = 60;

enum Role { IconRole = Qt::UserRole, GroupRole, KeysRole, PlacesRole };

int lineHeight(const QFont &font)
{
    return (QFontMetrics(font).height() + 19) / 4 * 4;
}

// Icon, text with the matched letters strong, group and keys at the far end.
class EntryDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, lineHeight(option.font)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QPalette &shades = option.palette;
        const QRect row = option.rect.adjusted(space::kSmall, 1, -space::kSmall, -1);
        if (option.state & QStyle::State_Selected)
            drawPanel(*painter, row, radius::kControl, colour(Colour::AccentSoft, shades), Qt::transparent);
        const int extent = iconExtent(option.font);
        const QRect box(row.left() + space::kMedium, row.center().y() - extent / 2 + 1, extent, extent);
        drawIcon(*painter, QStyle::visualRect(option.direction, row, box), index.data(IconRole).toString(),
                 colour(Colour::TextSecondary, shades));
        QRect rest = row.adjusted(2 * space::kMedium + extent, 0, -space::kMedium, 0);
        rest.setRight(rest.right() - paintEnd(*painter, option, row, index) - space::kMedium);
        paintText(*painter, option, QStyle::visualRect(option.direction, row, rest), index);
    }

private:
    // What stands at the far end; its width.
    static int paintEnd(QPainter &painter, const QStyleOptionViewItem &option, const QRect &row,
                        const QModelIndex &index)
    {
        const QString keys = index.data(KeysRole).toString();
        const QString text = keys.isEmpty() ? index.data(GroupRole).toString() : keys;
        painter.setFont(textFont(TextStyle::Caption, option.font));
        const int wide = painter.fontMetrics().horizontalAdvance(text) + 2;
        const QRect place(row.right() - space::kMedium - wide, row.top(), wide, row.height());
        painter.setPen(colour(Colour::TextSecondary, option.palette));
        painter.drawText(QStyle::visualRect(option.direction, row, place), Qt::AlignCenter, text);
        return wide;
    }

    static void paintText(QPainter &painter, const QStyleOptionViewItem &option, const QRect &place,
                          const QModelIndex &index)
    {
        const QString text = index.data().toString();
        const auto places = index.data(PlacesRole).value<QList<qsizetype>>();
        const QFont strong = textFont(TextStyle::BodyStrong, option.font);
        painter.setPen(colour(Colour::Text, option.palette));
        painter.setFont(option.font);
        const bool plain = places.isEmpty() || option.direction == Qt::RightToLeft ||
                           QFontMetrics(strong).horizontalAdvance(text) > place.width();
        if (plain) {
            const auto start = QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter);
            painter.drawText(place, int(start) | Qt::TextSingleLine,
                             painter.fontMetrics().elidedText(text, Qt::ElideRight, place.width()));
            return;
        }
        int x = place.left();
        for (qsizetype at = 0; at < text.size();) {
            const bool hit = places.contains(at);
            qsizetype end = at + 1;
            while (end < text.size() && places.contains(end) == hit)
                ++end;
            const QString part = text.mid(at, end - at);
            painter.setFont(hit ? strong : option.font);
            painter.setPen(colour(hit ? Colour::Accent : Colour::Text, option.palette));
            painter.drawText(QRect(x, place.top(), place.right() - x, place.height()),
                             Qt::AlignLeft | Qt::AlignVCenter, part);
            x += painter.fontMetrics().horizontalAdvance(part);
            at = end;
        }
    }
};

}   // namespace

class CommandPalette::Panel final : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    // A click beside the fields stays here.
    void mousePressEvent(QMouseEvent *event) override { event->accept(); }
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        drawPanel(painter, rect(), radius::kCard, colour(Colour::Surface, palette()),
                  colour(Colour::BorderStrong, palette()));
    }
};

CommandPalette::CommandPalette(const Actions &actions, QWidget *window)
    : QWidget(window)
    , m_actions(actions)
{
    hide();
    m_panel = new Panel(this);
    auto *column = new QVBoxLayout(m_panel);
    column->setContentsMargins(1, space::kSmall, 1, space::kSmall);
    column->setSpacing(space::kSmall);
    m_edit = new QLineEdit;
    m_edit->setPlaceholderText(tr("Search pages, actions and models"));
    m_edit->setAccessibleName(tr("Search or run"));
    m_edit->installEventFilter(this);
    auto *editRow = new QHBoxLayout;
    editRow->setContentsMargins(space::kSmall, 0, space::kSmall, 0);
    editRow->addWidget(m_edit);
    column->addLayout(editRow);
    m_model = new QStandardItemModel(this);
    m_list = new QListView;
    m_list->setModel(m_model);
    m_list->setItemDelegate(new EntryDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The field keeps the focus; arrows there move the choice here.
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setMouseTracking(true);
    m_list->setAccessibleName(tr("Found"));
    column->addWidget(m_list);
    m_none = new Label(tr("Nothing has this name."), TextStyle::Body, Colour::TextSecondary);
    m_none->setAlignment(Qt::AlignCenter);
    column->addWidget(m_none);
    connect(m_edit, &QLineEdit::textChanged, this, &CommandPalette::refresh);
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &CommandPalette::announce);
    window->installEventFilter(this);
    setAccessibleName(tr("Search or run"));
}

void CommandPalette::open()
{
    if (isVisible()) {
        close();
        return;
    }
    m_focusBefore = window()->focusWidget();
    m_edit->clear();
    refresh();
    show();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::close()
{
    if (!isVisible())
        return;
    hide();
    if (m_focusBefore && m_focusBefore->isVisible())
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CommandPalette::setEntries(std::vector<PaletteEntry> entries)
{
    m_entries = std::move(entries);
    if (isVisible())
        refresh();
}

void CommandPalette::place()
{
    setGeometry(parentWidget()->rect());
    const int rows = std::clamp(m_model->rowCount(), 1, kShownRows);
    const int height = m_edit->sizeHint().height() + 3 * space::kSmall + rows * lineHeight(font()) + 2;
    const int wide = std::min(kWidth, width() - 2 * space::kPage);
    const int top = std::min(kTop, std::max(0, this->height() - height));
    m_panel->setGeometry((width() - wide) / 2, top, wide, std::min(height, this->height()));
}

void CommandPalette::refresh()
{
    struct Found
    {
        int score = 0;
        QStandardItem *item = nullptr;
        std::function<void()> run;
    };
    const QString query = m_edit->text().trimmed();
    std::vector<Found> found;
    const auto consider = [&](const QString &text, const QString &group, const QString &iconId,
                              const QString &keys, const QString &words, const QString &shown,
                              const std::function<void()> &run) {
        auto match = fuzzyMatch(query, text);
        if (!match) {
            // Found by what it is about: after those found by name.
            const auto other = fuzzyMatch(query, group + u' ' + words);
            if (!other || words.isEmpty())
                return;
            match = FuzzyMatch{other->score / 2, {}};
        }
        auto *item = new QStandardItem(text);
        item->setData(iconId, IconRole);
        item->setData(shown, GroupRole);
        item->setData(keys, KeysRole);
        item->setData(QVariant::fromValue(match->places), PlacesRole);
        item->setData(keys.isEmpty() ? u"%1, %2"_s.arg(text, group) : u"%1, %2, %3"_s.arg(text, group, keys),
                      Qt::AccessibleTextRole);
        found.push_back({match->score, item, run});
    };
    for (const Action &action : m_actions.all())
        if (m_actions.isAvailable(action))
            consider(action.text, action.group, action.icon, action.keys.toString(QKeySequence::NativeText),
                     action.words, {}, action.run);
    for (const PaletteEntry &entry : m_entries)
        consider(entry.text, entry.group, entry.icon, {}, {}, entry.group, entry.run);
    std::ranges::stable_sort(found, std::greater(), &Found::score);
    m_model->clear();
    m_runs.clear();
    for (const Found &one : found) {
        if (m_runs.size() >= kMost) {
            delete one.item;
            continue;
        }
        m_model->appendRow(one.item);
        m_runs.push_back(one.run);
    }
    m_list->setVisible(!m_runs.empty());
    m_none->setVisible(m_runs.empty());
    if (!m_runs.empty())
        m_list->setCurrentIndex(m_model->index(0, 0));
    place();
}

void CommandPalette::moveChoice(int steps)
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return;
    const int now = m_list->currentIndex().row();
    // One step goes round, a page stops at the ends.
    const int next =
        std::abs(steps) == 1 ? (now + steps + rows) % rows : std::clamp(now + steps, 0, rows - 1);
    m_list->setCurrentIndex(m_model->index(next, 0));
    m_list->scrollTo(m_list->currentIndex());
}

void CommandPalette::runCurrent()
{
    const int row = m_list->currentIndex().row();
    if (row < 0 || row >= int(m_runs.size()))
        return;
    const auto run = m_runs[std::size_t(row)];
    close();
    if (run)
        run();
}

// The focus stays in the field, so the choice is told as its description.
void CommandPalette::announce()
{
    m_edit->setAccessibleDescription(m_list->currentIndex().data(Qt::AccessibleTextRole).toString());
    QAccessibleEvent event(m_edit, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_edit)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut && isVisible() && window()->isActiveWindow() &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason &&
        window()->focusWidget() != m_edit) {
        m_focusBefore = nullptr;   // The user has gone elsewhere.
        hide();
    }
    if (event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Escape:
        close();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Tab:
        moveChoice(1);
        return true;
    case Qt::Key_Up:
    case Qt::Key_Backtab:
        moveChoice(-1);
        return true;
    case Qt::Key_PageDown:
        moveChoice(kShownRows);
        return true;
    case Qt::Key_PageUp:
        moveChoice(-kShownRows);
        return true;
    default:
        return false;
    }
}

void CommandPalette::mousePressEvent(QMouseEvent *)
{
    close();
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor shade = colour(Colour::Sidebar, palette());
    shade.setAlphaF(0.55f);
    painter.fillRect(rect(), shade);
}

PaletteButton::PaletteButton(const QKeySequence &keys, QWidget *parent)
    : QAbstractButton(parent)
    , m_keys(keys.toString(QKeySequence::NativeText))
{
    setText(tr("Search or run"));
    setToolTip(m_keys);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize PaletteButton::sizeHint() const
{
    return {120, (fontMetrics().height() + 11) / 4 * 4};
}

void PaletteButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawPanel(painter, rect(), radius::kControl,
              colour(underMouse() ? Colour::Hover : Colour::Surface, palette()),
              colour(underMouse() ? Colour::TextSecondary : Colour::BorderStrong, palette()));
    const auto placed = [this](const QRect &part) {
        return QStyle::visualRect(layoutDirection(), rect(), part);
    };
    const int extent = iconExtent(font());
    const QColor ink = colour(Colour::TextSecondary, palette());
    drawIcon(painter, placed(QRect(space::kSmall, (height() - extent) / 2, extent, extent)), u"search"_s,
             ink);
    painter.setPen(ink);
    painter.setFont(textFont(TextStyle::Caption, font()));
    const int wide = painter.fontMetrics().horizontalAdvance(m_keys) + 2;
    painter.drawText(placed(QRect(width() - wide - space::kSmall, 0, wide, height())), Qt::AlignCenter,
                     m_keys);
    painter.setFont(font());
    const int start = 2 * space::kSmall + extent;
    const QRect place(start, 0, width() - start - wide - space::kSmall - space::kTight, height());
    const auto side = QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft | Qt::AlignVCenter);
    painter.drawText(placed(place), int(side) | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, place.width()));
    if (hasFocus())
        drawFocusRing(painter, rect(), radius::kControl, palette());
}

}   // namespace gw::ui

#include "commandpalette.moc"
