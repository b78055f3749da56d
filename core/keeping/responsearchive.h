#pragma once

#include "core/config/vault.h"
#include "core/dialects/responsestore.h"

#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

// What outlives the process, beside ledger and vault.
namespace gw::keeping {

// The answers of a ResponseStore on disk: one file each, sealed with the vault's key, there as long as the
// store keeps the answer. Off until it is switched on; off means that nothing lies there. Has a thread of its
// own for all that reads, seals and writes; its functions may be called from any thread and return at once.
// The last 50 ms or so before a kill may be lost. Vault and store outlive it.
class ResponseArchive final
{
public:
    // folder is made when it is needed; nothing else may lie in it.
    ResponseArchive(std::string folder, config::Vault &vault, dialects::ResponseStore &store);
    // Writes what waits.
    ~ResponseArchive();
    ResponseArchive(const ResponseArchive &) = delete;
    ResponseArchive &operator=(const ResponseArchive &) = delete;

    // To be called again when the vault was opened: what was kept earlier is read then, once.
    void update(bool on);
    // Waits until all that was told before is on disk.
    void flush();

private:
    struct Kept
    {
        dialects::KeptResponse response;
        std::int64_t keptS = 0;
    };
    using Changes = std::map<std::string, std::optional<Kept>>;   // By id; nothing: to be removed.

    void run();
    void follow(bool on);
    void load();
    void write(const Changes &changes);
    std::string pathOf(const std::string &id) const;

    const std::string m_folder;
    config::Vault &m_vault;
    dialects::ResponseStore &m_store;
    std::atomic<bool> m_on = false;
    std::mutex m_mutex;   // Of what follows, up to the thread's own.
    std::condition_variable m_told;
    std::condition_variable m_written;
    Changes m_changes;
    std::optional<bool> m_switch;
    bool m_idle = true;
    bool m_ends = false;
    // The thread's own.
    bool m_loaded = false;
    bool m_complained = false;
    std::thread m_thread;
};

}   // namespace gw::keeping
