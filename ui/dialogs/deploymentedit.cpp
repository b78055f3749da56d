#include "ui/dialogs/deploymentedit.h"

#include "core/client/gatewayclient.h"
#include "core/client/modelsclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"
#include "ui/models/deploymentmodel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 520;
constexpr int kFieldInset = 7;

// Dollars as the user writes them, as the config does; empty for nothing, null for what is no price.
QString plainPrice(const QString &text, bool &ok)
{
    ok = true;
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty())
        return {};
    for (const QLocale &locale : {QLocale(), QLocale::c()}) {
        bool number = false;
        const double value = locale.toDouble(trimmed, &number);
        if (number && value >= 0) {
            // The digits that were typed, not a double's.
            QString plain = trimmed;
            plain.remove(locale.groupSeparator());
            return plain.replace(locale.decimalPoint(), u"."_s);
        }
    }
    ok = false;
    return {};
}

QString localPrice(QString plain)
{
    return plain.replace(u"."_s, QLocale().decimalPoint());
}

}   // namespace

DeploymentEdit::DeploymentEdit(client::GatewayClient &client, const client::DeploymentRow *row,
                               const QString &group, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_id(row ? row->id : QString())
{
    const QString title = row ? tr("Edit deployment") : tr("Add deployment");
    setWindowTitle(title);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    all->setSpacing(space::kMedium);
    all->addWidget(new Label(title, TextStyle::Title));
    addFields(row, group);
    all->addWidget(m_form);
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
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &DeploymentEdit::save);
    connect(&client.models(), &client::ModelsClient::changed, this, &DeploymentEdit::handleChanged);
    refresh();
    if (group.isEmpty() || row)
        m_group->setFocus();
    else
        m_model->setFocus();
}

void DeploymentEdit::addFields(const client::DeploymentRow *row, const QString &group)
{
    m_form = new Form;
    m_group = new QComboBox;
    m_group->setEditable(true);
    m_group->setInsertPolicy(QComboBox::NoInsert);
    for (const client::ModelGroup &known : m_client.models().groups())
        if (known.aliasOf.isEmpty())
            m_group->addItem(known.name);
    m_group->setCurrentText(row ? row->group : group);
    m_group->setAccessibleName(tr("Name"));
    m_group->lineEdit()->setAccessibleName(tr("Name"));
    // The frame of the box has its inset already.
    m_group->lineEdit()->setTextMargins(mirrored({-kFieldInset, 0, 0, 0}, layoutDirection()));
    m_account = new QComboBox;
    for (client::ProviderAccount &account : m_client.accounts()) {
        if (!account.readOnly.isEmpty())
            continue;
        m_account->addItem(account.name, account.id);
        m_accounts.push_back(std::move(account));
    }
    if (row)
        m_account->setCurrentIndex(m_account->findData(row->accountId));
    m_model = new QLineEdit(row ? row->upstreamModel : QString());
    m_input = new QLineEdit(row ? localPrice(row->ownInput) : QString());
    m_output = new QLineEdit(row ? localPrice(row->ownOutput) : QString());
    const bool tablePrice = row && row->ownInput.isEmpty() && row->ownOutput.isEmpty() && row->input >= 0;
    m_input->setPlaceholderText(tablePrice ? priceText(row->input) : tr("from the price table"));
    m_output->setPlaceholderText(tablePrice ? priceText(row->output) : tr("from the price table"));
    m_form->addRow(tr("Name"), m_group,
                   tr("What programs ask for. Deployments of one name share its traffic."));
    m_form->addRow(tr("Account"), m_account);
    m_form->addRow(tr("Model"), m_model, tr("As the provider calls it."));
    m_form->addRow(tr("Input price"), m_input);
    m_form->addRow(tr("Output price"), m_output,
                   tr("Dollars per million tokens. Left empty, the price table counts."));
    connect(m_group, &QComboBox::editTextChanged, this, &DeploymentEdit::refresh);
    for (QLineEdit *edit : {m_model, m_input, m_output})
        connect(edit, &QLineEdit::textEdited, this, [this, edit] {
            setInvalid(edit, false);
            refresh();
        });
}

void DeploymentEdit::refresh()
{
    m_save->setEnabled(!m_saving && !m_group->currentText().trimmed().isEmpty() &&
                       !m_model->text().trimmed().isEmpty() && m_account->currentIndex() >= 0);
    m_save->setText(m_saving ? tr("Saving…") : tr("Save"));
    m_form->setEnabled(!m_saving);
}

bool DeploymentEdit::check()
{
    bool fine = true;
    for (QLineEdit *edit : {m_output, m_input}) {
        bool ok = false;
        plainPrice(edit->text(), ok);
        setInvalid(edit, !ok);
        const QString usual = edit == m_output
                                  ? tr("Dollars per million tokens. Left empty, the price table counts.")
                                  : QString();
        m_form->setHint(edit, ok ? usual : tr("This is not a price in dollars, as 2.50."),
                        ok ? Mark::Off : Mark::Error);
        if (!ok) {
            edit->setFocus();
            edit->selectAll();
        }
        fine = fine && ok;
    }
    return fine;
}

client::DeploymentDraft DeploymentEdit::draft() const
{
    bool ok = false;
    return {m_group->currentText().trimmed(), m_account->currentData().toString(), m_model->text().trimmed(),
            plainPrice(m_input->text(), ok), plainPrice(m_output->text(), ok)};
}

void DeploymentEdit::save()
{
    if (!check())
        return;
    m_saving = true;
    m_message->setText({});
    refresh();
    m_token = m_id.isEmpty() ? m_client.models().addDeployment(draft())
                             : m_client.models().changeDeployment(m_id, draft());
}

void DeploymentEdit::handleChanged(client::Token token, const client::ChangeResult &result)
{
    if (!m_saving || token != m_token)
        return;
    m_saving = false;
    if (result.ok) {
        Q_EMIT saved(draft().group);
        accept();
        return;
    }
    m_message->setText(result.problem);
    refresh();
    m_save->setFocus();
}

}   // namespace gw::ui
