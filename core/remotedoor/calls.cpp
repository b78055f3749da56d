#include "core/remotedoor/calls.h"

#include "core/remote/described.h"

#include <type_traits>

namespace gw::remote {

using namespace gw::client;

namespace {

// The one answer that may hold a secret: a new key is told to who made it.
template <typename T>
constexpr bool mayBeTold = !holdsSecret<T>() || std::is_same_v<T, HolderChange>;

template <typename Area>
constexpr std::string_view kAreaName = {};
#define GW_NAME_AREA(wire, interface, access, METHODS, SIGNALS)                                              \
    template <>                                                                                              \
    constexpr std::string_view kAreaName<interface> = wire;
GW_AREAS(GW_NAME_AREA)
#undef GW_NAME_AREA

template <typename Area, typename... Args>
constexpr std::string_view areaOf(void (Area::*)(Args...))
{
    return kAreaName<Area>;
}

// A value in parts says itself whether it is the last.
template <typename T>
bool isOver(const T &value)
{
    if constexpr (requires { value.done; })
        return value.done;
    else
        return true;
}

std::string nameOf(std::string_view area, std::string_view name)
{
    return std::string(area) + "/" + std::string(name);
}

Error doesNotFit(const std::string &where)
{
    return {.code = ErrorCode::BadRequest, .message = "The call's arguments do not fit: " + where};
}

}   // namespace

// Puts the rows of one area into the tables.
template <typename Area>
class Calls::Binder
{
public:
    Binder(Calls &calls, Area &object)
        : m_calls(calls)
        , m_object(object)
    {}

    template <typename... Args>
    void ask(std::string_view answers, std::string_view name, Token (Area::*method)(Args...))
    {
        bind(name, method, [answers](Token token) { return Started{answers, token}; });
    }

    template <typename... Args>
    void tell(std::string_view name, void (Area::*method)(Args...))
    {
        bind(name, method, nullptr);
    }

    void cancel(std::string_view name, void (Area::*method)(Token))
    {
        m_calls.m_calls[nameOf(kArea, name)].cancel = [&object = m_object, method](Token token) {
            (object.*method)(token);
        };
    }

    void onsite(std::string_view name) { m_calls.m_calls[nameOf(kArea, name)] = {}; }

    template <typename T>
    void look(std::map<std::string, Look> &looks, std::string_view name, T (Area::*method)() const)
    {
        static_assert(mayBeTold<T>);
        looks[nameOf(kArea, name)] = [&object = m_object, method] { return encode((object.*method)()); };
    }

    template <typename T>
    void each(std::string_view name, T (Area::*method)(const QString &) const)
    {
        static_assert(mayBeTold<T>);
        m_calls.m_configLooks[nameOf(kArea, name)] = [&calls = m_calls, &object = m_object, method] {
            std::map<QString, T> all;
            for (const QString &id :
                 std::is_same_v<Area, ModelsClient> ? calls.deploymentIds() : calls.accountIds())
                all.emplace(id, (object.*method)(id));
            return encode(all);
        };
    }

    template <typename... Values>
    void answer(std::string_view name, void (Area::*signal)(Token, Values...), bool ends)
    {
        static_assert((mayBeTold<std::decay_t<Values>> && ...));
        QObject::connect(&m_object, signal, &m_calls,
                         [&listener = m_calls.m_listener, name, ends](Token token, Values... values) {
                             if (!listener.awaits(kArea, token))
                                 return;
                             const bool last = ends && (isOver(values) && ...);
                             listener.onAnswer(token, {kArea, name, encodeAll(values...)}, last);
                         });
    }

    template <typename... Values>
    void news(std::string_view name, void (Area::*signal)(Values...))
    {
        static_assert((mayBeTold<std::decay_t<Values>> && ...));
        QObject::connect(&m_object, signal, &m_calls,
                         [&listener = m_calls.m_listener, name](Values... values) {
                             listener.onNews({kArea, name, encodeAll(values...)});
                         });
    }

private:
    static constexpr std::string_view kArea = kAreaName<Area>;

