#include "ui/pages/settings/backupspane.h"

#include "core/client/configclient.h"
#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/marks.h"
#include "ui/framework/rowview.h"
#include "ui/framework/surfaces.h"
#include "ui/models/linediff.h"

#include <QApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStandardItemModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

enum Place { Loading, Empty, List };

constexpr int kListWidth = 400;

}   // namespace

BackupsPane::BackupsPane(client::GatewayClient &client, QWidget *parent)
    : QWidget(parent)
    , m_config(client.config())
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    m_place = new QStackedWidget;
    auto *loading = new Label(tr("loading…"), TextStyle::Body, Colour::TextSecondary);
    loading->setAlignment(Qt::AlignCenter);
    m_place->insertWidget(Loading, loading);
    m_place->insertWidget(Empty,
                          new EmptyState(u"quiet"_s, tr("No copies yet"),
                                         tr("Before each change of the config a copy of the old text is "
                                            "put aside. You can go back to any of them here."),
                                         {}));
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins({});
    row->setSpacing(space::kMedium);
    row->addWidget(makeList());
    row->addWidget(makeDiff(), 1);
    m_place->insertWidget(List, box);
    all->addWidget(m_place, 1);
    connect(&m_config, &client::ConfigClient::backupsReady, this,
            [this](client::Token token, const std::vector<client::ConfigBackup> &backups) {
                if (token == m_listToken)
                    handleBackups(backups);
            });
    connect(&m_config, &client::ConfigClient::textsReady, this,
            [this](client::Token token, const client::ConfigTexts &texts) {
                if (token != m_textsToken)
                    return;
                m_texts = texts;
                showDiff();
            });
    connect(&m_config, &client::ConfigClient::backupReady, this,
            [this](client::Token token, const QString &text, const QString &problem) {
                if (token != m_copyToken)
                    return;
                m_copy = text;
                m_read = problem.isEmpty();
                showDiff();
                if (!m_read)
                    tell(Mark::Error, problem);
            });
    connect(&m_config, &client::ConfigClient::saved, this,
            [this](client::Token token, const client::ConfigSaved &result) {
                if (token != m_saveToken)
                    return;
                m_saveToken = 0;
                refresh();
                if (result.ok())
                    tell(Mark::Ok, tr("put back; the text before is the newest copy"));
                else if (result.state == client::ConfigSaved::State::Conflict)
                    tell(Mark::Warning, tr("the config was changed meanwhile; look again"));
                else
                    tell(Mark::Error, result.problem.message);
            });
    connect(&client, &client::GatewayClient::configChanged, this, &BackupsPane::refresh);
    refresh();
}

QWidget *BackupsPane::makeList()
{
    auto *card = new Card;
    card->setFlush();
    m_model = new QStandardItemModel(0, 3, this);
    m_model->setHorizontalHeaderLabels({tr("Put aside"), tr("File"), tr("Size")});
    m_table = new QTableView;
    m_table->setAccessibleName(tr("Copies of the config"));
    m_table->setModel(m_model);
    prepareTable(*m_table, rowHeight(QApplication::font()));
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    card->body()->setContentsMargins(space::kSmall, 0, space::kSmall, 0);
    card->body()->addWidget(m_table, 1);
    card->setMinimumWidth(std::max(kListWidth, QFontMetrics(QApplication::font()).height() * 26));
    card->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BackupsPane::choose);
    return card;
}

