#pragma once

#include "core/http/handler.h"
#include "core/net/reactor.h"

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace gw::test {

// An http::Handler made of functions. Unless told otherwise it answers 200 with "METHOD PATH BODY". Counts
// what it has seen; safe to look at from the test's thread.
class TestHandler final : public http::Handler
{
public:
    using Begin =
        std::function<bool(const http::RequestHead &, const http::ResponseStreamPtr &, net::Reactor &)>;
    using Handle =
        std::function<void(http::RequestHead, std::string, http::ResponseStreamPtr, net::Reactor &)>;

    Begin onBegin;
    Handle onHandle;
    std::atomic<int> begun{0};
    std::atomic<int> handled{0};

    bool begin(const http::RequestHead &head, const http::ResponseStreamPtr &response,
               net::Reactor &reactor) override
    {
        ++begun;
        return onBegin ? onBegin(head, response, reactor) : true;
    }
    void handle(http::RequestHead head, std::string body, http::ResponseStreamPtr response,
                net::Reactor &reactor) override
    {
        ++handled;
        if (onHandle) {
            onHandle(std::move(head), std::move(body), std::move(response), reactor);
            return;
        }
        response->respond(200, {{"Content-Type", "text/plain"}},
                          head.method + " " + std::string(head.path) + " " + body);
    }
    std::string refusalBody(int status, std::string_view reason, std::string_view) const override
    {
        return "refused " + std::to_string(status) + ": " + std::string(reason);
    }
};

}   // namespace gw::test
