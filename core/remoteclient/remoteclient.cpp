#include "core/remoteclient/remoteclient.h"

#include "core/remote/areas.h"
#include "core/remoteclient/desk.h"

#include <QDateTime>

namespace gw::client {

namespace {

using remote::Desk;
using remote::encodeAll;
using remote::Link;

template <typename T>
consteval bool hasPlace()
{
    return std::is_same_v<T, QString> || requires(T value)
    {
        value.problem;
    }
    || requires(T value)
    {
        value.problems;
    };
}

// Where an answer says why there is none; false when it has no place for that.
template <typename T>
bool setProblem(T &value, const QString &problem)
{
    if constexpr (requires { value.done; })
        value.done = true;
    if constexpr (requires { value.problem = problem; }) {
        value.problem = problem;
        return true;
    } else if constexpr (requires { value.problems.push_back(ConfigProblem()); }) {
        ConfigProblem why;
        why.message = problem;
        value.problems.push_back(std::move(why));
        return true;
    } else if constexpr (requires { value.problem.message = problem; }) {
        value.problem.message = problem;
        return true;
    } else if constexpr (std::is_same_v<T, QString>) {
        value = problem;
        return true;
    } else {
        return false;
    }
}

// The last of the values that has a place for it takes the problem.
template <typename... Ts>
bool setProblems(std::tuple<Ts...> &values, const QString &problem)
{
    bool placed = false;
    [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        ((placed = placed || setProblem(std::get<sizeof...(Ts) - 1 - I>(values), problem)), ...);
    }
    (std::index_sequence_for<Ts...>());
    return placed;
}

template <typename... Ts>
bool isLast(const std::tuple<Ts...> &values)
{
    return std::apply(
        [](const Ts &...each) {
            const auto over = [](const auto &value) {
                if constexpr (requires { value.done; })
                    return value.done;
                else
                    return true;
            };
            return (over(each) && ...);
        },
        values);
}

}   // namespace

// What every area needs, with the signals of its interface.
template <typename Area>
class RemoteArea
{
public:
    RemoteArea(GatewayClient &client, Desk &desk, std::string area)
        : m_client(client)
        , m_desk(desk)
        , m_area(std::move(area))
    {}

protected:
    std::string nameOf(const char *name) const { return m_area + "/" + name; }

    // Answers a question that failed with an empty value that says why.
    template <typename Answering, typename... Ts>
    Desk::Fail failing(void (Answering::*signal)(Token, Ts...)) const
    {
        return [&client = m_client, &desk = m_desk, signal](Token token, const QString &problem) {
            std::tuple<std::decay_t<Ts>...> values;
            if (!setProblems(values, problem))
                values = desk.recall<std::tuple<std::decay_t<Ts>...>>();
            std::apply(
                [&](const auto &...each) {
                    Q_EMIT(areaIn(client, signal).*signal)
                    (token, each...);
                },
                values);
        };
    }

    template <typename... Ts>
    void answer(Area &object, const char *name, void (Area::*signal)(Token, Ts...), bool ends)
    {
        m_desk.hear(nameOf(name), [&object, &desk = m_desk, signal, ends](const json::Array &list) {
            std::tuple<Token, std::decay_t<Ts>...> values;
            std::string where;
            const bool fits = remote::decodeAll(list, values, where);
            const Token token = std::get<0>(values);
            if (!desk.waits(token))
                return;
            if (!fits)
                return desk.fail(token, Desk::unreadable(where));
            desk.note(token, ends && isLast(values));
            if constexpr (!(... || hasPlace<std::decay_t<Ts>>()))
                std::apply([&](Token, const auto &...each) { desk.remember(std::make_tuple(each...)); },
                           values);
            std::apply([&](const auto &...each) { Q_EMIT(object.*signal)(each...); }, values);
        });
    }

    template <typename... Ts>
    void news(Area &object, const char *name, void (Area::*signal)(Ts...))
    {
        m_desk.hear(nameOf(name), [&object, signal](const json::Array &list) {
            std::tuple<std::decay_t<Ts>...> values;
            std::string where;
            if (remote::decodeAll(list, values, where))
                std::apply([&](const auto &...each) { Q_EMIT(object.*signal)(each...); }, values);
        });
    }

