#include "core/api/background.h"

#include "core/api/backgroundjob.h"
#include "core/base/ids.h"
#include "core/dialects/responsesanswer.h"

namespace gw::api {

namespace {

constexpr std::string_view kRoute = "/v1/responses";
constexpr std::size_t kIdSize = 40;

bool asksForBackground(std::string &body)
{
    if (body.find("\"background\"") == std::string::npos)
        return false;
    const auto members = chat::scanMembers(body);
    const chat::Member *member = members.ok() ? members.value().find("background") : nullptr;
    return member && body.compare(member->valueBegin, member->valueEnd - member->valueBegin, "true") == 0;
}

// Whose provider runs things in the background itself.
bool isNative(const providers::Target &target)
{
    return target.row && target.row->answers("responses") && !target.deployment->params.useChatCompletionsApi;
}

bool anyNative(const routing::Table &table, const chat::Call &call)
{
    const auto resolution = table.resolve(call.model);
    if (!resolution || !call.gateway.deployment.empty())
        return true;   // Not ours, or an error that the exchange will tell.
    return std::ranges::any_of(resolution->group->members,
                               [](const routing::Member &member) { return isNative(*member.target); });
}

void refuse(const engine::ExchangeStart &start, const http::ResponseStreamPtr &response, const Error &error)
{
    const dialects::ErrorReply reply = start.dialect->encodeError(error);
    response->respond(reply.status, {{"Content-Type", "application/json"}}, reply.body);
}

BackgroundJob::Place placeOf(engine::Worker &worker)
{
    return {worker.cache.postbox(), worker.others};
}

wire::Headers headersFor(const engine::ExchangeStart &start)
{
    wire::Headers headers;
    if (!start.corsOrigin.empty()) {
        headers.add("Access-Control-Allow-Origin", start.corsOrigin);
        headers.add("Access-Control-Expose-Headers", "*");
        headers.add("Vary", "Origin");
    }
    return headers;
}

}   // namespace

Background::Background(engine::Shared &shared)
    : Background(shared, Limits())
{}

Background::Background(engine::Shared &shared, const Limits &limits)
    : m_shared(shared)
    , m_limits(limits)
{}

http::ResponseStreamPtr Background::take(engine::Worker &worker, engine::ExchangeStart &start,
                                         std::string &body, http::ResponseStreamPtr response)
{
    if (start.route->name != kRoute || !asksForBackground(body))
        return response;
    std::string id = "resp_" + randomToken(kIdSize);
    const auto decoded = start.dialect->decode({.pathModel = start.pathModel,
                                                .query = &start.query,
                                                .stores = &m_shared.stores,
                                                .owner = start.principal.keyHash,
                                                .answerId = id,
                                                .body = body});
    // What is wrong with it is the exchange's to say.
    if (!decoded.ok() || anyNative(*start.table, decoded.value()))
        return response;
    const chat::Call &call = decoded.value();
    if (call.memberText("store") == "false") {
        refuse(start, response,
               {.code = ErrorCode::BadRequest,
                .message = "Background mode requires 'store' to be true.",
                .param = "store"});
        return nullptr;
    }
    auto job = std::make_shared<BackgroundJob>(weak_from_this(), m_shared.stores.responses,
                                               start.principal.keyHash, dialects::queuedResponse(call),
                                               worker.cache.postbox(), m_limits.maxEventBytes);
    {
        const std::scoped_lock lock(m_mutex);
        if (m_running < m_limits.maxRunning) {
            m_jobs.emplace(id, job);
            ++m_running;
        } else {
            id.clear();
        }
    }
    if (id.empty()) {
        m_shared.stores.responses.remove(job->id(), job->keyHash());
        refuse(start, response,
               {.code = ErrorCode::RateLimited,
                .message = "Too many responses run in the background already.",
                .retryAfterMs = 1000});
        return nullptr;
    }
    start.answerId = id;
    const bool streams = call.stream;
    auto members = chat::scanMembers(body);
    chat::EditList edits;
    edits.set("stream", "true");
    body = edits.apply(body, members.value());
    // Once the exchange has begun: what it refuses at once is the answer.
    worker.reactor.post([job, response, streams, headers = headersFor(start), &worker] {
        if (streams)
            return job->follow(response, placeOf(worker), -1, headers);
        wire::Headers whole = headers;
        whole.set("Content-Type", "application/json");
        job->answer(response, whole);
    });
    return job->newStream();
}

Background::JobPtr Background::find(std::string_view id, std::string_view owner) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_jobs.find(id);
    return found != m_jobs.end() && found->second->keyHash() == owner ? found->second : nullptr;
}

bool Background::runs(std::string_view id, std::string_view owner) const
{
    const JobPtr job = find(id, owner);
    return job && !job->over();
}

bool Background::cancel(std::string_view id, std::string_view owner)
{
    const JobPtr job = find(id, owner);
    return job && job->cancel();
}

bool Background::follow(std::string_view id, std::string_view owner, std::int64_t after,
                        const http::ResponseStreamPtr &response, engine::Worker &worker)
{
    const JobPtr job = find(id, owner);
    if (!job)
        return false;
    job->follow(response, placeOf(worker), after, {});
    return true;
}

void Background::ended(const BackgroundJob &job)
{
    const std::size_t bytes = job.bytes();
    const std::scoped_lock lock(m_mutex);
    if (!m_jobs.contains(job.id()) || std::ranges::find(m_ended, job.id()) != m_ended.end())
        return;
    --m_running;
    m_ended.push_back(job.id());
    m_endedBytes += bytes;
    while (m_ended.size() > m_limits.maxEnded || m_endedBytes > m_limits.maxEndedBytes) {
        const auto oldest = m_jobs.find(m_ended.front());
        m_endedBytes -= std::min(m_endedBytes, oldest->second->bytes());
        m_jobs.erase(oldest);
        m_ended.pop_front();
    }
}

}   // namespace gw::api
