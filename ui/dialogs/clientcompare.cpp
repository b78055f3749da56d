#include "ui/dialogs/clientcompare.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace gw::ui {

namespace {

constexpr int kWidth = 760;

// One value, or a word where there is none.
Label *valueLabel(const QString &value, bool changed)
{
    if (value.isEmpty())
        return new Label(ClientCompare::tr("not there"), TextStyle::Caption, Colour::TextSecondary);
    auto *label = new Label(value, TextStyle::Code, changed ? Colour::Warning : Colour::Text);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label->elided();
}

}   // namespace

ClientCompare::ClientCompare(const client::Tool &tool, const std::vector<client::ToolDrift> &drifts,
                             bool undoing, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(undoing ? tr("Disconnect %1").arg(tool.name) : tr("Compare %1").arg(tool.name));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    column->setSpacing(space::kMedium);
    column->addWidget(new Label(windowTitle(), TextStyle::Title));
    column->addWidget(
        (new Label(
             undoing ? tr("These values were changed after the gateway had set them. Everything else is put "
                          "back in any case.")
                     : tr("These values were changed after the gateway had set them."),
             TextStyle::Body, Colour::TextSecondary))
            ->wrapped());
    if (!tool.problem.isEmpty())
        column->addWidget(new Banner(Mark::Error, tool.problem, {}, {}));
    auto *table = new QWidget;
    table->setAccessibleName(tr("Changed values"));
    auto *grid = new QGridLayout(table);
    grid->setContentsMargins({});
    grid->setHorizontalSpacing(space::kLarge);
    grid->setVerticalSpacing(space::kSmall);
    int row = 0;
    for (const QString &name : {tr("Value"), tr("Before"), tr("By the gateway"), tr("Now")})
        grid->addWidget(new Label(name, TextStyle::Caption, Colour::TextSecondary), 0, row++);
    row = 1;
    QString file;
    for (const client::ToolDrift &drift : drifts) {
        if (drift.file != file)
            grid->addWidget((new Label(drift.file, TextStyle::Caption, Colour::TextSecondary))->elided(),
                            row++, 0, 1, 4);
        file = drift.file;
        grid->addWidget((new Label(drift.path, TextStyle::Code))->elided(), row, 0);
        grid->addWidget(valueLabel(drift.before, false), row, 1);
        grid->addWidget(valueLabel(drift.ours, false), row, 2);
        grid->addWidget(valueLabel(drift.now, true), row, 3);
        ++row;
    }
    for (int i = 0; i < 4; ++i)
        grid->setColumnStretch(i, 1);
    column->addWidget(table);
    column->addStretch(1);
    auto *buttons = new QHBoxLayout;
    const auto add = [&](const QString &text, Emphasis emphasis, Choice choice) {
        QPushButton *push = button(text, emphasis);
        push->setAutoDefault(false);
        connect(push, &QPushButton::clicked, this, [this, choice] {
            Q_EMIT chosen(choice);
            accept();
        });
        buttons->addWidget(push);
        return push;
    };
    QPushButton *cancel = button(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    QPushButton *first = nullptr;
    if (undoing) {
        buttons->addStretch(1);
        buttons->addWidget(cancel);
        add(tr("Put back what was before"), Emphasis::Secondary, Choice::PutBack);
        first = add(tr("Keep what is now"), Emphasis::Primary, Choice::Keep);
    } else {
        add(tr("Disconnect…"), Emphasis::Quiet, Choice::Keep);
        buttons->addStretch(1);
        buttons->addWidget(cancel);
        add(tr("Keep what is now"), Emphasis::Secondary, Choice::Accept);
        first = add(tr("Connect again…"), Emphasis::Primary, Choice::Connect);
    }
    column->addLayout(buttons);
    first->setDefault(true);
    first->setFocus();
    setMinimumWidth(kWidth);
}

}   // namespace gw::ui
