#include "app/singleinstance.h"

#include "core/base/ids.h"

#include <QDir>
#include <QLocalSocket>
#include <QStandardPaths>

namespace gw::app {

namespace {

constexpr int kConnectMs = 500;
constexpr int kAnswerMs = 1500;
constexpr qsizetype kHashLength = 12;
constexpr qint64 kMaxQuestion = 64;
const QByteArray kRaise = QByteArrayLiteral("raise\n");
const QByteArray kRaised = QByteArrayLiteral("raised\n");

// In the user's own runtime folder; two data folders are two gateways with a window each. Short, since a
// socket's path may have 107 bytes.
QString socketPath(const QString &dataFolder)
{
    const std::string folder = QDir(dataFolder).absolutePath().toStdString();
    return QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) +
           QStringLiteral("/" GW_PRODUCT_NAME "-") +
           QString::fromStdString(sha256Hex(folder)).left(kHashLength);
}

}   // namespace

SingleInstance::SingleInstance(const QString &dataFolder, QObject *parent)
    : QObject(parent)
    , m_name(socketPath(dataFolder))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::serve);
}

bool SingleInstance::raiseOther() const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(kConnectMs))
        return false;
    socket.write(kRaise);
    if (!socket.waitForBytesWritten(kConnectMs))
        return false;
    while (!socket.canReadLine()) {
        if (!socket.waitForReadyRead(kAnswerMs))
            return false;
    }
    return socket.readLine(kMaxQuestion) == kRaised;
}

bool SingleInstance::listen()
{
    // With access for the user only, Qt renames its socket over whatever is there.
    QLocalSocket probe;
    probe.connectToServer(m_name);
    if (probe.waitForConnected(kConnectMs))
        return false;
    QLocalServer::removeServer(m_name);
    return m_server.listen(m_name);
}

void SingleInstance::serve()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        socket->setReadBufferSize(kMaxQuestion);
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        const auto answer = [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() >= kMaxQuestion)
                    socket->abort();
                return;
            }
            if (socket->readLine(kMaxQuestion) == kRaise) {
                Q_EMIT raiseAsked();
                socket->write(kRaised);
            }
            socket->disconnectFromServer();
        };
        connect(socket, &QLocalSocket::readyRead, this, answer);
        if (socket->bytesAvailable() > 0)
            answer();
    }
}

}   // namespace gw::app
