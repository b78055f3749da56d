#pragma once

#include "core/client/databasevalues.h"
#include "core/postgres/connection.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace gw::client {

// How PostgreSQL is asked for such a database.
postgres::Settings settingsOf(const KnownDatabase &database, const Secret &password);

// Makes the session read only, whatever its role may, and looks whether the schema portico can be read. On
// error faultOf() says why it cannot.
Result<void> beReader(postgres::Connection &connection);
DatabaseFault faultOf(const Error &error);
// Without what comes before the words of the server or the system.
QString problemOf(const Error &error);

// Reads a database on a thread of its own, one question after another, over one connection. That is opened
// for the first question, and again for the next one when it was lost: nobody tries in between.
class DatabaseReader
{
public:
    using Job = std::function<Result<void>(postgres::Connection &)>;
    using Done = std::function<void(const Result<void> &)>;

    explicit DatabaseReader(postgres::Settings settings);
    // Ends what is under way; what waits is told that the database is away.
    ~DatabaseReader();
    DatabaseReader(const DatabaseReader &) = delete;
    DatabaseReader &operator=(const DatabaseReader &) = delete;

    // From any thread. done is called exactly once, on the reader's thread or by the destructor. A job whose
    // connection is lost is run once more on a new one.
    void post(Job job, Done done);

private:
    struct Waiting
    {
        Job job;
        Done done;
    };

    void run();
    Result<void> work(const Job &job);

    const postgres::Settings m_settings;
    std::atomic<bool> m_stopping{false};
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Waiting> m_waiting;
    std::unique_ptr<postgres::Connection> m_connection;   // Of the thread.
    std::thread m_thread;                                 // Last: it uses what stands above.
};

}   // namespace gw::client
