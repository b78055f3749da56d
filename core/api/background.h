#pragma once

#include "core/engine/gateway.h"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace gw::api {

class BackgroundJob;

// Answers of the Responses API that run on without their client ("background": true), for models whose
// provider has no Responses API of its own: the client gets an id at once and polls for it. How far an answer
// is stands in the ResponseStore under that id; here are the runs themselves, and their events for clients
// that stream. Thread-safe. Held by a shared pointer; shared outlives it.
class Background final : public std::enable_shared_from_this<Background>
{
public:
    struct Limits
    {
        std::size_t maxRunning = 256;
        // Of the events of one answer; readers who are further behind are cut.
        std::size_t maxEventBytes = std::size_t{8} * 1024 * 1024;
        // Of answers that are through: their events stay for readers who come back.
        std::size_t maxEnded = 64;
        std::size_t maxEndedBytes = std::size_t{32} * 1024 * 1024;
    };

    explicit Background(engine::Shared &shared);
    Background(engine::Shared &shared, const Limits &limits);

    // engine::Gateway::Detour: takes requests that are to run in the background, and answers them.
    http::ResponseStreamPtr take(engine::Worker &worker, engine::ExchangeStart &start, std::string &body,
                                 http::ResponseStreamPtr response);

    bool runs(std::string_view id, std::string_view owner) const;
    // Stops a run; the kept answer is cancelled from now on. False when there is none.
    bool cancel(std::string_view id, std::string_view owner);
    // Writes the events behind number after, and what follows, as a stream. False when they are not known
    // here any more. On worker's thread.
    bool follow(std::string_view id, std::string_view owner, std::int64_t after,
                const http::ResponseStreamPtr &response, engine::Worker &worker);

private:
    friend class BackgroundJob;
    using JobPtr = std::shared_ptr<BackgroundJob>;

    JobPtr find(std::string_view id, std::string_view owner) const;
    // A run is over: makes room.
    void ended(const BackgroundJob &job);

    engine::Shared &m_shared;
    const Limits m_limits;
    mutable std::mutex m_mutex;
    std::map<std::string, JobPtr, std::less<>> m_jobs;
    std::deque<std::string> m_ended;   // Ids, oldest first.
    std::size_t m_endedBytes = 0;
    std::size_t m_running = 0;
};

}   // namespace gw::api
