#include "core/client/gatewayclient.h"
#include "core/client/routingclient.h"
#include "ui/dialogs/addprovider.h"
#include "ui/framework/actions.h"
#include "ui/framework/controls.h"
#include "ui/framework/fold.h"
#include "ui/framework/label.h"
#include "ui/framework/page.h"
#include "ui/framework/services.h"
#include "ui/framework/surfaces.h"
#include "ui/models/routewords.h"
#include "ui/pages/routing/fallbackscard.h"
#include "ui/pages/routing/groupscard.h"
#include "ui/pages/routing/simulatecard.h"
#include "ui/pages/settings/settingsform.h"

#include <QHBoxLayout>
#include <QHideEvent>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QShowEvent>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <variant>

using namespace Qt::StringLiterals;

namespace gw::ui {

PageInfo describe_routing();

namespace {

constexpr int kPollMs = 1000;
constexpr int kLeftShare = 5;
constexpr int kRightShare = 3;
const QString kPage = u"routing"_s;

client::ConfigPath at(const char *section, const char *key)
{
    return {std::string(section), std::string(key)};
}

client::ConfigPath at(const char *section, const char *part, const char *key)
{
    return {std::string(section), std::string(part), std::string(key)};
}

class RoutingPage final : public PageFrame
{
    Q_OBJECT

public:
    RoutingPage(Services &services, QWidget *parent)
        : PageFrame(tr("Routing"), parent)
        , m_services(services)
        , m_client(services.client.routing())
    {
        m_place = new QStackedWidget;
        body()->addWidget(m_place, 1);
        m_place->addWidget(makeLoading());
        m_place->addWidget(makeContent());
        m_place->addWidget(makeEmpty());
        addActions();
        m_poll.setInterval(kPollMs);
        connect(&m_poll, &QTimer::timeout, this, &RoutingPage::ask);
        connect(&m_client, &client::RoutingClient::stateReady, this,
                [this](client::Token token, const client::RoutingState &state) {
                    if (token == m_token)
                        show(state);
                });
        connect(&services.client, &client::GatewayClient::configChanged, this, &RoutingPage::ask);
        connect(&services.client, &client::GatewayClient::happened, this,
                [this](const std::vector<events::Event> &batch) {
                    const auto rests = [](const events::Event &event) {
                        return std::holds_alternative<events::DeploymentCooled>(event);
                    };
                    if (isVisible() && std::ranges::any_of(batch, rests))
                        ask();
                });
        ask();
    }

protected:
    void showEvent(QShowEvent *event) override
    {
        PageFrame::showEvent(event);
        ask();
        m_poll.start();
    }
    void hideEvent(QHideEvent *event) override
    {
        m_poll.stop();
        PageFrame::hideEvent(event);
    }

private:
    QWidget *makeLoading()
    {
        auto *box = new QWidget;
        auto *column = new QVBoxLayout(box);
        column->addWidget(new Label(tr("Asking the router"), TextStyle::Body, Colour::TextSecondary), 0,
                          Qt::AlignCenter);
        return box;
    }

    QWidget *makeEmpty()
    {
        QPushButton *add = button(tr("Add a provider…"), Emphasis::Primary, u"plus"_s);
        connect(add, &QPushButton::clicked, this,
                [this] { AddProvider::open(m_services.client, {}, window()); });
        return new EmptyState(u"pick"_s, tr("Nothing to choose from yet"),
                              tr("Once there are models, this page shows which deployment answers for which "
                                 "name, and where requests go when one fails."),
                              {add});
    }

    QWidget *makeContent()
    {
        auto *box = new QWidget;
        auto *row = new QHBoxLayout(box);
        row->setContentsMargins({});
        row->setSpacing(space::kMedium);
        auto *cards = new QWidget;
        auto *left = new QVBoxLayout(cards);
        left->setContentsMargins({});
        left->setSpacing(space::kMedium);
        m_groups = new GroupsCard;
        m_fallbacks = new FallbacksCard(m_services.client);
        left->addWidget(m_groups);
        left->addWidget(m_fallbacks);
        left->addWidget(makeSettings());
        left->addStretch(1);
        QScrollArea *area = scrolled(cards);
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        row->addWidget(area, kLeftShare);
        m_simulate = new SimulateCard(m_client);
        row->addWidget(m_simulate, kRightShare);
        connect(m_groups, &GroupsCard::endRestAsked, this, [this](const QString &id) {
            m_client.endRest(id);
            ask();
        });
        connect(m_groups, &GroupsCard::modelAsked, this,
                [this](const QString &id) { m_services.openSubject(u"models"_s, id); });
        return box;
    }

