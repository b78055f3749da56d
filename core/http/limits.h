#pragma once

#include <cstddef>

namespace gw::http {

// What one server grants its clients.
struct Limits
{
    std::size_t headerBytes = 64 * 1024;           // Request line and fields; 431 beyond.
    std::size_t headerCount = 200;                 // Fields; 431 beyond.
    std::size_t bodyBytes = 100UL * 1024 * 1024;   // After inflation; 413 beyond.
    // A body that grows more than this many times when inflated is refused once it is over 1 MiB.
    std::size_t inflateRatio = 200;
    int connections = 10'000;       // 503 beyond.
    int headerTimeoutMs = 10'000;   // From the first byte of a head to its last; 408.
    int bodyTimeoutMs = 30'000;     // For each bodyStep bytes of a body; 408.
    std::size_t bodyStep = 1024;
    int idleTimeoutMs = 75'000;    // Between requests of a connection; closed silently.
    int writeTimeoutMs = 60'000;   // Without the client taking a byte of what waits for it; cut.
    int drainMs = 30'000;          // How long running requests may go on after drain().
    int lingerMs = 2'000;   // How long unwanted bytes are read and dropped before the connection closes.
    std::size_t pipelineDepth = 16;       // Requests of one connection being answered at once.
    std::size_t highWater = 256 * 1024;   // Of one response.
    std::size_t discardBytes =
        64 * 1024;               // An unwanted body up to this size is read to keep the connection.
    int retryAfterSeconds = 1;   // Told to those beyond connections.
};

}   // namespace gw::http
