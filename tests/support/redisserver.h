#pragma once

#include "core/redis/settings.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QThread>

#include <csignal>

namespace gw::test {

// A real redis-server on a free loopback port, in a temporary folder, that keeps nothing on the disk.
class RedisServer
{
public:
    static bool installed()
    {
        return !QStandardPaths::findExecutable(QStringLiteral("redis-server")).isEmpty();
    }

    explicit RedisServer(QStringList more = {})
        : m_more(std::move(more))
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_port = probe.serverPort();
    }
    ~RedisServer() { kill(); }

    // True once it answers.
    bool start()
    {
        m_process.start(QStringLiteral("redis-server"),
                        QStringList{QStringLiteral("--bind"), QStringLiteral("127.0.0.1"),
                                    QStringLiteral("--port"), QString::number(m_port),
                                    QStringLiteral("--save"), QString(), QStringLiteral("--appendonly"),
                                    QStringLiteral("no"), QStringLiteral("--dir"), m_folder.path()} +
                            m_more);
        QElapsedTimer time;
        time.start();
        while (time.elapsed() < 20'000) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, m_port);
            if (socket.waitForConnected(100)) {
                socket.write("PING\r\n");
                if (socket.waitForReadyRead(1000))
                    return true;
            }
            QThread::msleep(10);
        }
        return false;
    }
    void kill()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        signal(SIGKILL);
        m_process.waitForFinished(5000);
    }
    void stall() { signal(SIGSTOP); }
    void goOn() { signal(SIGCONT); }

    std::uint16_t port() const { return m_port; }
    QString folder() const { return m_folder.path(); }
    redis::Settings settings() const
    {
        redis::Settings out;
        out.port = m_port;
        return out;
    }

private:
    void signal(int number) { ::kill(static_cast<pid_t>(m_process.processId()), number); }

    QTemporaryDir m_folder;
    QProcess m_process;
    QStringList m_more;
    std::uint16_t m_port = 0;
};

}   // namespace gw::test