QWidget *BackupsPane::makeDiff()
{
    auto *card = new Card;
    auto *head = new QHBoxLayout;
    m_title = (new Label({}, TextStyle::BodyStrong))->elided();
    m_counts = new Label({}, TextStyle::Caption, Colour::TextSecondary);
    head->addWidget(m_title, 1);
    head->addWidget(m_counts);
    card->body()->addLayout(head);
    m_diff = new DiffView;
    QScrollArea *area = scrolled(m_diff);
    area->setAccessibleName(tr("What going back would change"));
    area->setLayoutDirection(Qt::LeftToRight);   // As the text in it.
    card->body()->addWidget(area, 1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    m_state = new Badge(Mark::Off, {});
    m_state->hide();
    m_restore = button(tr("Put this text back"), Emphasis::Primary, u"undo"_s);
    connect(m_restore, &QPushButton::clicked, this, &BackupsPane::restore);
    foot->addWidget(m_state);
    foot->addStretch();
    foot->addWidget(m_restore);
    card->body()->addLayout(foot);
    return card;
}

void BackupsPane::refresh()
{
    m_textsToken = m_config.requestTexts();
    m_listToken = m_config.requestBackups();
}

void BackupsPane::handleBackups(const std::vector<client::ConfigBackup> &backups)
{
    const QString before = chosen() ? chosen()->path : QString();
    m_filling = true;
    m_backups = backups;
    m_model->removeRows(0, m_model->rowCount());
    const QLocale locale;
    int row = 0;
    for (int i = 0; i < int(backups.size()); ++i) {
        const client::ConfigBackup &backup = backups[std::size_t(i)];
        const QDateTime when = QDateTime::fromMSecsSinceEpoch(backup.unixUs / 1000);
        auto *size = new QStandardItem(locale.formattedDataSize(backup.bytes, 1));
        size->setData(int(CellKind::Number), CellKindRole);
        size->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_model->appendRow({new QStandardItem(locale.toString(when.date(), QLocale::ShortFormat) + u' ' +
                                              locale.toString(when.time(), u"HH:mm:ss"_s)),
                            new QStandardItem(backup.of), size});
        row = backup.path == before ? i : row;
    }
    m_place->setCurrentIndex(backups.empty() ? Empty : List);
    if (!backups.empty())
        m_table->setCurrentIndex(m_model->index(row, 0));
    m_filling = false;
}

const client::ConfigBackup *BackupsPane::chosen() const
{
    const int row = m_table->currentIndex().row();
    return row >= 0 && std::size_t(row) < m_backups.size() ? &m_backups[std::size_t(row)] : nullptr;
}

const client::ConfigFile *BackupsPane::target() const
{
    const client::ConfigBackup *backup = chosen();
    if (!backup)
        return nullptr;
    const auto found = std::ranges::find_if(m_texts.files, [&](const client::ConfigFile &file) {
        return QFileInfo(file.path).fileName() == backup->of;
    });
    return found == m_texts.files.end() ? nullptr : &*found;
}

void BackupsPane::tell(Mark mark, const QString &text)
{
    m_state->set(mark, text);
    m_state->show();
}

void BackupsPane::choose()
{
    m_read = false;
    m_copy.clear();
    if (const client::ConfigBackup *backup = chosen())
        m_copyToken = m_config.readBackup(backup->path);
    if (!m_filling)
        m_state->hide();
    showDiff();
}

void BackupsPane::showDiff()
{
    const client::ConfigBackup *backup = chosen();
    const client::ConfigFile *file = target();
    m_restore->setEnabled(false);
    if (!backup || !m_read || !file) {
        m_title->setText(backup && m_read ? tr("%1 is no part of the config any more").arg(backup->of)
                                          : QString());
        m_counts->setText({});
        m_diff->setLines({});
        return;
    }
    const QList<DiffView::Line> lines = lineDiff(file->text, m_copy);
    m_title->setText(lines.isEmpty() ? tr("The config is just like this copy")
                                     : tr("What going back to this copy would change"));
    m_counts->setText(lines.isEmpty() ? QString() : diffCounts(lines));
    m_diff->setVisible(!lines.isEmpty());
    m_diff->setLines(lines);
    m_restore->setEnabled(!lines.isEmpty() && m_saveToken == 0);
}

void BackupsPane::restore()
{
    const client::ConfigFile *file = target();
    if (!file || !m_read)
        return;
    m_saveToken = m_config.save(file->path, m_copy, file->hash);
    tell(Mark::Busy, tr("putting back"));
    m_restore->setEnabled(false);
}

}   // namespace gw::ui
