#include "ui/dialogs/playgroundcases.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/theme.h"
#include "ui/models/casestore.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace gw::ui {

namespace {

constexpr QSize kSize(520, 420);
constexpr int kNameRole = Qt::UserRole;   // As it is saved.

}   // namespace

PlaygroundCases::PlaygroundCases(CaseStore &store, QWidget *parent)
    : QDialog(parent)
    , m_store(store)
{
    setWindowTitle(tr("Saved cases"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Saved cases"), TextStyle::Title));
    m_list = new QListWidget;
    m_list->setAccessibleName(tr("Saved cases"));
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    all->addWidget(m_list, 1);
    m_problem = (new Label({}, TextStyle::Body, Colour::Error))->wrapped();
    all->addWidget(m_problem);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    m_rename = button(tr("Rename"));
    m_remove = button(tr("Delete"), Emphasis::Danger);
    QPushButton *close = button(tr("Close"));
    m_open = button(tr("Open"), Emphasis::Primary);
    for (QPushButton *each : {m_rename, m_remove, close})
        each->setAutoDefault(false);
    m_open->setDefault(true);
    addAll(foot, {m_rename, m_remove});
    foot->addStretch();
    addAll(foot, {close, m_open});
    all->addLayout(foot);
    connect(m_list, &QListWidget::currentRowChanged, this, &PlaygroundCases::refresh);
    connect(m_list, &QListWidget::itemActivated, this, &PlaygroundCases::openCurrent);
    connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
        const QString name = item->text().trimmed();
        if (!m_store.rename(item->data(kNameRole).toString(), name))
            m_problem->setText(tr("The cases cannot be written: %1").arg(m_store.problem()));
        {
            const QSignalBlocker blocker(m_list);
            item->setData(kNameRole, name.isEmpty() ? item->data(kNameRole) : QVariant(name));
        }
        // Not from inside the editor.
        QMetaObject::invokeMethod(
            this, [this, name] { fill(name); }, Qt::QueuedConnection);
    });
    connect(m_rename, &QPushButton::clicked, this, [this] { m_list->editItem(m_list->currentItem()); });
    connect(m_remove, &QPushButton::clicked, this, &PlaygroundCases::removeCurrent);
    connect(m_open, &QPushButton::clicked, this, &PlaygroundCases::openCurrent);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    fill({});
    resize(kSize);
    m_list->setFocus();
}

QString PlaygroundCases::current() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(kNameRole).toString() : QString();
}

void PlaygroundCases::fill(const QString &chosen)
{
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const PlaygroundCase &one : m_store.cases()) {
        auto *item = new QListWidgetItem(one.name, m_list);
        item->setFlags(item->flags() | Qt::ItemIsEditable);
        item->setData(kNameRole, one.name);
        item->setToolTip(one.models.join(QStringLiteral(", ")));
        if (one.name == chosen)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem() && m_list->count() > 0)
        m_list->setCurrentRow(0);
    refresh();
}

void PlaygroundCases::refresh()
{
    const bool some = m_list->currentItem() != nullptr;
    for (QPushButton *each : {m_open, m_rename, m_remove})
        each->setEnabled(some);
    m_problem->setVisible(!m_problem->text().isEmpty());
}

void PlaygroundCases::openCurrent()
{
    if (current().isEmpty())
        return;
    Q_EMIT openAsked(current());
    accept();
}

void PlaygroundCases::removeCurrent()
{
    if (!m_store.remove(current()))
        m_problem->setText(tr("The cases cannot be written: %1").arg(m_store.problem()));
    fill({});
}

}   // namespace gw::ui
