#pragma once

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/client/bodyvalues.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QPointer>

#include <functional>

class QNetworkReply;

namespace gw::client {

struct ReplayRequest
{
    QString path;   // "/v1/messages"
    QByteArray body;
};

// What is to be sent so that another model answers what body asked by that route; the rest of it stays byte
// for byte. BadRequest, in words for a user: body null, cut or no JSON object, or a route that cannot be
// asked again.
Result<ReplayRequest> replayRequest(const TrafficBody *body, const QString &route, const QString &model);

// One request under way; ends without a word when it dies. GUI thread.
class Replay
{
public:
    // Longer answers are cut.
    static constexpr qint64 kMostBytes = qint64{16} << 20;
    // Of silence.
    static constexpr int kTimeoutMs = 600'000;

    using Done = std::function<void(TrafficReplay)>;
    Replay(const QString &address, const Secret &key, ReplayRequest request, Done done);
    ~Replay();
    Replay(const Replay &) = delete;
    Replay &operator=(const Replay &) = delete;

private:
    void read();
    void finish();

    QNetworkAccessManager m_network;
    QPointer<QNetworkReply> m_reply;
    QElapsedTimer m_clock;
    TrafficReplay m_out;
    Done m_done;
};

}   // namespace gw::client
