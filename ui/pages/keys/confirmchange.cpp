#include "ui/pages/keys/confirmchange.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace gw::ui {

namespace {

constexpr int kTextWidth = 440;

}   // namespace

ConfirmChange::ConfirmChange(const QString &title, const QString &effect, const QString &verb,
                             QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(title);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kSmall);
    Label *head = (new Label(title, TextStyle::Heading))->wrapped();
    head->setMinimumWidth(kTextWidth);
    all->addWidget(head);
    all->addWidget((new Label(effect, TextStyle::Body, Colour::TextSecondary))->wrapped());
    all->addSpacing(space::kSmall);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    row->addStretch();
    QPushButton *cancel = button(tr("Cancel"));
    cancel->setDefault(true);
    QPushButton *go = button(verb, Emphasis::Danger);
    go->setAutoDefault(false);
    addAll(row, {cancel, go});
    all->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(go, &QPushButton::clicked, this, &QDialog::accept);
    cancel->setFocus();
}

}   // namespace gw::ui
