#pragma once

#include "core/client/configvalues.h"
#include "ui/pages/settings/draftfile.h"

#include <QTimer>
#include <QWidget>

#include <functional>

class QComboBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace gw::client {
class ConfigClient;
class GatewayClient;
}   // namespace gw::client

namespace gw::ui {

class Badge;
class CodeEdit;
class Label;

// config.yaml and what it includes as text: checked while it is typed, saved after its changes were shown.
// What another program writes meanwhile is told and never overwritten unseen. GUI thread.
class YamlPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(YamlPane)

public:
    // draftPath: where what is typed is kept until it is saved; empty: nowhere.
    YamlPane(client::GatewayClient &client, const QString &draftPath, QWidget *parent = nullptr);

    // Shows a place; file may be empty for the main one. Waits for the texts when they are not there yet.
    void openAt(const QString &file, int line, int column);
    bool isModified() const;
    // Of the file that is shown.
    QString fileName() const;
    // Without a look at the changes; done is called when it is saved.
    void saveNow(std::function<void()> done);
    void revert();

Q_SIGNALS:
    void importAsked();

private:
    void makeHead(QVBoxLayout *all);
    void makeFind(QVBoxLayout *all);
    void makeFoot(QVBoxLayout *all);
    void handleTexts(const client::ConfigTexts &texts);
    void showFile(int index);
    void showText(const client::ConfigFile &file, bool keepUndo);
    void handleEdited();
    void keepDraft();
    void restoreDraft();
    void handleChecked(const client::ConfigCheck &check);
    void handleSaved(const client::ConfigSaved &result);
    void showState();
    void showProblem();
    void showConflict(const client::ConfigFile &theirs);
    void dropBanner();
    void showFind(bool on);
    void search(bool backward);
    void review();
    void save();
    void compareWithTheirs();
    void takeTheirs();
    // As the file holds it: with its own line ends and byte-order mark.
    QString fileText() const;

    client::GatewayClient &m_client;
    client::ConfigClient &m_config;
    client::ConfigTexts m_texts;   // As they were last read.
    QString m_file;
    QString m_base;                // The text that the editor's began as, in the file's own form.
    QString m_seen;                // Its hash.
    QString m_saving;              // What the running save writes.
    client::ConfigFile m_theirs;   // What is on the disk in a conflict.
    bool m_reading = false;        // Of what a save has written.
    bool m_conflict = false;
    bool m_windows = false;   // Line ends of the file.
    bool m_marked = false;    // Byte-order mark.
    client::ConfigCheck m_check;
    client::Token m_textsToken = 0;
    client::Token m_checkToken = 0;
    client::Token m_saveToken = 0;
    DraftFile m_draft;
    bool m_restored = false;         // A draft of an earlier run was looked for.
    std::function<void()> m_saved;   // What saveNow() was asked to call.
    std::function<void()> m_later;   // What openAt() asked for before there were texts.

    QComboBox *m_files = nullptr;
    Label *m_path = nullptr;
    Badge *m_state = nullptr;
    QPushButton *m_revert = nullptr;
    QPushButton *m_saveButton = nullptr;
    QVBoxLayout *m_banners = nullptr;
    QWidget *m_findBar = nullptr;
    QLineEdit *m_find = nullptr;
    Label *m_findCount = nullptr;
    CodeEdit *m_edit = nullptr;
    Badge *m_problemBadge = nullptr;
    Label *m_problem = nullptr;
    QPushButton *m_next = nullptr;
    QTimer m_pause;   // Of typing.
};

}   // namespace gw::ui
