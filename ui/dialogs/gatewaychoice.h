#pragma once

#include "core/client/placesclient.h"

#include <QDialog>

class QLineEdit;
class QListWidget;
class QPushButton;
class QStackedWidget;

namespace gw::ui {

class Badge;
class Form;
class Label;
class SecretEdit;

// The gateways that the window may look at: this computer's and those elsewhere, with what is needed to reach
// them. GUI thread; the client must outlive it.
class GatewayChoice final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(GatewayChoice)

public:
    GatewayChoice(client::PlacesClient &places, QWidget *parent);

Q_SIGNALS:
    // To be looked at; empty: this computer's.
    void visitAsked(const QString &id);
    // To connect the database that gateways share.
    void databaseAsked();

private:
    QWidget *makeList();
    QWidget *makeHere();
    QWidget *makeForm();
    QWidget *makeFoot();
    // A field for the path of a file, with a button that chooses one.
    QWidget *fileField(QLineEdit *&edit, const QString &name);
    void fillList(const QString &wanted);
    void makeRoom();
    void showPlace();
    void check();
    void test();
    void forget();
    void go();
    void handleTested(client::Token token, const client::PlaceTest &result);
    client::PlaceDraft draft() const;
    // A new one until it is saved.
    bool isHere() const;

    client::PlacesClient &m_places;
    QListWidget *m_list = nullptr;
    QStackedWidget *m_pages = nullptr;
    QWidget *m_here = nullptr;
    QWidget *m_elsewhere = nullptr;
    Form *m_form = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_address = nullptr;
    SecretEdit *m_key = nullptr;
    QLineEdit *m_authorities = nullptr;
    QLineEdit *m_certificate = nullptr;
    QLineEdit *m_certificateKey = nullptr;
    Badge *m_outcome = nullptr;
    Label *m_message = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_forget = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_go = nullptr;
    client::KnownPlace m_shown;   // Without an id: a new one.
    client::Token m_token = 0;
};

}   // namespace gw::ui
