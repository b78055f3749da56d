#pragma once

#include "core/engine/apiroute.h"
#include "core/engine/worker.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

// Requests that a client has written for the provider itself: passed on as they are, with our credentials,
// and kept in the ledger.
namespace gw::passage {

// What is passed on, and to whom.
struct Passage
{
    routing::TargetPtr target;
    std::string method;
    std::string url;   // Absolute, query included.
    std::string body;
    wire::Headers headers;   // The client's, sorted out; credentials are added.
    bool authorize = true;   // With the target's credentials.
    std::string route;       // As ledger and metrics name it.
    std::string model;       // As far as it is known; else "".
    // Reads the usage of an answer that is understood; null for others.
    std::shared_ptr<const chat::Call> call;
    std::string costPerRequest;   // USD as decimal text, of the config; empty: by the usage.
    bool publicOnly = false;      // See upstream::UpstreamRequest.
    bool ledger = true;           // Management calls (files, lists) have no row.
    // Changes a whole JSON answer before it goes to the client (ids of files). Answers that stream must not
    // have one.
    std::function<std::string(std::string body)> rewrite = {};
};

// Starts it; it keeps itself alive until its answer is through or the client has gone. On worker's thread.
void pass(engine::ApiCall call, http::ResponseStreamPtr response, engine::Worker &worker, Passage passage);
// An error in place of an answer, with what the caller's limits say.
void refuse(const http::ResponseStreamPtr &response, const Error &error,
            const limits::Admission &admission = {});

}   // namespace gw::passage
