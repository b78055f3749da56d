#pragma once

#include "core/client/databaseclient.h"

#include <QDialog>

#include <array>

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace gw::ui {

class Badge;
class Form;
class Label;
class SecretEdit;
class Segmented;
class StepStrip;

// Where the PostgreSQL is that gateways share, who reads it, and whether that works. GUI thread; the client
// must outlive it.
class DatabaseConnection final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DatabaseConnection)

public:
    DatabaseConnection(client::DatabaseClient &database, QWidget *parent);

Q_SIGNALS:
    // It is kept now and to be shown.
    void connected();

private:
    QWidget *makeForm();
    QWidget *makeHost();
    QWidget *makeOutcome();
    QWidget *makeFoot();
    void makeRoom();
    void fill();
    void check();
    void test();
    void forget();
    void keep();
    void handleStep(client::Token token, const client::DatabaseStep &step);
    void handleTested(client::Token token, const client::DatabaseTest &result);
    void showSteps();
    client::DatabaseDraft draft() const;

    client::DatabaseClient &m_database;
    Form *m_form = nullptr;
    QLineEdit *m_host = nullptr;
    QLineEdit *m_port = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_user = nullptr;
    SecretEdit *m_password = nullptr;
    Segmented *m_tls = nullptr;
    QWidget *m_authoritiesField = nullptr;
    QLineEdit *m_authorities = nullptr;
    StepStrip *m_strip = nullptr;
    Badge *m_outcome = nullptr;
    Label *m_message = nullptr;
    QWidget *m_advice = nullptr;   // What makes a role that may only read.
    QPlainTextEdit *m_sql = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_forget = nullptr;
    QPushButton *m_go = nullptr;
    std::array<client::DatabaseStep, client::DatabaseStep::kKinds> m_steps;
    client::Token m_token = 0;
};

}   // namespace gw::ui
