#pragma once

#include "core/net/reactor.h"
#include "core/upstream/environment.h"
#include "core/upstream/transport.h"

#include <array>
#include <curl/curl.h>
#include <string>
#include <string_view>
#include <vector>

namespace gw::upstream {

class CurlTransport;
class CurlExchange;

// What the caller holds: ends the exchange when it goes.
class CurlTransfer final : public Transfer
{
public:
    CurlTransfer(CurlTransport &transport, CurlExchange &exchange);
    ~CurlTransfer() override;
    CurlTransfer(const CurlTransfer &) = delete;
    CurlTransfer &operator=(const CurlTransfer &) = delete;

    void pause() override;
    void resume() override;
    TransferTimes times() const override;
    // The exchange is over.
    void onExchangeGone(const TransferTimes &times);

private:
    CurlTransport &m_transport;
    CurlExchange *m_exchange;   // Null once it is over.
    TransferTimes m_times;
};

// One request inside CurlTransport: an easy handle, what it reads from, and the answer so far. Owned by the
// transport; after detach() nobody hears of it.
class CurlExchange
{
public:
    CurlExchange(CurlTransport &transport, net::Reactor &reactor, UpstreamRequest request, ReplySink &sink,
                 std::size_t headBytes);
    ~CurlExchange();
    CurlExchange(const CurlExchange &) = delete;
    CurlExchange &operator=(const CurlExchange &) = delete;

    // Sets every option of easy. A request that cannot be sent is an Error.
    Result<void> prepare(CURL *easy, const ProxyEnvironment &proxies);
    CURL *easy() const { return m_easy; }
    bool added() const { return m_added; }
    void setAdded(bool added) { m_added = added; }

    // Nothing is reported any more.
    void detach() { m_sink = nullptr; }
    void setTransfer(CurlTransfer *transfer) { m_transfer = transfer; }
    // Tells the transfer that this is over; it asks for nothing more.
    void endTransfer();
    // Place in the transport's list.
    std::size_t index() const { return m_index; }
    void setIndex(std::size_t index) { m_index = index; }
    bool detached() const { return !m_sink; }
    void pause();
    bool paused() const { return m_paused; }
    void setPaused(bool paused);
    void arm();   // Starts the clock over the whole exchange.
    TransferTimes times() const { return m_times; }

    // The end as curl sees it. Tells the sink; this may be gone afterwards.
    void finish(CURLcode code);
    void fail(Error error);

    // From curl, while it runs.
    std::size_t onHeaderLine(std::string_view line);
    std::size_t onBody(std::string_view bytes);
    void onRequestReady();   // Connected, about to send.

private:
    enum class Phase { Connecting, Waiting, Answering };

    void setMethodAndBody();
    void setHeaders();
    void setTls();
    void setProxy(const ProxyEnvironment &proxies);
    void setAddressLimit();
    Error errorOf(CURLcode code) const;
    std::string where(std::string_view what) const;
    void watch();
    void onAlarm();

    CurlTransport &m_transport;
    net::Reactor &m_reactor;
    UpstreamRequest m_request;
    Origin m_origin;
    ReplySink *m_sink;
    CurlTransfer *m_transfer = nullptr;
    std::size_t m_index = 0;
    CURL *m_easy = nullptr;
    std::string m_headerText;               // "Name: value\0" one after the other.
    std::vector<curl_slist> m_headerList;   // Into m_headerText.
    std::array<char, CURL_ERROR_SIZE> m_errorText{};
    wire::Headers m_headers;
    std::string m_refusal;   // Why a callback stopped curl.
    std::size_t m_headLimit;
    std::size_t m_headSize = 0;
    int m_status = 0;
    bool m_headDone = false;
    bool m_added = false;
    bool m_paused = false;
    bool m_proxied = false;
    Phase m_phase = Phase::Connecting;
    std::int64_t m_startUs = 0;
    std::int64_t m_lastUs = 0;   // When something last came.
    net::TimerId m_timer = 0;
    TransferTimes m_times;
};

}   // namespace gw::upstream
