#pragma once

#include <QDialog>

class QListWidget;
class QPushButton;

namespace gw::ui {

class CaseStore;
class Label;

// The saved cases of the playground: opens, renames and deletes them. GUI thread; the store must outlive it.
class PlaygroundCases final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlaygroundCases)

public:
    PlaygroundCases(CaseStore &store, QWidget *parent);

Q_SIGNALS:
    void openAsked(const QString &name);

private:
    void fill(const QString &chosen);
    void refresh();
    void openCurrent();
    void removeCurrent();
    QString current() const;

    CaseStore &m_store;
    QListWidget *m_list = nullptr;
    Label *m_problem = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_rename = nullptr;
    QPushButton *m_remove = nullptr;
};

}   // namespace gw::ui
