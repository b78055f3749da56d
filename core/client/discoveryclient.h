#pragma once

#include "core/client/values.h"

#include <QObject>

namespace gw::client {

// A program on the gateway's computer that serves models.
struct FoundServer
{
    QString providerId;   // Of the catalog; what AddProvider's draft takes.
    QString name;         // "Ollama"
    QString baseUrl;
    QStringList models;
    bool used = false;   // An account has this address already.

    bool operator==(const FoundServer &) const = default;
};

// Looks for model servers on loopback. GUI thread.
class DiscoveryClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiscoveryClient)

public:
    explicit DiscoveryClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Answered by found() within a moment; an older look that runs is not answered.
    virtual Token look() = 0;

Q_SIGNALS:
    void found(gw::client::Token token, const std::vector<gw::client::FoundServer> &servers);
};

}   // namespace gw::client
