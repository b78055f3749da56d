#include "ui/dialogs/unsaved.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace gw::ui {

namespace {

constexpr int kTextWidth = 420;

}   // namespace

Unsaved::Unsaved(const QString &what, QWidget *parent)
    : QDialog(parent)
{
    const QString title = tr("Save what you typed?");
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kSmall);
    all->addWidget(new Label(title, TextStyle::Heading));
    auto *text =
        (new Label(tr("%1 holds changes that are not saved. Without saving they are lost.").arg(what),
                   TextStyle::Body, Colour::TextSecondary))
            ->wrapped();
    text->setMinimumWidth(kTextWidth);
    all->addWidget(text);
    all->addSpacing(space::kSmall);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    QPushButton *drop = button(tr("Discard"), Emphasis::Danger);
    QPushButton *cancel = button(tr("Cancel"));
    QPushButton *save = button(tr("Save"), Emphasis::Primary);
    drop->setAutoDefault(false);
    cancel->setAutoDefault(false);
    save->setDefault(true);
    row->addWidget(drop);
    row->addStretch();
    addAll(row, {cancel, save});
    all->addLayout(row);
    connect(drop, &QPushButton::clicked, this, [this] {
        Q_EMIT dropAsked();
        accept();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(save, &QPushButton::clicked, this, [this] {
        Q_EMIT saveAsked();
        accept();
    });
    save->setFocus();
}

}   // namespace gw::ui
