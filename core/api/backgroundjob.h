#pragma once

#include "core/api/background.h"
#include "core/base/json.h"
#include "core/net/postbox.h"
#include "core/wire/sse.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace gw::api {

// One answer that runs without its client: its events as they come, and those who read them. The exchange
// writes on its worker's thread; everything else may come from any thread.
class BackgroundJob final : public std::enable_shared_from_this<BackgroundJob>
{
public:
    // queued: the response object as it is before anything has happened.
    BackgroundJob(std::weak_ptr<Background> owner, dialects::ResponseStore &store, std::string keyHash,
                  json::Object queued, net::PostboxPtr postbox, std::size_t maxEventBytes);

    const std::string &id() const noexcept { return m_id; }
    const std::string &keyHash() const noexcept { return m_keyHash; }

    // What the exchange writes to, in its client's place.
    http::ResponseStreamPtr newStream();

    // Answers the request that began it with how far it is by now. On worker's thread.
    void answer(const http::ResponseStreamPtr &response, const wire::Headers &headers);
    // Where a reader lives: kept by its worker, and woken through its postbox.
    struct Place
    {
        net::PostboxPtr postbox;
        std::unordered_map<void *, std::shared_ptr<void>> &kept;
    };
    // Writes the events behind number after, and what follows. On place's thread.
    void follow(const http::ResponseStreamPtr &response, const Place &place, std::int64_t after,
                wire::Headers headers);
    // False when it is over already.
    bool cancel();
    bool over() const;
    std::size_t bytes() const;

private:
    class Stream;
    class Reader;

    struct Event
    {
        std::int64_t number = 0;
        std::string text;
    };
    // The answer to a request that never became a run.
    struct Refusal
    {
        int status = 500;
        wire::Headers headers;
        std::string body;
    };

    // By the exchange.
    void add(std::string_view bytes);
    void note(std::string_view data);
    void ping(std::string_view comment);
    void refuse(int status, const wire::Headers &headers, std::string_view body);
    void end();

    json::Object cancelled() const;
    void keep(const json::Object &response);
    void append(std::string_view data, std::string_view type);
    void failWith(std::string_view code, std::string_view message);
    void finish();
    void wakeReaders();

    const std::weak_ptr<Background> m_owner;
    dialects::ResponseStore &m_store;
    const std::string m_id;
    const std::string m_keyHash;
    const net::PostboxPtr m_postbox;   // Of the exchange's worker.
    const std::size_t m_maxEventBytes;
    // The exchange's thread alone.
    wire::SseReader m_sse;
    bool m_between = true;   // What was written so far ends with an event.

    const json::Object m_queued;

    mutable std::mutex m_mutex;   // Of what follows.
    std::deque<Event> m_events;
    std::size_t m_bytes = 0;
    std::int64_t m_next = 0;   // Number of the next event.
    bool m_over = false;
    bool m_told = false;   // The client has been given the id: from now on errors are the answer's.
    std::optional<Refusal> m_refusal;
    std::vector<std::weak_ptr<Reader>> m_readers;
    std::weak_ptr<Stream> m_stream;
};

}   // namespace gw::api
