#include "core/tools/discovery.h"

#include "core/base/json.h"

#include <QNetworkProxy>
#include <QNetworkReply>

#include <optional>
#include <utility>

namespace gw::tools {

namespace {

constexpr qint64 kMaxAnswer = 1 << 20;

std::optional<json::Object> objectOf(const QByteArray &answer)
{
    if (answer.isEmpty())
        return std::nullopt;
    auto value = json::parse(answer.toStdString());
    if (!value.ok() || !value.value().is_object())
        return std::nullopt;
    return std::move(value).value().get_object();
}

QString textOf(const json::Object &object, std::string_view key)
{
    const json::Value *value = object.if_contains(key);
    if (!value || !value->is_string())
        return {};
    const auto &text = value->get_string();
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// The names in OpenAI's list of models; nothing when it is another document.
std::optional<QStringList> listedModels(const json::Object &answer, QString &owner)
{
    const json::Array *list = json::findArray(answer, "data");
    if (!list)
        return std::nullopt;
    QStringList names;
    for (const json::Value &row : *list) {
        if (!row.is_object() || textOf(row.get_object(), "id").isEmpty())
            return std::nullopt;
        names << textOf(row.get_object(), "id");
        if (owner.isEmpty())
            owner = textOf(row.get_object(), "owned_by");
    }
    return names;
}

// Ollama's own list.
bool isTagList(const json::Object &answer)
{
    const json::Array *list = json::findArray(answer, "models");
    if (!list)
        return false;
    for (const json::Value &row : *list)
        if (!row.is_object() || textOf(row.get_object(), "name").isEmpty())
            return false;
    return true;
}

}   // namespace

struct Discovery::Probe
{
    KnownPort port;
    QByteArray models;   // Answers, empty without one.
    QByteArray tags;
    QByteArray props;
    bool current = true;   // False once another look has begun.

    std::optional<LocalServer> result() const;
};

std::optional<LocalServer> Discovery::Probe::result() const
{
    const auto list = objectOf(models);
    if (!list)
        return std::nullopt;
    QString owner;
    const auto names = listedModels(*list, owner);
    if (!names)
        return std::nullopt;
    LocalServer server;
    server.port = port.port;
    server.baseUrl = QStringLiteral("http://localhost:%1/v1").arg(port.port);
    server.models = *names;
    const auto properties = objectOf(props);
    const auto tagged = objectOf(tags);
    // llama.cpp's server answers Ollama's question too, so its own one comes first.
    if (owner == QLatin1StringView("llamacpp") ||
        (properties && properties->contains("default_generation_settings")))
        server.kind = ServerKind::LlamaCpp;
    else if (owner == QLatin1StringView("vllm"))
        server.kind = ServerKind::Vllm;
    else if (tagged && isTagList(*tagged))
        server.kind = ServerKind::Ollama;
    else
        server.kind = port.usual;
    return server;
}

std::vector<KnownPort> knownPorts()
{
    return {{11434, ServerKind::Ollama},
            {1234, ServerKind::LmStudio},
            {8000, ServerKind::Vllm},
            {8080, ServerKind::LocalAi},
            {1337, ServerKind::Jan}};
}

Discovery::Discovery(std::vector<KnownPort> ports, QObject *parent)
    : QObject(parent)
    , m_ports(std::move(ports))
    , m_network(this)
    , m_deadline(this)
{
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(kTimeoutMs);
    connect(&m_deadline, &QTimer::timeout, this, &Discovery::giveUp);
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

Discovery::~Discovery()
{
    for (const auto &probe : m_probes)
        probe->current = false;
}

void Discovery::look(quint16 ownPort)
{
    for (const auto &probe : m_probes)
        probe->current = false;
    m_probes.clear();
    giveUp();
    // One more than there are questions, so that the end comes after the last was asked.
    m_open = 1;
    for (const KnownPort &port : m_ports) {
        if (port.port == ownPort)
            continue;
        auto probe = std::make_shared<Probe>();
        probe->port = port;
        m_probes.push_back(probe);
        ask(probe, QStringLiteral("/v1/models"), probe->models);
        ask(probe, QStringLiteral("/api/tags"), probe->tags);
        ask(probe, QStringLiteral("/props"), probe->props);
    }
    auto last = std::make_shared<Probe>();
    m_probes.push_back(last);
    QTimer::singleShot(0, this, [this, last] {
        if (!last->current)
            return;
        // The time runs from when the questions are on their way: the first of a process takes its time to
        // ask.
        m_deadline.start();
        if (--m_open == 0)
            conclude();
    });
}

void Discovery::giveUp()
{
    m_deadline.stop();
    const auto replies = std::exchange(m_replies, {});
    for (const QPointer<QNetworkReply> &reply : replies)
        if (reply)
            reply->abort();
}

// answer is the probe's own, which lives as long as the question.
void Discovery::ask(const std::shared_ptr<Probe> &probe, const QString &path, QByteArray &answer)
{
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(probe->port.port).arg(path)));
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    QNetworkReply *reply = m_network.get(request);
    ++m_open;
    m_replies << reply;
    connect(reply, &QNetworkReply::readyRead, this, [reply] {
        if (reply->bytesAvailable() > kMaxAnswer)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, probe, reply, &answer] {
        reply->deleteLater();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (reply->error() == QNetworkReply::NoError && status == 200)
            answer = reply->readAll();
        if (probe->current && --m_open == 0)
            conclude();
    });
}

void Discovery::conclude()
{
    std::vector<LocalServer> servers;
    for (const auto &probe : m_probes)
        if (auto server = probe->result())
            servers.push_back(std::move(*server));
    m_probes.clear();
    m_replies.clear();
    m_deadline.stop();
    Q_EMIT found(servers);
}

}   // namespace gw::tools
