#pragma once

#include "core/cache/entry.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace gw::cache {

// Answers in one SQLite file, kept over restarts: what was used longest ago goes first when the room is used
// up. All work is done on a thread of its own; members are thread-safe and never wait for it. Where the file
// cannot be used, one warning says so and nothing is ever found.
class DiskStore
{
public:
    // Makes the folder when there is none.
    DiskStore(std::string folder, std::int64_t maxBytes);
    ~DiskStore();   // Writes what is waiting.
    DiskStore(const DiskStore &) = delete;
    DiskStore &operator=(const DiskStore &) = delete;

    const std::string &folder() const noexcept { return m_folder; }
    void setLimit(std::int64_t maxBytes);

    // Called on the store's thread: null when there is none that is good at nowMs. Called at once, with null,
    // when too much is waiting already.
    using Found = std::function<void(EntryPtr)>;
    void find(std::string key, std::int64_t nowMs, Found found);
    // Dropped when too much is waiting already.
    void put(std::string key, EntryPtr entry);
    void erase(std::string key);
    void clear();
    // Called on the store's thread behind all work that was asked for before.
    void whenDone(std::function<void(std::int64_t entries)> call);

private:
    class Database;
    struct Work
    {
        std::function<void(Database &)> run;
        std::size_t bytes = 0;
    };

    bool add(std::function<void(Database &)> run, std::size_t bytes, bool always = false);
    void run();

    const std::string m_folder;
    std::mutex m_mutex;
    std::condition_variable m_more;
    std::deque<Work> m_work;   // Under m_mutex, as all below.
    std::size_t m_bytes = 0;   // Waiting to be written.
    std::int64_t m_maxBytes = 0;
    bool m_ending = false;
    std::thread m_thread;
};

}   // namespace gw::cache
