#pragma once

#include "core/base/secret.h"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gw::sinks {

using SecretHeaders = std::vector<std::pair<std::string, Secret>>;

struct PostResult
{
    int status = 0;          // 0: no answer came.
    std::string answer;      // Its beginning.
    std::string problem;     // Why none came; never a URL, which may be a secret.
    int retryAfterMs = -1;   // What the receiver asks for.

    bool ok() const noexcept { return status >= 200 && status < 300; }
    // Whether the same may be taken later: everything but what the receiver will never take.
    bool worthRepeating() const noexcept
    {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }
};

// Sends JSON by POST and waits for the answer, one after the other on a connection that is kept. Follows no
// redirects, which might carry credentials elsewhere. Belongs to one thread.
class Poster
{
public:
    // givenUp is asked while waiting; true ends the wait.
    explicit Poster(std::function<bool()> givenUp = {});
    ~Poster();
    Poster(const Poster &) = delete;
    Poster &operator=(const Poster &) = delete;

    PostResult post(const Secret &url, const SecretHeaders &headers, std::string_view body);

private:
    void *m_curl;   // CURL *
    const std::function<bool()> m_givenUp;
};

}   // namespace gw::sinks