    QWidget *makeSettings()
    {
        auto *card = new Card(tr("Strategy, limits and cache"));
        card->body()->setSpacing(0);
        const auto add = [card](const QString &title, std::function<QWidget *()> make) {
            card->body()->addWidget(new Fold(title, std::move(make)));
        };
        add(tr("How a deployment is chosen"), [this] { return form(strategySettings()); });
        add(tr("Tries, rests and time-outs"), [this] { return form(limitSettings()); });
        add(tr("Waiting in line"), [this] { return form(queueSettings()); });
        add(tr("Cache of answers"), [this] { return form(cacheSettings()); });
        return card;
    }

    SettingsForm *form(const QList<Setting> &settings)
    {
        auto *made = new SettingsForm(m_services.client, settings);
        connect(made, &SettingsForm::placeAsked, this, [this] { m_services.openPage(u"settings"_s); });
        return made;
    }

    static QList<Setting> strategySettings()
    {
        using Kind = Setting::Kind;
        QList<std::pair<QString, QString>> strategies;
        for (const QString &name : {u"simple-shuffle"_s, u"least-busy"_s, u"usage-based-routing-v2"_s,
                                    u"latency-based-routing"_s, u"cost-based-routing"_s})
            strategies.append({name, u"%1 (%2)"_s.arg(routewords::strategy(name), name)});
        return {
            {.path = at("router_settings", "routing_strategy"),
             .kind = Kind::Choice,
             .label = tr("Strategy"),
             .hint = tr("Among the deployments of a name that may be used."),
             .fallback = tr("not set: by weight"),
             .choices = strategies},
            {.path = at("router_settings", "enable_pre_call_checks"),
             .kind = Kind::Switch,
             .label = tr("Skip deployments whose context is too short for the prompt"),
             .hint = {},
             .fallback = u"off"_s},
            {.path = at("router_settings", "enable_tag_filtering"),
             .kind = Kind::Switch,
             .label = tr("Choose by the tags of the request"),
             .hint = {},
             .fallback = u"off"_s},
        };
    }

    static QList<Setting> limitSettings()
    {
        using Kind = Setting::Kind;
        return {
            {.path = at("router_settings", "num_retries"),
             .kind = Kind::Whole,
             .label = tr("Further tries"),
             .hint = tr("Of a failed request, in the same group."),
             .fallback = u"0"_s,
             .most = 100},
            {.path = at("router_settings", "max_fallbacks"),
             .kind = Kind::Whole,
             .label = tr("Fallbacks of fallbacks"),
             .hint = tr("How deep a request may go."),
             .fallback = u"5"_s,
             .most = 100},
            {.path = at("router_settings", "cooldown_time"),
             .kind = Kind::Number,
             .label = tr("Rest after failures"),
             .hint = tr("In seconds."),
             .fallback = u"5"_s,
             .most = 86400},
            {.path = at("router_settings", "allowed_fails"),
             .kind = Kind::Whole,
             .label = tr("Failures before a rest"),
             .hint = tr("Not set: by the share of failures in a minute."),
             .fallback = tr("by their share"),
             .most = 10000},
            {.path = at("router_settings", "timeout"),
             .kind = Kind::Number,
             .label = tr("Longest answer"),
             .hint = tr("In seconds."),
             .fallback = u"6000"_s,
             .most = 86400},
            {.path = at("router_settings", "stream_timeout"),
             .kind = Kind::Number,
             .label = tr("First piece of a stream"),
             .hint = tr("In seconds."),
             .fallback = tr("as the answer"),
             .most = 86400},
        };
    }

