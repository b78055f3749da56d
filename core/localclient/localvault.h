#pragma once

#include "core/client/vaultclient.h"
#include "core/config/vaultdoor.h"

namespace gw::client {

// The vault of this process. GUI thread, which is the door's as well; the door outlives it, and may be null
// where a test has none.
class LocalVault final : public VaultClient
{
    Q_OBJECT

public:
    LocalVault(config::VaultDoor *door, std::function<QString()> source);

    VaultState state() const override;
    void lock() override;
    void unlock() override;
    Token unlockWith(const Secret &passphrase) override;
    Token choosePassphrase(const Secret &passphrase) override;

private:
    config::VaultDoor::Done answering(Token token);

    config::VaultDoor *const m_door;
    const std::function<QString()> m_source;
    Token m_last = 0;
};

}   // namespace gw::client
