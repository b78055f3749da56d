#pragma once

#include "core/client/values.h"
#include "core/providers/target.h"

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

namespace gw::client {

// Tries a provider account step by step on a thread of its own: name, connection, TLS, key, list of models, a
// streamed answer. Says at which step it failed and what the provider said. Cancelled by destruction, which
// waits for the thread (at most about 100 ms).
class ProviderTest
{
public:
    using OnStep = std::function<void(TestStep)>;
    using OnEnd = std::function<void(TestResult)>;

    // Callbacks come on the test's thread.
    ProviderTest(const ProviderDraft &draft, OnStep onStep, OnEnd onEnd);
    ~ProviderTest();

private:
    struct Plan;
    void run(const Plan &plan, const OnStep &onStep, const OnEnd &onEnd);

    std::atomic<bool> m_cancelled = false;
    std::thread m_thread;
};

// "node (pid 812)" for who listens on a loopback TCP port, or "" when it cannot be found out.
QString portOwner(int port);

}   // namespace gw::client
