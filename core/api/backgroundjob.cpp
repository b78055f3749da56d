#include "core/api/backgroundjob.h"

#include <algorithm>
#include <ctime>

namespace gw::api {

namespace {

constexpr std::size_t kBatch = std::size_t{64} * 1024;   // Bytes a reader takes at once.
constexpr std::size_t kHighWater = std::size_t{1} << 20;

wire::Headers eventHeaders()
{
    return {{"Content-Type", "text/event-stream; charset=utf-8"}, {"Cache-Control", "no-cache"}};
}

}   // namespace

// The client of an exchange that has none: takes what comes and never leaves by itself.
class BackgroundJob::Stream final : public http::ResponseStream
{
public:
    explicit Stream(std::shared_ptr<BackgroundJob> job)
        : m_job(std::move(job))
    {}
    ~Stream() override { m_job->end(); }

    void writeHead(int, const wire::Headers &) override { m_headSent = true; }
    void write(std::string_view bytes) override { m_job->add(bytes); }
    void respond(int status, const wire::Headers &headers, std::string_view body) override
    {
        m_headSent = true;
        m_job->refuse(status, headers, body);
    }
    void end() override { m_job->end(); }
    void abort() override { m_job->end(); }
    bool headSent() const override { return m_headSent; }
    bool peerGone() const override { return false; }
    std::size_t pending() const override { return 0; }
    std::size_t highWater() const override { return kHighWater; }

    // Stops the exchange, as a client that leaves does.
    void leave()
    {
        const std::function<void()> call = std::exchange(onPeerGone, nullptr);
        if (call)
            call();
    }

private:
    const std::shared_ptr<BackgroundJob> m_job;
    bool m_headSent = false;
};

// One client that reads the events. Everything but the making happens on its own worker's thread.
class BackgroundJob::Reader final : public std::enable_shared_from_this<Reader>
{
public:
    Reader(std::shared_ptr<BackgroundJob> job, http::ResponseStreamPtr response, const Place &place,
           std::int64_t next, wire::Headers headers)
        : m_job(std::move(job))
        , m_response(std::move(response))
        , m_place(place)
        , m_headers(std::move(headers))
        , m_next(next)
    {}

    // From any thread.
    void wake()
    {
        m_place.postbox->post([self = shared_from_this()] { self->pump(); });
    }

    void ping(std::string comment)
    {
        m_place.postbox->post([self = shared_from_this(), comment = std::move(comment)] {
            if (!self->m_response)
                return;
            if (!std::exchange(self->m_headSent, true))
                self->m_response->writeHead(200, self->m_headers);
            self->m_response->write(comment);
        });
    }

    void begin()
    {
        m_place.kept.emplace(this, shared_from_this());
        m_response->onPeerGone = [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->release();
        };
        m_response->onDrained = [weak = weak_from_this()] {
            if (const auto self = weak.lock())
                self->pump();
        };
        pump();
    }

private:
    void pump()
    {
        while (m_response) {
            std::string out;
            bool over = false;
            bool behind = false;
            std::optional<Refusal> refusal;
            {
                const std::scoped_lock lock(m_job->m_mutex);
                if (!m_headSent)
                    refusal = m_job->m_refusal;
                for (const Event &event : m_job->m_events) {
                    if (event.number < m_next)
                        continue;
                    if (event.number > m_next || out.size() > kBatch)
                        break;   // Too far behind, or enough for now.
                    out += event.text;
                    ++m_next;
                }
                behind = out.empty() && !m_job->m_events.empty() && m_job->m_events.front().number > m_next;
                over = m_job->m_over && m_next >= m_job->m_next;
                m_job->m_told = m_job->m_told || !out.empty();
            }
            if (refusal)
                return release()->respond(refusal->status, refusal->headers, refusal->body);
            if (behind)
                return release()->abort();
            if (!out.empty() && !std::exchange(m_headSent, true))
                m_response->writeHead(200, m_headers);
            m_response->write(out);
            if (over)
                return finish();
            if (out.empty() || m_response->pending() > m_response->highWater())
                return;   // Woken by the next event, or by the socket.
        }
    }

