#include "core/api/routes.h"

#include <algorithm>
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

// Answers are kept when they are complete: there is nothing left to cancel.
ApiReply refuseCancel(const dialects::KeptResponse &, const ApiCall &)
{
    return refused(400, "Cannot cancel a completed response.");
}

engine::ApiHandler withKept(engine::Shared &shared, Answer answer)
{
    return [&shared, answer](const ApiCall &call, const ApiRespond &respond) {
        const std::string &id = call.path.at("id");
        const auto kept = shared.stores.responses.find(id, call.principal.keyHash, std::time(nullptr));
        respond(kept ? answer(*kept, call) : unknown(id));
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

engine::ApiRoutes responseRoutes(engine::Shared &shared)
{
    engine::ApiRoutes routes;
    for (const std::string base : {"/v1/responses", "/responses", "/openai/v1/responses"}) {
        const std::string one = base + "/{id}";
        routes.push_back({"GET", base, Access::Public, &refuseUpgrade});
        routes.push_back({"GET", one, Access::Key, withKept(shared, &giveAnswer)});
        routes.push_back({"GET", one + "/input_items", Access::Key, withKept(shared, &giveItems)});
        routes.push_back({"POST", one + "/cancel", Access::Key, withKept(shared, &refuseCancel)});
        routes.push_back(
            {"DELETE", one, Access::Key, [&shared](const ApiCall &call, const ApiRespond &respond) {
                 const std::string &id = call.path.at("id");
                 if (!shared.stores.responses.remove(id, call.principal.keyHash))
                     return respond(unknown(id));
                 respond(
                     engine::jsonReply(json::Object{{"id", id}, {"object", "response"}, {"deleted", true}}));
             }});
    }
    return routes;
}

}   // namespace gw::api
