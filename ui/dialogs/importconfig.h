#pragma once

#include "core/client/configvalues.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QStackedWidget;
class QStandardItemModel;
class QTreeView;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class Badge;
class Label;
class Segmented;

// Another config, such as LiteLLM's: what of it is understood, and then either the copying of it over the one
// here or the adding of chosen models. Until a button says so nothing changes; Esc leaves. GUI thread; the
// client must outlive it.
class ImportConfig final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ImportConfig)

public:
    explicit ImportConfig(client::GatewayClient &client, QWidget *parent = nullptr);

    // Shows a dialog over the window that deletes itself; a path is looked at already.
    static ImportConfig *open(client::GatewayClient &client, const QString &path, QWidget *parent);
    void look(const QString &path);

private:
    QLayout *makeFile();
    QWidget *makePreview();
    QLayout *makeButtons();
    QTreeView *makeTable(QStandardItemModel *&model, const QStringList &heads, int wide, const QString &name);
    void chooseFile();
    void handlePreview(const client::ImportPreview &preview);
    void handleSaved(const client::ConfigSaved &result);
    void showModels();
    void showSettings();
    void showProblems();
    void refresh();
    void tell(const QString &text, bool failed);
    std::vector<int> ticked() const;
    void copyAll();
    void addModels();

    client::GatewayClient &m_client;
    client::ImportPreview m_preview;
    client::Token m_lookToken = 0;
    client::Token m_saveToken = 0;
    bool m_looked = false;
    bool m_asked = false;   // The user was told what copying replaces.

    QLineEdit *m_path = nullptr;
    QStackedWidget *m_place = nullptr;
    Badge *m_readable = nullptr;
    Label *m_summary = nullptr;
    Segmented *m_parts = nullptr;
    QStackedWidget *m_tables = nullptr;
    QStandardItemModel *m_models = nullptr;
    QStandardItemModel *m_settings = nullptr;
    QStandardItemModel *m_problems = nullptr;
    Label *m_message = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_copy = nullptr;
};

}   // namespace gw::ui
