#include "ui/dialogs/fallbackedit.h"

#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 520;
const QString kAll = u"*"_s;

}   // namespace

FallbackEdit::FallbackEdit(const QStringList &names, QWidget *parent)
    : QDialog(parent)
    , m_names(names)
{
    setWindowTitle(tr("Fallback"));
    setMinimumWidth(kWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
    column->setSpacing(space::kMedium);
    m_form = new Form;
    m_source = new QComboBox;
    for (const QString &name : names)
        m_source->addItem(name, name);
    m_source->addItem(tr("all others"), kAll);
    m_form->addRow(tr("When this has failed"), m_source);
    m_kind = new QComboBox;
    m_kind->addItems({tr("after any failure"), tr("when the prompt is too long"),
                      tr("when the provider refuses the prompt")});
    m_form->addRow(tr("After which failure"), m_kind);
    m_targets = new QLineEdit;
    m_targets->setPlaceholderText(tr("one or more names, with commas between them"));
    m_form->addRow(tr("Then try"), m_targets, tr("In this order."));
    column->addWidget(m_form);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    row->addStretch();
    QPushButton *cancel = button(tr("Cancel"));
    m_save = button(tr("Save"), Emphasis::Primary);
    m_save->setDefault(true);
    addAll(row, {cancel, m_save});
    column->addLayout(row);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_targets, &QLineEdit::textChanged, this, &FallbackEdit::check);
    connect(m_source, &QComboBox::currentIndexChanged, this, &FallbackEdit::check);
    m_targets->setFocus();
    check();
}

void FallbackEdit::setChain(int kind, const QString &source, const QStringList &targets)
{
    m_kind->setCurrentIndex(kind);
    m_kind->setEnabled(false);
    if (m_source->findData(source) < 0)
        m_source->addItem(source, source);
    m_source->setCurrentIndex(m_source->findData(source));
    m_source->setEnabled(false);
    m_targets->setText(targets.join(u", "_s));
}

void FallbackEdit::setKindEnabled(int kind, bool enabled)
{
    auto *model = qobject_cast<QStandardItemModel *>(m_kind->model());
    if (!model)
        return;
    model->item(kind)->setEnabled(enabled);
    for (int i = 0; i < model->rowCount() && !model->item(m_kind->currentIndex())->isEnabled(); ++i)
        m_kind->setCurrentIndex(i);
}

int FallbackEdit::kind() const
{
    return m_kind->currentIndex();
}

QString FallbackEdit::source() const
{
    return m_source->currentData().toString();
}

QStringList FallbackEdit::targets() const
{
    QStringList out;
    for (const QString &part : m_targets->text().split(u',')) {
        if (const QString one = part.trimmed(); !one.isEmpty() && !out.contains(one))
            out << one;
    }
    return out;
}

void FallbackEdit::check()
{
    QStringList unknown;
    for (const QString &target : targets()) {
        if (!m_names.contains(target) && !target.contains(u'/'))
            unknown << target;
    }
    const bool itself = targets().contains(source());
    if (itself)
        m_form->setHint(m_targets, tr("A name cannot stand in for itself."), Mark::Error);
    else if (!unknown.isEmpty())
        m_form->setHint(
            m_targets,
            tr("There is no model “%1” yet; it is skipped until there is.").arg(unknown.join(u", "_s)),
            Mark::Warning);
    else
        m_form->setHint(m_targets, tr("In this order."));
    m_save->setEnabled(!targets().isEmpty() && !itself && !source().isEmpty());
}

}   // namespace gw::ui
