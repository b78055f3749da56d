#pragma once

#include "core/wire/chunked.h"
#include "core/wire/headers.h"

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace gw::upstream {

// Parses one HTTP/1.x answer (RFC 9112) and is thrown away. Knows nothing of sockets. Interim answers (1xx)
// are swallowed. Nothing behind the answer is consumed.
class ResponseParser final : private boost::beast::http::basic_parser<false>
{
public:
    enum class Progress {
        NeedMore,
        Head,   // Once: status() and headers() are valid from here on.
        Data,   // A piece of the body.
        Complete,
        Malformed,   // problem() says why; the connection must be closed.
    };
    struct Step
    {
        Progress progress = Progress::NeedMore;
        std::size_t consumed = 0;
        std::string_view data;   // With Data; within the bytes given.
    };

    // headLimit bounds the bytes of all heads together. noBody: the request was a HEAD.
    ResponseParser(std::size_t headLimit, bool noBody);

    // Takes what it can of bytes; what it did not consume must be presented again, with more behind it. To
    // be called until it needs more, also with nothing left.
    Step next(std::string_view bytes);
    // The connection has ended. Complete when the answer may end so, else NeedMore: it was cut.
    Progress end() const;

    // A byte of an answer has been seen.
    bool started() const { return m_started; }
    bool headComplete() const { return m_stage != Stage::Head; }
    int status() const { return m_status; }
    const wire::Headers &headers() const { return m_headers; }
    // Whether the connection may carry another answer behind this one.
    bool keepAlive() const { return m_keepAlive; }
    const std::string &problem() const { return m_problem; }

private:
    using string_view_t = boost::beast::string_view;
    using error_code_t = boost::beast::error_code;
    enum class Stage { Head, Empty, Length, Chunks, UntilClose, Complete, Malformed };

    Step nextHead(std::string_view bytes);
    Step fail(std::string problem);
    void chooseBody();

    void on_request_impl(boost::beast::http::verb, string_view_t, string_view_t, int, error_code_t &) override
    {}
    void on_response_impl(int status, string_view_t reason, int version, error_code_t &code) override;
    void on_field_impl(boost::beast::http::field field, string_view_t name, string_view_t value,
                       error_code_t &code) override;
    void on_header_impl(error_code_t &) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const &, error_code_t &) override {}
    std::size_t on_body_impl(string_view_t body, error_code_t &) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t, string_view_t, error_code_t &) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view_t body, error_code_t &) override
    {
        return body.size();
    }
    void on_finish_impl(error_code_t &) override {}

    std::size_t m_headLimit;
    bool m_noBody;
    Stage m_stage = Stage::Head;
    bool m_started = false;
    bool m_keepAlive = false;
    int m_status = 0;
    std::size_t m_scanned = 0;   // How far the end of the head was looked for.
    std::uint64_t m_left = 0;
    wire::Headers m_headers;
    wire::ChunkedReader m_chunks;
    std::string m_problem;
};

}   // namespace gw::upstream
