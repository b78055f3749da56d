#include "core/web/inside.h"

#include <atomic>
#include <optional>

namespace gw::web {

namespace {

// The texts that a request head looks into live as long as its answer is awaited.
struct Asked
{
    std::string target;
    std::function<void(Answer)> done;
};

Answer answerOf(const engine::ApiReply &reply)
{
    Answer answer{reply.status, nullptr, reply.headers};
    if (auto parsed = json::parse(reply.body); parsed.ok())
        answer.body = std::move(parsed).value();
    return answer;
}

}   // namespace

const json::Object &Answer::object() const
{
    static const json::Object kNone;
    const json::Object *found = body.if_object();
    return found ? *found : kNone;
}

std::string Answer::problem() const
{
    if (ok())
        return {};
    if (const json::Object *error = json::findObject(object(), "error"))
        return std::string(json::stringOr(*error, "message", "Error"));
    const json::Array *detail = json::findArray(object(), "detail");
    const json::Object *first = detail && !detail->empty() ? detail->front().if_object() : nullptr;
    if (!first)
        return "Error " + std::to_string(status);
    const json::Array *where = json::findArray(*first, "loc");
    const bool named = where && !where->empty() && where->back().is_string();
    return (named ? std::string(where->back().get_string()) + ": " : std::string()) +
           std::string(json::stringOr(*first, "msg"));
}

void Inside::add(const engine::ApiRoutes &routes)
{
    for (const engine::ApiRoute &route : routes) {
        if (!route.handler)
            continue;
        m_table.add(route.method, route.pattern, static_cast<int>(m_routes.size()));
        m_routes.push_back(route);
    }
}

void Inside::ask(const Asker &asker, Question question, std::function<void(Answer)> done) const
{
    const auto asked = std::make_shared<Asked>(Asked{std::move(question.target), std::move(done)});
    const std::string_view target = asked->target;
    const std::size_t mark = target.find('?');
    const std::string_view path = target.substr(0, mark);
    http::RouteMatch match = m_table.match(question.method, path);
    if (!match.found())
        return asked->done(
            answerOf(engine::errorReply({.code = ErrorCode::NotFound, .message = "Not Found"})));
    const engine::ApiRoute &route = m_routes[static_cast<std::size_t>(match.id)];
    auto caller = m_gateway.snapshot()->keyring->admit(
        {question.method, path, asker.key.reveal(), route.access, asker.loopback});
    if (!caller.ok())
        return asked->done(answerOf(engine::errorReply(caller.error())));
    engine::ApiCall call;
    call.head.method = question.method;
    call.head.target = asked->target;
    call.head.path = path;
    call.head.query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    call.query = wire::Query(call.head.query);
    for (auto &[name, value] : match.parameters)
        call.path.emplace(name, std::move(value));
    if (question.method != "GET")
        call.body = json::serialize(question.body);
    call.principal = std::move(caller).value();
    call.authenticated = call.principal.kind != auth::Principal::Kind::Anonymous;
    call.table = asker.table;
    call.worker = asker.worker;
    route.handler(std::move(call), [asked](const engine::ApiReply &reply) { asked->done(answerOf(reply)); });
}

void Inside::askAll(const Asker &asker, std::vector<Question> questions,
                    std::function<void(std::vector<Answer>)> done) const
{
    struct Gathered
    {
        std::vector<Answer> answers;
        std::atomic<std::size_t> open;
        std::function<void(std::vector<Answer>)> done;
    };
    if (questions.empty())
        return done({});
    const auto gathered = std::make_shared<Gathered>();
    gathered->answers.resize(questions.size());
    gathered->open = questions.size();
    gathered->done = std::move(done);
    for (std::size_t i = 0; i < questions.size(); ++i) {
        ask(asker, std::move(questions[i]), [gathered, i](Answer answer) {
            gathered->answers[i] = std::move(answer);
            if (--gathered->open == 0)
                gathered->done(std::move(gathered->answers));
        });
    }
}

}   // namespace gw::web
