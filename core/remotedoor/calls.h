#pragma once

#include "core/remote/areas.h"
#include "core/remote/codec.h"

#include <QObject>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace gw::remote {

// Where a call's answers come from: the area whose signals carry the token. An empty area: none come.
struct Started
{
    std::string_view area = {};
    client::Token token = 0;
};

// A signal of the client with its values as JSON, without the token.
struct Told
{
    std::string_view area;
    std::string_view name;
    json::Array values;
};

// Hears what the client of a Calls says; on the client's thread.
class Listener
{
public:
    // Whether anybody waits for answers to this; else they are not even encoded.
    virtual bool awaits(std::string_view area, client::Token token) const = 0;
    // last: no other answer follows.
    virtual void onAnswer(client::Token token, Told told, bool last) = 0;
    virtual void onNews(Told told) = 0;

protected:
    ~Listener() = default;
};

// A gateway's client as calls by name with JSON arguments: the rows of areas.h bound to it. On the client's
// thread; client and listener outlive it.
class Calls final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Calls)

public:
    Calls(client::GatewayClient &client, Listener &listener);
    ~Calls() override;

    // name: "keys/requestHolders". NotFound, BadRequest with the place of what does not fit, or
    // NotImplemented for what works only on the gateway's own computer.
    Result<Started> run(const std::string &name, const json::Array &arguments);
    // The area of a CANCEL, or nothing for other names.
    std::optional<std::string_view> cancels(const std::string &name) const;
    void cancel(const std::string &name, client::Token token);

    enum class Change { Status, Config };
    // What is known beforehand, by "area/name": what may be another after such a change.
    std::map<std::string, json::Value> looks(Change change) const;

private:
    struct Call
    {
        std::function<Result<Started>(const json::Array &arguments)> run = {};   // Null: not from elsewhere.
        std::function<void(client::Token)> cancel = {};                          // Instead.
    };
    using Look = std::function<json::Value()>;

    template <typename Area>
    class Binder;

    QStringList accountIds() const;
    QStringList deploymentIds() const;

    client::GatewayClient &m_client;
    Listener &m_listener;
    std::map<std::string, Call> m_calls;
    std::map<std::string, Look> m_statusLooks;
    std::map<std::string, Look> m_configLooks;
};

}   // namespace gw::remote
