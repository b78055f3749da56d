#include "ui/pages/clients/toolline.h"

#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/framework/tiles.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::Tool;
using client::ToolState;

constexpr int kNameWidth = 204;
constexpr int kBudgetWidth = 216;
constexpr int kMargin = 10;
constexpr double kWarnShare = 0.8;

bool isLinked(const Tool &tool)
{
    return tool.state == ToolState::Connected || tool.state == ToolState::Drifted;
}

double shareOf(const Tool &tool)
{
    return tool.budgetPico > 0 ? double(tool.spentPico) / double(tool.budgetPico) : 0;
}

Mark markOf(const Tool &tool)
{
    if (isLinked(tool) && tool.keyBlocked)
        return Mark::Paused;
    switch (tool.state) {
    case ToolState::Connected:
        return tool.moved ? Mark::Warning : Mark::Ok;
    case ToolState::Drifted:
        return Mark::Partial;
    case ToolState::Managed:
        return Mark::Warning;
    case ToolState::Never:
        return Mark::Blocked;
    default:
        return Mark::Off;
    }
}

QString dayOf(std::int64_t unixS)
{
    return QLocale().toString(QDateTime::fromSecsSinceEpoch(unixS).date(), QLocale::ShortFormat);
}

}   // namespace

QString stateWord(const Tool &tool)
{
    if (isLinked(tool) && tool.keyBlocked)
        return ToolLine::tr("paused");
    switch (tool.state) {
    case ToolState::Connected:
        return tool.moved ? ToolLine::tr("old address") : ToolLine::tr("connected");
    case ToolState::Drifted:
        return ToolLine::tr("changed outside");
    case ToolState::Managed:
        return ToolLine::tr("managed");
    case ToolState::Never:
        return ToolLine::tr("cannot be connected");
    default:
        return ToolLine::tr("not connected");
    }
}

QString stateNote(const Tool &tool)
{
    if (isLinked(tool) && tool.keyBlocked)
        return ToolLine::tr("its key is blocked");
    switch (tool.state) {
    case ToolState::Connected:
        if (tool.moved)
            return ToolLine::tr("the gateway has another address by now");
        return ToolLine::tr("%n line(s) changed on %1", nullptr, tool.lines).arg(dayOf(tool.sinceS));
    case ToolState::Drifted:
        if (!tool.problem.isEmpty())
            return tool.problem;
        return tool.drifts.size() == 1
                   ? ToolLine::tr("%1 was changed").arg(tool.drifts.front().path)
                   : ToolLine::tr("%n value(s) were changed", nullptr, int(tool.drifts.size()));
    case ToolState::Managed:
        return ToolLine::tr("by %1").arg(tool.policy);
    case ToolState::Manual:
        return tool.brief.isEmpty() ? ToolLine::tr("is connected in its own settings") : tool.brief;
    case ToolState::Never:
        return tool.brief;
    default:
        return tool.direct.isEmpty() ? ToolLine::tr("goes its own way") : tool.direct;
    }
}

ToolLine::ToolLine(const Tool &tool, QWidget *parent)
    : QWidget(parent)
    , m_tool(tool)
{
    setAccessibleName(tool.name);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, kMargin, 0, kMargin);
    row->setSpacing(space::kLarge);
    const auto column = [&](QWidget *upper, QWidget *lower, int width) {
        auto *box = new QWidget;
        auto *texts = new QVBoxLayout(box);
        texts->setContentsMargins({});
        texts->setSpacing(1);
        texts->addWidget(upper, 0, Qt::AlignVCenter);
        texts->addWidget(lower, 0, Qt::AlignVCenter);
        if (width > 0)
            box->setFixedWidth(width);
        row->addWidget(box, width > 0 ? 0 : 1);
    };
    const auto small = [](const QString &text) {
        return (new Label(text, TextStyle::Caption, Colour::TextSecondary))->elided();
    };
    const QString title = tool.version.isEmpty() ? tool.name : u"%1 %2"_s.arg(tool.name, tool.version);
    column((new Label(title, TextStyle::BodyStrong))->elided(), small(tool.files.value(0)), kNameWidth);
    column(new Badge(markOf(tool), stateWord(tool)), small(stateNote(tool)), 0);
    if (QWidget *meter = budget()) {
        meter->setFixedWidth(kBudgetWidth);
        row->addWidget(meter);
    }
    m_actions = new QWidget;
    auto *actions = new QHBoxLayout(m_actions);
    actions->setContentsMargins({});
    actions->setSpacing(space::kTight);
    actions->addStretch(1);
    fill(*actions);
    row->addWidget(m_actions);
}