    template <typename R, typename... Args, typename Start>
    void bind(std::string_view name, R (Area::*method)(Args...), Start start)
    {
        m_calls.m_calls[nameOf(kArea, name)].run = [&object = m_object, method,
                                                    start](const json::Array &list) -> Result<Started> {
            std::tuple<std::decay_t<Args>...> arguments;
            std::string where;
            if (!decodeAll(list, arguments, where))
                return doesNotFit(where);
            const auto call = [&](const auto &...each) { return (object.*method)(each...); };
            if constexpr (std::is_void_v<R>) {
                std::apply(call, arguments);
                return Started{};
            } else {
                return start(std::apply(call, arguments));
            }
        };
    }

    Calls &m_calls;
    Area &m_object;
};

// Areas differ in what they have: not all of these are used by each.
#define GW_BIND_ASK(answer, name, ...) binder.ask(areaOf(&answer), #name, &Area::name);
#define GW_BIND_CANCEL(name) binder.cancel(#name, &Area::name);
#define GW_BIND_TELL(name, ...) binder.tell(#name, &Area::name);
#define GW_BIND_LOOK(type, name) binder.look(m_statusLooks, #name, &Area::name);
#define GW_BIND_FACTS(type, name) binder.look(m_configLooks, #name, &Area::name);
#define GW_BIND_EACH(type, name) binder.each(#name, &Area::name);
#define GW_BIND_ONSITE(name, ...) binder.onsite(#name);
#define GW_BIND_ONSITE_ASK(answer, name, ...) binder.onsite(#name);
#define GW_BIND_ANSWER(name) binder.answer(#name, &Area::name, true);
#define GW_BIND_PART(name) binder.answer(#name, &Area::name, false);
#define GW_BIND_NEWS(name) binder.news(#name, &Area::name);
#define GW_BIND_AREA(wire, interface, access, METHODS, SIGNALS)                                              \
    {                                                                                                        \
        using Area = interface;                                                                              \
        Binder<Area> binder(*this, client access);                                                           \
        METHODS(GW_BIND_ASK, GW_BIND_CANCEL, GW_BIND_TELL, GW_BIND_LOOK, GW_BIND_FACTS, GW_BIND_EACH,        \
                GW_BIND_ONSITE, GW_BIND_ONSITE_ASK)                                                          \
        SIGNALS(GW_BIND_ANSWER, GW_BIND_PART, GW_BIND_NEWS)                                                  \
    }

Calls::Calls(GatewayClient &client, Listener &listener)
    : m_client(client)
    , m_listener(listener){GW_AREAS(GW_BIND_AREA)}

      Calls::~Calls() = default;

QStringList Calls::accountIds() const
{
    QStringList ids;
    for (const ProviderAccount &account : m_client.accounts())
        ids << account.id;
    return ids;
}

QStringList Calls::deploymentIds() const
{
    QStringList ids;
    for (const ModelGroup &group : m_client.models().groups())
        for (const DeploymentRow &row : group.deployments)
            ids << row.id;
    return ids;
}

Result<Started> Calls::run(const std::string &name, const json::Array &arguments)
{
    const auto found = m_calls.find(name);
    if (found == m_calls.end() || found->second.cancel)
        return Error{.code = ErrorCode::NotFound,
                     .message = "This gateway knows no call '" + name + "'; it may be of another version."};
    if (!found->second.run)
        return Error{.code = ErrorCode::NotImplemented,
                     .message = "This works only on the gateway's own computer."};
    return found->second.run(arguments);
}

std::optional<std::string_view> Calls::cancels(const std::string &name) const
{
    const auto found = m_calls.find(name);
    if (found == m_calls.end() || !found->second.cancel)
        return std::nullopt;
    return std::string_view(found->first).substr(0, found->first.find('/'));
}

void Calls::cancel(const std::string &name, Token token)
{
    m_calls.at(name).cancel(token);
}

std::map<std::string, json::Value> Calls::looks(Change change) const
{
    std::map<std::string, json::Value> values;
    for (const auto &[name, look] : m_statusLooks)
        values.emplace(name, look());
    if (change == Change::Config)
        for (const auto &[name, look] : m_configLooks)
            values.emplace(name, look());
    return values;
}

}   // namespace gw::remote
