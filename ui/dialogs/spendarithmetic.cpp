#include "ui/dialogs/spendarithmetic.h"

#include "core/client/amounts.h"
#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"
#include "ui/models/spendmodel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 660;
constexpr std::size_t kShownLines = 12;
constexpr int kDigits = 4;

Label *cell(const QString &text, Colour role = Colour::Text, TextStyle style = TextStyle::Body)
{
    return new Label(text, style, role);
}

Label *number(const QString &text, Colour role = Colour::Text, TextStyle style = TextStyle::Body)
{
    Label *label = cell(text, role, style)->tabular();
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

}   // namespace

SpendArithmetic::SpendArithmetic(client::SpendClient &client, const QString &title, const QString &filter,
                                 const client::SpendDays &days, const QString &span, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
{
    setWindowTitle(tr("How it was reckoned"));
    setMinimumWidth(kWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    column->setSpacing(space::kSmall);
    column->addWidget((new Label(title, TextStyle::Heading))->elided());
    column->addWidget(new Label(span, TextStyle::Caption, Colour::TextSecondary));
    m_place = new QVBoxLayout;
    m_place->addWidget(new Label(tr("Summing up its requests"), TextStyle::Body, Colour::TextSecondary));
    column->addLayout(m_place);
    column->addSpacing(space::kSmall);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    row->addStretch();
    QPushButton *requests = button(tr("Show its requests"), Emphasis::Secondary, u"traffic"_s);
    QPushButton *close = button(tr("Close"), Emphasis::Primary);
    close->setDefault(true);
    addAll(row, {requests, close});
    column->addLayout(row);
    connect(requests, &QPushButton::clicked, this, [this] {
        Q_EMIT requestsAsked();
        accept();
    });
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&client, &client::SpendClient::arithmeticReady, this,
            [this](client::Token token, const client::SpendArithmetic &sums) {
                if (token == m_token && token != 0) {
                    m_token = 0;
                    show(sums);
                }
            });
    m_token = client.requestArithmetic(filter, days);
    close->setFocus();
}

SpendArithmetic::~SpendArithmetic()
{
    if (m_token != 0)
        m_client.cancel(m_token);
}

void SpendArithmetic::show(const client::SpendArithmetic &sums)
{
    while (QLayoutItem *item = m_place->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (!sums.problem.isEmpty()) {
        m_place->addWidget((new Label(sums.problem, TextStyle::Body, Colour::Error))->wrapped());
        return;
    }
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(space::kMedium);
    grid->setVerticalSpacing(space::kTight);
    const QLocale locale;
    int at = 0;
    std::int64_t shown = 0;
    for (const client::PriceLine &line : sums.lines) {
        if (std::size_t(at) == kShownLines)
            break;
        grid->addWidget(cell(line.model)->elided(), at, 0);
        grid->addWidget(cell(spendwords::kind(line.kind), Colour::TextSecondary), at, 1);
        grid->addWidget(number(locale.toString(qlonglong(line.tokens))), at, 2);
        grid->addWidget(number(u"× "_s + spendwords::perMillion(line.unitPico), Colour::TextSecondary), at,
                        3);
        grid->addWidget(number(money(line.costPico, kDigits)), at, 4);
        shown += line.costPico;
        ++at;
    }
    std::int64_t rest = sums.costPico - sums.otherPico - shown;
    if (rest != 0) {
        grid->addWidget(cell(tr("further models"), Colour::TextSecondary), at, 0, 1, 4);
        grid->addWidget(number(money(rest, kDigits)), at++, 4);
    }
    if (sums.otherPico != 0) {
        Label *other = cell(tr("at other prices, or beside the tokens"), Colour::TextSecondary);
        other->setToolTip(
            tr("Audio, pictures, one-hour cache writes, searches, very long prompts, discounts and "
               "margins"));
        grid->addWidget(other, at, 0, 1, 4);
        grid->addWidget(number(money(sums.otherPico, kDigits)), at++, 4);
    }
    grid->addWidget(new Separator, at++, 0, 1, 5);
    grid->addWidget(
        cell(tr("Attempts: %1").arg(locale.toString(qlonglong(sums.attempts))), Colour::TextSecondary), at, 0,
        1, 3);
    Label *total = number(u"$"_s + client::moneyText(std::max<std::int64_t>(sums.costPico, 0)), Colour::Text,
                          TextStyle::BodyStrong);
    total->setToolTip(tr("Exact, to 10⁻¹² of a dollar"));
    grid->addWidget(total, at, 3, 1, 2);
    grid->setColumnStretch(0, 1);
    m_place->addLayout(grid);
    if (const QString note = spendwords::note(sums.unpriced, sums.estimated); !note.isEmpty())
        m_place->addWidget(new Badge(sums.unpriced > 0 ? Mark::Warning : Mark::Partial, note));
}

}   // namespace gw::ui
