#include "core/remoteclient/link.h"

#include "core/base/ids.h"
#include "core/remote/protocol.h"

#include <QFile>
#include <QNetworkProxy>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslKey>

#include <algorithm>

namespace gw::remote {

namespace {

constexpr int kCallMs = 10'000;
constexpr int kFirstRetryMs = 500;
constexpr int kMostRetryMs = 15'000;
constexpr std::size_t kMostEvent = std::size_t{64} << 20;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kServerErrors = 500;

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

// The sentence in an error's body.
QString messageIn(const QByteArray &body)
{
    const auto parsed = json::parse({body.constData(), static_cast<std::size_t>(body.size())});
    const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr;
    const json::Value *message = object ? json::findPath(*object, "error.message") : nullptr;
    const auto *found = message ? message->if_string() : nullptr;
    return found ? text(std::string_view(*found)) : QString();
}

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QSslKey keyIn(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm kind : {QSsl::Rsa, QSsl::Ec}) {
        const QSslKey key(pem, kind, QSsl::Pem);
        if (!key.isNull())
            return key;
    }
    return {};
}

}   // namespace

Link::Link(Address address, QObject *parent)
    : QObject(parent)
    , m_address(std::move(address))
    , m_window(randomHex(16))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    prepareTls();
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Link::open);
    m_silence.setSingleShot(true);
    m_silence.setInterval(kSilence);
    connect(&m_silence, &QTimer::timeout, this, [this] {
        lose(tr("Nothing has come from the gateway for %n second(s).", nullptr, int(kSilence.count())));
    });
}

Link::~Link()
{
    close();
}

void Link::prepareTls()
{
    m_tls = QSslConfiguration::defaultConfiguration();
    m_tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!m_address.authorities.isEmpty()) {
        const QList<QSslCertificate> known = QSslCertificate::fromData(contentsOf(m_address.authorities));
        if (known.isEmpty())
            m_tlsProblem = tr("%1 holds no certificate in PEM form.").arg(m_address.authorities);
        m_tls.addCaCertificates(known);
    }
    if (m_address.certificate.isEmpty())
        return;
    const QList<QSslCertificate> own = QSslCertificate::fromData(contentsOf(m_address.certificate));
    const QSslKey key = keyIn(
        contentsOf(m_address.certificateKey.isEmpty() ? m_address.certificate : m_address.certificateKey));
    if (own.isEmpty() || key.isNull())
        m_tlsProblem = tr("%1 holds no certificate with its key in PEM form.").arg(m_address.certificate);
    m_tls.setLocalCertificateChain(own);
    m_tls.setPrivateKey(key);
}

QNetworkRequest Link::request(std::string_view path, int timeoutMs) const
{
    QUrl url = m_address.url;
    QString base = url.path();
    while (base.endsWith(u'/'))
        base.chop(1);
    url.setPath(base + text(path));
    QNetworkRequest request(url);
    request.setSslConfiguration(m_tls);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    if (!m_address.key.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + bytes(m_address.key.reveal()));
    request.setRawHeader(bytes(kVersionField), QByteArray::number(kMajor) + '.' + QByteArray::number(kMinor));
    request.setRawHeader(bytes(kWindowField), bytes(m_window));
    request.setTransferTimeout(timeoutMs);
    return request;
}

QString Link::problemOf(QNetworkReply &reply, bool &refused) const
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString said = status > 0 ? messageIn(reply.readAll()) : QString();
    refused = status > 0 && status < kServerErrors;
    if (status == kUnauthorized)
        return tr("The gateway does not know this key.");
    if (status == kForbidden)
        return tr("This key may not look after the gateway. %1").arg(said).trimmed();
    if (status == kNotFound)
        return tr("Something answers at this address, but no Portico that lets windows in.");
    if (status >= 300 && status < 400)
        return tr("The address leads elsewhere: %1").arg(text(reply.rawHeader("Location").toStdString()));
    if (status > 0 && reply.error() != QNetworkReply::NoError)
        return said.isEmpty() ? tr("The gateway answers with status %1.").arg(status) : said;
    if (reply.error() == QNetworkReply::OperationCanceledError ||
        reply.error() == QNetworkReply::TimeoutError)
        return tr("The gateway did not answer within %n second(s).", nullptr, kCallMs / 1000);
    if (reply.error() == QNetworkReply::SslHandshakeFailedError) {
        refused = true;
        return tr("The connection is not safe, so it was not made: %1").arg(reply.errorString());
    }
    if (reply.error() == QNetworkReply::ConnectionRefusedError)
        return tr("Nothing listens at %1.").arg(m_address.url.authority());
    if (reply.error() == QNetworkReply::HostNotFoundError)
        return tr("There is no computer called %1.").arg(m_address.url.host());
    return reply.errorString();
}

