#include "core/config/vaultdoor.h"

#include "core/base/ids.h"
#include "core/config/atomicfile.h"
#include "core/config/passphrase.h"

#include <QPointer>

#include <filesystem>

namespace gw::config {

VaultDoor::VaultDoor(Vault &vault, VaultKeyOptions options)
    : m_vault(vault)
    , m_options(std::move(options))
{}

VaultDoor::~VaultDoor()
{
    if (m_worker.joinable())
        m_worker.join();
}

std::string VaultDoor::passphrasePath() const
{
    return m_options.dataFolder + "/" + std::string(kPassphraseFile);
}

void VaultDoor::open()
{
    VaultKeyOptions options = m_options;
    options.vaultExists = m_vault.exists();
    const std::uint64_t turn = ++m_turn;
    findVaultKey(options, [this, self = QPointer<VaultDoor>(this), turn](VaultKey key) {
        if (self && turn == m_turn)
            take(std::move(key));
    });
}

void VaultDoor::take(VaultKey key)
{
    m_locked = false;
    m_key = std::move(key);
    if (m_key.key.isEmpty()) {
        m_vault.close(m_key.problem);
    } else if (const auto opened = m_vault.open(m_key.key); !opened.ok()) {
        m_key.key = {};
        m_key.problem = opened.error().message;
    }
    Q_EMIT changed();
}

void VaultDoor::lock()
{
    ++m_turn;
    m_locked = true;
    m_key.key = {};
    m_key.problem = "the vault is locked";
    m_vault.close(m_key.problem);
    Q_EMIT changed();
}

void VaultDoor::unlock()
{
    open();
}

template <typename Work, typename Finish>
void VaultDoor::beside(Work work, Finish finish)
{
    if (m_worker.joinable())
        m_worker.join();
    m_worker = std::thread([this, work = std::move(work), finish = std::move(finish)]() mutable {
        auto outcome = std::make_shared<decltype(work())>(work());
        QMetaObject::invokeMethod(
            this, [outcome, finish = std::move(finish)] { finish(std::move(*outcome)); },
            Qt::QueuedConnection);
    });
}

void VaultDoor::unlock(const Secret &passphrase, Done done)
{
    const Result<std::string> wrapped = readFile(passphrasePath());
    if (!wrapped.ok())
        return done(wrapped.error());
    const std::uint64_t turn = ++m_turn;
    beside([text = wrapped.value(), passphrase] { return unwrapKey(text, passphrase); },
           [this, turn, done = std::move(done)](Result<Secret> key) {
               if (turn != m_turn)
                   return done(
                       Error{.code = ErrorCode::Cancelled, .message = "something else came in between"});
               if (!key.ok())
                   return done(key.error());
               take({.key = key.value(), .source = VaultKeySource::Passphrase, .detail = passphrasePath()});
               done(m_key.problem.empty()
                        ? Result<void>()
                        : Result<void>(Error{.code = ErrorCode::SecretAway, .message = m_key.problem}));
           });
}

void VaultDoor::choosePassphrase(const Secret &passphrase, Done done)
{
    const bool ours =
        m_key.source == VaultKeySource::Passphrase || m_key.source == VaultKeySource::CreatedFile;
    if (!ours)
        return done(Error{.code = ErrorCode::BadRequest,
                          .message = "something else than a passphrase opens the vault: " + m_key.detail});
    if (m_key.key.isEmpty() && (m_vault.exists() || std::filesystem::exists(passphrasePath())))
        return done(Error{.code = ErrorCode::SecretAway, .message = "the vault must be unlocked first"});
    const Secret key = m_key.key.isEmpty() ? parseVaultKey(randomHex(kVaultKeyBytes)) : m_key.key;
    const std::uint64_t turn = ++m_turn;
    beside([key, passphrase] { return wrapKey(key, passphrase); },
           [this, turn, key, done = std::move(done)](Result<std::string> wrapped) {
               if (turn != m_turn)
                   return done(
                       Error{.code = ErrorCode::Cancelled, .message = "something else came in between"});
               if (!wrapped.ok())
                   return done(wrapped.error());
               if (const auto kept = writeFileAtomically(passphrasePath(), wrapped.value()); !kept.ok())
                   return done(kept.error());
               // A key file beside it would open the vault without the passphrase.
               std::error_code fault;
               if (m_key.source == VaultKeySource::CreatedFile)
                   std::filesystem::remove(m_key.detail, fault);
               take({.key = key, .source = VaultKeySource::Passphrase, .detail = passphrasePath()});
               done({});
           });
}

}   // namespace gw::config
