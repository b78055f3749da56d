#pragma once

#include "core/client/configvalues.h"
#include "ui/framework/marks.h"

#include <QWidget>

class QPushButton;
class QScrollArea;
class QStackedWidget;
class QStandardItemModel;
class QTableView;

namespace gw::client {
class ConfigClient;
class GatewayClient;
}   // namespace gw::client

namespace gw::ui {

class DiffView;
class Label;

// The copies that were put aside before each change of the config: what going back to one would change, and
// the going back, of which a copy is kept too. GUI thread.
class BackupsPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(BackupsPane)

public:
    explicit BackupsPane(client::GatewayClient &client, QWidget *parent = nullptr);

private:
    QWidget *makeList();
    QWidget *makeDiff();
    void refresh();
    void handleBackups(const std::vector<client::ConfigBackup> &backups);
    void tell(Mark mark, const QString &text);
    void choose();
    void showDiff();
    void restore();
    const client::ConfigBackup *chosen() const;
    // The file that the chosen copy is of; null when the config no longer has it.
    const client::ConfigFile *target() const;

    client::ConfigClient &m_config;
    std::vector<client::ConfigBackup> m_backups;
    client::ConfigTexts m_texts;
    QString m_copy;   // Text of the chosen one.
    bool m_read = false;
    bool m_filling = false;   // The outcome of a save outlives the new reading of the list.
    client::Token m_listToken = 0;
    client::Token m_textsToken = 0;
    client::Token m_copyToken = 0;
    client::Token m_saveToken = 0;

    QStackedWidget *m_place = nullptr;
    QStandardItemModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    Label *m_title = nullptr;
    Label *m_counts = nullptr;
    DiffView *m_diff = nullptr;
    Badge *m_state = nullptr;
    QPushButton *m_restore = nullptr;
};

}   // namespace gw::ui
