#include "ui/dialogs/spendwhatif.h"

#include "ui/framework/controls.h"
#include "ui/framework/format.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 600;
constexpr int kResultHeight = 190;
constexpr std::size_t kShownLines = 5;
constexpr std::int64_t kMillion = 1'000'000;

Label *number(const QString &text, Colour role = Colour::Text, TextStyle style = TextStyle::Body)
{
    Label *label = (new Label(text, style, role))->tabular();
    label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    return label;
}

QString priceText(std::int64_t picoPerMillion)
{
    return picoPerMillion < 0 ? dash()
                              : money(picoPerMillion, picoPerMillion % (kMillion * 10'000) == 0 ? 2 : 4);
}

// "+$1.20", "−$3.40"; nothing for the same.
QString change(std::int64_t pico)
{
    if (pico == 0)
        return u"="_s;
    return (pico > 0 ? u"+"_s : u"−"_s) + moneyShort(pico > 0 ? pico : -pico);
}

}   // namespace

SpendWhatIf::SpendWhatIf(client::SpendClient &client, const QList<Part> &parts, const client::SpendDays &days,
                         const QString &span, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_days(days)
{
    setWindowTitle(tr("What if"));
    setMinimumWidth(kWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    column->setSpacing(space::kMedium);
    column->addWidget(new Label(tr("What if another model had answered?"), TextStyle::Heading));
    auto *form = new Form;
    m_part = new QComboBox;
    for (const Part &part : parts)
        m_part->addItem(part.name, part.filter);
    form->addRow(tr("Requests of"), m_part, span);
    m_target = new QComboBox;
    for (const client::WhatIfTarget &target : client.whatIfTargets())
        m_target->addItem(tr("%1: %2 in, %3 out per million")
                              .arg(target.name, priceText(target.input), priceText(target.output)),
                          target.deployment);
    form->addRow(
        tr("Answered by"), m_target,
        tr("The recorded tokens at its price of today. Another model may write more or less, and caches its "
           "own way."));
    column->addWidget(form);
    auto *result = new QWidget;
    result->setMinimumHeight(kResultHeight);
    m_place = new QVBoxLayout(result);
    m_place->setContentsMargins({});
    column->addWidget(result, 1);
    auto *row = new QHBoxLayout;
    row->addStretch();
    QPushButton *close = button(tr("Close"), Emphasis::Primary);
    close->setDefault(true);
    row->addWidget(close);
    column->addLayout(row);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_part, &QComboBox::currentIndexChanged, this, &SpendWhatIf::ask);
    connect(m_target, &QComboBox::currentIndexChanged, this, &SpendWhatIf::ask);
    connect(&client, &client::SpendClient::whatIfReady, this,
            [this](client::Token token, const client::WhatIf &told) {
                if (token == m_token && token != 0) {
                    m_token = 0;
                    show(told);
                }
            });
    m_target->setFocus();
    ask();
}

SpendWhatIf::~SpendWhatIf()
{
    if (m_token != 0)
        m_client.cancel(m_token);
}

void SpendWhatIf::clear()
{
    while (QLayoutItem *item = m_place->takeAt(0)) {
        delete item->widget();
        if (QLayout *layout = item->layout())
            while (QLayoutItem *inner = layout->takeAt(0)) {
                delete inner->widget();
                delete inner;
            }
        delete item;
    }
}

void SpendWhatIf::ask()
{
    if (m_token != 0)
        m_client.cancel(std::exchange(m_token, 0));
    clear();
    if (m_target->count() == 0) {
        m_place->addWidget(
            new Label(tr("No model here has a price."), TextStyle::Body, Colour::TextSecondary));
        m_place->addStretch();
        return;
    }
    m_place->addWidget(new Label(tr("Summing up"), TextStyle::Body, Colour::TextSecondary));
    m_place->addStretch();
    m_token =
        m_client.requestWhatIf(m_part->currentData().toString(), m_days, m_target->currentData().toString());
}

void SpendWhatIf::show(const client::WhatIf &told)
{
    clear();
    if (!told.problem.isEmpty()) {
        m_place->addWidget((new Label(told.problem, TextStyle::Body, Colour::Error))->wrapped());
        m_place->addStretch();
        return;
    }
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(space::kLarge);
    grid->setVerticalSpacing(space::kTight);
    const auto head = [](const QString &text) {
        return number(text, Colour::TextSecondary, TextStyle::CaptionStrong);
    };
    grid->addWidget(new Label(tr("Answered then"), TextStyle::CaptionStrong, Colour::TextSecondary), 0, 0);
    grid->addWidget(head(tr("Cost")), 0, 1);
    grid->addWidget(head(tr("Would cost")), 0, 2);
    grid->addWidget(head(tr("Difference")), 0, 3);
    int at = 1;
    const auto line = [&](const QString &name, std::int64_t now, std::int64_t then, TextStyle style) {
        grid->addWidget((new Label(name, style))->elided(), at, 0);
        grid->addWidget(number(moneyShort(now), Colour::Text, style), at, 1);
        grid->addWidget(number(moneyShort(then), Colour::Text, style), at, 2);
        grid->addWidget(number(change(then - now), then < now ? Colour::Ok : Colour::Text, style), at, 3);
        ++at;
    };
    std::int64_t now = 0;
    std::int64_t then = 0;
    for (std::size_t i = 0; i < told.lines.size(); ++i) {
        if (i < kShownLines) {
            line(told.lines[i].model.isEmpty() ? tr("nobody") : told.lines[i].model, told.lines[i].nowPico,
                 told.lines[i].thenPico, TextStyle::Body);
        } else {
            now += told.lines[i].nowPico;
            then += told.lines[i].thenPico;
        }
    }
    if (told.lines.size() > kShownLines)
        line(tr("%n further model(s)", nullptr, int(told.lines.size() - kShownLines)), now, then,
             TextStyle::Body);
    grid->addWidget(new Separator, at++, 0, 1, 4);
    line(tr("Together"), told.nowPico, told.thenPico, TextStyle::BodyStrong);
    grid->setColumnStretch(0, 1);
    m_place->addLayout(grid);
    if (told.incomplete)
        m_place->addWidget(
            new Badge(Mark::Warning, tr("Something that was used has no price there: it would cost more.")));
    m_place->addStretch();
}

}   // namespace gw::ui
