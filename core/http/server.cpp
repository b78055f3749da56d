#include "core/http/server.h"

#include "core/base/logging.h"
#include "core/http/connection.h"
#include "core/net/workers.h"

#include <QHostAddress>
#include <QTcpServer>
#include <QTimer>

#include <unistd.h>

namespace gw::http {

namespace {

constexpr int kBacklog = 4096;
// With port 0 the second address may find the first one's port taken.
constexpr int kPortTries = 16;
// Clients beyond the cap that are being told so; further ones are just closed.
constexpr int kRefusedAtMost = 256;
// accept() failed, mostly for want of descriptors: how long to wait for some to be closed.
constexpr int kAcceptPauseMs = 100;

}   // namespace

class Server::Acceptor final : public QTcpServer
{
public:
    explicit Acceptor(Server &server)
        : m_server(server)
    {
        setListenBacklogSize(kBacklog);   // Has an effect only before listen().
        connect(this, &QTcpServer::acceptError, this, [this] {
            qCWarning(gwHttp, "cannot accept: %s", qUtf8Printable(errorString()));
            pauseAccepting();
            QTimer::singleShot(kAcceptPauseMs, this, [this] { resumeAccepting(); });
        });
    }

protected:
    void incomingConnection(qintptr descriptor) override { m_server.accept(static_cast<int>(descriptor)); }

private:
    Server &m_server;
};

Server::Server(net::Workers &workers, Handler &handler, const Limits &limits, QObject *parent)
    : QObject(parent)
    , m_workers(workers)
    , m_limits(limits)
{
    m_sets.resize(static_cast<std::size_t>(workers.count()));
    for (int i = 0; i < workers.count(); ++i) {
        workers.runOn(i, [&] {
            m_sets[static_cast<std::size_t>(i)] = std::make_unique<ConnectionSet>(
                workers.reactor(i), handler, limits, [this](bool service) { onClosed(service); });
        });
    }
}

Server::~Server()
{
    m_acceptors.clear();
    for (int i = 0; i < m_workers.count(); ++i)
        m_workers.runOn(i, [&] { m_sets[static_cast<std::size_t>(i)].reset(); });
}

Result<std::uint16_t> Server::listen(const QStringList &addresses, std::uint16_t port)
{
    bool busy = false;
    for (int i = 1; port == 0 && i < kPortTries; ++i) {
        Result<std::uint16_t> result = listenOnce(addresses, port, &busy);
        if (result.ok() || !busy)
            return result;
    }
    return listenOnce(addresses, port, &busy);
}

Result<std::uint16_t> Server::listenOnce(const QStringList &addresses, std::uint16_t port, bool *busy)
{
    m_acceptors.clear();
    *busy = false;
    Error failure{.code = ErrorCode::Internal, .message = "no address to listen on"};
    for (const QString &address : addresses) {
        auto acceptor = std::make_unique<Acceptor>(*this);
        if (acceptor->listen(QHostAddress(address), port)) {
            port = acceptor->serverPort();
            m_acceptors.push_back(std::move(acceptor));
            continue;
        }
        failure.message = "cannot listen on " + address.toStdString() + " port " + std::to_string(port) +
                          ": " + acceptor->errorString().toStdString();
        const QAbstractSocket::SocketError error = acceptor->serverError();
        if (error == QAbstractSocket::UnsupportedSocketOperationError ||
            error == QAbstractSocket::SocketAddressNotAvailableError) {
            qCInfo(gwHttp, "%s", failure.message.c_str());
            continue;
        }
        *busy = error == QAbstractSocket::AddressInUseError;
        m_acceptors.clear();
        return failure;
    }
    if (m_acceptors.empty())
        return failure;
    return port;
}

void Server::accept(int fd)
{
    if (!net::Socket::prepare(fd)) {
        ::close(fd);
        return;
    }
    const bool service = m_open.fetch_add(1) < m_limits.connections;
    if (!service) {
        m_open.fetch_sub(1);
        if (m_refused.fetch_add(1) >= kRefusedAtMost) {
            m_refused.fetch_sub(1);
            ::close(fd);
            return;
        }
    }
    const int index = m_workers.nextIndex();
    ConnectionSet *set = m_sets[static_cast<std::size_t>(index)].get();
    m_workers.reactor(index).post([set, fd, service] { set->adopt(fd, service); });
}

void Server::onClosed(bool service)
{
    if (!service) {
        m_refused.fetch_sub(1);
        return;
    }
    if (m_open.fetch_sub(1) == 1 && m_draining.load())
        QMetaObject::invokeMethod(this, &Server::reportDrained, Qt::QueuedConnection);
}

void Server::drain()
{
    if (m_draining.exchange(true))
        return;
    m_acceptors.clear();
    for (int i = 0; i < m_workers.count(); ++i) {
        ConnectionSet *set = m_sets[static_cast<std::size_t>(i)].get();
        m_workers.reactor(i).post([set] { set->drain(); });
    }
    if (m_open.load() == 0)
        QMetaObject::invokeMethod(this, &Server::reportDrained, Qt::QueuedConnection);
}

void Server::reportDrained()
{
    if (m_reported || m_open.load() > 0)
        return;
    m_reported = true;
    Q_EMIT drained();
}

}   // namespace gw::http
