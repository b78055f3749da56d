#include "core/redis/link.h"

#include "core/redis/resolver.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <hiredis/hiredis.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace gw::redis {

namespace {

constexpr int kMaxDepth = 8;   // Of nested arrays; nothing that we ask for has more.
constexpr std::size_t kReadBytes = 16 * 1024;

Reply toReply(const redisReply &from, int depth)
{
    Reply out;
    switch (from.type) {
    case REDIS_REPLY_STRING:
    case REDIS_REPLY_STATUS:
        out.kind = Reply::Kind::Text;
        out.text.assign(from.str, from.len);
        break;
    case REDIS_REPLY_ERROR:
        out.kind = Reply::Kind::Error;
        out.text.assign(from.str, from.len);
        break;
    case REDIS_REPLY_INTEGER:
        out.kind = Reply::Kind::Integer;
        out.integer = from.integer;
        break;
    case REDIS_REPLY_ARRAY:
        out.kind = Reply::Kind::Array;
        for (std::size_t i = 0; i < from.elements && depth < kMaxDepth; ++i)
            out.items.push_back(toReply(*from.element[i], depth + 1));
        break;
    default:
        out.kind = Reply::Kind::Nil;
        break;
    }
    return out;
}

// OpenSSL writes with write(2), which raises SIGPIPE when Redis has closed the connection.
void ignoreBrokenPipes()
{
    struct sigaction current = {};
    if (::sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL)
        std::signal(SIGPIPE, SIG_IGN);
}

// 0 when the address does not fit.
socklen_t fill(sockaddr_storage &to, const Settings &settings, const std::string &address)
{
    if (!settings.unixPath.empty()) {
        auto &local = reinterpret_cast<sockaddr_un &>(to);
        if (settings.unixPath.size() >= sizeof(local.sun_path))
            return 0;
        local.sun_family = AF_UNIX;
        std::memcpy(local.sun_path, settings.unixPath.c_str(), settings.unixPath.size() + 1);
        return sizeof(local);
    }
    auto &four = reinterpret_cast<sockaddr_in &>(to);
    if (::inet_pton(AF_INET, address.c_str(), &four.sin_addr) == 1) {
        four.sin_family = AF_INET;
        four.sin_port = htons(settings.port);
        return sizeof(four);
    }
    auto &six = reinterpret_cast<sockaddr_in6 &>(to);
    if (::inet_pton(AF_INET6, address.c_str(), &six.sin6_addr) != 1)
        return 0;
    six.sin6_family = AF_INET6;
    six.sin6_port = htons(settings.port);
    return sizeof(six);
}

}   // namespace

void Link::FreeReader::operator()(redisReader *reader) const
{
    redisReaderFree(reader);
}

void Link::FreeTls::operator()(ssl_st *tls) const
{
    SSL_free(tls);
}

Link::Link(net::Reactor &reactor, Listener &listener, const Settings &settings, const std::string &address)
    : m_reactor(reactor)
    , m_listener(listener)
    , m_reader(redisReaderCreate())
    , m_lastSignUs(reactor.nowUs())
{
    ignoreBrokenPipes();
    connect(settings, address);
    if (!m_doom.empty())
        m_reactor.post([this, alive = std::weak_ptr(m_alive)] {
            if (!alive.expired())
                m_listener.onLost(m_doom);
        });
}

Link::~Link()
{
    if (m_fd < 0)
        return;
    m_reactor.remove(m_fd);
    m_tls.reset();
    ::close(m_fd);
}

