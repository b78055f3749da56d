#pragma once

#include "core/net/reactor.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <sys/uio.h>

namespace gw::net {

// One connected, non-blocking stream descriptor on a reactor. Writes go straight to the kernel; what it does
// not take is kept, and only then is write interest armed. Everything belongs to the reactor's thread.
class Socket final : private ReadyHandler
{
public:
    class Listener
    {
    public:
        // Bytes, end of stream or an error can be read: call read().
        virtual void onReadable() = 0;
        // Kept bytes were written; pending() says what is left.
        virtual void onWritten() = 0;
        // The other end closed or reset while reading was off.
        virtual void onHangup() = 0;

    protected:
        ~Listener() = default;
    };

    // Results of read() beside a positive count.
    static constexpr long kEnd = 0;
    static constexpr long kAgain = -1;
    static constexpr long kBroken = -2;

    // Takes over fd and starts reading.
    Socket(Reactor &reactor, int fd, Listener &listener);
    ~Socket();
    Socket(const Socket &) = delete;
    Socket &operator=(const Socket &) = delete;

    // Sets O_NONBLOCK, FD_CLOEXEC and TCP_NODELAY, which accepted descriptors lack. False on an error.
    static bool prepare(int fd);

    bool isOpen() const { return m_fd >= 0; }
    int descriptor() const { return m_fd; }
    long read(char *to, std::size_t size);
    // Turns reading off and on (one system call each). Hang-ups are noticed all the same.
    void setReading(bool on);
    bool reading() const { return m_reading; }

    // Sends the pieces with one system call and keeps what was not taken. False when the connection is
    // broken; everything written later is dropped.
    bool send(std::string_view first, std::string_view second = {}, std::string_view third = {});
    // Keeps bytes for the next send() or flush().
    void append(std::string_view bytes) { m_out.append(bytes); }
    bool flush() { return send({}); }
    std::size_t pending() const { return m_out.size() - m_sent; }
    bool broken() const { return m_broken; }
    // Bytes the kernel has taken so far, for time-outs that ask for progress.
    std::uint64_t taken() const { return m_taken; }

    // Tells the other end that nothing follows.
    void shutdownSending();
    void close();
    // Closes with a reset, so that the other end sees an error.
    void reset();

private:
    void onReady(int fd, std::uint32_t events) override;
    void updateInterest();
    void keep(const iovec *pieces, std::size_t count, std::size_t skip);

    Reactor &m_reactor;
    Listener &m_listener;
    int m_fd;
    bool m_reading = true;
    bool m_ended = false;     // read() has met the end; nobody wants to be told again.
    bool m_writing = false;   // Write interest is armed.
    bool m_broken = false;
    std::string m_out;
    std::size_t m_sent = 0;   // How much of m_out is gone.
    std::uint64_t m_taken = 0;
};

}   // namespace gw::net
