#include "ui/pages/keys/holdercard.h"

#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/framework/tiles.h"
#include "ui/models/holderwords.h"

#include <QDateTime>
#include <QGridLayout>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr double kWarnShare = 0.8;
constexpr int kBarWidth = 88;
constexpr int kBarHeight = 6;
constexpr std::size_t kShownRefusals = 3;
constexpr int kLinesShare = 4;
constexpr int kRefusalsShare = 3;

std::int64_t nowS()
{
    return QDateTime::currentSecsSinceEpoch();
}

// How much of a limit is used; the numbers stand beside it.
class Bar final : public QWidget
{
public:
    explicit Bar(double share)
        : m_share(share)
    {
        setFixedSize(kBarWidth, kBarHeight);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        drawMeterBar(painter, rect(), std::clamp(m_share, 0.0, 1.0),
                     colour(m_share >= kWarnShare ? Colour::WarningFill : Colour::Accent, palette()),
                     colour(Colour::Hover, palette()), layoutDirection() == Qt::RightToLeft);
    }

private:
    double m_share;
};

// Empties a box; its new grid.
QGridLayout *fresh(QWidget *box)
{
    qDeleteAll(box->findChildren<QWidget *>(Qt::FindDirectChildrenOnly));
    delete box->layout();
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(space::kMedium);
    grid->setVerticalSpacing(space::kTight);
    return grid;
}

Label *caption(const QString &text, Colour role = Colour::TextSecondary)
{
    return new Label(text, TextStyle::Caption, role);
}

// "20 requests and 5,000 tokens a minute": of what has no lines of its own.
QString allowanceText(const client::HolderRow &row)
{
    QStringList parts;
    const client::Allowance &counts = row.counts;
    if (counts.budgetPico >= 0)
        parts << HolderCard::tr("budget %1 %2")
                     .arg(moneyShort(counts.budgetPico), holderwords::window(counts.window));
    const auto add = [&parts](std::int64_t count, const QString &text) {
        if (count >= 0)
            parts << text.arg(QLocale().toString(qlonglong(count)));
    };
    add(counts.requests, HolderCard::tr("%1 requests a minute"));
    add(counts.tokens, HolderCard::tr("%1 tokens a minute"));
    add(counts.parallel, HolderCard::tr("%1 at the same time"));
    if (parts.isEmpty())
        parts << HolderCard::tr("no limit");
    if (!row.sharedBudget.isEmpty())
        parts << HolderCard::tr("shared budget “%1”").arg(row.sharedBudget);
    return parts.join(u" · "_s);
}

}   // namespace

HolderCard::HolderCard(QWidget *parent)
    : Card({}, parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::kSmall);
    m_name = (new Label({}, TextStyle::BodyStrong))->elided();
    m_badge = new Badge(Mark::Ok, {}, Badge::Look::Pill);
    head->addWidget(m_name);
    head->addWidget(m_badge);
    head->addStretch();
    m_traffic = smallButton(tr("Its requests"), Emphasis::Secondary, u"traffic"_s);
    m_edit = smallButton(tr("Edit…"), Emphasis::Secondary, u"edit"_s);
    m_block = smallButton(tr("Block"), Emphasis::Secondary, u"pause"_s);
    m_regenerate = smallButton(tr("New secret…"), Emphasis::Secondary, u"refresh"_s);
    m_delete = smallButton(tr("Delete"), Emphasis::Danger, u"trash"_s);
    addAll(head, {m_traffic, m_edit, m_block, m_regenerate, m_delete});
    body()->addLayout(head);
    m_facts = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    body()->addWidget(m_facts);
    m_both = new QWidget;
    auto *row = new QHBoxLayout(m_both);
    row->setContentsMargins(0, space::kTight, 0, 0);
    row->setSpacing(space::kPage);
    const auto half = [row](Label *title, QWidget *content, int share) {
        auto *column = new QVBoxLayout;
        column->setSpacing(space::kTight);
        column->addWidget(title);
        column->addWidget(content);
        column->addStretch();
        row->addLayout(column, share);
    };
    m_linesTitle = new Label(tr("What holds it back"), TextStyle::CaptionStrong, Colour::Text);
    m_refusalsTitle = new Label(tr("Why it was refused"), TextStyle::CaptionStrong, Colour::Text);
    m_lines = new QWidget;
    m_refusals = new QWidget;
    half(m_linesTitle, m_lines, kLinesShare);
    half(m_refusalsTitle, m_refusals, kRefusalsShare);
    body()->addWidget(m_both);
    connect(m_traffic, &QPushButton::clicked, this, &HolderCard::trafficAsked);
    connect(m_edit, &QPushButton::clicked, this, &HolderCard::editAsked);
    connect(m_block, &QPushButton::clicked, this, &HolderCard::blockAsked);
    connect(m_regenerate, &QPushButton::clicked, this, &HolderCard::regenerateAsked);
    connect(m_delete, &QPushButton::clicked, this, &HolderCard::deleteAsked);
    showNothing();
}

