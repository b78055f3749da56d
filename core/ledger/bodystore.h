#pragma once

#include "core/base/ids.h"
#include "core/base/result.h"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

struct sqlite3;

namespace gw::ledger {

enum class BodyPart : std::uint8_t { ClientRequest, UpstreamRequest, UpstreamAnswer, ClientAnswer };

struct Body
{
    BodyPart part = BodyPart::ClientRequest;
    std::uint16_t attempt = 0;   // Of the parts that went to and came from a provider.
    int status = 0;              // Of answers; 0 unknown.
    std::string contentType = {};
    std::string bytes = {};         // Its beginning; of what is no text: nothing.
    std::uint64_t wholeBytes = 0;   // As long as it was.
    bool cut = false;               // It went on behind bytes.
};

// What was said in one request. What went to the provider, or to the client, unchanged is there once.
struct KeptBodies
{
    Id128 request;
    std::int64_t keptUs = 0;   // Unix microseconds.
    std::vector<Body> bodies;
};

struct BodyLimits
{
    std::size_t bodyBytes = std::size_t{4} << 20;     // Of one body; the rest is cut.
    std::size_t heldBytes = std::size_t{128} << 20;   // In memory, until they are on the disk.
};

// What goes when: the oldest first.
struct BodyRetention
{
    int days = 7;
    std::int64_t bytes = 2'000'000'000;   // On the disk.

    bool operator==(const BodyRetention &) const = default;
};

struct BodySize
{
    std::int64_t bytes = 0;
    std::int64_t requests = 0;
    std::int64_t oldestUs = 0;   // 0: nothing is kept.
};

// Requests and answers of programs, apart from the ledger's rows: in a file of its own (bodies.db), packed
// with zstd, without secrets. Off until somebody switches it on; what is kept ages out all the same. Its own
// thread redacts, packs and writes, and begins when there is something to do. Bodies may be lost (a full
// queue, a full disk), rows are not: those are the ledger's. Any thread may call.
class BodyStore
{
public:
    explicit BodyStore(std::string folder, BodyLimits limits = {});
    ~BodyStore();
    BodyStore(const BodyStore &) = delete;
    BodyStore &operator=(const BodyStore &) = delete;

    // Whether bodies of new requests are to be kept, and how long all are.
    void set(bool on, const BodyRetention &retention);
    bool keeping() const noexcept { return m_on.load(std::memory_order_relaxed); }
    BodyRetention retention() const;
    const BodyLimits &limits() const noexcept { return m_limits; }
    std::string path() const;

    // Room for bytes in memory until release(); false when there is none.
    bool hold(std::size_t bytes) noexcept;
    void release(std::size_t bytes) noexcept;
    // Takes them over with the room they hold.
    void keep(KeptBodies bodies);
    // A request whose bodies are lost, because there was no room.
    void drop();
    // Requests whose bodies were lost in this run.
    std::uint64_t dropped() const noexcept { return m_dropped.load(std::memory_order_relaxed); }

    // Answered on the store's thread, behind what was given to keep before. NotFound: nothing is kept of it.
    void read(const Id128 &request, std::function<void(Result<KeptBodies>)> done);
    void measure(std::function<void(Result<BodySize>)> done);
    // Deletes everything that is kept, and gives its place on the disk back.
    void clear(std::function<void(Result<void>)> done);
    // Writes what waits and ends; nothing is kept after it.
    void stop();

private:
    class Database;
    using Task = std::function<void()>;

    void post(Task task);
    void run();
    Result<void> open(bool create);
    void write(KeptBodies &bodies);

    const std::string m_folder;
    const BodyLimits m_limits;
    std::atomic<bool> m_on = false;
    std::atomic<std::size_t> m_held = 0;
    std::atomic<std::uint64_t> m_dropped = 0;

    mutable std::mutex m_mutex;   // Guards what follows.
    std::condition_variable m_wake;
    std::deque<Task> m_tasks;
    BodyRetention m_retention;
    bool m_stopping = false;
    std::thread m_thread;

    std::unique_ptr<Database> m_database;   // The thread's.
};

}   // namespace gw::ledger