    static QList<Setting> queueSettings()
    {
        using Kind = Setting::Kind;
        return {
            {.path = at("router_settings", "default_max_parallel_requests"),
             .kind = Kind::Whole,
             .label = tr("At the same time"),
             .hint = tr("Requests on one deployment that says nothing itself."),
             .fallback = tr("no limit"),
             .most = 1'000'000},
            {.path = at("portico_settings", "queue", "max_waiting"),
             .kind = Kind::Whole,
             .label = tr("Places in line"),
             .hint = tr("Of one name; further requests are refused."),
             .fallback = u"1000"_s,
             .most = 1'000'000},
            {.path = at("portico_settings", "queue", "max_wait"),
             .kind = Kind::Number,
             .label = tr("Longest wait"),
             .hint = tr("In seconds."),
             .fallback = u"600"_s,
             .most = 86400},
        };
    }

    static QList<Setting> cacheSettings()
    {
        using Kind = Setting::Kind;
        return {
            {.path = at("litellm_settings", "cache"),
             .kind = Kind::Switch,
             .label = tr("Answer repeated requests from the cache"),
             .hint = {},
             .fallback = u"off"_s},
            {.path = at("litellm_settings", "cache_params", "type"),
             .kind = Kind::Choice,
             .label = tr("Kept in"),
             .hint = {},
             .fallback = tr("not set"),
             .choices = {{u"local"_s, tr("memory (local)")},
                         {u"disk"_s, tr("files (disk)")},
                         {u"redis"_s, tr("Redis (redis)")}}},
            {.path = at("litellm_settings", "cache_params", "ttl"),
             .kind = Kind::Number,
             .label = tr("Kept for"),
             .hint = tr("In seconds."),
             .fallback = tr("not set"),
             .most = 31'536'000},
            {.path = at("litellm_settings", "cache_params", "namespace"),
             .kind = Kind::Text,
             .label = tr("Namespace"),
             .hint = tr("Answers of other namespaces are not found."),
             .fallback = tr("none")},
        };
    }

    void addActions()
    {
        const auto add = [this](const char *id, const QString &text, const QString &iconId,
                                const QString &keys, void (RoutingPage::*run)(),
                                const std::function<bool()> &available = {}) {
            m_services.actions.add({.id = QLatin1StringView(id),
                                    .text = text,
                                    .group = tr("Routing"),
                                    .icon = iconId,
                                    .keys = QKeySequence(keys),
                                    .page = kPage,
                                    .run =
                                        [page = QPointer(this), run] {
                                            if (page)
                                                (page->*run)();
                                        },
                                    .available = available});
        };
        add("routing.simulate", tr("Simulate a request"), u"routing"_s, u"Ctrl+T"_s, &RoutingPage::simulate);
        add("routing.fallback", tr("Add a fallback"), u"plus"_s, u"Ctrl+N"_s, &RoutingPage::addFallback);
        add("routing.endrest", tr("Send traffic to the chosen deployment again"), u"play"_s, {},
            &RoutingPage::endRest, [this] { return !m_groups->resting().isEmpty(); });
    }

    void simulate()
    {
        m_simulate->field()->setFocus();
        m_simulate->run();
    }
    void addFallback() { m_fallbacks->add(); }
    void endRest()
    {
        if (const QString id = m_groups->resting(); !id.isEmpty()) {
            m_client.endRest(id);
            ask();
        }
    }

    void ask() { m_token = m_client.requestState(); }

    void show(const client::RoutingState &state)
    {
        m_place->setCurrentIndex(state.groups.empty() ? 2 : 1);
        if (state.groups.empty())
            return;
        m_groups->show(state);
        m_fallbacks->show(state);
        m_simulate->setSampleModel(state.groups.front().name);
    }

    Services &m_services;
    client::RoutingClient &m_client;
    QStackedWidget *m_place = nullptr;
    GroupsCard *m_groups = nullptr;
    FallbacksCard *m_fallbacks = nullptr;
    SimulateCard *m_simulate = nullptr;
    QTimer m_poll;
    client::Token m_token = 0;
};

}   // namespace

PageInfo describe_routing()
{
    return {.order = 60,
            .icon = u"routing"_s,
            .title = RoutingPage::tr("Routing"),
            .create = [](Services &services, QWidget *parent) -> QWidget * {
                return new RoutingPage(services, parent);
            }};
}

}   // namespace gw::ui

#include "routing.moc"
