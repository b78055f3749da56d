#pragma once

#include "core/client/values.h"

#include <QDialog>

#include <array>
#include <optional>

class QLineEdit;
class QListView;
class QPushButton;
class QStackedWidget;

namespace gw::client {
class GatewayClient;
}

namespace gw::ui {

class Badge;
class CatalogModel;
class Form;
class Label;
class ModelPicker;
class SecretEdit;
class StepStrip;

// Chooses a provider of the catalog, takes what it needs, tries it step by step and saves it with the models
// that are to be offered. Esc cancels, a running test too. GUI thread; the client must outlive it.
class AddProvider final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AddProvider)

public:
    explicit AddProvider(client::GatewayClient &client, QWidget *parent = nullptr);
    ~AddProvider() override;

    // Shows a dialog over the window that deletes itself; a known id is chosen already.
    static AddProvider *open(client::GatewayClient &client, const QString &id, QWidget *parent);
    // Does nothing for an id that the catalog lacks or does not support.
    void choose(const QString &id);

    void reject() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    enum class Test { None, Running, Passed, Failed };
    static constexpr std::size_t kSteps = 6;

    QWidget *makeCatalog();
    QWidget *makeFields();
    QWidget *makeHead();
    QWidget *makeForm();
    QWidget *makeTest();
    QLayout *makeButtons();
    void connectClient();

    void filter(const QString &text);
    void showEntry(const client::CatalogEntry &entry);
    void showHints();
    void showSteps();
    void refresh();
    void handleEdited();
    bool checkFields();
    QString addressProblem() const;

    client::ProviderDraft draft() const;
    void startTest();
    void stopTest();
    void handleStep(client::Token token, const client::TestStep &step);
    void handleTested(client::Token token, const client::TestResult &result);
    void markFailedField(const client::TestStep &step);
    void save();
    void handleAdded(client::Token token, const client::AddResult &result);

    client::GatewayClient &m_client;
    CatalogModel *m_catalog = nullptr;
    std::optional<client::CatalogEntry> m_entry;
    std::array<client::TestStep, kSteps> m_steps;
    Test m_test = Test::None;
    client::Token m_testToken = 0;
    client::Token m_addToken = 0;
    bool m_saving = false;
    bool m_warned = false;   // The user was told that nothing was tested.

    QLineEdit *m_find = nullptr;
    QListView *m_list = nullptr;
    QStackedWidget *m_place = nullptr;
    Label *m_name = nullptr;
    Badge *m_badge = nullptr;
    Label *m_note = nullptr;
    QPushButton *m_keyLink = nullptr;
    QPushButton *m_docsLink = nullptr;
    Form *m_form = nullptr;
    SecretEdit *m_key = nullptr;
    QLineEdit *m_account = nullptr;
    QLineEdit *m_address = nullptr;
    QPushButton *m_testButton = nullptr;
    StepStrip *m_strip = nullptr;
    Label *m_outcome = nullptr;
    ModelPicker *m_models = nullptr;
    Label *m_message = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_save = nullptr;
};

}   // namespace gw::ui
