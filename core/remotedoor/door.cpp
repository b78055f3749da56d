#include "core/remotedoor/door.h"

#include "core/remote/protocol.h"
#include "core/remotedoor/windowstream.h"

#include <charconv>

namespace gw::remote {

namespace {

using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

constexpr int kIdleBeats = 15;   // Until a window without a stream is forgotten: a minute.
constexpr std::size_t kWindowName = 32;

template <typename Number>
std::optional<Number> numberIn(std::string_view text)
{
    Number number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

// A window of another major is told so before anything else.
Result<void> checkVersion(const ApiCall &call)
{
    const std::string_view version = call.head.headers.valueOr(kVersionField, "1.0");
    const auto major = numberIn<int>(version.substr(0, version.find('.')));
    if (major && *major == kMajor)
        return {};
    return Error{.code = ErrorCode::BadRequest,
                 .message = "This gateway speaks version " + std::to_string(kMajor) +
                            " of what windows and gateways say to each other, and the window version " +
                            std::string(version) + ". Bring the older of the two programs up to date."};
}

Result<void> checkCaller(const ApiCall &call)
{
    GW_CHECK(checkVersion(call));
    if (call.principal.admin)
        return {};
    return Error{.code = ErrorCode::UpstreamPermission,
                 .message = "It may use models. Windows take the master key or an administrator's."};
}

// Two administrators whose windows chose the same name are two windows.
Result<std::string> windowOf(const ApiCall &call)
{
    GW_CHECK(checkVersion(call));
    const std::string_view name = call.head.headers.valueOr(kWindowField);
    if (name.size() != kWindowName)
        return Error{.code = ErrorCode::BadRequest,
                     .message = "The field " + std::string(kWindowField) + " must hold 32 characters."};
    return std::string(name) + "/" + call.principal.keyHash;
}

}   // namespace

Door::Door(Parts parts)
    : m_parts(std::move(parts))
    , m_postbox(this)
{
    m_beat.setInterval(kHeartbeat);
    connect(&m_beat, &QTimer::timeout, this, &Door::beat);
}

Door::~Door()
{
    close();
}

void Door::close()
{
    m_postbox.close();
    m_beat.stop();
    for (auto &[window, session] : m_sessions)
        session.end();
    m_sessions.clear();
    m_calls.reset();
    m_client.reset();
}

engine::ApiRoutes Door::routes()
{
    engine::ApiRoutes routes;
    // Any key may ask, so that the wrong one hears why.
    routes.push_back({"GET", std::string(kHelloPath), engine::Access::Key,
                      [this](const ApiCall &call, const ApiRespond &respond) {
                          const auto checked = checkCaller(call);
                          respond(checked.ok() ? engine::jsonReply(greeting(call))
                                               : engine::errorReply(checked.error()));
                      }});
    routes.push_back({"GET",
                      std::string(kEventsPath),
                      engine::Access::Admin,
                      {},
                      [this](ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker) {
                          greetStream(std::move(call), std::move(response), worker);
                      }});
    routes.push_back({"POST", std::string(kCallsPath) + "{area}/{method}", engine::Access::Admin,
                      [this, box = m_postbox](ApiCall asked, const ApiRespond &respond) {
                          const auto window = windowOf(asked);
                          if (!window.ok())
                              return respond(engine::errorReply(window.error()));
                          box.post(
                              [this, respond, window = window.value(),
                               name = asked.path.at("area") + "/" + asked.path.at("method"),
                               body = std::move(asked.body)] { respond(this->call(window, name, body)); });
                      }});
    return routes;
}

// On a worker.
json::Object Door::greeting(const ApiCall &call) const
{
    return {{"product", "portico"},
            {"version", m_parts.version},
            {"name", m_parts.name},
            {"protocol", json::Object{{"major", kMajor}, {"minor", kMinor}}},
            {"deployments", call.table->config().deployments.size()}};
}

// On a worker.
void Door::greetStream(ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker)
{
    const auto window = windowOf(call);
    if (!window.ok()) {
        const ApiReply reply = engine::errorReply(window.error());
        return response->respond(reply.status, {{"Content-Type", reply.contentType}}, reply.body);
    }
    Visit visit{window.value(), {}};
    if (const auto seen = call.head.headers.value("last-event-id"))
        visit.seen = numberIn<std::uint64_t>(*seen).value_or(0);
    const auto place = std::make_shared<const WindowStream *>(nullptr);
    const auto stream = WindowStream::open(
        worker, std::move(response), [this, box = m_postbox, window = visit.window, place] {
            box.post([this, window, stream = *place] { detach(window, stream); });
        });
    *place = stream.get();
    m_postbox.post([this, visit, stream] { attach(visit, stream); });
}

void Door::attach(const Visit &visit, const std::shared_ptr<WindowStream> &stream)
{
    if (!m_sessions.contains(visit.window) && m_sessions.size() >= kMostWindows)
        return stream->refuse({.code = ErrorCode::Overloaded,
                               .message = "This gateway serves as many windows as it may already."});
    if (!m_client) {
        m_client = m_parts.makeClient();
        Listener &self = *this;
        m_calls = std::make_unique<Calls>(*m_client, self);
        m_beat.start();
    }
    Session &session = m_sessions[visit.window];
    if (!session.attach(stream, visit.seen)) {
        session.forgetLooks();
        if (visit.seen)
            session.publish("gap", {});
    }
    session.tellLooks(m_calls->looks(Calls::Change::Config));
    session.publish("ready", {});
}

void Door::detach(const std::string &window, const WindowStream *stream)
{
    if (const auto found = m_sessions.find(window); found != m_sessions.end())
        found->second.detach(stream);
}

ApiReply Door::call(const std::string &window, const std::string &name, const std::string &body)
{
    const auto found = m_sessions.find(window);
    if (found == m_sessions.end())
        return engine::errorReply({.code = ErrorCode::BadRequest,
                                   .message = "The window must open its event stream before it calls."});
    const auto parsed = json::parse(body);
    const json::Object *object = parsed.ok() ? parsed.value().if_object() : nullptr;
    const json::Value *given = object ? object->if_contains("token") : nullptr;
    const json::Array *arguments = object ? json::findArray(*object, "args") : nullptr;
    client::Token token = 0;
    std::string where;
    if (!given || !arguments || !decode(*given, token, where))
        return engine::errorReply({.code = ErrorCode::BadJson,
                                   .message = "A call is an object with a token and a list of arguments."});
    if (m_calls->cancels(name))
        return cancel(found->second, name, token);
    const auto started = m_calls->run(name, *arguments);
    if (!started.ok())
        return engine::errorReply(started.error());
    found->second.expect(started.value(), token);
    return {.body = "{}"};
}

ApiReply Door::cancel(Session &session, const std::string &name, client::Token token)
{
    const std::string_view area = *m_calls->cancels(name);
    if (const auto ours = session.ours(area, token)) {
        session.settle(area, *ours);
        m_calls->cancel(name, *ours);
    }
    return {.body = "{}"};
}

bool Door::awaits(std::string_view area, client::Token token) const
{
    return std::ranges::any_of(
        m_sessions, [&](const auto &entry) { return entry.second.theirs(area, token).has_value(); });
}

void Door::onAnswer(client::Token token, Told told, bool last)
{
    for (auto &[window, session] : m_sessions) {
        const auto theirs = session.theirs(told.area, token);
        if (!theirs)
            continue;
        json::Array values{*theirs};
        values.insert(values.end(), told.values.begin(), told.values.end());
        session.publish("signal", {{"area", told.area}, {"name", told.name}, {"args", std::move(values)}});
        if (last)
            session.settle(told.area, token);
        return;
    }
}

// What is known beforehand goes before the news of its change.
void Door::onNews(Told told)
{
    const bool live = told.name == "happened";
    std::map<std::string, json::Value> looks;
    if (!live && m_calls)
        looks = m_calls->looks(told.name == "configChanged" || told.area == "vault" ? Calls::Change::Config
                                                                                    : Calls::Change::Status);
    for (auto &[window, session] : m_sessions) {
        session.tellLooks(looks);
        session.publish("signal", {{"area", told.area}, {"name", told.name}, {"args", told.values}});
    }
}

void Door::beat()
{
    for (auto &[window, session] : m_sessions)
        session.beat();
    std::erase_if(m_sessions, [](const auto &entry) { return entry.second.idleBeats > kIdleBeats; });
    if (!m_sessions.empty())
        return;
    m_beat.stop();
    m_calls.reset();
    m_client.reset();
}

}   // namespace gw::remote
