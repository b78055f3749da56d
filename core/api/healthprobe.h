#pragma once

#include "core/engine/worker.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gw::api {

// What a check of one deployment has found.
struct Verdict
{
    std::string error;              // Empty: healthy.
    wire::Headers headers;          // Of the provider's answer.
    std::optional<Error> failure;   // The provider's, or on the way to it. Nothing: it was not even asked.
};

// One small request to one deployment, as its model_info says (health_check_*). Destroying it gives up. One
// thread, the worker's.
class Probe final : public upstream::ReplySink
{
public:
    // Once, maybe inside start(). The probe must outlive the call.
    using Done = std::function<void(Verdict)>;

    // Whether there is a model to ask for: wildcard rows need health_check_model.
    static bool canAsk(const providers::Target &target);
    // Whether a chat, completion or embedding shows that the deployment is well; others are only asked on
    // demand, and what they say is no reason to take them out.
    static bool tells(const providers::Target &target);

    Probe(routing::TargetPtr target, routing::TablePtr table, Done done);
    ~Probe() override;
    Probe(const Probe &) = delete;
    Probe &operator=(const Probe &) = delete;

    // worker outlives the probe.
    void start(engine::Worker &worker);

    void onHead(int status, const wire::Headers &headers) override;
    void onData(std::string_view bytes) override;
    void onEnd() override;
    void onError(const Error &error) override;

private:
    Result<chat::Call> decode() const;
    void send();
    void refuse(std::string reason) { m_done({std::move(reason), {}, {}}); }
    void fail(const Error &error);

    const routing::TablePtr m_table;
    const providers::Target m_target;   // With the model that is asked for.
    const Done m_done;
    engine::Worker *m_worker = nullptr;
    const providers::Adapter *m_adapter = nullptr;
    std::optional<chat::Call> m_call;
    std::optional<preparation::Preparation> m_preparation;
    std::unique_ptr<upstream::Transfer> m_transfer;
    wire::Headers m_headers;
    std::string m_body;
    int m_status = 0;
};

}   // namespace gw::api