    void finish()
    {
        const http::ResponseStreamPtr response = release();
        if (!m_headSent)
            response->writeHead(200, m_headers);
        response->end();
    }

    // Its worker keeps it no longer; whoever calls holds it until it returns.
    http::ResponseStreamPtr release()
    {
        http::ResponseStreamPtr response = std::move(m_response);
        m_response = nullptr;
        if (response) {
            response->onPeerGone = nullptr;
            response->onDrained = nullptr;
        }
        m_place.kept.erase(this);
        return response;
    }

    const std::shared_ptr<BackgroundJob> m_job;
    http::ResponseStreamPtr m_response;   // Null once it is through.
    const Place m_place;
    const wire::Headers m_headers;
    std::int64_t m_next;
    bool m_headSent = false;
};

BackgroundJob::BackgroundJob(std::weak_ptr<Background> owner, dialects::ResponseStore &store,
                             std::string keyHash, json::Object queued, net::PostboxPtr postbox,
                             std::size_t maxEventBytes)
    : m_owner(std::move(owner))
    , m_store(store)
    , m_id(json::stringOr(queued, "id"))
    , m_keyHash(std::move(keyHash))
    , m_postbox(std::move(postbox))
    , m_maxEventBytes(maxEventBytes)
    , m_queued(std::move(queued))
{
    keep(m_queued);
}

http::ResponseStreamPtr BackgroundJob::newStream()
{
    auto stream = std::make_shared<Stream>(shared_from_this());
    m_stream = stream;
    return stream;
}

void BackgroundJob::keep(const json::Object &response)
{
    dialects::KeptResponse kept;
    kept.id = m_id;
    kept.owner = m_keyHash;
    kept.response = json::serialize(response);
    m_store.keep(std::move(kept), std::time(nullptr));
}

void BackgroundJob::add(std::string_view bytes)
{
    const bool ends = bytes.ends_with("\n\n");
    if (std::exchange(m_between, ends) && bytes.starts_with(':') && ends)
        return ping(bytes);
    if (!m_sse.feed(bytes).ok())
        return end();
    while (const auto event = m_sse.next())
        note(event->data);
    wakeReaders();
}

void BackgroundJob::note(std::string_view data)
{
    const auto value = json::parse(data);
    const json::Object *event = value.ok() ? value.value().if_object() : nullptr;
    const std::scoped_lock lock(m_mutex);
    if (!event || m_over)
        return;
    const std::string_view type = json::stringOr(*event, "type");
    const json::Object *response = json::findObject(*event, "response");
    // An error before the answer has begun knows nothing of its id.
    if (type == "response.failed" && response && json::stringOr(*response, "id") != m_id) {
        const json::Object *error = json::findObject(*response, "error");
        return failWith(error ? json::stringOr(*error, "code") : "server_error",
                        error ? json::stringOr(*error, "message") : "the answer failed");
    }
    append(data, type);
    if (type == "response.in_progress" && response)
        keep(*response);
    if (type == "response.failed" && response)
        keep(*response);   // A completed one has been kept by its encoder, with what was asked.
    m_over = type == "response.failed" || type == "response.completed" || type == "response.incomplete";
}

// A comment that keeps connections alive is nothing to keep.
void BackgroundJob::ping(std::string_view comment)
{
    const std::scoped_lock lock(m_mutex);
    for (const std::weak_ptr<Reader> &weak : m_readers) {
        if (const auto reader = weak.lock())
            reader->ping(std::string(comment));
    }
}

// Under the lock.
void BackgroundJob::append(std::string_view data, std::string_view type)
{
    Event &event = m_events.emplace_back();
    event.number = m_next++;
    wire::appendSse(event.text, data, type);
    m_bytes += event.text.size();
    while (m_bytes > m_maxEventBytes && m_events.size() > 1) {
        m_bytes -= m_events.front().text.size();
        m_events.pop_front();
    }
}

void BackgroundJob::refuse(int status, const wire::Headers &headers, std::string_view body)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_over)
            return;
        if (!m_told) {
            // The client still waits: it gets the error itself.
            m_refusal = Refusal{status, headers, std::string(body)};
            m_over = true;
            m_store.remove(m_id, m_keyHash);
        } else {
            const auto value = json::parse(body);
            const json::Value *message = value.ok() && value.value().is_object()
                                             ? json::findPath(value.value().get_object(), "error.message")
                                             : nullptr;
            constexpr int kTooMany = 429;
            const bool client = status >= 400 && status < 500;
            failWith(status == kTooMany ? "rate_limit_exceeded"
                     : client           ? "invalid_prompt"
                                        : "server_error",
                     message && message->is_string() ? std::string_view(message->get_string())
                                                     : "the answer failed");
        }
    }
    finish();
}

