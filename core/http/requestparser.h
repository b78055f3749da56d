#pragma once

#include "core/http/handler.h"
#include "core/http/inflater.h"
#include "core/http/limits.h"

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace gw::http {

// Why a request is refused.
struct Refusal
{
    int status = 0;
    std::string_view reason;
};

// Parses one HTTP/1.x request and is thrown away. Knows nothing of sockets. Strict where leniency lets two
// servers see different requests (RFC 9112, 11.2): line ends, folding, lengths, codings, host. After a
// refusal the connection must be closed.
class RequestParser final : private boost::beast::http::basic_parser<true>
{
public:
    enum class Progress { NeedMore, HeadComplete, Complete, Refused };
    struct Fed
    {
        Progress progress = Progress::NeedMore;
        std::size_t consumed = 0;
    };

    explicit RequestParser(const Limits &limits);

    // Takes what it can of bytes; what it did not consume must be presented again, with more behind it.
    // HeadComplete comes once, before any of the body is looked at; then feed() is called again even when
    // nothing is left. Nothing after the request is consumed.
    Fed feed(std::string_view bytes);

    const Refusal &refusal() const { return m_refusal; }
    // A byte of the request has been seen.
    bool started() const { return m_started; }
    bool headComplete() const { return m_stage != Stage::Head; }
    int version() const { return m_version; }   // 10 or 11.
    bool keepAlive() const { return m_keepAlive; }
    bool expectsContinue() const { return m_expectContinue; }
    // Of the body as sent; -1 when it is chunked.
    std::int64_t contentLength() const { return m_chunked ? -1 : static_cast<std::int64_t>(m_length); }
    // Bytes of the body as sent that were consumed so far.
    std::uint64_t bodyTaken() const { return m_bodyTaken; }
    // Valid from HeadComplete on; the path as far as it is known when a request is refused.
    RequestHead &head() { return m_head; }
    // The inflated body, with kBodyPadding bytes of spare capacity. Once, after Complete.
    std::string takeBody();
    // From now on the body is consumed but not kept.
    void discardBody() { m_discard = true; }

private:
    using string_view_t = boost::beast::string_view;
    using error_code_t = boost::beast::error_code;
    enum class Stage { Head, Body, Complete, Refused };

    Fed feedHead(std::string_view bytes);
    Fed feedBody(std::string_view bytes);
    Fed feedChunks(std::string_view bytes);
    Fed refuse(int status, std::string_view reason);
    // Looks for the end of the head and at its line ends. 0: not there yet.
    std::size_t scanHead(std::string_view bytes);
    bool finishHead();
    bool splitTarget();
    bool chooseCoding();
    bool addBody(std::string_view bytes);
    bool finishBody();
    void refuseOnError(const error_code_t &code);

    void on_request_impl(boost::beast::http::verb verb, string_view_t method, string_view_t target,
                         int version, error_code_t &code) override;
    void on_response_impl(int, string_view_t, int, error_code_t &) override {}
    void on_field_impl(boost::beast::http::field field, string_view_t name, string_view_t value,
                       error_code_t &code) override;
    void on_header_impl(error_code_t &) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const &, error_code_t &) override {}
    std::size_t on_body_impl(string_view_t body, error_code_t &code) override;
    void on_chunk_header_impl(std::uint64_t size, string_view_t extensions, error_code_t &code) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, string_view_t body, error_code_t &code) override;
    void on_finish_impl(error_code_t &) override {}

    const Limits &m_limits;
    Stage m_stage = Stage::Head;
    Refusal m_refusal;
    RequestHead m_head;
    std::string m_body;
    std::unique_ptr<Inflater> m_inflater;
    std::size_t m_scanned = 0;   // How far scanHead() got.
    std::size_t m_lineStart = 0;
    std::uint64_t m_length = 0;
    std::uint64_t m_bodyTaken = 0;
    int m_version = 11;
    int m_leadingLines = 0;
    bool m_started = false;
    bool m_chunked = false;
    bool m_hasLength = false;
    bool m_hasHost = false;
    bool m_expectContinue = false;
    bool m_keepAlive = true;
    bool m_discard = false;
};

}   // namespace gw::http
