#pragma once

#include "core/upstream/transport.h"

#include <QTest>

#include <functional>
#include <memory>
#include <optional>
#include <string>

// What the tests of transports share.
namespace gw::test {

// Keeps all it is told, and calls a hook in the middle of it.
class RecordingSink final : public upstream::ReplySink
{
public:
    int status = 0;
    wire::Headers headers;
    std::string body;
    int heads = 0;
    int ends = 0;
    std::optional<Error> error;
    std::function<void()> headHook;
    std::function<void()> dataHook;
    std::function<void()> endHook;

    bool over() const { return ends > 0 || error; }
    void onHead(int code, const wire::Headers &fields) override
    {
        ++heads;
        status = code;
        headers = fields;
        if (headHook)
            headHook();
    }
    void onData(std::string_view bytes) override
    {
        body += bytes;
        if (dataHook)
            dataHook();
    }
    void onEnd() override
    {
        ++ends;
        if (endHook)
            endHook();
    }
    void onError(const Error &failure) override
    {
        QVERIFY(!over());
        error = failure;
        if (endHook)
            endHook();
    }
};

inline constexpr std::string_view kHello =
    "HTTP/1.1 200 OK\r\nX-Kept-Case: Yes\r\nContent-Length: 5\r\n\r\nhello";

inline upstream::UpstreamRequest requestTo(const std::string &url, const std::string &body = "{}")
{
    upstream::UpstreamRequest request;
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::make_shared<const std::string>(body);
    return request;
}

}   // namespace gw::test
