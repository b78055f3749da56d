#include "core/localclient/replay.h"

#include "core/base/json.h"
#include "core/chat/scan.h"
#include "core/localclient/doorrequest.h"

#include <QCoreApplication>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QUrl>

#include <array>

namespace gw::client {

namespace {

// Gemini's routes name the model in their path.
constexpr std::string_view kGemini = "/v1beta/models:";
constexpr std::array kRoutes{std::string_view("/v1/chat/completions"), std::string_view("/v1/completions"),
                             std::string_view("/v1/responses"), std::string_view("/v1/messages"),
                             std::string_view("/v1/embeddings")};

QString tr(const char *text)
{
    return QCoreApplication::translate("gw::client::Replay", text);
}

Error refused(const char *text)
{
    return {.code = ErrorCode::BadRequest, .message = tr(text).toStdString()};
}

}   // namespace

Result<ReplayRequest> replayRequest(const TrafficBody *body, const QString &route, const QString &model)
{
    if (!body)
        return refused(QT_TRANSLATE_NOOP("gw::client::Replay", "Nothing is kept of this request."));
    if (body->cut)
        return refused(QT_TRANSLATE_NOOP(
            "gw::client::Replay", "The request was longer than what is kept, so it cannot be sent again."));
    const std::string path = route.toStdString();
    const bool gemini = path.starts_with(kGemini);
    if (!gemini && std::ranges::find(kRoutes, path) == kRoutes.end())
        return refused(QT_TRANSLATE_NOOP("gw::client::Replay",
                                         "Requests of this kind cannot be sent to another model."));
    std::string text = body->bytes;
    const auto members = chat::scanMembers(text);
    if (!members.ok())
        return refused(QT_TRANSLATE_NOOP("gw::client::Replay", "What is kept of the request is no JSON."));
    chat::EditList edits;
    if (!gemini || members.value().find("model"))
        edits.set("model", json::serialize(json::Value(model.toStdString())));
    // Another answer is wanted, not the one from the cache.
    if (!gemini && path != "/v1/messages")
        edits.set("cache", R"({"no-cache":true})");
    ReplayRequest out;
    out.path = gemini ? QStringLiteral("/v1beta/models/") + model +
                            route.mid(static_cast<qsizetype>(kGemini.size()) - 1)
                      : route;
    // Google's streams are arrays unless they are asked for as events.
    if (route.endsWith(QStringLiteral(":streamGenerateContent")))
        out.path += QStringLiteral("?alt=sse");
    out.body = QByteArray::fromStdString(edits.apply(text, members.value()));
    return out;
}

Replay::Replay(const QString &address, const Secret &key, ReplayRequest request, Done done)
    : m_done(std::move(done))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest wire = doorRequest(address + request.path, key);
    wire.setRawHeader("x-litellm-tags", "replay");
    wire.setTransferTimeout(kTimeoutMs);
    m_out.answer.part = BodyPart::ClientAnswer;
    m_clock.start();
    m_reply = m_network.post(wire, request.body);
    QObject::connect(m_reply, &QNetworkReply::readyRead, m_reply, [this] { read(); });
    QObject::connect(m_reply, &QNetworkReply::finished, m_reply, [this] { finish(); });
}

Replay::~Replay()
{
    if (!m_reply)
        return;
    m_reply->disconnect();
    m_reply->abort();
}

void Replay::read()
{
    const QByteArray bytes = m_reply->readAll();
    if (m_out.firstUs < 0 && !bytes.isEmpty())
        m_out.firstUs = m_clock.nsecsElapsed() / 1000;
    m_out.answer.wholeBytes += bytes.size();
    const qint64 room = kMostBytes - static_cast<qint64>(m_out.answer.bytes.size());
    m_out.answer.cut = m_out.answer.cut || bytes.size() > room;
    m_out.answer.bytes.append(bytes.constData(),
                              static_cast<std::size_t>(std::min<qint64>(bytes.size(), room)));
}

void Replay::finish()
{
    read();
    m_out.wholeUs = m_clock.nsecsElapsed() / 1000;
    m_out.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    m_out.answer.status = m_out.status;
    m_out.answer.contentType = m_reply->header(QNetworkRequest::ContentTypeHeader).toString();
    const std::string id = m_reply->rawHeader("x-litellm-call-id").toStdString();
    m_out.request = Id128::fromString(id).value_or(Id128());
    // An error of the gateway or the provider is in the answer; it is told as it stands.
    if (m_out.status == 0 || (m_out.status < 400 && m_reply->error() != QNetworkReply::NoError))
        m_out.problem = m_reply->errorString();
    m_reply->deleteLater();
    m_reply = nullptr;
    const Done done = std::move(m_done);
    done(std::move(m_out));
}

}   // namespace gw::client
