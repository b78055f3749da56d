#include "core/redis/resolver.h"

#include <arpa/inet.h>
#include <array>
#include <netdb.h>
#include <sys/socket.h>
#include <thread>

namespace gw::redis {

namespace {

std::vector<std::string> addressesOf(const std::string &host)
{
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo *list = nullptr;
    std::vector<std::string> out;
    if (::getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0)
        return out;
    for (const addrinfo *entry = list; entry; entry = entry->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (::getnameinfo(entry->ai_addr, entry->ai_addrlen, text.data(), text.size(), nullptr, 0,
                          NI_NUMERICHOST) == 0)
            out.emplace_back(text.data());
    }
    ::freeaddrinfo(list);
    return out;
}

}   // namespace

bool isNumericAddress(const std::string &host)
{
    std::array<unsigned char, sizeof(in6_addr)> bytes{};
    return ::inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           ::inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

void resolve(const std::string &host, net::PostboxPtr postbox,
             std::function<void(std::vector<std::string>)> callback)
{
    // A name server may keep its caller for half a minute: nobody waits for this thread, and what it finds
    // out too late goes nowhere.
    std::thread([host, postbox = std::move(postbox), callback = std::move(callback)] {
        postbox->post([addresses = addressesOf(host), callback] { callback(addresses); });
    }).detach();
}

}   // namespace gw::redis
