#pragma once

#include "core/access/directory.h"
#include "core/access/edit.h"
#include "core/access/sharedstore.h"

#include <chrono>

namespace gw::access {

// Keeps one directory in step with the database that several gateways share: what others change comes in,
// what this one spends goes out. Everything on the directory's thread.
class Sharing
{
public:
    // told: there is something to do for tick(); from any thread.
    Sharing(Directory &directory, SharedStore::Options options, std::function<void()> told);

    // Waits until the first attempt to reach the database has ended, and takes over what it holds.
    void start();
    // What is due: after a change of others, after the one pause, and after the other when this gateway has
    // spent something. Whoever spends also has to know soon what the others spend: that is what budgets may
    // be passed by.
    void tick();
    static constexpr std::chrono::milliseconds kPause{1000};
    static constexpr std::chrono::milliseconds kPauseSpending{200};
    // The newest state for an edit, and nobody else's changes until it has committed or is over.
    Result<void> begin();
    // The newest state.
    Result<void> refresh();
    void abandon() { m_store.abandon(); }
    // Makes batch the truth, and adds what the local database keeps of that. DatabaseAway also where others
    // have changed something since begin(), which an edit after another in one piece of work may meet.
    Result<void> write(Store::Batch &batch);
    // What could not be written is tried again at the next attachment.
    void writeWindows(const std::vector<Spending::Moved> &windows);
    Result<Store::AuditPage> audit(const Store::AuditQuery &query) { return m_store.audit(query); }
    SharedStore &store() noexcept { return m_store; }

private:
    // After every new connection.
    Result<void> attach();
    Result<SharedStore::News> takeStock(const SharedStore::Identity &identity);
    Result<void> bringUp();
    void dropWhatIsNotIn(const SharedStore::News &news, Edit &edit) const;
    Result<void> apply(const SharedStore::News &news);
    Result<void> exchangeSpent();
    Result<void> carryWhatWasTold();
    void noteSeen(bool now);
    void setConnected(bool connected);
    bool warns();

    Directory &m_directory;
    SharedStore m_store;
    std::int64_t m_attached = 0;   // To which of the store's connections.
    std::int64_t m_seq = 0;        // The last change that is here.
    std::int64_t m_spentSeq = 0;
    std::int64_t m_warnedUs = -1;   // Steady clock.
    std::int64_t m_seenKeptS = 0;   // When "seen" was last written.
};

}   // namespace gw::access
