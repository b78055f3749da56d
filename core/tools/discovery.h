#pragma once

#include <QList>
#include <QNetworkAccessManager>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QStringList>
#include <QTimer>

#include <cstdint>
#include <memory>
#include <vector>

namespace gw::tools {

enum class ServerKind : std::uint8_t { Ollama, LmStudio, Vllm, LlamaCpp, LocalAi, Jan, Other };

// A program on this computer that serves models.
struct LocalServer
{
    ServerKind kind = ServerKind::Other;
    quint16 port = 0;
    QString baseUrl;      // "http://localhost:11434/v1"; speaks OpenAI's API.
    QStringList models;   // As it lists them; may be empty while none is loaded.

    bool operator==(const LocalServer &) const = default;
};

// A port that is knocked at. usual is what stands there when the answers do not say it.
struct KnownPort
{
    quint16 port = 0;
    ServerKind usual = ServerKind::Other;
};

// Ollama, LM Studio, vLLM, llama.cpp and LocalAI, Jan.
std::vector<KnownPort> knownPorts();

// Looks for model servers on loopback: asks GET /v1/models, and /api/tags and /props to tell kinds apart, at
// all ports at once and only once each. No redirect is followed, no proxy used, nothing sent but the
// questions. Belongs to one thread with an event loop, never blocks, and wants that thread for itself: a loop
// that is held up by a window being made would take every server for a silent one.
class Discovery final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Discovery)

public:
    static constexpr int kTimeoutMs = 150;

    explicit Discovery(std::vector<KnownPort> ports = knownPorts(), QObject *parent = nullptr);
    ~Discovery() override;

    // Begins anew; an older look is given up. ownPort is left out: it is this gateway's.
    void look(quint16 ownPort);

Q_SIGNALS:
    // In the order of the ports; once per look().
    void found(const std::vector<gw::tools::LocalServer> &servers);

private:
    struct Probe;
    void ask(const std::shared_ptr<Probe> &probe, const QString &path, QByteArray &answer);
    void giveUp();
    void conclude();

    std::vector<KnownPort> m_ports;
    QNetworkAccessManager m_network;
    std::vector<std::shared_ptr<Probe>> m_probes;   // Of the look that runs.
    QList<QPointer<QNetworkReply>> m_replies;
    QTimer m_deadline;
    int m_open = 0;   // Questions without an answer.
};

}   // namespace gw::tools
