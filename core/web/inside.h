#pragma once

#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/engine/gateway.h"
#include "core/http/routetable.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gw::web {

// What a page asks of a JSON route.
struct Question
{
    std::string method = "GET";
    std::string target;   // Path and query, without the root.
    json::Object body = {};
};

struct Answer
{
    int status = 0;
    json::Value body;
    wire::Headers headers = {};

    bool ok() const noexcept { return status == 200; }
    // Of the body, when that is an object.
    const json::Object &object() const;
    // What a route says is wrong; "" when nothing is.
    std::string problem() const;
};

// Who asks, and from where.
struct Asker
{
    Secret key;   // Empty where nobody needs one.
    int worker = 0;
    routing::TablePtr table;
    bool loopback = false;
};

// Asks JSON routes without a socket. Each question passes the keyring as one from outside does, so that a
// page can do no more than its user's key. Filled first, then used from any worker.
class Inside
{
public:
    // gateway outlives this: it knows the keyring of the moment.
    explicit Inside(const engine::Gateway &gateway)
        : m_gateway(gateway)
    {}

    void add(const engine::ApiRoutes &routes);
    // done comes once, on any thread, maybe at once. Call it on the asker's worker.
    void ask(const Asker &asker, Question question, std::function<void(Answer)> done) const;
    // The answers stand as the questions did.
    void askAll(const Asker &asker, std::vector<Question> questions,
                std::function<void(std::vector<Answer>)> done) const;

private:
    const engine::Gateway &m_gateway;
    http::RouteTable m_table;
    engine::ApiRoutes m_routes;
};

}   // namespace gw::web
