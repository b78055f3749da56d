#include "ui/dialogs/vaultaccess.h"

#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace gw::ui {

namespace {

constexpr int kWidth = 520;

}   // namespace

VaultAccess::VaultAccess(client::VaultClient &client, Purpose purpose, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_purpose(purpose)
{
    build();
    connect(m_first, &QLineEdit::textEdited, this, &VaultAccess::refresh);
    if (m_again)
        connect(m_again, &QLineEdit::textEdited, this, &VaultAccess::refresh);
    connect(m_accept, &QPushButton::clicked, this, &VaultAccess::submit);
    connect(&client, &client::VaultClient::answered, this, &VaultAccess::handleAnswer);
    refresh();
    m_first->setFocus();
}

void VaultAccess::ask(client::VaultClient &client, Purpose purpose, QWidget *parent)
{
    auto *dialog = new VaultAccess(client, purpose, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void VaultAccess::unlock(client::VaultClient &client, QWidget *parent)
{
    const client::VaultState state = client.state();
    if (state.mayChoosePassphrase)
        ask(client, Purpose::Choose, parent);
    else if (state.needsPassphrase)
        ask(client, Purpose::Unlock, parent);
    else
        client.unlock();
}

void VaultAccess::build()
{
    const bool unlocks = m_purpose == Purpose::Unlock;
    const QString title = unlocks                        ? tr("Unlock the vault")
                          : m_purpose == Purpose::Choose ? tr("Choose a passphrase")
                                                         : tr("Change the passphrase");
    setWindowTitle(title);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(title, TextStyle::Title));
    const QString text =
        unlocks ? tr("Your provider keys are kept encrypted. Until the vault is open, models that need them "
                     "answer "
                     "with an error.")
        : m_purpose == Purpose::Choose
            ? tr("This desktop has no keychain, so a passphrase guards your provider keys. You are asked for "
                 "it "
                 "after each start. Nobody can restore it: whoever forgets it enters the keys again.")
            : tr("The new passphrase takes the place of what opens the vault today. Your keys stay as they "
                 "are.");
    all->addWidget((new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped());
    m_form = new Form;
    m_first = new SecretEdit;
    m_form->addRow(unlocks ? tr("Passphrase") : tr("New passphrase"), m_first,
                   unlocks ? QString()
                           : tr("At least %n characters", nullptr, client::VaultClient::kLeastPassphrase));
    if (!unlocks) {
        m_again = new SecretEdit;
        m_form->addRow(tr("Once more"), m_again);
    }
    all->addWidget(m_form);
    all->addStretch();
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    m_message = (new Label({}, TextStyle::Body, Colour::Error))->wrapped();
    foot->addWidget(m_message, 1);
    QPushButton *cancel = button(tr("Cancel"));
    cancel->setAutoDefault(false);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_accept = button(unlocks ? tr("Unlock") : tr("Save"), Emphasis::Primary);
    m_accept->setDefault(true);
    addAll(foot, {cancel, m_accept});
    all->addLayout(foot);
    resize(kWidth, sizeHint().height());
}

QString VaultAccess::mistake() const
{
    if (m_purpose == Purpose::Unlock || m_again->text().isEmpty())
        return {};
    if (m_first->text().size() < client::VaultClient::kLeastPassphrase)
        return tr("The passphrase is too short.");
    return m_first->text() == m_again->text() ? QString() : tr("The two are not the same.");
}

void VaultAccess::refresh()
{
    const QString wrong = mistake();
    if (m_again)
        m_form->setHint(m_again, wrong, wrong.isEmpty() ? Mark::Off : Mark::Error);
    if (!m_working)
        m_message->setText({});
    const bool complete = !m_first->text().isEmpty() && (!m_again || !m_again->text().isEmpty());
    m_accept->setEnabled(!m_working && complete && wrong.isEmpty());
    m_first->setEnabled(!m_working);
    if (m_again)
        m_again->setEnabled(!m_working);
}

void VaultAccess::submit()
{
    const Secret passphrase(m_first->text().toStdString());
    m_working = true;
    refresh();
    m_token = m_purpose == Purpose::Unlock ? m_client.unlockWith(passphrase)
                                           : m_client.choosePassphrase(passphrase);
}

void VaultAccess::handleAnswer(client::Token token, const QString &problem)
{
    if (!m_working || token != m_token)
        return;
    m_working = false;
    if (problem.isEmpty())
        return accept();
    refresh();
    m_message->setText(problem);
    m_first->setFocus();
    m_first->selectAll();
}

}   // namespace gw::ui
