#pragma once

#include "core/base/ids.h"

#include <QString>

#include <cstdint>
#include <string>
#include <vector>

// What was said in a request, where it was kept.
namespace gw::client {

enum class BodyPart { ClientRequest, UpstreamRequest, UpstreamAnswer, ClientAnswer };

struct TrafficBody
{
    BodyPart part = BodyPart::ClientRequest;
    int attempt = 0;   // Of the parts that went to and came from a provider; from 0.
    int status = 0;    // Of answers of a provider; 0 unknown.
    QString contentType = {};
    std::string bytes = {};        // UTF-8, without secrets; of what is no text: nothing.
    std::int64_t wholeBytes = 0;   // As long as it was.
    bool cut = false;              // It went on behind bytes.
};

// What went to a provider, or came from it, unchanged is there once: as the client's.
struct TrafficBodies
{
    Id128 request = {};
    std::vector<TrafficBody> bodies = {};   // None: nothing is kept of it.
    QString problem = {};

    const TrafficBody *find(BodyPart part) const
    {
        const TrafficBody *found = nullptr;   // The last attempt's.
        for (const TrafficBody &body : bodies)
            if (body.part == part)
                found = &body;
        return found;
    }
};

// A kept request that was asked once more, of another model.
struct TrafficReplay
{
    QString problem = {};        // Why it was not asked, or was not answered to the end.
    QString model = {};          // That was asked.
    Id128 request = {};          // The new one, as the ledger has it about a second later.
    int status = 0;              // HTTP; 0: nobody answered.
    TrafficBody answer = {};     // As the client would have got it.
    std::int64_t firstUs = -1;   // Until the first byte, and until all was there.
    std::int64_t wholeUs = -1;
};

// Whether prompts and answers are kept, and what there is of them.
struct BodyKeeping
{
    bool on = false;
    int days = 7;                  // How long ...
    std::int64_t limitBytes = 0;   // ... and how much is kept at most.
    std::int64_t bytes = 0;        // Now, on the disk.
    std::int64_t requests = 0;
    std::int64_t oldestUs = 0;   // Unix microseconds; 0: there is none.
    std::uint64_t dropped = 0;   // Requests that came too fast to be kept.
    QString path = {};           // Of the file.
    QString problem = {};        // Why the last wish was not fulfilled, in words for a user.
};

}   // namespace gw::client
