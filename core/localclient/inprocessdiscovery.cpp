#include "core/localclient/inprocessdiscovery.h"

#include <QUrl>

namespace gw::client {

namespace {

struct KindRow
{
    tools::ServerKind kind;
    const char *provider;   // Row of the catalog that is meant for it.
    const char *name;
};

constexpr KindRow kKinds[] = {
    {tools::ServerKind::Ollama, "ollama_chat", "Ollama"},
    {tools::ServerKind::LmStudio, "lm_studio", "LM Studio"},
    {tools::ServerKind::Vllm, "hosted_vllm", "vLLM"},
    {tools::ServerKind::LlamaCpp, "llama_cpp", "llama.cpp"},
    {tools::ServerKind::LocalAi, "localai", "LocalAI"},
    {tools::ServerKind::Jan, "", "Jan"},
};
// Speaks OpenAI's API to any address and needs no key: for servers without a row that works.
constexpr const char *kGeneral = "hosted_vllm";

bool isLoopback(const QString &host)
{
    return host == QLatin1StringView("localhost") || host == QLatin1StringView("127.0.0.1") ||
           host == QLatin1StringView("::1");
}

}   // namespace

InProcessDiscovery::InProcessDiscovery(const InProcessParts &parts, std::function<Token()> nextToken)
    : m_parts(parts)
    , m_nextToken(std::move(nextToken))
    , m_discovery(new tools::Discovery(parts.localPorts))
{
    m_discovery->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_discovery, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("discovery"));
    m_thread.start();
    connect(m_discovery, &tools::Discovery::found, this,
            [this](const std::vector<tools::LocalServer> &servers) {
                std::vector<FoundServer> out;
                for (const tools::LocalServer &server : servers)
                    out.push_back(serverFor(server));
                Q_EMIT found(m_token, out);
            });
}

InProcessDiscovery::~InProcessDiscovery()
{
    m_thread.quit();
    m_thread.wait();
}

Token InProcessDiscovery::look()
{
    m_token = m_nextToken();
    QMetaObject::invokeMethod(
        m_discovery,
        [discovery = m_discovery, own = static_cast<quint16>(m_parts.port)] { discovery->look(own); },
        Qt::QueuedConnection);
    return m_token;
}

FoundServer InProcessDiscovery::serverFor(const tools::LocalServer &server) const
{
    FoundServer out;
    out.baseUrl = server.baseUrl;
    out.models = server.models;
    out.providerId = QString::fromLatin1(kGeneral);
    out.name = tr("Model server");
    const auto &catalog = providers::Catalog::builtIn();
    for (const KindRow &kind : kKinds) {
        if (kind.kind != server.kind)
            continue;
        out.name = QString::fromLatin1(kind.name);
        const providers::ProviderRow *row = catalog.find(kind.provider);
        // The found address is one of OpenAI's API.
        if (row && row->adapter == "openai")
            out.providerId = QString::fromLatin1(kind.provider);
    }
    for (const config::Deployment &deployment : m_parts.config()->deployments) {
        const QUrl base(QString::fromStdString(
            providers::resolveTarget(catalog, deployment, false, m_parts.environment).baseUrl));
        if (isLoopback(base.host()) && base.port(80) == server.port)
            out.used = true;
    }
    return out;
}

}   // namespace gw::client
