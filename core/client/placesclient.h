#pragma once

#include "core/base/secret.h"
#include "core/client/values.h"

#include <QObject>

namespace gw::client {

class DatabaseClient;
class GatewayClient;

// A gateway elsewhere that this window knows. Files are PEM; empty where none is needed.
struct KnownPlace
{
    QString id = {};
    QString name = {};      // For people; empty: its host's.
    QString address = {};   // "https://gateway.example:4000"
    QString authorities = {};
    QString certificate = {};
    QString certificateKey = {};
    bool hasKey = false;   // In this computer's vault.

    QString shownName() const;
};

struct PlaceDraft
{
    KnownPlace place = {};   // An empty id: a new one.
    Secret key = {};         // Empty: the one that is kept.
};

// What was found at an address.
struct PlaceTest
{
    QString problem = {};   // Empty: a gateway that takes the key.
    QString version = {};
    QString computer = {};
    int deployments = 0;
    int tookMs = 0;
};

// Which gateway the window looks at: the one of this computer or one elsewhere. What this computer's does
// goes on meanwhile. GUI thread; no call blocks but for small files of this computer.
class PlacesClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PlacesClient)

public:
    explicit PlacesClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    virtual std::vector<KnownPlace> known() const = 0;
    // The id of the one that is looked at; empty: this computer's.
    virtual QString current() const = 0;
    virtual GatewayClient &gateway() = 0;
    // Of gateways elsewhere, which this window reads by itself; null: it cannot.
    virtual DatabaseClient *database() { return nullptr; }

    // Answered by tested(). Nothing is kept.
    virtual Token test(const PlaceDraft &draft) = 0;
    struct Saved
    {
        QString id = {};
        QString problem = {};   // Why it was not kept.
    };
    // The key goes into this computer's vault.
    virtual Saved save(const PlaceDraft &draft) = 0;
    // With its key. The one that is looked at is left first.
    virtual void forget(const QString &id) = 0;
    // An empty id: this computer. currentChanged() follows from the event loop.
    virtual void visit(const QString &id) = 0;

Q_SIGNALS:
    void changed();
    // gateway() is another now; the one before lives until every slot has returned.
    void currentChanged();
    void tested(gw::client::Token token, const gw::client::PlaceTest &result);
};

// The address as it is meant: with a scheme, without what follows the path; empty when it names no computer.
QString placeAddress(const QString &typed);
// Whether what is sent to it, the key too, can be read on its way.
bool isReadable(const QString &address);

}   // namespace gw::client
