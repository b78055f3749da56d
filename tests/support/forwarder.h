#pragma once

#include <QPointer>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>

#include <memory>

namespace gw::test {

// Passes connections on to a port of this computer, with or without TLS at its own end, and does to them what
// networks do.
class Forwarder final : public QObject
{
    Q_OBJECT

public:
    bool byteByByte = false;   // Towards the client.
    bool mute = false;         // Lets nothing through to the client.

    explicit Forwarder(std::uint16_t target)
        : m_target(target)
    {}

    // With a configuration: TLS.
    std::uint16_t listen(const QSslConfiguration *tls = nullptr)
    {
        if (tls) {
            auto server = std::make_unique<QSslServer>();
            server->setSslConfiguration(*tls);
            m_server = std::move(server);
        } else {
            m_server = std::make_unique<QTcpServer>();
        }
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, &Forwarder::take);
        return m_server->listen(QHostAddress::LocalHost) ? m_server->serverPort() : 0;
    }
    void cut()
    {
        for (const QPointer<QTcpSocket> &socket : std::exchange(m_clients, {}))
            if (socket)
                socket->abort();
    }

private:
    void take()
    {
        while (QTcpSocket *client = m_server->nextPendingConnection()) {
            auto *target = new QTcpSocket(client);
            m_clients << client;
            connect(client, &QTcpSocket::readyRead, target,
                    [client, target] { target->write(client->readAll()); });
            connect(target, &QTcpSocket::readyRead, client,
                    [this, client, target] { pass(*target, *client); });
            connect(client, &QTcpSocket::disconnected, target, &QTcpSocket::abort);
            connect(target, &QTcpSocket::disconnected, client, &QTcpSocket::disconnectFromHost);
            connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
            target->connectToHost(QHostAddress::LocalHost, m_target);
            if (client->bytesAvailable() > 0)
                target->write(client->readAll());
        }
    }
    void pass(QTcpSocket &from, QTcpSocket &to)
    {
        const QByteArray bytes = from.readAll();
        if (mute)
            return;
        if (!byteByByte) {
            to.write(bytes);
            return;
        }
        for (const char byte : bytes) {
            to.write(&byte, 1);
            to.flush();
        }
    }

    const std::uint16_t m_target;
    std::unique_ptr<QTcpServer> m_server;
    QList<QPointer<QTcpSocket>> m_clients;
};

}   // namespace gw::test