    GatewayClient &m_client;
    Desk &m_desk;

private:
#define GW_AREA_IN(wire, interface, access, METHODS, SIGNALS)                                                \
    template <typename... Ts>                                                                                \
    static interface &areaIn(GatewayClient &client, void (interface::*)(Ts...))                              \
    {                                                                                                        \
        return client access;                                                                                \
    }
    GW_AREAS(GW_AREA_IN)
#undef GW_AREA_IN

    const std::string m_area;
};

namespace {

#define GW_REMOTE_ASK(answers, name, parameters, arguments)                                                  \
    Token name parameters override                                                                           \
    {                                                                                                        \
        return m_desk.ask(nameOf(#name), encodeAll arguments, failing(&answers));                            \
    }
#define GW_REMOTE_CANCEL(name)                                                                               \
    void name(Token token) override                                                                          \
    {                                                                                                        \
        m_desk.cancel(nameOf(#name), token);                                                                 \
    }
#define GW_REMOTE_TELL(name, parameters, arguments)                                                          \
    void name parameters override                                                                            \
    {                                                                                                        \
        m_desk.tell(nameOf(#name), encodeAll arguments);                                                     \
    }
#define GW_REMOTE_LOOK(type, name)                                                                           \
    type name() const override                                                                               \
    {                                                                                                        \
        return m_desk.look<type>(nameOf(#name));                                                             \
    }
#define GW_REMOTE_EACH(type, name)                                                                           \
    type name(const QString &id) const override                                                              \
    {                                                                                                        \
        return m_desk.lookOf<type>(nameOf(#name), id);                                                       \
    }
#define GW_REMOTE_ONSITE(name, parameters, arguments)                                                        \
    void name parameters override                                                                            \
    {                                                                                                        \
        static_cast<void>(encodeAll arguments);                                                              \
        Q_EMIT m_desk.callFailed(Desk::onsiteOnly());                                                        \
    }
#define GW_REMOTE_ONSITE_ASK(answers, name, parameters, arguments)                                           \
    Token name parameters override                                                                           \
    {                                                                                                        \
        static_cast<void>(encodeAll arguments);                                                              \
        return m_desk.refuse(failing(&answers));                                                             \
    }
#define GW_HEAR_ANSWER(name) answer(*this, #name, &Interface::name, true);
#define GW_HEAR_PART(name) answer(*this, #name, &Interface::name, false);
#define GW_HEAR_NEWS(name) news(*this, #name, &Interface::name);
#define GW_REMOTE_AREA(wire, interface, access, METHODS, SIGNALS)                                            \
    class Remote##interface : public interface, protected RemoteArea<interface>                              \
    {                                                                                                        \
    public:                                                                                                  \
        using Interface = interface;                                                                         \
        Remote##interface(GatewayClient &client, Desk &desk)                                                 \
            : RemoteArea(client, desk, wire){SIGNALS(GW_HEAR_ANSWER, GW_HEAR_PART, GW_HEAR_NEWS)} METHODS(   \
                  GW_REMOTE_ASK, GW_REMOTE_CANCEL, GW_REMOTE_TELL, GW_REMOTE_LOOK, GW_REMOTE_LOOK,           \
                  GW_REMOTE_EACH, GW_REMOTE_ONSITE, GW_REMOTE_ONSITE_ASK)                                    \
    };
GW_AREAS(GW_REMOTE_AREA)

// GatewayClient's rows are its base, the other areas its members.
class RemoteClient final : public RemoteGatewayClient
{
public:
    RemoteClient(std::unique_ptr<Link> link, std::unique_ptr<Desk> desk, const QString &name)
        : RemoteGatewayClient(*this, *desk)
        , m_link(std::move(link))
        , m_ownDesk(std::move(desk))
        , m_name(name)
        , m_config(*this, m_desk)
        , m_models(*this, m_desk)
        , m_accounts(*this, m_desk)
        , m_discovery(*this, m_desk)
        , m_vault(*this, m_desk)
        , m_routing(*this, m_desk)
        , m_clients(*this, m_desk)
        , m_keys(*this, m_desk)
        , m_spend(*this, m_desk)
        , m_playground(*this, m_desk)
        , m_traffic(*this, m_desk)
    {
        connect(m_link.get(), &Link::stateChanged, this, [this] { onState(); });
        connect(&m_desk, &Desk::callFailed, this, &GatewayClient::callFailed);
        m_link->open();
    }
    ~RemoteClient() override { m_link->disconnect(this); }

    ConfigClient &config() override { return m_config; }
    ModelsClient &models() override { return m_models; }
    AccountsClient &accountsClient() override { return m_accounts; }
    DiscoveryClient &discovery() override { return m_discovery; }
    VaultClient &vault() override { return m_vault; }
    RoutingClient &routing() override { return m_routing; }
    ClientsClient &clients() override { return m_clients; }
    KeysClient &keys() override { return m_keys; }
    SpendClient &spend() override { return m_spend; }
    PlaygroundClient &playground() override { return m_playground; }
    TrafficClient &traffic() override { return m_traffic; }
    // An administrator's, if not the master key itself.
    Secret masterKey() const override { return m_link->address().key; }
    void reconnect() override { m_link->open(); }
    Place place() const override;
    Status status() const override;

private:
    void onState();

    const std::unique_ptr<Link> m_link;
    const std::unique_ptr<Desk> m_ownDesk;
    const QString m_name;
    RemoteConfigClient m_config;
    RemoteModelsClient m_models;
    RemoteAccountsClient m_accounts;
    RemoteDiscoveryClient m_discovery;
    RemoteVaultClient m_vault;
    RemoteRoutingClient m_routing;
    RemoteClientsClient m_clients;
    RemoteKeysClient m_keys;
    RemoteSpendClient m_spend;
    RemotePlaygroundClient m_playground;
    RemoteTrafficClient m_traffic;
    std::int64_t m_lostSinceUs = 0;
    bool m_met = false;   // Was connected once.
};

Place RemoteClient::place() const
{
    Place place;
    const QUrl &url = m_link->address().url;
    place.name = m_name.isEmpty() ? url.host() : m_name;
    place.address = url.toString(QUrl::RemovePassword | QUrl::StripTrailingSlash);
    switch (m_link->state()) {
    case Link::State::Connecting:
        place.reach = Place::Reach::Connecting;
        break;
    case Link::State::Connected:
        place.reach = Place::Reach::Connected;
        break;
    case Link::State::Lost:
        place.reach = Place::Reach::Lost;
        place.problem = m_link->reason();
        break;
    case Link::State::Refused:
        place.reach = Place::Reach::Refused;
        place.problem = m_link->reason();
        break;
    }
    return place;
}

Status RemoteClient::status() const
{
    Status status = RemoteGatewayClient::status();
    // Programs elsewhere reach it as this window does.
    const Place where = place();
    status.url = where.address + QStringLiteral("/v1");
    status.port = m_link->address().url.port(m_link->address().url.scheme() == u"https" ? 443 : 80);
    switch (where.reach) {
    case Place::Reach::Here:
    case Place::Reach::Connected:
        break;
    case Place::Reach::Connecting:
        status.state = m_met ? status.state : EngineState::Starting;
        break;
    case Place::Reach::Lost:
        status.lostSinceUs = m_lostSinceUs;
        status.state = EngineState::Running;
        status.problem = where.problem;
        break;
    case Place::Reach::Refused:
        status.state = EngineState::Failed;
        status.problem = where.problem;
        break;
    }
    return status;
}

void RemoteClient::onState()
{
    const Link::State state = m_link->state();
    const bool away = state == Link::State::Lost || state == Link::State::Refused;
    if (!away)
        m_lostSinceUs = 0;
    else if (m_lostSinceUs == 0)
        m_lostSinceUs = QDateTime::currentMSecsSinceEpoch() * 1000;
    if (away)
        m_desk.failAll(m_link->reason());
    Q_EMIT statusChanged();
    if (state != Link::State::Connected)
        return;
    // Anything may be another than when this window heard of it last.
    m_met = true;
    Q_EMIT configChanged();
    Q_EMIT m_vault.changed();
    Q_EMIT m_keys.holdersChanged();
    Q_EMIT m_traffic.keepingChanged();
}

}   // namespace

std::unique_ptr<GatewayClient> makeRemoteClient(remote::Address address, const QString &name)
{
    auto link = std::make_unique<Link>(std::move(address));
    auto desk = std::make_unique<Desk>(*link);
    return std::make_unique<RemoteClient>(std::move(link), std::move(desk), name);
}

}   // namespace gw::client
