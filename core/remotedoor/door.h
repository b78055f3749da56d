#pragma once

#include "core/engine/apiroute.h"
#include "core/localclient/postbox.h"
#include "core/remotedoor/calls.h"
#include "core/remotedoor/session.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <memory>

namespace gw::remote {

class WindowStream;

// The gateway's end of windows elsewhere (protocol.h). Costs nothing until the first of them comes: only then
// a client is made, which goes again when the last window has been away for a minute. Lives on the thread of
// the client, which is the program's main one; the routes may be called on any.
class Door final : public QObject, private Listener
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Door)

public:
    static constexpr std::size_t kMostWindows = 16;

    struct Parts
    {
        std::function<std::unique_ptr<client::GatewayClient>()> makeClient;
        std::string version;   // Of the program.
        std::string name;      // Of this computer.
    };

    explicit Door(Parts parts);
    ~Door() override;

    engine::ApiRoutes routes();
    // Ends all streams, and answers no more.
    void close();
    bool hasClient() const { return m_client != nullptr; }

private:
    struct Visit
    {
        std::string window;   // Its name and whose key it has.
        std::optional<std::uint64_t> seen;
    };

    // Listener
    bool awaits(std::string_view area, client::Token token) const override;
    void onAnswer(client::Token token, Told told, bool last) override;
    void onNews(Told told) override;

    void attach(const Visit &visit, const std::shared_ptr<WindowStream> &stream);
    void detach(const std::string &window, const WindowStream *stream);
    engine::ApiReply call(const std::string &window, const std::string &name, const std::string &body);
    engine::ApiReply cancel(Session &session, const std::string &name, client::Token token);
    void beat();
    json::Object greeting(const engine::ApiCall &call) const;
    void greetStream(engine::ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker);

    const Parts m_parts;
    client::Postbox m_postbox;
    std::unique_ptr<client::GatewayClient> m_client;
    std::unique_ptr<Calls> m_calls;
    std::map<std::string, Session> m_sessions;
    QTimer m_beat;
};

}   // namespace gw::remote
