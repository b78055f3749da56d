#include "ui/framework/guide.h"

#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kTextWidth = 480;

struct HelpRow
{
    const char *page;
    const char *text;
};

constexpr HelpRow kHelp[] = {
    {"home",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Home answers four questions: is the gateway on, which address and key do programs "
                       "need, what happens now, and what did today cost. The switch turns the gateway off "
                       "for all programs; requests that run are finished first.")},
    {"traffic",
     QT_TRANSLATE_NOOP(
         "gw::ui::PageGuide",
         "Traffic lists every request, newest first, with the program that sent it, the model "
         "that answered, its tokens and its cost. Choose a row to see how it was routed and "
         "billed; filter to find one. Where prompts are kept, R asks the same once more and Shift+R "
         "asks another model.")},
    {"spend",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Spend adds up what requests cost, by day, program, key, model or provider. Every sum "
                       "can be followed down to the requests it is made of.")},
    {"models",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Models shows the names that programs ask for and, under each, the deployments that "
                       "answer it. Several deployments share the traffic of their name. A paused one gets no "
                       "traffic; prices are in dollars per million tokens.")},
    {"providers",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Providers are the services that answer: with a key, or a program on this computer "
                       "that needs none. Keys are kept encrypted and never shown again; a new key takes the "
                       "place of an old one without a change in your programs.")},
    {"routing", QT_TRANSLATE_NOOP(
                    "gw::ui::PageGuide",
                    "Routing decides which deployment answers a request, what is tried next when it "
                    "fails, and how often. The simulation shows the way of a request before you send it.")},
    {"keys",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Keys gives each program or person a key of its own, with the models it may use, a "
                       "budget and limits. A key is shown once, when it is made.")},
    {"clients",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Clients finds the programs on this computer that can use the gateway and sets them "
                       "up. You see every change before it is made, and can take it back.")},
    {"playground",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Playground sends a prompt to one or more models and shows their answers side by "
                       "side, with time, tokens and cost.")},
    {"settings",
     QT_TRANSLATE_NOOP("gw::ui::PageGuide",
                       "Settings holds what is not about one model or key: the network, security, storage, "
                       "import and export. Changes are written to config.yaml where they belong, and the "
                       "rest of the file stays as it is.")},
};

// One line per action with keys: what it does, and the keys.
void addLines(QGridLayout &grid, const std::vector<const Action *> &actions)
{
    QString group;
    for (const Action *action : actions) {
        int row = grid.rowCount();
        if (action->group != group) {
            group = action->group;
            grid.setRowMinimumHeight(row, space::kSmall);
            grid.addWidget(new Label(group, TextStyle::CaptionStrong, Colour::TextSecondary), row + 1, 0, 1,
                           2);
            row += 2;
        }
        auto *text = new Label(action->text);
        auto *keys = new Label(action->keys.toString(QKeySequence::NativeText), TextStyle::Code,
                               Colour::TextSecondary);
        keys->setAccessibleName(u"%1: %2"_s.arg(action->text, keys->text()));
        grid.addWidget(text, row, 0);
        grid.addWidget(keys, row, 1, Qt::AlignRight | Qt::AlignVCenter);
    }
    grid.setColumnStretch(0, 1);
    grid.setColumnMinimumWidth(1, 120);
}

QLayout *closeRow(QDialog &dialog)
{
    auto *row = new QHBoxLayout;
    row->addStretch();
    QPushButton *close = button(QCoreApplication::translate("gw::ui::PageGuide", "Close"));
    close->setDefault(true);
    row->addWidget(close);
    QObject::connect(close, &QPushButton::clicked, &dialog, &QDialog::accept);
    close->setFocus();
    return row;
}

QVBoxLayout *frame(QDialog &dialog, const QString &title)
{
    dialog.setWindowTitle(title);
    auto *all = new QVBoxLayout(&dialog);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(title, TextStyle::Title));
    return all;
}

}   // namespace

QString pageHelp(const QString &pageId)
{
    const auto row = std::ranges::find_if(
        kHelp, [&](const HelpRow &help) { return pageId == QLatin1StringView(help.page); });
    return row == std::end(kHelp) ? QString() : QCoreApplication::translate("gw::ui::PageGuide", row->text);
}

PageGuide::PageGuide(const Actions &actions, const QString &pageId, const QString &title, QWidget *parent)
    : QDialog(parent)
{
    QVBoxLayout *all = frame(*this, title);
    auto *text = (new Label(pageHelp(pageId)))->wrapped();
    text->setMinimumWidth(kTextWidth);
    all->addWidget(text);
    std::vector<const Action *> own;
    for (const Action &action : actions.all())
        if (!action.keys.isEmpty() && action.page == pageId)
            own.push_back(&action);
    auto *grid = new QGridLayout;
    grid->setVerticalSpacing(space::kTight);
    addLines(*grid, own);
    all->addLayout(grid);
    all->addWidget(new Label(tr("Ctrl+K finds everything by name, ? lists all keys."), TextStyle::Caption,
                             Colour::TextSecondary));
    all->addStretch();
    all->addLayout(closeRow(*this));
}

ShortcutList::ShortcutList(const Actions &actions, QWidget *parent)
    : QDialog(parent)
{
    QVBoxLayout *all = frame(*this, tr("Keyboard shortcuts"));
    std::vector<const Action *> keyed;
    for (const Action &action : actions.all())
        if (!action.keys.isEmpty())
            keyed.push_back(&action);
    // Groups stay together in the order in which each first came.
    QStringList groups;
    for (const Action *action : keyed)
        if (!groups.contains(action->group))
            groups << action->group;
    std::ranges::stable_sort(keyed, {}, [&](const Action *action) { return groups.indexOf(action->group); });
    // Two columns, split between groups near the middle.
    std::size_t split = keyed.size();
    for (std::size_t i = (keyed.size() + 1) / 2; i < keyed.size() && split == keyed.size(); ++i)
        if (keyed[i]->group != keyed[i - 1]->group)
            split = i;
    const auto middle = keyed.begin() + std::ptrdiff_t(split);
    auto *columns = new QHBoxLayout;
    columns->setSpacing(2 * space::kPage);
    for (const auto &part : {std::vector(keyed.begin(), middle), std::vector(middle, keyed.end())}) {
        if (part.empty())
            continue;
        auto *column = new QVBoxLayout;
        auto *grid = new QGridLayout;
        grid->setVerticalSpacing(space::kTight);
        addLines(*grid, part);
        column->addLayout(grid);
        column->addStretch();
        columns->addLayout(column, 1);
    }
    all->addLayout(columns);
    all->addStretch();
    all->addLayout(closeRow(*this));
}

}   // namespace gw::ui
