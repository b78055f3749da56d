#pragma once

#include "core/client/values.h"

#include <QObject>

namespace gw::client {

struct VaultState
{
    bool open = false;
    // By the user, until it is unlocked.
    bool locked = false;
    // Closed until the passphrase that was chosen is given.
    bool needsPassphrase = false;
    // This desktop has no keychain, and nothing is kept until a passphrase is chosen.
    bool mayChoosePassphrase = false;
    // A passphrase, or a key file that one may take the place of, opens the vault.
    bool mayChangePassphrase = false;
    QString source = {};    // "Secret Service", "key file", "passphrase" ...; empty while nothing is known.
    QString problem = {};   // Why it is closed, in words for a user; empty while it is open.
};

// The vault of provider keys: closed, its keys are away and the deployments that need them answer 503. GUI
// thread; no call blocks.
class VaultClient : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VaultClient)

public:
    explicit VaultClient(QObject *parent = nullptr)
        : QObject(parent)
    {}

    // Characters of a passphrase, at least.
    static constexpr int kLeastPassphrase = 8;

    virtual VaultState state() const = 0;
    // Forgets the vault's key.
    virtual void lock() = 0;
    // Asks the keychain, or whatever opens the vault without a passphrase; the desktop may ask its user.
    virtual void unlock() = 0;
    // Both take about half a second and are answered by answered().
    virtual Token unlockWith(const Secret &passphrase) = 0;
    virtual Token choosePassphrase(const Secret &passphrase) = 0;

Q_SIGNALS:
    void changed();
    // problem is empty when it worked.
    void answered(gw::client::Token token, const QString &problem);
};

}   // namespace gw::client
