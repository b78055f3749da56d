#include "ui/dialogs/keychange.h"

#include "core/client/accountsclient.h"
#include "core/client/gatewayclient.h"
#include "ui/dialogs/connectiontest.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 600;

}   // namespace

KeyChange::KeyChange(client::GatewayClient &client, const client::ProviderAccount &account, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_account(account)
{
    const QString title = tr("New key for “%1”").arg(account.name);
    setWindowTitle(title);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(title, TextStyle::Title));
    const QStringList sharers = client.accountsClient().sharesKeyWith(account.id);
    QString text =
        tr("It takes the place of the old one for every model of this account. Your programs notice "
           "nothing.");
    if (!sharers.isEmpty())
        text += u' ' +
                tr("These accounts use the same key and get the new one too: %1.").arg(sharers.join(u", "_s));
    all->addWidget((new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped());
    m_form = new Form;
    m_key = new SecretEdit;
    const QString source = client.status().keySource;
    m_form->addRow(tr("New key"), m_key,
                   source.isEmpty()
                       ? tr("Kept encrypted, never in the configuration file.")
                       : tr("Kept encrypted, opened by %1; never in the configuration file.").arg(source));
    all->addWidget(m_form);
    m_test = new ConnectionTest(client, [this] {
        return key().isEmpty() ? client::Token(0)
                               : m_client.accountsClient().testAccount(m_account.id, key());
    });
    all->addWidget(m_test);
    all->addStretch();
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
    // As high as the texts are at this width.
    resize(kWidth, std::max(sizeHint().height(), all->totalHeightForWidth(kWidth)));
    connect(m_key, &QLineEdit::textEdited, this, [this] {
        m_test->reset();
        m_message->setText({});
        refresh();
    });
    connect(m_test, &ConnectionTest::changed, this, &KeyChange::refresh);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &KeyChange::save);
    connect(&client.accountsClient(), &client::AccountsClient::changed, this, &KeyChange::handleChanged);
    refresh();
    m_key->setFocus();
}

Secret KeyChange::key() const
{
    return Secret(m_key->text().trimmed().toStdString());
}

void KeyChange::refresh()
{
    const bool failed = m_test->state() == ConnectionTest::State::Failed;
    m_save->setEnabled(!m_saving && !key().isEmpty() && m_test->state() != ConnectionTest::State::Running);
    m_save->setText(m_saving ? tr("Saving…") : failed ? tr("Save anyway") : tr("Save"));
    m_test->setEnabled(!m_saving && !key().isEmpty());
    m_key->setEnabled(!m_saving);
}

void KeyChange::save()
{
    m_saving = true;
    m_message->setText({});
    refresh();
    m_token = m_client.accountsClient().rotateKey(m_account.id, key());
}

void KeyChange::handleChanged(client::Token token, const client::ChangeResult &result)
{
    if (!m_saving || token != m_token)
        return;
    m_saving = false;
    if (result.ok) {
        Q_EMIT saved();
        accept();
        return;
    }
    m_message->setText(result.problem);
    refresh();
    m_save->setFocus();
}

}   // namespace gw::ui
