#include "ui/dialogs/importconfig.h"

#include "core/client/configclient.h"
#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/framework/rowview.h"
#include "ui/framework/surfaces.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTreeView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr QSize kStartSize(860, 620);

enum Place { Nothing, Looking, Found };
enum Part { Models, Settings, Problems };

// Rows as high and as inset as those of other lists.
class CellDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem inset = option;
        inset.rect.adjust(space::kSmall, 0, -space::kSmall, 0);
        QStyledItemDelegate::paint(painter, inset, index);
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return {size.width() + 2 * space::kSmall + space::kTight, rowHeight(option.font)};
    }
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override
    {
        QStyleOptionViewItem inset = option;
        inset.rect.adjust(space::kSmall, 0, -space::kSmall, 0);
        return QStyledItemDelegate::editorEvent(event, model, inset, index);
    }
};

QStandardItem *item(const QString &text, const QString &iconId = {}, Colour role = Colour::Text)
{
    auto *made = new QStandardItem(text);
    made->setToolTip(text);
    made->setEditable(false);
    if (!iconId.isEmpty())
        made->setIcon(icon(iconId, role));
    return made;
}

}   // namespace

ImportConfig::ImportConfig(client::GatewayClient &client, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
{
    setWindowTitle(tr("Import a config"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Import a config"), TextStyle::Title));
    all->addLayout(makeFile());
    m_place = new QStackedWidget;
    m_place->insertWidget(Nothing, new EmptyState(u"pick"_s, tr("Choose a config.yaml"),
                                                  tr("It is only looked at. What of it is taken over you "
                                                     "decide after that."),
                                                  {}));
    auto *looking = new Label(tr("reading…"), TextStyle::Body, Colour::TextSecondary);
    looking->setAlignment(Qt::AlignCenter);
    m_place->insertWidget(Looking, looking);
    m_place->insertWidget(Found, makePreview());
    all->addWidget(m_place, 1);
    m_message = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    m_message->hide();
    all->addWidget(m_message);
    all->addLayout(makeButtons());
    resize(kStartSize);
    client::ConfigClient &config = client.config();
    connect(&config, &client::ConfigClient::importReady, this,
            [this](client::Token token, const client::ImportPreview &preview) {
                if (token == m_lookToken)
                    handlePreview(preview);
            });
    connect(&config, &client::ConfigClient::saved, this,
            [this](client::Token token, const client::ConfigSaved &result) {
                if (token == m_saveToken)
                    handleSaved(result);
            });
    m_path->setFocus();
    refresh();
}

ImportConfig *ImportConfig::open(client::GatewayClient &client, const QString &path, QWidget *parent)
{
    auto *dialog = new ImportConfig(client, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->QDialog::open();
    if (!path.isEmpty())
        dialog->look(path);
    return dialog;
}

QLayout *ImportConfig::makeFile()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    m_path = new QLineEdit;
    m_path->setAccessibleName(tr("Path of the config"));
    m_path->setPlaceholderText(tr("Path of a config.yaml"));
    QPushButton *choose = button(tr("Choose…"), Emphasis::Secondary, u"folder"_s);
    choose->setAutoDefault(false);
    connect(choose, &QPushButton::clicked, this, &ImportConfig::chooseFile);
    connect(m_path, &QLineEdit::returnPressed, this, [this] { look(m_path->text().trimmed()); });
    row->addWidget(m_path, 1);
    row->addWidget(choose);
    return row;
}

QTreeView *ImportConfig::makeTable(QStandardItemModel *&model, const QStringList &heads, int wide,
                                   const QString &name)
{
    model = new QStandardItemModel(0, int(heads.size()), this);
    model->setHorizontalHeaderLabels(heads);
    auto *table = new QTreeView;
    table->setAccessibleName(name);
    table->setModel(model);
    table->setRootIsDecorated(false);
    table->setUniformRowHeights(true);
    table->setItemDelegate(new CellDelegate(table));
    table->setAllColumnsShowFocus(true);
    table->setTextElideMode(Qt::ElideMiddle);
    QHeaderView *header = table->header();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setStretchLastSection(false);
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(wide, QHeaderView::Stretch);
    return table;
}

QWidget *ImportConfig::makePreview()
{
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(space::kSmall);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::kMedium);
    m_readable = new Badge(Mark::Ok, {});
    m_summary = (new Label({}, TextStyle::Body, Colour::TextSecondary))->elided();
    m_parts = new Segmented({tr("Models"), tr("Settings"), tr("Problems")});
    m_parts->setAccessibleName(tr("Parts of the config"));
    head->addWidget(m_readable);
    head->addWidget(m_summary, 1);
    head->addWidget(m_parts);
    column->addLayout(head);
    m_tables = new QStackedWidget;
    m_tables->insertWidget(
        Models, makeTable(m_models, {tr("Name"), tr("Provider"), tr("Model there"), tr("Key"), tr("Line")}, 3,
                          tr("Models")));
    m_tables->insertWidget(
        Settings,
        makeTable(m_settings, {tr("Setting"), tr("Value"), tr("Effect"), tr("Line")}, 2, tr("Settings")));
    m_tables->insertWidget(
        Problems, makeTable(m_problems, {tr("Line"), tr("What is wrong"), tr("File")}, 1, tr("Problems")));
    column->addWidget(m_tables, 1);
    connect(m_parts, &QTabBar::currentChanged, m_tables, &QStackedWidget::setCurrentIndex);
    connect(m_models, &QStandardItemModel::itemChanged, this, &ImportConfig::refresh);
    return box;
}

QLayout *ImportConfig::makeButtons()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kSmall);
    m_cancel = button(tr("Cancel"));
    m_copy = button(tr("Copy as my config"));
    m_add = button(tr("Add to my models"), Emphasis::Primary);
    for (QPushButton *push : {m_cancel, m_copy, m_add})
        push->setAutoDefault(false);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_copy, &QPushButton::clicked, this, &ImportConfig::copyAll);
    connect(m_add, &QPushButton::clicked, this, &ImportConfig::addModels);
    row->addStretch();
    addAll(row, {m_cancel, m_copy, m_add});
    return row;
}

