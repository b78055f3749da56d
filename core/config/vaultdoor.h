#pragma once

#include "core/config/vault.h"
#include "core/config/vaultkey.h"

#include <QObject>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace gw::config {

// Opens and closes the vault: finds its key, asks for a passphrase where there is no other way, and locks
// again. Lives on one thread with an event loop; passphrases are worked on beside it, and answers come on it.
class VaultDoor final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(VaultDoor)

public:
    using Done = std::function<void(Result<void>)>;

    // vault and what options refers to outlive this.
    VaultDoor(Vault &vault, VaultKeyOptions options);
    ~VaultDoor() override;

    // Looks for the key and opens the vault with it; changed() follows, perhaps before this returns.
    void open();
    // Forgets the key. What is in the vault is away until unlock().
    void lock();
    bool isLocked() const noexcept { return m_locked; }
    // As open(), after lock() or after the keychain was unlocked elsewhere.
    void unlock();
    // With the passphrase that was chosen.
    void unlock(const Secret &passphrase, Done done);
    // The first passphrase, or another one. Fails while a vault exists whose key is not known, and where
    // another source than a passphrase or a key file of ours opens it.
    void choosePassphrase(const Secret &passphrase, Done done);

    // How things stand; the key itself is empty unless the vault is open.
    const VaultKey &key() const noexcept { return m_key; }

Q_SIGNALS:
    void changed();

private:
    void take(VaultKey key);
    std::string passphrasePath() const;
    // Runs work on a thread of its own and finish here.
    template <typename Work, typename Finish>
    void beside(Work work, Finish finish);

    Vault &m_vault;
    const VaultKeyOptions m_options;
    VaultKey m_key;
    bool m_locked = false;
    std::uint64_t m_turn = 0;   // Answers of an earlier question are dropped.
    std::thread m_worker;
};

}   // namespace gw::config