QWidget *ToolLine::budget() const
{
    if (!isLinked(m_tool) || m_tool.keyId.isEmpty())
        return nullptr;
    if (m_tool.budgetPico <= 0)
        return (new Label(tr("no budget"), TextStyle::Caption, Colour::TextSecondary))->elided();
    const double share = shareOf(m_tool);
    const QString percent = QLocale().toString(int(share * 100)) + QLocale().percent();
    return new Meter(tr("Budget"), share,
                     u"%1 / %2"_s.arg(moneyShort(m_tool.spentPico), moneyShort(m_tool.budgetPico)),
                     share >= kWarnShare ? percent : QString());
}

void ToolLine::add(QHBoxLayout &row, QWidget *push, Ask ask)
{
    connect(static_cast<QAbstractButton *>(push), &QAbstractButton::clicked, this,
            [this, ask] { Q_EMIT asked(ask, m_tool); });
    row.addWidget(push);
}

void ToolLine::addIcon(QHBoxLayout &row, const QString &icon, const QString &name, Ask ask)
{
    QToolButton *push = iconButton(icon, name);
    setCompact(push);
    add(row, push, ask);
}

void ToolLine::addMore(QHBoxLayout &row)
{
    QToolButton *more = iconButton(u"more"_s, tr("More for %1").arg(m_tool.name));
    setCompact(more);
    auto *menu = new QMenu(more);
    const auto entry = [&](const QString &text, Ask ask) {
        connect(menu->addAction(text), &QAction::triggered, this, [this, ask] { Q_EMIT asked(ask, m_tool); });
    };
    if (m_tool.mayModel)
        entry(tr("Change its model…"), Ask::Configure);
    if (m_tool.canLaunch)
        entry(tr("Launch once"), Ask::Launch);
    if (m_tool.state == ToolState::Drifted)
        entry(tr("Undo"), Ask::Undo);
    if (!m_tool.keyId.isEmpty()) {
        entry(tr("Open its key"), Ask::OpenKey);
        entry(tr("Open its traffic"), Ask::OpenTraffic);
    }
    connect(more, &QToolButton::clicked, menu,
            [more, menu] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
    row.addWidget(more);
}

void ToolLine::fill(QHBoxLayout &row)
{
    switch (m_tool.state) {
    case ToolState::Connected:
    case ToolState::Drifted:
        if (m_tool.state == ToolState::Drifted) {
            add(row, smallButton(tr("Compare…"), Emphasis::Primary), Ask::Compare);
            add(row, smallButton(tr("Accept"), Emphasis::Quiet), Ask::Accept);
        } else {
            add(row,
                m_tool.moved ? smallButton(tr("Update…"), Emphasis::Primary) : smallButton(tr("Changes")),
                Ask::Configure);
            add(row, smallButton(tr("Undo"), Emphasis::Quiet), Ask::Undo);
        }
        if (!m_tool.keyId.isEmpty() && m_tool.keyBlocked)
            addIcon(row, u"play"_s, tr("Resume %1").arg(m_tool.name), Ask::Resume);
        else if (!m_tool.keyId.isEmpty())
            addIcon(row, u"pause"_s, tr("Pause %1").arg(m_tool.name), Ask::Pause);
        addMore(row);
        break;
    case ToolState::Off:
        if (m_tool.canLaunch)
            add(row, smallButton(tr("Launch once")), Ask::Launch);
        add(row, smallButton(tr("Configure…")), Ask::Configure);
        break;
    case ToolState::Manual:
        add(row, smallButton(tr("Steps…")), Ask::Steps);
        break;
    case ToolState::Managed:
    case ToolState::Never:
        add(row, smallButton(tr("Why?"), Emphasis::Quiet), Ask::Reason);
        break;
    case ToolState::Missing:
        break;
    }
}

}   // namespace gw::ui
