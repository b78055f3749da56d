#include "core/client/gatewayclient.h"
#include "ui/dialogs/addprovider.h"
#include "ui/framework/controls.h"
#include "ui/framework/page.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/pages/providers/accountcard.h"
#include "ui/pages/providers/presetgallery.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
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
        connect(m_find, &QLineEdit::textChanged, this, &ProvidersPage::refresh);
        connect(&services.client, &client::GatewayClient::configChanged, this, &ProvidersPage::refresh);
        refresh();
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
            grid->addWidget(new AccountCard(m_services.client, account, nameOf(account.providerId)),
                            place / kColumns, place % kColumns);
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

    Services &m_services;
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
