#pragma once

#include <QLocalServer>
#include <QObject>

namespace gw::app {

// One window per user and data folder: the first one listens on a local socket that only its user may use, a
// second start has it raised and ends. Belongs to one thread with an event loop.
class SingleInstance final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SingleInstance)

public:
    explicit SingleInstance(const QString &dataFolder, QObject *parent = nullptr);

    // True when another window answered, that it is in front now. Blocks for at most two seconds.
    bool raiseOther() const;
    // Takes the place of the first one; a socket that a killed process left is taken over. False when another
    // one listens or no socket can be made: the program works all the same.
    bool listen();

Q_SIGNALS:
    void raiseAsked();

private:
    void serve();

    QString m_name;
    QLocalServer m_server;
};

}   // namespace gw::app
