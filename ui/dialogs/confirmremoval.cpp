#include "ui/dialogs/confirmremoval.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kTextWidth = 440;
constexpr qsizetype kNamed = 8;

// "a, b, c and 4 more"
QString some(const QStringList &names)
{
    if (names.size() <= kNamed)
        return names.join(u", "_s);
    return ConfirmRemoval::tr("%1 and %n more", nullptr, int(names.size() - kNamed))
        .arg(names.mid(0, kNamed).join(u", "_s));
}

}   // namespace

ConfirmRemoval::ConfirmRemoval(const QString &title, const client::RemovalEffect &effect, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(title);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kSmall);
    auto *head = (new Label(title, TextStyle::Heading))->wrapped();
    head->setMinimumWidth(kTextWidth);
    all->addWidget(head);
    const auto add = [all](const QString &text, Colour role) {
        all->addWidget((new Label(text, TextStyle::Body, role))->wrapped());
    };
    if (effect.deployments.size() > 1)
        add(tr("Its models: %1.").arg(some(effect.deployments)), Colour::TextSecondary);
    if (!effect.unserved.isEmpty())
        add(tr("Nobody answers these names afterwards: %1. Programs that ask for them get an error.")
                .arg(some(effect.unserved)),
            Colour::Warning);
    if (!effect.references.isEmpty())
        add(tr("These still name them and lead nowhere then: %1.").arg(some(effect.references)),
            Colour::Warning);
    if (effect.unserved.isEmpty())
        add(tr("Every name that programs ask for is still answered."), Colour::TextSecondary);
    add(tr("What was recorded of its traffic stays."), Colour::TextSecondary);
    m_key = new QCheckBox;
    m_key->setVisible(false);
    all->addWidget(m_key, 0, Qt::AlignLeft);
    all->addSpacing(space::kSmall);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    row->addStretch();
    QPushButton *cancel = button(tr("Cancel"));
    cancel->setDefault(true);
    QPushButton *remove = button(tr("Delete"), Emphasis::Danger);
    remove->setAutoDefault(false);
    addAll(row, {cancel, remove});
    all->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(remove, &QPushButton::clicked, this, &QDialog::accept);
    cancel->setFocus();
}

void ConfirmRemoval::offerKey(const QString &offer)
{
    m_key->setText(offer);
    m_key->setVisible(true);
}

void ConfirmRemoval::tellKey(const QString &reason)
{
    m_key->setText(reason);
    m_key->setEnabled(false);
    m_key->setVisible(true);
}

bool ConfirmRemoval::forgetsKey() const
{
    return m_key->isEnabled() && m_key->isChecked();
}

}   // namespace gw::ui
