#include "core/api/background.h"
#include "core/api/routes.h"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace gw::api {

namespace {

using engine::Access;
using engine::ApiCall;
using engine::ApiReply;
using engine::ApiRespond;

ApiReply refused(int status, std::string message)
{
    return {.status = status,
            .body = json::serialize(json::Object{{"error", json::Object{{"message", std::move(message)},
                                                                        {"type", "invalid_request_error"},
                                                                        {"param", nullptr},
                                                                        {"code", nullptr}}}})};
}

ApiReply unknown(const std::string &id)
{
    return refused(404, "Response with id '" + id + "' not found.");
}

// The items of a kept answer's input as OpenAI lists them: newest first unless the query says otherwise.
ApiReply listItems(const dialects::KeptResponse &kept, const wire::Query &query)
{
    json::Array items;
    if (auto value = json::parse(kept.input); value.ok() && value.value().is_array())
        items = std::move(value.value().get_array());
    std::size_t number = 0;
    for (json::Value &item : items) {
        json::Object *object = item.if_object();
        if (object && !object->contains("id"))
            (*object)["id"] = "item_" + kept.id + "_" + std::to_string(number);
        ++number;
    }
    if (query.valueOr("order", "desc") != "asc")
        std::reverse(items.begin(), items.end());
    const auto idOf = [](const json::Value &item) -> json::Value {
        const json::Object *object = item.if_object();
        const json::Value *id = object ? object->if_contains("id") : nullptr;
        return id ? *id : json::Value(nullptr);
    };
    json::Object list{{"object", "list"}};
    list["first_id"] = items.empty() ? json::Value(nullptr) : idOf(items.front());
    list["last_id"] = items.empty() ? json::Value(nullptr) : idOf(items.back());
    list["has_more"] = false;
    list["data"] = std::move(items);
    return engine::jsonReply(list);
}

using Answer = ApiReply (*)(const dialects::KeptResponse &kept, const ApiCall &call);

ApiReply giveAnswer(const dialects::KeptResponse &kept, const ApiCall &)
{
    return {.body = kept.response};
}

ApiReply giveItems(const dialects::KeptResponse &kept, const ApiCall &call)
{
    return listItems(kept, call.query);
}

// Only answers in the background can be cancelled; one that is through already stays as it is.
ApiReply giveCancelled(const dialects::KeptResponse &kept, const ApiCall &)
{
    const auto value = json::parse(kept.response);
    const bool background = value.ok() && value.value().is_object() &&
                            json::findBool(value.value().get_object(), "background").value_or(false);
    return background ? ApiReply{.body = kept.response} : refused(400, "Cannot cancel a completed response.");
}

// What was running when the gateway ended will not be finished by anybody.
void settleAbandoned(dialects::KeptResponse &kept, const Background &background)
{
    if (!kept.output.empty() || background.runs(kept.id, kept.owner))
        return;
    auto value = json::parse(kept.response);
    json::Object *response = value.ok() ? value.value().if_object() : nullptr;
    const std::string_view status = response ? json::stringOr(*response, "status") : std::string_view();
    if (status != "queued" && status != "in_progress")
        return;
    (*response)["status"] = "failed";
    (*response)["error"] = json::Object{
        {"code", "server_error"}, {"message", "the gateway was stopped while it waited for the answer"}};
    kept.response = json::serialize(*response);
}

using BackgroundPtr = std::shared_ptr<Background>;

engine::ApiHandler withKept(engine::Shared &shared, const BackgroundPtr &background, Answer answer)
{
    return [&shared, background, answer](const ApiCall &call, const ApiRespond &respond) {
        const std::string &id = call.path.at("id");
        auto kept = shared.stores.responses.find(id, call.principal.keyHash, std::time(nullptr));
        if (!kept)
            return respond(unknown(id));
        settleAbandoned(*kept, *background);
        respond(answer(*kept, call));
    };
}

engine::ApiHandler cancelling(engine::Shared &shared, const BackgroundPtr &background)
{
    return [background, give = withKept(shared, background, &giveCancelled)](const ApiCall &call,
                                                                             const ApiRespond &respond) {
        background->cancel(call.path.at("id"), call.principal.keyHash);
        give(call, respond);
    };
}

engine::ApiHandler deleting(engine::Shared &shared, const BackgroundPtr &background)
{
    return [&shared, background](const ApiCall &call, const ApiRespond &respond) {
        const std::string &id = call.path.at("id");
        background->cancel(id, call.principal.keyHash);
        if (!shared.stores.responses.remove(id, call.principal.keyHash))
            return respond(unknown(id));
        respond(engine::jsonReply(json::Object{{"id", id}, {"object", "response"}, {"deleted", true}}));
    };
}

// GET with stream=true: the events of an answer that runs, or has run a short while ago.
engine::ApiStreamHandler streaming(engine::Shared &shared, const BackgroundPtr &background)
{
    return [background, give = withKept(shared, background, &giveAnswer)](
               ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker) {
        const auto respond = [response](const ApiReply &reply) {
            response->respond(reply.status, {{"Content-Type", reply.contentType}}, reply.body);
        };
        if (call.query.valueOr("stream") != "true")
            return give(std::move(call), respond);
        const std::string_view text = call.query.valueOr("starting_after", "-1");
        std::int64_t after = -1;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), after);
        if (problem != std::errc() || end != text.data() + text.size() || after < -1)
            return respond(refused(400, "'starting_after' must be the number of an event."));
        if (!background->follow(call.path.at("id"), call.principal.keyHash, after, response, worker))
            respond(refused(400, "There are no events of this response: it did not run in the background, or "
                                 "too long ago."));
    };
}

// Codex tries a WebSocket first and goes on with HTTPS when it is refused.
void refuseUpgrade(const ApiCall &call, const ApiRespond &respond)
{
    if (!call.head.headers.value("upgrade"))
        return respond(refused(405, "Method Not Allowed: use POST."));
    ApiReply reply = refused(426, "WebSockets are not offered here: use POST.");
    reply.headers.add("Upgrade", "HTTP/1.1");   // RFC 9110, 15.5.22 wants one.
    respond(std::move(reply));
}

}   // namespace

engine::ApiRoutes responseRoutes(engine::Shared &shared, const std::shared_ptr<Background> &background)
{
    engine::ApiRoutes routes;
    for (const std::string base : {"/v1/responses", "/responses", "/openai/v1/responses"}) {
        const std::string one = base + "/{id}";
        routes.push_back({"GET", base, Access::Public, &refuseUpgrade});
        routes.push_back({"GET", one, Access::Key, {}, streaming(shared, background)});
        routes.push_back(
            {"GET", one + "/input_items", Access::Key, withKept(shared, background, &giveItems)});
        routes.push_back({"POST", one + "/cancel", Access::Key, cancelling(shared, background)});
        routes.push_back({"DELETE", one, Access::Key, deleting(shared, background)});
    }
    return routes;
}

}   // namespace gw::api