void HolderCard::setReadOnly(const QString &reason)
{
    m_readOnly = !reason.isEmpty();
    for (QPushButton *each : {m_traffic, m_edit, m_block, m_regenerate, m_delete}) {
        each->setEnabled(reason.isEmpty());
        each->setToolTip(reason);
        each->setAccessibleDescription(reason);
    }
}

void HolderCard::showNothing()
{
    m_row = {};
    setVisible(false);
}

void HolderCard::showRow(const client::HolderRow &row)
{
    const bool other = row.id != m_row.id || row.kind != m_row.kind;
    m_row = row;
    setVisible(true);
    m_name->setText(row.name);
    m_badge->set(holderwords::mark(row, nowS()), holderwords::state(row, nowS()));
    const bool isKey = row.kind == client::HolderKind::Key;
    const bool isTeam = row.kind == client::HolderKind::Team;
    m_block->setVisible(isKey || isTeam);
    m_block->setText(row.blocked ? tr("Let in again") : tr("Block"));
    m_regenerate->setVisible(isKey);
    m_traffic->setVisible(isKey || isTeam);
    m_both->setVisible(isKey);
    const QString detail = holderwords::detail(row, nowS());
    m_facts->setText(isKey && m_readOnly ? detail + u" · "_s + allowanceText(row)
                     : isKey             ? detail + u" · "_s + tr("may use %1").arg(holderwords::models(row))
                                         : allowanceText(row));
    if (other && isKey) {
        fresh(m_lines)->addWidget(caption(tr("Asking…")), 0, 0);
        fresh(m_refusals);
        m_refusalsTitle->setVisible(false);
    }
}

void HolderCard::showDetail(const client::HolderDetail &detail)
{
    if (!detail.problem.isEmpty())
        return m_facts->setText(detail.problem);
    if (detail.row.id != m_row.id || m_row.kind != client::HolderKind::Key)
        return;
    showLines(detail.lines);
    showRefusals(detail.refusals);
}

void HolderCard::showLines(const std::vector<client::LimitLine> &lines)
{
    QGridLayout *grid = fresh(m_lines);
    if (lines.empty()) {
        grid->addWidget(caption(m_readOnly
                                    ? tr("No budget. Rates are counted by the gateways themselves.")
                                    : tr("Nothing: it has no limit, and neither has anything above it.")),
                        0, 0);
        return;
    }
    int at = 0;
    for (const client::LimitLine &line : lines) {
        const double share = line.limit > 0 ? double(line.used) / double(line.limit) : 1;
        grid->addWidget(caption(holderwords::whose(line), Colour::Text), at, 0);
        grid->addWidget(caption(holderwords::what(line)), at, 1);
        grid->addWidget(new Bar(share), at, 2, Qt::AlignVCenter);
        QString used = holderwords::used(line);
        if (line.reserved > 0)
            used += tr(" + %1 under way").arg(moneyShort(line.reserved));
        auto *amount = caption(used, line.usedUp() ? Colour::Warning : Colour::Text)->tabular();
        amount->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        grid->addWidget(amount, at, 3);
        const QString reset = holderwords::reset(line.resetS, nowS());
        if (line.usedUp())
            grid->addWidget(
                new Badge(Mark::Paused, reset.isEmpty() ? tr("used up") : tr("used up, %1").arg(reset)), at,
                4);
        else
            grid->addWidget(caption(reset), at, 4);
        ++at;
    }
    grid->setColumnStretch(4, 1);
}

void HolderCard::showRefusals(const std::vector<client::Refusal> &refusals)
{
    QGridLayout *grid = fresh(m_refusals);
    m_refusalsTitle->setVisible(true);
    QString now;
    if (m_row.blocked)
        now = tr("It is blocked: every request gets 401 until it is let in again.");
    else if (m_row.expired)
        now = tr("It has expired: every request gets 401.");
    int at = 0;
    if (!now.isEmpty()) {
        grid->addWidget((new Label(now, TextStyle::Caption, Colour::Warning))->wrapped(), at++, 0, 1, 2);
    }
    if (refusals.empty() && now.isEmpty()) {
        grid->addWidget(caption(m_readOnly ? tr("What was refused is told by its gateway.")
                                           : tr("No limit has refused it since Portico started."))
                            ->wrapped(),
                        at, 0, 1, 2);
        return;
    }
    for (std::size_t i = 0; i < std::min(refusals.size(), kShownRefusals); ++i) {
        const client::Refusal &one = refusals[i];
        grid->addWidget(caption(clockTime(one.atUs, true))->tabular(), at, 0);
        grid->addWidget(caption(one.model.isEmpty() ? dash() : one.model, Colour::Text)->elided(), at++, 1);
        grid->addWidget(caption(holderwords::reason(one.line))->elided(), at, 0, 1, 2);
        ++at;
    }
    if (refusals.size() > kShownRefusals)
        grid->addWidget(caption(tr("and %n earlier", nullptr, int(refusals.size() - kShownRefusals))), at, 1);
    grid->setColumnStretch(1, 1);
}

}   // namespace gw::ui
