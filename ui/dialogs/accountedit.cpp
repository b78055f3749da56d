#include "ui/dialogs/accountedit.h"

#include "core/client/accountsclient.h"
#include "core/client/gatewayclient.h"
#include "ui/dialogs/connectiontest.h"
#include "ui/dialogs/modelpicker.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr QSize kStartSize(640, 660);

}   // namespace

AccountEdit::AccountEdit(client::GatewayClient &client, const client::ProviderAccount &account,
                         QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_account(account)
{
    setWindowTitle(tr("Edit account"));
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(tr("Edit account"), TextStyle::Title));
    addFields();
    all->addWidget(m_form);
    m_test = new ConnectionTest(client,
                                [this] { return m_client.accountsClient().testAccount(m_account.id, {}); });
    all->addWidget(m_test);
    m_models = new ModelPicker;
    const QStringList own = client.accountsClient().upstreamModels(account.id);
    m_models->setModels(own);
    m_models->tick(own);
    all->addWidget(m_models, 1);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    m_message = (new Label({}, TextStyle::Body, Colour::Error))->wrapped();
    foot->addWidget(m_message, 1);
    QPushButton *cancel = button(tr("Cancel"));
    cancel->setAutoDefault(false);
    m_save = button(tr("Save"), Emphasis::Primary);
    m_save->setDefault(true);
    addAll(foot, {cancel, m_save});
    all->addLayout(foot);
    resize(kStartSize);
    connect(m_test, &ConnectionTest::listed, this, [this](const QStringList &models) {
        // What is offered already stays ticked, what is new waits to be chosen.
        const QStringList ticked = m_models->ticked();
        QStringList merged = models;
        for (const QString &model : ticked)
            if (!merged.contains(model))
                merged << model;
        m_models->setModels(merged);
        m_models->tick(ticked);
    });
    connect(m_models, &ModelPicker::changed, this, &AccountEdit::refresh);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &AccountEdit::save);
    connect(&client.accountsClient(), &client::AccountsClient::changed, this, &AccountEdit::handleChanged);
    refresh();
    m_name->setFocus();
}

void AccountEdit::addFields()
{
    m_form = new Form;
    m_name = new QLineEdit(m_account.name);
    m_address = new QLineEdit(m_account.baseUrl);
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Address"), m_address, tr("Left empty, the provider's own address counts."));
    for (QLineEdit *edit : {m_name, m_address})
        connect(edit, &QLineEdit::textEdited, this, &AccountEdit::refresh);
}

void AccountEdit::refresh()
{
    m_save->setEnabled(!m_saving && !m_name->text().trimmed().isEmpty() && !m_models->ticked().isEmpty());
    m_save->setText(m_saving ? tr("Saving…") : tr("Save"));
    m_form->setEnabled(!m_saving);
    m_models->setEnabled(!m_saving);
}

bool AccountEdit::check()
{
    const QString text = m_address->text().trimmed();
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    const bool fine = text.isEmpty() || (url.isValid() && web && !url.host().isEmpty());
    setInvalid(m_address, !fine);
    m_form->setHint(m_address,
                    fine ? tr("Left empty, the provider's own address counts.")
                         : tr("This is not an address: it must begin with https:// or http:// and name a "
                              "computer."),
                    fine ? Mark::Off : Mark::Error);
    if (!fine)
        m_address->setFocus();
    return fine;
}

void AccountEdit::save()
{
    if (!check())
        return;
    m_saving = true;
    m_message->setText({});
    refresh();
    m_token = m_client.accountsClient().changeAccount(
        m_account.id, {m_name->text().trimmed(), m_address->text().trimmed(), m_models->ticked()});
}

void AccountEdit::handleChanged(client::Token token, const client::ChangeResult &result)
{
    if (!m_saving || token != m_token)
        return;
    m_saving = false;
    if (result.ok) {
        Q_EMIT saved(m_name->text().trimmed());
        accept();
        return;
    }
    m_message->setText(result.problem);
    refresh();
    m_save->setFocus();
}

}   // namespace gw::ui
