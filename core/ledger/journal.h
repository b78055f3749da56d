#pragma once

#include "core/base/result.h"
#include "core/ledger/recordcodec.h"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace gw::ledger {

// A preallocated, memory-mapped file of records. Written by one worker, read by the writer thread behind
// committed(), which only grows. What was copied in survives the death of the process, however it dies.
class Segment
{
public:
    static constexpr std::size_t kHeaderSize = 64;

    // Creates and maps the file at its full size, so that later writes cannot fail for want of space.
    static Result<std::unique_ptr<Segment>> create(const std::string &path, std::size_t size);
    // Memory without a file, for a disk that is full: records still reach the database, but not past a crash.
    static std::unique_ptr<Segment> createVolatile(std::size_t size);
    ~Segment();
    Segment(const Segment &) = delete;
    Segment &operator=(const Segment &) = delete;

    // Makes it empty and its own: whatever it held of an earlier use is no longer valid.
    void begin(std::uint64_t sequence, std::uint32_t worker) noexcept;
    // Its records are saved elsewhere: a later replay is not to read them again.
    void invalidate() noexcept;
    std::size_t room() const noexcept { return m_size - m_end; }
    template <typename Record>
    void append(const Record &record, std::size_t size) noexcept
    {
        encode(record, m_sequence, m_base + m_end);
        m_end += size;
        m_committed.store(m_end, std::memory_order_release);
    }
    void seal() noexcept { m_sealed.store(true, std::memory_order_release); }

    // For the writer thread.
    bool sealed() const noexcept { return m_sealed.load(std::memory_order_acquire); }
    std::size_t committed() const noexcept { return m_committed.load(std::memory_order_acquire); }
    bool allDrained() const noexcept { return m_drained == committed(); }
    bool drained() const noexcept { return sealed() && allDrained(); }
    std::uint64_t sequence() const noexcept { return m_sequence; }
    bool isVolatile() const noexcept { return m_fd < 0; }
    // Calls sink for each record since the last call.
    void drain(const std::function<void(AnyRecord &&, std::uint64_t sequence)> &sink);
    // Pushes what was written since the last call to the disk.
    void sync() noexcept;
    void unlinkFile() noexcept;

private:
    Segment(std::byte *base, std::size_t size, int fd, std::string path) noexcept;

    std::byte *const m_base;
    const std::size_t m_size;
    const int m_fd;
    const std::string m_path;
    std::uint64_t m_sequence = 0;
    std::size_t m_end = kHeaderSize;       // Worker's.
    std::size_t m_drained = kHeaderSize;   // Writer's.
    std::size_t m_synced = 0;              // Writer's.
    std::atomic<std::size_t> m_committed{kHeaderSize};
    std::atomic<bool> m_sealed{false};
};

// The records of one segment file from an earlier run, up to the first that is not whole; sequence and worker
// from its header. An unreadable header gives no records.
struct SegmentContent
{
    std::uint64_t sequence = 0;
    std::uint32_t worker = 0;
    std::vector<AnyRecord> records;
};
Result<SegmentContent> readSegment(const std::string &path);

// What one worker has to say to the ledger. open(), progress() and close() belong to the worker's thread: a
// bounded copy into mapped memory, no allocation and no lock except when a segment is full (once in thousands
// of requests, shared with the writer thread only). A journal never drops and never blocks on the database:
// it grows by a segment. The other functions belong to the writer thread.
class Journal
{
public:
    struct Options
    {
        std::string folder;
        std::uint32_t worker = 0;
        std::size_t segmentBytes = std::size_t{4} << 20;
        std::uint64_t firstSequence = 1;   // Larger than any used before in this folder.
        int wakeFd = -1;                   // Eventfd that wakes the writer when it sleeps.
    };
    static Result<std::unique_ptr<Journal>> create(const Options &options);
    ~Journal();

    void open(const OpenRecord &record);
    void progress(const ProgressRecord &record);
    void close(const CloseRecord &record);

    std::uint64_t openedCount() const noexcept { return m_opened.load(std::memory_order_relaxed); }
    std::uint64_t volatileCount() const noexcept { return m_volatile.load(std::memory_order_relaxed); }
    void drain(const std::function<void(AnyRecord &&, std::uint64_t sequence)> &sink);
    void sync() noexcept;
    // Sequence numbers of full segments whose records have all been drained.
    std::vector<std::uint64_t> drainedSegments() const;
    // Takes back such a segment; its records must be safe in the database.
    void recycle(std::uint64_t sequence);
    // Keeps one empty segment ready, so that the worker need not create one.
    void prepareSpare();
    // The writer is about to sleep until woken; returns false if there is something to drain first.
    bool maySleep() noexcept;
    void awake() noexcept { m_sleeping.store(false, std::memory_order_relaxed); }
    // After everything was drained and saved, at an orderly end: nothing is left to replay.
    void removeFiles();

private:
    explicit Journal(Options options);
    template <typename Record>
    void append(const Record &record);
    void nextSegment();
    Result<std::unique_ptr<Segment>> createSegment();
    std::vector<Segment *> active() const;

    const Options m_options;
    Segment *m_current = nullptr;   // Worker's; owned by m_active.
    std::uint64_t m_nextSequence;   // Worker's.
    std::atomic<std::uint64_t> m_nextFile{0};
    std::atomic<std::uint64_t> m_opened{0};
    std::atomic<std::uint64_t> m_volatile{0};
    std::atomic<bool> m_sleeping{false};
    mutable std::mutex m_mutex;                      // Guards the two lists.
    std::deque<std::unique_ptr<Segment>> m_active;   // Oldest first; the last one is being written.
    std::vector<std::unique_ptr<Segment>> m_spare;
};

}   // namespace gw::ledger
