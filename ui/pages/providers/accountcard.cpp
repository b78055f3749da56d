#include "ui/pages/providers/accountcard.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kMinWidth = 220;

// Scheme and host tell accounts apart; the whole address is in the tool tip.
QString shortAddress(const QString &base)
{
    const QUrl url(base);
    if (url.host().isEmpty())
        return base;
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

}   // namespace

AccountCard::AccountCard(client::GatewayClient &client, const client::ProviderAccount &account,
                         const QString &providerName, QWidget *parent)
    : Card({}, parent)
    , m_client(client)
{
    setMinimumWidth(kMinWidth);   // Equal columns: the widest text must not win.
    setAccessibleName(account.name);
    addHead(account, providerName);
    addFacts(account);
    body()->addStretch();
    body()->addWidget(new Separator);
    addFoot(account);
    connect(&client, &client::GatewayClient::testRequestFinished, this, &AccountCard::handleAnswer);
}

void AccountCard::addHead(const client::ProviderAccount &account, const QString &providerName)
{
    auto *head = new QHBoxLayout;
    head->setSpacing(space::kSmall);
    auto *names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget((new Label(account.name, TextStyle::BodyStrong))->elided());
    names->addWidget((new Label(providerName, TextStyle::Caption, Colour::TextSecondary))->elided());
    head->addLayout(names, 1);
    if (!account.problem.isEmpty())
        head->addWidget(new Badge(Mark::Error, tr("problem"), Badge::Look::Pill), 0, Qt::AlignTop);
    else if (account.local)
        head->addWidget(new Badge(Mark::Local, tr("on this computer"), Badge::Look::Pill), 0, Qt::AlignTop);
    else
        head->addWidget(new Badge(Mark::Ok, tr("ready"), Badge::Look::Pill), 0, Qt::AlignTop);
    body()->addLayout(head);
}

void AccountCard::addFacts(const client::ProviderAccount &account)
{
    const auto line = [&](const QString &name, Label *value) {
        auto *row = new QHBoxLayout;
        row->setSpacing(space::kSmall);
        row->addWidget(new Label(name, TextStyle::Caption, Colour::TextSecondary));
        value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        row->addWidget(value->elided(), 1);
        body()->addLayout(row);
    };
    auto *address = new Label(shortAddress(account.baseUrl), TextStyle::Code);
    line(tr("Address"), address);
    line(tr("Key"), new Label(account.keyState == "none"_L1 ? tr("none needed") : account.keyState));
    line(tr("Offers"), new Label(tr("%n model(s)", nullptr, int(account.models.size()))));
    auto *models = new Label(account.models.join(u", "_s), TextStyle::Caption, Colour::TextSecondary);
    body()->addWidget(models->elided());
    if (!account.problem.isEmpty())
        body()->addWidget((new Label(account.problem, TextStyle::Caption, Colour::Error))->wrapped());
}

void AccountCard::addFoot(const client::ProviderAccount &account)
{
    auto *foot = new QHBoxLayout;
    foot->setSpacing(space::kSmall);
    m_test = smallButton(tr("Send a test"));
    m_test->setEnabled(!account.models.isEmpty());
    m_test->setAccessibleDescription(account.name);
    m_result = new Label({}, TextStyle::Caption, Colour::TextSecondary);
    foot->addWidget(m_test);
    foot->addWidget(m_result->elided(), 1);
    QToolButton *edit = iconButton(u"edit"_s, tr("Edit %1").arg(account.name));
    QToolButton *more = iconButton(u"more"_s, tr("More for %1").arg(account.name));
    setCompact(edit);
    setCompact(more);
    edit->setEnabled(account.readOnly.isEmpty());
    if (!account.readOnly.isEmpty())
        edit->setToolTip(account.readOnly);
    addAll(foot, {edit, more});
    connect(edit, &QToolButton::clicked, this, &AccountCard::editAsked);
    connect(more, &QToolButton::clicked, this,
            [more, menu = makeMenu(account)] { menu->popup(more->mapToGlobal(QPoint(0, more->height()))); });
    body()->addLayout(foot);
    connect(m_test, &QPushButton::clicked, this, [this, model = account.models.value(0)] {
        m_waiting = true;
        m_test->setEnabled(false);
        m_result->setRole(Colour::TextSecondary);
        m_result->setText(tr("Asking %1").arg(model));
        m_token = m_client.sendTestRequest(model);
    });
}

QMenu *AccountCard::makeMenu(const client::ProviderAccount &account)
{
    auto *menu = new QMenu(this);
    const auto add = [&](const QString &iconId, const QString &text, void (AccountCard::*asked)(), bool on) {
        QAction *item = menu->addAction(icon(iconId), text);
        item->setEnabled(on);
        connect(item, &QAction::triggered, this, asked);
    };
    const bool changeable = account.readOnly.isEmpty();
    add(u"keys"_s, account.keyState == "none"_L1 ? tr("Set a key…") : tr("New key…"), &AccountCard::keyAsked,
        changeable);
    add(u"models"_s, tr("Its models"), &AccountCard::modelsAsked, true);
    menu->addSeparator();
    add(u"trash"_s, tr("Delete…"), &AccountCard::deleteAsked, changeable);
    return menu;
}

void AccountCard::handleAnswer(client::Token token, const QString &answer, const QString &problem)
{
    if (!m_waiting || token != m_token)
        return;
    m_waiting = false;
    m_test->setEnabled(true);
    m_result->setRole(problem.isEmpty() ? Colour::Ok : Colour::Error);
    m_result->setText(problem.isEmpty() ? tr("It answers: %1").arg(answer.simplified()) : problem);
}

}   // namespace gw::ui
