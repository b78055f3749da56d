#pragma once

#include "core/client/databasevalues.h"

#include <QObject>

namespace gw::client {

class KeysClient;
class SpendClient;

// The one database of gateways that this window reads by itself: spend and keys of all gateways that share
// it, whether or not one of them is reached. Nothing is ever written to it. GUI thread; no call blocks but
// for small files of this computer; answers carry tokens.
class DatabaseClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DatabaseClient)

public:
    explicit DatabaseClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    virtual KnownDatabase known() const = 0;
    // Told by stepped(), and at the end by tested(). Nothing is kept.
    virtual Token test(const DatabaseDraft &draft) = 0;
    // The password goes into this computer's vault. Why it was not kept; empty: it was.
    virtual QString save(const DatabaseDraft &draft) = 0;
    // With its password.
    virtual void forget() = 0;

    // Answered by gatewaysReady(): whose rows there are.
    virtual Token requestGateways() = 0;
    // Whose spend spend() tells from now on; empty: of all. Not kept over a restart.
    virtual void setGateway(const QString &gateway) = 0;
    virtual QString gateway() const = 0;
    // Its areas; they live as long as this. Single requests are not asked of it, and keys cannot be changed.
    virtual SpendClient &spend() = 0;
    virtual KeysClient &keys() = 0;

Q_SIGNALS:
    // known() is another now.
    void changed();
    void stepped(gw::client::Token token, const gw::client::DatabaseStep &step);
    void tested(gw::client::Token token, const gw::client::DatabaseTest &result);
    // problem: why they are not known.
    void gatewaysReady(gw::client::Token token, const QStringList &gateways, const QString &problem);
};

}   // namespace gw::client