// Under the lock.
void BackgroundJob::failWith(std::string_view code, std::string_view message)
{
    json::Object failed = m_queued;
    failed["status"] = "failed";
    failed["error"] = json::Object{{"code", code}, {"message", message}};
    keep(failed);
    constexpr std::string_view kType = "response.failed";
    append(json::serialize(
               json::Object{{"type", kType}, {"sequence_number", m_next}, {"response", std::move(failed)}}),
           kType);
    m_over = true;
}

void BackgroundJob::end()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_over)
            failWith("server_error", "the gateway was stopped while it waited for the answer");
    }
    finish();
}

// May be called more than once.
void BackgroundJob::finish()
{
    wakeReaders();
    if (const auto owner = m_owner.lock())
        owner->ended(*this);
}

void BackgroundJob::wakeReaders()
{
    const std::scoped_lock lock(m_mutex);
    std::erase_if(m_readers, [](const std::weak_ptr<Reader> &weak) {
        const auto reader = weak.lock();
        if (reader)
            reader->wake();
        return !reader;
    });
}

void BackgroundJob::answer(const http::ResponseStreamPtr &response, const wire::Headers &headers)
{
    std::optional<Refusal> refusal;
    {
        const std::scoped_lock lock(m_mutex);
        m_told = true;
        refusal = m_refusal;
    }
    if (refusal)
        return response->respond(refusal->status, refusal->headers, refusal->body);
    const auto kept = m_store.find(m_id, m_keyHash, std::time(nullptr));
    response->respond(200, headers, kept ? kept->response : json::serialize(m_queued));
}

void BackgroundJob::follow(const http::ResponseStreamPtr &response, const Place &place, std::int64_t after,
                           wire::Headers headers)
{
    wire::Headers all = eventHeaders();
    for (const auto &[name, value] : headers)
        all.set(name, value);
    auto reader = std::make_shared<Reader>(shared_from_this(), response, place, after + 1, std::move(all));
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_over)
            m_readers.push_back(reader);
    }
    reader->begin();
}

json::Object BackgroundJob::cancelled() const
{
    json::Object object = m_queued;
    object["status"] = "cancelled";
    return object;
}

bool BackgroundJob::cancel()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_over)
            return false;
        m_over = true;
        keep(cancelled());
    }
    m_postbox->post([stream = m_stream, self = shared_from_this()] {
        if (const auto running = stream.lock())
            running->leave();
        // What the exchange may have kept in the last moment is not what the client was told.
        if (self->m_store.find(self->m_id, self->m_keyHash, std::time(nullptr)))
            self->keep(self->cancelled());
    });
    finish();
    return true;
}

bool BackgroundJob::over() const
{
    const std::scoped_lock lock(m_mutex);
    return m_over;
}

std::size_t BackgroundJob::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_bytes;
}

}   // namespace gw::api
