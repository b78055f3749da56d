#include "core/localclient/inprocessplayground.h"

#include "core/localclient/doorrequest.h"
#include "core/localclient/texts.h"
#include "core/wire/sse.h"

#include <QElapsedTimer>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

namespace gw::client {

namespace {

constexpr int kPieceMs = 16;
constexpr qsizetype kShownBody = 2000;   // Characters of an answer that is no JSON.

std::int64_t countAt(const json::Object &usage, std::string_view path)
{
    const json::Value *value = json::findPath(usage, path);
    return value ? json::toInt(*value).value_or(-1) : -1;
}

QString header(const QNetworkReply &reply, const char *name)
{
    return QString::fromUtf8(reply.rawHeader(name));
}

// {"error": {"message": ...}}, else the text as it is.
QString problemIn(const QByteArray &body)
{
    const auto value = json::parse(std::string_view(body.constData(), static_cast<std::size_t>(body.size())));
    if (value.ok() && value.value().is_object()) {
        const json::Object &object = value.value().get_object();
        if (const json::Value *message = json::findPath(object, "error.message");
            message && message->is_string())
            return text(message->get_string());
    }
    return QString::fromUtf8(body).left(kShownBody).trimmed();
}

}   // namespace

// One request that runs, from its body to its end. Lives on the client's thread.
class InProcessPlayground::Chat
{
public:
    // moved and ended are never called from inside the constructor.
    Chat(QNetworkReply *reply, bool streams, std::function<void(const PlaygroundPiece &)> moved,
         std::function<void(const PlaygroundEnd &)> ended)
        : m_reply(reply)
        , m_streams(streams)
        , m_moved(std::move(moved))
        , m_ended(std::move(ended))
    {
        m_clock.start();
        m_pieces.setSingleShot(true);
        m_pieces.setInterval(kPieceMs);
        QObject::connect(&m_pieces, &QTimer::timeout, &m_pieces, [this] { tellPiece(); });
        QObject::connect(reply, &QNetworkReply::readyRead, &m_pieces, [this] { read(); });
        QObject::connect(reply, &QNetworkReply::finished, &m_pieces, [this] { finish(); });
    }
    ~Chat()
    {
        stop();
        m_reply->deleteLater();
    }
    // Nothing is told any more.
    void stop()
    {
        m_reply->disconnect(&m_pieces);
        m_pieces.stop();
        m_reply->abort();
    }

private:
    bool isStream() const
    {
        return m_streams && header(*m_reply, "content-type").startsWith("text/event-stream"_L1);
    }

    void read()
    {
        if (!isStream()) {
            m_body += m_reply->readAll();
            return;
        }
        const QByteArray bytes = m_reply->readAll();
        if (!m_reader.feed({bytes.constData(), static_cast<std::size_t>(bytes.size())}).ok())
            return fail(InProcessPlayground::tr("The stream cannot be read."));
        while (const auto event = m_reader.next()) {
            if (event->data == "[DONE]")
                m_whole = true;
            else if (const auto value = json::parse(event->data); value.ok() && value.value().is_object())
                takeChunk(value.value().get_object());
        }
        if (!m_pieces.isActive())
            m_pieces.start();
    }

    void takeChunk(const json::Object &chunk)
    {
        if (const json::Value *message = json::findPath(chunk, "error.message");
            message && message->is_string())
            return fail(text(message->get_string()));
        takeUsage(chunk);
        const json::Array *choices = json::findArray(chunk, "choices");
        const json::Object *choice = choices && !choices->empty() ? choices->front().if_object() : nullptr;
        if (!choice)
            return;
        if (const auto finish = json::findString(*choice, "finish_reason"))
            m_end.finish = text(*finish);
        for (const char *name : {"delta", "message"}) {
            if (const json::Object *message = json::findObject(*choice, name))
                takeMessage(*message);
        }
    }

    void takeMessage(const json::Object &message)
    {
        m_piece.text += text(json::stringOr(message, "content"));
        m_piece.reasoning += text(json::stringOr(message, "reasoning_content"));
        if (const json::Array *calls = json::findArray(message, "tool_calls")) {
            int place = 0;
            for (const json::Value &value : *calls) {
                const json::Object *call = value.if_object();
                if (!call)
                    continue;
                PlaygroundCallPart part{.place =
                                            static_cast<int>(json::findInt(*call, "index").value_or(place)),
                                        .call = {.id = text(json::stringOr(*call, "id"))}};
                if (const json::Object *function = json::findObject(*call, "function")) {
                    part.call.name = text(json::stringOr(*function, "name"));
                    part.call.arguments = text(json::stringOr(*function, "arguments"));
                }
                m_piece.calls.push_back(std::move(part));
                ++place;
            }
        }
        if (m_end.firstUs < 0 &&
            (!m_piece.text.isEmpty() || !m_piece.reasoning.isEmpty() || !m_piece.calls.empty()))
            m_end.firstUs = m_clock.nsecsElapsed() / 1000;
    }