void Link::connect(const Settings &settings, const std::string &address)
{
    sockaddr_storage to{};
    const socklen_t size = fill(to, settings, address);
    if (size == 0)
        return doom("its address cannot be used");
    const int fd = ::socket(to.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return doom(std::strerror(errno));
    const int on = 1;
    if (to.ss_family != AF_UNIX)
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (::connect(fd, reinterpret_cast<const sockaddr *>(&to), size) != 0 && errno != EINPROGRESS) {
        doom(std::strerror(errno));
        ::close(fd);
        return;
    }
    m_interest = net::kWritable;
    if (!m_reactor.add(fd, m_interest, *this)) {
        doom("its socket cannot be watched");
        ::close(fd);
        return;
    }
    m_fd = fd;
    if (settings.tls.on)
        beginTls(settings);
}

void Link::beginTls(const Settings &settings)
{
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                    &SSL_CTX_free);
    if (!context || SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION) != 1)
        return doom(tlsReason("TLS cannot be used"));
    const bool loaded = settings.tls.caFile.empty()
                            ? SSL_CTX_set_default_verify_dir(context.get()) == 1
                            : SSL_CTX_load_verify_file(context.get(), settings.tls.caFile.c_str()) == 1;
    if (!loaded)
        return doom(tlsReason("the certificates that count cannot be read"));
    if (!settings.tls.certificateFile.empty()) {
        const std::string &key =
            settings.tls.keyFile.empty() ? settings.tls.certificateFile : settings.tls.keyFile;
        if (SSL_CTX_use_certificate_chain_file(context.get(), settings.tls.certificateFile.c_str()) != 1 ||
            SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
            return doom(tlsReason("the own certificate cannot be read"));
    }
    m_tls.reset(SSL_new(context.get()));
    if (!m_tls || SSL_set_fd(m_tls.get(), m_fd) != 1)
        return doom(tlsReason("TLS cannot be used"));
    SSL_set_mode(m_tls.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_set_verify(m_tls.get(), settings.tls.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    const bool numeric = isNumericAddress(settings.host);
    if (!numeric)
        // The macro for this has a C cast.
        SSL_ctrl(m_tls.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char *>(settings.host.c_str()));
    if (settings.tls.verify && settings.tls.checkHost && settings.unixPath.empty()) {
        if (numeric)
            X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(m_tls.get()), settings.host.c_str());
        else
            SSL_set1_host(m_tls.get(), settings.host.c_str());
    }
}

void Link::doom(std::string why)
{
    if (m_doom.empty())
        m_doom = std::move(why);
}

void Link::onReady(int, std::uint32_t events)
{
    m_busy = true;
    m_lastSignUs = m_reactor.nowUs();
    if (m_doom.empty())
        advance(events);
    if (m_doom.empty() && m_phase == Phase::Open)
        flush();
    m_busy = false;
    if (!m_doom.empty())
        return m_listener.onLost(m_doom);   // Destroys this.
    updateInterest();
}

void Link::advance(std::uint32_t events)
{
    if (m_phase == Phase::Connecting) {
        int error = 0;
        socklen_t size = sizeof(error);
        if (::getsockopt(m_fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0 || error != 0)
            return doom(std::strerror(error != 0 ? error : errno));
        m_phase = m_tls ? Phase::ShakingHands : Phase::Open;
        if (m_phase == Phase::Open)
            return m_listener.onConnected();
    }
    if (m_phase == Phase::ShakingHands)
        return shakeHands();
    m_blocked = m_blocked && (events & net::kWritable) == 0;
    if ((events & ~std::uint32_t{net::kWritable}) != 0 || m_tlsWantsWrite)
        read();
}

void Link::shakeHands()
{
    ERR_clear_error();
    m_tlsWantsWrite = false;
    const int done = SSL_connect(m_tls.get());
    if (done == 1) {
        m_phase = Phase::Open;
        return m_listener.onConnected();
    }
    const int code = SSL_get_error(m_tls.get(), done);
    if (code == SSL_ERROR_WANT_WRITE)
        m_tlsWantsWrite = true;
    else if (code != SSL_ERROR_WANT_READ)
        doom(tlsReason("TLS failed"));
}

std::string Link::tlsReason(const char *what) const
{
    std::string why = what;
    const long verified = m_tls ? SSL_get_verify_result(m_tls.get()) : X509_V_OK;
    if (verified != X509_V_OK)
        return why + ": " + X509_verify_cert_error_string(verified);
    if (const unsigned long code = ERR_get_error(); code != 0) {
        const char *reason = ERR_reason_error_string(code);
        why += std::string(": ") + (reason ? reason : "unknown reason");
    }
    return why;
}

long Link::receive(char *to, std::size_t size)
{
    if (!m_tls) {
        const ssize_t got = ::recv(m_fd, to, size, 0);
        if (got > 0)
            return got;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
            return 0;
        doom(got == 0 ? "the connection was closed" : std::strerror(errno));
        return -1;
    }
    ERR_clear_error();
    m_tlsWantsWrite = false;
    const int got = SSL_read(m_tls.get(), to, static_cast<int>(size));
    if (got > 0)
        return got;
    switch (SSL_get_error(m_tls.get(), got)) {
    case SSL_ERROR_WANT_READ:
        return 0;
    case SSL_ERROR_WANT_WRITE:
        m_tlsWantsWrite = true;
        return 0;
    case SSL_ERROR_ZERO_RETURN:
        doom("the connection was closed");
        return -1;
    default:
        doom(tlsReason("the connection was closed"));
        return -1;
    }
}

void Link::read()
{
    std::array<char, kReadBytes> bytes;
    for (;;) {
        const long got = receive(bytes.data(), bytes.size());
        if (got <= 0)
            return;
        if (redisReaderFeed(m_reader.get(), bytes.data(), static_cast<std::size_t>(got)) != REDIS_OK)
            return doom(m_reader->errstr);
        for (;;) {
            void *made = nullptr;
            if (redisReaderGetReply(m_reader.get(), &made) != REDIS_OK)
                return doom(m_reader->errstr);
            if (!made)
                break;
            const std::unique_ptr<void, decltype(&freeReplyObject)> reply(made, &freeReplyObject);
            m_listener.onReply(toReply(*static_cast<const redisReply *>(made), 0));
            if (!m_doom.empty())
                return;
        }
        // TLS keeps bytes that no event of the descriptor tells of.
        if (!m_tls && static_cast<std::size_t>(got) < bytes.size())
            return;
    }
}

bool Link::send(const Arguments &arguments)
{
    if (!m_doom.empty() || m_phase != Phase::Open)
        return false;
    std::vector<const char *> texts;
    std::vector<std::size_t> sizes;
    texts.reserve(arguments.size());
    sizes.reserve(arguments.size());
    for (const std::string &argument : arguments) {
        texts.push_back(argument.data());
        sizes.push_back(argument.size());
    }
    char *command = nullptr;
    const int size =
        redisFormatCommandArgv(&command, static_cast<int>(arguments.size()), texts.data(), sizes.data());
    if (size < 0)
        return false;
    m_out.append(command, static_cast<std::size_t>(size));
    redisFreeCommand(command);
    if (!m_busy && !m_blocked)
        flush();
    if (!m_busy)
        updateInterest();
    return m_doom.empty();
}

void Link::flush()
{
    while (m_sent < m_out.size() && !m_blocked) {
        const char *from = m_out.data() + m_sent;
        const std::size_t left = m_out.size() - m_sent;
        long taken = 0;
        if (m_tls) {
            ERR_clear_error();
            taken = SSL_write(m_tls.get(), from, static_cast<int>(std::min<std::size_t>(left, INT_MAX)));
            const int code = taken > 0 ? SSL_ERROR_NONE : SSL_get_error(m_tls.get(), static_cast<int>(taken));
            if (code == SSL_ERROR_WANT_READ)
                return;   // Reading goes on by itself and tries again.
            m_blocked = code == SSL_ERROR_WANT_WRITE;
            if (code != SSL_ERROR_NONE && !m_blocked)
                return doom(tlsReason("the connection was closed"));
        } else {
            taken = ::send(m_fd, from, left, MSG_NOSIGNAL);
            m_blocked = taken < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
            if (taken < 0 && !m_blocked && errno != EINTR)
                return doom(std::strerror(errno));
        }
        if (taken > 0)
            m_sent += static_cast<std::size_t>(taken);
    }
    if (m_sent == m_out.size()) {
        m_out.clear();
        m_sent = 0;
    }
}

void Link::updateInterest()
{
    std::uint32_t wanted = net::kReadable;
    // What ends outside of onReady() is told from there.
    if (m_phase == Phase::Connecting || m_tlsWantsWrite || m_blocked || !m_doom.empty())
        wanted |= net::kWritable;
    if (wanted == m_interest)
        return;
    m_interest = wanted;
    m_reactor.modify(m_fd, wanted);
}

bool Link::readNow()
{
    char byte = 0;
    if (::recv(m_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
        return false;
    onReady(m_fd, net::kReadable);
    return true;
}

}   // namespace gw::redis
