#include "ui/dialogs/holderedit.h"

#include "core/client/amounts.h"
#include "ui/framework/controls.h"
#include "ui/framework/forms.h"
#include "ui/framework/label.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::HolderKind;

constexpr int kWidth = 560;
constexpr int kNames = 500;   // Of teams, users and budgets that are offered.

// A count that may be left out: -1. Nothing for what is no count.
std::optional<std::int64_t> countIn(const QLineEdit &field)
{
    const QString text = field.text().trimmed();
    if (text.isEmpty())
        return -1;
    bool ok = false;
    const qlonglong count = text.toLongLong(&ok);
    return ok && count > 0 ? std::optional<std::int64_t>(count) : std::nullopt;
}

std::optional<std::int64_t> moneyIn(const QLineEdit &field)
{
    QString text = field.text().trimmed();
    if (text.isEmpty())
        return -1;
    // The comma of many keyboards; thousands are not parted.
    return client::readMoney(text.replace(u',', u'.'));
}

QString titleOf(HolderKind kind, bool isNew)
{
    switch (kind) {
    case HolderKind::Key:
        return isNew ? HolderEdit::tr("New key") : HolderEdit::tr("Change the key");
    case HolderKind::Team:
        return isNew ? HolderEdit::tr("New team") : HolderEdit::tr("Change the team");
    case HolderKind::User:
        return isNew ? HolderEdit::tr("New user") : HolderEdit::tr("Change the user");
    case HolderKind::Budget:
        break;
    }
    return isNew ? HolderEdit::tr("New shared budget") : HolderEdit::tr("Change the shared budget");
}

void choose(QComboBox &box, const QString &value, const QString &text)
{
    if (box.findData(value) < 0)
        box.addItem(text, value);
    box.setCurrentIndex(box.findData(value));
}

}   // namespace

HolderEdit::HolderEdit(client::KeysClient &client, HolderKind kind, const client::HolderRow *row,
                       const QStringList &models, QWidget *parent)
    : QDialog(parent)
    , m_client(client)
    , m_kind(kind)
    , m_id(row ? row->id : QString())
{
    setWindowTitle(titleOf(kind, !row));
    setMinimumWidth(kWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    column->setSpacing(space::kMedium);
    m_form = new Form;
    column->addWidget(m_form);
    addNames(models);
    addLimits();
    addOwners();
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::kSmall);
    if (kind == HolderKind::Key && !row)
        buttons->addWidget((new Label(tr("The key itself is shown once, right after this."),
                                      TextStyle::Caption, Colour::TextSecondary))
                               ->wrapped(),
                           1);
    else
        buttons->addStretch();
    QPushButton *cancel = button(tr("Cancel"));
    m_save = button(row ? tr("Save") : tr("Create"), Emphasis::Primary);
    m_save->setDefault(true);
    addAll(buttons, {cancel, m_save});
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &HolderEdit::save);
    connect(&m_client, &client::KeysClient::holdersReady, this, &HolderEdit::takeNames);
    connect(&m_client, &client::KeysClient::changed, this,
            [this](client::Token token, const client::HolderChange &change) {
                if (token != m_saving || token == 0)
                    return;
                m_saving = 0;
                if (change.ok) {
                    Q_EMIT saved(change);
                    return accept();
                }
                m_form->setHint(m_name ? m_name : m_newId, change.problem, Mark::Error);
                m_save->setEnabled(true);
            });
    if (row)
        fill(*row);
    for (QLineEdit *field : findChildren<QLineEdit *>())
        connect(field, &QLineEdit::textChanged, this, &HolderEdit::check);
    (m_newId && !row ? m_newId : m_name ? m_name : m_budget)->setFocus();
    check();
}