    void takeUsage(const json::Object &chunk)
    {
        const json::Object *usage = json::findObject(chunk, "usage");
        if (!usage)
            return;
        m_end.input = countAt(*usage, "prompt_tokens");
        m_end.output = countAt(*usage, "completion_tokens");
        m_end.cached = countAt(*usage, "prompt_tokens_details.cached_tokens");
        m_end.reasoning = countAt(*usage, "completion_tokens_details.reasoning_tokens");
    }

    void tellPiece()
    {
        if (!m_told) {
            m_piece.callId = header(*m_reply, "x-litellm-call-id");
            m_told = !m_piece.callId.isEmpty();
        }
        if (m_piece.text.isEmpty() && m_piece.reasoning.isEmpty() && m_piece.calls.empty() &&
            m_piece.callId.isEmpty())
            return;
        m_moved(std::exchange(m_piece, {}));
    }

    void fail(const QString &problem)
    {
        if (m_end.problem.isEmpty())
            m_end.problem = problem;
    }

    void finish()
    {
        read();
        m_end.status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (m_end.status == 0)
            fail(m_reply->errorString());
        else if (m_end.status >= 400)
            fail(problemIn(m_body));
        else if (!isStream())
            takeWhole();
        else if (!m_whole)
            fail(InProcessPlayground::tr("The answer broke off before its end."));
        m_pieces.stop();
        tellPiece();
        m_end.wholeUs = m_clock.nsecsElapsed() / 1000;
        m_end.deployment = header(*m_reply, "x-litellm-model-id");
        m_end.address = header(*m_reply, "x-litellm-model-api-base");
        m_end.retries = header(*m_reply, "x-litellm-attempted-retries").toInt();
        m_end.fallbacks = header(*m_reply, "x-litellm-attempted-fallbacks").toInt();
        m_end.callId = header(*m_reply, "x-litellm-call-id");
        m_ended(m_end);
    }

    void takeWhole()
    {
        const auto value =
            json::parse(std::string_view(m_body.constData(), static_cast<std::size_t>(m_body.size())));
        if (value.ok() && value.value().is_object())
            takeChunk(value.value().get_object());
        else
            fail(problemIn(m_body));
    }

    QNetworkReply *const m_reply;
    const bool m_streams;
    const std::function<void(const PlaygroundPiece &)> m_moved;
    const std::function<void(const PlaygroundEnd &)> m_ended;
    QElapsedTimer m_clock;
    QTimer m_pieces;
    wire::SseReader m_reader;
    QByteArray m_body;   // Of what is no stream.
    PlaygroundPiece m_piece;
    PlaygroundEnd m_end;
    bool m_told = false;    // The request's id.
    bool m_whole = false;   // Its end mark has come.
};

InProcessPlayground::InProcessPlayground(PlaygroundParts parts, QObject *parent)
    : PlaygroundClient(parent)
    , m_parts(std::move(parts))
{
    m_network.setProxy(QNetworkProxy::NoProxy);
}

InProcessPlayground::~InProcessPlayground() = default;

Token InProcessPlayground::send(const PlaygroundQuestion &question)
{
    const Token token = m_parts.nextToken();
    auto body = playgroundBody(question);
    if (!body.ok()) {
        const PlaygroundEnd end{.problem = text(body.error().message)};
        QMetaObject::invokeMethod(
            this, [this, token, end] { Q_EMIT ended(token, end); }, Qt::QueuedConnection);
        return token;
    }
    QNetworkRequest request = doorRequest(u"http://127.0.0.1:%1/v1/chat/completions"_s.arg(m_parts.port()),
                                          m_parts.key(), QByteArrayLiteral("Portico Playground"));
    if (!question.session.isEmpty())
        request.setRawHeader("x-litellm-session-id", question.session.toUtf8());
    QNetworkReply *reply = m_network.post(request, QByteArray::fromStdString(body.value()));
    m_chats[token] = std::make_unique<Chat>(
        reply, question.options.stream,
        [this, token](const PlaygroundPiece &piece) { Q_EMIT moved(token, piece); },
        [this, token](const PlaygroundEnd &end) {
            // What calls here dies later.
            const auto chat = m_chats.find(token);
            if (chat == m_chats.end())
                return;
            QMetaObject::invokeMethod(
                this, [this, token] { m_chats.erase(token); }, Qt::QueuedConnection);
            Q_EMIT ended(token, end);
        });
    return token;
}

void InProcessPlayground::stop(Token token)
{
    // Perhaps from inside one of its signals.
    if (const auto chat = m_chats.find(token); chat != m_chats.end()) {
        const std::shared_ptr<Chat> last(std::move(chat->second));
        m_chats.erase(chat);
        last->stop();
        QMetaObject::invokeMethod(
            this, [last] {}, Qt::QueuedConnection);
    }
}

}   // namespace gw::client
