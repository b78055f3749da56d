#pragma once

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <functional>
#include <memory>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <vector>

namespace gw::test {

// One step of a scripted answer.
struct Step
{
    enum class Kind {
        Send,    // text
        Wait,    // ms
        Close,   // FIN
        Reset,   // RST
        Stall,   // Nothing further, the connection stays.
    };
    Kind kind = Kind::Send;
    std::string text = {};
    int ms = 0;
};

// True when something listens on that port of this machine.
inline bool canConnect(std::uint16_t port)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    return socket.waitForConnected(1000);
}

inline Step send(std::string text)
{
    return {.kind = Step::Kind::Send, .text = std::move(text)};
}
inline Step waitFor(int ms)
{
    return {.kind = Step::Kind::Wait, .ms = ms};
}
inline Step closeHere()
{
    return {.kind = Step::Kind::Close};
}
inline Step resetHere()
{
    return {.kind = Step::Kind::Reset};
}
inline Step stall()
{
    return {.kind = Step::Kind::Stall};
}

// A real server on a free loopback port that answers each request by a script, whatever it was. Records
// requests whole; knows Content-Length bodies. Lives on the thread that made it.
class FakeUpstream
{
public:
    using Script = std::vector<Step>;

    // The same script for every request.
    explicit FakeUpstream(Script script)
        : FakeUpstream([script](const std::string &) { return script; })
    {}
    explicit FakeUpstream(std::function<Script(const std::string &request)> answer)
        : m_answer(std::move(answer))
        , m_server(std::make_unique<QTcpServer>())
    {
        listen();
    }
    // Over TLS with the certificate and key in PEM.
    FakeUpstream(Script script, const QByteArray &certificate, const QByteArray &key)
        : m_answer([script](const std::string &) { return script; })
    {
        auto server = std::make_unique<QSslServer>();
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(certificate));
        configuration.setPrivateKey(QSslKey(key, QSsl::Rsa));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        server->setSslConfiguration(configuration);
        m_server = std::move(server);
        m_scheme = "https";
        listen();
    }

    std::uint16_t port() const { return m_server->serverPort(); }
    std::string url(const std::string &path = "/", const std::string &host = "127.0.0.1") const
    {
        return m_scheme + "://" + host + ":" + std::to_string(port()) + path;
    }

    std::vector<std::string> requests;
    int connections = 0;
    int closed = 0;

private:
    struct Client
    {
        std::string input;
        Script script;
        std::size_t at = 0;
    };

    void listen()
    {
        QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(), [this] {
            while (QTcpSocket *socket = m_server->nextPendingConnection())
                adopt(socket);
        });
        if (!m_server->listen(QHostAddress::LocalHost))
            qFatal("no free port");
    }
    void adopt(QTcpSocket *socket)
    {
        ++connections;
        auto client = std::make_shared<Client>();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, client] {
            client->input += socket->readAll().toStdString();
            takeRequests(socket, client);
        });
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
            ++closed;
            socket->deleteLater();
        });
        if (socket->bytesAvailable() > 0)
            Q_EMIT socket->readyRead();
    }
    void takeRequests(QTcpSocket *socket, const std::shared_ptr<Client> &client)
    {
        const std::size_t end = client->input.find("\r\n\r\n");
        if (end == std::string::npos)
            return;
        std::size_t size = end + 4;
        const std::size_t field = client->input.find("Content-Length: ");
        if (field < end)
            size += std::stoul(client->input.substr(field + 16));
        if (client->input.size() < size)
            return;
        requests.push_back(client->input.substr(0, size));
        client->input.erase(0, size);
        client->script = m_answer(requests.back());
        client->at = 0;
        run(socket, client);
    }
    void run(QTcpSocket *socket, const std::shared_ptr<Client> &client)
    {
        while (client->at < client->script.size()) {
            const Step &step = client->script[client->at++];
            switch (step.kind) {
            case Step::Kind::Send:
                socket->write(step.text.data(), static_cast<qint64>(step.text.size()));
                socket->flush();
                break;
            case Step::Kind::Wait:
                QTimer::singleShot(step.ms, socket, [this, socket, client] { run(socket, client); });
                return;
            case Step::Kind::Close:
                socket->disconnectFromHost();
                return;
            case Step::Kind::Reset:
                socket->flush();
                hardClose(socket);
                return;
            case Step::Kind::Stall:
                return;
            }
        }
    }
    static void hardClose(QTcpSocket *socket)
    {
        const linger hard{1, 0};
        ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
        socket->abort();
    }

    std::function<Script(const std::string &)> m_answer;
    std::unique_ptr<QTcpServer> m_server;
    std::string m_scheme = "http";
};

}   // namespace gw::test
