#include "ui/framework/surfaces.h"

#include "ui/framework/controls.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kHeadHeight = 22;
constexpr std::size_t kActionsBeside = 4;   // Of a banner, in one line with its words.

}   // namespace

QMargins mirrored(const QMargins &margins, Qt::LayoutDirection direction)
{
    if (direction == Qt::LeftToRight)
        return margins;
    return {margins.right(), margins.top(), margins.left(), margins.bottom()};
}

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, space::kMedium, 0, space::kMedium);
    all->setSpacing(space::kSmall);
    if (!title.isEmpty()) {
        m_head = new QHBoxLayout;
        m_head->setContentsMargins(space::kLarge, 0, space::kLarge, 0);
        m_head->setSpacing(space::kSmall);
        m_head->addWidget(new Label(title, TextStyle::BodyStrong));
        m_head->addStretch();
        // As high as a badge, so that titles of neighbours stand on one line.
        m_head->addStrut(kHeadHeight);
        all->addLayout(m_head);
    }
    m_body = new QVBoxLayout;
    m_body->setContentsMargins(space::kLarge, 0, space::kLarge, 0);
    m_body->setSpacing(space::kSmall);
    all->addLayout(m_body, 1);
}

void Card::setFlush()
{
    layout()->setContentsMargins(1, m_head ? space::kMedium : 4, 1, 4);
    if (m_head)
        m_head->setContentsMargins(space::kLarge - 1, 0, space::kLarge - 1, 0);
    m_body->setContentsMargins({});
}

void Card::addAction(QWidget *widget)
{
    // A quiet button has invisible padding; its text, not its box, ends at the card's margin.
    if (qobject_cast<QAbstractButton *>(widget) &&
        widget->property("gwEmphasis").toInt() == int(Emphasis::Quiet))
        m_head->setContentsMargins(mirrored({space::kLarge, 0, space::kLarge - 10, 0}, layoutDirection()));
    m_head->addWidget(widget);
}

void Card::setNote(const QString &note)
{
    m_head->insertWidget(1, new Label(note, TextStyle::Caption, Colour::TextSecondary));
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawPanel(painter, rect(), radius::kCard, colour(Colour::Surface, palette()),
              colour(Colour::Border, palette()));
}

Banner::Banner(Mark mark, const QString &title, const QString &text, const std::vector<QWidget *> &actions,
               QWidget *parent)
    : QFrame(parent)
    , m_mark(mark)
{
    // Many buttons would leave the words no room.
    const bool below = actions.size() > kActionsBeside;
    auto *all = new QBoxLayout(below ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight, this);
    all->setContentsMargins(
        mirrored({space::kLarge + 24, space::kMedium, space::kMedium, space::kMedium}, layoutDirection()));
    all->setSpacing(space::kSmall);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget((new Label(title, TextStyle::BodyStrong))->wrapped());
    if (!text.isEmpty())
        texts->addWidget((new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped());
    all->addLayout(texts, 1);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    row->addStretch(below ? 1 : 0);
    for (QWidget *action : actions)
        row->addWidget(action, 0, Qt::AlignVCenter);
    all->addLayout(row);
    setAccessibleName(title);
}

void Banner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colour role = markColour(m_mark);
    const QColor ink = colour(role, palette());
    const QColor soft = colour(Colour(int(role) + 1), palette());
    drawPanel(painter, rect(), radius::kCard, soft, mixed(ink, soft, 0.35));
    const QString id = m_mark == Mark::Paused    ? u"pause"_s
                       : role == Colour::Error   ? u"error"_s
                       : role == Colour::Warning ? u"warning"_s
                       : role == Colour::Ok      ? u"ok"_s
                                                 : u"info"_s;
    const QRect box(space::kLarge, space::kMedium + 1, 16, 16);
    drawIcon(painter, QStyle::visualRect(layoutDirection(), rect(), box), id, ink);
}

EmptyState::EmptyState(const QString &art, const QString &title, const QString &text,
                       std::initializer_list<QWidget *> actions, QWidget *parent)
    : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setSpacing(space::kSmall);
    all->addStretch();
    all->addWidget(new Artwork(art), 0, Qt::AlignHCenter);
    all->addSpacing(space::kSmall);
    auto *head = new Label(title, TextStyle::Heading);
    head->setAlignment(Qt::AlignCenter);
    all->addWidget(head);
    auto *body = (new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped();
    body->setAlignment(Qt::AlignCenter);
    all->addWidget(body);
    auto *row = new QHBoxLayout;
    row->addStretch();
    addAll(row, actions);
    row->addStretch();
    all->addSpacing(space::kSmall);
    all->addLayout(row);
    all->addStretch();
}

Artwork::Artwork(const QString &id, QWidget *parent)
    : QWidget(parent)
    , m_id(id)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Artwork::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.drawPixmap(0, 0, artwork(m_id, size(), palette(), devicePixelRatioF()));
}

Separator::Separator(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(1);
}

void Separator::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), colour(Colour::Border, palette()));
}

CopyField::CopyField(const QString &text, const QString &name, QWidget *parent)
    : QFrame(parent)
{
    auto *all = new QHBoxLayout(this);
    all->setContentsMargins(mirrored({space::kMedium, 0, 2, 0}, layoutDirection()));
    all->setSpacing(space::kSmall);
    m_shown = new Label(text, TextStyle::Code);
    m_shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_shown->setAccessibleName(name);
    all->addWidget(m_shown, 1);
    QToolButton *copy = iconButton(u"copy"_s, tr("Copy: %1").arg(name));
    setCompact(copy);
    connect(copy, &QToolButton::clicked, this, [this] {
        if (m_copy)
            m_copy();
        else
            QApplication::clipboard()->setText(m_shown->text());
    });
    all->addWidget(copy);
    setFixedHeight((fontMetrics().height() + 17) / 4 * 4);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void CopyField::setText(const QString &text)
{
    m_shown->setText(text);
}

void CopyField::setCopy(std::function<void()> copy)
{
    m_copy = std::move(copy);
}

void CopyField::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawPanel(painter, rect(), radius::kControl, colour(Colour::Sunken, palette()),
              colour(Colour::Border, palette()));
}

PageFrame::PageFrame(const QString &title, QWidget *parent)
    : QWidget(parent)
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    m_header = new QHBoxLayout;
    m_header->setSpacing(space::kSmall);
    auto *head = new Label(title, TextStyle::Title);
    head->setMinimumHeight(32);
    m_header->addWidget(head);
    m_header->addStretch();
    all->addLayout(m_header);
    m_body = new QVBoxLayout;
    m_body->setSpacing(space::kMedium);
    all->addLayout(m_body, 1);
}

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(content);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return area;
}

}   // namespace gw::ui