void HolderEdit::addNames(const QStringList &models)
{
    const auto field = [](const QString &placeholder) {
        auto *edit = new QLineEdit;
        edit->setPlaceholderText(placeholder);
        return edit;
    };
    if (m_id.isEmpty() && (m_kind == HolderKind::User || m_kind == HolderKind::Budget)) {
        m_newId = field(m_kind == HolderKind::User ? tr("ada") : tr("small"));
        m_form->addRow(tr("Id"), m_newId, tr("By this name others refer to it; it stays."));
    }
    if (m_kind != HolderKind::Budget) {
        m_name = field(m_kind == HolderKind::Key    ? tr("notebook")
                       : m_kind == HolderKind::Team ? tr("Website")
                                                    : tr("ada@example.org"));
        m_form->addRow(m_kind == HolderKind::User ? tr("E-mail address") : tr("Name"), m_name,
                       m_kind == HolderKind::Key ? tr("For which program or person. Spend is told by it.")
                                                 : QString());
        m_models = field(tr("every model"));
        auto *completer = new QCompleter(models, m_models);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        m_models->setCompleter(completer);
        m_form->addRow(tr("Models"), m_models, tr("Names with commas between them; empty: every model."));
    }
}

void HolderEdit::addLimits()
{
    m_budget = new QLineEdit;
    m_budget->setPlaceholderText(tr("no limit"));
    m_form->addRow(tr("Budget in dollars"), m_budget);
    m_window = new QComboBox;
    m_window->addItem(tr("once, never again"), QString());
    m_window->addItem(tr("each hour"), u"1h"_s);
    m_window->addItem(tr("each day"), u"1d"_s);
    m_window->addItem(tr("each week"), u"7d"_s);
    m_window->addItem(tr("each month"), u"1mo"_s);
    m_form->addRow(tr("Given"), m_window);
    const auto count = [this](const QString &label) {
        auto *edit = new QLineEdit;
        edit->setPlaceholderText(tr("no limit"));
        m_form->addRow(label, edit);
        return edit;
    };
    m_requests = count(tr("Requests a minute"));
    m_tokens = count(tr("Tokens a minute"));
    m_parallel = count(tr("At the same time"));
}

void HolderEdit::addOwners()
{
    if (m_kind == HolderKind::Budget)
        return;
    const auto ask = [this](HolderKind kind) {
        return m_client.requestHolders({.kind = kind, .search = {}, .after = {}, .limit = kNames});
    };
    if (m_kind == HolderKind::Key) {
        m_lifetime = new QComboBox;
        if (!m_id.isEmpty())
            m_lifetime->addItem(tr("as it is"), QString());
        m_lifetime->addItem(tr("never"), m_id.isEmpty() ? QString() : u"-1"_s);
        m_lifetime->addItem(tr("in a day"), u"1d"_s);
        m_lifetime->addItem(tr("in a week"), u"7d"_s);
        m_lifetime->addItem(tr("in 30 days"), u"30d"_s);
        m_lifetime->addItem(tr("in 90 days"), u"90d"_s);
        m_lifetime->addItem(tr("in a year"), u"365d"_s);
        m_form->addRow(tr("Expires"), m_lifetime);
        m_team = new QComboBox;
        m_team->addItem(tr("no team"), QString());
        m_form->addRow(tr("Team"), m_team);
        m_user = new QComboBox;
        m_user->addItem(tr("nobody in particular"), QString());
        m_form->addRow(tr("User"), m_user);
        m_teams = ask(HolderKind::Team);
        m_users = ask(HolderKind::User);
        // Where there are none, a choice of one is only noise.
        m_form->setRowVisible(m_team, false);
        m_form->setRowVisible(m_user, false);
    }
    m_shared = new QComboBox;
    m_shared->addItem(tr("none"), QString());
    m_form->addRow(tr("Shared budget"), m_shared, tr("Its limits count where nothing is set above."));
    m_form->setRowVisible(m_shared, false);
    m_budgets = ask(HolderKind::Budget);
}

void HolderEdit::takeNames(client::Token token, const client::HolderPage &page)
{
    QComboBox *box = token == m_teams     ? m_team
                     : token == m_users   ? m_user
                     : token == m_budgets ? m_shared
                                          : nullptr;
    if (!box || token == 0)
        return;
    const QString chosen = box->currentData().toString();
    for (const client::HolderRow &row : page.rows) {
        const int known = box->findData(row.id);
        if (known >= 0)
            box->setItemText(known, row.name);
        else
            box->addItem(row.name, row.id);
    }
    box->setCurrentIndex(std::max(0, box->findData(chosen)));
    m_form->setRowVisible(box, box->count() > 1);
}

