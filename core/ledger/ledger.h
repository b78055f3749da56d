#pragma once

#include "core/ledger/bodystore.h"
#include "core/ledger/ledgerwriter.h"

namespace gw::ledger {

// The ledger as the engine sees it: one journal per worker, one writer behind them. One process owns a folder
// (the caller holds its lock). Reading is LedgerReader's, on the same folder.
class Ledger
{
public:
    struct Options
    {
        std::string folder;
        int workers = 1;
        // 1 to 64 bytes; told apart when several gateways write to one place.
        std::string gatewayId;
    };
    explicit Ledger(const Options &options);
    // For tests and unusual disks.
    explicit Ledger(WriterOptions options);

    // Saves what an earlier run left behind, then takes records. Blocks until both are possible.
    Result<void> start() { return m_writer.start(); }
    // Valid from start() until the ledger dies; each journal belongs to one worker's thread.
    Journal &journal(int worker) { return m_writer.journal(worker); }
    // Any thread; done comes on the writer's thread when all records made so far are in the database.
    void flush(std::function<void()> done) { m_writer.flush(std::move(done)); }
    Counters counters() const { return m_writer.counters(); }
    // The feed of what is written (feed.h); see LedgerWriter.
    void setFeeding(bool on, bool untold = false) noexcept { m_writer.setFeeding(on, untold); }
    void trimFeed(std::int64_t position) noexcept { m_writer.trimFeed(position); }
    void onFed(std::function<void()> fed) { m_writer.onFed(std::move(fed)); }
    // Any thread.
    void setRetention(const Retention &retention) { m_writer.setRetention(retention); }
    void reprice(LedgerWriter::RepriceJob job) { m_writer.reprice(std::move(job)); }
    // What was said, beside the rows; keeps nothing until it is told to.
    BodyStore &bodies() noexcept { return m_bodies; }
    // Drains and saves everything. The workers must have stopped.
    void stop();
    const std::string &gatewayId() const noexcept { return m_gatewayId; }

private:
    const std::string m_gatewayId;
    LedgerWriter m_writer;
    BodyStore m_bodies;
};

}   // namespace gw::ledger
