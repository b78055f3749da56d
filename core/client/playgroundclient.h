#pragma once

#include "core/client/playgroundvalues.h"

#include <QObject>

namespace gw::client {

// Chats through the gateway's own door, so that routing, cache, limits and the ledger see them as they see
// those of programs. GUI thread; no call blocks; several may run at the same time.
class PlaygroundClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlaygroundClient)

public:
    explicit PlaygroundClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Told by moved(), and at the end by ended().
    virtual Token send(const PlaygroundQuestion &question) = 0;
    // Cuts it short: the gateway sees that its client has gone. No answer any more.
    virtual void stop(Token token) = 0;

Q_SIGNALS:
    void moved(gw::client::Token token, const gw::client::PlaygroundPiece &piece);
    void ended(gw::client::Token token, const gw::client::PlaygroundEnd &end);
};

}   // namespace gw::client