void HolderEdit::fill(const client::HolderRow &row)
{
    if (m_name)
        m_name->setText(row.name == row.masked || row.name == row.id ? QString() : row.name);
    if (m_models)
        m_models->setText(row.models.join(u", "_s));
    if (row.own.budgetPico >= 0)
        m_budget->setText(client::moneyText(row.own.budgetPico));
    // Other lengths than those that are offered stay as they are.
    const QString window = row.own.window == "30d"_L1   ? u"1mo"_s
                           : row.own.window == "24h"_L1 ? u"1d"_s
                                                        : row.own.window;
    choose(*m_window, window, tr("each %1").arg(window));
    const auto put = [](QLineEdit *field, std::int64_t count) {
        if (count >= 0)
            field->setText(QString::number(count));
    };
    put(m_requests, row.own.requests);
    put(m_tokens, row.own.tokens);
    put(m_parallel, row.own.parallel);
    if (m_team && !row.team.isEmpty())
        choose(*m_team, row.team, row.teamName);
    if (m_user && !row.user.isEmpty())
        choose(*m_user, row.user, row.user);
    if (m_shared && !row.sharedBudget.isEmpty())
        choose(*m_shared, row.sharedBudget, row.sharedBudget);
    if (m_kind == HolderKind::User && m_name && row.name == row.id)
        m_name->clear();
}

client::HolderDraft HolderEdit::draft() const
{
    client::HolderDraft out{.kind = m_kind, .id = m_id};
    if (m_newId)
        out.newId = m_newId->text().trimmed();
    if (m_name)
        out.name = m_name->text().trimmed();
    for (const QString &part : (m_models ? m_models->text() : QString()).split(u',', Qt::SkipEmptyParts))
        if (const QString name = part.trimmed(); !name.isEmpty() && !out.models.contains(name))
            out.models << name;
    out.allowance.budgetPico = moneyIn(*m_budget).value_or(-1);
    if (out.allowance.budgetPico >= 0)
        out.allowance.window = m_window->currentData().toString();
    out.allowance.requests = countIn(*m_requests).value_or(-1);
    out.allowance.tokens = countIn(*m_tokens).value_or(-1);
    out.allowance.parallel = countIn(*m_parallel).value_or(-1);
    if (m_lifetime)
        out.lifetime = m_lifetime->currentData().toString();
    if (m_team)
        out.team = m_team->currentData().toString();
    if (m_user)
        out.user = m_user->currentData().toString();
    if (m_shared)
        out.sharedBudget = m_shared->currentData().toString();
    return out;
}

bool HolderEdit::isReady()
{
    bool ready = true;
    const auto tell = [&](QLineEdit *field, bool good, const QString &problem, const QString &usual = {}) {
        m_form->setHint(field, good ? usual : problem, good ? Mark::Off : Mark::Error);
        ready = ready && good;
    };
    tell(m_budget, moneyIn(*m_budget).has_value(), tr("An amount in dollars, as 5 or 0.25."));
    for (QLineEdit *field : {m_requests, m_tokens, m_parallel})
        tell(field, countIn(*field).has_value(), tr("A whole number above 0, or nothing."));
    m_form->setRowVisible(m_window, moneyIn(*m_budget).value_or(-1) >= 0);
    if (m_newId && m_newId->text().trimmed().isEmpty())
        ready = false;
    if (m_name && m_kind != HolderKind::User && m_id.isEmpty() && m_name->text().trimmed().isEmpty())
        ready = false;
    return ready;
}

void HolderEdit::check()
{
    if (m_name)
        m_form->setHint(m_name, m_kind == HolderKind::Key
                                    ? tr("For which program or person. Spend is told by it.")
                                    : QString());
    m_save->setEnabled(isReady() && m_saving == 0);
}

void HolderEdit::save()
{
    if (!isReady())
        return;
    m_save->setEnabled(false);
    m_saving = m_client.save(draft());
}

}   // namespace gw::ui
