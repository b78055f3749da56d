#include "core/client/accountsclient.h"
#include "core/client/gatewayclient.h"
#include "ui/dialogs/accountedit.h"
#include "ui/dialogs/addprovider.h"
#include "ui/dialogs/confirmremoval.h"
#include "ui/dialogs/keychange.h"
#include "ui/framework/controls.h"
#include "ui/framework/page.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/undostrip.h"
#include "ui/pages/providers/accountcard.h"
#include "ui/pages/providers/foundservers.h"
#include "ui/pages/providers/presetgallery.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QShowEvent>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_providers();

namespace {

constexpr int kColumns = 3;
constexpr int kFindWidth = 260;

bool matches(const client::ProviderAccount &account, const QString &text)
{
    return text.isEmpty() || account.name.contains(text, Qt::CaseInsensitive) ||
           account.providerId.contains(text, Qt::CaseInsensitive) ||
           std::any_of(account.models.cbegin(), account.models.cend(),
                       [&](const QString &model) { return model.contains(text, Qt::CaseInsensitive); });
}

class ProvidersPage final : public PageFrame
{
    Q_OBJECT

public:
    ProvidersPage(Services &services, QWidget *parent)
        : PageFrame(tr("Providers"), parent)
        , m_services(services)
    {
        m_find = new QLineEdit;
        m_find->setPlaceholderText(tr("Filter by name or model"));
        m_find->setAccessibleName(tr("Filter by name or model"));
        m_find->setClearButtonEnabled(true);
        m_find->setMinimumWidth(kFindWidth);
        m_find->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
        header()->addWidget(m_find);
        QPushButton *add = button(tr("Add provider…"), Emphasis::Primary, u"plus"_s);
        header()->addWidget(add);
        connect(add, &QPushButton::clicked, this, [this] { addProvider({}); });
        m_strip = new UndoStrip(services.client);
        body()->addWidget(m_strip);
        m_found = new FoundServers(services.client);
        body()->addWidget(m_found);
        connect(m_found, &FoundServers::changed, this, [this] {
            if (m_content && m_services.client.accounts().empty())
                refresh();
        });
        connect(m_find, &QLineEdit::textChanged, this, &ProvidersPage::refresh);
        connect(&services.client, &client::GatewayClient::configChanged, this, &ProvidersPage::refresh);
        connect(&services.client.accountsClient(), &client::AccountsClient::changed, this,
                &ProvidersPage::handleChanged);
        refresh();
    }

protected:
    // What runs on this computer may have begun or ended while another page was shown.
    void showEvent(QShowEvent *event) override
    {
        PageFrame::showEvent(event);
        if (!event->spontaneous())
            m_found->look();
    }

private:
    void addProvider(const QString &id) { AddProvider::open(m_services.client, id, window()); }

    void refresh()
    {
        const std::vector<client::ProviderAccount> accounts = m_services.client.accounts();
        m_find->setVisible(!accounts.empty());
        QWidget *content = accounts.empty() ? makeEmpty() : makeCards(accounts);
        if (m_content) {
            m_content->hide();
            m_content->deleteLater();
        }
        m_content = content;
        body()->addWidget(m_content, 1);
    }

    QWidget *makeEmpty()
    {
        auto *box = new QWidget;
        auto *column = new QVBoxLayout(box);
        column->setContentsMargins({});
        column->setSpacing(space::kLarge);
        column->addWidget(
            new EmptyState(u"pick"_s, tr("No provider yet"),
                           tr("A provider answers the requests of your programs. It takes a key, or "
                              "a program on this computer that needs none."),
                           {}));
        auto *gallery = new PresetGallery(m_services.client);
        gallery->setLocalShown(m_found->servers().empty());
        connect(gallery, &PresetGallery::chosen, this, &ProvidersPage::addProvider);
        column->addWidget(gallery);
        column->addStretch(1);
        return box;
    }

