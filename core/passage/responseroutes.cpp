#include "core/passage/headers.h"
#include "core/passage/passing.h"
#include "core/passage/passroutes.h"

#include <ctime>

namespace gw::passage {

namespace {

using engine::ApiCall;
using engine::ApiReply;

void answerHere(const engine::ApiRoute &route, ApiCall call, http::ResponseStreamPtr response,
                engine::Worker &worker)
{
    if (route.streamHandler)
        return route.streamHandler(std::move(call), std::move(response), worker);
    route.handler(std::move(call), [response](const ApiReply &reply) {
        wire::Headers headers{{"Content-Type", reply.contentType}};
        for (const auto &[name, value] : reply.headers)
            headers.set(name, value);
        response->respond(reply.status, headers, reply.body);
    });
}

// behind: what the path says behind the id ("/cancel").
void askProvider(const std::string &behind, const routing::TargetPtr &target, ApiCall call,
                 http::ResponseStreamPtr response, engine::Worker &worker)
{
    Passage passage;
    passage.target = target;
    passage.method = call.head.method;
    passage.url = target->baseUrl;
    if (target->row->adapter == "azure" && !passage.url.ends_with("/v1"))
        passage.url += "/openai/v1";
    passage.url += "/responses/" + wire::percentEncoded(call.path.at("id")) + behind;
    if (!call.head.query.empty())
        passage.url += "?" + std::string(call.head.query);
    passage.headers = toProvider(call.head.headers);
    passage.route = "/v1/responses/{id}" + behind;
    passage.body = call.body;
    passage.ledger = false;   // Nothing new is answered.
    pass(std::move(call), std::move(response), worker, std::move(passage));
}

}   // namespace

engine::ApiRoutes responseRoutes(engine::ApiRoutes kept)
{
    for (engine::ApiRoute &route : kept) {
        const std::size_t id = route.pattern.find("/{id}");
        if (id == std::string::npos)
            continue;
        engine::ApiRoute own = route;
        route.streamHandler = [behind = route.pattern.substr(id + 5), own = std::move(own)](
                                  ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker) {
            const auto place = worker.shared.stores.responses.placeOf(
                call.path.at("id"), call.principal.keyHash, std::time(nullptr));
            const routing::TargetPtr target = place ? call.table->byId(*place) : nullptr;
            if (target && target->row)
                askProvider(behind, target, std::move(call), std::move(response), worker);
            else
                answerHere(own, std::move(call), std::move(response), worker);
        };
    }
    return kept;
}

}   // namespace gw::passage
