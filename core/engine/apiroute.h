#pragma once

#include "core/auth/permission.h"
#include "core/http/handler.h"
#include "core/routing/table.h"
#include "core/wire/query.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

// Handlers beside the pipeline: what is not a model call registers its routes in the one route table.
namespace gw::engine {

using auth::Access;

struct ApiCall
{
    http::RequestHead head;
    std::string body;
    std::map<std::string, std::string> path;   // Parameters of the pattern, decoded.
    wire::Query query;
    auth::Principal principal;   // Anonymous on public routes without a key.
    bool authenticated = false;
    routing::TablePtr table;
    int worker = 0;
    const config::PassThroughEndpoint *endpoint = nullptr;   // Of table's config, where one was met.
};

struct ApiReply
{
    int status = 200;
    std::string body;
    std::string contentType = "application/json";
    wire::Headers headers = {};
};

// Called exactly once, from any thread.
using ApiRespond = std::function<void(ApiReply)>;
// Called on the connection's worker; must not block.
using ApiHandler = std::function<void(ApiCall call, ApiRespond respond)>;

struct Worker;
// For answers that are not whole: the handler writes the response itself, on its worker.
using ApiStreamHandler = std::function<void(ApiCall call, http::ResponseStreamPtr response, Worker &worker)>;

struct ApiRoute
{
    std::string method;
    std::string pattern;   // As http::RouteTable reads it.
    Access access = Access::Key;
    ApiHandler handler;
    ApiStreamHandler streamHandler = {};   // Instead of handler.
};

using ApiRoutes = std::vector<ApiRoute>;

ApiReply errorReply(const Error &error);
ApiReply jsonReply(const json::Value &value);

}   // namespace gw::engine
