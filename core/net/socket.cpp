#include "core/net/socket.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace gw::net {

namespace {

// A buffer that grew beyond this is given back once it is empty.
constexpr std::size_t kBufferKept = 64 * 1024;

}   // namespace

Socket::Socket(Reactor &reactor, int fd, Listener &listener)
    : m_reactor(reactor)
    , m_listener(listener)
    , m_fd(fd)
{
    if (!m_reactor.add(fd, kReadable | kPeerClosed, *this)) {
        ::close(m_fd);
        m_fd = -1;
        m_broken = true;
    }
}

Socket::~Socket()
{
    close();
}

bool Socket::prepare(int fd)
{
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0)
        return false;
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return true;
}

long Socket::read(char *to, std::size_t size)
{
    if (m_fd < 0)
        return kBroken;
    while (true) {
        const ssize_t got = ::recv(m_fd, to, size, 0);
        if (got == 0)
            m_ended = true;
        if (got >= 0)
            return got;
        if (errno == EINTR)
            continue;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return kAgain;
        m_broken = true;
        return kBroken;
    }
}

void Socket::setReading(bool on)
{
    if (m_reading == on)
        return;
    m_reading = on;
    updateInterest();
}

void Socket::updateInterest()
{
    if (m_fd < 0)
        return;
    m_reactor.modify(m_fd, (m_ended ? 0U : kPeerClosed) | (m_reading ? kReadable : 0U) |
                               (m_writing ? kWritable : 0U));
}

void Socket::keep(const iovec *pieces, std::size_t count, std::size_t skip)
{
    for (std::size_t i = 0; i < count; ++i) {
        const std::string_view piece(static_cast<const char *>(pieces[i].iov_base), pieces[i].iov_len);
        if (skip >= piece.size()) {
            skip -= piece.size();
            continue;
        }
        m_out.append(piece.substr(skip));
        skip = 0;
    }
}

bool Socket::send(std::string_view first, std::string_view second, std::string_view third)
{
    if (m_fd < 0 || m_broken)
        return false;
    iovec pieces[4];
    std::size_t count = 0;
    const std::size_t kept = pending();
    const auto push = [&](std::string_view piece) {
        if (!piece.empty())
            pieces[count++] = {const_cast<char *>(piece.data()), piece.size()};
    };
    push(std::string_view(m_out).substr(m_sent));
    push(first);
    push(second);
    push(third);
    if (count == 0)
        return true;
    if (m_writing && count > (kept ? 1U : 0U)) {   // The kernel is full: it will say when it is not.
        keep(pieces + 1, count - 1, 0);
        return true;
    }
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = count;
    ssize_t done = 0;
    do {
        done = ::sendmsg(m_fd, &message, MSG_NOSIGNAL);
    } while (done < 0 && errno == EINTR);
    if (done < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK) {
            m_broken = true;
            m_out.clear();
            m_sent = 0;
            return false;
        }
        done = 0;
    }
    auto sent = static_cast<std::size_t>(done);
    m_taken += sent;
    const std::size_t fromKept = std::min(sent, kept);
    const std::size_t firstNew = kept ? 1 : 0;
    m_sent += fromKept;
    sent -= fromKept;
    if (m_sent == m_out.size()) {
        m_out.clear();
        m_sent = 0;
        if (m_out.capacity() > kBufferKept)
            std::string().swap(m_out);
    }
    if (m_sent > kBufferKept && m_sent > m_out.size() / 2) {
        m_out.erase(0, m_sent);
        m_sent = 0;
    }
    keep(pieces + firstNew, count - firstNew, sent);
    const bool blocked = pending() > 0;
    if (blocked != m_writing) {
        m_writing = blocked;
        updateInterest();
    }
    return true;
}

void Socket::shutdownSending()
{
    if (m_fd >= 0)
        ::shutdown(m_fd, SHUT_WR);
}

void Socket::close()
{
    if (m_fd < 0)
        return;
    m_reactor.remove(m_fd);
    ::close(m_fd);
    m_fd = -1;
}

void Socket::reset()
{
    if (m_fd < 0)
        return;
    const linger hard{1, 0};
    ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
}

void Socket::onReady(int, std::uint32_t events)
{
    if ((events & kWritable) && m_writing) {
        flush();
        m_listener.onWritten();
        if (m_fd < 0)
            return;
    }
    if (m_reading) {
        if (events & (kReadable | kPeerClosed | kHangup))
            m_listener.onReadable();
    } else if (events & (kPeerClosed | kHangup)) {
        m_listener.onHangup();
    }
}

}   // namespace gw::net
