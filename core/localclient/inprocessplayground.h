#pragma once

#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/client/playgroundclient.h"

#include <QNetworkAccessManager>

#include <functional>
#include <map>
#include <memory>

class QNetworkReply;

namespace gw::client {

struct PlaygroundParts
{
    std::function<int()> port;   // Where the gateway listens on this computer.
    std::function<Secret()> key;
    std::function<Token()> nextToken;
};

// Speaks HTTP to the gateway of this process.
class InProcessPlayground final : public PlaygroundClient
{
    Q_OBJECT

public:
    explicit InProcessPlayground(PlaygroundParts parts, QObject *parent = nullptr);
    ~InProcessPlayground() override;

    Token send(const PlaygroundQuestion &question) override;
    void stop(Token token) override;

private:
    class Chat;

    PlaygroundParts m_parts;
    QNetworkAccessManager m_network;
    std::map<Token, std::unique_ptr<Chat>> m_chats;
};

}   // namespace gw::client