void ImportConfig::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a config.yaml"), QFileInfo(m_path->text()).path(),
                                   tr("Configs (*.yaml *.yml *.json);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &ImportConfig::look);
    dialog->open();
}

void ImportConfig::look(const QString &path)
{
    if (path.isEmpty())
        return;
    QString full = path;
    if (full.startsWith(u"~/"_s))
        full = QDir::homePath() + full.mid(1);
    m_path->setText(full);
    m_looked = false;
    m_asked = false;
    m_place->setCurrentIndex(Looking);
    tell({}, false);
    m_lookToken = m_client.config().previewImport(full);
    refresh();
}

void ImportConfig::handlePreview(const client::ImportPreview &preview)
{
    m_preview = preview;
    m_looked = true;
    m_place->setCurrentIndex(Found);
    showModels();
    showSettings();
    showProblems();
    const auto working = std::ranges::count(preview.settings, true, &client::ImportSetting::works);
    const auto waiting = qsizetype(preview.settings.size()) - working;
    m_parts->setTabText(Models, tr("Models (%1)").arg(preview.models.size()));
    m_parts->setTabText(Settings, tr("Settings (%1)").arg(preview.settings.size()));
    m_parts->setTabText(Problems, tr("Problems (%1)").arg(preview.problems.size()));
    m_parts->setTabEnabled(Models, preview.readable);
    m_parts->setTabEnabled(Settings, preview.readable);
    if (!preview.readable)
        m_readable->set(Mark::Error, tr("cannot be used"));
    else if (!preview.problems.empty())
        m_readable->set(Mark::Warning, tr("readable, look at the problems"));
    else
        m_readable->set(Mark::Ok, tr("readable"));
    QStringList facts{tr("%n settings in effect", nullptr, int(working))};
    if (waiting > 0)
        facts << tr("%n without effect yet", nullptr, int(waiting));
    if (preview.files.size() > 1)
        facts << tr("%n files", nullptr, int(preview.files.size()));
    m_summary->setText(preview.readable ? facts.join(u", "_s) : QString());
    m_parts->setCurrentIndex(preview.readable ? Models : Problems);
    m_tables->setCurrentIndex(m_parts->currentIndex());
    refresh();
}

