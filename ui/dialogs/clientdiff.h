#pragma once

#include "core/client/clientsclient.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace gw::ui {

class Label;
class SecretClipboard;

// Shows what connecting a tool changes in its files, line by line, with the choice of a model, and does it.
// Stays open until it is done, and what is said against it stands in the dialog. GUI thread; the client must
// outlive it.
class ClientDiff final : public QDialog
{
    Q_OBJECT

public:
    // models: what the gateway offers.
    ClientDiff(client::ClientsClient &client, const client::Tool &tool, const QStringList &models,
               QWidget *parent = nullptr);

Q_SIGNALS:
    void connected(const QString &tool);

private:
    void addModel(QVBoxLayout *column, const QStringList &models);
    void addButtons(QVBoxLayout *column);
    QString model() const;
    void ask();
    void show(const client::ToolPlan &plan);
    void showFiles(const client::ToolPlan &plan);
    void apply();
    void handleChanged(const client::ToolChange &change);
    void showKey(const Secret &key);
    void tellProblem(const QString &problem);

    client::ClientsClient &m_client;
    const client::Tool m_tool;
    QComboBox *m_models = nullptr;
    Label *m_text = nullptr;
    QVBoxLayout *m_problem = nullptr;
    QWidget *m_files = nullptr;
    QVBoxLayout *m_filesColumn = nullptr;
    QWidget *m_promise = nullptr;
    QPushButton *m_apply = nullptr;
    QPushButton *m_cancel = nullptr;
    SecretClipboard *m_clipboard = nullptr;
    QTimer m_typing;
    client::Token m_planning = 0;
    client::Token m_applying = 0;
    QString m_seen;
    QString m_failure;   // Why the last try came to nothing.
};

}   // namespace gw::ui
