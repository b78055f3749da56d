#include "core/client/gatewayclient.h"
#include "ui/dialogs/addprovider.h"
#include "ui/framework/controls.h"
#include "ui/framework/page.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/models/daymodel.h"
#include "ui/models/sharedfilter.h"
#include "ui/pages/home/enginecard.h"
#include "ui/pages/home/firststeps.h"
#include "ui/pages/home/overview.h"
#include "ui/pages/home/recentcard.h"
#include "ui/pages/home/snippetcard.h"
#include "ui/pages/providers/foundservers.h"
#include "ui/pages/providers/presetgallery.h"

#include <QDesktopServices>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_home();

namespace {

// Is it on, what do I paste, what happens now, what did it cost.
class HomePage final : public PageFrame
{
    Q_OBJECT

public:
    HomePage(Services &services, QWidget *parent)
        : PageFrame(tr("Home"), parent)
        , m_services(services)
    {
        m_filter = smallButton({}, Emphasis::Secondary, u"close"_s);
        m_filter->setToolTip(tr("Shows all requests again, here and in Traffic"));
        header()->addWidget(m_filter);
        connect(m_filter, &QPushButton::clicked, this, [this] { m_services.filter.setText({}); });
        connect(&services.filter, &SharedFilter::changed, this, &HomePage::showFilter);
        showFilter();
        m_banners = new QVBoxLayout;
        m_banners->setSpacing(space::kMedium);
        body()->addLayout(m_banners);
        m_engine = new EngineCard(services);
        body()->addWidget(m_engine);
        m_steps = new FirstSteps(services);
        body()->addWidget(m_steps);
        m_found = new FoundServers(services.client);
        body()->addWidget(m_found);
        m_gallery = new PresetGallery(services.client);
        body()->addWidget(m_gallery);
        m_snippet = new SnippetCard(services);
        body()->addWidget(m_snippet, 1);
        m_overview = new Overview(services);
        body()->addWidget(m_overview, 2);
        m_recent = new RecentCard(services);
        body()->addWidget(m_recent, 3);
        m_filler = new QWidget;
        body()->addWidget(m_filler, 1);

        connect(m_steps, &FirstSteps::addProviderAsked, this, [this] { addProvider({}); });
        connect(m_steps, &FirstSteps::copyAddressAsked, m_engine, &EngineCard::copyAddress);
        connect(m_steps, &FirstSteps::copyKeyAsked, m_engine, &EngineCard::copyKey);
        connect(m_steps, &FirstSteps::useFoundAsked, this, [this] {
            if (const client::FoundServer *server = m_found->firstFree())
                m_found->use(*server);
        });
        connect(m_found, &FoundServers::changed, this, &HomePage::showFound);
        connect(m_steps, &FirstSteps::released, this, &HomePage::refresh);
        connect(m_gallery, &PresetGallery::chosen, this, &HomePage::addProvider);
        connect(m_recent, &RecentCard::requestsChanged, this, &HomePage::refresh);
        connect(&services.day, &DayModel::changed, this, &HomePage::refresh);
        connect(&services.client, &client::GatewayClient::statusChanged, this, &HomePage::refresh);
        connect(&services.client, &client::GatewayClient::configChanged, this, &HomePage::refresh);
        refresh();
        showFound();
    }

private:
    void addProvider(const QString &id) { AddProvider::open(m_services.client, id, window()); }

    void refresh()
    {
        const client::Status status = m_services.client.status();
        const bool seen = m_recent->hasRequests() || m_services.day.today().requests > 0 || status.opened > 0;
        const bool first = status.deployments == 0 || (m_recent->isTold() && !seen) || m_steps->isHeld();
        m_steps->setSeenRequest(seen);
        const bool few = first && !m_recent->hasRequests();
        const std::pair<QWidget *, bool> parts[] = {{m_steps, first},
                                                    {m_gallery, first && status.deployments == 0},
                                                    {m_snippet, few && status.deployments > 0},
                                                    {m_overview, !first},
                                                    {m_recent, !few},
                                                    {m_filler, few && status.deployments == 0}};
        // What goes makes room first: showing lays out at once, and a window that had to grow stays so.
        for (const bool shown : {false, true})
            for (const auto &[part, wanted] : parts)
                if (wanted == shown)
                    part->setVisible(shown);
        m_found->setShown(first && status.deployments == 0);
        m_gallery->setLocalShown(m_found->servers().empty());
        showBanners(status);
    }

    void showFilter()
    {
        constexpr qsizetype kMost = 60;
        const QString text = m_services.filter.text();
        m_filter->setText(tr("Only %1").arg(text.size() > kMost ? text.left(kMost) + u"…"_s : text));
        m_filter->setAccessibleName(tr("Clear the filter %1").arg(text));
        m_filter->setVisible(m_services.filter.isActive());
    }

    void showFound()
    {
        m_steps->setFound(m_found->firstFree(), m_found->isAdding());
        m_gallery->setLocalShown(m_found->servers().empty());
    }

    // Made anew only when what they say has changed, so that the focus stays on a button.
    void showBanners(const client::Status &status)
    {
        if (status.configProblem == m_shownBanners)
            return;
        m_shownBanners = status.configProblem;
        while (QLayoutItem *item = m_banners->takeAt(0)) {
            item->widget()->hide();
            item->widget()->deleteLater();
            delete item;
        }
        if (!status.configProblem.isEmpty())
            m_banners->addWidget(configBanner(status));
    }

    QWidget *configBanner(const client::Status &status)
    {
        QPushButton *show = smallButton(tr("Open the file"), Emphasis::Secondary, u"external"_s);
        connect(show, &QPushButton::clicked, this,
                [path = status.configPath] { QDesktopServices::openUrl(QUrl::fromLocalFile(path)); });
        show->setVisible(!status.configPath.isEmpty());
        return new Banner(Mark::Warning, tr("The last change of the configuration is not in force"),
                          tr("%1 Until this is put right the configuration before it stays in use.")
                              .arg(sentence(status.configProblem)),
                          {show});
    }

    static QString sentence(const QString &text)
    {
        const bool ended = text.endsWith(u'.') || text.endsWith(u'!') || text.endsWith(u'。');
        return ended ? text : text + u'.';
    }

    Services &m_services;
    QPushButton *m_filter = nullptr;
    QVBoxLayout *m_banners = nullptr;
    EngineCard *m_engine = nullptr;
    FirstSteps *m_steps = nullptr;
    FoundServers *m_found = nullptr;
    PresetGallery *m_gallery = nullptr;
    SnippetCard *m_snippet = nullptr;
    Overview *m_overview = nullptr;
    RecentCard *m_recent = nullptr;
    QWidget *m_filler = nullptr;   // Keeps short content at the top.
    QString m_shownBanners;
};

}   // namespace

PageInfo describe_home()
{
    return {.order = 10,
            .icon = u"home"_s,
            .title = HomePage::tr("Home"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new HomePage(services, parent);
            }};
}

}   // namespace gw::ui

#include "home.moc"
