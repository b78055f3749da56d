#pragma once

#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/wire/sse.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPointer>
#include <QSslConfiguration>
#include <QTimer>
#include <QUrl>

#include <functional>
#include <optional>
#include <string>

namespace gw::remote {

// Where a gateway is and what opens it.
struct Address
{
    QUrl url;   // "https://gateway.example:4000", with a path where it is served below one.
    Secret key;
    // PEM files, each may be empty. authorities: who may vouch for the gateway, beside those the system
    // trusts.
    QString authorities = {};
    QString certificate = {};   // Of this window, with its key.
    QString certificateKey = {};
};

// What a gateway says of itself.
struct Greeting
{
    QString version;
    QString name;   // Of its computer.
    int deployments = 0;
    int tookMs = 0;   // From asking to the answer.
};

// The connection to a gateway elsewhere: one event stream, and a request for each call. A stream that ends is
// taken up again, after 0.5 s and then more and more slowly; what only people can mend (another key, a
// certificate that nobody vouches for, another version) is not tried again unasked. Thread of its QObject.
class Link final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Link)

public:
    enum class State { Connecting, Connected, Lost, Refused };

    explicit Link(Address address, QObject *parent = nullptr);
    ~Link() override;

    // Connects, or tries again at once.
    void open();
    void close();
    // Asks only who answers there; done is called once, with why it failed or with an empty text.
    void greet(std::function<void(const QString &problem, const Greeting &greeting)> done);

    State state() const noexcept { return m_state; }
    // Why it is lost or refused, in words for a user.
    const QString &reason() const noexcept { return m_reason; }
    const Address &address() const noexcept { return m_address; }
    const Greeting &greeting() const noexcept { return m_greeting; }

    // done is called once; with an empty problem when the gateway has taken the call. name: "keys/undo".
    void call(const std::string &name, const json::Object &body, std::function<void(const QString &)> done);

Q_SIGNALS:
    void stateChanged();
    // An event of the stream: "look", "signal" or "gap".
    void came(const std::string &event, const gw::json::Object &data);

private:
    QNetworkRequest request(std::string_view path, int timeoutMs) const;
    QNetworkReply *watched(QNetworkReply *reply);
    void openEvents();
    void readEvents();
    void take(const wire::SseEvent &event);
    void onEnd();
    void lose(const QString &reason);
    void refuse(const QString &reason);
    void enter(State state, const QString &reason);
    // Why a reply failed; refused: whether trying again is of no use.
    QString problemOf(QNetworkReply &reply, bool &refused) const;
    void prepareTls();

    const Address m_address;
    const std::string m_window;
    QNetworkAccessManager m_network;
    QSslConfiguration m_tls;
    QString m_tlsProblem;   // Of a file that cannot be used.
    State m_state = State::Connecting;
    QString m_reason;
    Greeting m_greeting;
    QPointer<QNetworkReply> m_events;
    std::optional<wire::SseReader> m_reader;
    std::uint64_t m_seen = 0;   // Number of the last event.
    QTimer m_retry;
    QTimer m_silence;
    int m_tries = 0;
};

}   // namespace gw::remote