void Link::greet(std::function<void(const QString &, const Greeting &)> done)
{
    if (!m_tlsProblem.isEmpty())
        return done(m_tlsProblem, {});
    QNetworkReply *reply = m_network.get(request(kHelloPath, kCallMs));
    QElapsedTimer clock;
    clock.start();
    connect(reply, &QNetworkReply::finished, this, [this, reply, clock, done = std::move(done)] {
        reply->deleteLater();
        bool refused = false;
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (reply->error() != QNetworkReply::NoError || status != 200) {
            const QString problem = problemOf(*reply, refused);
            m_reason = refused ? problem : QString();
            return done(problem, {});
        }
        const auto parsed = json::parse(reply->readAll().toStdString());
        const json::Object *said = parsed.ok() ? parsed.value().if_object() : nullptr;
        const json::Value *major = said ? json::findPath(*said, "protocol.major") : nullptr;
        const auto number = major ? json::toInt(*major) : std::nullopt;
        if (!number) {
            m_reason = tr("Something answers at this address, but no Portico that lets windows in.");
            return done(m_reason, {});
        }
        if (*number != kMajor) {
            m_reason =
                tr("This gateway speaks version %1 of what windows and gateways say to each other, and "
                   "this window version %2. Bring the older of the two programs up to date.")
                    .arg(*number)
                    .arg(kMajor);
            return done(m_reason, {});
        }
        m_reason.clear();
        m_greeting = {text(json::stringOr(*said, "version")), text(json::stringOr(*said, "name")),
                      int(json::findInt(*said, "deployments").value_or(0)), int(clock.elapsed())};
        done({}, m_greeting);
    });
}

void Link::open()
{
    m_retry.stop();
    if (m_events)
        return;
    if (m_state != State::Lost)
        enter(State::Connecting, {});
    greet([this](const QString &problem, const Greeting &) {
        if (problem.isEmpty())
            openEvents();
        else if (!m_tlsProblem.isEmpty() || !m_reason.isEmpty())
            refuse(problem);
        else
            lose(problem);
    });
}

void Link::close()
{
    m_retry.stop();
    m_silence.stop();
    if (QNetworkReply *reply = std::exchange(m_events, nullptr)) {
        reply->disconnect(this);
        reply->abort();
        reply->deleteLater();
    }
}

void Link::openEvents()
{
    if (m_events)
        return;
    QNetworkRequest asked = request(kEventsPath, 0);
    asked.setRawHeader("Accept", "text/event-stream");
    if (m_seen > 0)
        asked.setRawHeader("Last-Event-ID", QByteArray::number(qulonglong(m_seen)));
    m_reader.emplace(kMostEvent);
    m_events = m_network.get(asked);
    connect(m_events, &QNetworkReply::readyRead, this, &Link::readEvents);
    connect(m_events, &QNetworkReply::finished, this, &Link::onEnd);
    m_silence.start();
}

void Link::readEvents()
{
    m_silence.start();
    if (m_events->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() != 200)
        return;   // The body of an error: onEnd() reads it.
    const QByteArray part = m_events->readAll();
    if (!m_reader->feed({part.constData(), static_cast<std::size_t>(part.size())}).ok())
        return lose(tr("The gateway's events cannot be read."));
    while (m_events) {
        const auto event = m_reader->next();
        if (!event)
            return;
        take(*event);
    }
}

void Link::take(const wire::SseEvent &event)
{
    auto parsed = json::parse(event.data);
    const json::Object *said = parsed.ok() ? parsed.value().if_object() : nullptr;
    const auto number = said ? json::findInt(*said, "seq") : std::nullopt;
    if (!number)
        return lose(tr("The gateway's events cannot be read."));
    const auto seq = static_cast<std::uint64_t>(*number);
    const bool gap = event.event == "gap";
    if (!gap && seq <= m_seen)
        return;
    m_seen = seq;
    const std::string name(event.event);
    if (name == "ready") {
        m_tries = 0;
        enter(State::Connected, {});
    } else {
        Q_EMIT came(name, *said);
    }
}

void Link::onEnd()
{
    QNetworkReply *reply = m_events;
    if (!reply)
        return;
    bool refused = false;
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const QString problem =
        status == 200 ? tr("The connection to the gateway was cut.") : problemOf(*reply, refused);
    if (refused)
        refuse(problem);
    else
        lose(problem);
}

void Link::lose(const QString &reason)
{
    close();
    m_retry.start(std::min(kMostRetryMs, kFirstRetryMs << std::min(m_tries, 10)));
    ++m_tries;
    enter(State::Lost, reason);
}

void Link::refuse(const QString &reason)
{
    close();
    enter(State::Refused, reason);
}

void Link::enter(State state, const QString &reason)
{
    const bool same = m_state == state && m_reason == reason;
    m_state = state;
    m_reason = reason;
    if (!same || state == State::Connected)
        Q_EMIT stateChanged();
}

void Link::call(const std::string &name, const json::Object &body, std::function<void(const QString &)> done)
{
    QNetworkRequest asked = request(std::string(kCallsPath) + name, kCallMs);
    asked.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    QNetworkReply *reply = m_network.post(asked, QByteArray::fromStdString(json::serialize(body)));
    connect(reply, &QNetworkReply::finished, this, [this, reply, done = std::move(done)] {
        reply->deleteLater();
        bool refused = false;
        done(reply->error() == QNetworkReply::NoError ? QString() : problemOf(*reply, refused));
    });
}

}   // namespace gw::remote
