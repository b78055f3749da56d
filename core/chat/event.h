#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/chat/usage.h"

#include <optional>
#include <string>
#include <variant>
#include <vector>

// What a provider's answer says, piece by piece, in one vocabulary. An answer that came whole is the same
// events at once.
namespace gw::chat {

enum class Stop : std::uint8_t { Stop, Length, ToolCalls, ContentFilter, FunctionCall, Pause };

struct Start
{
    std::string id;             // The provider's own.
    std::int64_t created = 0;   // Unix seconds; 0 unknown.
    std::string model;          // As the provider names it.
    json::Object extras;        // system_fingerprint, service_tier ...
};

struct ToolCallDelta
{
    int index = 0;    // Within the choice.
    std::string id;   // With the first piece of a call only.
    std::string type;
    std::string name;        // With the first piece only.
    std::string arguments;   // Appended over all pieces.
    std::string signature;   // Opaque; of this call (Gemini).
    json::Object extras;
};

// One step of one choice. Absent and empty differ: an empty text was said, an absent one was not.
struct Delta
{
    int choice = 0;
    bool role = false;   // The provider announced the assistant's role here.
    std::optional<std::string> text;
    std::optional<std::string> reasoning;
    std::string signature;   // Closes the reasoning so far.
    std::string redacted;    // A whole block of reasoning that only its vendor can read.
    // The text or reasoning of this piece begins a block of its own behind one of the same kind.
    bool newBlock = false;
    std::optional<std::string> refusal;
    std::vector<ToolCallDelta> toolCalls;
    json::Object
        extras;   // Further members of the delta or message: annotations, audio, reasoning_details ...
    json::Object choiceExtras;   // Further members of the choice: logprobs ...
};

struct Finish
{
    int choice = 0;
    Stop reason = Stop::Stop;
    std::string native = {};         // The provider's word for it.
    std::string stopSequence = {};   // The one that was met, where the provider says so.
};

struct UsageReport
{
    Usage usage;
    json::Object native = {};   // The provider's own object when it has OpenAI's shape.
    bool estimated = false;     // Counted by us.
    Billed billed = {};         // Counts that are no tokens; 0 where the answer says none.
};

// The provider reported an error inside its answer, or the answer was cut.
struct Failure
{
    Error error;
};

// The dialect's own end marker was seen: only now the answer is known to be whole.
struct End
{
};

// Members of the answer that belong to no choice and come behind the start (x_groq, moderation ...).
struct Annotation
{
    json::Object members;
};

using Event = std::variant<Start, Delta, Finish, UsageReport, Annotation, Failure, End>;
using Events = std::vector<Event>;

// OpenAI's finish_reason for it.
std::string_view stopName(Stop stop);
// Reads the finish words of OpenAI and of the servers that imitate it ("eos", "model_length" ...).
Stop stopFromName(std::string_view name);

}   // namespace gw::chat
