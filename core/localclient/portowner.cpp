#include "core/localclient/providertest.h"
#include "core/peers/processes.h"

#include <QFile>

#include <cstdio>

namespace gw::client {

namespace {

// Inode of the socket that listens on port, from the kernel's table; empty when there is none.
QByteArray listeningInode(const char *path, int port)
{
    QFile table{QString::fromLatin1(path)};
    if (!table.open(QIODevice::ReadOnly))
        return {};
    const QByteArray wanted = ":" + QByteArray::number(port, 16).toUpper().rightJustified(4, '0');
    constexpr int kLocal = 1;
    constexpr int kState = 3;
    constexpr int kInode = 9;
    for (const QByteArray &line : table.readAll().split('\n')) {
        const QList<QByteArray> columns = line.simplified().split(' ');
        if (columns.size() > kInode && columns[kLocal].endsWith(wanted) && columns[kState] == "0A")
            return columns[kInode];
    }
    return {};
}

}   // namespace

QString portOwner(int port)
{
    for (const char *path : {"/proc/net/tcp", "/proc/net/tcp6"}) {
        const QByteArray inode = listeningInode(path, port);
        if (inode.isEmpty())
            continue;
        const auto pid = peers::SocketOwners().find(inode.toULongLong());
        if (!pid)
            continue;
        QFile name(QStringLiteral("/proc/%1/comm").arg(*pid));
        const QString program =
            name.open(QIODevice::ReadOnly) ? QString::fromUtf8(name.readAll()).trimmed() : QString();
        return QStringLiteral("%1 (pid %2)").arg(program).arg(*pid);
    }
    return {};
}

}   // namespace gw::client