void ImportConfig::showModels()
{
    m_models->removeRows(0, m_models->rowCount());
    for (const client::ImportModel &model : m_preview.models) {
        auto *name = item(model.known ? tr("%1 (you have this name)").arg(model.name) : model.name);
        name->setCheckable(true);
        name->setCheckState(model.known ? Qt::Unchecked : Qt::Checked);
        QString key = model.key.isEmpty() ? tr("the provider's variable") : model.key;
        if (model.keyMissing)
            key = tr("%1 is not there").arg(key);
        m_models->appendRow({name, item(model.provider), item(model.model),
                             model.keyMissing ? item(key, u"warning"_s, Colour::Warning) : item(key),
                             item(QString::number(model.line))});
    }
}

void ImportConfig::showSettings()
{
    m_settings->removeRows(0, m_settings->rowCount());
    for (const client::ImportSetting &setting : m_preview.settings) {
        auto *effect = setting.works
                           ? item(tr("in effect"), u"ok"_s, Colour::Ok)
                           : item(tr("not yet: %1").arg(setting.note), u"info"_s, Colour::TextSecondary);
        m_settings->appendRow(
            {item(setting.key), item(setting.value), effect, item(QString::number(setting.line))});
    }
}

void ImportConfig::showProblems()
{
    m_problems->removeRows(0, m_problems->rowCount());
    for (const client::ConfigProblem &problem : m_preview.problems) {
        const QString text =
            problem.keyPath.isEmpty() ? problem.message : problem.keyPath + u": "_s + problem.message;
        m_problems->appendRow({item(problem.line > 0 ? QString::number(problem.line) : QString()),
                               item(text, problem.error ? u"error"_s : u"warning"_s,
                                    problem.error ? Colour::Error : Colour::Warning),
                               item(QFileInfo(problem.file).fileName())});
    }
}

std::vector<int> ImportConfig::ticked() const
{
    std::vector<int> rows;
    for (int row = 0; row < m_models->rowCount(); ++row) {
        if (m_models->item(row)->checkState() == Qt::Checked)
            rows.push_back(row);
    }
    return rows;
}

void ImportConfig::tell(const QString &text, bool failed)
{
    m_message->setRole(failed ? Colour::Error : Colour::TextSecondary);
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

void ImportConfig::refresh()
{
    const bool free = m_looked && m_preview.readable && m_saveToken == 0;
    const auto count = int(ticked().size());
    m_add->setText(count > 0 ? tr("Add %n models to mine", nullptr, count) : tr("Add to my models"));
    m_add->setEnabled(free && count > 0);
    m_copy->setEnabled(free);
    m_copy->setText(m_asked ? tr("Replace my config") : tr("Copy as my config"));
}

void ImportConfig::copyAll()
{
    if (!m_asked) {
        m_asked = true;
        tell(tr("Your config is replaced as a whole, with its models and settings. A copy of it is kept in "
                "Settings under Backups. Replace it?"),
             false);
        refresh();
        return;
    }
    m_saveToken = m_client.config().importConfig(m_preview.path, client::ImportKind::Copy, {});
    refresh();
}

void ImportConfig::addModels()
{
    m_saveToken = m_client.config().importConfig(m_preview.path, client::ImportKind::AddModels, ticked());
    refresh();
}

void ImportConfig::handleSaved(const client::ConfigSaved &result)
{
    m_saveToken = 0;
    m_asked = false;
    if (result.ok())
        return accept();
    tell(result.problem.message, true);
    refresh();
}

}   // namespace gw::ui
