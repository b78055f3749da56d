#pragma once

#include "core/base/result.h"
#include "core/client/values.h"

// Chats that a window has with models through the gateway itself.
namespace gw::client {

// A file that goes with a question. Pictures and documents go as they are, texts as text.
struct PlaygroundFile
{
    QString name = {};
    QString type = {};      // "image/png"
    QString content = {};   // Base64; of texts the text itself.

    // Together, of one question: more does not get past most providers.
    static constexpr std::int64_t kMostBytes = std::int64_t{15} << 20;
    bool isText() const;
    bool operator==(const PlaygroundFile &) const = default;
};

// A tool that a model wants called. Nobody calls it here.
struct PlaygroundCall
{
    QString id = {};
    QString name = {};
    QString arguments = {};   // JSON, as the model wrote it.

    bool operator==(const PlaygroundCall &) const = default;
};

struct PlaygroundTurn
{
    enum class Role { User, Assistant };

    Role role = Role::User;
    QString text = {};
    std::vector<PlaygroundFile> files = {};   // Of users.
    std::vector<PlaygroundCall> calls = {};   // Of assistants; what the user says next is their result.

    bool operator==(const PlaygroundTurn &) const = default;
};

// As one types them; empty: the model's own.
struct PlaygroundOptions
{
    QString system = {};
    QString tools = {};   // A JSON array in OpenAI's form.
    QString temperature = {};
    QString topP = {};
    QString maxTokens = {};
    QString seed = {};
    QString effort = {};   // "low", "medium", "high" ...
    bool stream = true;

    bool operator==(const PlaygroundOptions &) const = default;
};

struct PlaygroundQuestion
{
    QString model = {};
    QString session = {};   // Its requests are found by this in Traffic.
    PlaygroundOptions options = {};
    std::vector<PlaygroundTurn> turns = {};   // The last one is the user's.
};

// Adds to the call of that place: id and name once, arguments bit by bit.
struct PlaygroundCallPart
{
    int place = 0;
    PlaygroundCall call = {};
};

// What has come since the last piece; at most one in 16 ms.
struct PlaygroundPiece
{
    QString text = {};
    QString reasoning = {};
    std::vector<PlaygroundCallPart> calls = {};
    QString callId = {};   // Of the first piece: the request's id.
};

// How it ended.
struct PlaygroundEnd
{
    QString problem = {};        // As the provider or the gateway said it; empty: it went well.
    int status = 0;              // HTTP; 0: nobody answered.
    QString finish = {};         // "stop", "length", "tool_calls" ...
    std::int64_t firstUs = -1;   // Until something came, and until all was there.
    std::int64_t wholeUs = -1;
    std::int64_t input = -1;   // Tokens; -1 unknown.
    std::int64_t cached = -1;
    std::int64_t output = -1;
    std::int64_t reasoning = -1;
    QString deployment = {};   // Id of the one that answered.
    QString address = {};      // Of its provider.
    int retries = 0;
    int fallbacks = 0;
    QString callId = {};
};

// The text of a chat completion. BadRequest, naming the option in param and in words for a user, where one of
// them is no number or no JSON.
Result<std::string> playgroundBody(const PlaygroundQuestion &question);
// The same as a command, without the key: it is read from the environment.
QString playgroundCurl(const QString &url, const std::string &body);

}   // namespace gw::client
