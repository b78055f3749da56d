// Both ends of a stream benchmark, each on one thread with epoll, so that neither is what is measured.
//   ssemock serve CHUNKS INTERVAL_MS            a provider: prints its port, answers every POST with that
//   many paced events ssemock load PORT PATH STREAMS KEY MODEL    a client: that many streams at once; prints
//   events and whole streams
#include <algorithm>
#include <arpa/inet.h>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>
#include <vector>

namespace {

constexpr int kMaxEvents = 256;
constexpr int kBacklog = 4096;
constexpr int kSlots = 20;   // Streams are spread over the interval, as unrelated ones are.
constexpr int kLoadLimitMs = 60'000;

void put(int fd, std::string_view bytes)
{
    // Loopback buffers hold far more than one event.
    if (send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size()))
        shutdown(fd, SHUT_RDWR);
}

void watch(int epoll, int fd)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = fd;
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

sockaddr_in loopback(std::uint16_t port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::string chunk(std::string_view data)
{
    char size[16];
    std::snprintf(size, sizeof(size), "%zx\r\n", data.size());
    return size + std::string(data) + "\r\n";
}

std::size_t count(std::string_view text, std::string_view word)
{
    std::size_t found = 0;
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + word.size()))
        ++found;
    return found;
}

// One client of the provider: what it has sent of a request, and how many events it has been given.
struct Client
{
    std::string input;
    int given = -1;   // -1: no stream is running.
    int slot = 0;
};

// The whole request is there when its body is as long as it says.
bool takeRequest(std::string &input)
{
    const std::size_t end = input.find("\r\n\r\n");
    if (end == std::string::npos)
        return false;
    std::size_t length = 0;
    for (const char *name : {"content-length:", "Content-Length:"}) {
        const std::size_t at = input.find(name);
        if (at < end)
            length = static_cast<std::size_t>(std::atol(input.c_str() + at + std::strlen(name)));
    }
    if (input.size() < end + 4 + length)
        return false;
    input.erase(0, end + 4 + length);
    return true;
}

class Provider
{
public:
    Provider(int chunks, int intervalMs)
        : m_chunks(chunks)
        , m_intervalMs(intervalMs)
        , m_event(chunk(
              "data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
              "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" token\"},"
              "\"finish_reason\":null}]}\n\n"))
        , m_end(
              chunk("data: "
                    "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                    "\"model\":\"bench\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"
                    "\n\n"
                    "data: "
                    "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                    "\"model\":\"bench\",\"choices\":[],\"usage\":{\"prompt_tokens\":300,\"completion_"
                    "tokens\":" +
                    std::to_string(chunks) + ",\"total_tokens\":" + std::to_string(chunks + 300) +
                    "}}\n\ndata: [DONE]\n\n") +
              "0\r\n\r\n")
    {}

    int serve()
    {
        m_listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof(address);
        if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) != 0 ||
            listen(m_listener, kBacklog) != 0)
            return 1;
        getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
        std::printf("%d\n", ntohs(address.sin_port));
        std::fflush(stdout);
        const int timer = timerfd_create(CLOCK_MONOTONIC, 0);
        const long step = m_intervalMs * 1'000'000L / kSlots;
        const itimerspec pace{{0, step}, {0, step}};
        timerfd_settime(timer, 0, &pace, nullptr);
        watch(m_epoll, m_listener);
        watch(m_epoll, timer);
        for (;;) {
            epoll_event events[kMaxEvents];
            const int ready = epoll_wait(m_epoll, events, kMaxEvents, -1);
            for (int i = 0; i < ready; ++i) {
                const int fd = events[i].data.fd;
                if (fd == m_listener)
                    accept();
                else if (fd == timer)
                    tick(timer);
                else
                    receive(fd);
            }
        }
    }

private:
    void accept()
    {
        const int fd = accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK);
        if (fd < 0)
            return;
        const int on = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        m_clients[fd].slot = m_nextSlot++ % kSlots;
        watch(m_epoll, fd);
    }

    void receive(int fd)
    {
        char buffer[16384];
        const ssize_t got = recv(fd, buffer, sizeof(buffer), 0);
        if (got <= 0) {
            close(fd);
            m_clients.erase(fd);
            return;
        }
        Client &client = m_clients[fd];
        client.input.append(buffer, static_cast<std::size_t>(got));
        if (!takeRequest(client.input))
            return;
        client.given = 0;
        put(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    void tick(int timer)
    {
        std::uint64_t expired = 0;
        if (read(timer, &expired, sizeof(expired)) != sizeof(expired))
            return;
        for (; expired > 0; --expired) {
            m_slot = (m_slot + 1) % kSlots;
            for (auto &[fd, client] : m_clients) {
                if (client.given < 0 || client.slot != m_slot)
                    continue;
                const bool last = client.given == m_chunks;
                put(fd, last ? m_end : m_event);
                client.given = last ? -1 : client.given + 1;
            }
        }
    }

    const int m_chunks;
    const int m_intervalMs;
    const std::string m_event;
    const std::string m_end;
    const int m_epoll = epoll_create1(0);
    int m_listener = -1;
    int m_slot = 0;
    int m_nextSlot = 0;
    std::map<int, Client> m_clients;
};

int load(char **arguments)
{
    const sockaddr_in address = loopback(static_cast<std::uint16_t>(std::atoi(arguments[0])));
    const int streams = std::atoi(arguments[2]);
    const std::string body = std::string("{\"model\":\"") + arguments[4] +
                             "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    const std::string request =
        std::string("POST ") + arguments[1] + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
        arguments[3] +
        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
        body;
    const int epoll = epoll_create1(0);
    // A marker may lie across two reads: a few bytes of the last one are kept.
    constexpr std::size_t kKept = 12;
    std::map<int, std::string> tails;
    for (int i = 0; i < streams; ++i) {
        const int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof(address)) != 0)
            return 1;
        tails[fd];
        watch(epoll, fd);
        put(fd, request);
    }
    std::size_t events = 0;
    int whole = 0;
    while (!tails.empty()) {
        epoll_event ready[kMaxEvents];
        const int found = epoll_wait(epoll, ready, kMaxEvents, kLoadLimitMs);
        if (found <= 0)
            break;
        for (int i = 0; i < found; ++i) {
            const int fd = ready[i].data.fd;
            char buffer[65536];
            const ssize_t got = recv(fd, buffer, sizeof(buffer), 0);
            std::string &tail = tails[fd];
            const std::size_t before = count(tail, "data: {");
            const std::string text = tail + std::string(buffer, static_cast<std::size_t>(got > 0 ? got : 0));
            events += count(text, "data: {") - before;
            const bool done = text.find("data: [DONE]") != std::string::npos;
            whole += done ? 1 : 0;
            if (got <= 0 || done) {
                close(fd);
                tails.erase(fd);
            } else {
                tail = text.substr(text.size() - std::min(text.size(), kKept));
            }
        }
    }
    std::printf("%zu %d\n", events, whole);
    return 0;
}

}   // namespace

int main(int argc, char **argv)
{
    const std::string_view mode = argc > 1 ? argv[1] : "";
    if (mode == "serve" && argc == 4)
        return Provider(std::atoi(argv[2]), std::atoi(argv[3])).serve();
    if (mode == "load" && argc == 7)
        return load(argv + 2);
    std::fprintf(stderr, "usage: ssemock serve CHUNKS INTERVAL_MS | load PORT PATH STREAMS KEY MODEL\n");
    return 2;
}
