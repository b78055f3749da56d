#pragma once

#include "core/postgres/settings.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QThread>

#include <csignal>
#include <unistd.h>

namespace gw::test {

// A real PostgreSQL on a free loopback port, in a temporary folder. It refuses to run as root, so that it
// runs as the system's user postgres there.
class PostgresServer
{
public:
    // The folder of its programs; empty: it is not installed.
    static QString programs()
    {
        const QDir versions(QStringLiteral("/usr/lib/postgresql"));
        const QStringList found = versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
        return found.isEmpty() ? QString() : versions.filePath(found.last()) + QStringLiteral("/bin");
    }
    static bool installed() { return !programs().isEmpty(); }

    explicit PostgresServer(QString role = QStringLiteral("portico"))
        : m_role(std::move(role))
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_port = probe.serverPort();
    }
    ~PostgresServer() { kill(); }

    // True once it answers. Again after stop() or kill(): with what was there.
    bool start()
    {
        if (!QFile::exists(dataFolder() + QStringLiteral("/PG_VERSION")) && !initialise())
            return false;
        return run(QStringLiteral("pg_ctl"),
                   {QStringLiteral("-D"), dataFolder(), QStringLiteral("-l"),
                    dataFolder() + QStringLiteral("/log"), QStringLiteral("-w"), QStringLiteral("-t"),
                    QStringLiteral("30"), QStringLiteral("-o"),
                    QStringLiteral("-F -p %1 -c listen_addresses=127.0.0.1 -c unix_socket_directories=''")
                        .arg(m_port),
                    QStringLiteral("start")});
    }
    // Every connection is cut.
    void stop() { end(QStringLiteral("fast")); }
    void kill() { end(QStringLiteral("immediate")); }
    void stall() { signalAll(SIGSTOP); }
    void goOn() { signalAll(SIGCONT); }

    std::uint16_t port() const { return m_port; }
    postgres::Settings settings(const std::string &database = "postgres") const
    {
        postgres::Settings out;
        out.hosts = "127.0.0.1";
        out.ports = std::to_string(m_port);
        out.username = m_role.toStdString();
        out.database = database;
        return out;
    }
    QString folder() const { return m_folder.path(); }

private:
    QString dataFolder() const { return m_folder.path() + QStringLiteral("/data"); }
    bool initialise()
    {
        QDir().mkpath(dataFolder());
        if (::getuid() == 0) {
            QFile::setPermissions(m_folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                       QFile::ExeGroup | QFile::ExeOther);
            if (QProcess::execute(QStringLiteral("chown"), {QStringLiteral("postgres"), dataFolder()}) != 0)
                return false;
        }
        return run(QStringLiteral("initdb"),
                   {QStringLiteral("-D"), dataFolder(), QStringLiteral("-U"), m_role, QStringLiteral("-A"),
                    QStringLiteral("trust"), QStringLiteral("-E"), QStringLiteral("UTF8"),
                    QStringLiteral("--locale=C.UTF-8"), QStringLiteral("--no-sync")});
    }
    bool run(const QString &program, QStringList arguments)
    {
        QString name = programs() + u'/' + program;
        if (::getuid() == 0) {
            arguments =
                QStringList{QStringLiteral("-u"), QStringLiteral("postgres"), QStringLiteral("--"), name} +
                arguments;
            name = QStringLiteral("runuser");
        }
        QProcess process;
        process.setWorkingDirectory(QStringLiteral("/"));
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(QProcess::nullDevice());
        process.start(name, arguments);
        return process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit &&
               process.exitCode() == 0;
    }
    void end(const QString &mode)
    {
        if (!QFile::exists(dataFolder() + QStringLiteral("/postmaster.pid")))
            return;
        goOn();
        run(QStringLiteral("pg_ctl"), {QStringLiteral("-D"), dataFolder(), QStringLiteral("-m"), mode,
                                       QStringLiteral("-w"), QStringLiteral("stop")});
    }
    // The server and its children, one for each connection.
    void signalAll(int number)
    {
        QFile file(dataFolder() + QStringLiteral("/postmaster.pid"));
        if (!file.open(QIODevice::ReadOnly))
            return;
        const pid_t parent = static_cast<pid_t>(file.readLine().trimmed().toLongLong());
        QProcess list;
        list.start(QStringLiteral("ps"), {QStringLiteral("-o"), QStringLiteral("pid="),
                                          QStringLiteral("--ppid"), QString::number(parent)});
        list.waitForFinished(5000);
        ::kill(parent, number);
        for (const QByteArray &pid : list.readAllStandardOutput().split('\n')) {
            if (const auto child = pid.trimmed().toLongLong())
                ::kill(static_cast<pid_t>(child), number);
        }
    }

    const QString m_role;
    QTemporaryDir m_folder;
    std::uint16_t m_port = 0;
};

}   // namespace gw::test
