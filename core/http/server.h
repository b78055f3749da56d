#pragma once

#include "core/base/result.h"
#include "core/http/handler.h"
#include "core/http/limits.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace gw::net {
class Workers;
}

namespace gw::http {

class ConnectionSet;

// Listens, accepts, and hands connections to the workers in turn. Belongs to the thread it was made in, which
// needs an event loop; workers must be running for as long as it lives. Destroying it cuts what is still
// open.
class Server final : public QObject
{
    Q_OBJECT

public:
    Server(net::Workers &workers, Handler &handler, const Limits &limits, QObject *parent = nullptr);
    ~Server() override;

    // Listens on every address at the same port and returns the port; 0 picks a free one. An address whose
    // family the system lacks is skipped when another one works.
    Result<std::uint16_t> listen(const QStringList &addresses, std::uint16_t port);
    bool isListening() const { return !m_acceptors.empty(); }
    // Stops accepting; idle connections close at once, running answers may go on for Limits::drainMs.
    // drained() follows, always later.
    void drain();
    // Connections that are open now.
    int connections() const { return m_open.load(); }

Q_SIGNALS:
    void drained();

private:
    class Acceptor;

    Result<std::uint16_t> listenOnce(const QStringList &addresses, std::uint16_t port, bool *busy);
    void accept(int fd);
    void onClosed(bool service);
    void reportDrained();

    net::Workers &m_workers;
    const Limits m_limits;
    std::vector<std::unique_ptr<Acceptor>> m_acceptors;
    std::vector<std::unique_ptr<ConnectionSet>> m_sets;   // By worker.
    std::atomic<int> m_open{0};
    std::atomic<int> m_refused{0};   // Being told 503.
    std::atomic<bool> m_draining{false};
    bool m_reported = false;
};

}   // namespace gw::http
