#pragma once

#include "core/client/playgroundvalues.h"

#include <QDialog>

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace gw::ui {

class Form;
class Label;
class Switch;

// System prompt, parameters and tools of the playground. GUI thread.
class PlaygroundOptionsDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlaygroundOptionsDialog)

public:
    PlaygroundOptionsDialog(const client::PlaygroundOptions &options, QWidget *parent);
    client::PlaygroundOptions options() const;

private:
    QWidget *makeForm(const client::PlaygroundOptions &options);
    void check();
    void makeRoom();

    Form *m_form = nullptr;
    QPlainTextEdit *m_system = nullptr;
    QLineEdit *m_temperature = nullptr;
    QLineEdit *m_topP = nullptr;
    QLineEdit *m_maxTokens = nullptr;
    QLineEdit *m_seed = nullptr;
    QComboBox *m_effort = nullptr;
    Switch *m_stream = nullptr;
    QPlainTextEdit *m_tools = nullptr;
    Label *m_problem = nullptr;
    QPushButton *m_accept = nullptr;
};

}   // namespace gw::ui