    QWidget *makeCards(const std::vector<client::ProviderAccount> &accounts)
    {
        const std::vector<client::CatalogEntry> catalog = m_services.client.catalog();
        const auto nameOf = [&](const QString &id) {
            const auto entry =
                std::find_if(catalog.cbegin(), catalog.cend(), [&](const auto &row) { return row.id == id; });
            return entry == catalog.cend() ? id : entry->name;
        };
        auto *box = new QWidget;
        auto *column = new QVBoxLayout(box);
        column->setContentsMargins({});
        auto *grid = new QGridLayout;
        grid->setSpacing(space::kMedium);
        int place = 0;
        for (const client::ProviderAccount &account : accounts) {
            if (!matches(account, m_find->text().trimmed()))
                continue;
            grid->addWidget(makeCard(account, nameOf(account.providerId)), place / kColumns,
                            place % kColumns);
            ++place;
        }
        if (place == 0) {
            QPushButton *clear = button(tr("Show all"));
            connect(clear, &QPushButton::clicked, m_find, &QLineEdit::clear);
            column->addWidget(new EmptyState(u"nomatch"_s, tr("No provider matches"),
                                             tr("Neither a name nor a model contains this text."), {clear}));
            return box;
        }
        for (int i = 0; i < kColumns; ++i)
            grid->setColumnStretch(i, 1);
        column->addLayout(grid);
        column->addStretch(1);
        return scrolled(box);
    }

    AccountCard *makeCard(const client::ProviderAccount &account, const QString &providerName)
    {
        auto *card = new AccountCard(m_services.client, account, providerName);
        connect(card, &AccountCard::editAsked, this, [this, account] {
            auto *dialog = new AccountEdit(m_services.client, account, window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &AccountEdit::saved, this,
                    [this](const QString &name) { m_strip->tell(tr("“%1” was changed.").arg(name)); });
            dialog->open();
        });
        connect(card, &AccountCard::keyAsked, this, [this, account] {
            auto *dialog = new KeyChange(m_services.client, account, window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &KeyChange::saved, this,
                    [this, name = account.name] { m_strip->tell(tr("“%1” has a new key.").arg(name)); });
            dialog->open();
        });
        connect(card, &AccountCard::modelsAsked, this,
                [this, account] { m_services.openSubject(u"models"_s, account.models.value(0)); });
        connect(card, &AccountCard::deleteAsked, this, [this, account] { remove(account); });
        return card;
    }

    void remove(const client::ProviderAccount &account)
    {
        client::AccountsClient &accounts = m_services.client.accountsClient();
        auto *ask = new ConfirmRemoval(tr("Delete the account “%1”?").arg(account.name),
                                       accounts.removalOf(account.id), window());
        ask->setAttribute(Qt::WA_DeleteOnClose);
        const QStringList sharers = accounts.sharesKeyWith(account.id);
        if (account.inVault && sharers.isEmpty())
            ask->offerKey(tr("Forget its key as well"));
        else if (account.inVault)
            ask->tellKey(tr("Its key is kept: %1 needs it.").arg(sharers.join(u", "_s)));
        connect(ask, &QDialog::accepted, this, [this, ask, account] {
            m_removed = account.name;
            m_removing = true;
            m_token = m_services.client.accountsClient().removeAccount(account.id, ask->forgetsKey());
        });
        ask->open();
    }

    void handleChanged(client::Token token, const client::ChangeResult &result)
    {
        if (!m_removing || token != m_token)
            return;
        m_removing = false;
        if (result.ok)
            m_strip->tell(tr("“%1” was deleted.").arg(m_removed));
        else
            m_strip->tellProblem(result.problem);
    }

    Services &m_services;
    UndoStrip *m_strip = nullptr;
    FoundServers *m_found = nullptr;
    QString m_removed;
    bool m_removing = false;
    client::Token m_token = 0;
    QLineEdit *m_find = nullptr;
    QWidget *m_content = nullptr;
};

}   // namespace

PageInfo describe_providers()
{
    return {.order = 50,
            .icon = u"providers"_s,
            .title = ProvidersPage::tr("Providers"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new ProvidersPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "providers.moc"
