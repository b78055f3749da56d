#include "ui/dialogs/modelpicker.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/rowview.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace gw::ui {

namespace {

constexpr int kTypedRole = Qt::UserRole + 1;   // Added by hand.

}   // namespace

ModelPicker::ModelPicker(QWidget *parent)
    : QWidget(parent)
    , m_models(new QStandardItemModel(this))
    , m_shown(new QSortFilterProxyModel(this))
{
    m_shown->setSourceModel(m_models);
    m_shown->setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(space::kSmall);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::kSmall);
    head->addWidget(new Label(tr("Models"), TextStyle::BodyStrong));
    m_count = new Label({}, TextStyle::Caption, Colour::TextSecondary);
    head->addWidget(m_count->elided(), 1);
    m_all = smallButton(tr("All"), Emphasis::Quiet);
    m_none = smallButton(tr("None"), Emphasis::Quiet);
    addAll(head, {m_all, m_none});
    all->addLayout(head);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    m_find = new QLineEdit;
    m_find->setPlaceholderText(tr("Filter, or type the name of a model"));
    m_find->setAccessibleName(tr("Filter, or type the name of a model"));
    m_find->installEventFilter(this);
    m_add = button(tr("Add"));
    row->addWidget(m_find, 1);
    row->addWidget(m_add);
    all->addLayout(row);
    m_list = new QListView;
    m_list->setModel(m_shown);
    m_list->setAccessibleName(tr("Models to offer"));
    m_list->setUniformItemSizes(true);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMinimumHeight(84);
    all->addWidget(m_list, 1);
    m_empty = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->wrapped();
    m_empty->setAlignment(Qt::AlignCenter);
    // The viewport would pass on its own role, which is that of the rows.
    m_empty->setForegroundRole(QPalette::WindowText);
    auto *over = new QVBoxLayout(m_list->viewport());
    over->addWidget(m_empty);

    for (QPushButton *push : {m_all, m_none, m_add})
        push->setAutoDefault(false);
    connect(m_find, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_shown->setFilterFixedString(text.trimmed());
        refresh();
    });
    connect(m_add, &QPushButton::clicked, this, &ModelPicker::addTyped);
    connect(m_all, &QPushButton::clicked, this, [this] { tickShown(true); });
    connect(m_none, &QPushButton::clicked, this, [this] { tickShown(false); });
    connect(m_models, &QStandardItemModel::itemChanged, this, [this] {
        refresh();
        Q_EMIT changed();
    });
    refresh();
}

void ModelPicker::setModels(const QStringList &models)
{
    const QStringList before = ticked();
    QStringList typed;
    for (int row = 0; row < m_models->rowCount(); ++row)
        if (m_models->item(row)->data(kTypedRole).toBool())
            typed << m_models->item(row)->text();
    m_models->clear();
    const bool few = models.size() <= kTickAllUpTo;
    for (const QString &name : models)
        add(name, few || before.contains(name));
    for (const QString &name : std::as_const(typed)) {
        if (models.contains(name))
            continue;
        add(name, before.contains(name));
        m_models->item(m_models->rowCount() - 1)->setData(true, kTypedRole);
    }
    refresh();
    Q_EMIT changed();
}

void ModelPicker::clear()
{
    m_models->clear();
    m_find->clear();
    refresh();
    Q_EMIT changed();
}

void ModelPicker::tick(const QStringList &names)
{
    for (int row = 0; row < m_models->rowCount(); ++row) {
        QStandardItem *item = m_models->item(row);
        item->setCheckState(names.contains(item->text()) ? Qt::Checked : Qt::Unchecked);
    }
}

QStringList ModelPicker::ticked() const
{
    QStringList names;
    for (int row = 0; row < m_models->rowCount(); ++row)
        if (m_models->item(row)->checkState() == Qt::Checked)
            names << m_models->item(row)->text();
    return names;
}

void ModelPicker::add(const QString &name, bool tick)
{
    auto *item = new QStandardItem(name);
    item->setSizeHint({0, rowHeight(font())});
    item->setCheckable(true);
    item->setCheckState(tick ? Qt::Checked : Qt::Unchecked);
    m_models->appendRow(item);
}

void ModelPicker::addTyped()
{
    const QString name = m_find->text().trimmed();
    if (name.isEmpty())
        return;
    const QList<QStandardItem *> known = m_models->findItems(name);
    if (!known.isEmpty()) {
        known.first()->setCheckState(Qt::Checked);
    } else {
        add(name, true);
        m_models->item(m_models->rowCount() - 1)->setData(true, kTypedRole);
    }
    m_find->clear();
    refresh();
    Q_EMIT changed();
}

void ModelPicker::tickShown(bool on)
{
    for (int row = 0; row < m_shown->rowCount(); ++row)
        m_shown->setData(m_shown->index(row, 0), on ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
}

void ModelPicker::refresh()
{
    const int total = m_models->rowCount();
    const QString typed = m_find->text().trimmed();
    m_count->setText(total == 0 ? QString() : tr("%1 of %n chosen", nullptr, total).arg(ticked().size()));
    m_all->setEnabled(m_shown->rowCount() > 0);
    m_none->setEnabled(m_shown->rowCount() > 0);
    m_add->setEnabled(!typed.isEmpty() && m_models->findItems(typed).isEmpty());
    m_empty->setText(total == 0 ? tr("The test lists the models. A model can also be added by its name.")
                                : tr("No model matches. Press Enter to add this name."));
    m_empty->setVisible(m_shown->rowCount() == 0);
}

bool ModelPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_find && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        // Kept from the dialog, whose default button it would press.
        if ((key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !m_find->text().isEmpty()) {
            // While a text filters, Enter does not add it: only where nothing matches, or the one that does.
            if (m_shown->rowCount() == 1)
                m_shown->setData(m_shown->index(0, 0), Qt::Checked, Qt::CheckStateRole);
            else if (m_shown->rowCount() == 0)
                addTyped();
            return true;
        }
        if (key->key() == Qt::Key_Down && m_shown->rowCount() > 0) {
            m_list->setFocus();
            m_list->setCurrentIndex(m_shown->index(0, 0));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

}   // namespace gw::ui
