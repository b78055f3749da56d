#pragma once

#include "core/client/trafficclient.h"

#include <QDialog>

class QPushButton;
class QWidget;

namespace gw::ui {

class CopyField;
class Label;
class Switch;

// Whether prompts and answers are kept, what that means, how much there is of them, and how to be rid of it.
// GUI thread; the client must outlive it.
class KeepPrompts final : public QDialog
{
    Q_OBJECT

public:
    explicit KeepPrompts(client::TrafficClient &client, QWidget *parent);
    static void open(client::TrafficClient &client, QWidget *parent);

    // "12 MB of 2 GB"
    static QString share(const client::BodyKeeping &keeping);

private:
    using QDialog::open;
    void build();
    void refresh();
    void askToDelete(bool asks);

    client::TrafficClient &m_client;
    client::BodyKeeping m_keeping;
    client::Token m_token = 0;
    bool m_told = false;
    Switch *m_switch = nullptr;
    Label *m_state = nullptr;
    Label *m_meaning = nullptr;
    Label *m_size = nullptr;
    Label *m_problem = nullptr;
    CopyField *m_path = nullptr;
    QWidget *m_question = nullptr;
    QPushButton *m_delete = nullptr;
    QPushButton *m_cancel = nullptr;
};

}   // namespace gw::ui
