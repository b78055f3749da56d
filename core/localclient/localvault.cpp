#include "core/localclient/localvault.h"

#include "core/config/passphrase.h"

#include <QPointer>

namespace gw::client {

static_assert(VaultClient::kLeastPassphrase == static_cast<int>(config::kLeastPassphrase));

LocalVault::LocalVault(config::VaultDoor *door, std::function<QString()> source)
    : m_door(door)
    , m_source(std::move(source))
{
    if (m_door)
        connect(m_door, &config::VaultDoor::changed, this, &VaultClient::changed);
}

VaultState LocalVault::state() const
{
    VaultState state;
    if (!m_door)
        return state;
    const config::VaultKey &key = m_door->key();
    state.open = !key.key.isEmpty();
    state.locked = m_door->isLocked();
    state.needsPassphrase =
        !state.open && key.source == config::VaultKeySource::Passphrase && !key.mayChoosePassphrase;
    state.mayChoosePassphrase = !state.open && key.mayChoosePassphrase;
    state.mayChangePassphrase = state.open && (key.source == config::VaultKeySource::Passphrase ||
                                               key.source == config::VaultKeySource::CreatedFile);
    state.source = m_source ? m_source() : QString();
    state.problem = state.open ? QString() : QString::fromStdString(key.problem);
    return state;
}

void LocalVault::lock()
{
    if (m_door)
        m_door->lock();
}

void LocalVault::unlock()
{
    if (m_door)
        m_door->unlock();
}

config::VaultDoor::Done LocalVault::answering(Token token)
{
    // Some answers are known at once; the asker does not have its token yet.
    return [self = QPointer<LocalVault>(this), token](Result<void> result) {
        const QString problem = result.ok() ? QString() : QString::fromStdString(result.error().message);
        if (self)
            QMetaObject::invokeMethod(
                self, [self, token, problem] { Q_EMIT self->answered(token, problem); },
                Qt::QueuedConnection);
    };
}

Token LocalVault::unlockWith(const Secret &passphrase)
{
    const Token token = ++m_last;
    if (m_door)
        m_door->unlock(passphrase, answering(token));
    return token;
}

Token LocalVault::choosePassphrase(const Secret &passphrase)
{
    const Token token = ++m_last;
    if (m_door)
        m_door->choosePassphrase(passphrase, answering(token));
    return token;
}

}   // namespace gw::client
