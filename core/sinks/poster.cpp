#include "core/sinks/poster.h"

#include "core/upstream/environment.h"

#include <array>
#include <curl/curl.h>
#include <memory>

namespace gw::sinks {

namespace {

constexpr long kConnectMs = 5'000;
constexpr long kTotalMs = 20'000;
constexpr std::size_t kMostAnswer = 1u << 20;
constexpr double kMostRetryAfterS = 3600;

std::size_t takeAnswer(char *data, std::size_t size, std::size_t count, void *user)
{
    auto *answer = static_cast<std::string *>(user);
    answer->append(data, std::min(size * count, kMostAnswer - std::min(answer->size(), kMostAnswer)));
    return size * count;
}

int watch(void *user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto *givenUp = static_cast<const std::function<bool()> *>(user);
    return *givenUp && (*givenUp)() ? 1 : 0;
}

struct ListEnd
{
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListEnd>;

void add(List &list, const std::string &line)
{
    curl_slist *head = list.release();
    curl_slist *longer = curl_slist_append(head, line.c_str());
    list.reset(longer ? longer : head);
}

}   // namespace

Poster::Poster(std::function<bool()> givenUp)
    : m_curl(curl_easy_init())
    , m_givenUp(std::move(givenUp))
{}

Poster::~Poster()
{
    curl_easy_cleanup(static_cast<CURL *>(m_curl));
}

PostResult Poster::post(const Secret &url, const SecretHeaders &headers, std::string_view body)
{
    PostResult result;
    CURL *curl = static_cast<CURL *>(m_curl);
    if (!curl) {
        result.problem = "out of memory";
        return result;
    }
    curl_easy_reset(curl);   // Keeps its connections.
    List list;
    add(list, "Content-Type: application/json");
    add(list, "Expect:");
    for (const auto &[name, value] : headers)
        add(list, name + ": " + value.reveal());
    curl_easy_setopt(curl, CURLOPT_URL, url.reveal().c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectMs);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTotalMs);
    // Nothing on this machine is reached through a proxy.
    if (upstream::isLoopbackHost(upstream::originOf(url.reveal()).host))
        curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &takeAnswer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &result.answer);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &watch);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, const_cast<std::function<bool()> *>(&m_givenUp));
    const CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        result.problem = curl_easy_strerror(code);
        result.answer.clear();
        return result;
    }
    long status = 0;
    curl_off_t wait = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait);
    result.status = static_cast<int>(status);
    if (wait > 0)
        result.retryAfterMs = static_cast<int>(std::min(static_cast<double>(wait), kMostRetryAfterS) * 1000);
    return result;
}

}   // namespace gw::sinks
