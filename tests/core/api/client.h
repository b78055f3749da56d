#pragma once

#include "core/http/handler.h"

#include <string>

namespace gw::test {

// A client's side of an answer.
class Client final : public http::ResponseStream
{
public:
    void writeHead(int code, const wire::Headers &fields) override
    {
        status = code;
        headers = fields;
    }
    void write(std::string_view bytes) override { body += bytes; }
    void respond(int code, const wire::Headers &fields, std::string_view bytes) override
    {
        writeHead(code, fields);
        write(bytes);
        ended = true;
    }
    void end() override { ended = true; }
    void abort() override { aborted = true; }
    bool headSent() const override { return status != 0; }
    bool peerGone() const override { return false; }
    std::size_t pending() const override { return waiting; }
    std::size_t highWater() const override { return 10; }

    int status = 0;
    wire::Headers headers;
    std::string body;
    bool ended = false;
    bool aborted = false;
    std::size_t waiting = 0;
};

}   // namespace gw::test
